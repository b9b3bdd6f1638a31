// Pages that stand open on this node: people who wait, and staff who watch. One thread looks once a
// second, from memory, what is new for each, and sends it. Thread-safe.
#pragma once

#include <condition_variable>
#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "platform/http/message.h"

namespace plaza::drops {

class OpenPages {
 public:
  static constexpr std::size_t pages_max = 50'000;
  // What a page shows now, as the data of an event, and whether it is the last word.
  struct Frame {
    std::string name;
    std::string data;
    // What is compared with the frame before: without the time of day.
    std::string essence;
    bool last = false;
  };
  using Look = std::function<Frame()>;

  ~OpenPages() { stop(); }

  bool is_full() const;
  void add(std::shared_ptr<http::Stream> stream, Look look);
  // One look at all pages, now.
  void send();
  void start();
  void stop();

 private:
  struct Page {
    std::shared_ptr<http::Stream> stream;
    Look look;
    std::string essence;
    int quiet = 0;  // looks without news
    bool open = true;
  };
  static void show(Page& page);
  void loop();

  mutable std::mutex mutex_;
  std::condition_variable woken_;
  std::vector<std::shared_ptr<Page>> pages_;
  bool stopping_ = false;
  std::thread thread_;
};

}  // namespace plaza::drops
