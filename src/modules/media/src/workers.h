// A few threads for what must not block an I/O thread: looking at uploads.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>
#include <vector>

namespace plaza::media {

class Workers {
 public:
  Workers(int threads, std::size_t queue_max);
  // Runs what still waits, then ends.
  ~Workers();
  // False when too much waits already. Thread-safe. `work` must not throw.
  bool post(std::function<void()> work);

 private:
  void run();

  const std::size_t queue_max_;
  std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<std::function<void()>> queue_;
  bool ending_ = false;
  std::vector<std::thread> threads_;
};

}  // namespace plaza::media
