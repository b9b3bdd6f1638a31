// Figures by name: as lines of text, or as one flat object of name and number.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace plaza::simulator {

// A mean over seeds with its standard error.
struct Figure {
  double mean = 0, error = 0;
};
Figure figure_of(const std::vector<double>& by_seed);

class Report {
 public:
  void add(const std::string& name, const std::vector<double>& by_seed);
  // What must hold, with a margin that is far from what a run gives. Runs are the same each time, so this is never luck.
  void require(const std::string& what, bool holds);
  // A sentence for who reads the text; not in the object.
  void say(std::string sentence) { said_.push_back(std::move(sentence)); }
  double mean(const std::string& name) const;
  std::string text() const;
  std::string json() const;
  bool ok() const { return broken_.empty(); }
  const std::vector<std::string>& broken() const { return broken_; }

 private:
  std::vector<std::pair<std::string, Figure>> figures_;
  std::vector<std::string> said_, broken_;
};

}  // namespace plaza::simulator
