#pragma once

#include "platform/db/connection.h"

namespace plaza::content {

// Columns of a post, in the order that store.cpp reads them.
#define CONTENT_POST_COLUMNS                                                                                    \
  "id, author_id, text, hashtags, mentions, media, has_video, tags, status, visibility, likes, comments, saves, " \
  "shares, views, created_at, published_at, reports, hold_reason"

inline constexpr db::Statement insert_post{"content.insert_post", R"sql(
  INSERT INTO content_posts (id, author_id, text, hashtags, mentions, media, has_video, tags, status, visibility, created_at,
                             published_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))sql"};
inline constexpr db::Statement update_post{"content.update_post", R"sql(
  UPDATE content_posts SET text = $3, hashtags = $4, mentions = $5, media = $6, has_video = $7, tags = $8, status = $9,
                           visibility = $10, published_at = $11
  WHERE id = $1 AND author_id = $2 AND status = $12)sql"};
inline constexpr db::Statement set_post_status{"content.set_post_status", R"sql(
  UPDATE content_posts SET status = $3, hold_reason = $4, published_at = $5 WHERE id = $1 AND status = $2)sql"};
inline constexpr db::Statement delete_post{"content.delete_post", "DELETE FROM content_posts WHERE id = $1"};
inline constexpr db::Statement find_post{"content.find_post",
                                         "SELECT " CONTENT_POST_COLUMNS " FROM content_posts WHERE id = $1"};
inline constexpr db::Statement published_after{
    "content.published_after",
    "SELECT " CONTENT_POST_COLUMNS " FROM content_posts WHERE status = 0 AND id > $1 ORDER BY id LIMIT $2"};
inline constexpr db::Statement posts_of_author{
    "content.posts_of_author", "SELECT " CONTENT_POST_COLUMNS
                               " FROM content_posts WHERE author_id = $1 AND id < $2 AND status = $3 ORDER BY id DESC LIMIT $4"};
inline constexpr db::Statement posts_for_staff{
    "content.posts_for_staff",
    "SELECT " CONTENT_POST_COLUMNS
    " FROM content_posts WHERE id < $1 AND (CAST($2 AS BIGINT) < 0 OR status = $2) AND reports >= $3"
    " AND LOWER(text) LIKE LOWER($4) ESCAPE '!' ORDER BY id DESC LIMIT $5"};
inline constexpr db::Statement processing_posts{
    "content.processing_posts",
    "SELECT " CONTENT_POST_COLUMNS " FROM content_posts WHERE status = 3 ORDER BY id LIMIT 500"};

inline constexpr db::Statement add_counts{"content.add_counts", R"sql(
  UPDATE content_posts SET likes = likes + $2, comments = comments + $3, saves = saves + $4, shares = shares + $5,
                           views = views + $6
  WHERE id = $1 RETURNING likes, comments, saves, shares, views)sql"};
inline constexpr db::Statement set_reports{"content.set_reports", R"sql(
  UPDATE content_posts SET reports = (SELECT COUNT(*) FROM content_reports WHERE post_id = $1) WHERE id = $1)sql"};

inline constexpr db::Statement link_product{"content.link_product", R"sql(
  INSERT INTO content_post_products (product_id, post_id) VALUES ($1, $2) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement unlink_products{"content.unlink_products",
                                               "DELETE FROM content_post_products WHERE post_id = $1"};
inline constexpr db::Statement posts_of_product{"content.posts_of_product", R"sql(
  SELECT post_id FROM content_post_products WHERE product_id = $1 AND post_id < $2 ORDER BY post_id DESC LIMIT $3)sql"};
inline constexpr db::Statement link_hashtag{"content.link_hashtag", R"sql(
  INSERT INTO content_post_hashtags (hashtag, post_id) VALUES ($1, $2) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement unlink_hashtags{"content.unlink_hashtags",
                                               "DELETE FROM content_post_hashtags WHERE post_id = $1"};
inline constexpr db::Statement posts_of_hashtag{"content.posts_of_hashtag", R"sql(
  SELECT post_id FROM content_post_hashtags WHERE hashtag = $1 AND post_id < $2 ORDER BY post_id DESC LIMIT $3)sql"};

inline constexpr db::Statement add_reaction{"content.add_reaction", R"sql(
  INSERT INTO content_reactions (account_id, kind, post_id, created_at) VALUES ($1, $2, $3, $4)
  ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement remove_reaction{
    "content.remove_reaction", "DELETE FROM content_reactions WHERE account_id = $1 AND kind = $2 AND post_id = $3"};
inline constexpr db::Statement delete_reactions{"content.delete_reactions",
                                                "DELETE FROM content_reactions WHERE post_id = $1"};
inline constexpr db::Statement reactors{"content.reactors",
                                        "SELECT account_id, kind FROM content_reactions WHERE post_id = $1"};
inline constexpr db::Statement all_reactions{"content.all_reactions", R"sql(
  SELECT account_id, kind, post_id FROM content_reactions ORDER BY account_id, kind, post_id)sql"};
inline constexpr db::Statement saved_posts{"content.saved_posts", R"sql(
  SELECT post_id, created_at FROM content_reactions WHERE account_id = $1 AND kind = 1 AND created_at < $2
  ORDER BY created_at DESC LIMIT $3)sql"};

inline constexpr db::Statement add_follow{"content.add_follow", R"sql(
  INSERT INTO content_follows (follower_id, followed_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement remove_follow{"content.remove_follow",
                                             "DELETE FROM content_follows WHERE follower_id = $1 AND followed_id = $2"};
inline constexpr db::Statement all_follows{
    "content.all_follows", "SELECT follower_id, followed_id FROM content_follows ORDER BY follower_id, followed_id"};
inline constexpr db::Statement followers_of{"content.followers_of", R"sql(
  SELECT follower_id FROM content_follows WHERE followed_id = $1 AND follower_id > $2 ORDER BY follower_id LIMIT $3)sql"};
inline constexpr db::Statement followed_by{"content.followed_by", R"sql(
  SELECT followed_id FROM content_follows WHERE follower_id = $1 AND followed_id > $2 ORDER BY followed_id LIMIT $3)sql"};

inline constexpr db::Statement insert_comment{"content.insert_comment", R"sql(
  INSERT INTO content_comments (id, post_id, author_id, parent_id, text, created_at, status, announced)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8))sql"};
inline constexpr db::Statement find_comment{"content.find_comment", R"sql(
  SELECT id, post_id, author_id, parent_id, text, created_at, status, announced FROM content_comments WHERE id = $1)sql"};
// What is published; what is not only for its author, or as the place that published answers hang on.
inline constexpr db::Statement comments_of_post{"content.comments_of_post", R"sql(
  SELECT id, post_id, author_id, parent_id, text, created_at, status, announced FROM content_comments one
  WHERE post_id = $1 AND id > $2 AND (status = 0 OR author_id = $4 OR EXISTS
    (SELECT 1 FROM content_comments answer WHERE answer.parent_id = one.id AND answer.status = 0)) ORDER BY id LIMIT $3)sql"};
inline constexpr db::Statement answers_to{"content.answers_to", R"sql(
  SELECT id, post_id, author_id, parent_id, text, created_at, status, announced FROM content_comments
  WHERE parent_id = $1 ORDER BY id)sql"};
inline constexpr db::Statement set_comment_status{"content.set_comment_status", R"sql(
  UPDATE content_comments SET status = $3, announced = $4 WHERE id = $1 AND status = $2)sql"};
inline constexpr db::Statement delete_comment{"content.delete_comment",
                                              "DELETE FROM content_comments WHERE id = $1 OR parent_id = $1"};
inline constexpr db::Statement delete_comments{"content.delete_comments",
                                               "DELETE FROM content_comments WHERE post_id = $1"};

inline constexpr db::Statement add_product_save{"content.add_product_save", R"sql(
  INSERT INTO content_product_saves (account_id, product_id, created_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement remove_product_save{
    "content.remove_product_save", "DELETE FROM content_product_saves WHERE account_id = $1 AND product_id = $2"};
inline constexpr db::Statement all_product_saves{"content.all_product_saves", R"sql(
  SELECT account_id, product_id FROM content_product_saves ORDER BY account_id, product_id)sql"};

inline constexpr db::Statement upsert_report{"content.upsert_report", R"sql(
  INSERT INTO content_reports (post_id, reporter_id, id, reason, note, created_at) VALUES ($1, $2, $3, $4, $5, $6)
  ON CONFLICT (post_id, reporter_id) DO UPDATE SET reason = excluded.reason, note = excluded.note)sql"};
inline constexpr db::Statement reports_of_post{"content.reports_of_post", R"sql(
  SELECT reason, COUNT(*) FROM content_reports WHERE post_id = $1 GROUP BY reason ORDER BY reason)sql"};
inline constexpr db::Statement delete_reports{"content.delete_reports", "DELETE FROM content_reports WHERE post_id = $1"};

inline constexpr db::Statement comments_by{"content.comments_by", R"sql(
  SELECT id, post_id, author_id, parent_id, text, created_at, status, announced FROM content_comments WHERE author_id = $1 ORDER BY id)sql"};
inline constexpr db::Statement reactions_by{"content.reactions_by", R"sql(
  SELECT kind, post_id FROM content_reactions WHERE account_id = $1 ORDER BY kind, post_id)sql"};
inline constexpr db::Statement blank_reports{"content.blank_reports",
                                             "UPDATE content_reports SET note = '' WHERE reporter_id = $1"};
inline constexpr db::Statement delete_product_saves{"content.delete_product_saves",
                                                    "DELETE FROM content_product_saves WHERE account_id = $1"};

inline constexpr const db::Statement* statements[] = {
    &insert_post,      &update_post,        &set_post_status,  &delete_post,      &find_post,         &published_after,
    &posts_of_author,  &posts_for_staff,    &processing_posts, &add_counts,       &set_reports,       &link_product,
    &unlink_products,  &posts_of_product,   &link_hashtag,     &unlink_hashtags,  &posts_of_hashtag,  &add_reaction,
    &remove_reaction,  &delete_reactions,   &reactors,         &all_reactions,    &saved_posts,       &add_follow,
    &remove_follow,    &all_follows,        &followers_of,     &followed_by,      &insert_comment,    &find_comment,
    &comments_of_post, &answers_to,         &set_comment_status, &delete_comment,     &delete_comments,  &add_product_save, &remove_product_save,
    &all_product_saves, &upsert_report,     &reports_of_post,  &delete_reports,
    &comments_by,      &reactions_by,       &blank_reports,    &delete_product_saves};

}  // namespace plaza::content
