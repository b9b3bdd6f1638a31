// care::TextReader by the lexicons that ship and what the shop's people taught: the same reading as the radar's of posts.
#pragma once

#include "care/reading.h"
#include "classifiers/classifiers.h"

namespace plaza::app {

class CareReading final : public care::TextReader {
 public:
  explicit CareReading(const classifiers::Classifiers& classifiers) : classifiers_(classifiers) {}
  care::Reading read(std::string_view text) const override;

 private:
  const classifiers::Classifiers& classifiers_;
};

}  // namespace plaza::app
