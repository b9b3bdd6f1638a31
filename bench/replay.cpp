#include "replay.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>
#include <vector>

#include "record_reader.h"

namespace plaza::bench {

namespace {

struct Run {
  std::uint32_t statement;
  std::int64_t at;
  int count;
  std::string_view values;
};

struct Recorded {
  std::string name;
  bool read_only = false;
  std::vector<std::string_view> statements;
  std::vector<Run> runs;
};

std::vector<Recorded> read_record(std::string_view file) {
  std::vector<Recorded> all;
  RecordReader reader(file);
  while (reader.more()) {
    Recorded& connection = all.emplace_back();
    if (reader.number<char>() != 'C') throw std::runtime_error("this is no record");
    connection.read_only = reader.number<char>() != 0;
    connection.name = reader.sized();
    RecordReader entries(reader.bytes(reader.number<std::uint64_t>()));
    while (entries.more()) {
      if (entries.number<char>() == 'S') {
        entries.number<std::uint32_t>();
        connection.statements.push_back(entries.sized());
        continue;
      }
      Run run{};
      run.statement = entries.number<std::uint32_t>();
      run.at = entries.number<std::int64_t>();
      run.count = entries.number<std::uint16_t>();
      const char* values = entries.place();
      for (int i = 0; i < run.count; ++i) entries.skip_value();
      run.values = {values, static_cast<std::size_t>(entries.place() - values)};
      connection.runs.push_back(run);
    }
  }
  return all;
}

// One connection, tuned as the server's is.
class Player {
 public:
  Player(const Recorded& recorded, const std::string& folder) : recorded_(recorded) {
    const int flags = SQLITE_OPEN_NOMUTEX | (recorded.read_only ? SQLITE_OPEN_READONLY : SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    check(sqlite3_open_v2((folder + "/" + recorded.name).c_str(), &handle_, flags, nullptr), "open");
    sqlite3_busy_timeout(handle_, 5'000);
    const char* tuning = recorded.read_only
                             ? "PRAGMA cache_size=-8192; PRAGMA temp_store=MEMORY; PRAGMA mmap_size=1073741824"
                             : "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;"
                               "PRAGMA wal_autocheckpoint=4000; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-65536;"
                               "PRAGMA temp_store=MEMORY; PRAGMA mmap_size=1073741824";
    check(sqlite3_exec(handle_, tuning, nullptr, nullptr, nullptr), "tune");
    prepared_.resize(recorded.statements.size());
  }
  ~Player() {
    for (auto* statement : prepared_) sqlite3_finalize(statement);
    sqlite3_close(handle_);
  }
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  const std::vector<Run>& runs() const { return recorded_.runs; }
  void step(const Run& run) {
    auto*& statement = prepared_[run.statement];
    if (!statement) {
      const auto sql = recorded_.statements[run.statement];
      check(sqlite3_prepare_v3(handle_, sql.data(), static_cast<int>(sql.size()), SQLITE_PREPARE_PERSISTENT, &statement, nullptr), "prepare");
    }
    RecordReader values(run.values);
    for (int i = 1; i <= run.count; ++i) bind(statement, i, values);
    int code = SQLITE_ROW;
    while (code == SQLITE_ROW) {
      code = sqlite3_step(statement);
      for (int column = 0; code == SQLITE_ROW && column < sqlite3_column_count(statement); ++column) sqlite3_column_text(statement, column);
    }
    sqlite3_reset(statement);
    check(code, "run");
  }

 private:
  static void bind(sqlite3_stmt* statement, int index, RecordReader& values) {
    switch (values.number<char>()) {
      case 'i': sqlite3_bind_int64(statement, index, values.number<std::int64_t>()); break;
      case 'd': sqlite3_bind_double(statement, index, values.number<double>()); break;
      case 't': {
        const auto text = values.sized();
        sqlite3_bind_text64(statement, index, text.data(), text.size(), SQLITE_STATIC, SQLITE_UTF8);
        break;
      }
      case 'b': {
        const auto data = values.sized();
        sqlite3_bind_blob64(statement, index, data.data(), data.size(), SQLITE_STATIC);
        break;
      }
      default: sqlite3_bind_null(statement, index);
    }
  }
  void check(int code, const char* what) {
    if (code == SQLITE_OK || code == SQLITE_DONE) return;
    throw std::runtime_error(std::string("replay, ") + what + ", " + recorded_.name + ": " + sqlite3_errmsg(handle_));
  }

  const Recorded& recorded_;
  sqlite3* handle_ = nullptr;
  std::vector<sqlite3_stmt*> prepared_;
};

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

struct Step {
  const Run* run;
  Player* player;
};

// The steps of some connections in the order of their times, `from` <= time <= `to`.
std::vector<Step> steps_of(const std::vector<Player*>& players, std::int64_t from, std::int64_t to) {
  std::vector<Step> steps;
  for (Player* player : players) {
    for (const Run& run : player->runs()) {
      if (run.at >= from && run.at <= to) steps.push_back({&run, player});
    }
  }
  std::stable_sort(steps.begin(), steps.end(), [](const Step& a, const Step& b) { return a.run->at < b.run->at; });
  return steps;
}

struct Span {
  std::int64_t from = 0;
  std::int64_t to = 0;
  std::int64_t checkouts = 0;
  std::int64_t groups = 0;
};

Span span_of(const Recorded& writer) {
  Span span;
  bool open = false;  // an order was paid since the last commit
  std::int64_t groups = 0, paid = 0;
  for (const Run& run : writer.runs) {
    const auto sql = writer.statements[run.statement];
    if (!span.from && holds(sql, "INTO orders_carts")) span.from = run.at;
    if (!span.from) continue;
    if (holds(sql, "INTO payments_test_ledger")) ++paid;
    if (holds(sql, "UPDATE orders_orders")) open = true;
    if (sql != "COMMIT") continue;
    ++groups;
    if (!open) continue;
    open = false;
    span.to = run.at;
    span.checkouts = paid;
    span.groups = groups;
  }
  return span;
}

}  // namespace

Replay replay(const std::string& record, const std::string& folder) {
  std::ifstream in(record, std::ios::binary);
  const std::string file((std::istreambuf_iterator<char>(in)), {});
  const auto recorded = read_record(file);
  const Recorded* writer = nullptr;
  std::vector<std::unique_ptr<Player>> players;
  std::vector<std::vector<Player*>> threads_of(2);  // the writer, all readers, each other writer
  for (const auto& connection : recorded) {
    if (connection.name != "plaza.db" && connection.name != "interactions.db") continue;  // a checkout touches no other
    players.push_back(std::make_unique<Player>(connection, folder));
    if (connection.read_only) {
      threads_of[1].push_back(players.back().get());
    } else if (connection.name == "plaza.db") {
      writer = &connection;
      threads_of[0].push_back(players.back().get());
    } else {
      threads_of.push_back({players.back().get()});
    }
  }
  if (!writer) throw std::runtime_error("the record has no writer");
  const Span span = span_of(*writer);
  for (std::size_t i = 0; i < threads_of.size(); ++i) {  // what the server did at its start
    if (i == 1) continue;
    for (const auto& [run, player] : steps_of(threads_of[i], 0, span.from - 1)) player->step(*run);
  }
  Replay result;
  result.checkouts = span.checkouts;
  result.groups = span.groups;
  result.recorded_seconds = static_cast<double>(span.to - span.from) / 1e9;
  // The writer tells how far it is; the others follow it, so that each finds what it found then.
  std::atomic<std::int64_t> passed = 0;
  std::vector<std::vector<Step>> plans;
  for (const auto& group : threads_of) {
    plans.push_back(steps_of(group, span.from, span.to));
    result.statements += static_cast<std::int64_t>(plans.back().size());
  }
  std::vector<std::string> failures(plans.size());
  const auto play = [&](std::size_t i) {
    try {
      for (const auto& [run, player] : plans[i]) {
        if (i == 0) passed.store(run->at, std::memory_order_release);
        while (passed.load(std::memory_order_acquire) < run->at) std::this_thread::sleep_for(std::chrono::microseconds(500));
        player->step(*run);
      }
    } catch (const std::exception& failure) {
      failures[i] = failure.what();
    }
    if (i == 0) passed = span.to;
  };
  std::vector<std::thread> threads;
  const auto start = std::chrono::steady_clock::now();
  for (std::size_t i = 0; i < plans.size(); ++i) threads.emplace_back(play, i);
  for (auto& thread : threads) thread.join();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const auto& failure : failures) {
    if (!failure.empty()) throw std::runtime_error(failure);
  }
  return result;
}

}  // namespace plaza::bench
