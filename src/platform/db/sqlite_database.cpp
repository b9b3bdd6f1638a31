// The embedded engine. One thread writes: it takes what is queued, runs each write in a savepoint and commits them
// together, so that one fsync acknowledges many. It never waits to fill a group: while a group is on its way to the
// disk the next one gathers. Readers borrow a connection of their own and run on the caller's thread.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "platform/db/migrate.h"
#include "platform/db/sqlite_connection.h"
#include "platform/db/statistics.h"
#include "platform/log/log.h"

namespace plaza::db {
namespace {

constexpr Statement begin_group{"db.begin", "BEGIN IMMEDIATE"};
constexpr Statement commit_group{"db.commit", "COMMIT"};
constexpr Statement rollback_group{"db.rollback", "ROLLBACK"};
constexpr Statement open_write{"db.open_write", "SAVEPOINT one_write"};
constexpr Statement keep_write{"db.keep_write", "RELEASE one_write"};
constexpr Statement undo_write{"db.undo_write", "ROLLBACK TO one_write"};
constexpr Statement open_nested{"db.open_nested", "SAVEPOINT nested"};
constexpr Statement keep_nested{"db.keep_nested", "RELEASE nested"};
constexpr Statement undo_nested{"db.undo_nested", "ROLLBACK TO nested"};

constexpr std::size_t idle_readers_max = 32;
// The log is cut when it was quiet, and now and then when it never is.
constexpr auto longest_without_cut = std::chrono::seconds(60);

using Actions = std::vector<std::function<void()>>;

class SqliteReader final : public Reader {
 public:
  using Reader::each;
  explicit SqliteReader(SqliteConnection& connection) : connection_(connection) {}
  Engine engine() const override { return Engine::sqlite; }
  void each(const Statement& statement, std::span<const Value> values,
            const EachRow& row) override {
    connection_.each(statement, values, row);
  }

 private:
  SqliteConnection& connection_;
};

// As on PostgreSQL, a failed statement spoils the whole write unless nested() undid it.
class SqliteTransaction final : public Transaction {
 public:
  using Transaction::each;
  using Transaction::execute;
  using Transaction::send;
  explicit SqliteTransaction(SqliteConnection& connection) : connection_(connection) {}

  Engine engine() const override { return Engine::sqlite; }
  void each(const Statement& statement, std::span<const Value> values,
            const EachRow& row) override {
    guarded([&] { connection_.each(statement, values, row); });
  }
  std::int64_t execute(const Statement& statement, std::span<const Value> values) override {
    std::int64_t changed = 0;
    guarded([&] { changed = connection_.execute(statement, values); });
    return changed;
  }
  void send(const Statement& statement, std::span<const Value> values) override {
    execute(statement, values);
  }
  bool nested(FunctionRef<bool()> work) override;
  void on_commit(std::function<void()> action) override { actions_.push_back(std::move(action)); }

  std::exception_ptr failure() const { return failure_; }
  Actions take_actions() { return std::move(actions_); }

 private:
  template <class Work>
  void guarded(const Work& work) {
    if (failure_) std::rethrow_exception(failure_);
    try {
      work();
    } catch (const DatabaseError&) {
      failure_ = std::current_exception();
      throw;
    }
  }

  SqliteConnection& connection_;
  Actions actions_;
  std::exception_ptr failure_;
};

bool SqliteTransaction::nested(FunctionRef<bool()> work) {
  execute(open_nested, {});
  const std::size_t actions = actions_.size();
  const auto undo = [&] {
    actions_.resize(actions);
    if (connection_.autocommit()) return;  // SQLite undid everything already
    connection_.execute(undo_nested, {});
    connection_.execute(keep_nested, {});
    failure_ = nullptr;
  };
  bool keep = false;
  try {
    keep = work();
    if (keep && failure_) std::rethrow_exception(failure_);
  } catch (...) {
    const auto reason = std::current_exception();
    undo();
    std::rethrow_exception(reason);
  }
  if (keep)
    execute(keep_nested, {});
  else
    undo();
  return keep;
}

class SqliteDatabase final : public Database {
 public:
  explicit SqliteDatabase(const SqliteOptions& options)
      : options_(options),
        writer_(std::make_unique<SqliteConnection>(options, SqliteMode::writer)),
        thread_([this] { write_loop(); }) {}

