// The SQL side of delivery. Plain functions; who calls them when is decided in once_delivery and dispatcher.
#pragma once

#include <map>
#include <string>
#include <unordered_set>
#include <vector>

#include "platform/events/outbox.h"

namespace plaza::events {

constexpr int attempts_max = 10;
constexpr std::size_t reason_max = 500;  // code points
constexpr Micros kept_for = days(7);

// In order of commit.
std::vector<Event> events_after(db::Reader& reader, std::int64_t sequence, int limit);
std::int64_t last_sequence(db::Reader& reader);

// PostgreSQL: moves what is committed but not numbered, at most 1,000 at a time; how many. One node at a time (the row of
// platform_outbox_order is the lock), so numbers become visible in their order and late commits come behind, not between.
std::int64_t number_new_events(db::Database& database);

using Positions = std::map<std::string, std::int64_t, std::less<>>;
Positions subscription_positions(db::Reader& reader);
void add_subscriptions(db::Transaction& tx, const std::vector<std::string>& names);

enum class Claim { taken_by_another, taken, taken_with_waiting };
// Moves the position if it is still `from`. With waiting: events of this subscription wait for a retry.
Claim advance(db::Transaction& tx, const std::string& subscription, std::int64_t from,
              std::int64_t to);
std::unordered_set<std::int64_t> waiting_aggregates(db::Transaction& tx,
                                                    const std::string& subscription);

struct Waiting {
  std::string subscription;
  Event event;
  int attempts = 0;  // made so far
  Time retry_at;
  std::string reason;
};
void set_aside(db::Transaction& tx, const Waiting& waiting);
std::vector<Waiting> due_retries(db::Reader& reader, Time now, int limit);
// Counts the attempt; false if another node made it.
bool take_retry(db::Transaction& tx, const Waiting& waiting);
void fail_retry(db::Transaction& tx, const Waiting& waiting, Time retry_at,
                const std::string& reason);
void remove_retried(db::Transaction& tx, const Waiting& waiting);

std::vector<Dispatcher::Parked> parked_events(db::Reader& reader, int limit);
bool unpark_event(db::Transaction& tx, std::string_view subscription, std::int64_t sequence);

// Removes events up to `delivered` that happened before `before`; how many.
std::int64_t purge_events_before(db::Database& database, Time before, std::int64_t delivered);

// The pause after the given number of failed attempts: 1 s, 2 s, 4 s … at most 5 minutes.
Micros retry_pause(int attempts);

}  // namespace plaza::events
