// Cards, store credit and their ledger in the database.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credit/credit.h"

namespace plaza::credit {

// Who has an entry: a card, a customer or an order with its number, or one of the shop's own.
enum class Side { card, customer, order, issued, granted, expired };
constexpr auto enum_names(Side*) {
  return std::array{"card", "customer", "order", "issued", "granted", "expired"};
}
struct Holder {
  Side side = Side::issued;
  std::int64_t id = 0;
};
Holder holder_of(const Tender& tender);

struct NewMovement {
  MovementId id;
  std::string key;  // empty: none
  Time at;
  std::string_view reason, reference, actor, note;
};
struct NewEntry {
  std::int64_t id = 0;
  Holder holder;
  Money amount;
  std::optional<std::int64_t> balance;  // of a card or customer
};
struct CardQuery {
  std::string last4;
  std::optional<CardStatus> status;
  GiftCardId before;
  int limit = 20;
};

void insert_card(db::Transaction& tx, const GiftCard& card, std::string_view code_hash);
std::optional<GiftCard> find_card(db::Reader& reader, GiftCardId id, Time now);
std::optional<GiftCard> find_card(db::Reader& reader, std::string_view code_hash, Time now);
std::vector<GiftCard> list_cards(db::Reader& reader, const CardQuery& query, Time now);
// False: the version is not the current one.
bool change_card(db::Transaction& tx, const GiftCard& card);

struct SwitchedOff {
  GiftCardId id;
  Money balance;
};
std::vector<GiftCard> cards_issued_for(db::Reader& reader, std::string_view reference, Time now);
std::optional<SwitchedOff> disable_unused(db::Transaction& tx, GiftCardId id, Time now);
std::vector<SwitchedOff> disable_issued(db::Transaction& tx, std::string_view reference);

// Moves: what is left, or nothing when it cannot be.
std::optional<std::int64_t> spend_card(db::Transaction& tx, GiftCardId id, Money amount, Time now);
std::optional<std::int64_t> refill_card(db::Transaction& tx, GiftCardId id, std::int64_t amount,
                                        Time now, Time valid_until);
std::vector<GiftCardId> expiring_cards(db::Reader& reader, Time now, int limit);
std::optional<Money> expire_card(db::Transaction& tx, GiftCardId id, Time now);
std::optional<std::int64_t> fill_wallet(db::Transaction& tx, identity::AccountId account,
                                        Money amount);
// False: there is or was one.
bool open_wallet(db::Transaction& tx, identity::AccountId account, Money amount);
std::optional<std::int64_t> spend_wallet(db::Transaction& tx, identity::AccountId account,
                                         Money amount);
std::int64_t wallet(db::Reader& reader, identity::AccountId account, Currency currency);
std::vector<Money> wallets(db::Reader& reader, identity::AccountId account);

void add_tender(db::Transaction& tx, std::int64_t order, const Tender& tender, Money amount,
                MovementId movement);
std::vector<Part> tenders(db::Reader& reader, std::int64_t order);  // in the order of paying
std::int64_t take_back(db::Transaction& tx, std::int64_t order, const Tender& tender, Money amount);

// False: its key was used before.
bool insert_movement(db::Transaction& tx, const NewMovement& movement);
std::optional<MovementId> movement_by_key(db::Reader& reader, std::string_view key);
void insert_entry(db::Transaction& tx, MovementId movement, const NewEntry& entry);
// What a movement did to cards and customers.
std::vector<Part> parts_of(db::Reader& reader, MovementId movement);
std::vector<Entry> entries(db::Reader& reader, const Holder& holder, std::int64_t before, int limit);

}  // namespace plaza::credit
