#include "line_table.h"

#include <algorithm>

namespace plaza::drops {

LineTable::LinePtr LineTable::find(DropId id) const {
  std::shared_lock lock(mutex_);
  const auto found = lines_.find(id.value);
  return found == lines_.end() ? nullptr : found->second;
}

void LineTable::apply(const Drop& drop) {
  std::unique_lock lock(mutex_);
  auto& line = lines_[drop.id.value];
  if (!line) {
    line = std::make_shared<Line>();
    line->drop = drop;
    of_product_[drop.product_id.value].push_back(line);
    return;
  }
  std::unique_lock own(line->mutex);
  if (drop.version >= line->drop.version) line->drop = drop;
}

void LineTable::forget(DropId id) {
  std::unique_lock lock(mutex_);
  const auto found = lines_.find(id.value);
  if (found == lines_.end()) return;
  auto& others = of_product_[found->second->drop.product_id.value];
  std::erase(others, found->second);
  lines_.erase(found);
}

void LineTable::count(LineCounts& counts, const Ticket& ticket, std::int64_t by) {
  switch (ticket.state) {
    case TicketState::waiting:
      counts.waiting += by;
      break;
    case TicketState::admitted:
      counts.admitted += by;
      break;
    case TicketState::bought:
      counts.bought += by;
      counts.units += by * ticket.units;
      break;
    case TicketState::lapsed:
      counts.lapsed += by;
      break;
  }
}

void LineTable::enqueue(Line& line, const Ticket& ticket) {
  if (!line.sorted) return;
  const Place place{ticket.late, ticket.rank, ticket.id.value};
  // At the end of the line, as all who come after the opening; else the line is put in order when it is
  // asked for.
  if (line.order.empty() || line.order.back() < place) line.order.push_back(place);
  else line.sorted = false;
}

void LineTable::apply(const Ticket& ticket) {
  const auto line = find(ticket.drop_id);
  if (!line) return;
  std::unique_lock lock(line->mutex);
  auto [at, fresh] = line->tickets.try_emplace(ticket.id.value, ticket);
  if (!fresh) {
    if (ticket.version <= at->second.version) return;
    count(line->counts, at->second, -1);
    at->second = ticket;
  } else if (ticket.account_id) {
    line->of_account[ticket.account_id.value] = ticket.id.value;
  }
  count(line->counts, ticket, 1);
  if (ticket.state == TicketState::waiting) enqueue(*line, ticket);
}

// While it runs, what is sold is the sum over its tickets; of one that is over the tickets may not be here.
Drop LineTable::with_sold(const Line& line) {
  Drop drop = line.drop;
  if (drop.state != State::closed) drop.sold = line.counts.units;
  return drop;
}

std::optional<Drop> LineTable::drop(DropId id) const {
  const auto line = find(id);
  if (!line) return std::nullopt;
  std::shared_lock lock(line->mutex);
  return with_sold(*line);
}

std::vector<Drop> LineTable::drops() const {
  std::vector<Drop> all;
  std::shared_lock lock(mutex_);
  for (auto at = lines_.rbegin(); at != lines_.rend(); ++at) {
    std::shared_lock own(at->second->mutex);
    all.push_back(with_sold(*at->second));
  }
  return all;
}

bool LineTable::empty() const {
  std::shared_lock lock(mutex_);
  return lines_.empty();
}

std::optional<Drop> LineTable::guard(catalog::ProductId product) const {
  std::shared_lock lock(mutex_);
  const auto found = of_product_.find(product.value);
  if (found == of_product_.end()) return std::nullopt;
  std::optional<Drop> guard;
  for (const auto& line : found->second) {
    std::shared_lock own(line->mutex);
    const Drop& drop = line->drop;
    if (drop.state == State::draft || (drop.state == State::closed && drop.sells_on)) continue;
    // One that runs goes before those that are over; of these the last one says.
    const bool runs = drop.state != State::closed;
    const bool better = !guard || runs || (guard->state == State::closed && guard->id < drop.id);
    if (!better) continue;
    guard = with_sold(*line);
  }
  return guard;
}

std::optional<Ticket> LineTable::ticket(DropId drop, TicketId id) const {
  const auto line = find(drop);
  if (!line) return std::nullopt;
  std::shared_lock lock(line->mutex);
  const auto found = line->tickets.find(id.value);
  return found == line->tickets.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Ticket> LineTable::ticket_of(DropId drop, identity::AccountId account) const {
  const auto line = find(drop);
  if (!line || !account) return std::nullopt;
  std::shared_lock lock(line->mutex);
  const auto found = line->of_account.find(account.value);
  if (found == line->of_account.end()) return std::nullopt;
  return line->tickets.at(found->second);
}

bool LineTable::waits_at(const Line& line, const Place& place) {
  const Ticket& ticket = line.tickets.at(place.id);
  return ticket.state == TicketState::waiting && ticket.rank == place.rank &&
         ticket.late == place.late;
}

void LineTable::arrange(Line& line) {
  if (!line.sorted) {
    line.order.clear();
    line.head = 0;
    for (const auto& [id, ticket] : line.tickets) {
      if (ticket.state == TicketState::waiting)
        line.order.push_back({ticket.late, ticket.rank, id});
    }
    std::sort(line.order.begin(), line.order.end());
    line.sorted = true;
  }
  while (line.head < line.order.size() && !waits_at(line, line.order[line.head])) ++line.head;
}

std::int64_t LineTable::ahead(const Ticket& ticket) const {
  const auto line = find(ticket.drop_id);
  if (!line) return 0;
  const auto count_before = [&] {
    const auto from = line->order.begin() + static_cast<std::ptrdiff_t>(line->head);
    const Place place{ticket.late, ticket.rank, ticket.id.value};
    return std::lower_bound(from, line->order.end(), place) - from;
  };
  {
    std::shared_lock lock(line->mutex);
    const bool ready = line->sorted && (line->head == line->order.size() ||
                                        waits_at(*line, line->order[line->head]));
    if (ready) return count_before();
  }
  std::unique_lock lock(line->mutex);
  arrange(*line);
  return count_before();
}

LineCounts LineTable::counts(DropId drop) const {
  const auto line = find(drop);
  if (!line) return {};
  std::shared_lock lock(line->mutex);
  return line->counts;
}

std::vector<MinuteCounts> LineTable::history(DropId drop, Time now, int minute_count) const {
  const std::int64_t length = minutes(1);
  const std::int64_t last = now.micros / length;
  const std::int64_t first = last - minute_count + 1;
  std::vector<MinuteCounts> history;
  for (std::int64_t minute = first; minute <= last; ++minute)
    history.push_back({Time{minute * length}});
  const auto line = find(drop);
  if (!line) return history;
  const auto tally = [&](const std::optional<Time>& at, std::int64_t MinuteCounts::* field) {
    if (!at) return;
    const std::int64_t minute = at->micros / length;
    if (minute < first || minute > last) return;
    ++(history[static_cast<std::size_t>(minute - first)].*field);
  };
  std::shared_lock lock(line->mutex);
  for (const auto& [id, ticket] : line->tickets) {
    tally(ticket.joined_at, &MinuteCounts::joined);
    tally(ticket.admitted_at, &MinuteCounts::admitted);
    tally(ticket.bought_at, &MinuteCounts::bought);
  }
  return history;
}

MinuteCounts LineTable::last_minute(DropId drop, Time now) const {
  MinuteCounts counts{now};
  const auto line = find(drop);
  if (!line) return counts;
  const Time from = now - minutes(1);
  std::shared_lock lock(line->mutex);
  for (const auto& [id, ticket] : line->tickets) {
    if (ticket.joined_at > from) ++counts.joined;
    if (ticket.admitted_at && *ticket.admitted_at > from) ++counts.admitted;
    if (ticket.bought_at && *ticket.bought_at > from) ++counts.bought;
  }
  return counts;
}

}  // namespace plaza::drops
