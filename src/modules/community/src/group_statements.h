// Statements about groups, places in them, posts in their feeds and gatherings.
#pragma once

#include "platform/db/connection.h"

namespace plaza::community::sql {

#define COMMUNITY_GROUP "id, slug, name, about, rules, visibility, subject, ref, tags, cover_id, archived, created_at"
#define COMMUNITY_MEMBER "group_id, account_id, seat, role, digest, note, since, by_id, digested_at, token"
#define COMMUNITY_GATHERING \
  "id, group_id, author_id, title, text, place, url, starts_at, ends_at, capacity, going, cancelled, version, created_at, timed_at"

inline constexpr db::Statement insert_group{"community.insert_group", R"sql(
INSERT INTO community_groups (id, slug, name, about, rules, visibility, subject, ref, tags, cover_id, archived, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, $11) ON CONFLICT (slug) DO NOTHING)sql"};
inline constexpr db::Statement change_group{"community.change_group", R"sql(
UPDATE community_groups SET name = $2, about = $3, rules = $4, visibility = $5, tags = $6, cover_id = $7, archived = $8
WHERE id = $1)sql"};
inline constexpr db::Statement find_group{"community.find_group", "SELECT " COMMUNITY_GROUP " FROM community_groups WHERE id = $1"};
inline constexpr db::Statement all_groups{"community.all_groups", "SELECT " COMMUNITY_GROUP " FROM community_groups ORDER BY id"};

inline constexpr db::Statement all_places{"community.all_places",
                                          "SELECT group_id, account_id, seat, role FROM community_members"};
inline constexpr db::Statement find_member{
    "community.find_member", "SELECT " COMMUNITY_MEMBER " FROM community_members WHERE group_id = $1 AND account_id = $2"};
inline constexpr db::Statement put_member{"community.put_member", R"sql(
INSERT INTO community_members (group_id, account_id, seat, role, digest, note, since, by_id, digested_at, token)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $7, $9)
ON CONFLICT (group_id, account_id) DO UPDATE SET seat = excluded.seat, role = excluded.role, digest = excluded.digest,
  note = excluded.note, since = excluded.since, by_id = excluded.by_id)sql"};
inline constexpr db::Statement set_digest{
    "community.set_digest", "UPDATE community_members SET digest = $3 WHERE group_id = $1 AND account_id = $2 AND seat = 3"};
inline constexpr db::Statement set_digested{
    "community.set_digested", "UPDATE community_members SET digested_at = $3 WHERE group_id = $1 AND account_id = $2"};
inline constexpr db::Statement delete_member{"community.delete_member",
                                             "DELETE FROM community_members WHERE group_id = $1 AND account_id = $2"};
inline constexpr db::Statement members_of_group{
    "community.members_of_group",
    "SELECT " COMMUNITY_MEMBER " FROM community_members WHERE group_id = $1 AND seat = $2 AND account_id > $3"
    " AND (CAST($4 AS BIGINT) < 0 OR role = $4) ORDER BY account_id LIMIT $5"};
inline constexpr db::Statement members_of_account{
    "community.members_of_account", "SELECT " COMMUNITY_MEMBER " FROM community_members WHERE account_id = $1 ORDER BY group_id"};
inline constexpr db::Statement member_of_token{
    "community.member_of_token", "SELECT " COMMUNITY_MEMBER " FROM community_members WHERE token = $1"};
inline constexpr db::Statement digests_due{
    "community.digests_due",
    "SELECT " COMMUNITY_MEMBER " FROM community_members WHERE digest = $1 AND digested_at <= $2 AND seat = 3"
    " ORDER BY digested_at, group_id, account_id LIMIT 200"};
inline constexpr db::Statement invited_since{
    "community.invited_since", "SELECT COUNT(*) FROM community_members WHERE by_id = $1 AND since > $2 AND by_id <> account_id"};
inline constexpr db::Statement blank_inviter{"community.blank_inviter",
                                             "UPDATE community_members SET by_id = 0 WHERE by_id = $1"};
inline constexpr db::Statement delete_places{"community.delete_places", "DELETE FROM community_members WHERE account_id = $1"};

