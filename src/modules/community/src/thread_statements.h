// Statements about discussions, replies, votes, reads and polls.
#pragma once

#include "platform/db/connection.h"

namespace plaza::community::sql {

#define COMMUNITY_DISCUSSION                                                                                        \
  "id, group_id, author_id, kind, status, title, text, media, products, tags, pinned, locked, live, poll, announced, " \
  "replies, last, helpful, accepted_id, created_at, edited_at, active_at"
#define COMMUNITY_REPLY                                                                                              \
  "id, discussion_id, parent_id, depth, number, author_id, status, text, media, products, announced, helpful, score, " \
  "proven, created_at, edited_at"

inline constexpr db::Statement insert_discussion{"community.insert_discussion", R"sql(
INSERT INTO community_discussions (id, group_id, author_id, kind, status, title, text, media, products, tags, pinned, locked, live,
  poll, announced, replies, last, helpful, accepted_id, created_at, edited_at, active_at, answered_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 0, $11, $12, $13, 0, 0, 0, 0, $14, 0, $14, 0))sql"};
inline constexpr db::Statement find_discussion{"community.find_discussion",
                                               "SELECT " COMMUNITY_DISCUSSION " FROM community_discussions WHERE id = $1"};
inline constexpr db::Statement change_discussion{"community.change_discussion", R"sql(
UPDATE community_discussions SET kind = $2, title = $3, text = $4, media = $5, products = $6, tags = $7, edited_at = $8
WHERE id = $1)sql"};
inline constexpr db::Statement set_discussion_status{
    "community.set_discussion_status",
    "UPDATE community_discussions SET status = $3, announced = $4 WHERE id = $1 AND status = $2"};
inline constexpr db::Statement set_discussion_state{
    "community.set_discussion_state", "UPDATE community_discussions SET pinned = $2, locked = $3, live = $4 WHERE id = $1"};
inline constexpr db::Statement blank_discussion{
    "community.blank_discussion",
    "UPDATE community_discussions SET status = 3, author_id = 0, title = '', text = '', media = $2, products = $2, tags = $2 WHERE id = $1"};
inline constexpr db::Statement delete_discussion{"community.delete_discussion", "DELETE FROM community_discussions WHERE id = $1"};
inline constexpr db::Statement next_number{
    "community.next_number", "UPDATE community_discussions SET last = last + 1 WHERE id = $1 RETURNING last"};
inline constexpr db::Statement count_replies{"community.count_replies", R"sql(
UPDATE community_discussions SET replies = replies + $2, active_at = CASE WHEN active_at < $3 THEN $3 ELSE active_at END WHERE id = $1)sql"};
inline constexpr db::Statement set_accepted{
    "community.set_accepted", "UPDATE community_discussions SET accepted_id = $2, answered_at = $3 WHERE id = $1"};
inline constexpr db::Statement set_discussion_votes{"community.set_discussion_votes",
                                                    "UPDATE community_discussions SET helpful = $2 WHERE id = $1"};
inline constexpr db::Statement discussions_after{
    "community.discussions_after",
    "SELECT " COMMUNITY_DISCUSSION " FROM community_discussions WHERE id > $1 ORDER BY id LIMIT $2"};
inline constexpr db::Statement published_discussions_after{
    "community.published_discussions_after",
    "SELECT " COMMUNITY_DISCUSSION " FROM community_discussions WHERE id > $1 AND status = 0 ORDER BY id LIMIT $2"};
inline constexpr db::Statement public_discussions_after{
    "community.public_discussions_after",
    "SELECT " COMMUNITY_DISCUSSION " FROM community_discussions WHERE id > $1 AND status = 0 AND group_id IN"
    " (SELECT g.id FROM community_groups g WHERE g.visibility = 0) ORDER BY id LIMIT $2"};
inline constexpr db::Statement accepted_after{"community.accepted_after", R"sql(
SELECT d.id, r.id, g.slug, d.title, d.text, r.text, d.tags, d.products, r.author_id, d.answered_at
FROM community_discussions d JOIN community_replies r ON r.id = d.accepted_id JOIN community_groups g ON g.id = d.group_id
WHERE d.id > $1 AND d.accepted_id <> 0 AND d.status = 0 AND r.status = 0 AND g.visibility = 0 ORDER BY d.id LIMIT $2)sql"};
inline constexpr db::Statement answered_in{
    "community.answered_in", "SELECT id FROM community_discussions WHERE group_id = $1 AND accepted_id <> 0 ORDER BY id"};
inline constexpr db::Statement discussions_since{
    "community.discussions_since", "SELECT COUNT(*) FROM community_discussions WHERE author_id = $1 AND created_at > $2"};
inline constexpr db::Statement discussions_of{
    "community.discussions_of",
    "SELECT " COMMUNITY_DISCUSSION " FROM community_discussions WHERE author_id = $1 ORDER BY created_at LIMIT 10000"};
inline constexpr db::Statement active_since{
    "community.active_since",
    "SELECT " COMMUNITY_DISCUSSION " FROM community_discussions WHERE group_id = $1 AND active_at > $2 AND status = 0"
    " ORDER BY active_at DESC LIMIT $3"};
// What has something that this person has not read, of the newest active ones.
inline constexpr db::Statement count_unread{"community.count_unread", R"sql(
SELECT COUNT(*) FROM community_discussions d LEFT JOIN community_reads r ON r.account_id = $2 AND r.discussion_id = d.id
WHERE d.group_id = $1 AND d.status = 0 AND d.active_at > $3 AND d.author_id <> $2 AND (r.number IS NULL OR r.number < d.last))sql"};

inline constexpr db::Statement insert_reply{"community.insert_reply", R"sql(
INSERT INTO community_replies (id, discussion_id, parent_id, depth, number, author_id, status, text, media, products, announced,
  helpful, score, proven, created_at, edited_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, 0, 0, $12, 0))sql"};
inline constexpr db::Statement find_reply{"community.find_reply", "SELECT " COMMUNITY_REPLY " FROM community_replies WHERE id = $1"};
inline constexpr db::Statement change_reply{
    "community.change_reply", "UPDATE community_replies SET text = $2, media = $3, products = $4, edited_at = $5 WHERE id = $1"};
inline constexpr db::Statement set_reply_status{
    "community.set_reply_status", "UPDATE community_replies SET status = $3, announced = $4 WHERE id = $1 AND status = $2"};
inline constexpr db::Statement blank_reply{
    "community.blank_reply",
    "UPDATE community_replies SET status = 3, author_id = 0, text = '', media = $2, products = $2 WHERE id = $1"};
inline constexpr db::Statement set_reply_votes{
    "community.set_reply_votes", "UPDATE community_replies SET helpful = $2, score = $3, proven = $4 WHERE id = $1"};
inline constexpr db::Statement replies_after{
    "community.replies_after",
    "SELECT " COMMUNITY_REPLY " FROM community_replies WHERE discussion_id = $1 AND number > $2 ORDER BY number LIMIT $3"};
inline constexpr db::Statement replies_before{
    "community.replies_before",
    "SELECT " COMMUNITY_REPLY " FROM community_replies WHERE discussion_id = $1 AND number < $2 ORDER BY number DESC LIMIT $3"};
inline constexpr db::Statement replies_helpful{
    "community.replies_helpful",
    "SELECT " COMMUNITY_REPLY " FROM community_replies WHERE discussion_id = $1 AND status = 0"
    " AND (score < $2 OR (score = $2 AND number > $3)) ORDER BY score DESC, number LIMIT $4"};
inline constexpr db::Statement replies_since{
    "community.replies_since", "SELECT COUNT(*) FROM community_replies WHERE author_id = $1 AND created_at > $2"};
inline constexpr db::Statement replies_of{
    "community.replies_of", "SELECT " COMMUNITY_REPLY " FROM community_replies WHERE author_id = $1 ORDER BY created_at LIMIT 50000"};

inline constexpr db::Statement put_vote{"community.put_vote", R"sql(
INSERT INTO community_votes (subject_id, account_id, author_id, value, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (subject_id, account_id) DO UPDATE SET value = excluded.value, at = excluded.at)sql"};
inline constexpr db::Statement delete_vote{"community.delete_vote",
                                           "DELETE FROM community_votes WHERE subject_id = $1 AND account_id = $2"};
inline constexpr db::Statement find_vote{"community.find_vote",
                                         "SELECT value FROM community_votes WHERE subject_id = $1 AND account_id = $2"};
inline constexpr db::Statement votes_on{
    "community.votes_on", "SELECT account_id, value FROM community_votes WHERE subject_id = $1 ORDER BY at DESC, account_id LIMIT 400"};
inline constexpr db::Statement votes_elsewhere{"community.votes_elsewhere", R"sql(
SELECT o.account_id, o.subject_id, o.author_id FROM community_votes v JOIN community_votes o ON o.account_id = v.account_id
WHERE v.subject_id = $1 AND o.subject_id <> $1 AND o.value > 0 AND o.at > $2 ORDER BY o.at DESC LIMIT 20000)sql"};
inline constexpr db::Statement voted_by{
    "community.voted_by", "SELECT DISTINCT author_id FROM community_votes WHERE account_id = $1 AND value > 0 AND at > $2 LIMIT 2000"};
inline constexpr db::Statement votes_of{"community.votes_of",
                                        "SELECT subject_id, value, at FROM community_votes WHERE account_id = $1 ORDER BY at LIMIT 20000"};
inline constexpr db::Statement delete_votes_of{"community.delete_votes_of", "DELETE FROM community_votes WHERE account_id = $1"};
inline constexpr db::Statement blank_votes_for{"community.blank_votes_for",
                                               "UPDATE community_votes SET author_id = 0 WHERE author_id = $1"};

inline constexpr db::Statement put_read{"community.put_read", R"sql(
INSERT INTO community_reads (account_id, discussion_id, number, at) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id, discussion_id) DO UPDATE SET number = excluded.number, at = excluded.at
WHERE community_reads.number < excluded.number)sql"};
inline constexpr db::Statement find_read{"community.find_read",
                                         "SELECT number FROM community_reads WHERE account_id = $1 AND discussion_id = $2"};
inline constexpr db::Statement reads_since{
    "community.reads_since",
    "SELECT account_id, discussion_id, number, at FROM community_reads WHERE at > $1 ORDER BY at DESC LIMIT 500000"};
inline constexpr db::Statement reads_of{
    "community.reads_of", "SELECT discussion_id, number, at FROM community_reads WHERE account_id = $1 ORDER BY at LIMIT 20000"};
inline constexpr db::Statement delete_reads_of{"community.delete_reads_of", "DELETE FROM community_reads WHERE account_id = $1"};
inline constexpr db::Statement authors_since{
    "community.authors_since",
    "SELECT author_id, discussion_id, created_at FROM community_replies WHERE created_at > $1 AND status = 0 ORDER BY created_at DESC LIMIT 500000"};

inline constexpr db::Statement insert_poll{
    "community.insert_poll", "INSERT INTO community_polls (discussion_id, options, multiple, closes_at) VALUES ($1, $2, $3, $4)"};
inline constexpr db::Statement find_poll{"community.find_poll",
                                         "SELECT options, multiple, closes_at FROM community_polls WHERE discussion_id = $1"};
inline constexpr db::Statement delete_poll{"community.delete_poll", "DELETE FROM community_polls WHERE discussion_id = $1"};
inline constexpr db::Statement put_choice{"community.put_choice", R"sql(
INSERT INTO community_poll_votes (discussion_id, account_id, choice) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement delete_choices{
    "community.delete_choices", "DELETE FROM community_poll_votes WHERE discussion_id = $1 AND account_id = $2"};
inline constexpr db::Statement delete_all_choices{"community.delete_all_choices",
                                                  "DELETE FROM community_poll_votes WHERE discussion_id = $1"};
inline constexpr db::Statement choices_of{
    "community.choices_of", "SELECT choice FROM community_poll_votes WHERE discussion_id = $1 AND account_id = $2"};
inline constexpr db::Statement tally{
    "community.tally", "SELECT choice, COUNT(*) FROM community_poll_votes WHERE discussion_id = $1 GROUP BY choice"};
inline constexpr db::Statement poll_voters{
    "community.poll_voters", "SELECT COUNT(DISTINCT account_id) FROM community_poll_votes WHERE discussion_id = $1"};
inline constexpr db::Statement delete_choices_of{"community.delete_choices_of",
                                                 "DELETE FROM community_poll_votes WHERE account_id = $1"};

inline constexpr const db::Statement* thread_statements[] = {
    &insert_discussion, &find_discussion, &change_discussion, &set_discussion_status, &set_discussion_state, &blank_discussion,
    &delete_discussion, &next_number, &count_replies, &set_accepted, &set_discussion_votes, &discussions_after,
    &published_discussions_after, &public_discussions_after, &accepted_after, &answered_in, &discussions_since, &discussions_of, &active_since, &count_unread, &insert_reply,
    &find_reply, &change_reply, &set_reply_status, &blank_reply, &set_reply_votes, &replies_after, &replies_before, &replies_helpful,
    &replies_since, &replies_of, &put_vote, &delete_vote, &find_vote, &votes_on, &votes_elsewhere, &voted_by, &votes_of,
    &delete_votes_of, &blank_votes_for, &put_read, &find_read, &reads_since, &reads_of, &delete_reads_of, &authors_since,
    &insert_poll, &find_poll, &delete_poll, &put_choice, &delete_choices, &delete_all_choices, &choices_of, &tally, &poll_voters,
    &delete_choices_of,
};

}  // namespace plaza::community::sql
