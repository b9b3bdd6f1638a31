// Words that agents use again and again, in both languages, and what is done with them at once (a macro).
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "care/conversation.h"

namespace plaza::care {

struct SavedReply {
  static constexpr const char* schema_name = "CareSavedReply";
  SavedReplyId id;
  std::string shortcut;       // typed after "/": lower-case, unique
  std::string title;
  std::string text, text_vi;  // may hold {name}, {agent}, {order}
  std::optional<Status> status;      // after it was sent
  std::optional<Priority> priority;
  std::vector<std::string> labels;   // that are added
  std::int64_t uses = 0;
  std::int64_t version = 1;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("shortcut", shortcut);
    v("title", title);
    v("text", text, json::Multiline{});
    v("text_vi", text_vi, json::Multiline{});
    v("status", status);
    v("priority", priority);
    v("labels", labels);
    v("uses", uses);
    v("version", version);
  }
};

}  // namespace plaza::care
