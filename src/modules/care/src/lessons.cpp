#include "lessons.h"

#include <algorithm>
#include <limits>

#include "lesson_statements.h"

namespace plaza::care {
namespace {

template <class Id>
std::int64_t place(Id before) { return before ? before.value : std::numeric_limits<std::int64_t>::max(); }

}  // namespace

std::vector<RatedWords> KeptLessons::rated(db::Reader& reader, ConversationId before, int limit) {
  return reader.all(statements::rated_words, {place(before), std::clamp(limit, 1, 1'000)}, [](const db::Row& row) {
    return RatedWords{row.id<ConversationId>(0), row.integer(1), row.string(2)};
  });
}

std::vector<LabelledWords> KeptLessons::labelled(db::Reader& reader, ConversationId before, int limit) {
  return reader.all(statements::labelled_words, {place(before), std::clamp(limit, 1, 1'000)}, [](const db::Row& row) {
    return LabelledWords{row.id<ConversationId>(0), row.string(1), row.string(2)};
  });
}

std::vector<CorrectedWords> KeptLessons::corrected(db::Reader& reader, Corrected what, MessageId before, int limit) {
  return reader.all(statements::corrected_words, {static_cast<int>(what), place(before), std::clamp(limit, 1, 1'000)}, [](const db::Row& row) {
    return CorrectedWords{row.id<MessageId>(0), row.string(1), row.string(2)};
  });
}

void keep_correction(db::Transaction& tx, ConversationId conversation, Corrected what, std::string_view value, identity::AccountId by, Time at) {
  const auto message = tx.one(statements::latest_words, {conversation}, [](const db::Row& row) { return row.id<MessageId>(0); });
  if (message) tx.send(statements::put_correction, {static_cast<int>(what), *message, value, by, at});
}

}  // namespace plaza::care
