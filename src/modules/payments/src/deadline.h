// A task with a deadline: whichever is first, its answer or the time, goes on. A task that is too late runs to its end unheard.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <utility>

#include "payments/timer.h"
#include "platform/base/executor.h"
#include "platform/base/task.h"

namespace plaza::payments {

// The first of several who want to resume one awaiter. Thread-safe.
template <class T>
class Race {
 public:
  explicit Race(std::function<void(T)> resume) : resume_(std::move(resume)) {}
  bool over() {
    std::lock_guard lock(mutex_);
    return !resume_;
  }
  void finish(T value) {
    std::function<void(T)> resume;
    {
      std::lock_guard lock(mutex_);
      resume = std::exchange(resume_, nullptr);
    }
    if (resume) resume(std::move(value));
  }

 private:
  std::mutex mutex_;
  std::function<void(T)> resume_;
};

// Continuations run where their work was finished: a task that outlives its awaiter must not need the awaiter's thread.
class InPlace final : public Executor {
 public:
  void post(std::function<void()> work) override { work(); }
};

template <class T>
Detached run_in(std::shared_ptr<Race<T>> race, Task<T> work, T if_it_throws) {
  try {
    T value = co_await work;
    race->finish(std::move(value));
  } catch (...) {
    race->finish(std::move(if_it_throws));
  }
}

inline InPlace& in_place() {
  static InPlace executor;
  return executor;
}

// `work` must not refer to anything that may go before it ends.
template <class T>
Task<T> within(Timer& timer, Micros deadline, Task<T> work, T if_too_late, T if_it_throws) {
  std::function<void(std::function<void(T)>)> start = [&](std::function<void(T)> resume) {
    // Once it runs, the work may end on another thread, and with it this coroutine: what is needed then is copied first.
    Timer& later = timer;
    const Micros delay = deadline;
    T late = if_too_late;
    auto race = std::make_shared<Race<T>>(std::move(resume));
    {
      const ExecutorScope scope(in_place());
      run_in(race, std::move(work), std::move(if_it_throws));
    }
    if (race->over()) return;
    later.after(delay, [race, late]() { race->finish(late); });
  };
  Awaitable<T> first(std::move(start));
  co_return co_await first;
}

}  // namespace plaza::payments
