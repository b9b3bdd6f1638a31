// The shared engine. A pool of threads, each with a connection, takes works from one queue. A write is BEGIN … COMMIT at
// READ COMMITTED and is run again when the server asks for it (serialization failure, deadlock) or when the connection
// was lost before the COMMIT was sent; lost after that, the outcome is unknown and the caller gets an exception.
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>

#include "platform/db/migrate.h"
#include "platform/db/postgres_connection.h"
#include "platform/db/statistics.h"
#include "platform/log/log.h"

namespace plaza::db {
namespace {

using Meaning = PostgresError::Meaning;

constexpr Statement begin_write{"db.begin", "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"};
constexpr Statement commit_write{"db.commit", "COMMIT"};
constexpr Statement rollback_write{"db.rollback", "ROLLBACK"};
constexpr Statement open_nested{"db.open_nested", "SAVEPOINT nested"};
constexpr Statement keep_nested{"db.keep_nested", "RELEASE SAVEPOINT nested"};
constexpr Statement undo_nested{"db.undo_nested", "ROLLBACK TO SAVEPOINT nested"};

constexpr int runs_max = 5;
constexpr std::chrono::milliseconds reconnect_pauses[] = {
    std::chrono::milliseconds(0), std::chrono::milliseconds(50), std::chrono::milliseconds(200),
    std::chrono::milliseconds(800)};

using Actions = std::vector<std::function<void()>>;

// Calls `row` for all rows; `in_row` is true meanwhile.
void visit_rows(const PostgresResult& result, const EachRow& row, bool& in_row) {
  struct Leave {
    bool& flag;
    ~Leave() { flag = false; }
  } leave{in_row};
  in_row = true;
  each_row(result.get(), row);
}

class PostgresReader final : public Reader {
 public:
  using Reader::each;
  explicit PostgresReader(PostgresConnection& connection) : connection_(connection) {}
  Engine engine() const override { return Engine::postgres; }
  void each(const Statement& statement, std::span<const Value> values,
            const EachRow& row) override {
    CHECK(!in_row_ && "a row callback must not use its own reader");
    PostgresResult result;
    {
      const TimedStatement timed(statement);
      result = connection_.run(statement, values);
    }
    answered_ = true;
    visit_rows(result, row, in_row_);
  }
  void prepare_check(const Statement& statement) { connection_.prepare_check(statement); }
  // Whether the caller has seen an answer: then it must not be run again.
  bool answered() const { return answered_; }

 private:
  PostgresConnection& connection_;
  bool in_row_ = false;
  bool answered_ = false;
};

class PostgresTransaction final : public Transaction {
 public:
  using Transaction::each;
  using Transaction::execute;
  using Transaction::send;
  explicit PostgresTransaction(PostgresConnection& connection) : connection_(connection) {
    connection_.queue(begin_write, {});
  }

  Engine engine() const override { return Engine::postgres; }
  void each(const Statement& statement, std::span<const Value> values,
            const EachRow& row) override {
    visit_rows(answer_to(statement, values), row, in_row_);
  }
  std::int64_t execute(const Statement& statement, std::span<const Value> values) override {
    return changed_rows(answer_to(statement, values).get());
  }
  void send(const Statement& statement, std::span<const Value> values) override {
    guarded([&] { connection_.queue(statement, values); });
  }
  bool nested(FunctionRef<bool()> work) override;
  void on_commit(std::function<void()> action) override { actions_.push_back(std::move(action)); }

  // Throws when it was not committed, or when nobody knows.
  void commit();
  // After this the connection is as it was before, or broken.
  void rollback() noexcept;
  std::exception_ptr failure() const { return failure_; }
  bool may_run_again() const { return meaning_ != Meaning::failed && !commit_sent_; }
  Actions take_actions() { return std::move(actions_); }

 private:
  template <class Work>
  void guarded(const Work& work) {
    CHECK(!in_row_ && "a row callback must not use its own reader");
    if (failure_) std::rethrow_exception(failure_);
    try {
      work();
    } catch (const PostgresError& e) {
      failure_ = std::current_exception();
      meaning_ = e.meaning();
      throw;
    } catch (const DatabaseError&) {
      failure_ = std::current_exception();
      throw;
    }
  }
  PostgresResult answer_to(const Statement& statement, std::span<const Value> values) {
    PostgresResult result;
    const TimedStatement timed(statement);
    guarded([&] { result = connection_.run(statement, values); });
    return result;
  }
  void undo(std::size_t actions);

