#include "replay_postgres.h"

#include <libpq-fe.h>

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstring>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <thread>
#include <unordered_map>
#include <vector>

#include "record_reader.h"

namespace plaza::bench {
namespace {

struct Run {
  std::uint32_t statement = 0;
  std::int64_t at = 0;
  std::vector<const char*> values;
  std::vector<int> lengths, formats;
  bool last_of_group = false;
};

// A transaction, or a read of its own.
struct Unit {
  std::vector<Run> runs;
  std::vector<std::uint32_t> after;  // units that come first
};

struct Recorded {
  std::vector<std::string> texts;
  std::vector<Unit> units;  // in the order of their first statement
  std::vector<std::unique_ptr<std::string>> kept;  // what the values point into
};

bool holds(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

Run read_run(RecordReader& entries, Recorded& recorded) {
  Run run;
  run.statement = entries.number<std::uint32_t>();
  run.at = entries.number<std::int64_t>();
  const auto count = entries.number<std::uint16_t>();
  for (int i = 0; i < count; ++i) {
    const char type = entries.number<char>();
    const std::string_view value = type == 'n' ? std::string_view() : entries.sized();
    if (type != 'n') recorded.kept.push_back(std::make_unique<std::string>(value));
    run.values.push_back(type == 'n' ? nullptr : recorded.kept.back()->c_str());
    run.lengths.push_back(static_cast<int>(value.size()));
    run.formats.push_back(type == 'b' ? 1 : 0);
  }
  return run;
}

void read_connection(RecordReader entries, Recorded& recorded) {
  Unit unit;
  bool inside = false;
  while (entries.more()) {
    if (entries.number<char>() == 'Q') {
      unit.runs.push_back(read_run(entries, recorded));
      const std::string_view sql = recorded.texts[unit.runs.back().statement];
      if (sql.starts_with("BEGIN")) inside = true;
      if (sql == "COMMIT" || sql == "ROLLBACK") inside = false;
      continue;
    }
    if (unit.runs.empty()) continue;
    unit.runs.back().last_of_group = true;
    if (inside) continue;
    recorded.units.push_back(std::move(unit));
    unit = {};
  }
}

// Ids of carts, orders and the like: long numbers that few transactions name. What many name is a row that all share: its lock
// keeps the order there.
void find_order(std::vector<Unit>& units) {
  constexpr std::size_t few = 64;
  std::unordered_map<std::string_view, std::vector<std::uint32_t>> named;
  for (std::uint32_t i = 0; i < units.size(); ++i) {
    for (const Run& run : units[i].runs) {
      for (std::size_t n = 0; n < run.values.size(); ++n) {
        if (!run.values[n] || run.formats[n] != 0 || run.lengths[n] < 17 || run.lengths[n] > 20) continue;
        auto& list = named[run.values[n]];
        if (list.empty() || list.back() != i) list.push_back(i);
      }
    }
  }
  for (const auto& [id, list] : named) {
    if (list.size() > few) continue;
    for (std::size_t n = 1; n < list.size(); ++n) units[list[n]].after.push_back(list[n - 1]);
  }
}

Recorded read_record(const std::string& path) {
  Recorded recorded;
  std::ifstream in(path, std::ios::binary);
  const std::string file((std::istreambuf_iterator<char>(in)), {});
  RecordReader reader(file);
  for (auto left = reader.number<std::uint32_t>(); left > 0; --left) recorded.texts.emplace_back(reader.sized());
  while (reader.more()) read_connection(RecordReader(reader.bytes(reader.number<std::uint64_t>())), recorded);
  std::sort(recorded.units.begin(), recorded.units.end(),
            [](const Unit& a, const Unit& b) { return a.runs.front().at < b.runs.front().at; });
  find_order(recorded.units);
  return recorded;
}

class Player {
 public:
  Player(const Recorded& recorded, const std::string& url) : recorded_(recorded), prepared_(recorded.texts.size()) {
    handle_ = PQconnectdb(url.c_str());
    if (PQstatus(handle_) != CONNECTION_OK) throw std::runtime_error(PQerrorMessage(handle_));
    PQsetNoticeProcessor(handle_, [](void*, const char*) {}, nullptr);
    PQclear(PQexec(handle_, "SET default_transaction_read_only = on; SET bytea_output = hex; SET statement_timeout = '30s'"));
    PQenterPipelineMode(handle_);
  }
  ~Player() { PQfinish(handle_); }
  Player(const Player&) = delete;
  Player& operator=(const Player&) = delete;

  // False when the server refused something.
  bool play(const Unit& unit) {
    bool fine = true;
    for (const Run& run : unit.runs) {
      send(run);
      if (!run.last_of_group) continue;
      PQpipelineSync(handle_);
      fine = answers() && fine;
    }
    return fine;
  }

 private:
  void send(const Run& run) {
    const std::string& sql = recorded_.texts[run.statement];
    const std::string name = "s" + std::to_string(run.statement);
    if (!prepared_[run.statement]) {
      prepared_[run.statement] = true;
      PQsendPrepare(handle_, name.c_str(), sql.c_str(), 0, nullptr);
    }
    auto values = run.values;
    // Events are numbered as they come: on from the number that this transaction was told, by as many as it moved.
    if (holds(sql, "INTO platform_outbox (") || holds(sql, "DELETE FROM platform_outbox_new")) values[0] = told_.c_str();
    if (holds(sql, "SET last = last + CAST")) values[0] = moved_.c_str();
    PQsendQueryPrepared(handle_, name.c_str(), static_cast<int>(values.size()), values.data(), run.lengths.data(),
                        run.formats.data(), 0);
  }
  bool answers() {
    bool fine = true;
    for (int nulls = 0; nulls < 2;) {
      PGresult* result = PQgetResult(handle_);
      nulls = result ? 0 : nulls + 1;
      const auto status = PQresultStatus(result);
      if (result && status == PGRES_FATAL_ERROR) {
        fine = false;
        if (!reported_.exchange(true)) std::fprintf(stderr, "replay: %s", PQresultErrorMessage(result));
      }
      if (status == PGRES_TUPLES_OK && PQntuples(result) == 1) told_ = PQgetvalue(result, 0, 0);
      if (status == PGRES_COMMAND_OK && std::string_view(PQcmdStatus(result)).starts_with("INSERT")) moved_ = PQcmdTuples(result);
      PQclear(result);
      if (status == PGRES_PIPELINE_SYNC) return fine;
      if (PQstatus(handle_) != CONNECTION_OK) break;
    }
    throw std::runtime_error("the connection was lost");
  }

  inline static std::atomic<bool> reported_ = false;
  const Recorded& recorded_;
  PGconn* handle_ = nullptr;
  std::vector<bool> prepared_;
  std::string told_, moved_;  // by the last statement with one row, by the last INSERT
};

}  // namespace

Replay replay_postgres(const std::string& path, const std::string& url, int connections) {
  const Recorded recorded = read_record(path);
  const auto& units = recorded.units;
  const auto first_cart = std::find_if(units.begin(), units.end(), [&](const Unit& unit) {
    return std::any_of(unit.runs.begin(), unit.runs.end(),
                       [&](const Run& run) { return holds(recorded.texts[run.statement], "INTO orders_carts"); });
  });
  const auto begin = static_cast<std::size_t>(first_cart - units.begin());
  Replay result;
  std::size_t end = begin;  // behind the last order that was paid
  std::int64_t statements = 0, groups = 0, paid = 0;
  for (std::size_t i = begin; i < units.size(); ++i) {
    for (const Run& run : units[i].runs) {
      const auto& sql = recorded.texts[run.statement];
      ++statements;
      if (sql == "COMMIT") ++groups;
      if (!holds(sql, "INTO payments_test_ledger")) continue;
      ++paid;
      end = i + 1;
    }
    if (end != i + 1) continue;
    result.statements = statements;
    result.groups = groups;
    result.checkouts = paid;
  }
  if (paid == 0) throw std::runtime_error("nobody paid in this record");
  result.recorded_seconds = static_cast<double>(units[end - 1].runs.back().at - units[begin].runs.front().at) / 1e9;

  std::vector<std::unique_ptr<Player>> players;
  for (int i = 0; i < connections; ++i) players.push_back(std::make_unique<Player>(recorded, url));
  for (std::size_t i = 0; i < begin; ++i) players.front()->play(units[i]);  // what the server did at its start
  std::vector<std::atomic<bool>> finished(units.size());
  for (std::size_t i = 0; i < begin; ++i) finished[i] = true;
  std::atomic<std::size_t> next = begin;
  std::atomic<std::int64_t> failed = 0;
  std::vector<std::string> broken(players.size());
  const auto work = [&](std::size_t player) {
    for (std::size_t i = next++; i < end; i = next++) {
      try {
        for (const auto earlier : units[i].after) finished[earlier].wait(false);
        if (!players[player]->play(units[i])) ++failed;
      } catch (const std::exception& failure) {
        broken[player] = failure.what();
      }
      finished[i] = true;
      finished[i].notify_all();
    }
  };
  const auto start = std::chrono::steady_clock::now();
  std::vector<std::thread> threads;
  for (std::size_t i = 0; i < players.size(); ++i) threads.emplace_back(work, i);
  for (auto& thread : threads) thread.join();
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  for (const auto& failure : broken) {
    if (!failure.empty()) throw std::runtime_error(failure);
  }
  if (failed * 100 > static_cast<std::int64_t>(end - begin)) {
    throw std::runtime_error(std::to_string(failed) + " of " + std::to_string(end - begin) + " transactions failed");
  }
  return result;
}

}  // namespace plaza::bench
