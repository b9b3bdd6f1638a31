// HTTP out without holding a thread for each call: one thread drives all of them by libcurl's multi interface, connections are
// kept and used again. Every call has a deadline, and there is a cap on how many run and wait.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "platform/base/result.h"
#include "platform/base/task.h"
#include "platform/base/time.h"

namespace plaza::payments {

struct Outgoing {
  bool post = false;
  std::string url;
  std::vector<std::string> headers;  // "Name: value"
  std::string body;
};

struct Reply {
  int status = 0;
  std::string body;
};

class Outbound {
 public:
  // `deadline` is for each call as a whole.
  explicit Outbound(Micros deadline);
  // What still runs is told that it failed.
  ~Outbound();
  Outbound(const Outbound&) = delete;
  Outbound& operator=(const Outbound&) = delete;

  // Goes on on the thread of this class: be quick there. The error (ErrorKind::upstream) says that nobody knows whether the
  // request arrived: http.unreachable, http.timed_out, http.too_large, http.busy (this one never left).
  Task<Result<Reply>> send(Outgoing request);

 private:
  class Loop;
  std::unique_ptr<Loop> loop_;
};

}  // namespace plaza::payments
