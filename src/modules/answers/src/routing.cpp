#include "routing.h"

#include "platform/base/text.h"
#include "route_statements.h"
#include "store.h"

namespace plaza::answers {
namespace {

namespace sql = statements;
using identity::AccountId;

Waiting read_waiting(const db::Row& row) {
  return {row.integer(0), static_cast<AskedWhere>(row.integer(8)), row.id<catalog::ProductId>(1), static_cast<QuestionState>(row.integer(2)),
          row.time(3), row.time(4), row.integer(5), row.id<care::ConversationId>(6), row.time(7)};
}

bool is_shown(const reviews::Question& question) {
  return question.status == reviews::ReviewStatus::published && !question.text.empty();
}

}  // namespace

std::optional<Waiting> waiting_for(db::Reader& reader, std::int64_t id) { return reader.one(sql::find_question, {id}, read_waiting); }

std::vector<Waiting> questions_for(db::Reader& reader, AccountId account) { return reader.all(sql::questions_for, {account}, read_waiting); }

std::vector<Waiting> due_questions(db::Reader& reader, AskedWhere where, Time now) {
  return reader.all(sql::due_questions, {now, static_cast<int>(where)}, read_waiting);
}

bool move(db::Transaction& tx, std::int64_t id, QuestionState from, QuestionState to, Time now, care::ConversationId conversation) {
  return tx.execute(sql::end_question, {id, static_cast<int>(to), now, conversation, static_cast<int>(from)}) == 1;
}

Result<std::string> QuestionChannel::reply(const care::Outgoing& outgoing, community::DiscussionId id) {
  const auto write = [&](db::Transaction& tx) -> Result<std::string> {
    const auto sent = tx.one(sql::find_delivered, {outgoing.key}, [](const db::Row& row) { return row.id<community::ReplyId>(0); });
    if (sent) return to_text(*sent);  // the attempt before did it, and its news was lost
    TRY(const auto made, groups_.answer(tx, id, outgoing.message.author, outgoing.message.text));
    tx.execute(sql::insert_delivered, {outgoing.key, made});
    return to_text(made);
  };
  return needs_.database.write_now(write);
}

care::Terms QuestionChannel::terms(const care::Conversation& conversation) const {
  care::Terms terms;
  terms.rule = "question";
  terms.answerable = !conversation.channel_key.empty();
  return terms;
}

Result<std::string> QuestionChannel::send(const care::Outgoing& outgoing) {
  if (const auto talk = parse_id<community::DiscussionId>(outgoing.conversation.channel_key)) return reply(outgoing, *talk);
  const auto id = parse_id<reviews::QuestionId>(outgoing.conversation.channel_key);
  if (!id) return Error{ErrorKind::unprocessable, "reviews.question_not_found", "The question is not there any more."};
  const auto write = [&](db::Transaction& tx) -> Result<std::string> {
    const auto sent = tx.one(sql::find_delivered, {outgoing.key}, [](const db::Row& row) { return row.id<reviews::AnswerId>(0); });
    if (sent) return to_text(*sent);  // the attempt before did it, and its news was lost
    const auto answer = needs_.questions.answer(tx, *id, outgoing.message.author, true, outgoing.message.text);
    // What is refused once is refused again.
    if (!answer.ok()) return Error{ErrorKind::unprocessable, answer.error().code, answer.error().detail};
    tx.execute(sql::insert_delivered, {outgoing.key, answer->id});
    const auto question = needs_.questions.find(tx, *id);
    if (question && !question->accepted_id && answer->status == reviews::ReviewStatus::published) {
      TRY_DONE(needs_.questions.accept(tx, *id, answer->id, outgoing.message.author, true));
    }
    return to_text(answer->id);
  };
  return needs_.database.write_now(write);
}

OpenQuestion Routing::open_question(db::Reader& reader, const reviews::Question& question) const {
  OpenQuestion open;
  open.id = question.id.value;
  open.key = to_text(question.id);
  open.asker = question.account_id;
  open.text = question.text;
  open.products = {question.product_id};
  if (const auto product = needs_.catalog.product(reader, question.product_id)) open.url = "/products/" + product->handle + "#questions";
  return open;
}

void Routing::invite(db::Transaction& tx, const reviews::Question& question, const Settings& settings) {
  auto open = open_question(tx, question);
  if (open.url.empty()) return;
  if (members_) {
    open.trusted = members_->for_product(tx, question.product_id, known_max);
    open.may_read = [this, asker = question.account_id](AccountId who) { return !asker || !members_->apart(who, asker); };
  }
  asking_.invite(tx, open, settings);
}

void Routing::invite_again(db::Transaction& tx, const Waiting& row) {
  const auto question = needs_.questions.find(tx, row.question_id());
  if (row.state == QuestionState::waiting && question && is_shown(*question) && question->answers == 0) {
    invite(tx, *question, store::read_settings(tx));
  }
}

void Routing::hear(db::Transaction& tx, const reviews::QuestionAsked& asked) {
  const auto question = needs_.questions.find(tx, asked.question_id);
  if (!question) return;
  const auto settings = store::read_settings(tx);
  const auto due = needs_.care.working_time_after(tx, question->asked_at, static_cast<int>(settings.unanswered_minutes));
  if (tx.execute(sql::insert_question, {question->id, question->product_id, question->asked_at, due, static_cast<int>(AskedWhere::product)}) != 1) return;
  if (is_shown(*question) && question->answers == 0) invite(tx, *question, settings);
}

void Routing::hear(db::Transaction& tx, const reviews::QuestionAnswered& answered) {
  if (answered.account_id) tx.execute(sql::count_answer, {answered.product_id, answered.account_id, 1, 0});
  const auto row = waiting_for(tx, answered.question_id.value);
  if (!row) return;
  if (move(tx, row->id, QuestionState::waiting, QuestionState::answered, needs_.clock.now())) return;
  if (row->state != QuestionState::with_agents || !row->conversation_id) return;
  const auto by_agent = tx.one(sql::is_delivered, {answered.answer_id}, [](const db::Row&) { return true; });
  if (by_agent) {
    move(tx, row->id, QuestionState::with_agents, QuestionState::answered, needs_.clock.now());
    return;
  }
  const auto face = needs_.accounts.face(answered.account_id);
  const std::string who = face ? face->name : "Somebody";
  // The conversation may be gone by now: then nobody needs to know.
  (void)needs_.care.note(tx, row->conversation_id, {}, who + " answered on the product's page.", {});
}

void Routing::hear(db::Transaction& tx, const reviews::AnswerAccepted& accepted) {
  if (accepted.account_id) tx.execute(sql::count_answer, {accepted.product_id, *accepted.account_id, 0, 1});
}

plaza::Status Routing::hear(db::Transaction& tx, const reviews::QuestionChanged& changed) {
  const auto row = waiting_for(tx, changed.question_id.value);
  const auto question = needs_.questions.find(tx, changed.question_id);
  const bool gone = !question || question->status == reviews::ReviewStatus::rejected || question->text.empty();
  if (row && gone) {  // whoever answered it: its words leave the inbox, too
    TRY_DONE(needs_.care.withdraw(tx, "question", to_text(changed.question_id)));
    move(tx, row->id, QuestionState::with_agents, QuestionState::gone, needs_.clock.now());
  }
  if (row && row->conversation_id && question && is_shown(*question)) {  // it may have come back
    move(tx, row->id, QuestionState::gone, QuestionState::with_agents, needs_.clock.now(), row->conversation_id);
    const auto product = needs_.catalog.product(tx, question->product_id);
    TRY_DONE(needs_.care.restore_one(tx, "question", to_text(question->id), {product ? product->title : "", question->text}));
  }
  if (!row || row->state != QuestionState::waiting || !question) return done();
  if (question->answers > 0) move(tx, row->id, QuestionState::waiting, QuestionState::answered, needs_.clock.now());
  else if (is_shown(*question) && row->invited == 0) invite(tx, *question, store::read_settings(tx));
  return done();
}

void Routing::hear(db::Transaction& tx, const orders::OrderFacts& paid) {
  if (!paid.account_id) return;
  for (const auto& line : paid.lines) tx.execute(sql::insert_owner, {line.product_id, *paid.account_id, needs_.clock.now()});
}

Result<care::ConversationId> Routing::hand_over(db::Transaction& tx, const reviews::Question& question) {
  const auto product = needs_.catalog.product(tx, question.product_id);
  return asking_.hand_over(tx, open_question(tx, question), product ? product->title : "");
}

Result<int> Routing::escalate(db::Transaction& tx) {
  const Time now = needs_.clock.now();
  const auto due = due_questions(tx, AskedWhere::product, now);
  if (due.empty()) return 0;
  const bool wanted = store::read_settings(tx).to_agents;
  int given = 0;
  for (const auto& row : due) {
    const auto question = needs_.questions.find(tx, row.question_id());
    if (!question || question->status == reviews::ReviewStatus::rejected || question->text.empty()) {
      move(tx, row.id, QuestionState::waiting, QuestionState::gone, now);
    } else if (question->answers > 0) {
      move(tx, row.id, QuestionState::waiting, QuestionState::answered, now);
    } else if (wanted && is_shown(*question)) {
      TRY(const auto conversation, hand_over(tx, *question));
      given += move(tx, row.id, QuestionState::waiting, QuestionState::with_agents, now, conversation) ? 1 : 0;
    }
  }
  return given;
}

std::vector<Waiting> Routing::list(db::Reader& reader, std::optional<QuestionState> state) {
  return reader.all(sql::list_questions, {state ? static_cast<int>(*state) : -1}, read_waiting);
}

}  // namespace plaza::answers
