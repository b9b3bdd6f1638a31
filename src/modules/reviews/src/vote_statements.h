// SQL of votes.
#pragma once

#include "platform/db/connection.h"

namespace plaza::reviews::statements {

inline constexpr db::Statement insert_ballot{"reviews.insert_ballot", R"sql(
INSERT INTO reviews_ballots (subject_id, account_id, author_id, product_id, bought) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (subject_id, account_id) DO NOTHING)sql"};
inline constexpr db::Statement delete_ballot{
    "reviews.delete_ballot", "DELETE FROM reviews_ballots WHERE subject_id = $1 AND account_id = $2"};
inline constexpr db::Statement find_ballot{
    "reviews.find_ballot", "SELECT 1 FROM reviews_ballots WHERE subject_id = $1 AND account_id = $2"};
// Buyers first: of a very long list they are the ones who count.
inline constexpr db::Statement ballots_on{"reviews.ballots_on", R"sql(
SELECT account_id, author_id, product_id, bought FROM reviews_ballots WHERE subject_id = $1 ORDER BY bought DESC, account_id LIMIT $2)sql"};
inline constexpr db::Statement unknown_ballots{
    "reviews.unknown_ballots", "SELECT account_id, product_id FROM reviews_ballots WHERE subject_id = $1 AND bought < 0"};
inline constexpr db::Statement ballots_elsewhere{"reviews.ballots_elsewhere", R"sql(
SELECT o.account_id, o.subject_id, o.author_id FROM reviews_ballots v JOIN reviews_ballots o ON o.account_id = v.account_id
WHERE v.subject_id = $1 AND o.subject_id <> $1 ORDER BY v.bought DESC, o.subject_id DESC LIMIT 20000)sql"};
inline constexpr db::Statement ballots_by{
    "reviews.ballots_by", "SELECT DISTINCT author_id FROM reviews_ballots WHERE account_id = $1 AND author_id <> 0 LIMIT 2000"};
// $3: whether they have the product.
inline constexpr db::Statement set_bought{
    "reviews.set_bought", "UPDATE reviews_ballots SET bought = $3 WHERE account_id = $1 AND product_id = $2 AND bought <> $3"};
inline constexpr db::Statement unweigh_product_of{"reviews.unweigh_product_of", R"sql(
INSERT INTO reviews_unweighed (subject_id) SELECT subject_id FROM reviews_ballots WHERE account_id = $1 AND product_id = $2
ON CONFLICT (subject_id) DO NOTHING)sql"};
inline constexpr db::Statement unweigh_all_of{"reviews.unweigh_all_of", R"sql(
INSERT INTO reviews_unweighed (subject_id) SELECT subject_id FROM reviews_ballots WHERE account_id = $1
ON CONFLICT (subject_id) DO NOTHING)sql"};
inline constexpr db::Statement delete_ballots_of{"reviews.delete_ballots_of", "DELETE FROM reviews_ballots WHERE account_id = $1"};
inline constexpr db::Statement blank_ballots_for{
    "reviews.blank_ballots_for", "UPDATE reviews_ballots SET author_id = 0 WHERE author_id = $1"};
inline constexpr db::Statement unweighed{"reviews.unweighed", "SELECT subject_id FROM reviews_unweighed ORDER BY subject_id LIMIT $1"};
inline constexpr db::Statement delete_unweighed{"reviews.delete_unweighed", "DELETE FROM reviews_unweighed WHERE subject_id = $1"};
inline constexpr db::Statement set_review_helpful{
    "reviews.set_review_helpful", "UPDATE reviews_reviews SET helpful = $2 WHERE id = $1"};
inline constexpr db::Statement set_question_helpful{
    "reviews.set_question_helpful", "UPDATE reviews_questions SET helpful = $2 WHERE id = $1"};
inline constexpr db::Statement set_answer_helpful{
    "reviews.set_answer_helpful", "UPDATE reviews_answers SET helpful = $2 WHERE id = $1"};

inline constexpr const db::Statement* vote_statements[] = {
    &insert_ballot, &delete_ballot, &find_ballot, &ballots_on, &unknown_ballots, &ballots_elsewhere, &ballots_by, &set_bought,
    &unweigh_product_of, &unweigh_all_of, &delete_ballots_of, &blank_ballots_for, &unweighed, &delete_unweighed, &set_review_helpful,
    &set_question_helpful, &set_answer_helpful,
};

}  // namespace plaza::reviews::statements
