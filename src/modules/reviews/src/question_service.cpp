#include "question_service.h"

#include <algorithm>

#include "platform/base/text.h"
#include "purchases.h"
#include "review_service.h"
#include "reviews/events.h"
#include "store.h"
#include "thread_store.h"

namespace plaza::reviews {
namespace {

Error no_question() { return {ErrorKind::not_found, "reviews.question_not_found", "There is no such question."}; }
Error no_answer() { return {ErrorKind::not_found, "reviews.answer_not_found", "There is no such answer."}; }
void tell_changed(db::Transaction& tx, const Question& question) {
  events::publish(tx, question.product_id.value, QuestionChanged{question.id, question.product_id});
}
Error own() { return {ErrorKind::conflict, "reviews.own", "This is your own."}; }

}  // namespace

Result<ReviewStatus> QuestionService::submit(db::Transaction& tx, moderation::Submission piece) {
  if (store::read_settings(tx).moderation == ModerationTime::before) piece.found.push_back(looked_at_first());
  TRY(const auto verdict, needs_.submissions.submit(tx, piece));
  return verdict.outcome == moderation::Outcome::hold ? ReviewStatus::pending : ReviewStatus::published;
}

void QuestionService::announce(db::Transaction& tx, const Question& question, const Answer& answer) {
  events::publish(tx, question.product_id.value,
                  QuestionAnswered{question.id, answer.id, question.product_id, question.account_id, answer.account_id});
}

std::vector<moderation::Finding> QuestionService::why(db::Reader& reader, moderation::Kind kind, const std::string& id) {
  return needs_.submissions.why(reader, {kind, id});
}

Result<Question> QuestionService::ask(db::Transaction& tx, const catalog::Product& product, identity::AccountId account,
                                      std::string_view text) {
  text = trimmed(text);
  if (code_points(text) < 8) return invalid_field("text", "too_short", "is too short to be understood");
  Question question;
  question.id = needs_.ids.make<QuestionId>();
  question.product_id = product.id;
  question.account_id = account;
  question.asked_at = needs_.clock.now();
  question.text = std::string(text);
  TRY(question.status, submit(tx, {{moderation::Kind::question, to_text(question.id)}, account, "", question.text, 0, 0}));
  question.announced = question.status == ReviewStatus::published;
  store::insert(tx, question);
  if (question.announced) events::publish(tx, product.id.value, QuestionAsked{question.id, product.id, account});
  return question;
}

Result<Answer> QuestionService::answer(db::Transaction& tx, QuestionId id, identity::AccountId account, bool staff,
                                       std::string_view text) {
  const auto question = store::find(tx, id);
  if (!question || (!staff && question->status != ReviewStatus::published)) return no_question();
  text = trimmed(text);
  if (text.empty()) return invalid_field("text", "required", "is needed");
  Answer answer;
  answer.id = needs_.ids.make<AnswerId>();
  answer.question_id = id;
  answer.account_id = account;
  if (staff) answer.voice = Voice::staff;
  else if (bought(needs_.orders, tx, account, question->product_id)) answer.voice = Voice::owner;
  answer.answered_at = needs_.clock.now();
  answer.text = std::string(text);
  if (!staff) {
    TRY(answer.status, submit(tx, {{moderation::Kind::answer, to_text(answer.id)}, account, "", answer.text, 0, 0}));
  }
  answer.announced = answer.status == ReviewStatus::published;
  store::insert(tx, answer);
  if (answer.announced) announce(tx, *question, answer);
  return answer;
}

Result<Question> QuestionService::accept(db::Transaction& tx, QuestionId id, AnswerId answer, identity::AccountId by, bool staff) {
  const auto question = store::find(tx, id);
  if (!question || (!staff && question->status != ReviewStatus::published)) return no_question();
  if (!staff && (!by || question->account_id != by)) {
    return Error{ErrorKind::forbidden, "reviews.not_yours", "Only who asked says which answer it was."};
  }
  if (!store::accept(tx, id, answer)) return no_answer();
  if (answer != question->accepted_id) tell_changed(tx, *question);
  if (answer && answer != question->accepted_id) {
    const auto found = store::find(tx, answer);
    const auto who = found && found->account_id ? std::optional(found->account_id) : std::nullopt;
    events::publish(tx, question->product_id.value, AnswerAccepted{id, answer, question->product_id, who});
  }
  return *store::find(tx, id);
}

Result<std::int64_t> QuestionService::vote(db::Transaction& tx, QuestionId id, identity::AccountId account, bool helpful) {
  const auto question = store::find(tx, id);
  if (!question || question->status != ReviewStatus::published) return no_question();
  if (question->account_id == account) return own();
  return votes_.vote(tx, {id.value, question->account_id, question->product_id}, account, helpful);
}

Result<std::int64_t> QuestionService::vote(db::Transaction& tx, AnswerId id, identity::AccountId account, bool helpful) {
  const auto answer = store::find(tx, id);
  const auto question = answer ? store::find(tx, answer->question_id) : std::nullopt;
  if (!question || answer->status != ReviewStatus::published) return no_answer();
  if (answer->account_id == account) return own();
  const auto author = answer->voice == Voice::staff ? identity::AccountId{} : answer->account_id;
  return votes_.vote(tx, {id.value, author, question->product_id}, account, helpful);
}

Status QuestionService::stand(db::Transaction& tx, QuestionId id, moderation::Standing to) {
  const auto question = store::find(tx, id);
  if (!question) return no_question();
  const auto status = status_of(to);
  if (question->status == status) return done();
  store::decide(tx, *question, status);
  tell_changed(tx, *question);
  if (status != ReviewStatus::published || question->announced) return done();
  events::publish(tx, question->product_id.value, QuestionAsked{id, question->product_id, question->account_id});
  return done();
}

Status QuestionService::stand(db::Transaction& tx, AnswerId id, moderation::Standing to) {
  const auto answer = store::find(tx, id);
  const auto question = answer ? store::find(tx, answer->question_id) : std::nullopt;
  if (!question) return no_answer();
  const auto status = status_of(to);
  if (answer->status == status) return done();
  store::decide(tx, *answer, status);
  tell_changed(tx, *question);
  if (status == ReviewStatus::published && !answer->announced) announce(tx, *question, *answer);
  return done();
}

std::optional<Question> QuestionService::find(db::Reader& reader, QuestionId id) { return store::find(reader, id); }

QuestionPage QuestionService::list(db::Reader& reader, const QuestionQuery& query) { return store::list(reader, query); }

bool QuestionService::owns(db::Reader& reader, identity::AccountId account, catalog::ProductId product) {
  return account && bought(needs_.orders, reader, account, product).has_value();
}

QuestionView QuestionService::view(db::Reader& reader, const Question& q, identity::AccountId viewer, bool staff) {
  QuestionView view;
  view.id = q.id;
  view.product_id = q.product_id;
  view.author = speaker(needs_, q.account_id, "");
  view.text = q.text;
  view.helpful = q.helpful;
  view.answer_count = q.answers;
  view.voted = votes_.has(reader, q.id.value, viewer);
  view.own = viewer && viewer == q.account_id;
  view.may_accept = staff || view.own;
  view.asked_at = q.asked_at;
  view.status = q.status;
  if (view.own && q.status != ReviewStatus::published) view.findings = why(reader, moderation::Kind::question, to_text(q.id));
  auto answers = store::answers_of(reader, q.id, true);
  std::erase_if(answers, [&](const Answer& a) {  // one's own is seen by oneself however it stands
    return a.status != ReviewStatus::published && !staff && !(viewer && a.account_id == viewer);
  });
  std::stable_sort(answers.begin(), answers.end(), [&](const Answer& a, const Answer& b) {
    return (a.id == q.accepted_id) > (b.id == q.accepted_id);
  });
  if (answers.size() > 20) answers.resize(20);
  for (const auto& a : answers) {
    AnswerView each;
    each.id = a.id;
    if (a.voice != Voice::staff) each.author = speaker(needs_, a.account_id, "");  // staff speak as the shop
    each.voice = a.voice;
    each.text = a.text;
    each.helpful = a.helpful;
    each.voted = votes_.has(reader, a.id.value, viewer);
    each.own = viewer && viewer == a.account_id;
    each.accepted = a.id == q.accepted_id;
    each.answered_at = a.answered_at;
    each.status = a.status;
    if (each.own && a.status != ReviewStatus::published) each.findings = why(reader, moderation::Kind::answer, to_text(a.id));
    view.answers.push_back(std::move(each));
  }
  return view;
}

}  // namespace plaza::reviews
