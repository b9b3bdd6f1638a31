// Every statement of moderation. Moves of a case, a decision's appeal and an author's record are guarded statements.
#pragma once

#include "platform/db/connection.h"

namespace plaza::moderation::sql {

#define MODERATION_CASE                                                                                            \
  "id, kind, subject, author_id, scope, state, standing, found_by, severity, reports, weight, reach, priority, " \
  "findings, text, claimed_by, claimed_until, created_at, closed_at"
#define MODERATION_DECISION                                                                                         \
  "id, case_id, kind, subject, author_id, scope, moderator_id, found_by, action, measure, suspended_until, reason, " \
  "note, text, appeal, waited, decided_at"
#define MODERATION_APPEAL "id, decision_id, author_id, words, state, decided_by, answer, created_at, decided_at"

// --- cases
inline constexpr db::Statement insert_case{"moderation.insert_case", R"sql(
INSERT INTO moderation_cases (id, kind, subject, author_id, scope, state, standing, found_by, severity, reports, weight, reach,
                              priority, findings, text, created_at)
VALUES ($1, $2, $3, $4, $5, 0, $6, $7, $8, 0, 0, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement find_case{"moderation.find_case", "SELECT " MODERATION_CASE " FROM moderation_cases WHERE id = $1"};
inline constexpr db::Statement open_case{
    "moderation.open_case", "SELECT " MODERATION_CASE " FROM moderation_cases WHERE kind = $1 AND subject = $2 AND state = 0"};
inline constexpr db::Statement last_case{
    "moderation.last_case",
    "SELECT " MODERATION_CASE " FROM moderation_cases WHERE kind = $1 AND subject = $2 ORDER BY id DESC LIMIT 1"};
// The queue: what weighs most first. After ($2, $3).
inline constexpr db::Statement queue{
    "moderation.queue",
    "SELECT " MODERATION_CASE " FROM moderation_cases WHERE state = $1 AND (priority < $2 OR (priority = $2 AND id > $3))"
    " AND (CAST($4 AS BIGINT) < 0 OR kind = $4) AND (CAST($5 AS BIGINT) < 0 OR standing = $5)"
    " ORDER BY priority DESC, id LIMIT $6"};
inline constexpr db::Statement held_of_author{
    "moderation.held_of_author",
    "SELECT " MODERATION_CASE
    " FROM moderation_cases WHERE author_id = $1 AND state = 0 AND standing = 1 AND id < $2 ORDER BY id DESC LIMIT $3"};
inline constexpr db::Statement refresh_case{"moderation.refresh_case", R"sql(
UPDATE moderation_cases SET standing = $2, severity = $3, reports = $4, weight = $5, reach = $6, priority = $7, findings = $8,
                            text = $9 WHERE id = $1 AND state = 0)sql"};
inline constexpr db::Statement claim_case{"moderation.claim_case", R"sql(
UPDATE moderation_cases SET claimed_by = $2, claimed_until = $3
WHERE id = $1 AND state = 0 AND (claimed_by = 0 OR claimed_by = $2 OR claimed_until <= $4 OR CAST($5 AS BIGINT) = 1))sql"};
inline constexpr db::Statement unclaim_case{
    "moderation.unclaim_case",
    "UPDATE moderation_cases SET claimed_by = 0, claimed_until = 0 WHERE id = $1 AND claimed_by = $2"};
inline constexpr db::Statement close_case{"moderation.close_case", R"sql(
UPDATE moderation_cases SET state = $3, standing = $4, closed_at = $5, claimed_by = 0, claimed_until = 0
WHERE id = $1 AND state = $2)sql"};
inline constexpr db::Statement close_gone{
    "moderation.close_gone",
    "UPDATE moderation_cases SET state = 2, closed_at = $3 WHERE kind = $1 AND subject = $2 AND state = 0"};
inline constexpr db::Statement blank_cases{
    "moderation.blank_cases", "UPDATE moderation_cases SET text = '', findings = '[]' WHERE kind = $1 AND subject = $2"};
inline constexpr db::Statement blank_cases_of{
    "moderation.blank_cases_of", "UPDATE moderation_cases SET text = '', findings = '[]' WHERE author_id = $1"};
inline constexpr db::Statement count_open{"moderation.count_open", R"sql(
SELECT COUNT(*), COALESCE(SUM(CASE WHEN standing = 1 THEN 1 ELSE 0 END), 0), COALESCE(MIN(created_at), 0)
FROM moderation_cases WHERE state = 0)sql"};

// --- the desk of one group
inline constexpr db::Statement cases_of_scope{
    "moderation.cases_of_scope", "SELECT id FROM moderation_cases WHERE scope = $1 AND state = 0 AND id > $2 ORDER BY id LIMIT $3"};
inline constexpr db::Statement count_scope{"moderation.count_scope",
                                           "SELECT COUNT(*) FROM moderation_cases WHERE scope = $1 AND state = 0"};
inline constexpr db::Statement decisions_of_scope{
    "moderation.decisions_of_scope", "SELECT id FROM moderation_decisions WHERE scope = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};

// --- reports
inline constexpr db::Statement upsert_report{"moderation.upsert_report", R"sql(
INSERT INTO moderation_reports (kind, subject, reporter_id, id, case_id, reason, note, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
ON CONFLICT (kind, subject, reporter_id) DO UPDATE SET case_id = excluded.case_id, reason = excluded.reason, note = excluded.note)sql"};
inline constexpr db::Statement reports_since{
    "moderation.reports_since", "SELECT COUNT(*) FROM moderation_reports WHERE reporter_id = $1 AND created_at > $2"};
// With what moderators made of the other reports of each.
inline constexpr db::Statement reports_of_case{"moderation.reports_of_case", R"sql(
SELECT r.reporter_id, r.reason, r.note, r.created_at, r.outcome,
  (SELECT COUNT(*) FROM moderation_reports o WHERE o.reporter_id = r.reporter_id AND o.outcome = 1),
  (SELECT COUNT(*) FROM moderation_reports o WHERE o.reporter_id = r.reporter_id AND o.outcome = 2)
FROM moderation_reports r WHERE r.case_id = $1 ORDER BY r.id LIMIT 500)sql"};
inline constexpr db::Statement settle_reports{"moderation.settle_reports",
                                              "UPDATE moderation_reports SET outcome = $2 WHERE case_id = $1"};
inline constexpr db::Statement reports_by{"moderation.reports_by", R"sql(
SELECT kind, subject, reason, note, created_at FROM moderation_reports WHERE reporter_id = $1 ORDER BY id LIMIT 10000)sql"};
inline constexpr db::Statement blank_reports{"moderation.blank_reports",
                                             "UPDATE moderation_reports SET note = '' WHERE reporter_id = $1"};

// --- decisions
inline constexpr db::Statement insert_decision{
    "moderation.insert_decision", "INSERT INTO moderation_decisions (" MODERATION_DECISION
                                  ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 0, $15, $16)"};
inline constexpr db::Statement find_decision{
    "moderation.find_decision", "SELECT " MODERATION_DECISION " FROM moderation_decisions WHERE id = $1"};
inline constexpr db::Statement decisions_of_subject{
    "moderation.decisions_of_subject", "SELECT " MODERATION_DECISION
                                       " FROM moderation_decisions WHERE kind = $1 AND subject = $2 ORDER BY id DESC LIMIT 20"};
inline constexpr db::Statement decisions_of_author{
    "moderation.decisions_of_author", "SELECT " MODERATION_DECISION
                                      " FROM moderation_decisions WHERE author_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3"};
inline constexpr db::Statement decisions_before{
    "moderation.decisions_before",
    "SELECT " MODERATION_DECISION " FROM moderation_decisions WHERE id < $1 ORDER BY id DESC LIMIT $2"};
inline constexpr db::Statement set_decision_appeal{
    "moderation.set_decision_appeal", "UPDATE moderation_decisions SET appeal = $3 WHERE id = $1 AND appeal = $2"};
inline constexpr db::Statement blank_decisions{
    "moderation.blank_decisions", "UPDATE moderation_decisions SET text = '' WHERE kind = $1 AND subject = $2"};
inline constexpr db::Statement blank_decisions_of{
    "moderation.blank_decisions_of", "UPDATE moderation_decisions SET text = '', note = '' WHERE author_id = $1"};
inline constexpr db::Statement count_decisions{"moderation.count_decisions", R"sql(
SELECT action, measure, reason, appeal, COUNT(*), CAST(SUM(waited) AS BIGINT) FROM moderation_decisions WHERE decided_at > $1
GROUP BY action, measure, reason, appeal ORDER BY action, measure, reason, appeal)sql"};
inline constexpr db::Statement examples_after{
    "moderation.examples_after",
    "SELECT " MODERATION_DECISION
    " FROM moderation_decisions WHERE id > $1 AND text <> '' AND action < 2 AND appeal <> 1 ORDER BY id LIMIT $2"};

// --- appeals
inline constexpr db::Statement insert_appeal{"moderation.insert_appeal", R"sql(
INSERT INTO moderation_appeals (id, decision_id, author_id, words, state, created_at) VALUES ($1, $2, $3, $4, 1, $5)
ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement find_appeal{"moderation.find_appeal",
                                           "SELECT " MODERATION_APPEAL " FROM moderation_appeals WHERE id = $1"};
inline constexpr db::Statement appeal_of{"moderation.appeal_of",
                                         "SELECT " MODERATION_APPEAL " FROM moderation_appeals WHERE decision_id = $1"};
inline constexpr db::Statement appeals_after{
    "moderation.appeals_after",
    "SELECT " MODERATION_APPEAL " FROM moderation_appeals WHERE state = $1 AND id > $2 ORDER BY id LIMIT $3"};
inline constexpr db::Statement decide_appeal{"moderation.decide_appeal", R"sql(
UPDATE moderation_appeals SET state = $2, decided_by = $3, answer = $4, decided_at = $5 WHERE id = $1 AND state = 1)sql"};
inline constexpr db::Statement count_appeals{"moderation.count_appeals",
                                             "SELECT COUNT(*) FROM moderation_appeals WHERE state = 1"};
inline constexpr db::Statement blank_appeals_of{
    "moderation.blank_appeals_of", "UPDATE moderation_appeals SET words = '', answer = '' WHERE author_id = $1"};

// --- authors
inline constexpr db::Statement find_author{
    "moderation.find_author",
    "SELECT published, removed, warned, suspended_until, suspended_by FROM moderation_authors WHERE account_id = $1"};
inline constexpr db::Statement count_author{"moderation.count_author", R"sql(
INSERT INTO moderation_authors (account_id, published, removed, warned) VALUES ($1, $2, $3, $4)
ON CONFLICT (account_id) DO UPDATE SET published = moderation_authors.published + excluded.published,
  removed = moderation_authors.removed + excluded.removed, warned = moderation_authors.warned + excluded.warned)sql"};
inline constexpr db::Statement suspend_author{"moderation.suspend_author", R"sql(
INSERT INTO moderation_authors (account_id, suspended_until, suspended_by) VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE SET suspended_until = excluded.suspended_until, suspended_by = excluded.suspended_by
WHERE moderation_authors.suspended_until < excluded.suspended_until)sql"};
inline constexpr db::Statement lift_suspension{
    "moderation.lift_suspension",
    "UPDATE moderation_authors SET suspended_until = 0, suspended_by = 0 WHERE account_id = $1 AND suspended_by = $2"};
inline constexpr db::Statement delete_author{"moderation.delete_author",
                                             "DELETE FROM moderation_authors WHERE account_id = $1"};

// --- the last day's pieces
inline constexpr db::Statement insert_recent{"moderation.insert_recent", R"sql(
INSERT INTO moderation_recent (id, account_id, kind, subject, digest, created_at) VALUES ($1, $2, $3, $4, $5, $6))sql"};
inline constexpr db::Statement recent_of{"moderation.recent_of", R"sql(
SELECT created_at, digest, kind, subject FROM moderation_recent WHERE account_id = $1 AND created_at > $2
ORDER BY created_at DESC LIMIT 1000)sql"};
inline constexpr db::Statement delete_recent{"moderation.delete_recent",
                                             "DELETE FROM moderation_recent WHERE created_at < $1"};
inline constexpr db::Statement delete_recent_of{"moderation.delete_recent_of",
                                                "DELETE FROM moderation_recent WHERE account_id = $1"};

// --- rules
inline constexpr db::Statement all_rules{"moderation.all_rules",
                                         "SELECT scope, text FROM moderation_rules ORDER BY scope"};
inline constexpr db::Statement find_rules{
    "moderation.find_rules", "SELECT text, version, changed_by, changed_at FROM moderation_rules WHERE scope = $1"};
inline constexpr db::Statement first_rules{"moderation.first_rules", R"sql(
INSERT INTO moderation_rules (scope, text, version, changed_by, changed_at) VALUES ($1, $2, 1, $3, $4) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement next_rules{"moderation.next_rules", R"sql(
UPDATE moderation_rules SET text = $2, version = version + 1, changed_by = $3, changed_at = $4
WHERE scope = $1 AND version = $5)sql"};

inline constexpr const db::Statement* statements[] = {
    &insert_case,      &find_case,         &open_case,          &last_case,        &queue,           &held_of_author,
    &refresh_case,     &claim_case,        &unclaim_case,       &close_case,       &close_gone,      &blank_cases,
    &blank_cases_of,   &count_open,        &upsert_report,      &reports_since,    &reports_of_case, &settle_reports,
    &reports_by,       &blank_reports,     &insert_decision,    &find_decision,    &decisions_of_subject,
    &decisions_of_author, &decisions_before, &set_decision_appeal, &blank_decisions, &blank_decisions_of,
    &count_decisions,  &examples_after,    &insert_appeal,      &find_appeal,      &appeal_of,       &appeals_after,
    &decide_appeal,    &count_appeals,     &blank_appeals_of,   &find_author,      &count_author,    &suspend_author,
    &lift_suspension,  &delete_author,     &insert_recent,      &recent_of,        &delete_recent,   &delete_recent_of,
    &all_rules,        &find_rules,        &first_rules,        &next_rules,       &cases_of_scope,  &count_scope,
    &decisions_of_scope};

}  // namespace plaza::moderation::sql
