// What the HTTP server costs beside nginx: wrk on one core, the server on the other, keep-alive, 32 connections.
//   front    a page from memory (shared bytes), cookies resolved, against nginx `return 200` with the same number of bytes
//   route    a typed route that decodes a query and encodes JSON
// Needs wrk, and nginx to compare with. Arguments: seconds per figure (default 3), bytes of the page (default 1000).
// Prints requests a second, CPU microseconds a request and the 99th percentile; rounds alternate, the median counts.
#include <signal.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <thread>

#include "platform/http/server.h"

using namespace plaza;  // NOLINT: a program of one file

namespace {

struct Nobody final : http::Authenticator {
  Status authenticate(const http::Request& request, http::Caller&) override {
    static_cast<void>(request.cookie("plaza_session"));
    return done();
  }
};

struct Find {
  std::string q;
  std::int64_t limit = 20;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Optional{});
    v("limit", limit, json::Between{1, 100}, json::Optional{});
  }
};
struct Found {
  std::string q;
  std::vector<std::int64_t> items;
  template <class V>
  void describe(V& v) {
    v("q", q);
    v("items", items);
  }
};

struct Figure {
  double per_second = 0;
  double cpu_micros = 0;
  std::string p99;
};

std::string run(const std::string& command) {
  std::string out;
  FILE* pipe = popen(command.c_str(), "r");
  if (!pipe) return out;
  char buffer[4096];
  while (std::fgets(buffer, sizeof buffer, pipe)) out += buffer;
  pclose(pipe);
  return out;
}

double cpu_seconds(pid_t pid) {
  std::ifstream stat("/proc/" + std::to_string(pid) + "/stat");
  std::string text((std::istreambuf_iterator<char>(stat)), std::istreambuf_iterator<char>());
  text.erase(0, text.rfind(')') + 2);
  unsigned long user = 0, system = 0;
  std::sscanf(text.c_str(), "%*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu", &user, &system);
  return static_cast<double>(user + system) / static_cast<double>(sysconf(_SC_CLK_TCK));
}

Figure measure(pid_t pid, const std::string& url, int seconds) {
  const double before = cpu_seconds(pid);
  const std::string out = run("taskset -c 1 wrk -t1 -c32 -d" + std::to_string(seconds) +
                              "s --latency -H 'Cookie: plaza_session=abc; plaza_visitor=v1' " + url + " 2>&1");
  const double used = cpu_seconds(pid) - before;
  Figure figure;
  if (const auto at = out.find("Requests/sec:"); at != std::string::npos) figure.per_second = std::atof(out.c_str() + at + 13);
  if (const auto at = out.find("99%"); at != std::string::npos) figure.p99 = out.substr(at + 3, out.find('\n', at) - at - 3);
  figure.cpu_micros = figure.per_second > 0 ? used / (figure.per_second * seconds) * 1e6 : 0;
  if (out.find("Non-2xx") != std::string::npos) std::fprintf(stderr, "%s", out.c_str());
  return figure;
}

pid_t spawn(const std::function<void()>& child) {
  const pid_t pid = fork();
  if (pid == 0) {
    child();
    _exit(0);
  }
  return pid;
}

void serve_until_killed(std::uint16_t port, std::size_t bytes) {
  http::Routes routes;
  routes.add(http::get<Find, Found>("/v1/items", "find").memory([](http::Call&, const Find& find) -> Result<Found> {
    Found found{find.q, {}};
    for (std::int64_t i = 0; i < find.limit; ++i) found.items.push_back(i * 1000);
    return found;
  }));
  Nobody nobody;
  const auto body = std::make_shared<const std::string>(bytes, 'x');
  const auto lines = std::make_shared<const std::string>("cache-control: no-cache\r\netag: \"1\"\r\n");
  http::ServerParts parts{routes, nobody};
  parts.fronts.push_back([&](const http::Request& request, const http::Caller&) -> std::optional<http::Response> {
    if (request.path != "/page") return std::nullopt;
    std::optional<http::Response> response(std::in_place);
    response->content_type = "text/html; charset=utf-8";
    response->shared_body = body;
    response->encoding = "identity";
    response->head_lines = lines;
    return response;
  });
  http::ServerOptions options;
  options.port = port;
  options.threads = 1;
  const auto server = http::serve(options, parts);
  pause();
}

pid_t start_nginx(const std::string& folder, std::uint16_t port, std::size_t bytes) {
  std::ofstream(folder + "/nginx.conf")
      << "daemon off; master_process off; worker_processes 1; error_log " << folder << "/error.log; pid " << folder
      << "/pid;\nevents { worker_connections 1024; }\nhttp { access_log off; keepalive_requests 100000000; default_type text/html;\n"
      << "server { listen 127.0.0.1:" << port << "; location /page { return 200 \"" << std::string(bytes, 'x') << "\"; } } }\n";
  return spawn([&] {
    const std::string file = folder + "/nginx.conf";
    execlp("taskset", "taskset", "-c", "0", "nginx", "-p", folder.c_str(), "-c", file.c_str(), nullptr);
  });
}

void print(const char* what, std::vector<Figure> rounds) {
  std::sort(rounds.begin(), rounds.end(), [](const Figure& a, const Figure& b) { return a.per_second < b.per_second; });
  const Figure& middle = rounds[rounds.size() / 2];
  std::printf("%-22s %10.0f requests/s %7.2f us CPU  p99 %s\n", what, middle.per_second, middle.cpu_micros, middle.p99.c_str());
}

}  // namespace

int main(int argc, char** argv) {
  const int seconds = argc > 1 ? std::atoi(argv[1]) : 3;
  const std::size_t bytes = argc > 2 ? static_cast<std::size_t>(std::atoi(argv[2])) : 1000;
  const std::string folder = std::filesystem::temp_directory_path() / ("plaza_http_bench_" + std::to_string(getpid()));
  std::filesystem::create_directories(folder);
  const pid_t ours = spawn([&] {
    run("taskset -cp 0 " + std::to_string(getpid()));
    serve_until_killed(18080, bytes);
  });
  const pid_t nginx = start_nginx(folder, 18081, bytes);
  std::this_thread::sleep_for(std::chrono::milliseconds(500));
  std::vector<Figure> front, route, peer;
  for (int round = 0; round < 3; ++round) {
    front.push_back(measure(ours, "http://127.0.0.1:18080/page", seconds));
    peer.push_back(measure(nginx, "http://127.0.0.1:18081/page", seconds));
    route.push_back(measure(ours, "'http://127.0.0.1:18080/v1/items?q=vase&limit=20'", seconds));
  }
  print("front", front);
  print("nginx return", peer);
  print("typed route", route);
  for (const pid_t pid : {ours, nginx}) {
    kill(pid, SIGTERM);
    waitpid(pid, nullptr, 0);
  }
  std::filesystem::remove_all(folder);
}
