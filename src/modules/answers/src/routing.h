// Questions on products until somebody answers: likely experts are asked, then it is an agent's turn.
#pragma once

#include "care/channel.h"
#include "answers/module.h"
#include "orders/events.h"
#include "reviews/events.h"
#include "rules.h"

namespace plaza::answers {

enum class QuestionState { waiting, answered, with_agents, gone };
constexpr auto enum_names(QuestionState*) {
  return std::array<std::string_view, 4>{"waiting", "answered", "with_agents", "gone"};
}

struct Waiting {
  reviews::QuestionId question_id;
  catalog::ProductId product_id;
  QuestionState state = QuestionState::waiting;
  Time asked_at, due_at;
  std::int64_t invited = 0;
  care::ConversationId conversation_id;
  Time ended_at;
};

// What agents answer in a conversation of the channel "question" stands on the product, as the accepted answer if there is none yet.
class QuestionChannel final : public care::Channel {
 public:
  explicit QuestionChannel(const Needs& needs) : needs_(needs) {}
  std::string_view name() const override { return "question"; }
  care::Capabilities capabilities() const override { return {false, 2'000}; }
  care::Terms terms(const care::Conversation& conversation) const override;
  Result<std::string> send(const care::Outgoing& outgoing) override;

 private:
  const Needs& needs_;
};

class Routing {
 public:
  explicit Routing(const Needs& needs) : needs_(needs) {}
  void plug(TrustedMembers& members) { members_ = &members; }

  void hear(db::Transaction& tx, const reviews::QuestionAsked& asked);
  void hear(db::Transaction& tx, const reviews::QuestionAnswered& answered);
  void hear(db::Transaction& tx, const reviews::AnswerAccepted& accepted);
  plaza::Status hear(db::Transaction& tx, const reviews::QuestionChanged& changed);
  void hear(db::Transaction& tx, const orders::OrderFacts& paid);
  // Gives to the agents what waited long enough; how many.
  Result<int> escalate(db::Transaction& tx);
  std::vector<Waiting> list(db::Reader& reader, std::optional<QuestionState> state);

 private:
  std::vector<Candidate> candidates(db::Reader& reader, const reviews::Question& question, const Settings& settings);
  void invite(db::Transaction& tx, const reviews::Question& question, const Settings& settings);
  Result<care::ConversationId> hand_over(db::Transaction& tx, const reviews::Question& question);

  const Needs& needs_;
  TrustedMembers* members_ = nullptr;
};

}  // namespace plaza::answers
