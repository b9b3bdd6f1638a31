#include "announcer.h"

#include <algorithm>
#include <chrono>

#include "platform/log/log.h"

namespace plaza::pricing {
namespace {

constexpr Micros pause_max = minutes(1);
constexpr Micros pause_min = milliseconds(1);
constexpr std::size_t products_max = 20'000;  // more than that is told as "all"

}  // namespace

void Announcer::changed(std::span<const catalog::ProductId> products) {
  {
    std::lock_guard lock(mutex_);
    dirty_ = true;
    if (!all_) products_.insert(products.begin(), products.end());
    if (products_.size() > products_max) {
      all_ = true;
      products_.clear();
    }
  }
  woken_.notify_all();
}

void Announcer::changed_all() {
  {
    std::lock_guard lock(mutex_);
    dirty_ = all_ = true;
    products_.clear();
  }
  woken_.notify_all();
}

void Announcer::tell() {
  std::lock_guard order(telling_);
  std::vector<catalog::ProductId> products;
  bool all = false;
  {
    std::lock_guard lock(mutex_);
    products.assign(products_.begin(), products_.end());
    products_.clear();
    std::swap(all, all_);
    dirty_ = false;
  }
  if (!all && products.empty()) return;
  for (const auto& listener : listeners_) listener(all ? std::span<const catalog::ProductId>() : products);
}

void Announcer::start(std::function<std::optional<Micros>()> work) {
  work_ = std::move(work);
  stopping_ = false;
  thread_ = std::thread([this] { loop(); });
}

void Announcer::stop() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

void Announcer::loop() {
  for (;;) {
    Micros pause = pause_max;
    try {
      if (const auto next = work_()) pause = std::clamp(*next, pause_min, pause_max);
      tell();
    } catch (const std::exception& failure) {
      log::warning("changes of prices could not be told", {{"reason", failure.what()}});
      pause = seconds(1);
    }
    std::unique_lock lock(mutex_);
    woken_.wait_for(lock, std::chrono::microseconds(pause), [&] { return stopping_ || dirty_; });
    if (stopping_) return;
  }
}

}  // namespace plaza::pricing
