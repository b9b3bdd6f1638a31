// One thread that waits for the next due time. Entries are few and short-lived: one for each call of a provider in flight.
#include "payments/timer.h"

#include <chrono>
#include <condition_variable>
#include <map>
#include <mutex>
#include <thread>

namespace plaza::payments {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

class ThreadTimer final : public Timer {
 public:
  ThreadTimer() : thread_([this] { run(); }) {}
  ~ThreadTimer() override {
    {
      std::lock_guard lock(mutex_);
      stopping_ = true;
    }
    changed_.notify_one();
    thread_.join();
  }

  void after(Micros delay, std::function<void()> work) override {
    const auto due = std::chrono::steady_clock::now() + std::chrono::microseconds(delay);
    bool first = false;
    {
      std::lock_guard lock(mutex_);
      const auto added = waiting_.emplace(due, std::move(work));
      first = added == waiting_.begin();
    }
    if (first) changed_.notify_one();
  }

 private:
  void run() {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      if (waiting_.empty()) {
        changed_.wait(lock);
        continue;
      }
      const SteadyTime due = waiting_.begin()->first;
      if (std::chrono::steady_clock::now() < due) {
        changed_.wait_until(lock, due);
        continue;
      }
      const auto work = std::move(waiting_.extract(waiting_.begin()).mapped());
      lock.unlock();
      work();
      lock.lock();
    }
  }

  std::mutex mutex_;
  std::condition_variable changed_;
  std::multimap<SteadyTime, std::function<void()>> waiting_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace

std::unique_ptr<Timer> open_timer() { return std::make_unique<ThreadTimer>(); }

Task<Done> pause(Timer& timer, Micros delay) {
  std::function<void(std::function<void(Done)>)> start = [&](std::function<void(Done)> resume) {
    timer.after(delay, [resume = std::move(resume)] { resume(Done{}); });
  };
  Awaitable<Done> passed(std::move(start));
  co_return co_await passed;
}

}  // namespace plaza::payments
