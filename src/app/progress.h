// How long work shows where it is: a bar on a terminal, plain lines otherwise.
#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace plaza::app {

class Progress {
 public:
  explicit Progress(std::string what);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;
  // `total` 0: not known. Drawn at most ten times a second (lines: every five seconds).
  void at(std::int64_t done, std::int64_t total);

 private:
  void draw();
  std::string what_;
  bool terminal_;
  std::int64_t done_ = 0, total_ = 0;
  std::chrono::steady_clock::time_point started_, drawn_;
};

// Work in steps of unknown length: what is being done and for how long, on one line of a terminal; a plain line a step otherwise.
class Steps {
 public:
  explicit Steps(std::string what);
  void begin(const std::string& step);
  void end();  // the line is left as it stands

 private:
  std::string what_;
  bool terminal_;
  bool open_ = false;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace plaza::app
