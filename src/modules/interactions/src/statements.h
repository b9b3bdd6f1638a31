#pragma once

#include "platform/db/connection.h"

namespace plaza::interactions {

inline constexpr db::Statement insert_record{"interactions.insert_record", R"sql(
  INSERT INTO interactions_log
    (position, at, received_at, kind, trust, account, visitor, user_id, name, message_id, properties, context)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))sql"};

inline constexpr db::Statement last_position{"interactions.last_position", R"sql(
  SELECT position FROM interactions_log ORDER BY position DESC LIMIT 1)sql"};

inline constexpr db::Statement read_after{"interactions.read_after", R"sql(
  SELECT position, at, received_at, kind, trust, account, visitor, user_id, name, message_id, properties, context
  FROM interactions_log WHERE position > $1 ORDER BY position LIMIT $2)sql"};

inline constexpr db::Statement read_latest{"interactions.read_latest", R"sql(
  SELECT position, at, received_at, kind, trust, account, visitor, user_id, name, message_id, properties, context
  FROM interactions_log
  WHERE position > $1 AND ($2 = '' OR visitor = $2) AND ($3 = 0 OR account = $3)
  ORDER BY position DESC LIMIT $4)sql"};

// Message ids since a time, oldest first, for the duplicate window. received_at rises with position, so the scan goes
// backwards from the end and stops by its limit.
inline constexpr db::Statement recent_message_ids{"interactions.recent_message_ids", R"sql(
  SELECT message_id, received_at FROM
    (SELECT position, message_id, received_at FROM interactions_log ORDER BY position DESC LIMIT $1) AS newest
  WHERE received_at >= $2 ORDER BY position)sql"};

inline constexpr db::Statement read_state{"interactions.read_state", R"sql(
  SELECT version, position, generation, parts, bytes, hash FROM interactions_states WHERE learner = $1)sql"};

inline constexpr db::Statement write_state{"interactions.write_state", R"sql(
  INSERT INTO interactions_states (learner, version, position, generation, parts, bytes, hash) VALUES ($1, $2, $3, $4, $5, $6, $7)
  ON CONFLICT (learner) DO UPDATE SET version = excluded.version, position = excluded.position, generation = excluded.generation,
    parts = excluded.parts, bytes = excluded.bytes, hash = excluded.hash)sql"};

inline constexpr db::Statement read_part{"interactions.read_part", R"sql(
  SELECT checksum, data FROM interactions_state_parts WHERE learner = $1 AND generation = $2 AND part = $3)sql"};

inline constexpr db::Statement write_part{"interactions.write_part", R"sql(
  INSERT INTO interactions_state_parts (learner, generation, part, checksum, data) VALUES ($1, $2, $3, $4, $5)
  ON CONFLICT (learner, generation, part) DO UPDATE SET checksum = excluded.checksum, data = excluded.data)sql"};

// Of other generations, a few parts at a time.
inline constexpr db::Statement forget_old_parts{"interactions.forget_old_parts", R"sql(
  DELETE FROM interactions_state_parts WHERE learner = $1 AND generation <> $2 AND part < $3)sql"};
// What a writing that was cut off left behind the last part.
inline constexpr db::Statement forget_other_parts{"interactions.forget_other_parts", R"sql(
  DELETE FROM interactions_state_parts WHERE learner = $1 AND (generation <> $2 OR part >= $3))sql"};

inline constexpr db::Statement read_bridge{"interactions.read_bridge", R"sql(
  SELECT sequence FROM interactions_bridge WHERE id = 1)sql"};

inline constexpr db::Statement write_bridge{"interactions.write_bridge", R"sql(
  INSERT INTO interactions_bridge (id, sequence) VALUES (1, $1)
  ON CONFLICT (id) DO UPDATE SET sequence = excluded.sequence WHERE interactions_bridge.sequence < excluded.sequence)sql"};

inline constexpr db::Statement read_whose{"interactions.read_whose", R"sql(
  SELECT position, kind, account, visitor, user_id, CASE WHEN kind = 6 THEN properties ELSE '' END
  FROM interactions_log WHERE position > $1 AND position <= $2)sql"};

// Who and when stay. A name may be anything that a page made up.
inline constexpr db::Statement redact_record{"interactions.redact_record", R"sql(
  UPDATE interactions_log SET user_id = '', name = '', message_id = 'erased', properties = '{}', context = ''
  WHERE position = $1)sql"};
inline constexpr db::Statement redact_domain{"interactions.redact_domain", R"sql(
  UPDATE interactions_log SET properties = $2 WHERE position = $1)sql"};
inline constexpr db::Statement forget_states{"interactions.forget_states", "DELETE FROM interactions_states"};
inline constexpr db::Statement forget_parts{"interactions.forget_parts", "DELETE FROM interactions_state_parts"};

inline constexpr const db::Statement* statements[] = {
    &insert_record,  &last_position,  &read_after,  &read_latest, &recent_message_ids,
    &read_state,     &write_state,    &read_part,   &write_part,  &forget_old_parts, &forget_other_parts,
    &read_bridge,    &write_bridge,   &read_whose,  &redact_record,  &redact_domain, &forget_states, &forget_parts};

}  // namespace plaza::interactions
