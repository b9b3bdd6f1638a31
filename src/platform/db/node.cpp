#include "platform/db/node.h"

#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

#include "platform/db/platform_tables.h"

namespace plaza::db {
namespace {

constexpr auto renew_period = std::chrono::seconds(20);
constexpr int tries_max = 16;

constexpr Migration tables[] = {{"platform", 1, "0001_nodes", R"sql(
CREATE TABLE platform_nodes (
  node BIGINT NOT NULL PRIMARY KEY CHECK (node BETWEEN 0 AND 1023),
  token BIGINT NOT NULL,
  leased_until BIGINT NOT NULL,
  last_id BIGINT NOT NULL
);
)sql"}};

constexpr Statement find_expired{"platform.find_expired_node", R"sql(
SELECT node, last_id FROM platform_nodes WHERE leased_until < $1 ORDER BY node LIMIT 1)sql"};
constexpr Statement take_expired{"platform.take_expired_node", R"sql(
UPDATE platform_nodes SET token = $1, leased_until = $2 WHERE node = $3 AND leased_until < $4)sql"};
constexpr Statement next_new{"platform.next_new_node", R"sql(
SELECT COALESCE(MAX(node) + 1, 0) FROM platform_nodes)sql"};
constexpr Statement insert_new{"platform.insert_node", R"sql(
INSERT INTO platform_nodes (node, token, leased_until, last_id) VALUES ($1, $2, $3, 0)
ON CONFLICT (node) DO NOTHING)sql"};
constexpr Statement renew{"platform.renew_node", R"sql(
UPDATE platform_nodes SET leased_until = $1,
  last_id = CASE WHEN last_id < $2 THEN $2 ELSE last_id END
WHERE node = $3 AND token = $4)sql"};

constexpr const Statement* statements[] = {&find_expired, &take_expired, &next_new, &insert_new,
                                           &renew};

std::int64_t fresh_token() {
  std::random_device device;
  return static_cast<std::int64_t>((std::uint64_t{device()} << 31) ^ device());
}

// One try: nothing when another process was quicker.
std::optional<Node> try_take(Transaction& tx, Time now) {
  const Time until = now + node_lease_length;
  const auto token = fresh_token();
  const auto expired = tx.one(find_expired, {now}, [](const Row& row) {
    return Node{static_cast<int>(row.integer(0)), row.integer(1), 0};
  });
  if (expired) {
    if (tx.execute(take_expired, {token, until, expired->number, now}) == 0) return std::nullopt;
    return Node{expired->number, expired->last_id, token};
  }
  const auto first_column = [](const Row& row) { return static_cast<int>(row.integer(0)); };
  const int number = tx.one(next_new, {}, first_column).value_or(0);
  if (number >= nodes_max) {
    throw DatabaseError(DatabaseError::Kind::unavailable, "all node numbers are taken");
  }
  if (tx.execute(insert_new, {number, token, until}) == 0) return std::nullopt;
  return Node{number, 0, token};
}

}  // namespace

std::span<const Migration> platform_migrations() { return tables; }
std::span<const Statement* const> platform_statements() { return statements; }

Node take_node(Database& database, const Clock& clock) {
  for (int i = 0; i < tries_max; ++i) {
    const auto taken = database.write_now(
        [&](Transaction& tx) -> Result<std::optional<Node>> { return try_take(tx, clock.now()); });
    if (*taken) return **taken;
  }
  throw DatabaseError(DatabaseError::Kind::unavailable, "too many processes take a node number");
}

int lease_node(Database& database, const Clock& clock) { return take_node(database, clock).number; }

bool renew_node(Database& database, const Clock& clock, const Node& node, std::int64_t last_id) {
  const auto changed = database.write_now([&](Transaction& tx) -> Result<std::int64_t> {
    return tx.execute(renew, {clock.now() + node_lease_length, last_id, node.number, node.token});
  });
  return *changed == 1;
}

void release_node(Database& database, const Clock& clock, const Node& node, std::int64_t last_id) {
  (void)database.write_now([&](Transaction& tx) -> Status {
    tx.execute(renew, {clock.now() - 1, last_id, node.number, node.token});
    return done();
  });
}

struct NodeLease::State {
  State(Database& database_in, const Clock& clock_in, std::function<void()> lost_in)
      : database(database_in),
        clock(clock_in),
        lost(std::move(lost_in)),
        node(take_node(database, clock)),
        ids(clock, node.number, node.last_id) {}

  Database& database;
  const Clock& clock;
  std::function<void()> lost;
  const Node node;
  IdSource ids;

  std::mutex mutex;
  std::condition_variable changed;
  bool stopping = false;
  bool held = true;
  std::thread thread;
};

NodeLease::NodeLease(Database& database, const Clock& clock, std::function<void()> lost)
    : state_(std::make_unique<State>(database, clock, std::move(lost))) {
  state_->thread = std::thread([this] {
    std::unique_lock lock(state_->mutex);
    const auto stop = [this] { return state_->stopping; };
    while (!state_->changed.wait_for(lock, renew_period, stop)) {
      lock.unlock();
      renew_now();
      lock.lock();
    }
  });
}

NodeLease::~NodeLease() {
  {
    std::lock_guard lock(state_->mutex);
    state_->stopping = true;
  }
  state_->changed.notify_one();
  state_->thread.join();
  try {
    release_node(state_->database, state_->clock, state_->node, state_->ids.next());
  } catch (const DatabaseError&) {  // it expires by itself
  }
}

int NodeLease::number() const { return state_->node.number; }
IdSource& NodeLease::ids() { return state_->ids; }

void NodeLease::renew_now() {
  bool held = true;
  try {
    held = renew_node(state_->database, state_->clock, state_->node, state_->ids.next());
  } catch (const DatabaseError&) {
    return;  // the next time, perhaps; without the database no id can be stored either
  }
  if (held) return;
  {
    std::lock_guard lock(state_->mutex);
    if (!state_->held) return;
    state_->held = false;
  }
  state_->lost();
}

}  // namespace plaza::db
