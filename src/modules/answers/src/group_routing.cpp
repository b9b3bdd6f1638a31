#include "group_routing.h"

#include "platform/base/text.h"
#include "route_statements.h"
#include "routing.h"
#include "store.h"

namespace plaza::answers {
namespace {

namespace sql = statements;
using community::DiscussionId;

}  // namespace

OpenQuestion GroupRouting::open_question(const GroupQuestion& question) const {
  OpenQuestion open;
  open.id = question.id.value;
  open.key = to_text(question.id);
  open.asker = question.account;
  open.text = question.text.empty() ? question.title : question.title + "\n\n" + question.text;
  open.url = question.url;
  open.products = question.products;
  open.may_read = [this, question](identity::AccountId who) { return questions_->reads(question, who); };
  return open;
}

std::optional<GroupQuestion> GroupRouting::find(db::Reader& reader, DiscussionId id) const {
  return questions_ ? questions_->find(reader, id) : std::nullopt;
}

// One that was held counts from when it was written.
void GroupRouting::hear(db::Transaction& tx, const community::DiscussionPublished& published) {
  const auto question = find(tx, published.discussion_id);
  if (!question || !question->account) return;
  const auto settings = store::read_settings(tx);
  const auto due = needs_.care.working_time_after(tx, question->asked_at, static_cast<int>(settings.unanswered_minutes));
  constexpr int in_group = static_cast<int>(AskedWhere::group);
  if (tx.execute(sql::insert_question, {question->id, catalog::ProductId{}, question->asked_at, due, in_group}) != 1) return;
  if (question->shown && !question->accepted) invite(tx, *question, settings);
}

void GroupRouting::invite(db::Transaction& tx, const GroupQuestion& question, const Settings& settings) const {
  auto open = open_question(question);
  open.text = question.title;
  open.trusted = questions_->trusted(tx, question.id, known_max);
  asking_.invite(tx, open, settings);
}

bool GroupRouting::reads(const GroupQuestion& question, identity::AccountId account) const {
  return questions_->reads(question, account);
}

void GroupRouting::invite_again(db::Transaction& tx, DiscussionId id) const {
  const auto row = waiting_for(tx, id.value);
  const auto question = find(tx, id);
  if (!row || row->state != QuestionState::waiting || !question || !question->shown || question->accepted) return;
  invite(tx, *question, store::read_settings(tx));
}

void GroupRouting::hear(db::Transaction& tx, const community::Replied& replied) {
  const auto row = waiting_for(tx, replied.discussion_id.value);
  if (!row || row->where != AskedWhere::group) return;
  const auto question = find(tx, replied.discussion_id);
  if (question && question->account == replied.account_id) return;  // who asked said more
  const Time now = needs_.clock.now();
  if (move(tx, row->id, QuestionState::waiting, QuestionState::answered, now)) return;
  if (row->state != QuestionState::with_agents || !row->conversation_id) return;
  if (tx.one(sql::is_delivered, {replied.reply_id}, [](const db::Row&) { return true; })) {
    move(tx, row->id, QuestionState::with_agents, QuestionState::answered, now);
    return;
  }
  const auto face = needs_.accounts.face(replied.account_id);
  // The conversation may be gone by now: then nobody needs to know.
  (void)needs_.care.note(tx, row->conversation_id, {}, (face ? face->name : "Somebody") + " answered in the group.", {});
}

Status GroupRouting::hear(db::Transaction& tx, const community::AnswerAccepted& accepted) {
  const auto id = accepted.discussion_id;
  const Time now = needs_.clock.now();
  if (!accepted.accepted || move(tx, id.value, QuestionState::waiting, QuestionState::answered, now)) return done();
  if (!move(tx, id.value, QuestionState::with_agents, QuestionState::answered, now)) return done();
  return needs_.care.settle_elsewhere(tx, "question", to_text(id));
}

Status GroupRouting::hear(db::Transaction& tx, const community::DiscussionChanged& changed) {
  using community::What;
  if (changed.what != What::removed && changed.what != What::state) return done();
  const auto row = waiting_for(tx, changed.discussion_id.value);
  if (!row || row->where != AskedWhere::group || !row->conversation_id) return done();
  const std::string key = to_text(changed.discussion_id);
  const auto question = find(tx, changed.discussion_id);
  if (question && question->shown) {
    move(tx, row->id, QuestionState::gone, QuestionState::with_agents, needs_.clock.now(), row->conversation_id);
    return needs_.care.restore_one(tx, "question", key, {question->title, open_question(*question).text});
  }
  // One that is only closed keeps its words; a reply that is gone takes nothing along.
  if (question || changed.what != What::removed) return done();
  move(tx, row->id, QuestionState::with_agents, QuestionState::gone, needs_.clock.now(), row->conversation_id);
  return needs_.care.withdraw(tx, "question", key);
}

void GroupRouting::tell_moderators(db::Transaction& tx, const GroupQuestion& question) const {
  for (const auto id : question.moderators) {
    if (id == question.account) continue;
    needs_.bell.notify(tx, {id, notifications::Kind::question_for_you, question.account, to_text(question.id),
                            std::string(first_code_points(question.title, 120)), question.url, ""});
  }
}

Result<int> GroupRouting::escalate(db::Transaction& tx) {
  const Time now = needs_.clock.now();
  const auto due = due_questions(tx, AskedWhere::group, now);
  if (due.empty()) return 0;
  const bool wanted = store::read_settings(tx).to_agents;
  int given = 0;
  for (const auto& row : due) {
    const auto question = find(tx, DiscussionId{row.id});
    if (!question) {
      move(tx, row.id, QuestionState::waiting, QuestionState::gone, now);
    } else if (question->accepted) {
      move(tx, row.id, QuestionState::waiting, QuestionState::answered, now);
    } else if (question->shown && !question->for_agents) {
      if (move(tx, row.id, QuestionState::waiting, QuestionState::with_members, now)) tell_moderators(tx, *question);
    } else if (question->shown && wanted) {
      TRY(const auto conversation, asking_.hand_over(tx, open_question(*question), question->title));
      given += move(tx, row.id, QuestionState::waiting, QuestionState::with_agents, now, conversation) ? 1 : 0;
    }
  }
  return given;
}

Result<community::ReplyId> GroupRouting::answer(db::Transaction& tx, DiscussionId id, identity::AccountId by, std::string_view text) const {
  const auto question = find(tx, id);
  if (!question || !question->for_agents) {  // the group may be another by now
    return Error{ErrorKind::unprocessable, "community.discussion_not_found", "The question is not there any more."};
  }
  const auto reply = questions_->answer(tx, id, by, text);
  // What is refused once is refused again.
  if (!reply.ok()) return Error{ErrorKind::unprocessable, reply.error().code, reply.error().detail};
  return *reply;
}

}  // namespace plaza::answers