  PostgresConnection& connection_;
  Actions actions_;
  std::exception_ptr failure_;
  Meaning meaning_ = Meaning::failed;
  bool commit_sent_ = false;
  bool in_row_ = false;
};

void PostgresTransaction::undo(std::size_t actions) {
  actions_.resize(actions);
  try {
    if (connection_.waiting()) guarded([&] { connection_.wait(); });
  } catch (const DatabaseError&) {  // about to be undone, or kept in failure_
  }
  if (meaning_ != Meaning::failed) return;  // the whole write will be run again
  failure_ = nullptr;
  guarded([&] {
    connection_.run(undo_nested, {});
    connection_.run(keep_nested, {});
  });
}

bool PostgresTransaction::nested(FunctionRef<bool()> work) {
  // What was sent before belongs to the outside: its errors must show before the savepoint is set.
  guarded([&] { connection_.run(open_nested, {}); });
  const std::size_t actions = actions_.size();
  bool keep = false;
  try {
    keep = work();
    if (keep) execute(keep_nested, {});  // waits, so that what was sent inside fails inside
  } catch (...) {
    const auto reason = std::current_exception();
    undo(actions);
    std::rethrow_exception(reason);
  }
  if (!keep) undo(actions);
  return keep;
}

void PostgresTransaction::commit() {
  guarded([&] {
    connection_.queue(commit_write, {});
    commit_sent_ = true;
    try {
      connection_.wait();
    } catch (const PostgresError& e) {
      // The server's refusal is a certain answer; it may have been given to a statement sent before.
      if (e.meaning() != Meaning::connection_lost) commit_sent_ = false;
      throw;
    }
  });
}

void PostgresTransaction::rollback() noexcept {
  if (connection_.broken()) return;
  try {
    if (connection_.waiting()) connection_.wait();
  } catch (const DatabaseError&) {
    if (connection_.broken()) return;
  }
  try {
    connection_.run(rollback_write, {});
  } catch (const DatabaseError&) {
    CHECK(connection_.broken());
  }
}

class PostgresDatabase final : public Database {
 public:
  explicit PostgresDatabase(const PostgresOptions& options) : options_(options) {
    CHECK(options.connections > 0 && options.queue_max > 0);
    spare_.push_back(
        std::make_unique<PostgresConnection>(options));  // throws when there is no server
    for (int i = 0; i < options.connections; ++i) threads_.emplace_back([this] { work_loop(); });
  }
  ~PostgresDatabase() override {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    ready_.notify_all();
    stopped_.notify_all();
    for (auto& thread : threads_) thread.join();
  }

  Engine engine() const override { return Engine::postgres; }
  void migrate(std::span<const Migration> migrations) override {
    apply_migrations(*this, migrations);
  }
  void prepare_check(const Statement& statement) override {
    read_now([&](Reader& reader) {
      static_cast<PostgresReader&>(reader).prepare_check(statement);
      return Done{};
    });
  }
  void submit(WriteWork work) override { enqueue(std::move(work)); }
  void submit(ReadWork work) override {
    if (on_writing_thread())
      read(work);  // it must not wait for a thread that may be waiting for it
    else
      enqueue(std::move(work));
  }
  bool on_writing_thread() const override { return working_for_ == this; }

 private:
  using Work = std::variant<WriteWork, ReadWork>;
  using Connection = std::unique_ptr<PostgresConnection>;

  void enqueue(Work work);
  void work_loop();
  void write(WriteWork& work);
  void read(ReadWork& work);
  // False when it is to be run again.
  bool try_write(WriteWork& work, bool last_run, std::exception_ptr& failure, Actions& actions);
  Connection take_connection();
  void give_back(Connection connection);
  void pause(std::chrono::milliseconds length);

  const PostgresOptions options_;
  const Statistics statistics_{Engine::postgres};
  std::mutex mutex_;
  std::condition_variable ready_;    // there is work, or the end
  std::condition_variable stopped_;  // the end
  std::deque<Work> queue_;
  bool stopping_ = false;

