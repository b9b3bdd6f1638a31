// Discussions and replies: written, edited, taken back, moved by moderators, read. All in the caller's transaction; thread-safe.
#pragma once

#include "community/events.h"
#include "community/module.h"
#include "group_book.h"
#include "tastes.h"
#include "thread_store.h"
#include "trust.h"

namespace plaza::community {

enum class Screening { none, asked };

struct Change {  // of a discussion or a reply; what is absent stays
  std::optional<std::string> title, text;
  std::optional<std::vector<std::string>> tags;
  std::optional<std::vector<media::MediaId>> media;
  std::optional<std::vector<catalog::ProductId>> products;
  std::optional<Kind> kind;
};
struct StateChange {
  std::optional<bool> pinned, locked, live;
};
struct LimitsLeft {
  int level = 0;
  std::int64_t discussions = -1, replies = -1, links = -1, pictures = -1, mentions = -1;  // -1: no limit
};

class Threads {
 public:
  Threads(const Needs& needs, GroupBook& book, ThreadIndex& index, Tastes& tastes, Trust& trust)
      : needs_(needs), book_(book), index_(index), tastes_(tastes), trust_(trust) {}

  Result<Discussion> discuss(db::Transaction& tx, const Looker& author, const NewDiscussion& wanted, Time at, Screening screening);
  Result<Reply> reply(db::Transaction& tx, const Looker& author, const NewReply& wanted, Time at, Screening screening);
  Result<Discussion> edit(db::Transaction& tx, const Looker& by, DiscussionId id, const Change& change);
  Result<Reply> edit(db::Transaction& tx, const Looker& by, ReplyId id, const Change& change);
  Status remove(db::Transaction& tx, const Looker& by, DiscussionId id);
  Status remove(db::Transaction& tx, const Looker& by, ReplyId id);
  Result<Discussion> set_state(db::Transaction& tx, const Looker& by, DiscussionId id, const StateChange& change);
  Status read(db::Transaction& tx, const Looker& reader, DiscussionId id, std::int64_t number);

  // What moderation decides.
  Status stand(db::Transaction& tx, DiscussionId id, moderation::Standing standing);
  Status stand(db::Transaction& tx, ReplyId id, moderation::Standing standing);
  // Words and author go, the place stays (thread_erasure.cpp).
  void blank(db::Transaction& tx, const Discussion& discussion);
  void blank(db::Transaction& tx, const Reply& reply);

  // As this looker may see them: held and removed ones are their author's, the group's moderators' and staff's.
  Result<Discussion> visible(db::Reader& reader, const Looker& looker, DiscussionId id) const;
  Result<Reply> visible(db::Reader& reader, const Looker& looker, ReplyId id) const;
  bool moderates(const Looker& looker, GroupId group) const;
  LimitsLeft limits(db::Reader& reader, const Looker& looker, GroupId group) const;
  // The discussion as it is now into memory, and the news to nodes and open pages.
  void changed(db::Transaction& tx, DiscussionId id, What what);
  // May the looker see what this one wrote?
  bool apart(const Looker& looker, identity::AccountId author) const { return needs_.blocks.apart(looker.account, author); }

 private:
  Result<Words> check(db::Reader& reader, identity::AccountId author, const Words& wanted) const;
  Result<std::vector<std::string>> check_tags(const std::vector<std::string>& wanted) const;
  Status within_limits(db::Reader& reader, const Looker& author, GroupId group, const std::string& text, const Words& words) const;
  Result<bool> is_held(db::Transaction& tx, const Discussion& discussion);
  Result<bool> is_held(db::Transaction& tx, const Reply& reply, const Discussion& discussion);
  void went_public(db::Transaction& tx, const Discussion& discussion);
  void went_public(db::Transaction& tx, const Reply& reply, const Discussion& discussion);
  void insert_poll(db::Transaction& tx, DiscussionId id, const NewPoll& poll);

  const Needs& needs_;
  GroupBook& book_;
  ThreadIndex& index_;
  Tastes& tastes_;
  Trust& trust_;
};

// What learners are told of a deed.
template <class Event>
Event deed_of(const Discussion& discussion, identity::AccountId who, identity::AccountId to) {
  Event event;
  event.discussion_id = discussion.id;
  event.group_id = discussion.group;
  event.account_id = who;
  if (to) event.author_id = to;
  event.product_ids = discussion.words.products;
  return event;
}

}  // namespace plaza::community
