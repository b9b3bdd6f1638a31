// SQL of reviews, their ratings and the guard. Numbers are those of the enums in review.h. (Threads, votes, invitations and files: the other
// files of statements.)
#pragma once

#include "platform/db/connection.h"

namespace plaza::reviews::statements {

#define REVIEWS_COLUMNS                                                                                               \
  "r.id, r.product_id, r.variant_id, r.account_id, r.order_id, r.person, r.import_key, r.status, r.trust, r.suspicion, r.stars, " \
  "r.verified, r.incentive, r.helpful, r.version, r.written_at, r.edited_at, r.details"

inline constexpr db::Statement read_settings{"reviews.read_settings", "SELECT version, settings FROM reviews_settings WHERE id = 1"};
inline constexpr db::Statement first_settings{"reviews.first_settings", R"sql(
INSERT INTO reviews_settings (id, version, settings) VALUES (1, 1, $1) ON CONFLICT (id) DO NOTHING)sql"};
inline constexpr db::Statement change_settings{"reviews.change_settings", R"sql(
UPDATE reviews_settings SET version = version + 1, settings = $2 WHERE id = 1 AND version = $1)sql"};
inline constexpr db::Statement read_secret{"reviews.read_secret", "SELECT secret FROM reviews_secret WHERE id = 1"};
inline constexpr db::Statement first_secret{"reviews.first_secret", R"sql(
INSERT INTO reviews_secret (id, secret) VALUES (1, $1) ON CONFLICT (id) DO NOTHING)sql"};

inline constexpr db::Statement insert_review{"reviews.insert_review", R"sql(
INSERT INTO reviews_reviews (id, product_id, variant_id, account_id, order_id, person, import_key, status, trust, suspicion, stars,
  verified, incentive, pictures, helpful, version, written_at, edited_at, details)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, 1, $15, 0, $16)
ON CONFLICT (product_id, person) DO NOTHING)sql"};
// Guarded by the version that the change was made from.
inline constexpr db::Statement change_review{"reviews.change_review", R"sql(
UPDATE reviews_reviews SET variant_id = $3, account_id = $4, order_id = $5, person = $6, status = $7, trust = $8, suspicion = $9,
  stars = $10, verified = $11, incentive = $12, pictures = $13, version = version + 1, edited_at = $14, details = $15
WHERE id = $1 AND version = $2)sql"};
inline constexpr db::Statement delete_review{"reviews.delete_review", "DELETE FROM reviews_reviews WHERE id = $1"};
inline constexpr db::Statement delete_votes_of{"reviews.delete_votes_of", "DELETE FROM reviews_ballots WHERE subject_id = $1"};
inline constexpr db::Statement find_review{
    "reviews.find_review", "SELECT " REVIEWS_COLUMNS " FROM reviews_reviews r WHERE r.id = $1"};
inline constexpr db::Statement find_by_person{
    "reviews.find_by_person", "SELECT " REVIEWS_COLUMNS " FROM reviews_reviews r WHERE r.product_id = $1 AND r.person = $2"};
inline constexpr db::Statement find_by_import{
    "reviews.find_by_import", "SELECT " REVIEWS_COLUMNS " FROM reviews_reviews r WHERE r.import_key = $1"};
inline constexpr db::Statement reviews_of_account{
    "reviews.reviews_of_account",
    "SELECT " REVIEWS_COLUMNS " FROM reviews_reviews r WHERE r.account_id = $1 AND r.id < $2 ORDER BY r.id DESC LIMIT $3"};
inline constexpr db::Statement reviews_of_order{
    "reviews.reviews_of_order", "SELECT " REVIEWS_COLUMNS " FROM reviews_reviews r WHERE r.order_id = $1 AND r.order_id <> 0"};

