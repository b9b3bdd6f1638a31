// Hears of new mail at once where a server can say so (IDLE, RFC 2177): one thread and one connection a mailbox, which only wait; what is
// there is read by the checker. Without IDLE, and while a connection is lost, the regular looks go on alone.
#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "checker.h"
#include "waker.h"

namespace plaza::mailbox {

class Watcher {
 public:
  Watcher(const Needs& needs, Checker& checker);
  ~Watcher() { stop(); }
  Watcher(const Watcher&) = delete;
  Watcher& operator=(const Watcher&) = delete;

  void start();
  // Ends the connections. Safe to call twice.
  void stop();
  // True: what comes into this mailbox is heard of now.
  bool hears(const std::string& address) const;

 private:
  struct Post {  // of one mailbox
    Account account;
    std::atomic<bool> hears = false;
    std::thread thread;
  };
  void watch(Post& post);
  // Until the connection is lost. Gives how long to wait before the next one.
  Micros listen(Post& post);

  const Needs needs_;
  Checker& checker_;
  Waker waker_;
  std::map<std::string, std::unique_ptr<Post>> posts_;
};

}  // namespace plaza::mailbox
