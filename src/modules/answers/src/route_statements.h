// SQL of questions on their way, of who is asked about them, and of askers.
#pragma once

#include "platform/db/connection.h"

namespace plaza::answers::statements {

#define HELP_QUESTION "question_id, product_id, state, asked_at, due_at, invited, conversation_id, ended_at, kind"

inline constexpr db::Statement insert_question{"answers.insert_question", R"sql(
INSERT INTO answers_questions (question_id, product_id, state, asked_at, due_at, invited, conversation_id, ended_at, kind)
VALUES ($1, $2, 0, $3, $4, 0, 0, 0, $5) ON CONFLICT (question_id) DO NOTHING)sql"};
inline constexpr db::Statement find_question{"answers.find_question", "SELECT " HELP_QUESTION " FROM answers_questions WHERE question_id = $1"};
inline constexpr db::Statement due_questions{"answers.due_questions", "SELECT " HELP_QUESTION R"sql( FROM answers_questions
WHERE state = 0 AND due_at <= $1 AND kind = $2 ORDER BY due_at, question_id LIMIT 100)sql"};
inline constexpr db::Statement list_questions{"answers.list_questions", "SELECT " HELP_QUESTION R"sql( FROM answers_questions
WHERE (CAST($1 AS BIGINT) = -1 OR state = $1) ORDER BY question_id DESC LIMIT 100)sql"};
inline constexpr db::Statement end_question{"answers.end_question", R"sql(
UPDATE answers_questions SET state = $2, ended_at = $3, conversation_id = CASE WHEN CAST($4 AS BIGINT) = 0 THEN conversation_id ELSE $4 END
WHERE question_id = $1 AND state = $5)sql"};
inline constexpr db::Statement add_invited{
    "answers.add_invited", "UPDATE answers_questions SET invited = invited + $2 WHERE question_id = $1"};

inline constexpr db::Statement insert_invited{"answers.insert_invited", R"sql(
INSERT INTO answers_invited (question_id, account_id, at, trusted, passed_at) VALUES ($1, $2, $3, $4, 0)
ON CONFLICT (question_id, account_id) DO NOTHING)sql"};
inline constexpr db::Statement invited_to{"answers.invited_to", R"sql(
SELECT account_id, trusted, passed_at FROM answers_invited WHERE question_id = $1 ORDER BY at, account_id)sql"};
inline constexpr db::Statement pass_invited{"answers.pass_invited", R"sql(
UPDATE answers_invited SET passed_at = $3 WHERE question_id = $1 AND account_id = $2 AND passed_at = 0)sql"};
// That still want an answer: those of states 0, 2 and 4.
inline constexpr db::Statement questions_for{"answers.questions_for", "SELECT " HELP_QUESTION R"sql( FROM answers_questions
WHERE state IN (0, 2, 4) AND question_id IN (SELECT question_id FROM answers_invited WHERE account_id = $1 AND passed_at = 0)
ORDER BY question_id DESC LIMIT 50)sql"};
inline constexpr db::Statement invited_since{
    "answers.invited_since", "SELECT COUNT(*) FROM answers_invited WHERE account_id = $1 AND at > $2"};
inline constexpr db::Statement invited_of{
    "answers.invited_of", R"sql(SELECT i.question_id, i.at, COALESCE(q.kind, 0) FROM answers_invited i
LEFT JOIN answers_questions q ON q.question_id = i.question_id WHERE i.account_id = $1 ORDER BY i.question_id)sql"};
inline constexpr db::Statement delete_invited_of{"answers.delete_invited_of", "DELETE FROM answers_invited WHERE account_id = $1"};

inline constexpr db::Statement count_answer{"answers.count_answer", R"sql(
INSERT INTO answers_answerers (product_id, account_id, answers, accepted) VALUES ($1, $2, $3, $4)
ON CONFLICT (product_id, account_id) DO UPDATE SET answers = answers_answerers.answers + excluded.answers,
  accepted = answers_answerers.accepted + excluded.accepted)sql"};
inline constexpr db::Statement answerers_of{"answers.answerers_of", R"sql(
SELECT account_id, answers, accepted FROM answers_answerers WHERE product_id = $1 ORDER BY accepted DESC, answers DESC, account_id LIMIT 20)sql"};
inline constexpr db::Statement delete_answerer{"answers.delete_answerer", "DELETE FROM answers_answerers WHERE account_id = $1"};

inline constexpr db::Statement insert_owner{"answers.insert_owner", R"sql(
INSERT INTO answers_owners (product_id, account_id, bought_at) VALUES ($1, $2, $3)
ON CONFLICT (product_id, account_id) DO UPDATE SET bought_at = excluded.bought_at)sql"};
inline constexpr db::Statement owners_of{"answers.owners_of", R"sql(
SELECT account_id FROM answers_owners WHERE product_id = $1 ORDER BY bought_at DESC, account_id LIMIT 20)sql"};
inline constexpr db::Statement delete_owner{"answers.delete_owner", "DELETE FROM answers_owners WHERE account_id = $1"};

inline constexpr db::Statement insert_delivered{"answers.insert_delivered", R"sql(
INSERT INTO answers_delivered (message, answer_id) VALUES ($1, $2) ON CONFLICT (message) DO NOTHING)sql"};
inline constexpr db::Statement find_delivered{"answers.find_delivered", "SELECT answer_id FROM answers_delivered WHERE message = $1"};
inline constexpr db::Statement is_delivered{"answers.is_delivered", "SELECT 1 FROM answers_delivered WHERE answer_id = $1"};

inline constexpr db::Statement insert_ask{"answers.insert_ask", R"sql(
INSERT INTO answers_asks (person, period, visitor, account_id, shown, place, first_at, outcome, outcome_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, 0, 0) ON CONFLICT (person, period) DO NOTHING)sql"};
inline constexpr db::Statement set_outcome{"answers.set_outcome", R"sql(
UPDATE answers_asks SET outcome = $3, outcome_at = $4 WHERE outcome = 0 AND first_at >= $5 AND first_at <= $4
AND ((visitor = $1 AND visitor <> '') OR (account_id = $2 AND account_id <> 0)))sql"};
// Of asks from $1 until $2: $3 is how long afterwards counts.
inline constexpr db::Statement count_asks{"answers.count_asks", R"sql(
SELECT shown, place, outcome, CASE WHEN outcome <> 0 AND outcome_at - first_at <= $3 THEN 1 ELSE 0 END AS anyway, COUNT(*)
FROM answers_asks WHERE first_at >= $1 AND first_at < $2 GROUP BY shown, place, outcome,
  CASE WHEN outcome <> 0 AND outcome_at - first_at <= $3 THEN 1 ELSE 0 END ORDER BY 1, 2, 3, 4)sql"};
inline constexpr db::Statement delete_old_asks{"answers.delete_old_asks", "DELETE FROM answers_asks WHERE first_at < $1"};
inline constexpr db::Statement asks_of_visitor{
    "answers.asks_of_visitor", "SELECT first_at, place, shown, outcome FROM answers_asks WHERE visitor = $1 AND visitor <> '' ORDER BY first_at"};
inline constexpr db::Statement asks_of_account{
    "answers.asks_of_account", "SELECT first_at, place, shown, outcome FROM answers_asks WHERE account_id = $1 AND account_id <> 0 ORDER BY first_at"};
inline constexpr db::Statement delete_asks_of_visitor{"answers.delete_asks_of_visitor", "DELETE FROM answers_asks WHERE visitor = $1 AND visitor <> ''"};
inline constexpr db::Statement delete_asks_of_account{
    "answers.delete_asks_of_account", "DELETE FROM answers_asks WHERE account_id = $1 AND account_id <> 0"};

inline constexpr const db::Statement* route_statements[] = {
    &insert_question, &find_question, &due_questions, &list_questions, &end_question, &add_invited, &insert_invited, &invited_to, &pass_invited, &questions_for,
    &invited_since, &invited_of, &delete_invited_of, &count_answer, &answerers_of, &delete_answerer, &insert_owner, &owners_of, &delete_owner,
    &insert_delivered, &find_delivered, &is_delivered, &insert_ask, &set_outcome, &count_asks, &delete_old_asks, &asks_of_visitor,
    &asks_of_account, &delete_asks_of_visitor, &delete_asks_of_account,
};

}  // namespace plaza::answers::statements
