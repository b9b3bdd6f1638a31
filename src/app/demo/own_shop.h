// What a shop with the merchant's own products is called, and who may enter its studio at first.
#pragma once

#include <string>
#include <string_view>

namespace plaza::app {

inline constexpr const char* own_shop_owner = "owner@shop.example";
inline constexpr const char* own_shop_password = "shop-demo";

// "lamp-and-loom_products_export_1.csv" is "Lamp And Loom"; a file that is named after nothing but its kind is "My shop".
std::string shop_name_of(std::string_view file);

}  // namespace plaza::app
