#include "thread_store.h"

#include <limits>

#include "platform/base/text.h"
#include "thread_statements.h"

namespace plaza::reviews::store {
namespace {

namespace sql = statements;

constexpr std::int64_t last_id = std::numeric_limits<std::int64_t>::max();

Question read_question(const db::Row& row) {
  Question q;
  q.id = row.id<QuestionId>(0);
  q.product_id = row.id<catalog::ProductId>(1);
  q.account_id = row.id<identity::AccountId>(2);
  q.status = static_cast<ReviewStatus>(row.integer(3));
  q.answers = row.integer(4);
  q.accepted_id = row.id<AnswerId>(5);
  q.helpful = row.integer(6);
  q.asked_at = row.time(7);
  q.text = row.string(8);
  q.announced = row.integer(9) != 0;
  return q;
}

Answer read_answer(const db::Row& row) {
  Answer a;
  a.id = row.id<AnswerId>(0);
  a.question_id = row.id<QuestionId>(1);
  a.account_id = row.id<identity::AccountId>(2);
  a.status = static_cast<ReviewStatus>(row.integer(3));
  a.voice = static_cast<Voice>(row.integer(4));
  a.helpful = row.integer(5);
  a.answered_at = row.time(6);
  a.text = row.string(7);
  a.announced = row.integer(8) != 0;
  return a;
}

}  // namespace

void insert(db::Transaction& tx, const Question& q) {
  tx.send(sql::insert_question, {q.id, q.product_id, q.account_id, static_cast<int>(q.status), q.asked_at, q.text, q.announced});
}

void insert(db::Transaction& tx, const Answer& a) {
  tx.send(sql::insert_answer,
          {a.id, a.question_id, a.account_id, static_cast<int>(a.status), static_cast<int>(a.voice), a.answered_at, a.text,
           a.announced});
  tx.send(sql::count_answers, {a.question_id});
}

std::optional<Question> find(db::Reader& reader, QuestionId id) { return reader.one(sql::find_question, {id}, read_question); }
std::optional<Answer> find(db::Reader& reader, AnswerId id) { return reader.one(sql::find_answer, {id}, read_answer); }

// Of one product the most helpful first, cursor "votes.id"; for staff newest first, cursor the last id.
QuestionPage list(db::Reader& reader, const QuestionQuery& query) {
  QuestionPage page;
  const bool of_product = query.product_id && query.status == ReviewStatus::published;
  std::int64_t rank = last_id, id = last_id;
  const auto dot = query.cursor.find('.');
  const std::string_view cursor = query.cursor;
  if (of_product && dot != std::string::npos) {
    rank = parse_integer(cursor.substr(0, dot)).value_or(rank);
    id = parse_integer(cursor.substr(dot + 1)).value_or(id);
  } else if (!of_product) {
    id = parse_integer(cursor).value_or(id);
  }
  if (of_product) {
    page.items = reader.all(sql::list_questions, {query.product_id, query.unanswered, rank, id, query.limit + 1}, read_question);
  } else {
    const int status = query.status ? static_cast<int>(*query.status) : -1;
    page.items = reader.all(sql::list_questions_for_staff, {status, query.product_id, query.unanswered, id, query.limit + 1},
                            read_question);
  }
  if (static_cast<int>(page.items.size()) > query.limit) {
    page.items.pop_back();
    const auto& last = page.items.back();
    page.next_cursor = (of_product ? std::to_string(last.helpful) + "." : "") + std::to_string(last.id.value);
  }
  return page;
}

std::vector<Answer> answers_of(db::Reader& reader, QuestionId id, bool all) {
  return reader.all(sql::answers_of_question, {id, all}, read_answer);
}

std::vector<Question> questions_of(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::questions_of_account, {account}, read_question);
}

std::vector<Question> hidden_questions_of(db::Reader& reader, identity::AccountId account, catalog::ProductId product) {
  return reader.all(sql::hidden_questions, {account, product}, read_question);
}

std::vector<Answer> answers_of(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::answers_of_account, {account}, read_answer);
}

void decide(db::Transaction& tx, const Question& question, ReviewStatus to) {
  tx.send(sql::decide_question, {question.id, static_cast<int>(to), question.announced || to == ReviewStatus::published});
}

void decide(db::Transaction& tx, const Answer& answer, ReviewStatus to) {
  tx.send(sql::decide_answer, {answer.id, static_cast<int>(to), answer.announced || to == ReviewStatus::published});
  tx.send(sql::count_answers, {answer.question_id});
  if (to != ReviewStatus::published) tx.send(sql::drop_accepted, {answer.question_id, answer.id});
}

bool accept(db::Transaction& tx, QuestionId id, AnswerId answer) { return tx.execute(sql::accept_answer, {id, answer}) == 1; }

std::pair<std::int64_t, std::int64_t> blank_words(db::Transaction& tx, identity::AccountId account) {
  return {tx.execute(sql::blank_questions, {account}), tx.execute(sql::blank_answers, {account})};
}

}  // namespace plaza::reviews::store
