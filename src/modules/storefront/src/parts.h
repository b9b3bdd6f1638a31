// What the storefront's routes and pages work with.
#pragma once

#include "answer_cache.h"
#include "post_shelf.h"
#include "shelf.h"
#include "storefront/module.h"

namespace plaza::storefront {

struct Parts {
  const Needs& needs;
  Shelf& shelf;
  PostShelf& posts;
  AnswerCache& cache;
};

// Who pays other prices than everybody sees no kept answers.
inline bool has_own_prices(const Needs& needs, const http::Caller& caller) {
  return caller.subject && needs.prices && needs.prices->has_own_prices({caller.subject});
}

// What prices this viewer sees; nothing: everybody's, in the shop's currency. A currency that the shop does not sell in is no wish.
inline std::optional<Look> look_of(const Needs& needs, const content::PriceViewer& viewer) {
  if (!needs.prices) return std::nullopt;
  const auto wish = viewer.currency_wish.empty() ? std::nullopt : parse_currency(viewer.currency_wish);
  const auto base = needs.prices->base_currency();
  const auto currency = wish && *wish != base && needs.prices->sells_in(*wish) ? *wish : base;
  const bool own = viewer.account && needs.prices->has_own_prices(viewer.account);
  if (!own && currency == base) return std::nullopt;
  return Look{currency, own ? viewer.account : identity::AccountId{}};
}
inline std::optional<Look> look_of(const Needs& needs, const http::Call& call) {
  return look_of(needs, content::price_viewer_of(call));
}
// What tells kept answers of one currency from those of another; empty: the shop's own.
inline std::string currency_mark(const Needs& needs, const http::Request& request) {
  const auto look = look_of(needs, content::PriceViewer{{}, content::currency_wish(request)});
  return look ? std::string(look->currency.code()) : std::string();
}
inline const Look* pointer_to(const std::optional<Look>& look) { return look ? &*look : nullptr; }

inline identity::AccountId viewer_of(const http::Call& call) { return {call.caller.subject}; }

}  // namespace plaza::storefront
