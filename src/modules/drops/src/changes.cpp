#include "changes.h"

#include <algorithm>

#include "drops/events.h"
#include "platform/base/check.h"
#include "platform/events/outbox.h"
#include "rules.h"
#include "store.h"

namespace plaza::drops {
namespace {

constexpr std::size_t tickets_in_event = 500;
constexpr std::int64_t worth_a_mail_seconds = 15 * 60;

void tell_missed(db::Transaction& tx, const Drop& drop) {
  store::each_waiting_member(tx, drop.id, [&](std::vector<identity::AccountId> members) {
    events::publish(tx, drop.id.value, MembersMissed{drop.id, drop.product_id, std::move(members)});
  });
}

}  // namespace

void tell(db::Transaction& tx, LineTable& lines, const Drop& drop) {
  events::publish(tx, drop.id.value, DropChanged{drop.id});
  tx.on_commit([&lines, drop] { lines.apply(drop); });
}

void tell(db::Transaction& tx, LineTable& lines, std::vector<Ticket> tickets) {
  if (tickets.empty()) return;
  const DropId drop = tickets.front().drop_id;
  for (std::size_t from = 0; from < tickets.size(); from += tickets_in_event) {
    TicketsChanged event{drop, {}};
    const std::size_t to = std::min(from + tickets_in_event, tickets.size());
    for (std::size_t i = from; i < to; ++i) event.ticket_ids.push_back(tickets[i].id);
    events::publish(tx, drop.value, event);
  }
  tx.on_commit([&lines, tickets = std::move(tickets)] {
    for (const auto& ticket : tickets) lines.apply(ticket);
  });
}

void tell_admitted(db::Transaction& tx, const Drop& drop, const std::vector<Ticket>& admitted) {
  if (drop.admission_seconds < worth_a_mail_seconds) return;
  MembersAdmitted event{drop.id, drop.product_id, drop.mode == Mode::raffle, drop.admission_seconds, {}};
  const auto send = [&] {
    if (!event.account_ids.empty()) events::publish(tx, drop.id.value, event);
    event.account_ids.clear();
  };
  for (const auto& ticket : admitted) {
    if (ticket.account_id) event.account_ids.push_back(ticket.account_id);
    if (event.account_ids.size() == tickets_in_event) send();
  }
  send();
}

bool move(db::Transaction& tx, LineTable& lines, const Drop& drop, State to, Time now) {
  CHECK(may_move(drop.state, to));
  if (!store::move(tx, drop, to, now)) return false;
  const auto after = store::find(tx, drop.id);
  CHECK(after.has_value());
  tell(tx, lines, *after);
  const bool first = to == State::open && drop.state == State::scheduled;
  if (first) events::publish(tx, drop.id.value, DropOpened{drop.id, drop.product_id});
  if (to == State::closed) {
    events::publish(tx, drop.id.value, DropClosed{drop.id, drop.product_id, after->sold});
    if (drop.mode == Mode::raffle) tell_missed(tx, drop);
  }
  return true;
}

}  // namespace plaza::drops
