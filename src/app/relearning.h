// After somebody was erased: states of the learners for the next start, made of the clean log by a second process of this program, beside
// the server and at the lowest priority. It reads the log, and needs as much memory as the server's learners do.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "interactions/module.h"

namespace plaza::app {

class Relearning {
 public:
  struct Where {
    std::string log_file;
    std::string scratch;  // a folder of its own; emptied
    std::string currency;
  };
  Relearning(interactions::Module& log, Where where) : log_(log), where_(std::move(where)) {}
  ~Relearning() { stop(); }
  Relearning(const Relearning&) = delete;
  Relearning& operator=(const Relearning&) = delete;

  void start();
  // A second process that runs is killed.
  void stop();

 private:
  void run();
  bool make(std::uint64_t wanted);
  bool wait_for(int process);
  bool pause(std::chrono::milliseconds time);  // false: it is time to stop

  interactions::Module& log_;
  const Where where_;
  std::mutex mutex_;
  std::condition_variable changed_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace plaza::app
