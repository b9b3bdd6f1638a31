#include "page_log.h"

#include <chrono>
#include <random>

#include "platform/log/log.h"

namespace plaza::feed {

namespace {

constexpr std::size_t waiting_max = 50'000;
constexpr std::size_t batch_max = 2'000;

std::string process_prefix() {
  std::random_device device;
  return "page-" + std::to_string(device()) + std::to_string(device()) + "-";
}

}  // namespace

void PageLog::add(std::string json) {
  static const std::string prefix = process_prefix();
  interactions::Record record;
  record.kind = interactions::Kind::domain;
  record.trust = interactions::Trust::domain;
  record.name = "feed.page";
  record.at = record.received_at = clock_.now();
  record.properties = std::move(json);
  const std::lock_guard lock(mutex_);
  if (waiting_.size() >= waiting_max) return;
  record.message_id = prefix + std::to_string(++number_);
  waiting_.push_back(std::move(record));
}

void PageLog::flush() {
  for (;;) {
    std::vector<interactions::Record> batch;
    {
      const std::lock_guard lock(mutex_);
      if (waiting_.empty()) return;
      const auto count = std::min(waiting_.size(), batch_max);
      const auto end = waiting_.begin() + static_cast<std::ptrdiff_t>(count);
      batch.assign(std::make_move_iterator(waiting_.begin()), std::make_move_iterator(end));
      waiting_.erase(waiting_.begin(), end);
    }
    try {
      log_.append_now(std::move(batch));
    } catch (const std::exception& error) {
      plaza::log::warning("feed page records were lost", {{"reason", error.what()}});
      return;
    }
  }
}

void PageLog::start() {
  running_ = true;
  thread_ = std::thread([this] {
    std::unique_lock lock(mutex_);
    while (!stopping_) {
      wake_.wait_for(lock, std::chrono::milliseconds(250), [this] { return stopping_; });
      lock.unlock();
      flush();
      lock.lock();
    }
  });
}

void PageLog::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (!running_) return;
    running_ = false;
    stopping_ = true;
  }
  wake_.notify_all();
  thread_.join();
  flush();
}

}  // namespace plaza::feed
