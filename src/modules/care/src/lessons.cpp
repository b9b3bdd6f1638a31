#include "lessons.h"

#include <algorithm>
#include <limits>

#include "lesson_statements.h"

namespace plaza::care {
namespace {

std::int64_t place(ConversationId before) { return before ? before.value : std::numeric_limits<std::int64_t>::max(); }

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

}  // namespace plaza::care
