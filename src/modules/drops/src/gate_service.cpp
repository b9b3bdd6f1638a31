#include "gate_service.h"

#include "changes.h"
#include "platform/base/check.h"
#include "rules.h"
#include "store.h"
#include "tokens.h"

namespace plaza::drops {
namespace {

// Whose payment was declined gets this long at least to try another way.
constexpr Micros second_try = minutes(2);

// Units are counted by account where there is one, else by ticket.
std::string buyer_of(const Ticket& ticket, identity::AccountId account) {
  return account ? to_text(account) : to_text(ticket.id);
}

}  // namespace

bool GateService::guards(catalog::ProductId product) const {
  return lines_.guard(product).has_value();
}

Result<Ticket> GateService::ticket_of(db::Reader& reader, const Drop& drop,
                                      std::string_view tickets, identity::AccountId account) const {
  if (const auto id = find_signed(drop, tickets)) {
    auto known = lines_.ticket(drop.id, *id);
    if (!known) known = store::find(reader, *id);
    if (known && (!known->account_id || known->account_id == account)) return *known;
    return ticket_needed();
  }
  if (!account) return ticket_needed();
  auto own = lines_.ticket_of(drop.id, account);
  if (!own) own = store::of_person(reader, drop.id, person_of(account, {}));
  if (!own) return ticket_needed();
  return *own;
}

Status GateService::may_buy(db::Reader& reader, catalog::ProductId product, std::int64_t quantity,
                            std::string_view tickets, identity::AccountId account) {
  const auto drop = lines_.guard(product);
  if (!drop) return done();
  TRY_DONE(sells(*drop));
  TRY(const Ticket ticket, ticket_of(reader, *drop, tickets, account));
  TRY_DONE(drops::may_buy(ticket, account, clock_.now()));
  TRY_DONE(check_quantity(*drop, quantity));
  const auto before = store::purchased(reader, drop->id, buyer_of(ticket, account));
  if (before + quantity > drop->per_person) return limit_reached(drop->per_person - before);
  return done();
}

Error GateService::refusal(db::Reader& reader, TicketId id, identity::AccountId account,
                           Time now) const {
  const auto ticket = store::find(reader, id);
  if (!ticket) return ticket_needed();
  auto status = drops::may_buy(*ticket, account, now);
  if (!status.ok()) return std::move(status).error();
  // It changed between the two statements: let in just now.
  return Error{ErrorKind::forbidden, "drops.not_admitted", "It is not your turn yet."};
}

Status GateService::take(db::Transaction& tx, catalog::ProductId product, std::int64_t quantity,
                         std::string_view tickets, identity::AccountId account,
                         std::int64_t order) {
  const auto drop = lines_.guard(product);
  if (!drop) return done();
  TRY_DONE(sells(*drop));
  if (quantity > drop->per_person) return limit_reached(drop->per_person);
  TRY(const Ticket ticket, ticket_of(tx, *drop, tickets, account));
  const Time now = clock_.now();
  const std::string buyer = buyer_of(ticket, account);
  const auto spent =
      store::spend(tx, drop->id, ticket.id, {order, quantity, buyer, account}, now);
  if (!spent) return refusal(tx, ticket.id, account, now);
  if (!store::add_purchase(tx, drop->id, buyer, quantity, drop->per_person))
    return limit_reached(drop->per_person - store::purchased(tx, drop->id, buyer));
  if (!store::count_sold(tx, drop->id, quantity)) {
    const auto now_is = store::find(tx, drop->id);
    CHECK(now_is.has_value());
    TRY_DONE(sells(*now_is));
    TRY_DONE(check_quantity(*now_is, quantity));
    return Error{ErrorKind::unavailable, "drops.busy", "Please try again."};
  }
  tell(tx, lines_, std::vector{*spent});
  return done();
}

void GateService::give_back(db::Transaction& tx, std::int64_t order) {
  if (lines_.empty()) return;
  for (const auto& [ticket, buyer] : store::unspend(tx, order, clock_.now() + second_try)) {
    store::take_purchase(tx, ticket.drop_id, buyer, ticket.units);
    store::uncount_sold(tx, ticket.drop_id, ticket.units);
    tell(tx, lines_, std::vector{ticket});
  }
}

}  // namespace plaza::drops
