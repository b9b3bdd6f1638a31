#include "store.h"

#include <algorithm>
#include <limits>

#include "platform/base/check.h"
#include "platform/json/describe.h"
#include "statements.h"

namespace plaza::credit {
namespace {

constexpr std::int64_t from_newest = std::numeric_limits<std::int64_t>::max();

Currency currency_from(std::string_view code) {
  const auto currency = parse_currency(code);
  CHECK(currency.has_value());
  return *currency;
}

auto card_from(Time now) {
  return [now](const db::Row& row) {
    GiftCard card;
    const Currency currency = currency_from(row.text(2));
    card.id = row.id<GiftCardId>(0);
    card.last4 = row.string(1);
    card.initial = {row.integer(3), currency};
    card.balance = {row.integer(4), currency};
    if (!row.is_null(5)) card.expires_at = row.time(5);
    if (card.expires_at && *card.expires_at <= now) card.status = CardStatus::expired;
    if (row.integer(6) != 0) card.status = CardStatus::disabled;
    card.note = row.string(7);
    card.reference = row.string(8);
    card.version = row.integer(9);
    card.created_at = row.time(10);
    return card;
  };
}

Tender tender_from(std::string_view side, std::int64_t holder) {
  return side == "card" ? Tender::of(GiftCardId{holder}) : Tender::of(identity::AccountId{holder});
}

std::int64_t first_integer(const db::Row& row) { return row.integer(0); }

std::string_view side_text(const Tender& tender) { return json::enum_text(holder_of(tender).side); }

}  // namespace

Holder holder_of(const Tender& tender) {
  if (tender.kind == TenderKind::gift_card) return {Side::card, tender.card.value};
  return {Side::customer, tender.account.value};
}

// --- cards

void insert_card(db::Transaction& tx, const GiftCard& card, std::string_view code_hash) {
  tx.execute(sql::insert_card,
             {card.id, code_hash, card.last4, card.initial.currency.code(), card.initial.amount,
              card.expires_at, card.note, card.reference, card.created_at});
}

std::optional<GiftCard> find_card(db::Reader& reader, GiftCardId id, Time now) {
  return reader.one(sql::card_by_id, {id}, card_from(now));
}

std::optional<GiftCard> find_card(db::Reader& reader, std::string_view code_hash, Time now) {
  return reader.one(sql::card_by_hash, {code_hash}, card_from(now));
}

std::vector<GiftCard> list_cards(db::Reader& reader, const CardQuery& query, Time now) {
  const std::int64_t before = query.before ? query.before.value : from_newest;
  const std::string_view status = query.status ? json::enum_text(*query.status) : "";
  return reader.all(sql::list_cards,
                    {before, query.last4, status, now, std::clamp(query.limit, 1, 101)},
                    card_from(now));
}

bool change_card(db::Transaction& tx, const GiftCard& card) {
  return tx.execute(sql::change_card,
                    {card.id, card.version, card.status == CardStatus::disabled, card.note,
                     card.expires_at}) == 1;
}

std::vector<SwitchedOff> disable_issued(db::Transaction& tx, std::string_view reference) {
  return tx.all(sql::disable_issued, {reference}, [](const db::Row& row) {
    return SwitchedOff{row.id<GiftCardId>(0), {row.integer(1), currency_from(row.text(2))}};
  });
}

std::vector<GiftCard> cards_issued_for(db::Reader& reader, std::string_view reference, Time now) {
  return reader.all(sql::cards_issued_for, {reference}, card_from(now));
}

std::optional<SwitchedOff> disable_unused(db::Transaction& tx, GiftCardId id, Time now) {
  return tx.one(sql::disable_unused, {id, now}, [](const db::Row& row) {
    return SwitchedOff{row.id<GiftCardId>(0), {row.integer(1), currency_from(row.text(2))}};
  });
}

std::optional<std::int64_t> spend_card(db::Transaction& tx, GiftCardId id, Money amount, Time now) {
  return tx.one(sql::spend_card, {id, amount.amount, amount.currency.code(), now}, first_integer);
}

std::optional<std::int64_t> refill_card(db::Transaction& tx, GiftCardId id, std::int64_t amount,
                                        Time now, Time valid_until) {
  return tx.one(sql::refill_card, {id, amount, now, valid_until}, first_integer);
}

std::vector<GiftCardId> expiring_cards(db::Reader& reader, Time now, int limit) {
  return reader.all(sql::expiring_cards, {now, limit},
                    [](const db::Row& row) { return row.id<GiftCardId>(0); });
}

std::optional<Money> expire_card(db::Transaction& tx, GiftCardId id, Time now) {
  return tx.one(sql::expire_card, {id, now}, [](const db::Row& row) {
    return Money{row.integer(0), currency_from(row.text(1))};
  });
}

// --- store credit

std::optional<std::int64_t> fill_wallet(db::Transaction& tx, identity::AccountId account,
                                        Money amount) {
  return tx.one(sql::fill_wallet, {account, amount.currency.code(), amount.amount, balance_max},
                first_integer);
}

bool open_wallet(db::Transaction& tx, identity::AccountId account, Money amount) {
  return tx.execute(sql::open_wallet, {account, amount.currency.code(), amount.amount}) == 1;
}

std::optional<std::int64_t> spend_wallet(db::Transaction& tx, identity::AccountId account,
                                         Money amount) {
  return tx.one(sql::spend_wallet, {account, amount.currency.code(), amount.amount},
                first_integer);
}

std::int64_t wallet(db::Reader& reader, identity::AccountId account, Currency currency) {
  return reader.one(sql::wallet, {account, currency.code()}, first_integer).value_or(0);
}

std::vector<Money> wallets(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::wallets, {account}, [](const db::Row& row) {
    return Money{row.integer(0), currency_from(row.text(1))};
  });
}

