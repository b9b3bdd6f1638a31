#include "platform/http/connection.h"

#include <boost/asio/ip/address.hpp>
#include <chrono>

#include "platform/base/text.h"
#include "platform/http/server_metrics.h"
#include "platform/http/status_text.h"
#include "platform/http/stream_session.h"
#include "platform/http/target.h"
#include "platform/http/websocket.h"
#include "platform/http/worker.h"

namespace plaza::http {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr std::size_t body_read = 64 * 1024;
constexpr std::size_t discard_max = 64 * 1024;  // an unwanted body is read over rather than cost the connection
constexpr std::int64_t ping_ms = 25'000;
constexpr std::size_t slowest_upload = 16;  // bytes a millisecond that keep a long body going

std::string peer_of(const asio::ip::tcp::socket& socket) {
  error_code failure;
  const auto endpoint = socket.remote_endpoint(failure);
  if (failure) return "";
  auto address = endpoint.address();
  if (address.is_v6() && address.to_v6().is_v4_mapped()) {
    return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
  }
  return address.to_string();
}

}  // namespace

// Resumes with the number of bytes read; 0 when the peer is gone or the socket was closed on it.
struct Connection::ReadSome {
  Connection& connection;
  std::size_t count;
  std::size_t got = 0;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    char* room = connection.input_.room(count);
    connection.socket_.async_read_some(asio::buffer(room, connection.input_.room_left()),
                                       [this, waiter](error_code failure, std::size_t size) {
                                         got = failure ? 0 : size;
                                         waiter.resume();
                                       });
  }
  std::size_t await_resume() {
    connection.input_.added(got);
    return got;
  }
};

// Lets the thread's other connections go first.
struct Connection::Yield {
  Worker& worker;
  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    worker.post([waiter] { waiter.resume(); });
  }
  void await_resume() const noexcept {}
};

Connection::Connection(asio::ip::tcp::socket socket, Worker& worker)
    : socket_(std::move(socket)), worker_(worker), peer_(peer_of(socket_)) {
  error_code ignored;
  socket_.non_blocking(true, ignored);
  socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
  socket_.set_option(asio::socket_base::keep_alive(true), ignored);
}

Detached Connection::serve(std::shared_ptr<Connection> self) {
  self->worker_.enter(*self);
  self->deadline_in(self->worker_.shared().options.header_seconds_max);
  try {
    for (unsigned count = 1;; ++count) {
      const bool more = co_await self->exchange();
      if (!more) break;
      // One that pipelines without end would keep the thread, and without optimisation fill its stack.
      if (count % 32 == 0 && !self->input_.empty()) co_await Yield{self->worker_};
    }
    if (self->unread_ && !self->broken_) co_await self->linger();
  } catch (const std::exception& failure) {
    report_failure(self->request_, self->request_id_, failure.what());
  }
  if (self->stream_) self->stream_->gone();  // its opener threw
  self->close();
  self->worker_.leave(*self);
}

Task<bool> Connection::exchange() {
  parser_.emplace(request_, worker_.shared().options.header_max);
  exchange_.reset();
  const bool asked = co_await read_head();
  if (!asked) co_return false;
  if (!exchange_.answer) begin();
  if (!parser_->is_done()) {
    const bool complete = co_await read_body();
    if (!complete) co_return false;
  }
  no_deadline();
  phase_ = Phase::handling;
  if (!exchange_.answer) {
    const auto start = std::chrono::steady_clock::now();
    Response made = co_await worker_.shared().pipeline.run(request_, exchange_, request_id_);
    exchange_.answer.emplace(std::move(made));
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - start;
    worker_.shared().metrics.took(exchange_.route_index, took.count());
  }
  const bool more = co_await respond();
  co_return more;
}

// True with a complete head, or with a refusal in exchange_.answer; false: the connection is over.
Task<bool> Connection::read_head() {
  const auto& options = worker_.shared().options;
  for (;;) {
    while (input_.data().starts_with("\r\n")) input_.consume(2);  // after a body, by old clients
    if (!input_.empty()) {
      if (phase_ == Phase::idle) {
        phase_ = Phase::head;
        deadline_in(options.header_seconds_max);
      }
      const Parsed parsed = parse();
      if (parsed == Parsed::done) co_return true;
      if (parsed == Parsed::broken) {
        refuse_broken();
        co_return true;
      }
    } else if (worker_.draining()) {
      co_return false;
    }
    const std::size_t got = co_await ReadSome{*this, ReadBuffer::small / 2};
    if (got == 0) co_return false;
  }
}

// Done: the head is complete (first call), later the whole request.
Connection::Parsed Connection::parse() {
  const bool head_was_done = parser_->is_header_done();
  while (!input_.empty() && !parser_->is_done()) {
    error_code failure;
    const auto data = input_.data();
    const std::size_t used = parser_->put(asio::buffer(data.data(), data.size()), failure);
    input_.consume(used);
    if (failure == beast_http::error::need_more) return input_.data().size() < 2 * body_read ? Parsed::more : Parsed::broken;
    if (failure) return Parsed::broken;
    if (!head_was_done && parser_->is_header_done()) return Parsed::done;
    if (used == 0) break;
  }
  return parser_->is_done() ? Parsed::done : Parsed::more;
}

