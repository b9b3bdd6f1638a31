// Runs one of the media tools as a child process that can do little: no shell, an environment of
// its own, no inherited descriptors, no network, limits on memory, processor time, output and wall
// time, lowest priority among ours, and it dies with us.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::media {

struct ChildLimits {
  int wall_seconds = 20;
  int cpu_seconds = 20;
  std::int64_t memory_bytes = 2'000'000'000;
  std::int64_t file_bytes = 500'000'000;  // of each file it writes
};

struct Child {
  std::vector<std::string>
      arguments;       // the first is the program's name, looked for in the usual folders
  std::string folder;  // where it runs; its temporary files too
  ChildLimits limits = {};
  std::function<void(std::string_view)> on_line =
      {};  // each line of its standard output, as it comes
};

struct ChildEnd {
  int exit_code = -1;      // -1: it was killed
  bool stopped = false;    // by `stop`, not by its limits
  std::string output;      // standard output, its first 64 KB
  std::string complaints;  // standard error, its last 2 KB
  bool ok() const { return exit_code == 0; }
};

// Blocks until it has ended. Throws std::runtime_error when the program is not there or cannot be
// started. When `stop` becomes true the child is killed.
ChildEnd run_child(const Child& child, const std::atomic<bool>& stop);

}  // namespace plaza::media