// --- orders

void add_tender(db::Transaction& tx, std::int64_t order, const Tender& tender, Money amount,
                MovementId movement) {
  tx.send(sql::add_tender, {order, side_text(tender), holder_of(tender).id, amount.currency.code(),
                            movement, amount.amount});
}

std::vector<Part> tenders(db::Reader& reader, std::int64_t order) {
  return reader.all(sql::tenders, {order}, [](const db::Row& row) {
    return Part{tender_from(row.text(0), row.integer(1)), "",
                {row.integer(3), currency_from(row.text(2))}};
  });
}

std::int64_t take_back(db::Transaction& tx, std::int64_t order, const Tender& tender,
                       Money amount) {
  const auto taken = tx.one(sql::take_back,
                            {order, side_text(tender), holder_of(tender).id,
                             amount.currency.code(), amount.amount},
                            first_integer);
  return taken.value_or(0);
}

// --- the ledger

bool insert_movement(db::Transaction& tx, const NewMovement& m) {
  const auto key = m.key.empty() ? std::optional<std::string>() : std::optional(m.key);
  return tx.execute(sql::insert_movement,
                    {m.id, key, m.at, m.reason, m.reference, m.actor, m.note}) == 1;
}

std::optional<MovementId> movement_by_key(db::Reader& reader, std::string_view key) {
  return reader.one(sql::movement_by_key, {key},
                    [](const db::Row& row) { return row.id<MovementId>(0); });
}

void insert_entry(db::Transaction& tx, MovementId movement, const NewEntry& e) {
  tx.send(sql::insert_entry, {e.id, movement, json::enum_text(e.holder.side), e.holder.id,
                              e.amount.currency.code(), e.amount.amount, e.balance});
}

std::vector<Part> parts_of(db::Reader& reader, MovementId movement) {
  return reader.all(sql::entries_of_movement, {movement}, [](const db::Row& row) {
    return Part{tender_from(row.text(0), row.integer(1)), "",
                {row.integer(3), currency_from(row.text(2))}};
  });
}

std::vector<Entry> entries(db::Reader& reader, const Holder& holder, std::int64_t before,
                           int limit) {
  return reader.all(
      sql::entries_of_holder,
      {json::enum_text(holder.side), holder.id, before > 0 ? before : from_newest,
       std::clamp(limit, 1, 101)},
      [](const db::Row& row) {
        const Currency currency = currency_from(row.text(3));
        return Entry{row.integer(0),
                     row.time(1),
                     {row.integer(2), currency},
                     {row.integer(4), currency},
                     row.string(5),
                     row.string(6),
                     row.string(7),
                     row.string(8)};
      });
}

}  // namespace plaza::credit
