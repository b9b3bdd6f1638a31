// `plaza evaluate SUITE --data FOLDER`: runs a suite and prints what it says.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace plaza::app::evaluate {

struct Request {
  std::string suite;
  std::string folder;
  std::uint64_t seed = 1;
  bool json = false;
  std::string html;  // a file to write the page with plots to; empty: none
};

std::vector<std::string> suite_names();
// The exit status: 0, or 2 when a file does not fit (then one line on standard error says which, where and why).
int run(const Request& request);

}  // namespace plaza::app::evaluate
