// One I/O thread: its event loop, its listening socket, its connections. Private to http.
#pragma once

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <unordered_set>

#include "platform/base/executor.h"
#include "platform/http/pipeline.h"
#include "platform/http/server.h"

namespace plaza::http {

class Connection;
class ServerMetrics;

// What the workers of one server share.
struct ServerShared {
  ServerShared(const ServerOptions& chosen, const ServerParts& parts, const ServerMetrics& counted)
      : options(chosen), pipeline(parts), metrics(counted) {}
  const ServerOptions options;
  const Pipeline pipeline;
  const ServerMetrics& metrics;
  std::atomic<std::size_t> connections = 0;

  std::mutex mutex;  // with `emptied`: stop() waits for connections to become 0
  std::condition_variable emptied;
};

class Worker final : public Executor {
 public:
  // Binds and listens; throws when it cannot.
  Worker(ServerShared& shared, const boost::asio::ip::tcp::endpoint& endpoint, bool share_port);
  ~Worker() override;

  void post(std::function<void()> work) override;  // any thread
  void run();                                      // the thread's body
  std::uint16_t port() const { return port_; }

  // The rest on the worker's thread only.
  void start();
  void drain();  // stop accepting, end what is idle
  void abort();  // end everything
  void halt() { io_.stop(); }

  ServerShared& shared() { return shared_; }
  bool draining() const { return draining_; }
  std::int64_t now_ms() const { return now_ms_; }  // as of the last tick
  void enter(Connection& connection);
  void leave(Connection& connection);

 private:
  void accept();
  void accepted(boost::asio::ip::tcp::socket socket);
  void tick();

  ServerShared& shared_;
  boost::asio::io_context io_;
  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer ticker_;
  boost::asio::steady_timer pause_;
  std::uint16_t port_ = 0;
  std::unordered_set<Connection*> connections_;
  std::int64_t now_ms_ = 0;
  bool draining_ = false;
};

}  // namespace plaza::http
