// The answering half of Connection: one write for head and body, files by sendfile, streams in chunks, WebSockets.
#include <sys/sendfile.h>

#include "platform/base/text.h"
#include "platform/http/compression.h"
#include "platform/http/connection.h"
#include "platform/http/head.h"
#include "platform/http/server_metrics.h"
#include "platform/http/status_text.h"
#include "platform/http/stream_session.h"
#include "platform/http/target.h"
#include "platform/http/websocket.h"
#include "platform/http/worker.h"
#include "platform/log/log.h"

namespace plaza::http {

namespace {

namespace asio = boost::asio;
using boost::system::error_code;

constexpr int write_seconds_max = 60;  // without any progress
constexpr std::size_t kept_max = 64 * 1024;

std::string_view body_of(const Response& response) {
  return response.shared_body ? std::string_view(*response.shared_body) : std::string_view(response.body);
}

bool has_no_body(int status) { return status == 204 || status == 304 || status < 200; }

}  // namespace

struct Connection::WaitWritable {
  Connection& connection;
  bool ready = false;

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> waiter) {
    connection.socket_.async_wait(asio::ip::tcp::socket::wait_write, [this, waiter](error_code failure) {
      ready = !failure;
      waiter.resume();
    });
  }
  bool await_resume() const noexcept { return ready; }
};

bool Connection::keeps_alive() const {
  return !close_after_ && !worker_.draining() && parser_->keep_alive();
}

Task<bool> Connection::respond() {
  Response& response = *exchange_.answer;
  phase_ = Phase::writing;
  if (response.websocket && response.status < 300) {
    const bool more = co_await run_websocket(response);
    co_return more;
  }
  if (response.stream) {
    const bool more = co_await run_stream(response);
    co_return more;
  }
  FileBody file;
  bool from_file = false;
  if (!response.file.empty()) from_file = file.open(request_, response);
  else answer_conditional(request_, response);
  add_instance(response, request_id_);
  if (!from_file) compress(request_, response);

  const auto body = body_of(response);
  HeadFacts facts;
  facts.request_id = request_id_;
  facts.keep_alive = keeps_alive();
  facts.old_version = parser_->version() < 11;
  if (!has_no_body(response.status)) facts.content_length = from_file ? file.rest().length : body.size();
  head_.clear();
  append_head(head_, response, facts);
  const bool bodyless = request_.method == Method::head || has_no_body(response.status);
  Buffers buffers{asio::buffer(head_), bodyless || from_file ? asio::const_buffer() : asio::buffer(body)};
  bool sent = write_now(buffers);
  if (!sent) sent = co_await write(buffers);
  if (from_file && !bodyless && !broken_) co_await write_file(file);
  end_exchange(response);
  co_return facts.keep_alive && !broken_;
}

bool Connection::write_now(Buffers& buffers) {
  while (buffers[0].size() + buffers[1].size() > 0) {
    error_code failure;
    const std::size_t sent = socket_.write_some(buffers, failure);
    if (failure == asio::error::would_block || failure == asio::error::try_again) return false;
    if (failure) {
      broken_ = true;
      return true;
    }
    const std::size_t of_first = std::min(sent, buffers[0].size());
    buffers[0] += of_first;
    buffers[1] += sent - of_first;
    deadline_in(write_seconds_max);
  }
  return true;
}

Task<bool> Connection::write(Buffers buffers) {
  deadline_in(write_seconds_max);
  while (!write_now(buffers)) {
    const bool ready = co_await WaitWritable{*this};
    if (!ready) broken_ = true;
    if (broken_) break;
  }
  co_return !broken_;
}

Task<bool> Connection::write_file(FileBody& file) {
  auto& rest = file.rest();
  auto offset = static_cast<off_t>(rest.first);
  while (rest.length > 0) {
    const std::size_t piece = static_cast<std::size_t>(std::min<std::uint64_t>(rest.length, 1 << 20));
    const ssize_t sent = ::sendfile(socket_.native_handle(), file.descriptor(), &offset, piece);
    if (sent > 0) {
      rest.length -= static_cast<std::uint64_t>(sent);
      deadline_in(write_seconds_max);
      continue;
    }
    if (sent < 0 && errno == EINTR) continue;
    if (sent == 0 || errno != EAGAIN) {  // the file became shorter, or the peer is gone
      broken_ = true;
      break;
    }
    const bool ready = co_await WaitWritable{*this};
    if (!ready) {
      broken_ = true;
      break;
    }
  }
  co_return !broken_;
}

