// Questions on products until somebody answers: likely experts are asked, then it is an agent's turn.
#pragma once

#include "answers/module.h"
#include "asking.h"
#include "care/channel.h"
#include "group_routing.h"
#include "orders/events.h"
#include "reviews/events.h"
#include "rules.h"

namespace plaza::answers {

// Stored by number: new ones go to the end. with_members: of a closed group, whose moderators were told.
enum class QuestionState { waiting, answered, with_agents, gone, with_members };
constexpr auto enum_names(QuestionState*) {
  return std::array<std::string_view, 5>{"waiting", "answered", "with_agents", "gone", "with_members"};
}
enum class AskedWhere { product, group };
constexpr auto enum_names(AskedWhere*) { return std::array<std::string_view, 2>{"product", "group"}; }

struct Waiting {
  std::int64_t id = 0;  // of the question, or of the discussion
  AskedWhere where = AskedWhere::product;
  catalog::ProductId product_id;
  QuestionState state = QuestionState::waiting;
  Time asked_at, due_at;
  std::int64_t invited = 0;
  care::ConversationId conversation_id;
  Time ended_at;
  reviews::QuestionId question_id() const { return reviews::QuestionId{id}; }
};

std::optional<Waiting> waiting_for(db::Reader& reader, std::int64_t id);
// Unanswered ones that somebody was asked about and did not leave to others, newest first; at most 50.
std::vector<Waiting> questions_for(db::Reader& reader, identity::AccountId account);
// Whose time has come, at most 100.
std::vector<Waiting> due_questions(db::Reader& reader, AskedWhere where, Time now);
// False: it was not in that state any more.
bool move(db::Transaction& tx, std::int64_t id, QuestionState from, QuestionState to, Time now, care::ConversationId conversation = {});

// What agents answer in a conversation of the channel "question" stands on the product, as the accepted answer if there is none yet, or in
// the discussion as the brand's reply.
class QuestionChannel final : public care::Channel {
 public:
  QuestionChannel(const Needs& needs, const GroupRouting& groups) : needs_(needs), groups_(groups) {}
  std::string_view name() const override { return "question"; }
  care::Capabilities capabilities() const override { return {false, 2'000}; }
  care::Terms terms(const care::Conversation& conversation) const override;
  Result<std::string> send(const care::Outgoing& outgoing) override;

 private:
  Result<std::string> reply(const care::Outgoing& outgoing, community::DiscussionId id);
  const Needs& needs_;
  const GroupRouting& groups_;
};

class Routing {
 public:
  explicit Routing(const Needs& needs) : needs_(needs), asking_(needs) {}
  void plug(TrustedMembers& members) { members_ = &members; }

  void hear(db::Transaction& tx, const reviews::QuestionAsked& asked);
  void hear(db::Transaction& tx, const reviews::QuestionAnswered& answered);
  void hear(db::Transaction& tx, const reviews::AnswerAccepted& accepted);
  plaza::Status hear(db::Transaction& tx, const reviews::QuestionChanged& changed);
  void hear(db::Transaction& tx, const orders::OrderFacts& paid);
  // Gives to the agents what waited long enough; how many.
  Result<int> escalate(db::Transaction& tx);
  std::vector<Waiting> list(db::Reader& reader, std::optional<QuestionState> state);
  // Somebody else, for who left it to others.
  void invite_again(db::Transaction& tx, const Waiting& row);
  const Asking& asking() const { return asking_; }

 private:
  OpenQuestion open_question(db::Reader& reader, const reviews::Question& question) const;
  void invite(db::Transaction& tx, const reviews::Question& question, const Settings& settings);
  Result<care::ConversationId> hand_over(db::Transaction& tx, const reviews::Question& question);

  const Needs& needs_;
  Asking asking_;
  TrustedMembers* members_ = nullptr;
};

}  // namespace plaza::answers