// Lists of what is published. $1 product, $2 stars or 0, $3 verified only, $4 with pictures only, $5 aspect or '', $6 its value or 0,
// $7 rank and $8 id of the last one before, $9 how many.
#define REVIEWS_FILTER                                                                                                \
  " FROM reviews_reviews r WHERE r.product_id = $1 AND r.status = 1 AND (CAST($2 AS BIGINT) = 0 OR r.stars = $2) "     \
  "AND (CAST($3 AS BIGINT) = 0 OR r.verified = 1) AND (CAST($4 AS BIGINT) = 0 OR r.pictures > 0) "                     \
  "AND (CAST($5 AS TEXT) = '' OR EXISTS (SELECT 1 FROM reviews_aspects a WHERE a.review_id = r.id AND a.aspect = $5 "   \
  "AND (CAST($6 AS BIGINT) = 0 OR a.value = $6))) "
inline constexpr db::Statement list_helpful{
    "reviews.list_helpful", "SELECT " REVIEWS_COLUMNS REVIEWS_FILTER
    "AND (r.helpful < $7 OR (r.helpful = $7 AND r.id < $8)) ORDER BY r.helpful DESC, r.id DESC LIMIT $9"};
inline constexpr db::Statement list_newest{
    "reviews.list_newest", "SELECT " REVIEWS_COLUMNS REVIEWS_FILTER
    "AND (r.written_at < $7 OR (r.written_at = $7 AND r.id < $8)) ORDER BY r.written_at DESC, r.id DESC LIMIT $9"};
inline constexpr db::Statement list_highest{
    "reviews.list_highest", "SELECT " REVIEWS_COLUMNS REVIEWS_FILTER
    "AND (r.stars < $7 OR (r.stars = $7 AND r.id < $8)) ORDER BY r.stars DESC, r.id DESC LIMIT $9"};
inline constexpr db::Statement list_lowest{
    "reviews.list_lowest", "SELECT " REVIEWS_COLUMNS REVIEWS_FILTER
    "AND (r.stars > $7 OR (r.stars = $7 AND r.id < $8)) ORDER BY r.stars, r.id DESC LIMIT $9"};
inline constexpr db::Statement list_pictures{
    "reviews.list_pictures", "SELECT " REVIEWS_COLUMNS REVIEWS_FILTER
    "AND (r.pictures < $7 OR (r.pictures = $7 AND r.id < $8)) ORDER BY r.pictures DESC, r.id DESC LIMIT $9"};

// For staff, newest first: $1 status or -1, $2 product or 0, $3 stars or 0, $4 suspected only, $5 before, $6 how many.
inline constexpr db::Statement list_for_staff{
    "reviews.list_for_staff", "SELECT " REVIEWS_COLUMNS R"sql( FROM reviews_reviews r
WHERE r.id < $5 AND (CAST($1 AS BIGINT) = -1 OR r.status = $1) AND (CAST($2 AS BIGINT) = 0 OR r.product_id = $2)
  AND (CAST($3 AS BIGINT) = 0 OR r.stars = $3) AND (CAST($4 AS BIGINT) = 0 OR r.suspicion = 1)
ORDER BY r.id DESC LIMIT $6)sql"};
inline constexpr db::Statement count_by_status{
    "reviews.count_by_status", "SELECT status, COUNT(*) FROM reviews_reviews GROUP BY status"};

inline constexpr db::Statement insert_aspect{"reviews.insert_aspect", R"sql(
INSERT INTO reviews_aspects (review_id, product_id, aspect, value) VALUES ($1, $2, $3, $4))sql"};
inline constexpr db::Statement delete_aspects{"reviews.delete_aspects", "DELETE FROM reviews_aspects WHERE review_id = $1"};
inline constexpr db::Statement sum_aspects{"reviews.sum_aspects", R"sql(
SELECT a.aspect, SUM(a.value), COUNT(*) FROM reviews_aspects a JOIN reviews_reviews r ON r.id = a.review_id
WHERE a.product_id = $1 AND r.status = 1 AND r.trust > 0 GROUP BY a.aspect ORDER BY a.aspect)sql"};

