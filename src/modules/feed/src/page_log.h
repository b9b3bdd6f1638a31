// Appends page records to the interaction log a few times a second, off the serving path. A crash may lose the last of them;
// learners use only what was logged.
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "interactions/log.h"
#include "platform/base/time.h"

namespace plaza::feed {

class PageLog {
 public:
  PageLog(interactions::Log& log, const Clock& clock) : log_(log), clock_(clock) {}
  ~PageLog() { stop(); }
  void add(std::string json);  // dropped when 50,000 wait: serving never waits for the disk
  void start();
  void stop();   // writes what waits
  void flush();  // writes now

 private:
  interactions::Log& log_;
  const Clock& clock_;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::vector<interactions::Record> waiting_;
  std::uint64_t number_ = 0;
  bool running_ = false;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace plaza::feed
