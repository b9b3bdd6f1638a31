#pragma once

#include "care/lessons.h"
#include "identity/ids.h"
#include "platform/base/time.h"

namespace plaza::care {

class KeptLessons final : public Lessons {
 public:
  std::vector<RatedWords> rated(db::Reader& reader, ConversationId before, int limit) override;
  std::vector<LabelledWords> labelled(db::Reader& reader, ConversationId before, int limit) override;
  std::vector<CorrectedWords> corrected(db::Reader& reader, Corrected what, MessageId before, int limit) override;
};

// Keeps what an agent said of the latest message of the customer that has words; nothing without one.
void keep_correction(db::Transaction& tx, ConversationId conversation, Corrected what, std::string_view value, identity::AccountId by, Time at);

}  // namespace plaza::care
