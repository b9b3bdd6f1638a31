// A small HTTP/1.1 load client of one thread: many kept-alive connections, each with a script that makes its next request
// from the last reply. It shares the machine with the server it loads, so it does as little as it can.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::bench {

struct Reply {
  int status = 0;  // 0: the first call, nothing was asked yet
  std::string_view body;
};

// The bytes of the next request; empty ends this connection.
using Script = std::function<std::string_view(const Reply& last)>;

struct Load {
  double seconds = 0;
  std::int64_t requests = 0;
  std::int64_t refused = 0;      // replies of 400 and above
  std::vector<double> ms;        // of each request, sorted
};

// Runs the scripts until `seconds` are over; replies under way are awaited. Throws std::runtime_error when a connection breaks.
Load drive(int port, std::vector<Script> scripts, double seconds);

std::string request(std::string_view method, std::string_view path, std::string_view headers, std::string_view body);

}  // namespace plaza::bench
