// Trains again from what was decided, compares, and puts what is least wrong into use. The training itself runs on the caller's thread.
#pragma once

#include "classifiers/module.h"
#include "shelf.h"
#include "store.h"

namespace plaza::classifiers {

class Teacher {
 public:
  Teacher(const Needs& needs, Shelf& shelf) : needs_(needs), shelf_(shelf) {}

  // All traits whose examples are others than at the last time, or that learnt from somebody who was erased.
  Status teach();
  // What is in use, into memory.
  void load(Trait trait);
  // What was removed: all of it again, or what came since.
  enum class Removed { all, since };
  void load_removed(Removed which);

 private:
  struct Split {
    std::vector<Lesson> learnt, held_out, all;
  };
  Split lessons(Trait trait) const;
  Status teach(Trait trait);
  Status save(Trait trait, const Use& next, const std::optional<Run>& run, const std::string& model, std::int64_t seen_stale);

  const Needs& needs_;
  Shelf& shelf_;
  std::mutex removed_mutex_;
  moderation::DecisionId last_removed_;
};

}  // namespace plaza::classifiers
