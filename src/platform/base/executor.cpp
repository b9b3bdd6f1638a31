#include "platform/base/executor.h"

#include <utility>

namespace plaza {
namespace {
thread_local Executor* current_executor = nullptr;
}

Executor* Executor::current() { return current_executor; }

ExecutorScope::ExecutorScope(Executor& executor)
    : previous_(std::exchange(current_executor, &executor)) {}

ExecutorScope::~ExecutorScope() { current_executor = previous_; }

void LoopExecutor::post(std::function<void()> work) {
  // Notified under the lock: the waiting side may destroy this executor as soon as it can take the lock.
  std::lock_guard lock(mutex_);
  queue_.push_back(std::move(work));
  ready_.notify_one();
}

void LoopExecutor::run_until(const std::function<bool()>& stop) {
  while (!stop()) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      ready_.wait(lock, [&] { return !queue_.empty(); });
      work = std::move(queue_.front());
      queue_.pop_front();
    }
    work();
  }
}

}  // namespace plaza
