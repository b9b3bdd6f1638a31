// Questions that members asked in groups, until somebody answers: members whom the group trusts and owners of what it is about are asked, then
// it is an agent's turn, or, in a closed group that is not the shop's, its moderators'.
#pragma once

#include "asking.h"
#include "community/events.h"

namespace plaza::answers {

class GroupRouting {
 public:
  explicit GroupRouting(const Needs& needs) : needs_(needs), asking_(needs) {}
  void plug(GroupQuestions& questions) { questions_ = &questions; }

  void hear(db::Transaction& tx, const community::DiscussionPublished& published);
  void hear(db::Transaction& tx, const community::Replied& replied);
  Status hear(db::Transaction& tx, const community::AnswerAccepted& accepted);
  Status hear(db::Transaction& tx, const community::DiscussionChanged& changed);
  // Gives on what waited long enough; how many agents got.
  Result<int> escalate(db::Transaction& tx);
  // What an agent answers in its conversation. Refusals are of ErrorKind::unprocessable.
  Result<community::ReplyId> answer(db::Transaction& tx, community::DiscussionId id, identity::AccountId by, std::string_view text) const;
  std::optional<GroupQuestion> find(db::Reader& reader, community::DiscussionId id) const;
  bool reads(const GroupQuestion& question, identity::AccountId account) const;
  // Somebody else, for who left it to others; only while it waits for members.
  void invite_again(db::Transaction& tx, community::DiscussionId id) const;

 private:
  OpenQuestion open_question(const GroupQuestion& question) const;
  void invite(db::Transaction& tx, const GroupQuestion& question, const Settings& settings) const;
  void tell_moderators(db::Transaction& tx, const GroupQuestion& question) const;

  const Needs& needs_;
  Asking asking_;
  GroupQuestions* questions_ = nullptr;
};

}  // namespace plaza::answers