void Connection::end_exchange(const Response& response) {
  worker_.shared().metrics.count(exchange_.route_index, exchange_.route != nullptr, response.status);
  if (log::enabled(log::Level::debug)) {
    log::debug("request", {{"request_id", request_id_},
                           {"method", method_text(request_.method)},
                           {"path", request_.path},
                           {"status", response.status},
                           {"remote", request_.remote_address}});
  }
  if (request_.body.capacity() > kept_max) std::string().swap(request_.body);
  if (head_.capacity() > kept_max) std::string().swap(head_);
  input_.shrink();
  phase_ = Phase::idle;
  deadline_in(worker_.shared().options.idle_seconds_max);
}

// Server-Sent Events and downloads of unknown length: chunks as they come, then the end of the connection.
Task<bool> Connection::run_stream(Response& response) {
  close_after_ = true;
  HeadFacts facts;
  facts.request_id = request_id_;
  facts.keep_alive = false;
  facts.chunked = parser_->version() >= 11;
  head_.clear();
  append_head(head_, response, facts);
  const Buffers head{asio::buffer(head_), asio::const_buffer()};
  const bool begun = co_await write(head);
  if (!begun || request_.method == Method::head) co_return false;

  auto session = std::make_shared<StreamSession>(worker_);
  stream_ = session;
  event_stream_ = response.content_type.starts_with("text/event-stream");
  phase_ = Phase::streaming;
  no_deadline();
  watch_peer(session);
  response.stream(session);
  if (worker_.draining()) session->close();
  std::string data;
  for (;;) {
    const auto taken = session->take(data);
    if (taken == StreamSession::Taken::ended) break;
    if (taken == StreamSession::Taken::nothing) {
      no_deadline();
      co_await session->wait();
      continue;
    }
    last_sent_ms_ = worker_.now_ms();
    char size[24];
    const int digits = facts.chunked ? std::snprintf(size, sizeof size, "%zx\r\n", data.size()) : 0;
    if (facts.chunked) data += "\r\n";
    const Buffers chunk{asio::buffer(size, static_cast<std::size_t>(digits)), asio::buffer(data)};
    const bool sent = co_await write(chunk);
    if (!sent) break;
  }
  if (facts.chunked && !broken_ && socket_.is_open()) {
    const Buffers last{asio::buffer("0\r\n\r\n", 5), asio::const_buffer()};
    co_await write(last);
  }
  session->gone();
  stream_.reset();
  end_exchange(response);
  co_return false;
}

// What a client sends into a stream is thrown away; its end is the end of the stream.
void Connection::watch_peer(std::shared_ptr<StreamSession> stream) {
  socket_.async_read_some(asio::buffer(watched_),
                          [self = shared_from_this(), stream](error_code failure, std::size_t) {
                            if (self->stream_ != stream) return;
                            if (!failure) return self->watch_peer(stream);
                            self->broken_ = true;
                            stream->gone();
                          });
}

bool Connection::is_upgrade() const {
  return request_.method == Method::get && parser_->upgrade() && parser_->version() >= 11 && input_.empty() &&
         equal_ignoring_case(request_.header("upgrade"), "websocket");
}

Task<bool> Connection::run_websocket(Response& response) {
  if (!is_upgrade()) {
    response = problem_with_status(426, {ErrorKind::invalid, "request.upgrade_required", "This is a WebSocket."});
    response.header("upgrade", "websocket");
    const bool more = co_await respond();
    co_return more;
  }
  phase_ = Phase::upgraded;
  no_deadline();
  broken_ = true;  // the socket is no longer ours
  struct Until {
    Connection& connection;
    WebSocketHandlers handlers;
    bool await_ready() const noexcept { return false; }
    void await_suspend(std::coroutine_handle<> waiter) {
      connection.websocket_ =
          WebSocketSession::start(std::move(connection.socket_), connection.worker_, connection.request_,
                                  std::move(handlers), [waiter] { waiter.resume(); });
    }
    void await_resume() const noexcept {}
  };
  Until until{*this, std::move(*response.websocket)};
  co_await until;
  websocket_.reset();
  co_return false;
}

}  // namespace plaza::http
