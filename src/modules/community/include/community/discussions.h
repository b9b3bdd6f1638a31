// Discussions, replies, votes and accepted answers. Writes take the caller's transaction; memory and domain events follow its commit.
// Thread-safe.
//
// Codes: community.group_not_found, discussion_not_found, reply_not_found (404, also for what one may not see), not_a_member,
// not_allowed, cannot_reply, level_too_low (403), archived, locked, own, not_a_question (409), limit_links, limit_pictures,
// limit_mentions (422), limit_today (429), request.invalid (400), and what moderation::Submissions refuses.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "community/groups.h"
#include "community/ids.h"
#include "identity/ids.h"
#include "media/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::community {

// Stored as numbers: new ones go to the end. erased: taken back by its author or with them; its place stays, its words are gone.
enum class PieceStatus { published, held, removed, erased };
constexpr auto enum_names(PieceStatus*) { return std::array{"published", "held", "removed", "erased"}; }
enum class Kind { discussion, question };
constexpr auto enum_names(Kind*) { return std::array{"discussion", "question"}; }

struct Words {
  std::string text;
  std::vector<media::MediaId> media;
  std::vector<catalog::ProductId> products;
};

struct Discussion {
  DiscussionId id;
  GroupId group;
  identity::AccountId author;  // none: somebody who is gone
  Kind kind = Kind::discussion;
  PieceStatus status = PieceStatus::published;
  std::string title;
  Words words;
  std::vector<std::string> tags;
  bool pinned = false, locked = false, live = false, poll = false, announced = true;
  std::int64_t replies = 0;  // that can be seen
  std::int64_t last = 0;     // the number of the newest reply
  double helpful = 0;        // votes as they count
  ReplyId accepted;
  Time created_at, edited_at, active_at;
};

struct Reply {
  ReplyId id;
  DiscussionId discussion;
  ReplyId parent;
  std::int64_t depth = 0;
  std::int64_t number = 0;  // 1, 2, 3, … in its discussion
  identity::AccountId author;
  PieceStatus status = PieceStatus::published;
  Words words;
  double helpful = 0, score = 0, proven = 0;
  bool announced = true;
  Time created_at, edited_at;
};

struct NewPoll {
  std::vector<std::string> options;
  bool multiple = false;
  std::optional<Time> closes_at;
};
struct NewDiscussion {
  GroupId group;
  Kind kind = Kind::discussion;
  std::string title;
  Words words;
  std::vector<std::string> tags;
  std::optional<NewPoll> poll;
  bool live = false;
};
struct NewReply {
  DiscussionId discussion;
  ReplyId parent;
  Words words;
};

// What helps the next asker: an accepted answer in a group that everybody may read.
struct AcceptedAnswer {
  DiscussionId discussion;
  ReplyId reply;
  std::string slug, title, question, answer;
  std::vector<std::string> tags;
  std::vector<catalog::ProductId> products;
  identity::AccountId author;
  Time accepted_at;
};

class Discussions {
 public:
  virtual ~Discussions() = default;
  // Whatever its status, whoever may see it.
  virtual std::optional<Discussion> discussion(db::Reader& reader, DiscussionId id) = 0;
  // Published ones of public groups in the order of their ids, at most `limit`: for indexes.
  virtual std::vector<Discussion> published_after(db::Reader& reader, DiscussionId after, int limit) = 0;
  // Of public groups, in the order of the discussions' ids; at most 500.
  virtual std::vector<AcceptedAnswer> accepted_after(db::Reader& reader, DiscussionId after, int limit) = 0;
  // Of a group, those with an accepted answer, whoever may read them; at most 10,000: for indexes, when the group has changed.
  virtual std::vector<DiscussionId> answered_in(db::Reader& reader, GroupId group) = 0;
  // `at`: when it was written (now, or the past for the demo). Limits, trust and moderation are asked when `at` is now().
  virtual Result<Discussion> discuss(db::Transaction& tx, const Looker& author, const NewDiscussion& wanted, Time at) = 0;
  virtual Result<Reply> reply(db::Transaction& tx, const Looker& author, const NewReply& wanted, Time at) = 0;
  virtual Result<Discussion> accept(db::Transaction& tx, const Looker& by, DiscussionId id, ReplyId reply) = 0;
  // `value` -1, 0, 1.
  virtual Result<double> vote(db::Transaction& tx, const Looker& by, DiscussionId id, int value) = 0;
  virtual Result<double> vote(db::Transaction& tx, const Looker& by, ReplyId id, int value) = 0;
};

}  // namespace plaza::community
