// Task<T>: a lazy coroutine that is awaited once. It starts when it is awaited, and its value or exception
// goes to the awaiter. Small on purpose: cancellation and timeouts belong to whoever owns the outer loop.
// A task that ends without suspending hands its value over without another stack frame, so that a loop may await any
// number of them (symmetric transfer alone needs the optimiser for that).
#pragma once

#include <atomic>
#include <coroutine>
#include <exception>
#include <functional>
#include <utility>

#include "platform/base/check.h"
#include "platform/base/executor.h"
#include "platform/base/slot.h"

namespace plaza {

template <class T>
class [[nodiscard]] Task {
 public:
  struct promise_type {
    Slot<T> value;
    std::exception_ptr failure;
    std::coroutine_handle<> awaiter;
    std::atomic<bool> met = false;  // set by the first of: the task ended, the awaiter suspended

    Task get_return_object() { return Task(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    struct Final {
      bool await_ready() noexcept { return false; }
      std::coroutine_handle<> await_suspend(std::coroutine_handle<promise_type> self) noexcept {
        auto& promise = self.promise();
        if (promise.met.exchange(true, std::memory_order_acq_rel)) return promise.awaiter;
        return std::noop_coroutine();
      }
      void await_resume() noexcept {}
    };
    Final final_suspend() noexcept { return {}; }
    template <class U>
    void return_value(U&& result) {
      value.emplace(std::forward<U>(result));
    }
    void unhandled_exception() { failure = std::current_exception(); }
  };

  Task(Task&& other) noexcept : handle_(std::exchange(other.handle_, {})) {}
  Task& operator=(Task&& other) noexcept {
    if (this != &other) {
      if (handle_) handle_.destroy();
      handle_ = std::exchange(other.handle_, {});
    }
    return *this;
  }
  ~Task() {
    if (handle_) handle_.destroy();
  }

  bool await_ready() const noexcept { return false; }
  bool await_suspend(std::coroutine_handle<> awaiter) noexcept {
    auto handle = handle_;
    handle.promise().awaiter = awaiter;
    handle.resume();
    return !handle.promise().met.exchange(true, std::memory_order_acq_rel);
  }
  T await_resume() {
    auto& promise = handle_.promise();
    if (promise.failure) std::rethrow_exception(promise.failure);
    return std::move(*promise.value);
  }

 private:
  explicit Task(std::coroutine_handle<promise_type> handle) : handle_(handle) {}
  std::coroutine_handle<promise_type> handle_;
};

// Suspends until somebody calls the given resumption, once, from any thread; goes on on the executor that was
// current at the suspension. `start` gets the resumption; it may call it before it returns.
template <class T>
class Awaitable {
 public:
  using Resume = std::function<void(T)>;
  explicit Awaitable(std::function<void(Resume)> start) : start_(std::move(start)) {}

  bool await_ready() const noexcept { return false; }
  void await_suspend(std::coroutine_handle<> awaiter) {
    Executor* executor = Executor::current();
    // `this` lives in the suspended frame: start_ must not touch it after the resumption was called.
    auto start = std::move(start_);
    start([this, awaiter, executor](T value) {
      value_.emplace(std::move(value));
      if (executor) {
        executor->post([awaiter] { awaiter.resume(); });
      } else {
        awaiter.resume();
      }
    });
  }
  T await_resume() { return std::move(*value_); }

 private:
  std::function<void(Resume)> start_;
  Slot<T> value_;
};

// A coroutine nobody awaits: starts at once, frees itself at its end. Exceptions stop the process, so catch inside.
struct Detached {
  struct promise_type {
    Detached get_return_object() { return {}; }
    std::suspend_never initial_suspend() noexcept { return {}; }
    std::suspend_never final_suspend() noexcept { return {}; }
    void return_void() {}
    void unhandled_exception() { std::terminate(); }
  };
};

// Runs a task to its end on the calling thread; for tests, the command line and jobs.
template <class T>
T sync_wait(Task<T> task) {
  struct State {
    Slot<T> value;
    std::exception_ptr failure;
    bool finished = false;
  } state;
  LoopExecutor loop;
  ExecutorScope scope(loop);
  [](Task<T> inner, State& result) -> Detached {
    try {
      result.value.emplace(co_await inner);
    } catch (...) {
      result.failure = std::current_exception();
    }
    result.finished = true;
  }(std::move(task), state);
  loop.run_until([&] { return state.finished; });
  if (state.failure) std::rethrow_exception(state.failure);
  return std::move(*state.value);
}

}  // namespace plaza
