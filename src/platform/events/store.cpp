#include "platform/events/store.h"

#include <algorithm>

#include "platform/events/statements.h"

namespace plaza::events {
namespace {

constexpr std::int64_t number_batch = 1000;
constexpr std::int64_t purge_batch = 1000;

// `first` is the column of the sequence; topic, aggregate, payload and time follow.
Event read_event(const db::Row& row, int first) {
  Event event;
  event.id = event.sequence = row.integer(first);
  event.topic = row.string(first + 1);
  event.aggregate = row.integer(first + 2);
  event.payload = row.string(first + 3);
  event.at = row.time(first + 4);
  return event;
}

}  // namespace

std::vector<Event> events_after(db::Reader& reader, std::int64_t sequence, int limit) {
  return reader.all(statements::events_after, {sequence, limit},
                    [](const db::Row& row) { return read_event(row, 0); });
}

std::int64_t last_sequence(db::Reader& reader) {
  return *reader.one(statements::last_sequence, {},
                     [](const db::Row& row) { return row.integer(0); });
}

std::int64_t number_new_events(db::Database& database) {
  const auto look = [](db::Reader& reader) {
    return reader.one(statements::any_new, {}, [](const db::Row& row) { return row.integer(0); })
        .has_value();
  };
  if (!database.read_now(look)) return 0;
  const auto number = [](db::Transaction& tx) -> Result<std::int64_t> {
    const auto last =
        tx.one(statements::lock_order, {}, [](const db::Row& row) { return row.integer(0); });
    CHECK(last.has_value());
    const std::int64_t numbered = tx.execute(statements::number_new, {*last, number_batch});
    if (numbered > 0) {
      tx.send(statements::remove_numbered, {*last});
      tx.send(statements::advance_order, {numbered});
    }
    return numbered;
  };
  return *database.write_now(number);
}

Positions subscription_positions(db::Reader& reader) {
  Positions positions;
  reader.each(statements::subscription_positions, {},
              [&](const db::Row& row) { positions[row.string(0)] = row.integer(1); });
  return positions;
}

void add_subscriptions(db::Transaction& tx, const std::vector<std::string>& names) {
  const Positions known = subscription_positions(tx);
  const std::int64_t start = known.empty() ? 0 : last_sequence(tx);
  for (const std::string& name : names) {
    if (!known.contains(name)) tx.send(statements::add_subscription, {name, start});
  }
}

Claim advance(db::Transaction& tx, const std::string& subscription, std::int64_t from,
              std::int64_t to) {
  const auto waiting =
      tx.one(statements::advance_subscription, {subscription, from, to, attempts_max},
             [](const db::Row& row) { return row.integer(0); });
  if (!waiting) return Claim::taken_by_another;
  return *waiting > 0 ? Claim::taken_with_waiting : Claim::taken;
}

std::unordered_set<std::int64_t> waiting_aggregates(db::Transaction& tx,
                                                    const std::string& subscription) {
  std::unordered_set<std::int64_t> found;
  tx.each(statements::waiting_aggregates, {subscription, attempts_max},
          [&](const db::Row& row) { found.insert(row.integer(0)); });
  return found;
}

void set_aside(db::Transaction& tx, const Waiting& waiting) {
  const Event& event = waiting.event;
  tx.send(statements::set_aside,
          {waiting.subscription, event.sequence, event.topic, event.aggregate, event.payload,
           event.at, waiting.attempts, waiting.retry_at, waiting.reason});
}

std::vector<Waiting> due_retries(db::Reader& reader, Time now, int limit) {
  return reader.all(statements::due_retries, {attempts_max, now, limit}, [](const db::Row& row) {
    Waiting waiting;
    waiting.subscription = row.string(0);
    waiting.event = read_event(row, 1);
    waiting.attempts = static_cast<int>(row.integer(6));
    return waiting;
  });
}

bool take_retry(db::Transaction& tx, const Waiting& waiting) {
  return tx.execute(statements::take_retry,
                    {waiting.subscription, waiting.event.sequence, waiting.attempts}) == 1;
}

void fail_retry(db::Transaction& tx, const Waiting& waiting, Time retry_at,
                const std::string& reason) {
  tx.send(statements::fail_retry, {waiting.subscription, waiting.event.sequence, retry_at, reason});
}

void remove_retried(db::Transaction& tx, const Waiting& waiting) {
  tx.send(statements::remove_retried, {waiting.subscription, waiting.event.sequence});
}

std::vector<Dispatcher::Parked> parked_events(db::Reader& reader, int limit) {
  return reader.all(statements::list_parked, {attempts_max, limit}, [](const db::Row& row) {
    return Dispatcher::Parked{row.string(0), read_event(row, 1), row.string(6)};
  });
}

bool unpark_event(db::Transaction& tx, std::string_view subscription, std::int64_t sequence) {
  return tx.execute(statements::unpark, {subscription, sequence, attempts_max}) == 1;
}

std::int64_t purge_events_before(db::Database& database, Time before, std::int64_t delivered) {
  std::int64_t purged = 0;
  for (;;) {
    std::int64_t end = 0;
    int old = 0;
    const auto look = [&](db::Reader& reader) {
      bool passed = false;
      reader.each(statements::oldest_events, {purge_batch}, [&](const db::Row& row) {
        passed = passed || row.integer(0) > delivered || row.time(1) >= before;
        if (passed) return;
        end = row.integer(0);
        ++old;
      });
      return Done{};
    };
    database.read_now(look);
    if (old == 0) return purged;
    const auto remove = [&](db::Transaction& tx) -> Result<std::int64_t> {
      return tx.execute(statements::purge_events, {end});
    };
    const std::int64_t removed = *database.write_now(remove);
    purged += removed;
    if (removed < purge_batch) return purged;
  }
}

Micros retry_pause(int attempts) {
  const int doublings = std::clamp(attempts - 1, 0, 20);
  return std::min(seconds(1) << doublings, minutes(5));
}

}  // namespace plaza::events
