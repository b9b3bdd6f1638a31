// Interactions stored (acknowledged, on disk) a second: Segment batches over HTTP, beside the same rows written straight into
// SQLite (synchronous=FULL, no index, one transaction for as many rows as one batch, and for eight of them).
// With the server's process number also what a core of its gives: its learners, which read every row, included.
//   interactions_bench PORT FOLDER [SECONDS] [CONNECTIONS] [PROCESS]
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>
#include <thread>

#include "load.h"
#include "straight.h"

using namespace plaza;  // NOLINT: a program of one file

namespace {

constexpr int batch = 1'000;

// A batch whose message ids are counted up in place, so that the client costs next to nothing.
bench::Script sender(int number) {
  struct State {
    std::string out;
    std::vector<std::size_t> ids;
    std::uint64_t next;
  };
  auto state = std::make_shared<State>();
  state->next = static_cast<std::uint64_t>(number) * 1'000'000'000;
  std::string body = R"({"batch":[)";
  std::vector<std::size_t> places;
  for (int n = 0; n < batch; ++n) {
    if (n) body += ',';
    body += R"({"type":"track","event":"Post Viewed","anonymousId":"visitor-)" + std::to_string(number * 100 + n % 100) + R"(","messageId":")";
    places.push_back(body.size());
    body += R"(0000000000000000","timestamp":"2026-03-01T12:00:00.000Z","properties":{"post_id":"pst_01hxy0000000a",)"
            R"("impression_id":"imp-0123456789-3","watch_ms":5230}})";
  }
  body += R"(],"sentAt":"2026-03-01T12:00:00.100Z"})";
  state->out = bench::request("POST", "/v1/batch", "", body);
  const auto head = state->out.size() - body.size();
  for (const auto place : places) state->ids.push_back(head + place);
  return [state](const bench::Reply& last) -> std::string_view {
    if (last.status >= 400) {
      std::fprintf(stderr, "%d %.*s\n", last.status, static_cast<int>(last.body.size()), last.body.data());
      std::exit(1);
    }
    for (const auto place : state->ids) {
      char* digit = state->out.data() + place + 15;
      for (auto left = state->next++; left > 0; left /= 10) *digit-- = static_cast<char>('0' + left % 10);
    }
    return state->out;
  };
}

// That the server has used.
double processor_seconds(const std::string& process) {
  std::ifstream stat("/proc/" + process + "/stat");
  std::string text;
  std::getline(stat, text);
  std::istringstream rest(text.substr(std::min(text.size(), text.rfind(')') + 2)));
  std::string skipped;
  for (int n = 0; n < 11; ++n) rest >> skipped;
  double user = 0, system = 0;
  rest >> user >> system;
  return (user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 3) {
    std::fprintf(stderr, "usage: interactions_bench PORT FOLDER [SECONDS] [CONNECTIONS] [PROCESS]\n");
    return 2;
  }
  const double seconds = argc > 3 ? std::atof(argv[3]) : 4;
  const int connections = argc > 4 ? std::atoi(argv[4]) : 8;
  // The loser of a busy second loses it for all: they take turns, and the best of each counts.
  constexpr int turns = 4;
  const std::string path = std::string(argv[2]) + "/straight.db";
  const std::string process = argc > 5 ? argv[5] : "";
  double http = 0, one = 0, eight = 0, p99 = 0, used = 0, rows = 0;
  for (int turn = 0; turn < turns; ++turn) {
    std::vector<bench::Script> scripts;
    for (int n = 0; n < connections; ++n) scripts.push_back(sender(turn * connections + n + 1));
    const double before = processor_seconds(process);
    const auto load = bench::drive(std::atoi(argv[1]), std::move(scripts), seconds / turns);
    const double rate = static_cast<double>(load.requests) * batch / load.seconds;
    if (rate > http) p99 = load.ms[load.ms.size() * 99 / 100];
    http = std::max(http, rate);
    std::this_thread::sleep_for(std::chrono::milliseconds(500));  // learners may be a little behind: they must not slow the peer
    used += processor_seconds(process) - before;
    rows += static_cast<double>(load.requests) * batch;
    one = std::max(one, bench::append_straight(path, batch, seconds / turns).rate);
    eight = std::max(eight, bench::append_straight(path, batch * connections, seconds / turns).rate);
  }
  std::printf("interactions over HTTP          %9.0f /s   (batches of %d, %d connections, p99 %.1f ms; promise: 100000 per core)\n", http,
              batch, connections, p99);
  if (used > 0) std::printf("                                %9.0f /s of the server's processor time (promise: 100000)\n", rows / used);
  std::printf("straight into SQLite            %9.0f /s   in groups of %d rows: HTTP reaches %.0f %%\n", one, batch, 100 * http / one);
  std::printf("                                %9.0f /s   in groups of %d rows: HTTP reaches %.0f %% (promise: 60 %%)\n", eight,
              batch * connections, 100 * http / eight);
}
