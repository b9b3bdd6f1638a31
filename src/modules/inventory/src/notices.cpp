#include "notices.h"

#include <chrono>

#include "inventory/events.h"
#include "platform/events/outbox.h"
#include "platform/log/log.h"

namespace plaza::inventory {
namespace {

constexpr auto pause = std::chrono::milliseconds(250);
constexpr std::size_t batch_max = 500;

}  // namespace

void Notices::moved(db::Transaction& tx, const Balance& balance, std::int64_t before,
                    Announce announce) {
  const std::int64_t delta = balance.available() - before;
  const bool shows = balance.available() <= shown_max || before <= shown_max;
  const bool now = delta != 0 && (announce == Announce::at_once || shows);
  if (now) publish(tx, balance.variant_id, delta);
  const bool later = delta != 0 && !now;
  tx.on_commit([this, balance, later] {
    levels_.apply(balance);
    if (later) gather(balance.variant_id);
  });
}

void Notices::publish(db::Transaction& tx, catalog::VariantId variant, std::int64_t delta) const {
  StockChanged event;
  event.variant_id = variant;
  for (const auto& balance : stock_of(tx, variant)) {
    event.product_id = balance.product_id;
    event.available += balance.available();
    event.parts.push_back({balance.location_id, balance.available(), balance.version});
  }
  events::publish(tx, variant.value, event);
  if (event.available == 0 && delta < 0)
    events::publish(tx, variant.value, StockOut{variant, event.product_id});
  if (event.available > 0 && event.available <= delta)
    events::publish(tx, variant.value, StockBack{variant, event.product_id});
}

void Notices::gather(catalog::VariantId variant) {
  {
    std::lock_guard lock(mutex_);
    if (!gathered_.insert(variant).second || gathered_.size() > 1) return;
  }
  woken_.notify_all();
}

void Notices::publish_gathered() {
  std::unordered_set<catalog::VariantId> waiting;
  {
    std::lock_guard lock(mutex_);
    waiting.swap(gathered_);
  }
  while (!waiting.empty()) {
    std::vector<catalog::VariantId> batch;
    while (!waiting.empty() && batch.size() < batch_max)
      batch.push_back(waiting.extract(waiting.begin()).value());
    const auto work = [&](db::Transaction& tx) -> Status {
      for (const auto variant : batch) publish(tx, variant, 0);
      return done();
    };
    try {
      (void)database_.write_now(work);
    } catch (...) {
      std::lock_guard lock(mutex_);
      gathered_.insert(batch.begin(), batch.end());
      gathered_.merge(waiting);
      throw;
    }
  }
}

void Notices::start() {
  stopping_ = false;
  thread_ = std::thread([this] { loop(); });
}

void Notices::stop() {
  if (!thread_.joinable()) return;
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  thread_.join();
}

// Ends when it is stopped and nothing waits: what was gathered is published before.
void Notices::loop() {
  std::unique_lock lock(mutex_);
  for (bool last = false; !last;) {
    woken_.wait(lock, [&] { return stopping_ || !gathered_.empty(); });
    if (gathered_.empty()) return;
    woken_.wait_for(lock, pause, [&] { return stopping_; });
    last = stopping_;
    lock.unlock();
    try {
      publish_gathered();
    } catch (const std::exception& failure) {
      log::warning("changes of stock could not be published yet", {{"reason", failure.what()}});
    }
    lock.lock();
  }
}

}  // namespace plaza::inventory
