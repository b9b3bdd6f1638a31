// Codes, gift cards, currency and store credit of carts.
#include <memory>

#include "platform/http/rate_limit.h"
#include "routes.h"

namespace plaza::orders {
namespace {

// From one address: twenty at once, then one every six seconds.
constexpr http::RateLimit unknown_codes{.burst = 20, .per_second = 1.0 / 6, .keys_max = 100'000};

using http::Access;
using http::Call;

struct ChangeCart {
  std::string id;
  std::optional<std::string> currency;
  std::optional<bool> use_store_credit;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("currency", currency, json::Pattern{json::Pattern::Name::currency});
    v("use_store_credit", use_store_credit);
  }
};

struct CartCode {
  std::string id;
  std::string code;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("code", code, json::Length{1, 64});
  }
};

struct CartGiftCard {
  std::string id;
  std::string card_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("card_id", card_id);
  }
};

template <class Req>
http::RouteBuilder<Req, CartView> changes(http::RouteBuilder<Req, CartView> builder, const char* summary) {
  builder.tag("Carts").access(Access::anyone()).summary(summary);
  builder.error("orders.cart_not_found", ErrorKind::not_found, "There is no such cart, or it is somebody else's.")
      .error("orders.cart_ordered", ErrorKind::conflict, "The cart has been ordered, or is being ordered.")
      .error("orders.cart_busy", ErrorKind::conflict, "Others change the cart at the same time; try again.");
  return builder;
}

// Runs `change` on the cart of the path and shows it.
template <class Change>
Result<CartView> changed(CartService& carts, db::Transaction& tx, const std::string& path_id, const Change& change) {
  TRY(const auto id, id_in_path<CartId>(path_id, cart_missing()));
  TRY(const auto cart, change(id));
  return carts.view(tx, cart);
}

// Gift cards may be tried seldom: found outside of the write, so that a guess costs the guesser and nobody else.
Task<Result<CartView>> add_gift_card(const Needs& needs, CartService& carts, Call& call, CartCode request) {
  if (needs.credit) {
    if (auto allowed = needs.credit->allow_attempt(call.request.remote_address); !allowed.ok()) {
      co_return std::move(allowed).error();
    }
  }
  const Shopper shopper = shopper_of(call);
  auto work = [&](db::Transaction& tx) {
    return changed(carts, tx, request.id, [&](CartId id) { return carts.add_gift_card(tx, shopper, id, request.code); });
  };
  auto view = co_await needs.database.write(work);
  co_return view;
}

// Codes that hold, or hold for others, may be typed as often as anybody likes; ones that do not exist are guesses.
Task<Result<CartView>> add_code(const Needs& needs, CartService& carts, http::RateLimiter& guesses, Call& call, CartCode request) {
  const std::string who(call.request.remote_address);
  if (guesses.wait(who, call.received_at) > 0) {
    co_return Error{ErrorKind::too_many, "orders.too_many_attempts", "Too many codes were tried. Wait a minute."};
  }
  const Shopper shopper = shopper_of(call);
  auto work = [&](db::Transaction& tx) {
    return changed(carts, tx, request.id, [&](CartId id) { return carts.add_code(tx, shopper, id, request.code); });
  };
  auto view = co_await needs.database.write(work);
  if (!view.ok() && view.error().code == "promotions.unknown_code") guesses.take(who, call.received_at);
  co_return view;
}

void add_code_routes(http::Routes& routes, const Needs& needs, CartService& carts) {
  auto add = changes(http::post<CartCode, CartView>("/v1/carts/{id}/codes", "addCartCode"),
                     "Adds a discount code. One that does not hold for this cart is refused with its reason.");
  add.error("promotions.unknown_code", ErrorKind::not_found, "There is no such code.");
  add.error("orders.too_many_codes", ErrorKind::conflict, "The cart has too many codes.");
  for (const char* code : {"promotions.expired", "promotions.not_started", "promotions.used_up", "promotions.used_by_you",
                           "promotions.minimum_not_met", "promotions.not_for_you", "promotions.nothing_matches",
                           "promotions.wrong_currency", "promotions.not_combinable"}) {
    add.error(code, ErrorKind::conflict, "The code does not hold for this cart.");
  }
  add.error("orders.too_many_attempts", ErrorKind::too_many, "Too many codes that do not exist were tried from there.");
  const auto guesses = std::make_shared<http::RateLimiter>(unknown_codes);
  routes.add(add.status(201).task([needs, &carts, guesses](Call& call, const CartCode& request) -> Task<Result<CartView>> {
    return add_code(needs, carts, *guesses, call, request);
  }));
  routes.add(changes(http::del<CartCode, CartView>("/v1/carts/{id}/codes/{code}", "removeCartCode"), "Takes a code away.")
                 .write(needs.database, [&carts](Call& call, db::Transaction& tx, const CartCode& request) {
                   return changed(carts, tx, request.id,
                                  [&](CartId id) { return carts.remove_code(tx, shopper_of(call), id, request.code); });
                 }));
}

}  // namespace

void add_cart_extras_routes(http::Routes& routes, const Needs& needs, CartService& carts) {
  add_code_routes(routes, needs, carts);
  routes.add(changes(http::post<CartCode, CartView>("/v1/carts/{id}/gift_cards", "addCartGiftCard"),
                     "A gift card pays, before store credit and money.")
                 .status(201)
                 .error("credit.card_not_found", ErrorKind::not_found, "That is no gift card's code.")
                 .error("credit.wrong_currency", ErrorKind::conflict, "The card is of another currency.")
                 .error("credit.disabled", ErrorKind::conflict, "The card is blocked.")
                 .error("credit.expired", ErrorKind::conflict, "The card has expired.")
                 .error("credit.insufficient", ErrorKind::conflict, "Nothing is left on the card.")
                 .error("credit.too_many_attempts", ErrorKind::too_many, "Too many codes were tried from there.")
                 .error("orders.too_many_gift_cards", ErrorKind::conflict, "The cart has too many gift cards.")
                 .task([needs, &carts](Call& call, const CartCode& request) -> Task<Result<CartView>> {
                   return add_gift_card(needs, carts, call, request);
                 }));
  routes.add(changes(http::del<CartGiftCard, CartView>("/v1/carts/{id}/gift_cards/{card_id}", "removeCartGiftCard"),
                     "The gift card does not pay.")
                 .write(needs.database, [&carts](Call& call, db::Transaction& tx, const CartGiftCard& request) {
                   return changed(carts, tx, request.id, [&](CartId id) {
                     return carts.remove_gift_card(tx, shopper_of(call), id, request.card_id);
                   });
                 }));
  routes.add(changes(http::patch<ChangeCart, CartView>("/v1/carts/{id}", "changeCart"),
                     "Chooses a currency, or whether store credit pays.")
                 .error("pricing.currency_not_sold", ErrorKind::invalid, "The shop does not sell in this currency.")
                 .write(needs.database, [&carts](Call& call, db::Transaction& tx, const ChangeCart& request) {
                   return changed(carts, tx, request.id, [&](CartId id) {
                     return carts.choose(tx, shopper_of(call), id, request.currency, request.use_store_credit);
                   });
                 }));
}

}  // namespace plaza::orders
