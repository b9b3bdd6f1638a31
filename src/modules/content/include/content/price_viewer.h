// Whose prices, in which currency, an answer shows.
#pragma once

#include <string_view>

#include "identity/ids.h"
#include "platform/http/route.h"

namespace plaza::content {

inline constexpr std::string_view currency_cookie = "plaza_currency";

struct PriceViewer {
  identity::AccountId account = {};
  std::string_view currency_wish = {};  // as it was sent; empty, or not sold in: the shop's
};

// ?currency=, else what this browser chose before. Not checked.
inline std::string_view currency_wish(const http::Request& request) {
  if (const auto asked = request.query_value("currency")) return *asked;
  return request.cookie(currency_cookie);
}

inline PriceViewer price_viewer_of(const http::Call& call) {
  return {identity::AccountId{call.caller.subject}, currency_wish(call.request)};
}

}  // namespace plaza::content
