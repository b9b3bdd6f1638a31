// Decisions as labelled examples, so that classifiers can be trained again. A text is there only while its piece is.
#pragma once

#include <string>
#include <vector>

#include "moderation/ids.h"
#include "moderation/subject.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::moderation {

struct Example {
  DecisionId id;  // of the decision: where to go on
  Kind kind = Kind::post;
  std::string text;
  bool removed = false;            // the last word, appeals included
  Reason reason = Reason::other;   // of the removal
  Time decided_at;
};

class Examples {
 public:
  virtual ~Examples() = default;
  // In the order of decisions, after `after` (none: from the first); at most 1,000. Decisions that an appeal is open against are left
  // out, and come in a later pass.
  virtual std::vector<Example> examples(db::Reader& reader, DecisionId after, int limit) = 0;
};

}  // namespace plaza::moderation
