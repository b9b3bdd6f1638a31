// What the background loops of one process (event dispatcher, job runner) share with those who make work for them inside
// a transaction, where neither the loop nor a clock is at hand. Waking the loop of another database costs it one look.
// Thread-safe. Each block has one, never destroyed: the writer thread may raise while the process ends.
#pragma once

#include <mutex>
#include <optional>
#include <vector>

#include "platform/base/signal.h"
#include "platform/base/time.h"

namespace plaza {

class Background {
 public:
  // Raised after each commit that made work.
  Signal& committed() { return committed_; }
  // The time of the clock added last; nothing when there is none.
  std::optional<Time> now();
  void add_clock(const Clock& clock);
  void remove_clock(const Clock& clock);

 private:
  Signal committed_;
  std::mutex mutex_;
  std::vector<const Clock*> clocks_;
};

}  // namespace plaza
