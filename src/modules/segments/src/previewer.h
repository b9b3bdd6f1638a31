// Looks at everybody for a rule that is being written, on a thread of its own, one after the other. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <memory>
#include <mutex>
#include <thread>

#include "platform/base/task.h"
#include "roster.h"

namespace plaza::segments {

class Previewer {
 public:
  explicit Previewer(const Roster& roster) : roster_(roster) {}
  ~Previewer() { stop(); }
  void start();
  void stop();  // finishes what waits
  // Codes: segments.busy (503) when too many wait. Before start() the calling thread looks itself.
  Task<Result<Roster::Preview>> look(Node rule);

 private:
  struct Job {
    Node rule;
    std::function<void(std::shared_ptr<Roster::Preview>)> resume;
  };
  void run();
  Roster::Preview look_now(const Node& rule) const;

  const Roster& roster_;
  std::mutex mutex_;
  std::condition_variable arrived_;
  std::deque<Job> jobs_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace plaza::segments
