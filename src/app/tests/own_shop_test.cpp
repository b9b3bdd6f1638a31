#include "demo/own_shop.h"

#include <gtest/gtest.h>

namespace plaza::app {
namespace {

TEST(OwnShop, IsNamedAfterItsFile) {
  EXPECT_EQ(shop_name_of("/home/me/lamp-and-loom_products_export_1.csv"), "Lamp And Loom");
  EXPECT_EQ(shop_name_of("Gốm Xưa.csv"), "Gốm Xưa");
  EXPECT_EQ(shop_name_of("kilnlight.products.csv"), "Kilnlight");
}

TEST(OwnShop, AFileThatIsNamedAfterItsKindSaysNothing) {
  EXPECT_EQ(shop_name_of("products_export (3).csv"), "My shop");
  EXPECT_EQ(shop_name_of("Products.CSV"), "My shop");
  EXPECT_EQ(shop_name_of("2026.csv"), "My shop");
  EXPECT_EQ(shop_name_of(""), "My shop");
  EXPECT_EQ(shop_name_of("a\xff-b.csv"), "My shop");
}

}  // namespace
}  // namespace plaza::app
