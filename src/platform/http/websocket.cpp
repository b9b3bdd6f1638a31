#include "platform/http/websocket.h"

#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/websocket/stream.hpp>
#include <chrono>
#include <deque>
#include <mutex>
#include <utility>

#include "platform/log/log.h"

namespace plaza::http {

namespace {

namespace websocket = boost::beast::websocket;
using boost::asio::ip::tcp;
using boost::beast::error_code;

boost::beast::http::request<boost::beast::http::empty_body> beast_request(const Request& request) {
  boost::beast::http::request<boost::beast::http::empty_body> made(boost::beast::http::verb::get, request.target, 11);
  for (const auto& [name, value] : request.headers) made.insert(name, value);
  return made;
}

class Session;

// What handlers hold: a queue for any thread. Knows its session until that ends.
class Handle final : public WebSocket {
 public:
  Handle(std::shared_ptr<Session> session, Executor& executor) : executor_(executor), session_(std::move(session)) {}

  bool send(std::string text) override;
  void close() override;

  // From the session.
  bool take(std::string& out) {
    const std::lock_guard lock(mutex_);
    if (waiting_.empty()) return false;
    out = std::move(waiting_.front());
    waiting_.pop_front();
    return true;
  }
  void sent(std::size_t bytes) {
    const std::lock_guard lock(mutex_);
    waiting_bytes_ -= bytes;
  }
  // From here on nothing is posted to the executor, which may be destroyed.
  void forget() {
    std::shared_ptr<Session> last;
    const std::lock_guard lock(mutex_);
    last.swap(session_);
    waiting_.clear();
  }

 private:
  Executor& executor_;
  std::mutex mutex_;  // guards the rest
  std::shared_ptr<Session> session_;
  std::deque<std::string> waiting_;
  std::size_t waiting_bytes_ = 0;
  bool closed_ = false;
};

class Session final : public WebSocketSession, public std::enable_shared_from_this<Session> {
 public:
  Session(tcp::socket socket, WebSocketHandlers handlers, std::function<void()> ended)
      : stream_(std::move(socket)), handlers_(std::move(handlers)), ended_(std::move(ended)) {
    stream_.read_message_max(message_max);
    stream_.set_option(websocket::stream_base::timeout{std::chrono::seconds(10), std::chrono::seconds(60), true});
  }

  void accept(const Request& request, Executor& executor) {
    handle_ = std::make_shared<Handle>(shared_from_this(), executor);
    request_ = beast_request(request);
    stream_.async_accept(request_, [self = shared_from_this()](error_code failure) {
      if (failure) return self->finish();
      self->stream_.text(true);
      self->open_ = true;
      if (self->handlers_.opened) self->guarded([&] { self->handlers_.opened(self->handle_); });
      self->read();
      self->write();
    });
  }

  // One message at a time.
  void write() {
    if (writing_ || !open_ || goodbye_said_ || !handle_ || !handle_->take(sending_)) return;
    writing_ = true;
    stream_.async_write(boost::asio::buffer(sending_), [self = shared_from_this()](error_code failure, std::size_t) {
      self->writing_ = false;
      if (self->handle_) self->handle_->sent(self->sending_.size());
      if (failure) return self->abort();  // the pending read then ends the session
      self->write();
      if (!self->writing_ && self->leaving_) self->close();
    });
  }

  void close() override {
    leaving_ = true;
    if (writing_ || goodbye_said_) return;
    goodbye_said_ = true;
    if (!open_) return abort();
    stream_.async_close(websocket::close_code::going_away, [self = shared_from_this()](error_code) { self->abort(); });
  }

  void abort() override {
    error_code ignored;
    stream_.next_layer().close(ignored);
  }

 private:
  void read() {
    stream_.async_read(buffer_, [self = shared_from_this()](error_code failure, std::size_t) {
      if (failure) return self->finish();
      if (self->stream_.got_text()) {
        std::string text(static_cast<const char*>(self->buffer_.data().data()), self->buffer_.size());
        if (self->handlers_.received) self->guarded([&] { self->handlers_.received(std::move(text)); });
      }
      self->buffer_.clear();
      self->read();
    });
  }

  // What a handler throws ends the session, not the process.
  template <class Function>
  void guarded(const Function& function) {
    try {
      function();
    } catch (const std::exception& failure) {
      log::error("websocket handler failed", {{"what", failure.what()}});
      abort();
    } catch (...) {
      abort();
    }
  }

  void finish() {
    if (handle_) handle_->forget();
    handle_.reset();
    abort();
    if (open_ && handlers_.closed) guarded([&] { handlers_.closed(); });
    handlers_ = {};
    if (auto ended = std::exchange(ended_, nullptr)) ended();
  }

  websocket::stream<tcp::socket> stream_;
  WebSocketHandlers handlers_;
  std::function<void()> ended_;
  std::shared_ptr<Handle> handle_;  // until the end
  boost::beast::http::request<boost::beast::http::empty_body> request_;
  boost::beast::flat_buffer buffer_;
  std::string sending_;
  bool open_ = false;
  bool writing_ = false;
  bool leaving_ = false;
  bool goodbye_said_ = false;
};

bool Handle::send(std::string text) {
  const std::lock_guard lock(mutex_);
  if (closed_ || !session_) return false;
  if (waiting_bytes_ + text.size() > WebSocketSession::waiting_max) {
    closed_ = true;  // too slow
    executor_.post([session = session_] { session->abort(); });
    return false;
  }
  waiting_bytes_ += text.size();
  waiting_.push_back(std::move(text));
  if (waiting_.size() == 1) executor_.post([session = session_] { session->write(); });
  return true;
}

void Handle::close() {
  const std::lock_guard lock(mutex_);
  if (closed_ || !session_) return;
  closed_ = true;
  executor_.post([session = session_] { session->close(); });
}

}  // namespace

std::shared_ptr<WebSocketSession> WebSocketSession::start(tcp::socket socket, Executor& executor,
                                                          const Request& request, WebSocketHandlers handlers,
                                                          std::function<void()> ended) {
  auto session = std::make_shared<Session>(std::move(socket), std::move(handlers), std::move(ended));
  session->accept(request, executor);
  return session;
}

}  // namespace plaza::http
