// All SQL of profiles.
#pragma once

#include "platform/db/connection.h"

namespace plaza::profiles::sql {

// --- edges ---

inline constexpr db::Statement insert_edge{"profiles.insert_edge", R"sql(
INSERT INTO profiles_edges (id, visitor, account_id, proof, made_at, ended_at, ended_by, score, evidence, message_id)
VALUES ($1, $2, $3, $4, $5, 0, '', $6, $7, $8) ON CONFLICT DO NOTHING)sql"};

inline constexpr db::Statement open_edge{"profiles.open_edge", R"sql(
SELECT account_id, made_at, id FROM profiles_edges WHERE visitor = $1 AND ended_at = 0)sql"};

inline constexpr db::Statement end_edge{"profiles.end_edge", R"sql(
UPDATE profiles_edges SET ended_at = $3, ended_by = $4 WHERE visitor = $1 AND account_id = $2 AND ended_at = 0)sql"};

// How the last link of the two ended; no row: never linked.
inline constexpr db::Statement last_ending{"profiles.last_ending", R"sql(
SELECT ended_by FROM profiles_edges WHERE visitor = $1 AND account_id = $2 ORDER BY id DESC LIMIT 1)sql"};

inline constexpr db::Statement list_visitors{"profiles.list_visitors", R"sql(
SELECT visitor FROM profiles_edges WHERE account_id = $1 AND ended_at = 0 ORDER BY id DESC LIMIT 1000)sql"};

inline constexpr db::Statement list_edges_of_account{"profiles.list_edges_of_account", R"sql(
SELECT visitor, account_id, proof, made_at, ended_at, ended_by, score, evidence, message_id
FROM profiles_edges WHERE account_id = $1 ORDER BY id DESC LIMIT 100)sql"};

inline constexpr db::Statement list_edges_of_visitor{"profiles.list_edges_of_visitor", R"sql(
SELECT visitor, account_id, proof, made_at, ended_at, ended_by, score, evidence, message_id
FROM profiles_edges WHERE visitor = $1 ORDER BY id DESC LIMIT 100)sql"};

inline constexpr db::Statement load_links{"profiles.load_links", R"sql(
SELECT id, visitor, account_id FROM profiles_edges WHERE ended_at = 0 AND id > $1 ORDER BY id LIMIT 10000)sql"};

inline constexpr db::Statement delete_edges{"profiles.delete_edges", R"sql(
DELETE FROM profiles_edges WHERE account_id = $1)sql"};

// The newest link of a visitor to another account that a newer one ended, before an id.
inline constexpr db::Statement displaced_edge{"profiles.displaced_edge", R"sql(
SELECT visitor, account_id, proof, made_at, ended_at, ended_by, score, evidence, message_id
FROM profiles_edges WHERE visitor = $1 AND account_id <> $2 AND id < $3 AND ended_by = 'newer' ORDER BY id DESC LIMIT 1)sql"};

// --- twins ---

inline constexpr db::Statement insert_twin{"profiles.insert_twin", R"sql(
INSERT INTO profiles_twins (id, account_id, twin_id, proof, made_at, ended_at, ended_by, score, evidence)
VALUES ($1, $2, $3, $4, $5, 0, '', $6, $7) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement end_twin{"profiles.end_twin", R"sql(
UPDATE profiles_twins SET ended_at = $3, ended_by = $4 WHERE account_id = $1 AND twin_id = $2 AND ended_at = 0)sql"};
inline constexpr db::Statement list_twins{"profiles.list_twins", R"sql(
SELECT account_id, twin_id, proof, made_at, ended_at, ended_by, score, evidence
FROM profiles_twins WHERE account_id = $1 OR twin_id = $1 ORDER BY id DESC LIMIT 100)sql"};
inline constexpr db::Statement delete_twins{"profiles.delete_twins", R"sql(
DELETE FROM profiles_twins WHERE account_id = $1 OR twin_id = $1)sql"};

// --- suggestions ---

// A pair that was decided stays so.
inline constexpr db::Statement propose{"profiles.propose", R"sql(
INSERT INTO profiles_suggestions (id, account_id, other, score, reasons, state, made_at, decided_at, decided_by)
VALUES ($1, $2, $3, $4, $5, 0, $6, 0, 0)
ON CONFLICT (account_id, other) DO UPDATE SET score = excluded.score, reasons = excluded.reasons
WHERE profiles_suggestions.state = 0)sql"};
inline constexpr db::Statement suggestion_of_pair{"profiles.suggestion_of_pair", R"sql(
SELECT id, account_id, other, score, reasons, state, made_at FROM profiles_suggestions WHERE account_id = $1 AND other = $2)sql"};
inline constexpr db::Statement find_suggestion{"profiles.find_suggestion", R"sql(
SELECT id, account_id, other, score, reasons, state, made_at FROM profiles_suggestions WHERE id = $1)sql"};
inline constexpr db::Statement list_suggestions{"profiles.list_suggestions", R"sql(
SELECT id, account_id, other, score, reasons, state, made_at FROM profiles_suggestions
WHERE state = $1 AND id < $2 ORDER BY id DESC LIMIT $3)sql"};
inline constexpr db::Statement suggestions_of{"profiles.suggestions_of", R"sql(
SELECT id, account_id, other, score, reasons, state, made_at FROM profiles_suggestions
WHERE state = 0 AND (account_id = $1 OR other = $2) ORDER BY score DESC, id LIMIT 20)sql"};
inline constexpr db::Statement decide_suggestion{"profiles.decide_suggestion", R"sql(
UPDATE profiles_suggestions SET state = $2, decided_at = $3, decided_by = $4 WHERE id = $1 AND state = 0)sql"};
inline constexpr db::Statement delete_suggestions{"profiles.delete_suggestions", R"sql(
DELETE FROM profiles_suggestions WHERE account_id = $1 OR other = $2)sql"};

// Accounts that were linked to one visitor one after the other, and how many visitors they shared.
inline constexpr db::Statement shared_devices{"profiles.shared_devices", R"sql(
SELECT a.account_id, b.account_id, COUNT(DISTINCT a.visitor), MAX(b.made_at)
FROM profiles_edges AS a JOIN profiles_edges AS b ON b.visitor = a.visitor AND b.account_id > a.account_id
WHERE a.proof IN ('signed_up', 'signed_in') AND b.proof IN ('signed_up', 'signed_in') AND (a.made_at > $1 OR b.made_at > $1)
GROUP BY a.account_id, b.account_id ORDER BY a.account_id, b.account_id LIMIT 1000)sql"};
// A phone that more than five have is a shop's or nobody's.
inline constexpr db::Statement shared_phones{"profiles.shared_phones", R"sql(
SELECT a.account_id, b.account_id FROM profiles_customers AS a
JOIN profiles_customers AS b ON b.phone_key = a.phone_key AND b.account_id > a.account_id
WHERE a.phone_key <> '' AND (SELECT COUNT(*) FROM profiles_customers AS c WHERE c.phone_key = a.phone_key) <= 5
  AND (a.account_id > $1 OR a.account_id = $1 AND b.account_id > $2)
ORDER BY a.account_id, b.account_id LIMIT 1000)sql"};
inline constexpr db::Statement customers_without_key{"profiles.customers_without_key", R"sql(
SELECT account_id, document FROM profiles_customers WHERE phone_key IS NULL ORDER BY account_id LIMIT 1000)sql"};
inline constexpr db::Statement set_phone_key{"profiles.set_phone_key", R"sql(
UPDATE profiles_customers SET phone_key = $2 WHERE account_id = $1)sql"};

// --- seen ---

inline constexpr db::Statement add_seen{"profiles.add_seen", R"sql(
INSERT INTO profiles_seen (who, first_seen, last_seen, interactions, claimed_user_id, traits, claimed_position, acts)
VALUES ($1, $2, $3, $4, $5, '{}', $6, $7)
ON CONFLICT (who) DO UPDATE SET
  first_seen = CASE WHEN profiles_seen.interactions = 0 OR excluded.first_seen < profiles_seen.first_seen THEN excluded.first_seen ELSE profiles_seen.first_seen END,
  last_seen = CASE WHEN profiles_seen.interactions = 0 OR excluded.last_seen > profiles_seen.last_seen THEN excluded.last_seen ELSE profiles_seen.last_seen END,
  interactions = profiles_seen.interactions + excluded.interactions,
  claimed_user_id = CASE WHEN excluded.claimed_user_id <> '' THEN excluded.claimed_user_id
                         ELSE profiles_seen.claimed_user_id END,
  claimed_position = CASE WHEN excluded.claimed_user_id <> '' THEN excluded.claimed_position
                          ELSE profiles_seen.claimed_position END,
  acts = (profiles_seen.acts | excluded.acts) - (profiles_seen.acts & excluded.acts))sql"};

inline constexpr db::Statement set_traits{"profiles.set_traits", R"sql(
UPDATE profiles_seen SET traits = $2, told = $3 WHERE who = $1)sql"};

inline constexpr db::Statement find_seen{"profiles.find_seen", R"sql(
SELECT who, first_seen, last_seen, interactions, claimed_user_id, traits, told, claimed_position, acts
FROM profiles_seen WHERE who = $1)sql"};

inline constexpr db::Statement all_seen{"profiles.all_seen", R"sql(
SELECT who, first_seen, last_seen, interactions, claimed_user_id, traits, told, claimed_position, acts
FROM profiles_seen WHERE who > $1 ORDER BY who LIMIT 10000)sql"};

inline constexpr db::Statement erased_after{"profiles.erased_after", R"sql(
SELECT who, position FROM profiles_erased WHERE position > $1)sql"};
inline constexpr db::Statement set_erased{"profiles.set_erased", R"sql(
INSERT INTO profiles_erased (who, position) VALUES ($1, $2)
ON CONFLICT (who) DO UPDATE SET position = excluded.position)sql"};

inline constexpr db::Statement delete_seen{"profiles.delete_seen", R"sql(
DELETE FROM profiles_seen WHERE who = $1)sql"};

// Visitors only, last seen first, before a last_seen and who.
inline constexpr db::Statement list_seen{"profiles.list_seen", R"sql(
SELECT who, first_seen, last_seen, interactions FROM profiles_seen
WHERE who LIKE $1 ESCAPE '!' AND (last_seen < $2 OR (last_seen = $2 AND who < $3))
ORDER BY last_seen DESC, who DESC LIMIT $4)sql"};

inline constexpr db::Statement position{"profiles.position", R"sql(
SELECT position, version FROM profiles_position WHERE id = 1)sql"};

inline constexpr db::Statement move_position{"profiles.move_position", R"sql(
UPDATE profiles_position SET position = $2 WHERE id = 1 AND position = $1)sql"};

inline constexpr db::Statement forget_seen{"profiles.forget_seen", R"sql(
DELETE FROM profiles_seen)sql"};

inline constexpr db::Statement reset_position{"profiles.reset_position", R"sql(
UPDATE profiles_position SET position = 0, version = $1 WHERE id = 1)sql"};

// --- customers ---

inline constexpr db::Statement customer{"profiles.customer", "SELECT document FROM profiles_customers WHERE account_id = $1"};
inline constexpr db::Statement customers_of_phone{"profiles.customers_of_phone", R"sql(
SELECT account_id FROM profiles_customers WHERE phone_key = $1 AND phone_key <> '' ORDER BY account_id LIMIT 5)sql"};
inline constexpr db::Statement put_customer{"profiles.put_customer", R"sql(
INSERT INTO profiles_customers (account_id, document, phone_key) VALUES ($1, $2, $3)
ON CONFLICT (account_id) DO UPDATE SET document = excluded.document, phone_key = excluded.phone_key)sql"};
inline constexpr db::Statement delete_customer{"profiles.delete_customer",
                                               "DELETE FROM profiles_customers WHERE account_id = $1"};
inline constexpr db::Statement consents{"profiles.consents", R"sql(
SELECT channel, state, at, source, origin FROM profiles_choices
WHERE who = $1 AND purpose = 'marketing' AND channel IN ('email', 'sms'))sql"};

// --- consents ---

inline constexpr db::Statement choices{"profiles.choices", R"sql(
SELECT purpose, channel, state, at, source, text_version, reason, origin, by_account FROM profiles_choices
WHERE who = $1 ORDER BY purpose, channel)sql"};
inline constexpr db::Statement put_choice{"profiles.put_choice", R"sql(
INSERT INTO profiles_choices (who, purpose, channel, state, at, source, text_version, reason, origin, by_account)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
ON CONFLICT (who, purpose, channel) DO UPDATE SET state = excluded.state, at = excluded.at, source = excluded.source,
  text_version = excluded.text_version, reason = excluded.reason, origin = excluded.origin,
  by_account = excluded.by_account)sql"};
inline constexpr db::Statement add_choice_history{"profiles.add_choice_history", R"sql(
INSERT INTO profiles_choice_history (id, who, purpose, channel, state, at, source, text_version, reason, origin, by_account)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11))sql"};
inline constexpr db::Statement choice_history{"profiles.choice_history", R"sql(
SELECT purpose, channel, state, at, source, text_version, reason, origin, by_account FROM profiles_choice_history
WHERE who = $1 ORDER BY at DESC, id DESC LIMIT $2)sql"};
inline constexpr db::Statement delete_choice{"profiles.delete_choice", R"sql(
DELETE FROM profiles_choices WHERE who = $1 AND purpose = $2 AND channel = $3)sql"};
inline constexpr db::Statement delete_choices{"profiles.delete_choices", "DELETE FROM profiles_choices WHERE who = $1"};
inline constexpr db::Statement delete_choice_history{"profiles.delete_choice_history",
                                                     "DELETE FROM profiles_choice_history WHERE who = $1"};
// By whole people, so that a page never cuts one.
inline constexpr db::Statement all_choices{"profiles.all_choices", R"sql(
SELECT who FROM profiles_choices WHERE who > $1 GROUP BY who ORDER BY who LIMIT 10000)sql"};
inline constexpr db::Statement choices_between{"profiles.choices_between", R"sql(
SELECT who, purpose, channel, state, at FROM profiles_choices WHERE who > $1 AND who <= $2)sql"};

// --- erasures ---

inline constexpr db::Statement insert_erasure{"profiles.insert_erasure", R"sql(
INSERT INTO profiles_erasures (receipt, account_id, at, asked_by, by_account, parts, finished_at)
VALUES ($1, $2, $3, $4, $5, $6, 0))sql"};
inline constexpr db::Statement erasure_by{"profiles.erasure_by", R"sql(
UPDATE profiles_erasures SET asked_by = $2, by_account = $3 WHERE receipt = $1)sql"};
inline constexpr db::Statement erasure_of{"profiles.erasure_of", R"sql(
SELECT receipt FROM profiles_erasures WHERE account_id = $1 ORDER BY at DESC LIMIT 1)sql"};
inline constexpr db::Statement find_erasure{"profiles.find_erasure", R"sql(
SELECT receipt, at, asked_by, parts, finished_at FROM profiles_erasures WHERE receipt = $1)sql"};
inline constexpr db::Statement list_erasures{"profiles.list_erasures", R"sql(
SELECT receipt, at, asked_by, parts, finished_at FROM profiles_erasures WHERE at < $1 ORDER BY at DESC LIMIT $2)sql"};
inline constexpr db::Statement finish_erasure{"profiles.finish_erasure", R"sql(
UPDATE profiles_erasures SET finished_at = $2, parts = $3 WHERE receipt = $1 AND finished_at = 0)sql"};

// --- blocks ---

inline constexpr db::Statement insert_block{"profiles.insert_block", R"sql(
INSERT INTO profiles_blocks (blocker, blocked, at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement delete_block{"profiles.delete_block", R"sql(
DELETE FROM profiles_blocks WHERE blocker = $1 AND blocked = $2)sql"};
inline constexpr db::Statement find_block{"profiles.find_block", R"sql(
SELECT at FROM profiles_blocks WHERE blocker = $1 AND blocked = $2)sql"};
inline constexpr db::Statement count_blocks{"profiles.count_blocks", R"sql(
SELECT COUNT(*) FROM profiles_blocks WHERE blocker = $1)sql"};
inline constexpr db::Statement list_blocks{"profiles.list_blocks", R"sql(
SELECT blocked, at FROM profiles_blocks WHERE blocker = $1 AND at < $2 ORDER BY at DESC, blocked DESC LIMIT $3)sql"};
inline constexpr db::Statement all_blocks{"profiles.all_blocks", R"sql(
SELECT blocker, blocked FROM profiles_blocks)sql"};
inline constexpr db::Statement blocks_of{"profiles.blocks_of", R"sql(
SELECT blocker, blocked FROM profiles_blocks WHERE blocker = $1 OR blocked = $1)sql"};

inline constexpr const db::Statement* statements[] = {
    &insert_block, &delete_block, &find_block, &count_blocks, &list_blocks, &all_blocks, &blocks_of,
    &customer, &put_customer, &delete_customer, &consents, &choices, &put_choice, &add_choice_history, &choice_history,
    &delete_choice, &delete_choices, &delete_choice_history, &all_choices, &choices_between,
    &insert_edge,  &open_edge,  &end_edge,  &last_ending, &list_visitors, &list_edges_of_account, &list_edges_of_visitor,
    &load_links,   &delete_edges, &add_seen, &set_traits, &find_seen,     &delete_seen,           &list_seen,
    &position,     &move_position, &forget_seen, &reset_position,
    &displaced_edge, &insert_twin, &end_twin, &list_twins, &delete_twins, &propose, &suggestion_of_pair, &find_suggestion,
    &list_suggestions, &suggestions_of, &decide_suggestion, &delete_suggestions, &shared_devices, &shared_phones,
    &customers_of_phone, &customers_without_key, &set_phone_key, &all_seen, &erased_after, &set_erased,
    &insert_erasure, &erasure_by, &erasure_of, &find_erasure, &list_erasures, &finish_erasure};

}  // namespace plaza::profiles::sql
