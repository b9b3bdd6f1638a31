// Credit over its store: each movement is a guarded move, its two entries, and nothing else.
#pragma once

#include "credit/module.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/http/rate_limit.h"
#include "store.h"

namespace plaza::credit {

// What staff change about a card. Absent stays.
struct CardPatch {
  std::int64_t version = 0;
  std::optional<bool> disabled;
  std::optional<std::string> note;
  std::optional<Time> expires_at;
  bool forever = false;  // takes the expiry away
};

class CreditService final : public Credit, public Wallets {
 public:
  explicit CreditService(const Needs& needs);

  Result<Issued> issue(db::Transaction& tx, const NewCard& card, std::string_view actor) override;
  Result<GiftCard> find_by_code(db::Reader& reader, std::string_view code) override;
  std::optional<GiftCard> card(db::Reader& reader, GiftCardId id) override;
  Status allow_attempt(std::string_view who) override;
  int disable_issued(db::Transaction& tx, std::string_view reference,
                     std::string_view actor) override;
  std::vector<GiftCard> issued_for(db::Reader& reader, std::string_view reference) override;
  bool disable_unused(db::Transaction& tx, GiftCardId id, std::string_view actor) override;
  Money balance(db::Reader& reader, identity::AccountId account, Currency currency) override;
  Result<Money> grant(db::Transaction& tx, identity::AccountId account, Money amount,
                      std::string_view reason, std::string_view actor,
                      std::string_view key) override;
  Status spend(db::Transaction& tx, const Tender& tender, Money amount,
               std::int64_t order) override;
  Result<std::vector<Part>> give_back(db::Transaction& tx, std::int64_t order, Money amount,
                                      std::string_view reason, std::string_view key) override;
  std::vector<Part> spent(db::Reader& reader, std::int64_t order) override;
  std::vector<Money> all(db::Reader& reader, identity::AccountId account) override;
  Status open(db::Transaction& tx, identity::AccountId account, Money amount, std::string_view note,
              std::string_view actor, std::string_view key) override;

  // For staff and jobs.
  std::vector<GiftCard> cards(db::Reader& reader, const CardQuery& query);
  Result<GiftCard> change(db::Transaction& tx, GiftCardId id, const CardPatch& patch,
                          std::string_view actor);
  // credit.currency_not_sold (field amount): what is given in it could never be spent.
  Status check_sold(Currency currency) const;
  // Takes what is left off at most `limit` cards whose time is over; says how many.
  Result<int> expire(db::Transaction& tx, int limit);

 private:
  struct Posting {
    Holder holder;
    std::optional<std::int64_t> balance;
  };
  // The two entries of an amount that goes from one side to another.
  void post(db::Transaction& tx, MovementId movement, Money amount, const Posting& from,
            const Posting& to);
  NewMovement movement(std::string_view reason, std::string_view reference, std::string_view actor,
                       std::string_view note);
  void note_switch(db::Transaction& tx, GiftCardId id, Money balance, std::string_view reason,
                   std::string_view reference, std::string_view actor);
  void name_cards(db::Reader& reader, std::vector<Part>& parts);
  Status why_not(db::Reader& reader, const Tender& tender, Money amount);

  IdSource& ids_;
  const Clock& clock_;
  const bool unlimited_;
  const std::function<bool(Currency)> sells_in_;
  http::RateLimiter attempts_;
};

}  // namespace plaza::credit
