// What agents and customers said about texts, for whoever learns from it. A text is there only while its conversation has words.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "care/ids.h"
#include "platform/db/connection.h"

namespace plaza::care {

// The words that came with a rating of 1 to 5.
struct RatedWords {
  ConversationId id;
  std::int64_t rating = 0;
  std::string text;
};

// A label that an agent gave, and the first words of the customer.
struct LabelledWords {
  ConversationId id;
  std::string label;
  std::string text;
};

// What an agent said a message feels like ("negative") or wants ("refund"), where it had been read otherwise.
enum class Corrected { feeling, intent };
struct CorrectedWords {
  MessageId id;
  std::string value;
  std::string text;
};

class Lessons {
 public:
  virtual ~Lessons() = default;
  // All newest first, before `before` (none: the newest), at most `limit` (1..1,000).
  virtual std::vector<RatedWords> rated(db::Reader& reader, ConversationId before, int limit) = 0;
  virtual std::vector<LabelledWords> labelled(db::Reader& reader, ConversationId before, int limit) = 0;
  virtual std::vector<CorrectedWords> corrected(db::Reader& reader, Corrected what, MessageId before, int limit) = 0;
};

}  // namespace plaza::care
