// A WebSocket on the socket that an HTTP connection gave away. Private to http.
#pragma once

#include <boost/asio/ip/tcp.hpp>
#include <functional>
#include <memory>

#include "platform/base/executor.h"
#include "platform/http/message.h"

namespace plaza::http {

// The connection's side; handlers get a handle that may outlive it, and the server. Everything on the socket's thread.
class WebSocketSession {
 public:
  static constexpr std::size_t message_max = 64 * 1024;
  static constexpr std::size_t waiting_max = 1'000'000;
  virtual ~WebSocketSession() = default;

  // Answers the handshake of `request` and serves until either side ends; then `ended` is called once, on the socket's
  // thread. Messages over 64 KB end it; pings keep it alive and find dead peers.
  static std::shared_ptr<WebSocketSession> start(boost::asio::ip::tcp::socket socket, Executor& executor,
                                                 const Request& request, WebSocketHandlers handlers,
                                                 std::function<void()> ended);
  virtual void close() = 0;
  // At once, without the closing handshake.
  virtual void abort() = 0;
};

}  // namespace plaza::http
