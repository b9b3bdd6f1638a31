// The figures in the database: each conversation is counted as it was when an event last told of it, and counted anew by what is different.
// So a report adds up days and never looks at conversations, however many there are.
#pragma once

#include <vector>

#include "care/ids.h"
#include "figures.h"
#include "platform/db/connection.h"

namespace plaza::care {

// As they stand in this transaction. The same again changes nothing.
void count_anew(db::Transaction& tx, const std::vector<ConversationId>& conversations);
// Some of those that were there before anything was counted; true: that was the last of them.
bool count_some_before(db::Transaction& tx);
// Whether none of them is left.
bool all_counted(db::Reader& reader);

struct SummedFigures {
  std::map<std::pair<Dimension, std::string>, Figures> sums;  // what was opened on these days; what waits of all days
};
SummedFigures sum_figures(db::Reader& reader, std::int64_t first_day, std::int64_t last_day);

}  // namespace plaza::care
