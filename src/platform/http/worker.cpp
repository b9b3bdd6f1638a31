#include "platform/http/worker.h"

#include <boost/asio/post.hpp>
#include <chrono>

#include "platform/http/connection.h"
#include "platform/http/server_metrics.h"

namespace plaza::http {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;
using asio::ip::tcp;

constexpr auto tick_period = std::chrono::milliseconds(250);

std::int64_t steady_ms() {
  const auto now = std::chrono::steady_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(now).count();
}

}  // namespace

Worker::Worker(ServerShared& shared, const tcp::endpoint& endpoint, bool share_port)
    : shared_(shared), io_(1), acceptor_(io_), ticker_(io_), pause_(io_), now_ms_(steady_ms()) {
  acceptor_.open(endpoint.protocol());
  acceptor_.set_option(asio::socket_base::reuse_address(true));
  if (share_port) {
    using reuse_port = asio::detail::socket_option::boolean<SOL_SOCKET, SO_REUSEPORT>;
    acceptor_.set_option(reuse_port(true));
  }
  acceptor_.bind(endpoint);
  acceptor_.listen(4096);
  port_ = acceptor_.local_endpoint().port();
}

Worker::~Worker() = default;

void Worker::post(std::function<void()> work) { asio::post(io_, std::move(work)); }

void Worker::run() {
  const ExecutorScope scope(*this);
  const auto guard = asio::make_work_guard(io_);
  start();
  io_.run();
}

void Worker::start() {
  accept();
  tick();
}

void Worker::accept() {
  acceptor_.async_accept([this](error_code failure, tcp::socket socket) {
    if (draining_ || failure == asio::error::operation_aborted) return;
    if (!failure) {
      accepted(std::move(socket));
      return accept();
    }
    // Out of descriptors, most likely: others must end first.
    pause_.expires_after(std::chrono::milliseconds(100));
    pause_.async_wait([this](error_code stopped) {
      if (!stopped && !draining_) accept();
    });
  });
}

void Worker::accepted(tcp::socket socket) {
  if (shared_.connections.load(std::memory_order_relaxed) >= shared_.options.connections_max) {
    constexpr std::string_view full =
        "HTTP/1.1 503 Service Unavailable\r\ncontent-length: 0\r\nretry-after: 1\r\nconnection: close\r\n\r\n";
    error_code ignored;
    socket.non_blocking(true, ignored);
    socket.write_some(asio::buffer(full.data(), full.size()), ignored);
    return;
  }
  Connection::serve(std::make_shared<Connection>(std::move(socket), *this));
}

void Worker::tick() {
  ticker_.expires_after(tick_period);
  ticker_.async_wait([this](error_code stopped) {
    if (stopped) return;
    now_ms_ = steady_ms();
    // A connection that ends leaves the set: collect first.
    const std::vector<Connection*> all(connections_.begin(), connections_.end());
    for (Connection* connection : all) {
      if (connections_.contains(connection)) connection->tick(now_ms_);
    }
    tick();
  });
}

void Worker::drain() {
  draining_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  const std::vector<Connection*> all(connections_.begin(), connections_.end());
  for (Connection* connection : all) {
    if (connections_.contains(connection)) connection->drain();
  }
}

void Worker::abort() {
  const std::vector<Connection*> all(connections_.begin(), connections_.end());
  for (Connection* connection : all) {
    if (connections_.contains(connection)) connection->abort();
  }
}

void Worker::enter(Connection& connection) {
  connections_.insert(&connection);
  shared_.connections.fetch_add(1, std::memory_order_relaxed);
  shared_.metrics.connections(1);
}

void Worker::leave(Connection& connection) {
  connections_.erase(&connection);
  shared_.metrics.connections(-1);
  if (shared_.connections.fetch_sub(1) == 1) {
    const std::lock_guard lock(shared_.mutex);
    shared_.emptied.notify_all();
  }
}

}  // namespace plaza::http
