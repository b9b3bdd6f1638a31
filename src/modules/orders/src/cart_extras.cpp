// What a cart has besides its lines: a currency, codes, gift cards, store credit.
#include <algorithm>

#include "cart_service.h"
#include "cart_store.h"
#include "offer.h"
#include "platform/base/text.h"
#include "quoting.h"
#include "rules.h"

namespace plaza::orders {
namespace {

Error not_sold(std::string_view currency) {
  return {ErrorKind::invalid, "pricing.currency_not_sold", "The shop does not sell in " + std::string(currency) + ".",
          {{"currency", "not_allowed", "is not one of the shop's currencies"}}};
}

Result<std::string> chosen_currency(const Needs& needs, std::string_view text) {
  const auto currency = parse_currency(text);
  if (!currency || !sells_in(needs, *currency)) return not_sold(text);
  return *currency == needs.pricing.currency ? std::string() : std::string(text);
}

Status card_is_good(const credit::GiftCard& card, Currency currency) {
  const auto refuse = [](const char* code, const char* text) { return Error{ErrorKind::conflict, code, text}; };
  if (card.status == credit::CardStatus::disabled) return refuse("credit.disabled", "This gift card is blocked.");
  if (card.status == credit::CardStatus::expired) return refuse("credit.expired", "This gift card has expired.");
  if (card.balance.currency != currency) return refuse("credit.wrong_currency", "This gift card is of another currency.");
  if (card.balance.amount == 0) return refuse("credit.insufficient", "Nothing is left on this gift card.");
  return done();
}

}  // namespace

Result<Cart> CartService::open(db::Transaction& tx, const Shopper& shopper, std::string_view currency) {
  if (currency.empty()) return create(tx, shopper);
  TRY(auto chosen, chosen_currency(needs_, currency));
  Cart cart = create(tx, shopper);
  if (chosen.empty()) return cart;
  return change(tx, [&] { auto known = shopper; known.tokens.push_back(cart.access_token); return known; }(), cart.id,
                [&](Cart& fresh) -> Status {
                  fresh.extras.currency = chosen;
                  return done();
                });
}

Result<Cart> CartService::choose(db::Transaction& tx, const Shopper& shopper, CartId id, const std::optional<std::string>& currency,
                                 std::optional<bool> use_store_credit) {
  return change(tx, shopper, id, [&](Cart& cart) -> Status {
    if (currency) {
      TRY(cart.extras.currency, chosen_currency(needs_, *currency));
    }
    if (use_store_credit) cart.extras.use_store_credit = *use_store_credit;
    return done();
  });
}

Result<Cart> CartService::add_code(db::Transaction& tx, const Shopper& shopper, CartId id, std::string_view code) {
  const std::string typed(trimmed(code));
  TRY(auto cart, change(tx, shopper, id, [&](Cart& changed) -> Status {
        auto& codes = changed.extras.codes;
        const auto same = [&](const std::string& known) { return folded(known) == folded(typed); };
        if (std::any_of(codes.begin(), codes.end(), same)) return done();
        if (codes.size() >= cart_codes_max) return Error{ErrorKind::conflict, "orders.too_many_codes", "That is too many codes."};
        codes.push_back(typed);
        return done();
      }));
  if (!needs_.promotions) return Error{ErrorKind::not_found, "promotions.unknown_code", "There is no such code."};
  for (auto& refused : look_up(needs_, tx, cart, {.account_id = cart.account_id}).discounts.refused) {
    if (folded(refused.code) == folded(typed)) return std::move(refused.error);
  }
  return cart;
}

Result<Cart> CartService::remove_code(db::Transaction& tx, const Shopper& shopper, CartId id, std::string_view code) {
  return change(tx, shopper, id, [&](Cart& cart) -> Status {
    std::erase_if(cart.extras.codes, [&](const std::string& known) { return folded(known) == folded(code); });
    return done();
  });
}

Result<Cart> CartService::add_gift_card(db::Transaction& tx, const Shopper& shopper, CartId id, std::string_view code) {
  if (!needs_.credit) return Error{ErrorKind::not_found, "credit.card_not_found", "There is no such gift card."};
  TRY(const auto card, needs_.credit->find_by_code(tx, code));
  return change(tx, shopper, id, [&](Cart& cart) -> Status {
    TRY_DONE(card_is_good(card, currency_of(needs_, cart)));
    auto& cards = cart.extras.gift_cards;
    const std::string text = to_text(card.id);
    if (std::find(cards.begin(), cards.end(), text) != cards.end()) return done();
    if (cards.size() >= cart_gift_cards_max) {
      return Error{ErrorKind::conflict, "orders.too_many_gift_cards", "That is too many gift cards for one order."};
    }
    cards.push_back(text);
    return done();
  });
}

Result<Cart> CartService::remove_gift_card(db::Transaction& tx, const Shopper& shopper, CartId id, std::string_view card) {
  return change(tx, shopper, id, [&](Cart& cart) -> Status {
    std::erase(cart.extras.gift_cards, std::string(card));
    return done();
  });
}

}  // namespace plaza::orders
