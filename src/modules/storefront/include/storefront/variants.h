// Port: what this viewer's shop page shows instead of what everybody sees. The app plugs in segments; without one there is none.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/json/describe.h"

namespace plaza::storefront {

struct ShopVariant {
  std::string title, text;               // empty: as for everybody
  std::string landing;                   // handle of the collection that the title leads to, or empty
  std::vector<std::string> collections;  // handles that come first
};

// From memory; thread-safe.
using VariantFor = std::function<std::optional<ShopVariant>(identity::AccountId account, std::string_view visitor)>;

}  // namespace plaza::storefront
