// The evaluations of `plaza evaluate`: each reads the files of a folder in the formats of docs/learning.md, runs the learners that
// serve the shop on them, and reports numbers that follow from the files and the seed alone.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "evaluate/files.h"
#include "evaluate/report.h"

namespace plaza::app::evaluate {

struct Asked {
  Folder folder;
  std::uint64_t seed = 1;
  std::function<void(const std::string& doing)> progress;
};

struct Suite {
  std::string name, about;
  Report (*run)(const Asked&);
};
const std::vector<Suite>& suites();

Report run_kuairand(const Asked& asked);
Report run_lifetime(const Asked& asked);
Report run_churn(const Asked& asked);
Report run_tiktok(const Asked& asked);
Report run_gowalla(const Asked& asked);
Report run_sequences(const Asked& asked);
Report run_sessions(const Asked& asked);
Report run_repeat(const Asked& asked);
Report run_text(const Asked& asked);
Report run_cascades(const Asked& asked);

}  // namespace plaza::app::evaluate