inline constexpr db::Statement counts_of_all{"reviews.counts_of_all", R"sql(
SELECT product_id, trust, stars, COUNT(*) FROM reviews_reviews WHERE status = 1 GROUP BY product_id, trust, stars)sql"};
inline constexpr db::Statement counts_of_product{"reviews.counts_of_product", R"sql(
SELECT product_id, trust, stars, COUNT(*) FROM reviews_reviews WHERE product_id = $1 AND status = 1
GROUP BY product_id, trust, stars)sql"};

// --- the guard ---

inline constexpr db::Statement insert_trace{"reviews.insert_trace", R"sql(
INSERT INTO reviews_traces (review_id, product_id, account_id, address, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (review_id) DO NOTHING)sql"};
inline constexpr db::Statement delete_trace{"reviews.delete_trace", "DELETE FROM reviews_traces WHERE review_id = $1"};
inline constexpr db::Statement delete_old_traces{"reviews.delete_old_traces", "DELETE FROM reviews_traces WHERE at < $1"};
inline constexpr db::Statement same_address{"reviews.same_address", R"sql(
SELECT COUNT(*) FROM reviews_traces WHERE address = $1 AND address <> 0 AND at >= $2 AND account_id <> $3)sql"};
inline constexpr db::Statement insert_band{"reviews.insert_band", R"sql(
INSERT INTO reviews_bands (band, review_id) VALUES ($1, $2) ON CONFLICT (band, review_id) DO NOTHING)sql"};
inline constexpr db::Statement delete_bands{"reviews.delete_bands", "DELETE FROM reviews_bands WHERE review_id = $1"};
inline constexpr db::Statement in_band{
    "reviews.in_band", "SELECT review_id FROM reviews_bands WHERE band = $1 ORDER BY review_id DESC LIMIT 50"};
// Who reviewed product $4 and two more of the same, at the same time.
inline constexpr db::Statement companions{"reviews.companions", R"sql(
SELECT theirs.account_id FROM reviews_reviews mine JOIN reviews_reviews theirs
  ON theirs.product_id = mine.product_id AND theirs.account_id <> mine.account_id AND theirs.account_id <> 0
  AND theirs.written_at BETWEEN mine.written_at - $2 AND mine.written_at + $2
WHERE mine.account_id = $1 AND mine.written_at >= $3 AND mine.product_id <> $4
  AND EXISTS (SELECT 1 FROM reviews_reviews here WHERE here.product_id = $4 AND here.account_id = theirs.account_id)
GROUP BY theirs.account_id HAVING COUNT(*) >= 2 LIMIT 50)sql"};
inline constexpr db::Statement count_of_account{
    "reviews.count_of_account", "SELECT COUNT(*) FROM reviews_reviews WHERE account_id = $1"};
// Without a purchase, held ones too.
inline constexpr db::Statement count_unverified{"reviews.count_unverified", R"sql(
SELECT COUNT(*) FROM reviews_reviews WHERE product_id = $1 AND verified = 0 AND import_key IS NULL AND written_at >= $2
  AND written_at < $3)sql"};
inline constexpr db::Statement unverified_since{
    "reviews.unverified_since", "SELECT " REVIEWS_COLUMNS R"sql( FROM reviews_reviews r
WHERE r.product_id = $1 AND r.verified = 0 AND r.import_key IS NULL AND r.written_at >= $2 AND r.suspicion = 0
ORDER BY r.id LIMIT 200)sql"};

inline constexpr const db::Statement* review_statements[] = {
    &read_settings, &first_settings, &change_settings, &read_secret, &first_secret, &insert_review, &change_review, &delete_review,
    &delete_votes_of, &find_review, &find_by_person, &find_by_import, &reviews_of_account, &reviews_of_order, &list_helpful,
    &list_newest, &list_highest, &list_lowest, &list_pictures, &list_for_staff, &count_by_status, &insert_aspect, &delete_aspects,
    &sum_aspects, &counts_of_all, &counts_of_product,
    &insert_trace, &delete_trace, &delete_old_traces, &same_address, &insert_band, &delete_bands, &in_band, &companions,
    &count_of_account, &count_unverified, &unverified_since,
};

}  // namespace plaza::reviews::statements
