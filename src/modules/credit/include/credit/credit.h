// Gift cards and store credit: what the shop owes, as a double-entry ledger. Every movement is two
// postings that sum to zero, between a card or a customer's credit, an order, and the shop's own
// accounts (issued, granted, expired). A balance moves in one guarded statement in the caller's
// transaction and is never below zero.
//
// Codes: credit.card_not_found (404, whatever is wrong with a code), credit.insufficient,
// credit.expired, credit.disabled, credit.wrong_currency, credit.stale, credit.key_reused (409),
// credit.too_many_attempts (429), request.invalid with fields (400).
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "credit/ids.h"
#include "identity/ids.h"
#include "platform/base/money.h"
#include "platform/base/result.h"
#include "platform/base/text.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::credit {

enum class CardStatus { active, disabled, expired };
constexpr auto enum_names(CardStatus*) { return std::array{"active", "disabled", "expired"}; }

struct GiftCard {
  GiftCardId id;
  std::string last4;
  Money balance;
  Money initial;
  std::optional<Time> expires_at;
  CardStatus status = CardStatus::active;
  std::string note;       // for staff
  std::string reference;  // what it was issued for: "ord_…", or empty
  std::int64_t version = 0;
  Time created_at;
};

struct NewCard {
  Money amount;  // 1..amount_max
  std::optional<Time> expires_at;
  std::string note;       // at most 500 code points
  std::string reference;  // "ord_…", or empty
};
struct Issued {
  GiftCard card;
  std::string code;  // "ABCD-EFGH-JKMN-PQRS": shown once, never stored
};

enum class TenderKind { gift_card, store_credit };
constexpr auto enum_names(TenderKind*) { return std::array{"gift_card", "store_credit"}; }

// What pays: a card, or an account's store credit.
struct Tender {
  TenderKind kind = TenderKind::gift_card;
  GiftCardId card;
  identity::AccountId account;
  static Tender of(GiftCardId card) { return {TenderKind::gift_card, card, {}}; }
  static Tender of(identity::AccountId account) {
    return {TenderKind::store_credit, {}, account};
  }
  friend bool operator==(const Tender&, const Tender&) = default;
};

// What one tender gave to an order, or got back from it.
struct Part {
  Tender tender;
  std::string last4;  // of the card, else empty
  Money amount;
  friend bool operator==(const Part&, const Part&) = default;
};

// One posting on a card or on an account's credit.
struct Entry {
  std::int64_t id = 0;  // newest first; the last one's is `before` of the next page
  Time at;
  Money amount;          // signed
  Money balance;         // after it
  std::string reason;    // issued, granted, imported, withdrawn, spent, given_back, expired, disabled …
  std::string reference; // "ord_…", or empty
  std::string actor;     // "acc_…", "system", "key"
  std::string note;
};

// A product of this type is a gift card for sale: what is paid for it is issued as a card.
inline bool is_gift_card(std::string_view product_type) {
  const std::string type = lower_ascii(trimmed(product_type));
  return type == "gift card" || type == "gift cards";
}

inline constexpr std::int64_t amount_max = 100'000'000'000;  // minor units, of one movement
inline constexpr std::int64_t balance_max = 1'000'000'000'000'000;

// Thread-safe.
class Credit {
 public:
  virtual ~Credit() = default;

  virtual Result<Issued> issue(db::Transaction& tx, const NewCard& card,
                               std::string_view actor) = 0;
  // By what is printed on it; case, blanks and dashes do not matter. credit.card_not_found for
  // everything that is no card's code. Ask allow_attempt() first where people can type codes.
  virtual Result<GiftCard> find_by_code(db::Reader& reader, std::string_view code) = 0;
  virtual std::optional<GiftCard> card(db::Reader& reader, GiftCardId id) = 0;
  // May `who` (a remote address, say) try a code now? 10 at once, then one every 6 seconds;
  // credit.too_many_attempts. In this process's memory.
  virtual Status allow_attempt(std::string_view who) = 0;

  // The order that these cards were issued for was taken back: they are switched off. Says how many.
  virtual int disable_issued(db::Transaction& tx, std::string_view reference,
                             std::string_view actor) = 0;

  // The cards that were issued for it ("ord_…"), switched off ones included; the newest first, at most 5,000.
  virtual std::vector<GiftCard> issued_for(db::Reader& reader, std::string_view reference) = 0;
  // Switches a card off if all of its money is still on it; false, with nothing done: it is used or off already.
  virtual bool disable_unused(db::Transaction& tx, GiftCardId id, std::string_view actor) = 0;

  // Store credit: 0 in that currency when there never was any.
  virtual Money balance(db::Reader& reader, identity::AccountId account, Currency currency) = 0;
  // Positive gives, negative takes away (credit.insufficient). With a key that was used before, the
  // balance of now and nothing else (credit.key_reused if the amount or the account was another).
  virtual Result<Money> grant(db::Transaction& tx, identity::AccountId account, Money amount,
                              std::string_view reason, std::string_view actor,
                              std::string_view key = {}) = 0;

  // Pays `amount` (> 0) of an order (an orders::OrderId's value). Guarded, all or nothing:
  // credit.insufficient, expired, disabled, wrong_currency, card_not_found.
  virtual Status spend(db::Transaction& tx, const Tender& tender, Money amount,
                       std::int64_t order) = 0;
  // Gives up to `amount` (> 0) back to the tenders of the order, the last one that paid first, never
  // more than they paid; says what went where (nothing when nothing is left). The same key (any text
  // that names this refund) again gives the same answer and moves nothing. A card that expired
  // meanwhile is good for another 90 days.
  virtual Result<std::vector<Part>> give_back(db::Transaction& tx, std::int64_t order, Money amount,
                                              std::string_view reason, std::string_view key) = 0;
  // What the tenders paid for the order and did not get back yet, in the order of paying.
  virtual std::vector<Part> spent(db::Reader& reader, std::int64_t order) = 0;
};

}  // namespace plaza::credit
