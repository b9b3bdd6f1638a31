// Votes, accepted answers, polls.
#include <cmath>

#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";

struct VoteDiscussion {
  static constexpr const char* schema_name = "VoteCommunityDiscussion";
  DiscussionId id;
  std::int64_t value = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("value", value, json::Between{0, 1});
  }
};
struct VoteReply {
  static constexpr const char* schema_name = "VoteCommunityReply";
  ReplyId id;
  std::int64_t value = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("value", value, json::Between{-1, 1}, json::Doc{"-1 takes level 2."});
  }
};
struct Accept {
  static constexpr const char* schema_name = "AcceptCommunityAnswer";
  DiscussionId id;
  ReplyId reply_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("reply_id", reply_id);
  }
};
struct Choose {
  static constexpr const char* schema_name = "ChooseCommunityPollOptions";
  DiscussionId id;
  std::vector<std::int64_t> options;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("options", options, json::Items{0, 10}, json::Doc{"Their places, from 0; none takes the vote back."});
  }
};

HelpfulCount count_of(double helpful, std::int64_t value) { return {static_cast<std::int64_t>(std::llround(helpful)), value}; }

Result<DiscussionView> accept(const Parts& parts, const Call& call, db::Transaction& tx, DiscussionId id, ReplyId reply) {
  TRY(const Discussion now, parts.votes.accept(tx, looker_of(call), id, reply));
  return parts.presenter.view(tx, now, viewing_of(call));
}

}  // namespace

void add_vote_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::put<VoteDiscussion, HelpfulCount>("/v1/discussions/{id}/vote", "voteForDiscussion")
                 .summary("Says that a discussion helps, or takes that back.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Join the group first.")
                 .error("community.own", ErrorKind::conflict, "Nobody votes for their own.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const VoteDiscussion& request) -> Result<HelpfulCount> {
                   TRY(const double helpful, parts.votes.vote(tx, looker_of(call), request.id, static_cast<int>(request.value)));
                   return count_of(helpful, request.value);
                 }));
  routes.add(http::put<VoteReply, HelpfulCount>("/v1/replies/{id}/vote", "voteForReply")
                 .summary("Says whether a reply helps. Votes count by trust; rings of accounts lift nothing.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.reply_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Join the group first.")
                 .error("community.level_too_low", ErrorKind::forbidden, "-1 takes level 2.")
                 .error("community.own", ErrorKind::conflict, "Nobody votes for their own.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const VoteReply& request) -> Result<HelpfulCount> {
                   TRY(const double helpful, parts.votes.vote(tx, looker_of(call), request.id, static_cast<int>(request.value)));
                   return count_of(helpful, request.value);
                 }));
  routes.add(http::put<Accept, DiscussionView>("/v1/discussions/{id}/accepted", "acceptReply")
                 .summary("Says which reply was the answer: who asked, or a moderator.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.reply_not_found", ErrorKind::not_found, "The reply is not there.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For who asked, and moderators.")
                 .error("community.not_a_question", ErrorKind::conflict, "Nobody asked anything.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const Accept& request) {
                   return accept(parts, call, tx, request.id, request.reply_id);
                 }));
  routes.add(http::del<ThreadPath, DiscussionView>("/v1/discussions/{id}/accepted", "unacceptReply")
                 .summary("Takes the mark of the accepted answer away.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.discussion_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_allowed", ErrorKind::forbidden, "For who asked, and moderators.")
                 .error("community.not_a_question", ErrorKind::conflict, "Nobody asked anything.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const ThreadPath& request) {
                   return accept(parts, call, tx, request.id, ReplyId{});
                 }));
  routes.add(http::put<Choose, PollView>("/v1/discussions/{id}/poll", "voteInPoll")
                 .summary("Votes in the poll of a discussion, or takes the vote back.")
                 .tag(tag).access(http::Access::signed_in())
                 .error("community.discussion_not_found", ErrorKind::not_found, "There is no such poll, or it is not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Join the group first.")
                 .error("community.poll_closed", ErrorKind::conflict, "The poll is closed.")
                 .write(database, [parts](Call& call, db::Transaction& tx, const Choose& request) -> Result<PollView> {
                   TRY_DONE(parts.votes.choose(tx, looker_of(call), request.id, request.options));
                   const auto d = store::find(tx, request.id);
                   CHECK(d);
                   return parts.presenter.poll(tx, *d, looker_of(call)).value_or(PollView{});
                 }));
}

}  // namespace plaza::community