  std::mutex spare_mutex_;
  std::vector<Connection> spare_;
  std::vector<std::thread> threads_;
  static thread_local const PostgresDatabase* working_for_;
};

thread_local const PostgresDatabase* PostgresDatabase::working_for_ = nullptr;

void PostgresDatabase::enqueue(Work work) {
  const char* refusal = nullptr;
  {
    std::lock_guard lock(mutex_);
    if (stopping_)
      refusal = "the database is closing";
    else if (queue_.size() >= options_.queue_max)
      refusal = "too much work is waiting";
    else
      queue_.push_back(std::move(work));
  }
  if (!refusal) return ready_.notify_one();
  statistics_.refused_full.add();
  const auto error =
      std::make_exception_ptr(DatabaseError(DatabaseError::Kind::unavailable, refusal));
  std::visit([&](auto& refused) { refused.done(error); }, work);
}

void PostgresDatabase::work_loop() {
  working_for_ = this;
  for (;;) {
    Work work;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [&] { return stopping_ || !queue_.empty(); });
      if (queue_.empty()) return;
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    if (auto* writing = std::get_if<WriteWork>(&work))
      write(*writing);
    else
      read(std::get<ReadWork>(work));
  }
}

// The last one used comes first: its statements are prepared, and few connections do when there is little to do.
PostgresDatabase::Connection PostgresDatabase::take_connection() {
  {
    std::lock_guard lock(spare_mutex_);
    if (!spare_.empty()) {
      Connection connection = std::move(spare_.back());
      spare_.pop_back();
      return connection;
    }
  }
  std::exception_ptr failure;
  for (const auto length : reconnect_pauses) {
    pause(length);
    try {
      return std::make_unique<PostgresConnection>(options_);
    } catch (const DatabaseError& e) {
      failure = std::current_exception();
      log::warning("PostgreSQL cannot be reached", {{"reason", e.what()}});
    }
  }
  std::rethrow_exception(failure);
}

void PostgresDatabase::give_back(Connection connection) {
  if (connection->broken()) {
    std::lock_guard lock(spare_mutex_);
    spare_.clear();  // the others were most likely lost with it
    return;
  }
  std::lock_guard lock(spare_mutex_);
  if (spare_.size() < static_cast<std::size_t>(options_.connections)) {
    spare_.push_back(std::move(connection));
  }
}

void PostgresDatabase::pause(std::chrono::milliseconds length) {
  if (length.count() == 0) return;
  std::unique_lock lock(mutex_);
  stopped_.wait_for(lock, length, [&] { return stopping_; });
}

bool PostgresDatabase::try_write(WriteWork& work, bool last_run, std::exception_ptr& failure,
                                 Actions& actions) {
  failure = nullptr;
  Connection connection;
  try {
    connection = take_connection();
  } catch (const DatabaseError&) {
    failure = std::current_exception();
    return true;
  }
  std::optional<PostgresTransaction> tx;
  bool finished = true;
  try {
    tx.emplace(*connection);
    const bool keep = work.run(*tx);
    if (tx->failure()) std::rethrow_exception(tx->failure());
    if (keep)
      tx->commit();
    else
      tx->rollback();
    if (keep) actions = tx->take_actions();
  } catch (...) {
    failure = std::current_exception();
    // What the function threw may be its own wrapping of the failure: the transaction knows better.
    if (tx) {
      finished = !tx->failure() || !tx->may_run_again();
      if (tx->failure()) failure = tx->failure();
      tx->rollback();
    } else {
      finished = !connection->broken();  // lost at the BEGIN
    }
  }
  tx.reset();
  give_back(std::move(connection));
  return finished || last_run;
}

void PostgresDatabase::write(WriteWork& work) {
  std::exception_ptr failure;
  Actions actions;
  const auto start = std::chrono::steady_clock::now();
  for (int run = 1; !try_write(work, run == runs_max, failure, actions); ++run) {
    statistics_.reruns.add();
    pause(std::chrono::milliseconds(run * run));
  }
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
  statistics_.commit_seconds.observe(took.count());
  (failure ? statistics_.failures : statistics_.writes).add();
  if (!failure) statistics_.commits.add();
  for (auto& action : actions) action();
  work.run = nullptr;  // let go of what it captured before its caller goes on
  work.done(std::move(failure));
}

void PostgresDatabase::read(ReadWork& work) {
  std::exception_ptr failure;
  for (int run = 1; run <= runs_max; ++run) {
    failure = nullptr;
    bool again = false;
    try {
      Connection connection = take_connection();
      PostgresReader reader(*connection);
      try {
        work.run(reader);
      } catch (...) {
        failure = std::current_exception();
        again = connection->broken() && !reader.answered();
      }
      give_back(std::move(connection));
    } catch (const DatabaseError&) {
      failure = std::current_exception();
    }
    if (!again) break;
  }
  work.run = nullptr;
  work.done(std::move(failure));
}

}  // namespace

std::unique_ptr<Database> open_postgres(const PostgresOptions& options) {
  return std::make_unique<PostgresDatabase>(options);
}

}  // namespace plaza::db