  ~SqliteDatabase() override {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    ready_.notify_one();
    thread_.join();
    idle_readers_.clear();
    writer_->truncate_log();
  }

  Engine engine() const override { return Engine::sqlite; }
  void migrate(std::span<const Migration> migrations) override {
    apply_migrations(*this, migrations);
  }
  void prepare_check(const Statement& statement) override {
    auto connection = take_reader();
    connection->prepare_check(statement);
    give_back(std::move(connection));
  }
  void submit(WriteWork work) override;
  void submit(ReadWork work) override;
  bool on_writing_thread() const override { return std::this_thread::get_id() == thread_.get_id(); }

 private:
  struct Member {
    WriteWork work;
    std::exception_ptr failure;
    bool kept = false;
    Actions actions;  // of a kept write
  };
  using Group = std::vector<Member>;
  using Clock = std::chrono::steady_clock;

  void write_loop();
  bool take_group(Group& group);
  void run_group(Group& group);
  void run_member(Member& member, bool alone);
  void fail_group(Group& group);
  void count(const Group& group) const;
  std::unique_ptr<SqliteConnection> take_reader();
  void give_back(std::unique_ptr<SqliteConnection> connection);

  const SqliteOptions options_;
  std::unique_ptr<SqliteConnection> writer_;
  const Statistics statistics_{Engine::sqlite};
  // The writer thread's own.
  bool log_is_dirty_ = false;
  Clock::time_point last_cut_ = Clock::now();
  Clock::time_point group_start_;

  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<WriteWork> queue_;
  bool stopping_ = false;

  std::mutex readers_mutex_;
  std::vector<std::unique_ptr<SqliteConnection>> idle_readers_;

