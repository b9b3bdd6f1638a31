// Statements about trust, badges and experts.
#pragma once

#include "platform/db/connection.h"

namespace plaza::community::sql {

#define COMMUNITY_STANDING "discussions_read, days_here, last_day, replies, helpful, accepted, level, given"

inline constexpr db::Statement all_levels{"community.all_levels", "SELECT account_id, level FROM community_people WHERE level > 0"};
inline constexpr db::Statement find_standing{"community.find_standing",
                                             "SELECT " COMMUNITY_STANDING " FROM community_people WHERE account_id = $1"};
// Adds to what is counted; the day counts once.
inline constexpr db::Statement count_deed{"community.count_deed", R"sql(
INSERT INTO community_people (account_id, discussions_read, days_here, last_day, replies, helpful, accepted, level, given)
VALUES ($1, $2, CASE WHEN CAST($3 AS BIGINT) > 0 THEN 1 ELSE 0 END, $3, $4, $5, $6, 0, -1)
ON CONFLICT (account_id) DO UPDATE SET discussions_read = community_people.discussions_read + excluded.discussions_read,
  days_here = community_people.days_here + CASE WHEN excluded.last_day > community_people.last_day THEN 1 ELSE 0 END,
  last_day = CASE WHEN excluded.last_day > community_people.last_day THEN excluded.last_day ELSE community_people.last_day END,
  replies = community_people.replies + excluded.replies, helpful = community_people.helpful + excluded.helpful,
  accepted = community_people.accepted + excluded.accepted)sql"};
inline constexpr db::Statement set_level{"community.set_level",
                                         "UPDATE community_people SET level = $2 WHERE account_id = $1 AND level <> $2"};
inline constexpr db::Statement give_level{"community.give_level", R"sql(
INSERT INTO community_people (account_id, discussions_read, days_here, last_day, replies, helpful, accepted, level, given)
VALUES ($1, 0, 0, 0, 0, 0, 0, 0, $2) ON CONFLICT (account_id) DO UPDATE SET given = excluded.given)sql"};
inline constexpr db::Statement delete_standing{"community.delete_standing", "DELETE FROM community_people WHERE account_id = $1"};

inline constexpr db::Statement put_badge{"community.put_badge", R"sql(
INSERT INTO community_badges (account_id, badge, at) VALUES ($1, $2, $3) ON CONFLICT (account_id, badge) DO NOTHING)sql"};
inline constexpr db::Statement badges_of{"community.badges_of",
                                         "SELECT badge, at FROM community_badges WHERE account_id = $1 ORDER BY badge"};
inline constexpr db::Statement delete_badges{"community.delete_badges", "DELETE FROM community_badges WHERE account_id = $1"};

inline constexpr db::Statement put_endorsement{"community.put_endorsement", R"sql(
INSERT INTO community_endorsements (group_id, tag, account_id, by_id, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (group_id, tag, account_id, by_id) DO NOTHING)sql"};
inline constexpr db::Statement delete_endorsement{
    "community.delete_endorsement",
    "DELETE FROM community_endorsements WHERE group_id = $1 AND tag = $2 AND account_id = $3 AND by_id = $4"};
inline constexpr db::Statement has_endorsed{
    "community.has_endorsed",
    "SELECT 1 FROM community_endorsements WHERE group_id = $1 AND tag = $2 AND account_id = $3 AND by_id = $4"};
inline constexpr db::Statement endorsed_in_group{"community.endorsed_in_group", R"sql(
SELECT tag, account_id, COUNT(*) FROM community_endorsements WHERE group_id = $1 AND (CAST($2 AS TEXT) = '' OR tag = $2)
GROUP BY tag, account_id ORDER BY COUNT(*) DESC, tag, account_id LIMIT 200)sql"};
inline constexpr db::Statement endorsed_of{"community.endorsed_of", R"sql(
SELECT group_id, tag, COUNT(*) FROM community_endorsements WHERE account_id = $1 GROUP BY group_id, tag
ORDER BY COUNT(*) DESC, group_id, tag LIMIT 100)sql"};
inline constexpr db::Statement accepted_in_tag{"community.accepted_in_tag", R"sql(
SELECT COUNT(*) FROM community_replies r JOIN community_discussions d ON d.accepted_id = r.id
WHERE r.author_id = $1 AND d.group_id = $2 AND d.tags LIKE $3)sql"};
inline constexpr db::Statement delete_endorsements{
    "community.delete_endorsements", "DELETE FROM community_endorsements WHERE account_id = $1 OR by_id = $1"};

inline constexpr db::Statement overview{"community.overview", R"sql(
SELECT (SELECT COUNT(*) FROM community_groups WHERE archived = 0), (SELECT COUNT(DISTINCT account_id) FROM community_members WHERE seat = 3),
  (SELECT COUNT(*) FROM community_discussions WHERE status = 0), (SELECT COUNT(*) FROM community_replies WHERE status = 0),
  (SELECT COUNT(*) FROM community_discussions WHERE status = 0 AND kind = 1 AND replies = 0),
  (SELECT COUNT(*) FROM community_discussions WHERE status = 0 AND kind = 1),
  (SELECT COUNT(*) FROM community_discussions WHERE status = 0 AND kind = 1 AND accepted_id <> 0),
  (SELECT COUNT(DISTINCT account_id) FROM community_reads WHERE at > $1))sql"};
// Of the newest 500 answered discussions: how long the first answer took.
inline constexpr db::Statement first_answers{"community.first_answers", R"sql(
SELECT r.created_at - d.created_at FROM community_discussions d JOIN community_replies r ON r.discussion_id = d.id AND r.number = 1
WHERE d.status = 0 ORDER BY d.id DESC LIMIT 500)sql"};

inline constexpr const db::Statement* people_statements[] = {
    &all_levels, &find_standing, &count_deed, &set_level, &give_level, &delete_standing, &put_badge, &badges_of, &delete_badges,
    &put_endorsement, &delete_endorsement, &has_endorsed, &endorsed_in_group, &endorsed_of, &accepted_in_tag, &delete_endorsements,
    &overview, &first_answers,
};

}  // namespace plaza::community::sql
