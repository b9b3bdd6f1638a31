// SQL of questions and answers.
#pragma once

#include "platform/db/connection.h"

namespace plaza::reviews::statements {

#define REVIEWS_QUESTION "id, product_id, account_id, status, answers, accepted_id, helpful, asked_at, text, announced"
#define REVIEWS_ANSWER "id, question_id, account_id, status, voice, helpful, answered_at, text, announced"

inline constexpr db::Statement insert_question{"reviews.insert_question", R"sql(
INSERT INTO reviews_questions (id, product_id, account_id, status, answers, accepted_id, helpful, asked_at, text, announced)
VALUES ($1, $2, $3, $4, 0, 0, 0, $5, $6, $7))sql"};
inline constexpr db::Statement find_question{
    "reviews.find_question", "SELECT " REVIEWS_QUESTION " FROM reviews_questions WHERE id = $1"};
// $1 product, $2 unanswered only, $3 rank and $4 id of the last one before, $5 how many.
inline constexpr db::Statement list_questions{
    "reviews.list_questions", "SELECT " REVIEWS_QUESTION R"sql( FROM reviews_questions
WHERE product_id = $1 AND status = 1 AND (CAST($2 AS BIGINT) = 0 OR answers = 0)
  AND (helpful < $3 OR (helpful = $3 AND id < $4)) ORDER BY helpful DESC, id DESC LIMIT $5)sql"};
// For staff: $1 status or -1, $2 product or 0, $3 unanswered only, $4 before, $5 how many.
inline constexpr db::Statement list_questions_for_staff{
    "reviews.list_questions_for_staff", "SELECT " REVIEWS_QUESTION R"sql( FROM reviews_questions
WHERE id < $4 AND (CAST($1 AS BIGINT) = -1 OR status = $1) AND (CAST($2 AS BIGINT) = 0 OR product_id = $2)
  AND (CAST($3 AS BIGINT) = 0 OR answers = 0) ORDER BY id DESC LIMIT $5)sql"};
inline constexpr db::Statement questions_of_account{
    "reviews.questions_of_account", "SELECT " REVIEWS_QUESTION " FROM reviews_questions WHERE account_id = $1 ORDER BY id DESC"};
inline constexpr db::Statement hidden_questions{
    "reviews.hidden_questions", "SELECT " REVIEWS_QUESTION
                               " FROM reviews_questions WHERE account_id = $1 AND product_id = $2 AND status <> 1 ORDER BY id DESC LIMIT 20"};
inline constexpr db::Statement decide_question{
    "reviews.decide_question", "UPDATE reviews_questions SET status = $2, announced = $3 WHERE id = $1"};
// Only an answer of this very question that is shown; 0 takes the mark away.
inline constexpr db::Statement accept_answer{"reviews.accept_answer", R"sql(
UPDATE reviews_questions SET accepted_id = $2 WHERE id = $1 AND (CAST($2 AS BIGINT) = 0 OR EXISTS (
  SELECT 1 FROM reviews_answers WHERE reviews_answers.id = $2 AND reviews_answers.question_id = $1 AND reviews_answers.status = 1)))sql"};
inline constexpr db::Statement count_answers{"reviews.count_answers", R"sql(
UPDATE reviews_questions SET answers = (SELECT COUNT(*) FROM reviews_answers
  WHERE reviews_answers.question_id = reviews_questions.id AND reviews_answers.status = 1) WHERE id = $1)sql"};
inline constexpr db::Statement drop_accepted{
    "reviews.drop_accepted", "UPDATE reviews_questions SET accepted_id = 0 WHERE id = $1 AND accepted_id = $2"};

inline constexpr db::Statement insert_answer{"reviews.insert_answer", R"sql(
INSERT INTO reviews_answers (id, question_id, account_id, status, voice, helpful, answered_at, text, announced)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8))sql"};
inline constexpr db::Statement find_answer{
    "reviews.find_answer", "SELECT " REVIEWS_ANSWER " FROM reviews_answers WHERE id = $1"};
inline constexpr db::Statement answers_of_question{
    "reviews.answers_of_question", "SELECT " REVIEWS_ANSWER R"sql( FROM reviews_answers WHERE question_id = $1
AND (status = 1 OR CAST($2 AS BIGINT) = 1) ORDER BY voice DESC, helpful DESC, id LIMIT 50)sql"};
inline constexpr db::Statement answers_of_account{
    "reviews.answers_of_account", "SELECT " REVIEWS_ANSWER " FROM reviews_answers WHERE account_id = $1 ORDER BY id DESC"};
inline constexpr db::Statement decide_answer{
    "reviews.decide_answer", "UPDATE reviews_answers SET status = $2, announced = $3 WHERE id = $1"};

// Of somebody who is erased: the words go, the thread stays.
inline constexpr db::Statement blank_questions{
    "reviews.blank_questions", "UPDATE reviews_questions SET text = '', account_id = 0 WHERE account_id = $1"};
inline constexpr db::Statement blank_answers{
    "reviews.blank_answers", "UPDATE reviews_answers SET text = '', account_id = 0 WHERE account_id = $1"};

inline constexpr const db::Statement* thread_statements[] = {
    &insert_question, &find_question, &list_questions, &list_questions_for_staff, &questions_of_account, &hidden_questions, &decide_question,
    &accept_answer, &count_answers, &drop_accepted, &insert_answer, &find_answer, &answers_of_question, &answers_of_account,
    &decide_answer, &blank_questions, &blank_answers,
};

}  // namespace plaza::reviews::statements
