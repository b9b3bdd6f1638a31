#pragma once

#include "care/lessons.h"

namespace plaza::care {

class KeptLessons final : public Lessons {
 public:
  std::vector<RatedWords> rated(db::Reader& reader, ConversationId before, int limit) override;
  std::vector<LabelledWords> labelled(db::Reader& reader, ConversationId before, int limit) override;
};

}  // namespace plaza::care
