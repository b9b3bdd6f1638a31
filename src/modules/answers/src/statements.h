// SQL of articles, votes and settings; that of questions and askers stands in route_statements.h.
#pragma once

#include "platform/db/connection.h"

namespace plaza::answers::statements {

#define HELP_ARTICLE                                                                                                            \
  "id, handle, status, section, version, source_id, source_kind, source_link, source_account, created_at, updated_at, published_at, " \
  "helped, not_helped, words"

inline constexpr db::Statement read_settings{"answers.read_settings", "SELECT version, settings FROM answers_settings WHERE id = 1"};
inline constexpr db::Statement first_settings{"answers.first_settings", R"sql(
INSERT INTO answers_settings (id, version, settings) VALUES (1, 1, $1) ON CONFLICT (id) DO NOTHING)sql"};
inline constexpr db::Statement change_settings{
    "answers.change_settings", "UPDATE answers_settings SET version = version + 1, settings = $2 WHERE id = 1 AND version = $1"};

inline constexpr db::Statement insert_article{"answers.insert_article", R"sql(
INSERT INTO answers_articles (id, handle, status, section, version, source_id, source_kind, source_link, source_account, created_at,
  updated_at, published_at, helped, not_helped, words)
VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $8, $9, $9, 0, 0, 0, $10) ON CONFLICT (handle) DO NOTHING)sql"};
inline constexpr db::Statement change_article{"answers.change_article", R"sql(
UPDATE answers_articles SET handle = $3, section = $4, words = $5, updated_at = $6, version = version + 1
WHERE id = $1 AND version = $2 AND NOT EXISTS (SELECT 1 FROM answers_articles other WHERE other.handle = $3 AND other.id <> $1))sql"};
inline constexpr db::Statement set_status{"answers.set_status", R"sql(
UPDATE answers_articles SET status = $3, updated_at = $4, version = version + 1,
  published_at = CASE WHEN CAST($3 AS BIGINT) = 1 AND published_at = 0 THEN $4 ELSE published_at END WHERE id = $1 AND version = $2)sql"};
inline constexpr db::Statement find_article{"answers.find_article", "SELECT " HELP_ARTICLE " FROM answers_articles WHERE id = $1"};
inline constexpr db::Statement find_by_handle{
    "answers.find_by_handle", "SELECT " HELP_ARTICLE " FROM answers_articles WHERE handle = $1"};
inline constexpr db::Statement find_by_source{
    "answers.find_by_source", "SELECT " HELP_ARTICLE " FROM answers_articles WHERE source_id = $1 AND source_id <> ''"};
inline constexpr db::Statement list_articles{"answers.list_articles", "SELECT " HELP_ARTICLE R"sql( FROM answers_articles
WHERE (CAST($1 AS BIGINT) = -1 OR status = $1) ORDER BY updated_at DESC, id DESC LIMIT 500)sql"};
inline constexpr db::Statement articles_after{"answers.articles_after", "SELECT " HELP_ARTICLE R"sql( FROM answers_articles
WHERE status = 1 AND id > $1 ORDER BY id LIMIT $2)sql"};
inline constexpr db::Statement delete_article{"answers.delete_article", "DELETE FROM answers_articles WHERE id = $1"};
inline constexpr db::Statement grown_of_account{
    "answers.grown_of_account", "SELECT " HELP_ARTICLE " FROM answers_articles WHERE source_account = $1 AND source_account <> 0"};
inline constexpr db::Statement drop_source{"answers.drop_source", R"sql(
UPDATE answers_articles SET source_account = 0, source_id = '', source_link = '' WHERE id = $1)sql"};

inline constexpr db::Statement insert_edit{"answers.insert_edit", R"sql(
INSERT INTO answers_edits (article_id, version, at, account_id, words) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (article_id, version) DO NOTHING)sql"};
inline constexpr db::Statement edits_of_article{"answers.edits_of_article", R"sql(
SELECT version, at, account_id, words FROM answers_edits WHERE article_id = $1 ORDER BY version DESC LIMIT 50)sql"};
inline constexpr db::Statement delete_edits{"answers.delete_edits", "DELETE FROM answers_edits WHERE article_id = $1"};
inline constexpr db::Statement forget_editor{
    "answers.forget_editor", "UPDATE answers_edits SET account_id = 0 WHERE account_id = $1"};

inline constexpr db::Statement vote{"answers.vote", R"sql(
INSERT INTO answers_votes (article_id, person, helped) VALUES ($1, $2, $3)
ON CONFLICT (article_id, person) DO UPDATE SET helped = excluded.helped)sql"};
inline constexpr db::Statement count_votes{"answers.count_votes", R"sql(
UPDATE answers_articles SET helped = (SELECT COUNT(*) FROM answers_votes WHERE article_id = $1 AND answers_votes.helped = 1),
  not_helped = (SELECT COUNT(*) FROM answers_votes WHERE article_id = $1 AND answers_votes.helped = 0) WHERE id = $1)sql"};
inline constexpr db::Statement votes_of{"answers.votes_of", "SELECT article_id, helped FROM answers_votes WHERE person = $1 ORDER BY article_id"};
inline constexpr db::Statement delete_votes_of{"answers.delete_votes_of", "DELETE FROM answers_votes WHERE person = $1"};
inline constexpr db::Statement delete_votes_on{"answers.delete_votes_on", "DELETE FROM answers_votes WHERE article_id = $1"};

inline constexpr const db::Statement* article_statements[] = {
    &read_settings, &first_settings, &change_settings, &insert_article, &change_article, &set_status, &find_article, &find_by_handle,
    &find_by_source, &list_articles, &articles_after, &delete_article, &grown_of_account, &drop_source, &insert_edit, &edits_of_article,
    &delete_edits, &forget_editor, &vote, &count_votes, &votes_of, &delete_votes_of, &delete_votes_on,
};

}  // namespace plaza::answers::statements
