// Where a suspended coroutine goes on. An I/O thread makes itself the current executor; work that was
// finished elsewhere (the writer thread, a pool) posts the continuation back to it.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>

namespace plaza {

class Executor {
 public:
  virtual ~Executor() = default;
  // Runs `work` later on this executor's thread. Thread-safe.
  virtual void post(std::function<void()> work) = 0;

  // The calling thread's executor, or null (then a continuation runs where the work was finished).
  static Executor* current();
};

// Makes `executor` the calling thread's current one while it lives.
class ExecutorScope {
 public:
  explicit ExecutorScope(Executor& executor);
  ~ExecutorScope();
  ExecutorScope(const ExecutorScope&) = delete;
  ExecutorScope& operator=(const ExecutorScope&) = delete;

 private:
  Executor* previous_;
};

// Runs posted work on the thread that calls run_until(): what sync_wait() uses.
class LoopExecutor final : public Executor {
 public:
  void post(std::function<void()> work) override;
  // Runs work until `stop` (checked after each piece of work) is true.
  void run_until(const std::function<bool()>& stop);

 private:
  std::mutex mutex_;
  std::condition_variable ready_;
  std::deque<std::function<void()>> queue_;
};

}  // namespace plaza
