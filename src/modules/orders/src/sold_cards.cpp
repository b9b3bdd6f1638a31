#include "sold_cards.h"

#include <algorithm>
#include <map>

#include "refund_share.h"
#include "rules.h"

namespace plaza::orders {
namespace {

Error card_used() {
  return {ErrorKind::conflict, "credit.card_used", "A gift card of this order has been used already: it cannot be taken back."};
}

}  // namespace

bool has_gift_cards(const Order& order) {
  return std::any_of(order.lines.begin(), order.lines.end(), [](const OrderLine& line) { return line.gift_card; });
}

Result<std::vector<credit::GiftCardId>> surplus_cards(const Needs& needs, db::Reader& reader, const Order& order) {
  std::vector<credit::GiftCardId> surplus;
  if (!needs.credit) return surplus;
  std::map<std::int64_t, std::int64_t> beyond;  // by what a card is worth
  std::vector<credit::GiftCard> issued = needs.credit->issued_for(reader, to_text(order.id));
  std::erase_if(issued, [](const credit::GiftCard& card) { return card.status == credit::CardStatus::disabled; });
  for (const auto& card : issued) ++beyond[card.initial.amount];
  for (const auto& line : order.lines) {
    if (line.gift_card) beyond[line.unit_price.amount] -= line.quantity - state_of(order, line).refunded;
  }
  for (const auto& card : issued) {
    auto& left = beyond[card.initial.amount];
    if (left <= 0 || card.status != credit::CardStatus::active || card.balance != card.initial) continue;
    surplus.push_back(card.id);
    --left;
  }
  const bool short_of = std::any_of(beyond.begin(), beyond.end(), [](const auto& worth) { return worth.second > 0; });
  if (short_of) return card_used();
  return surplus;
}

Status take_back_cards(const Needs& needs, db::Transaction& tx, std::span<const credit::GiftCardId> cards, const By& by) {
  for (const auto card : cards) {
    if (!needs.credit->disable_unused(tx, card, by.id ? to_text(by.id) : std::string(actor_text(by.kind)))) return card_used();
  }
  return done();
}

}  // namespace plaza::orders
