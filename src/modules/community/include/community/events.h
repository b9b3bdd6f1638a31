// What community announces, in the transaction that made the change; never a word of what was written.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "community/ids.h"
#include "identity/ids.h"
#include "platform/json/describe.h"

namespace plaza::community {

// A group, or somebody's place in it, is another now: for the memory of nodes. Aggregate: the group.
struct GroupChanged {
  static constexpr const char* topic = "community.group_changed";
  GroupId group_id;
  std::optional<identity::AccountId> account_id;  // whose place; nothing: the group itself
  bool opened_or_closed = false;                  // who may read it is another now
  template <class V>
  void describe(V& v) {
    v("group_id", group_id);
    v("account_id", account_id);
    v("opened_or_closed", opened_or_closed);
  }
};

// A post came into a group's feed or went: for the memory of nodes. Aggregate: the post.
struct GroupPostChanged {
  static constexpr const char* topic = "community.group_post_changed";
  GroupId group_id;
  std::int64_t post = 0;
  bool in = true;
  bool shown = true;  // false: in it, and out of its feed by a moderator
  template <class V>
  void describe(V& v) {
    v("group_id", group_id);
    v("post", post);
    v("in", in);
    v("shown", shown);
  }
};

enum class What { discussion, reply, edit, vote, poll, state, removed, accepted };
constexpr auto enum_names(What*) {
  return std::array{"discussion", "reply", "edit", "vote", "poll", "state", "removed", "accepted"};
}

// For the memory of nodes and for open pages. Aggregate: the discussion.
struct DiscussionChanged {
  static constexpr const char* topic = "community.discussion_changed";
  DiscussionId discussion_id;
  GroupId group_id;
  What what = What::edit;
  std::int64_t last = 0;
  template <class V>
  void describe(V& v) {
    v("discussion_id", discussion_id);
    v("group_id", group_id);
    v("what", what);
    v("last", last);
  }
};

// Somebody's standing is another now: for the memory of nodes. Aggregate: the account.
struct StandingChanged {
  static constexpr const char* topic = "community.standing_changed";
  identity::AccountId account_id;
  std::int64_t level = 0;
  bool risen = false;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("level", level);
    v("risen", risen);
  }
};

// What members do, for learners: the same shape for all. Aggregate: the discussion.
struct Deed {
  DiscussionId discussion_id;
  GroupId group_id;
  identity::AccountId account_id;                // who did it
  std::optional<identity::AccountId> author_id;  // of what it was done to
  std::vector<catalog::ProductId> product_ids;
  template <class V>
  void describe(V& v) {
    v("discussion_id", discussion_id);
    v("group_id", group_id);
    v("account_id", account_id);
    v("author_id", author_id);
    v("product_ids", product_ids);
  }
};
struct DiscussionPublished : Deed {
  static constexpr const char* topic = "community.discussion_published";
};
// For the first time, or after something new was said.
struct DiscussionRead : Deed {
  static constexpr const char* topic = "community.discussion_read";
};
struct Voted : Deed {
  static constexpr const char* topic = "community.voted";
  std::int64_t value = 0;
  template <class V>
  void describe(V& v) {
    Deed::describe(v);
    v("value", value);
  }
};
struct Replied : Deed {
  static constexpr const char* topic = "community.replied";
  ReplyId reply_id;
  std::optional<identity::AccountId> parent_author_id;
  template <class V>
  void describe(V& v) {
    Deed::describe(v);
    v("reply_id", reply_id);
    v("parent_author_id", parent_author_id);
  }
};

// An answer was accepted (or that was taken back: `accepted` false).
struct AnswerAccepted {
  static constexpr const char* topic = "community.answer_accepted";
  DiscussionId discussion_id;
  GroupId group_id;
  ReplyId reply_id;
  std::optional<identity::AccountId> asker_id;
  std::optional<identity::AccountId> account_id;  // who answered
  std::vector<catalog::ProductId> product_ids;
  bool is_public = true;  // everybody may read the group
  bool accepted = true;
  template <class V>
  void describe(V& v) {
    v("discussion_id", discussion_id);
    v("group_id", group_id);
    v("reply_id", reply_id);
    v("asker_id", asker_id);
    v("account_id", account_id);
    v("product_ids", product_ids);
    v("is_public", is_public);
    v("accepted", accepted);
  }
};

}  // namespace plaza::community
