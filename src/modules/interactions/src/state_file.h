// States of learners as files of a folder, from the process that made them to the one that keeps them.
#pragma once

#include <fstream>
#include <string>

#include "interactions/log.h"

namespace plaza::interactions {

// Throws std::runtime_error when it cannot be written.
void write_state_file(const std::string& folder, const Learner& learner, std::int64_t position);

class StateFile {
 public:
  StateFile(const std::string& folder, const Learner& learner);
  // It is there, and of this version of the learner.
  bool fits() const { return fits_; }
  std::int64_t position() const { return position_; }
  // Once. Throws std::runtime_error when it cannot be read.
  void read(const Pieces& out);

 private:
  std::ifstream file_;
  std::int64_t position_ = 0;
  bool fits_ = false;
};

}  // namespace plaza::interactions