inline constexpr db::Statement insert_group_post{"community.insert_group_post", R"sql(
INSERT INTO community_group_posts (group_id, post_id, author_id, at, shown) VALUES ($1, $2, $3, $4, 1)
ON CONFLICT (group_id, post_id) DO NOTHING)sql"};
inline constexpr db::Statement delete_group_post{"community.delete_group_post",
                                                 "DELETE FROM community_group_posts WHERE group_id = $1 AND post_id = $2"};
inline constexpr db::Statement hide_group_post{
    "community.hide_group_post", "UPDATE community_group_posts SET shown = 0 WHERE group_id = $1 AND post_id = $2 AND shown = 1"};
inline constexpr db::Statement find_group_post{
    "community.find_group_post", "SELECT author_id, shown FROM community_group_posts WHERE group_id = $1 AND post_id = $2"};
inline constexpr db::Statement group_posts{
    "community.group_posts",
    "SELECT post_id FROM community_group_posts WHERE group_id = $1 AND shown = 1 AND post_id < $2 ORDER BY post_id DESC LIMIT $3"};
inline constexpr db::Statement all_group_posts{"community.all_group_posts", "SELECT group_id, post_id, shown FROM community_group_posts WHERE shown < 2"};
inline constexpr db::Statement groups_of_post{"community.groups_of_post", "SELECT group_id FROM community_group_posts WHERE post_id = $1 AND shown < 2"};
inline constexpr db::Statement delete_post{"community.delete_post", "DELETE FROM community_group_posts WHERE post_id = $1"};
inline constexpr db::Statement leave_group_post{
    "community.leave_group_post", "UPDATE community_group_posts SET shown = 2 WHERE group_id = $1 AND post_id = $2 AND shown = 0"};
inline constexpr db::Statement group_posts_of{
    "community.group_posts_of", "SELECT group_id, post_id FROM community_group_posts WHERE author_id = $1 AND shown < 2"};
inline constexpr db::Statement delete_posts_of{"community.delete_posts_of", "DELETE FROM community_group_posts WHERE author_id = $1"};

inline constexpr db::Statement insert_gathering{"community.insert_gathering", R"sql(
INSERT INTO community_gatherings (id, group_id, author_id, title, text, place, url, starts_at, ends_at, capacity, going, cancelled,
                                  version, created_at, timed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, 0, $11, $12))sql"};
inline constexpr db::Statement change_gathering{"community.change_gathering", R"sql(
UPDATE community_gatherings SET title = $2, text = $3, place = $4, url = $5, starts_at = $6, ends_at = $7, capacity = $8,
  cancelled = $9, timed_at = $10, version = version + 1 WHERE id = $1)sql"};
inline constexpr db::Statement find_gathering{
    "community.find_gathering", "SELECT " COMMUNITY_GATHERING " FROM community_gatherings WHERE id = $1"};
inline constexpr db::Statement lock_gathering{"community.lock_gathering", "UPDATE community_gatherings SET version = version WHERE id = $1"};
inline constexpr db::Statement beginning{
    "community.beginning",
    "SELECT " COMMUNITY_GATHERING " FROM community_gatherings WHERE cancelled = 0 AND starts_at <= $3"
    " AND (starts_at > $1 OR (starts_at = $1 AND id > $2)) ORDER BY starts_at, id LIMIT $4"};
inline constexpr db::Statement coming_of{
    "community.coming_of",
    "SELECT " COMMUNITY_GATHERING " FROM community_gatherings WHERE author_id = $1 AND ends_at > $2 AND cancelled = 0 ORDER BY id"};
inline constexpr db::Statement coming{
    "community.coming",
    "SELECT " COMMUNITY_GATHERING " FROM community_gatherings WHERE group_id = $1 AND ends_at > $2"
    " AND (starts_at > $3 OR (starts_at = $3 AND id > $4)) ORDER BY starts_at, id LIMIT $5"};
