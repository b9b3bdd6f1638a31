// Whole checkouts a second (cart, line, checkout, paid) of one hot variant over HTTP, beside the very statements of such a run
// replayed without HTTP in the same groups (see record_sqlite.cpp and replay.h), and the bare guarded update as context.
//   checkout_bench drive PORT VARIANT [SECONDS] [CONNECTIONS] [CODE]     the server: `plaza serve --dev --set dev.unlimited=true`
//     with a CODE each buyer also enters that discount code and reserves what is in the cart
//   checkout_bench replay RECORD DATA                             DATA: the data directory before the recorded server started
//   checkout_bench replay_postgres RECORD URL CONNECTIONS         URL: the database before the recorded server started
//   checkout_bench bare FOLDER
#include <atomic>
#include <chrono>
#include <cstdio>
#include <semaphore>
#include <string>

#include "inventory/module.h"
#include "load.h"
#include "modules/inventory/src/statements.h"
#include "platform/db/database.h"
#include "platform/db/platform_tables.h"
#include "replay.h"
#include "replay_postgres.h"

using namespace plaza;  // NOLINT: a program of one file

namespace {

std::string value_of(std::string_view json, std::string_view key) {
  const auto at = json.find("\"" + std::string(key) + "\":\"");
  if (at == std::string_view::npos) return {};
  const auto from = at + key.size() + 4;
  return std::string(json.substr(from, json.find('"', from) - from));
}

constexpr const char* checkout_body =
    R"({"email":"buyer@example.com","shipping_address":{"name":"Mai Linh","line1":"12 Hang Bac","city":"Hanoi",)"
    R"("postal_code":"100000","country":"VN"},"shipping_option":"standard","payment":{"provider":"test","token":"ok"}})";

enum class Step { none, open, line, code, reserve, pay };

bench::Script buyer(const std::string& variant, const std::string& code, std::atomic<std::int64_t>& paid) {
  struct State {
    Step sent = Step::none;
    std::string cart, headers, out;
  };
  return [state = std::make_shared<State>(), variant, code, &paid](const bench::Reply& last) -> std::string_view {
    auto& s = *state;
    const auto send = [&](Step step, const char* what, const std::string& body) -> std::string_view {
      s.sent = step;
      return s.out = bench::request("POST", s.cart + what, s.headers, body);
    };
    switch (s.sent) {
      case Step::open:
        s.cart = "/v1/carts/" + value_of(last.body, "id");
        s.headers = "plaza-access-token: " + value_of(last.body, "access_token") + "\r\n";
        return send(Step::line, "/lines", R"({"variant_id":")" + variant + R"(","quantity":1})");
      case Step::line:
        if (!code.empty()) return send(Step::code, "/codes", R"({"code":")" + code + R"("})");
        return send(Step::pay, "/checkout", checkout_body);
      case Step::code: return send(Step::reserve, "/reservation", "{}");
      case Step::reserve: return send(Step::pay, "/checkout", checkout_body);
      case Step::pay:
        if (last.status == 201 && last.body.find(R"("status":"paid")") != std::string_view::npos) ++paid;
        break;
      case Step::none: break;
    }
    s.cart = "/v1/carts";
    s.headers.clear();
    return send(Step::open, "", "{}");
  };
}

// --- without HTTP ---

double bare_updates(const std::string& folder, double seconds) {
  namespace sql = inventory::sql;
  const auto database = db::open_sqlite({.path = folder + "/bare.db"});
  database->migrate(db::platform_migrations());
  database->migrate(inventory::migrations());
  const auto stock = [](db::Transaction& tx) -> Status {
    tx.send(sql::insert_stock, {1, 1, 1, 1'000'000'000});
    return done();
  };
  (void)database->write_now(stock);
  std::atomic<std::int64_t> kept{0};
  std::counting_semaphore<> slots(256);
  const auto start = std::chrono::steady_clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  const auto sell = [](db::Transaction& tx) {
    return tx.one(sql::sell, {1, 1, 1}, [](const db::Row& row) { return row.integer(3); }).has_value();
  };
  const auto finished = [&](std::exception_ptr failure) {
    if (!failure) ++kept;
    slots.release();
  };
  while (elapsed() < seconds) {
    slots.acquire();
    database->submit(db::Database::WriteWork{sell, finished});
  }
  for (int n = 0; n < 256; ++n) slots.acquire();
  return static_cast<double>(kept) / elapsed();
}

int drive(int argc, char** argv) {
  const double seconds = argc > 4 ? std::atof(argv[4]) : 4;
  const int connections = argc > 5 ? std::atoi(argv[5]) : 256;
  const std::string code = argc > 6 ? argv[6] : "";
  std::atomic<std::int64_t> paid{0};
  std::vector<bench::Script> scripts;
  for (int n = 0; n < connections; ++n) scripts.push_back(buyer(argv[3], code, paid));
  const auto load = bench::drive(std::atoi(argv[2]), std::move(scripts), seconds);
  std::printf("whole checkouts over HTTP       %9.0f /s   (%d connections, %lld refused, request p50 %.1f ms, p99 %.1f ms)\n",
              static_cast<double>(paid) / load.seconds, connections, static_cast<long long>(load.refused),
              load.ms[load.ms.size() / 2], load.ms[load.ms.size() * 99 / 100]);
  return 0;
}

int tell(const bench::Replay& result) {
  const auto each = [&](std::int64_t count) { return static_cast<double>(count) / static_cast<double>(result.checkouts); };
  std::printf("the same statements, no HTTP    %9.0f /s   (%.1f statements a checkout in %.2f commits; recorded at %.0f /s)\n",
              static_cast<double>(result.checkouts) / result.seconds, each(result.statements), each(result.groups),
              static_cast<double>(result.checkouts) / result.recorded_seconds);
  return 0;
}

}  // namespace

int main(int argc, char** argv) {
  const std::string what = argc > 1 ? argv[1] : "";
  try {
    if (what == "drive" && argc > 3) return drive(argc, argv);
    if (what == "replay" && argc > 3) return tell(bench::replay(argv[2], argv[3]));
    if (what == "replay_postgres" && argc > 4) return tell(bench::replay_postgres(argv[2], argv[3], std::atoi(argv[4])));
    if (what == "bare" && argc > 2) {
      std::printf("the bare guarded update         %9.0f /s\n", bare_updates(argv[2], 2));
      return 0;
    }
  } catch (const std::exception& failure) {
    std::fprintf(stderr, "checkout_bench: %s\n", failure.what());
    return 1;
  }
  std::fprintf(stderr, "usage: checkout_bench drive PORT VARIANT [SECONDS] [CONNECTIONS] [CODE] | replay RECORD DATA |\n"
                       "       checkout_bench replay_postgres RECORD URL CONNECTIONS | bare FOLDER\n");
  return 2;
}
