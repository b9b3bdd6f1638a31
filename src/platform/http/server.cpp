#include "platform/http/server.h"

#include <csignal>
#include <thread>

#include "platform/http/server_metrics.h"
#include "platform/http/worker.h"
#include "platform/log/log.h"

namespace plaza::http {

namespace {

using boost::asio::ip::tcp;

// What the threads touch; kept apart so that it can outlive the server when a handler never ends.
struct House {
  House(const ServerOptions& options, const ServerParts& parts)
      : metrics(parts.routes), shared(options, parts, metrics) {}
  ServerMetrics metrics;
  ServerShared shared;
  std::vector<std::unique_ptr<Worker>> workers;
  std::vector<std::thread> threads;
};

// With SO_REUSEPORT a second server would silently get half of the first one's clients: try without it first.
void check_port_is_free(const tcp::endpoint& endpoint) {
  if (endpoint.port() == 0) return;
  boost::asio::io_context io;
  tcp::acceptor probe(io);
  probe.open(endpoint.protocol());
  probe.set_option(boost::asio::socket_base::reuse_address(true));
  probe.bind(endpoint);
}

class RunningServer final : public Server {
 public:
  RunningServer(const ServerOptions& options, const ServerParts& parts) : house_(std::make_unique<House>(options, parts)) {
    std::signal(SIGPIPE, SIG_IGN);  // sendfile() has no flag against it
    const auto cores = std::max(1u, std::thread::hardware_concurrency());
    const unsigned count = options.threads > 0 ? static_cast<unsigned>(options.threads) : cores;
    tcp::endpoint endpoint(boost::asio::ip::make_address(options.address), options.port);
    check_port_is_free(endpoint);
    for (unsigned i = 0; i < count; ++i) {
      house_->workers.push_back(std::make_unique<Worker>(house_->shared, endpoint, count > 1));
      endpoint.port(house_->workers.front()->port());
    }
    port_ = endpoint.port();
    for (auto& worker : house_->workers) {
      house_->threads.emplace_back([each = worker.get()] { each->run(); });
    }
  }

  ~RunningServer() override { stop(0); }

  std::uint16_t port() const override { return port_; }

  void stop(int seconds) override {
    if (!house_) return;
    for (auto& worker : house_->workers) worker->post([each = worker.get()] { each->drain(); });
    bool empty = wait_until_empty(std::chrono::seconds(seconds));
    if (!empty) {
      for (auto& worker : house_->workers) worker->post([each = worker.get()] { each->abort(); });
      // Sockets are gone; what remains are handlers that wait for the database or for a provider's deadline.
      empty = wait_until_empty(std::chrono::seconds(15));
    }
    for (auto& worker : house_->workers) worker->post([each = worker.get()] { each->halt(); });
    for (auto& thread : house_->threads) thread.join();
    if (!empty) {
      log::error("a request handler did not end when the server stopped");
      static_cast<void>(house_.release());  // its continuation may still be posted: the loop must stay in memory
    }
    house_.reset();
  }

 private:
  bool wait_until_empty(std::chrono::milliseconds longest) {
    std::unique_lock lock(house_->shared.mutex);
    return house_->shared.emptied.wait_for(lock, longest, [&] { return house_->shared.connections.load() == 0; });
  }

  std::unique_ptr<House> house_;
  std::uint16_t port_ = 0;
};

}  // namespace

std::unique_ptr<Server> serve(const ServerOptions& options, const ServerParts& parts) {
  return std::make_unique<RunningServer>(options, parts);
}

}  // namespace plaza::http
