#include "previewer.h"

#include <chrono>

namespace plaza::segments {
namespace {

constexpr std::size_t jobs_max = 16;
constexpr auto look_longest = std::chrono::milliseconds(700);

}  // namespace

void Previewer::start() {
  if (thread_.joinable()) return;
  stopping_ = false;
  thread_ = std::thread([this] { run(); });
}

void Previewer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  arrived_.notify_all();
  if (thread_.joinable()) thread_.join();
}

Roster::Preview Previewer::look_now(const Node& rule) const {
  const auto end = std::chrono::steady_clock::now() + look_longest;
  return roster_.preview(rule, [&] { return std::chrono::steady_clock::now() > end; });
}

Task<Result<Roster::Preview>> Previewer::look(Node rule) {
  bool own_thread = false;
  {
    const std::lock_guard lock(mutex_);
    if (jobs_.size() >= jobs_max)
      co_return Error{ErrorKind::unavailable, "segments.busy", "Too many previews wait. Try again."};
    own_thread = !thread_.joinable() || stopping_;
  }
  if (own_thread) co_return look_now(rule);
  Awaitable<std::shared_ptr<Roster::Preview>> finished([this, &rule](auto resume) {
    {
      const std::lock_guard lock(mutex_);
      jobs_.push_back({rule, resume});
    }
    arrived_.notify_one();
  });
  const auto preview = co_await finished;
  co_return std::move(*preview);
}

void Previewer::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    arrived_.wait(lock, [&] { return stopping_ || !jobs_.empty(); });
    if (jobs_.empty()) return;
    const Job job = std::move(jobs_.front());
    jobs_.pop_front();
    lock.unlock();
    job.resume(std::make_shared<Roster::Preview>(look_now(job.rule)));
    lock.lock();
  }
}

}  // namespace plaza::segments
