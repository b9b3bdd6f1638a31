#pragma once

#include "platform/base/id.h"

namespace plaza::community {

// People around an interest, a product or a creator.
struct GroupTag {
  static constexpr const char* prefix = "grp";
};
using GroupId = Id<GroupTag>;

// What somebody brings up in a group: a topic to talk of, or a question.
struct DiscussionTag {
  static constexpr const char* prefix = "tpc";
};
using DiscussionId = Id<DiscussionTag>;

// What somebody says in a discussion.
struct ReplyTag {
  static constexpr const char* prefix = "rpl";
};
using ReplyId = Id<ReplyTag>;

// An evening of a group, with a time and perhaps a place.
struct GatheringTag {
  static constexpr const char* prefix = "gev";
};
using GatheringId = Id<GatheringTag>;

}  // namespace plaza::community
