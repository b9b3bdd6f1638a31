#include "service.h"

#include <algorithm>

#include "codes.h"
#include "platform/base/check.h"
#include "platform/base/text.h"

namespace plaza::credit {
namespace {

constexpr std::size_t note_max = 500;
constexpr Micros second_chance = days(90);

Error refused(const char* code, const char* detail) {
  return Error{ErrorKind::conflict, code, detail};
}
Error card_not_found() {
  return Error{ErrorKind::not_found, "credit.card_not_found", "There is no such gift card."};
}
Error insufficient() { return refused("credit.insufficient", "There is not enough left on it."); }
Error too_much() {
  return invalid_field("amount", "out_of_range", "would make the balance too large");
}

std::string order_text(std::int64_t order) { return id_text("ord", order); }

Status check_amount(std::int64_t amount) {
  if (amount < 1 || amount > amount_max)
    return invalid_field("amount", "out_of_range",
                         "must be between 1 and " + std::to_string(amount_max));
  return done();
}

}  // namespace

CreditService::CreditService(const Needs& needs)
    : ids_(needs.ids),
      clock_(needs.clock),
      unlimited_(needs.unlimited),
      sells_in_(needs.sells_in),
      attempts_({10, 1.0 / 6, 100'000}) {}

NewMovement CreditService::movement(std::string_view reason, std::string_view reference,
                                    std::string_view actor, std::string_view note) {
  return {ids_.make<MovementId>(), "", clock_.now(), reason, reference, actor, note};
}

void CreditService::post(db::Transaction& tx, MovementId movement, Money amount,
                         const Posting& from, const Posting& to) {
  const Money taken{-amount.amount, amount.currency};
  insert_entry(tx, movement, {ids_.next(), from.holder, taken, from.balance});
  insert_entry(tx, movement, {ids_.next(), to.holder, amount, to.balance});
}

// --- gift cards

Result<Issued> CreditService::issue(db::Transaction& tx, const NewCard& wish,
                                    std::string_view actor) {
  TRY_DONE(check_amount(wish.amount.amount));
  const Time now = clock_.now();
  if (wish.expires_at && *wish.expires_at <= now)
    return invalid_field("expires_at", "out_of_range", "must be in the future");
  if (!is_utf8(wish.note) || code_points(wish.note) > note_max)
    return invalid_field("note", "too_long", "is too long");
  const std::string code = new_code();
  GiftCard card;
  card.id = ids_.make<GiftCardId>();
  card.last4 = code.substr(code.size() - 4);
  card.initial = card.balance = wish.amount;
  card.expires_at = wish.expires_at;
  card.note = wish.note;
  card.reference = wish.reference;
  card.version = 1;
  card.created_at = now;
  insert_card(tx, card, hash_of(code));
  const auto issued = movement("issued", wish.reference, actor, wish.note);
  CHECK(insert_movement(tx, issued));
  post(tx, issued.id, wish.amount, {{Side::issued, 0}, {}},
       {{Side::card, card.id.value}, wish.amount.amount});
  return Issued{card, grouped(code)};
}

Result<GiftCard> CreditService::find_by_code(db::Reader& reader, std::string_view code) {
  const auto clean = clean_code(code);
  if (!clean) return card_not_found();
  auto card = find_card(reader, hash_of(*clean), clock_.now());
  if (!card) return card_not_found();
  return std::move(*card);
}

std::optional<GiftCard> CreditService::card(db::Reader& reader, GiftCardId id) {
  return find_card(reader, id, clock_.now());
}

Status CreditService::allow_attempt(std::string_view who) {
  if (unlimited_ || attempts_.take(who, clock_.now())) return done();
  return Error{ErrorKind::too_many, "credit.too_many_attempts",
               "Too many codes were tried. Wait a minute."};
}

std::vector<GiftCard> CreditService::cards(db::Reader& reader, const CardQuery& query) {
  return list_cards(reader, query, clock_.now());
}

// A change of the card itself is an entry of zero, so that its history names who did it.
void CreditService::note_switch(db::Transaction& tx, GiftCardId id, Money balance,
                                std::string_view reason, std::string_view reference,
                                std::string_view actor) {
  const auto changed = movement(reason, reference, actor, "");
  CHECK(insert_movement(tx, changed));
  post(tx, changed.id, {0, balance.currency}, {{Side::issued, 0}, {}},
       {{Side::card, id.value}, balance.amount});
}

int CreditService::disable_issued(db::Transaction& tx, std::string_view reference,
                                  std::string_view actor) {
  const auto off = credit::disable_issued(tx, reference);
  for (const auto& card : off) note_switch(tx, card.id, card.balance, "disabled", reference, actor);
  return static_cast<int>(off.size());
}

std::vector<GiftCard> CreditService::issued_for(db::Reader& reader, std::string_view reference) {
  return cards_issued_for(reader, reference, clock_.now());
}

bool CreditService::disable_unused(db::Transaction& tx, GiftCardId id, std::string_view actor) {
  const auto off = credit::disable_unused(tx, id, clock_.now());
  if (!off) return false;
  const auto known = find_card(tx, id, clock_.now());
  CHECK(known);
  note_switch(tx, off->id, off->balance, "disabled", known->reference, actor);
  return true;
}

Result<GiftCard> CreditService::change(db::Transaction& tx, GiftCardId id, const CardPatch& patch,
                                       std::string_view actor) {
  const Time now = clock_.now();
  const auto before = find_card(tx, id, now);
  if (!before) return card_not_found();
  if (patch.expires_at && *patch.expires_at <= now)
    return invalid_field("expires_at", "out_of_range", "must be in the future");
  GiftCard after = *before;
  after.version = patch.version;
  if (patch.disabled) after.status = *patch.disabled ? CardStatus::disabled : CardStatus::active;
  if (patch.note) after.note = *patch.note;
  if (patch.expires_at) after.expires_at = patch.expires_at;
  if (patch.forever) after.expires_at.reset();
  if (!change_card(tx, after)) {
    return refused("credit.stale", "Somebody else changed this gift card. Read it again.");
  }
  const bool was_off = before->status == CardStatus::disabled;
  const bool is_off = after.status == CardStatus::disabled;
  note_switch(tx, id, before->balance,
              was_off == is_off ? "changed"
              : is_off          ? "disabled"
                                : "enabled",
              "", actor);
  auto written = find_card(tx, id, now);
  CHECK(written.has_value());
  return std::move(*written);
}

Result<int> CreditService::expire(db::Transaction& tx, int limit) {
  const Time now = clock_.now();
  const auto due = expiring_cards(tx, now, limit);
  for (const auto id : due) {
    const auto taken = expire_card(tx, id, now);
    if (!taken) continue;  // somebody gave it more time, or another node was quicker
    const auto expired = movement("expired", "", "system", "");
    CHECK(insert_movement(tx, expired));
    post(tx, expired.id, *taken, {{Side::card, id.value}, 0}, {{Side::expired, 0}, {}});
  }
  return static_cast<int>(due.size());
}

// --- store credit

Money CreditService::balance(db::Reader& reader, identity::AccountId account, Currency currency) {
  return {wallet(reader, account, currency), currency};
}

Result<Money> CreditService::grant(db::Transaction& tx, identity::AccountId account, Money amount,
                                   std::string_view reason, std::string_view actor,
                                   std::string_view key) {
  const bool gives = amount.amount > 0;
  if (amount.amount == 0 || amount.amount < -amount_max || amount.amount > amount_max)
    return invalid_field("amount", "out_of_range", "must not be 0 and not be that large");
  auto granted = movement(gives ? "granted" : "withdrawn", "", actor, reason);
  if (!key.empty()) granted.key = "grant:" + std::string(key);
  if (!insert_movement(tx, granted)) {
    const auto earlier = movement_by_key(tx, granted.key);
    CHECK(earlier.has_value());
    const Part same{Tender::of(account), "", amount};
    if (parts_of(tx, *earlier) != std::vector{same})
      return refused("credit.key_reused", "This key belongs to another grant.");
    return balance(tx, account, amount.currency);
  }
  const auto left = gives ? fill_wallet(tx, account, amount)
                          : spend_wallet(tx, account, {-amount.amount, amount.currency});
  if (!left) return gives ? too_much() : insufficient();
  post(tx, granted.id, amount, {{Side::granted, 0}, {}},
       {{Side::customer, account.value}, *left});
  return Money{*left, amount.currency};
}

Status CreditService::check_sold(Currency currency) const {
  if (!sells_in_ || sells_in_(currency)) return done();
  return Error{ErrorKind::invalid,
               "credit.currency_not_sold",
               "The shop does not sell in this currency.",
               {{"amount", "not_allowed", "must be in a currency that the shop sells in"}}};
}

std::vector<Money> CreditService::all(db::Reader& reader, identity::AccountId account) {
  return credit::wallets(reader, account);
}

Status CreditService::open(db::Transaction& tx, identity::AccountId account, Money amount,
                           std::string_view note, std::string_view actor, std::string_view key) {
  CHECK(!key.empty());
  if (amount.amount < 1 || amount.amount > balance_max)
    return invalid_field("amount", "out_of_range", "must be more than 0 and not be that large");
  TRY_DONE(check_sold(amount.currency));
  auto imported = movement("imported", "", actor, note);
  imported.key = "import:" + std::string(key);
  Status answer = done();
  const auto work = [&] {
    if (!insert_movement(tx, imported)) {
      answer = refused("credit.key_reused", "This was given to another account.");
      return false;
    }
    if (!open_wallet(tx, account, amount)) {
      answer = refused("credit.wallet_there", "There is or was store credit in this currency.");
      return false;
    }
    post(tx, imported.id, amount, {{Side::granted, 0}, {}},
         {{Side::customer, account.value}, amount.amount});
    return true;
  };
  tx.nested(work);
  return answer;
}

// --- paying for orders

Status CreditService::why_not(db::Reader& reader, const Tender& tender, Money amount) {
  if (tender.kind == TenderKind::store_credit) return insufficient();
  const auto card = find_card(reader, tender.card, clock_.now());
  if (!card) return card_not_found();
  if (card->status == CardStatus::disabled)
    return refused("credit.disabled", "This gift card was switched off.");
  if (card->status == CardStatus::expired)
    return refused("credit.expired", "This gift card has expired.");
  if (card->balance.currency != amount.currency)
    return refused("credit.wrong_currency", "This gift card is in another currency.");
  return insufficient();
}

Status CreditService::spend(db::Transaction& tx, const Tender& tender, Money amount,
                            std::int64_t order) {
  TRY_DONE(check_amount(amount.amount));
  const auto left = tender.kind == TenderKind::gift_card
                        ? spend_card(tx, tender.card, amount, clock_.now())
                        : spend_wallet(tx, tender.account, amount);
  if (!left) return why_not(tx, tender, amount);
  const std::string reference = order_text(order);
  const auto spent = movement("spent", reference, "", "");
  CHECK(insert_movement(tx, spent));
  post(tx, spent.id, amount, {holder_of(tender), *left}, {{Side::order, order}, {}});
  add_tender(tx, order, tender, amount, spent.id);
  return done();
}

Result<std::vector<Part>> CreditService::give_back(db::Transaction& tx, std::int64_t order,
                                                   Money amount, std::string_view reason,
                                                   std::string_view key) {
  TRY_DONE(check_amount(amount.amount));
  CHECK(!key.empty());
  const std::string reference = order_text(order);
  auto back = movement("given_back", reference, "", reason);
  back.key = "back:" + reference + ":" + std::string(key);
  std::vector<Part> parts;
  if (!insert_movement(tx, back)) {
    const auto earlier = movement_by_key(tx, back.key);
    CHECK(earlier.has_value());
    parts = parts_of(tx, *earlier);
    name_cards(tx, parts);
    return parts;
  }
  auto paid = tenders(tx, order);
  std::reverse(paid.begin(), paid.end());
  std::int64_t left = amount.amount;
  const Time now = clock_.now();
  for (const auto& part : paid) {
    if (left == 0) break;
    if (part.amount.currency != amount.currency) continue;
    const Money taken{take_back(tx, order, part.tender, {left, amount.currency}), amount.currency};
    if (taken.amount == 0) continue;  // another refund was quicker
    const auto balance =
        part.tender.kind == TenderKind::gift_card
            ? refill_card(tx, part.tender.card, taken.amount, now, now + second_chance)
            : fill_wallet(tx, part.tender.account, taken);
    if (!balance) return too_much();
    post(tx, back.id, taken, {{Side::order, order}, {}}, {holder_of(part.tender), *balance});
    parts.push_back({part.tender, "", taken});
    left -= taken.amount;
  }
  name_cards(tx, parts);
  return parts;
}

std::vector<Part> CreditService::spent(db::Reader& reader, std::int64_t order) {
  auto parts = tenders(reader, order);
  name_cards(reader, parts);
  return parts;
}

void CreditService::name_cards(db::Reader& reader, std::vector<Part>& parts) {
  for (auto& part : parts) {
    if (part.tender.kind != TenderKind::gift_card) continue;
    if (const auto card = find_card(reader, part.tender.card, clock_.now()))
      part.last4 = card->last4;
  }
}

}  // namespace plaza::credit