inline constexpr db::Statement past{
    "community.past",
    "SELECT " COMMUNITY_GATHERING " FROM community_gatherings WHERE group_id = $1 AND ends_at <= $2"
    " AND (starts_at < $3 OR (starts_at = $3 AND id < $4)) ORDER BY starts_at DESC, id DESC LIMIT $5"};
// Guarded: nobody comes beyond the capacity (0: no end).
inline constexpr db::Statement move_going{"community.move_going", R"sql(
UPDATE community_gatherings SET going = going + $2 WHERE id = $1 AND (CAST($2 AS BIGINT) <= 0 OR capacity = 0 OR going < capacity))sql"};
inline constexpr db::Statement put_rsvp{"community.put_rsvp", R"sql(
INSERT INTO community_rsvps (gathering_id, account_id, answer, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (gathering_id, account_id) DO UPDATE SET answer = excluded.answer, at = excluded.at)sql"};
inline constexpr db::Statement delete_rsvp{"community.delete_rsvp",
                                           "DELETE FROM community_rsvps WHERE gathering_id = $1 AND account_id = $2"};
inline constexpr db::Statement find_rsvp{"community.find_rsvp",
                                         "SELECT answer FROM community_rsvps WHERE gathering_id = $1 AND account_id = $2"};
inline constexpr db::Statement count_rsvps{"community.count_rsvps",
                                           "SELECT COUNT(*) FROM community_rsvps WHERE gathering_id = $1 AND answer = $2"};
inline constexpr db::Statement going{
    "community.going", "SELECT account_id FROM community_rsvps WHERE gathering_id = $1 AND answer = 1 ORDER BY at, account_id LIMIT $2"};
inline constexpr db::Statement guests{"community.guests", R"sql(
SELECT account_id FROM community_rsvps WHERE gathering_id = $1 AND account_id > $2 AND answer IN (1, 2) ORDER BY account_id LIMIT $3)sql"};
inline constexpr db::Statement unreminded{"community.unreminded", R"sql(
SELECT account_id FROM community_rsvps WHERE gathering_id = $1 AND answer IN (1, 2) AND reminded_for <> $2 AND at <= $3
ORDER BY account_id LIMIT $4)sql"};
inline constexpr db::Statement set_reminded{"community.set_reminded", R"sql(
UPDATE community_rsvps SET reminded_for = $3
WHERE gathering_id = $1 AND account_id = $2 AND answer IN (1, 2) AND reminded_for <> $3)sql"};
inline constexpr db::Statement rsvps_of{
    "community.rsvps_of", "SELECT gathering_id, answer, at FROM community_rsvps WHERE account_id = $1 ORDER BY at LIMIT 10000"};
inline constexpr db::Statement delete_rsvps_of{"community.delete_rsvps_of", "DELETE FROM community_rsvps WHERE account_id = $1"};
// Nobody comes to what has neither a place nor a host any more.
inline constexpr db::Statement blank_gatherings{
    "community.blank_gatherings",
    "UPDATE community_gatherings SET author_id = 0, title = '', text = '', place = '', url = '', version = version + 1, "
    "cancelled = CASE WHEN ends_at > $2 THEN 1 ELSE cancelled END WHERE author_id = $1"};

inline constexpr const db::Statement* group_statements[] = {
    &insert_group,  &change_group,    &find_group,        &all_groups,       &all_places,      &find_member,     &put_member,
    &set_digest,    &set_digested,    &delete_member,     &members_of_group, &members_of_account, &member_of_token, &digests_due,
    &invited_since, &blank_inviter,   &delete_places,     &insert_group_post, &delete_group_post, &hide_group_post, &find_group_post, &group_posts,
    &all_group_posts, &groups_of_post, &delete_post, &leave_group_post, &group_posts_of, &delete_posts_of, &insert_gathering,  &change_gathering, &find_gathering,  &coming,          &past,
    &move_going,    &put_rsvp,        &delete_rsvp,       &find_rsvp,        &count_rsvps,     &going,           &rsvps_of,
    &delete_rsvps_of, &blank_gatherings, &lock_gathering, &beginning,        &coming_of,       &guests,          &unreminded,
    &set_reminded,
};

}  // namespace plaza::community::sql
