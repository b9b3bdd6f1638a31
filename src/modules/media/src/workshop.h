// Where uploads are worked on: private folders under the scratch folder, and the flag that ends the
// tools at shutdown.
#pragma once

#include <atomic>
#include <string>

#include "child.h"

namespace plaza::media {

// A folder of its own for one piece of work, removed with all it holds at the end.
class Bench {
 public:
  explicit Bench(const std::string& scratch);
  ~Bench();
  Bench(const Bench&) = delete;
  Bench& operator=(const Bench&) = delete;

  const std::string& folder() const { return folder_; }
  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  void write(const std::string& name, std::string_view bytes) const;
  // The name stands for a file elsewhere.
  void link(const std::string& name, const std::string& target) const;
  std::string read(const std::string& name) const;

 private:
  std::string folder_;
};

// Thread-safe.
class Workshop {
 public:
  // Empties what a killed process left in `scratch`.
  explicit Workshop(std::string scratch);

  const std::string& scratch() const { return scratch_; }
  const std::atomic<bool>& stopping() const { return stopping_; }
  void stop() { stopping_ = true; }

 private:
  std::string scratch_;
  std::atomic<bool> stopping_ = false;
};

}  // namespace plaza::media
