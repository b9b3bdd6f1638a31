#include "allowances.h"

#include <algorithm>

#include "identity/roles.h"
#include "statements.h"
#include "store.h"

namespace plaza::care {
namespace {

namespace sql = statements;

struct Max {
  std::optional<std::int64_t> refund, credit, day;
};

Max max_of(const Limits& limits, Currency shop, Currency currency) {
  if (currency == shop) return {limits.refund_max, limits.credit_max, limits.day_max};
  for (const auto& other : limits.others) {
    if (other.currency == currency.code()) return {other.refund_max, other.credit_max, other.day_max};
  }
  const auto none = [](const std::optional<std::int64_t>& own) { return own ? std::optional<std::int64_t>(0) : std::nullopt; };
  return {none(limits.refund_max), none(limits.credit_max), none(limits.day_max)};
}

}  // namespace

std::optional<std::int64_t> Room::most(identity::Gift what) const {
  const auto& deed = what == identity::Gift::refund ? refund_max : credit_max;
  if (!deed || !day_left) return deed ? deed : day_left;
  return std::min(*deed, *day_left);
}

Room Allowances::room_of(db::Reader& reader, const Agent& agent, Currency currency) const {
  if (agent.roles & (identity::owner | identity::merchandiser)) return {};
  const Max most = max_of(store::read_settings(reader).limits, needs_.brand.currency, currency);
  Room room{most.refund, most.credit, {}};
  if (most.day) {
    const std::int64_t since = needs_.clock.now().micros - days(1);
    const auto sum = [](const db::Row& row) { return row.integer(0); };
    room.day_left = std::max<std::int64_t>(0, *most.day - reader.one(sql::given_since, {agent.id, since, currency.code()}, sum).value_or(0));
  }
  return room;
}

plaza::Status Allowances::within(db::Reader& reader, const Agent& agent, identity::Gift what, Money amount) const {
  const auto most = room_of(reader, agent, amount.currency).most(what);
  if (!most || amount.amount <= *most) return done();
  const Money limit{*most, amount.currency};
  return Error{ErrorKind::forbidden, "care.over_limit",
               "You may give up to " + decimal_text(limit) + " " + std::string(amount.currency.code()) + " of it now. Ask somebody who may give more."};
}

plaza::Status Allowances::fits(db::Transaction& tx, const Agent& agent, identity::Gift what, Money amount) const {
  if (!(agent.roles & (identity::owner | identity::merchandiser))) tx.execute(sql::hold_limits, {});
  return within(tx, agent, what, amount);
}

plaza::Status Allowances::take(db::Transaction& tx, const http::Caller& by, identity::Gift what, Money amount, std::string_view reference,
                               std::string_view) {
  const Agent agent{identity::AccountId{by.subject}, by.roles};
  TRY_DONE(fits(tx, agent, what, amount));
  // Why stands where it was done: with the order, in the wallet.
  tx.send(sql::insert_action, {needs_.ids.next(), ConversationId{}, agent.id, what == identity::Gift::refund ? "refund" : "credit", reference,
                               amount.amount, amount.currency.code(), "", needs_.clock.now()});
  return done();
}

}  // namespace plaza::care
