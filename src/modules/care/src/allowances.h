// How much an agent may give on their own: of one deed, and of a day, by currency. What is given anywhere in the shop counts together.
#pragma once

#include <optional>

#include "care/care.h"
#include "care/module.h"
#include "care/settings.h"

namespace plaza::care {

struct Room {
  std::optional<std::int64_t> refund_max, credit_max, day_left;  // minor units; nothing: no limit
  std::optional<std::int64_t> most(identity::Gift what) const;   // the smaller of the deed's and what is left of the day
};

class Allowances final : public identity::Allowance {
 public:
  explicit Allowances(const Needs& needs) : needs_(needs) {}

  Room room_of(db::Reader& reader, const Agent& agent, Currency currency) const;
  // care.over_limit (403), with how much it may be.
  plaza::Status within(db::Reader& reader, const Agent& agent, identity::Gift what, Money amount) const;
  // The same for who gives it now: what others give at the same time is counted before.
  plaza::Status fits(db::Transaction& tx, const Agent& agent, identity::Gift what, Money amount) const;
  plaza::Status take(db::Transaction& tx, const http::Caller& by, identity::Gift what, Money amount, std::string_view reference,
                     std::string_view reason) override;

 private:
  const Needs needs_;
};

}  // namespace plaza::care
