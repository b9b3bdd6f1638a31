// What can be moderated: anything that a member wrote, of whatever module.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/describe.h"

namespace plaza::moderation {

// Stored as numbers: new ones go to the end.
enum class Kind { post, comment, review, question, answer, message, profile, discussion, reply, review_reply };
constexpr auto enum_names(Kind*) {
  return std::array{"post", "comment", "review", "question", "answer", "message", "profile", "discussion", "reply",
                    "review_reply"};
}

// One piece, by the id that its owner gives it outside ("cmt_…").
struct Subject {
  Kind kind = Kind::post;
  std::string id;
  friend bool operator==(const Subject&, const Subject&) = default;
};

// How a piece stands for others than its author and moderators. Stored as numbers.
enum class Standing { visible, held, removed };
constexpr auto enum_names(Standing*) { return std::array{"visible", "held", "removed"}; }

// Why something is held, refused, reported or removed; the same table everywhere. Stored as numbers: new ones go to the end.
enum class Reason {
  other, spam, abuse, hate, sexual, violence, dangerous, counterfeit, misleading, privacy, off_topic, new_member, links, repeated
};
constexpr auto enum_names(Reason*) {
  return std::array{"other",       "spam",       "abuse",   "hate",      "sexual",     "violence", "dangerous",
                    "counterfeit", "misleading", "privacy", "off_topic", "new_member", "links",    "repeated"};
}

// One thing that was found: the reason, and what in the rules or the text it was ("line 4: a link to casino.example").
// Shown to the author and to moderators.
struct Finding {
  Reason reason = Reason::other;
  std::string because;
  template <class V>
  void describe(V& v) {
    v("reason", reason);
    v("because", because, json::Length{0, 500}, json::Multiline{});
  }
};

}  // namespace plaza::moderation
