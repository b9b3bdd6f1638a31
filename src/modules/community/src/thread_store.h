// Rows of discussions, replies, votes, reads and polls.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "community/discussions.h"
#include "ml/votes/weighing.h"
#include "platform/db/connection.h"

namespace plaza::community {

struct Poll {
  std::vector<std::string> options;
  bool multiple = false;
  Time closes_at;  // micros 0: never
};

namespace store {

void insert(db::Transaction& tx, const Discussion& discussion);
std::optional<Discussion> find(db::Reader& reader, DiscussionId id);
void change(db::Transaction& tx, const Discussion& discussion);
// False: it does not stand so any more.
bool set_status(db::Transaction& tx, DiscussionId id, PieceStatus from, PieceStatus to, bool announced);
void set_state(db::Transaction& tx, const Discussion& discussion);
void blank(db::Transaction& tx, DiscussionId id);
void remove(db::Transaction& tx, DiscussionId id);
std::int64_t next_number(db::Transaction& tx, DiscussionId id);
void count_replies(db::Transaction& tx, DiscussionId id, int by, Time active_at);
void set_accepted(db::Transaction& tx, DiscussionId id, ReplyId reply, Time at);
void set_votes(db::Transaction& tx, DiscussionId id, double helpful);
std::vector<Discussion> discussions_after(db::Reader& reader, DiscussionId after, int limit);
std::vector<Discussion> published_after(db::Reader& reader, DiscussionId after, int limit);
std::vector<Discussion> public_after(db::Reader& reader, DiscussionId after, int limit);
std::vector<AcceptedAnswer> accepted_after(db::Reader& reader, DiscussionId after, int limit);
std::int64_t discussions_since(db::Reader& reader, identity::AccountId author, Time since);
std::vector<DiscussionId> answered_in(db::Reader& reader, GroupId group);
std::vector<Discussion> discussions_of(db::Reader& reader, identity::AccountId author);
std::vector<Discussion> active_since(db::Reader& reader, GroupId group, Time since, int limit);
std::int64_t unread(db::Reader& reader, GroupId group, identity::AccountId account, Time since);

void insert(db::Transaction& tx, const Reply& reply);
std::optional<Reply> find(db::Reader& reader, ReplyId id);
void change(db::Transaction& tx, const Reply& reply);
bool set_status(db::Transaction& tx, ReplyId id, PieceStatus from, PieceStatus to, bool announced);
void blank(db::Transaction& tx, ReplyId id);
void set_votes(db::Transaction& tx, ReplyId id, double helpful, double score, double proven);
std::vector<Reply> replies_after(db::Reader& reader, DiscussionId id, std::int64_t number, int limit);
std::vector<Reply> replies_before(db::Reader& reader, DiscussionId id, std::int64_t number, int limit);
std::vector<Reply> replies_helpful(db::Reader& reader, DiscussionId id, double score, std::int64_t number, int limit);
std::int64_t replies_since(db::Reader& reader, identity::AccountId author, Time since);
std::vector<Reply> replies_of(db::Reader& reader, identity::AccountId author);

void put_vote(db::Transaction& tx, std::int64_t subject, identity::AccountId by, identity::AccountId author, int value, Time at);
int vote_of(db::Reader& reader, std::int64_t subject, identity::AccountId by);
struct VoteRow {
  identity::AccountId account;
  int value = 0;
};
std::vector<VoteRow> votes_on(db::Reader& reader, std::int64_t subject);
std::vector<ml::votes::Elsewhere> votes_elsewhere(db::Reader& reader, std::int64_t subject, Time since);
std::vector<std::int64_t> voted_by(db::Reader& reader, identity::AccountId account, Time since);

// False: nothing new.
bool put_read(db::Transaction& tx, identity::AccountId account, DiscussionId id, std::int64_t number, Time at);
// Nothing: never.
std::optional<std::int64_t> read_of(db::Reader& reader, identity::AccountId account, DiscussionId id);
using EachRead = std::function<void(identity::AccountId, DiscussionId, std::int64_t number, Time at)>;
void each_read(db::Reader& reader, Time since, const EachRead& each);
void each_reply(db::Reader& reader, Time since, const std::function<void(identity::AccountId, DiscussionId, Time)>& each);

void insert(db::Transaction& tx, DiscussionId id, const Poll& poll);
std::optional<Poll> poll(db::Reader& reader, DiscussionId id);
void remove_poll(db::Transaction& tx, DiscussionId id);
void set_choices(db::Transaction& tx, DiscussionId id, identity::AccountId account, const std::vector<std::int64_t>& choices);
std::vector<std::int64_t> choices(db::Reader& reader, DiscussionId id, identity::AccountId account);
std::vector<std::int64_t> tally(db::Reader& reader, DiscussionId id, std::size_t options);
std::int64_t poll_voters(db::Reader& reader, DiscussionId id);

}  // namespace store
}  // namespace plaza::community
