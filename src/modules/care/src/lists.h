// The list of conversations, page by page. One filter anchors it in an index, the others are asked of each row that comes; a page looks
// at a bounded number of rows, so it may be short and still have a next one. Counts end at a cap.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "care/conversation.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::care {

inline constexpr int looked_at_max = 2'000;  // rows for one page
inline constexpr std::int64_t count_max = 1'000;

// urgency: by priority, and within one by the number of those complaints that spread.
enum class Sort { newest, due, urgency };
constexpr auto enum_names(Sort*) { return std::array<std::string_view, 3>{"newest", "due", "urgency"}; }

struct ListQuery {
  std::optional<Status> status;                 // nothing: all
  std::optional<identity::AccountId> assignee;  // none in it: nobody's
  std::string channel, label;
  std::optional<Priority> priority;
  std::optional<Feeling> feeling;
  std::string intent;
  bool late = false;  // open ones whose deadline has passed
  Sort sort = Sort::newest;
  std::string cursor;
  int limit = 30;  // 1..100
};

struct ListPage {
  std::vector<Conversation> items;
  std::optional<std::string> next_cursor;
};

Result<ListPage> list(db::Reader& reader, const ListQuery& query, Time now);
bool fits(const Conversation& each, const ListQuery& query, Time now);

struct Counts {
  static constexpr const char* schema_name = "CareCounts";
  std::int64_t open = 0, mine = 0, nobody = 0, pending = 0, snoozed = 0, late = 0;  // each at most count_max
  template <class V>
  void describe(V& v) {
    v("open", open);
    v("mine", mine);
    v("nobody", nobody);
    v("pending", pending);
    v("snoozed", snoozed);
    v("late", late);
  }
};
Counts count(db::Reader& reader, identity::AccountId me, Time now);

}  // namespace plaza::care