  std::thread thread_;  // last: it uses all of the above
};

void SqliteDatabase::submit(WriteWork work) {
  const char* refusal = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (stopping_)
      refusal = "the database is closing";
    else if (queue_.size() >= options_.queue_max)
      refusal = "too many writes are waiting";
    else
      queue_.push_back(std::move(work));
  }
  if (refusal) {
    statistics_.refused_full.add();
    work.done(std::make_exception_ptr(DatabaseError(DatabaseError::Kind::unavailable, refusal)));
  } else {
    ready_.notify_one();
  }
}

void SqliteDatabase::submit(ReadWork work) {
  std::exception_ptr failure;
  try {
    auto connection = take_reader();
    SqliteReader reader(*connection);
    try {
      work.run(reader);
    } catch (...) {
      failure = std::current_exception();
    }
    give_back(std::move(connection));
  } catch (...) {
    failure = std::current_exception();
  }
  work.done(std::move(failure));
}

std::unique_ptr<SqliteConnection> SqliteDatabase::take_reader() {
  {
    std::lock_guard lock(readers_mutex_);
    if (!idle_readers_.empty()) {
      auto connection = std::move(idle_readers_.back());
      idle_readers_.pop_back();
      return connection;
    }
  }
  return std::make_unique<SqliteConnection>(options_, SqliteMode::reader);
}

void SqliteDatabase::give_back(std::unique_ptr<SqliteConnection> connection) {
  std::lock_guard lock(readers_mutex_);
  if (idle_readers_.size() < idle_readers_max) idle_readers_.push_back(std::move(connection));
}

void SqliteDatabase::write_loop() {
  Group group;
  while (take_group(group)) {
    if (group.empty()) {
      log_is_dirty_ = !writer_->truncate_log();
      last_cut_ = Clock::now();
      continue;
    }
    run_group(group);
    count(group);
    for (auto& member : group) {
      for (auto& action : member.actions) action();
    }
    for (auto& member : group) {
      // Let go of what the write captured before its caller goes on.
      const auto finished = std::move(member.work.done);
      member.work.run = nullptr;
      finished(std::move(member.failure));
    }
    group.clear();
  }
}

// False at the end; an empty group means that the log should be cut.
bool SqliteDatabase::take_group(Group& group) {
  std::unique_lock lock(mutex_);
  const auto quiet = std::chrono::microseconds(options_.quiet_before_cut);
  const auto something = [&] { return stopping_ || !queue_.empty(); };
  if (!log_is_dirty_)
    ready_.wait(lock, something);
  else if (!ready_.wait_for(lock, quiet, something))
    return true;
  if (queue_.empty()) return false;
  if (log_is_dirty_ && Clock::now() - last_cut_ > longest_without_cut) return true;
  const std::size_t size = std::min(queue_.size(), options_.group_max);
  for (std::size_t i = 0; i < size; ++i) {
    group.push_back(Member{std::move(queue_.front()), nullptr, false, {}});
    queue_.pop_front();
  }
  return true;
}

void SqliteDatabase::run_group(Group& group) {
  log_is_dirty_ = true;
  group_start_ = Clock::now();
  try {
    writer_->execute(begin_group, {});
    for (auto& member : group) {
      run_member(member, group.size() == 1);
      // Disk full and the like make SQLite roll back the whole transaction.
      if (writer_->autocommit() && group.size() > 1) return fail_group(group);
    }
    if (!writer_->autocommit()) writer_->execute(commit_group, {});
  } catch (const DatabaseError&) {
    for (auto& member : group) member.failure = std::current_exception();
    fail_group(group);
  }
}

void SqliteDatabase::run_member(Member& member, bool alone) {
  if (!alone) writer_->execute(open_write, {});
  SqliteTransaction tx(*writer_);
  bool keep = false;
  try {
    keep = member.work.run(tx);
    if (tx.failure()) std::rethrow_exception(tx.failure());
  } catch (...) {
    member.failure = std::current_exception();
    keep = false;
  }
  if (writer_->autocommit()) return;
  if (keep) {
    if (!alone) writer_->execute(keep_write, {});
    member.kept = true;
    member.actions = tx.take_actions();
  } else if (alone) {
    writer_->execute(rollback_group, {});
  } else {
    writer_->execute(undo_write, {});
    writer_->execute(keep_write, {});
  }
}

// Nothing of the group is kept, and everybody in it learns so.
void SqliteDatabase::fail_group(Group& group) {
  try {
    if (!writer_->autocommit()) writer_->execute(rollback_group, {});
  } catch (const DatabaseError&) {
    CHECK(writer_->autocommit());
  }
  std::exception_ptr reason;
  for (auto& member : group) {
    if (member.failure) reason = member.failure;
  }
  for (auto& member : group) {
    if (!member.failure) member.failure = reason;
    member.kept = false;
    member.actions.clear();
  }
  try {
    std::rethrow_exception(reason);
  } catch (const std::exception& e) {
    log::error("a group of writes was lost", {{"reason", e.what()}, {"writes", group.size()}});
  }
}

void SqliteDatabase::count(const Group& group) const {
  const std::chrono::duration<double> took = Clock::now() - group_start_;
  statistics_.commit_seconds.observe(took.count());
  statistics_.commits.add();
  double kept = 0;
  double failed = 0;
  for (const auto& member : group) {
    if (member.kept) ++kept;
    if (member.failure) ++failed;
  }
  statistics_.writes.add(kept);
  statistics_.failures.add(failed);
}

}  // namespace

std::unique_ptr<Database> open_sqlite(const SqliteOptions& options) {
  // Statistics would put one lock around every allocation of every connection. Refused when SQLite was used before.
  static std::once_flag configured;
  std::call_once(configured, [] { sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0); });
  CHECK(options.group_max > 0 && options.queue_max > 0);
  return std::make_unique<SqliteDatabase>(options);
}

}  // namespace plaza::db
