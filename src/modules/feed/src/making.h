// What one page is made of, on its way from the request to the record in the log.
#pragma once

#include <string>
#include <vector>

#include "engine.h"
#include "reranker.h"

namespace plaza::feed {

struct Engine::Making {
  PageRequest asked;
  ViewerState& state;
  Sight sight;
  bool personal = true;
  bool fresh = true;
  std::vector<Candidate>* candidates = nullptr;
  std::vector<Placed> placed;
  std::vector<std::string> features;  // of each place, as text
  std::size_t count = 0;
  double exploration = 0;
};

}  // namespace plaza::feed
