#include "routing.h"

#include <algorithm>
#include <map>

#include "platform/base/text.h"
#include "route_statements.h"
#include "store.h"

namespace plaza::answers {
namespace {

namespace sql = statements;
using identity::AccountId;

constexpr int known_max = 20;  // people looked at of each kind

Waiting read_waiting(const db::Row& row) {
  return {row.id<reviews::QuestionId>(0), row.id<catalog::ProductId>(1), static_cast<QuestionState>(row.integer(2)), row.time(3), row.time(4),
          row.integer(5), row.id<care::ConversationId>(6), row.time(7)};
}

// False: it was not in that state any more.
bool move(db::Transaction& tx, reviews::QuestionId id, QuestionState from, QuestionState to, Time now, care::ConversationId conversation = {}) {
  return tx.execute(sql::end_question, {id, static_cast<int>(to), now, conversation, static_cast<int>(from)}) == 1;
}

bool is_shown(const reviews::Question& question) {
  return question.status == reviews::ReviewStatus::published && !question.text.empty();
}

}  // namespace

care::Terms QuestionChannel::terms(const care::Conversation& conversation) const {
  care::Terms terms;
  terms.rule = "question";
  terms.answerable = !conversation.channel_key.empty();
  return terms;
}

Result<std::string> QuestionChannel::send(const care::Outgoing& outgoing) {
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

// Who answered here, who bought it, whose reviews show that they have it, and whom the community trusts.
std::vector<Candidate> Routing::candidates(db::Reader& reader, const reviews::Question& question, const Settings& settings) {
  std::map<AccountId, Candidate> all;
  const auto add = [&](AccountId id) -> Candidate& {
    auto& each = all[id];
    each.account = id;
    return each;
  };
  reader.each(sql::answerers_of, {question.product_id}, [&](const db::Row& row) {
    auto& each = add(row.id<AccountId>(0));
    each.answers = row.integer(1);
    each.accepted = row.integer(2);
  });
  std::vector<AccountId> owners = reader.all(sql::owners_of, {question.product_id}, [](const db::Row& row) { return row.id<AccountId>(0); });
  reviews::ReviewQuery verified;
  verified.product_id = question.product_id;
  verified.verified = true;
  verified.limit = known_max;
  for (const auto& review : needs_.reviews.published(reader, verified).items) {
    if (review.account_id) owners.push_back(review.account_id);
  }
  for (const auto id : owners) add(id);
  if (members_) {
    for (const auto id : members_->for_product(reader, question.product_id, known_max)) add(id).trusted = true;
  }
  std::vector<Candidate> fit;
  const Time week_ago = needs_.clock.now() - days(7);
  for (auto& [id, each] : all) {
    if (!id || id == question.account_id || !needs_.accounts.face(id)) continue;
    const auto asked = reader.one(sql::invited_since, {id, week_ago}, [](const db::Row& row) { return row.integer(0); });
    if (asked.value_or(0) >= settings.expert_week_max) continue;
    each.owner = needs_.questions.owns(reader, id, question.product_id);
    fit.push_back(each);
  }
  return fit;
}

void Routing::invite(db::Transaction& tx, const reviews::Question& question, const Settings& settings) {
  const auto product = needs_.catalog.product(tx, question.product_id);
  if (!product || settings.experts_max == 0) return;
  const auto chosen = choose_experts(candidates(tx, question, settings), static_cast<std::size_t>(settings.experts_max));
  const std::string url = "/products/" + product->handle + "#questions";
  std::int64_t invited = 0;
  for (const auto id : chosen) {
    if (tx.execute(sql::insert_invited, {question.id, id, needs_.clock.now()}) != 1) continue;
    ++invited;
    needs_.bell.notify(tx, {id, notifications::Kind::question_for_you, question.account_id, to_text(question.id),
                            std::string(first_code_points(question.text, 120)), url, ""});
  }
  if (invited > 0) tx.execute(sql::add_invited, {question.id, invited});
}

void Routing::hear(db::Transaction& tx, const reviews::QuestionAsked& asked) {
  const auto question = needs_.questions.find(tx, asked.question_id);
  if (!question) return;
  const auto settings = store::read_settings(tx);
  const auto due = needs_.care.working_time_after(tx, question->asked_at, static_cast<int>(settings.unanswered_minutes));
  if (tx.execute(sql::insert_question, {question->id, question->product_id, question->asked_at, due}) != 1) return;
  if (is_shown(*question) && question->answers == 0) invite(tx, *question, settings);
}

void Routing::hear(db::Transaction& tx, const reviews::QuestionAnswered& answered) {
  if (answered.account_id) tx.execute(sql::count_answer, {answered.product_id, answered.account_id, 1, 0});
  const auto row = tx.one(sql::find_question, {answered.question_id}, read_waiting);
  if (!row) return;
  if (move(tx, row->question_id, QuestionState::waiting, QuestionState::answered, needs_.clock.now())) return;
  if (row->state != QuestionState::with_agents || !row->conversation_id) return;
  const auto by_agent = tx.one(sql::is_delivered, {answered.answer_id}, [](const db::Row&) { return true; });
  if (by_agent) {
    move(tx, row->question_id, QuestionState::with_agents, QuestionState::answered, needs_.clock.now());
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
  const auto row = tx.one(sql::find_question, {changed.question_id}, read_waiting);
  const auto question = needs_.questions.find(tx, changed.question_id);
  const bool gone = !question || question->status == reviews::ReviewStatus::rejected || question->text.empty();
  if (row && gone) {  // whoever answered it: its words leave the inbox, too
    TRY_DONE(needs_.care.withdraw(tx, "question", to_text(changed.question_id)));
    move(tx, row->question_id, QuestionState::with_agents, QuestionState::gone, needs_.clock.now());
  }
  if (!row || row->state != QuestionState::waiting || !question) return done();
  if (question->answers > 0) move(tx, row->question_id, QuestionState::waiting, QuestionState::answered, needs_.clock.now());
  else if (is_shown(*question) && row->invited == 0) invite(tx, *question, store::read_settings(tx));
  return done();
}

void Routing::hear(db::Transaction& tx, const orders::OrderFacts& paid) {
  if (!paid.account_id) return;
  for (const auto& line : paid.lines) tx.execute(sql::insert_owner, {line.product_id, *paid.account_id, needs_.clock.now()});
}

Result<care::ConversationId> Routing::hand_over(db::Transaction& tx, const reviews::Question& question) {
  const auto product = needs_.catalog.product(tx, question.product_id);
  care::Inbound inbound;
  inbound.channel = "question";
  inbound.channel_key = to_text(question.id);
  inbound.external_id = to_text(question.id);
  inbound.subject = product ? product->title : std::string(first_code_points(question.text, 60));
  inbound.text = question.text;
  inbound.product = question.product_id;
  inbound.customer.account = question.account_id;
  if (const auto account = question.account_id ? needs_.accounts.find(tx, question.account_id) : std::nullopt) {
    inbound.customer.verified = true;
    inbound.customer.name = account->display_name;
    inbound.customer.address = lower_ascii(account->email);
    inbound.customer.locale = account->locale.empty() ? "en" : account->locale;
  }
  TRY(const auto received, needs_.care.receive(tx, inbound));
  return received.conversation_id;
}

Result<int> Routing::escalate(db::Transaction& tx) {
  const Time now = needs_.clock.now();
  const auto due = tx.all(sql::due_questions, {now}, read_waiting);
  if (due.empty()) return 0;
  const bool wanted = store::read_settings(tx).to_agents;
  int given = 0;
  for (const auto& row : due) {
    const auto question = needs_.questions.find(tx, row.question_id);
    if (!question || question->status == reviews::ReviewStatus::rejected || question->text.empty()) {
      move(tx, row.question_id, QuestionState::waiting, QuestionState::gone, now);
    } else if (question->answers > 0) {
      move(tx, row.question_id, QuestionState::waiting, QuestionState::answered, now);
    } else if (wanted && is_shown(*question)) {
      TRY(const auto conversation, hand_over(tx, *question));
      given += move(tx, row.question_id, QuestionState::waiting, QuestionState::with_agents, now, conversation) ? 1 : 0;
    }
  }
  return given;
}

std::vector<Waiting> Routing::list(db::Reader& reader, std::optional<QuestionState> state) {
  return reader.all(sql::list_questions, {state ? static_cast<int>(*state) : -1}, read_waiting);
}

}  // namespace plaza::answers
