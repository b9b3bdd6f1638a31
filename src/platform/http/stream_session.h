// The queue between whoever produces a stream (any thread) and the connection that sends it (its I/O thread). Private to http.
#pragma once

#include <coroutine>
#include <cstddef>
#include <memory>
#include <mutex>
#include <string>

#include "platform/base/executor.h"
#include "platform/http/message.h"

namespace plaza::http {

class StreamSession final : public Stream, public std::enable_shared_from_this<StreamSession> {
 public:
  static constexpr std::size_t waiting_max = 1'000'000;

  explicit StreamSession(Executor& executor) : executor_(executor) {}

  // Any thread.
  bool send(std::string data) override;
  void close() override;

  // The connection's thread only, from here on.
  enum class Taken { data, nothing, ended };
  // Moves what waits into `out`. After `nothing`, wait() resumes once there is more.
  Taken take(std::string& out);
  // The peer is gone: whoever waits is woken, later sends answer false, and the executor is not used again.
  void gone();

  auto wait() {
    struct Awaiter {
      StreamSession& session;
      bool await_ready() const noexcept { return session.woken_; }
      void await_suspend(std::coroutine_handle<> waiter) noexcept { session.waiter_ = waiter; }
      void await_resume() noexcept { session.woken_ = false; }
    };
    return Awaiter{*this};
  }

 private:
  void wake();  // on the connection's thread
  void post_wake();

  Executor& executor_;
  std::mutex mutex_;  // guards the next four
  std::string waiting_;
  bool closed_ = false;  // by the producer
  bool gone_ = false;    // by the peer
  bool asleep_ = false;  // take() gave nothing: the next send must wake
  bool woken_ = false;
  std::coroutine_handle<> waiter_;
};

}  // namespace plaza::http
