// Gift cards that were sold: issued when their order is paid, taken back when the order does not have them any more.
#pragma once

#include <vector>

#include "orders/module.h"

namespace plaza::orders {

bool has_gift_cards(const Order& order);

// The unused cards that were issued for `order` beyond what it has now, by worth: the newest first. credit.card_used (409):
// more of them have been used than it may lose.
Result<std::vector<credit::GiftCardId>> surplus_cards(const Needs& needs, db::Reader& reader, const Order& order);
// Switches them off. credit.card_used: one was used meanwhile; the caller rolls back.
Status take_back_cards(const Needs& needs, db::Transaction& tx, std::span<const credit::GiftCardId> cards, const By& by);

}  // namespace plaza::orders