void Connection::begin() {
  const auto sent_id = request_.header("x-request-id");
  if (is_request_id(sent_id)) request_id_.assign(sent_id);
  else make_request_id(request_id_);
  request_.remote_address = peer_;
  if (worker_.shared().options.trust_forwarded) take_forwarded();
  if (!parse_target(request_)) return refuse(400, "request.malformed", "The address is not well-formed.");
  const auto body = parser_->has_body() ? BodyFollows::yes : BodyFollows::no;
  worker_.shared().pipeline.admit(request_, body, request_id_, exchange_);
  if (!exchange_.answer && parser_->has_body() && parser_->content_length().value_or(0) > exchange_.body_max) {
    refuse(413, "request.too_large", "The body is too large.");
  }
}

// Behind a proxy of ours: the last address is the one it saw, and the host is the one it was asked for.
void Connection::take_forwarded() {
  std::string_view list;
  std::string_view host;
  for (const auto& [name, value] : request_.headers) {
    if (name == "x-forwarded-for") list = value;
    if (name == "x-forwarded-host") host = value;
  }
  const auto comma = list.rfind(',');
  const std::string last(trimmed(comma == std::string_view::npos ? list : list.substr(comma + 1)));
  error_code failure;
  const auto address = asio::ip::make_address(last, failure);
  if (!failure) request_.remote_address = address.to_string();
  if (host.empty()) return;
  const std::string forwarded(host);
  for (auto& [name, value] : request_.headers) {
    if (name == "host") value = forwarded;
  }
}

void Connection::refuse_broken() {
  make_request_id(request_id_);
  switch (parser_->refused()) {
    case RequestParser::Refused::method:
      return refuse(501, "request.method_unknown", "The method is not known.");
    case RequestParser::Refused::too_large:
      return refuse(413, "request.too_large", "The body is too large.");
    case RequestParser::Refused::header_value:
    case RequestParser::Refused::none: break;
  }
  const auto& options = worker_.shared().options;
  if (!parser_->is_header_done() && input_.data().size() >= options.header_max) {
    return refuse(431, "request.head_too_large", "The request line and headers are too large.");
  }
  refuse(400, "request.malformed", "The request is not well-formed HTTP.");
}

// Answers and ends the connection: where the next request starts is not known.
void Connection::refuse(int status, const char* code, const char* detail) {
  exchange_.answer.emplace(problem_with_status(status, {ErrorKind::invalid, code, detail}));
  close_after_ = true;
  unread_ = true;
}

Task<bool> Connection::read_body() {
  if (close_after_) co_return true;  // refused before the head was understood
  phase_ = Phase::body;
  deadline_in(worker_.shared().options.body_seconds_max);
  const std::int64_t first_deadline_ms = deadline_ms_;
  const bool expects = equal_ignoring_case(request_.header("expect"), "100-continue");
  std::size_t max = exchange_.body_max;
  if (exchange_.answer) {
    // Already refused. A short body is read over, so that the connection lives on.
    const auto length = parser_->content_length();
    if (expects || !length || *length > discard_max) {
      close_after_ = unread_ = true;
      co_return true;
    }
    max = discard_max;
  }
  parser_->body_max(max);
  parser_->eager(true);
  bool continued = !expects;
  for (;;) {
    const Parsed parsed = parse();
    if (parsed == Parsed::done) co_return true;
    if (parsed == Parsed::broken) {
      refuse_broken();
      co_return true;
    }
    if (!continued) {
      continued = true;
      const Buffers line{asio::buffer("HTTP/1.1 100 Continue\r\n\r\n", 25), asio::const_buffer()};
      const bool sent = co_await write(line);
      if (!sent) co_return false;
    }
    deadline_ms_ = first_deadline_ms + static_cast<std::int64_t>(request_.body.size() / slowest_upload);
    const std::size_t got = co_await ReadSome{*this, body_read};
    if (got == 0) co_return false;
  }
}

// Closing with unread bytes in the socket would reset the connection and take our answer from the peer's hands.
Task<bool> Connection::linger() {
  phase_ = Phase::closing;
  deadline_in(2);
  error_code failure;
  socket_.shutdown(asio::ip::tcp::socket::shutdown_send, failure);
  std::size_t discarded = 0;
  while (!failure && discarded < 16 * discard_max) {
    input_.consume(input_.data().size());
    const std::size_t got = co_await ReadSome{*this, ReadBuffer::small};
    if (got == 0) break;
    discarded += got;
  }
  co_return true;
}

void Connection::tick(std::int64_t now_ms) {
  if (deadline_ms_ != 0 && now_ms >= deadline_ms_) {
    broken_ = true;
    close();
  } else if (stream_ && event_stream_ && now_ms - last_sent_ms_ >= ping_ms) {
    last_sent_ms_ = now_ms;
    stream_->send(":\n\n");  // a comment: keeps proxies from closing, and finds dead peers
  }
}

void Connection::drain() {
  if (stream_) stream_->close();
  else if (websocket_) websocket_->close();
  else if (phase_ == Phase::idle) close();
}

void Connection::abort() {
  const auto self = shared_from_this();  // waking the stream may end the connection here and now
  broken_ = true;
  if (const auto stream = stream_) stream->gone();
  if (const auto websocket = websocket_) websocket->abort();
  close();
}

void Connection::deadline_in(int seconds) {
  deadline_ms_ = worker_.now_ms() + std::int64_t{seconds} * 1000;
}

void Connection::close() {
  error_code ignored;
  socket_.close(ignored);
}

}  // namespace plaza::http
