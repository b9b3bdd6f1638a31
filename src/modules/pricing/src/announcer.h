// Tells Prices::on_change which products' prices changed, on a thread of its own, so that no writer waits for it; and wakes at
// the second a sale begins or ends. Thread-safe.
#pragma once

#include <condition_variable>
#include <functional>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include "pricing/prices.h"

namespace plaza::pricing {

class Announcer {
 public:
  ~Announcer() { stop(); }
  // Before start().
  void add(PricesChanged listener) { listeners_.push_back(std::move(listener)); }

  void changed(std::span<const catalog::ProductId> products);
  void changed_all();

  // Tells what has gathered, on the calling thread.
  void tell();

  // `work` looks for borders that were passed, announces them, and says in how long the next one is (nothing: none in sight).
  // It is called again when that time is over, when something changed, and at least every minute.
  void start(std::function<std::optional<Micros>()> work);
  void stop();

 private:
  void loop();

  std::vector<PricesChanged> listeners_;
  std::function<std::optional<Micros>()> work_;
  std::mutex telling_;  // one tells at a time, so that nobody returns before what it gathered was told
  std::mutex mutex_;
  std::condition_variable woken_;
  std::unordered_set<catalog::ProductId> products_;
  bool all_ = false, stopping_ = false, dirty_ = false;
  std::thread thread_;
};

}  // namespace plaza::pricing
