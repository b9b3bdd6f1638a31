// All SQL of networks.
#pragma once

#include "platform/db/connection.h"

namespace plaza::networks::sql {

// --- what arrived ---

inline constexpr db::Statement insert_delivery{"networks.insert_delivery", R"sql(
INSERT INTO networks_deliveries (id, source, digest, body, at, done_at) VALUES ($1, $2, $3, $4, $5, 0)
ON CONFLICT (digest) DO NOTHING)sql"};
inline constexpr db::Statement find_delivery{"networks.find_delivery", R"sql(
SELECT source, body, done_at FROM networks_deliveries WHERE id = $1)sql"};
inline constexpr db::Statement finish_delivery{"networks.finish_delivery", R"sql(
UPDATE networks_deliveries SET body = '', done_at = $2 WHERE id = $1)sql"};
inline constexpr db::Statement drop_deliveries{"networks.drop_deliveries", R"sql(
DELETE FROM networks_deliveries WHERE at < $1)sql"};
inline constexpr db::Statement unfinished{"networks.unfinished", R"sql(
SELECT id, body FROM networks_deliveries WHERE done_at = 0 ORDER BY id LIMIT 10000)sql"};

inline constexpr db::Statement claim_event{"networks.claim_event", R"sql(
INSERT INTO networks_events (network, event_id, at) VALUES ($1, $2, $3) ON CONFLICT (network, event_id) DO NOTHING)sql"};
inline constexpr db::Statement find_event{"networks.find_event", R"sql(
SELECT at FROM networks_events WHERE network = $1 AND event_id = $2)sql"};
inline constexpr db::Statement drop_events{"networks.drop_events", R"sql(
DELETE FROM networks_events WHERE at < $1)sql"};

// --- who writes ---

inline constexpr db::Statement find_person{"networks.find_person", R"sql(
SELECT name, handle FROM networks_people WHERE network = $1 AND person = $2)sql"};
inline constexpr db::Statement put_person{"networks.put_person", R"sql(
INSERT INTO networks_people (network, person, name, handle, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (network, person) DO UPDATE SET name = excluded.name, handle = excluded.handle, at = excluded.at)sql"};
inline constexpr db::Statement drop_person{"networks.drop_person", R"sql(
DELETE FROM networks_people WHERE network = $1 AND person = $2)sql"};

// --- answers ---

inline constexpr db::Statement insert_private{"networks.insert_private", R"sql(
INSERT INTO networks_private (message_id, conversation_id) VALUES ($1, $2) ON CONFLICT (message_id) DO NOTHING)sql"};
inline constexpr db::Statement find_private{"networks.find_private", R"sql(
SELECT conversation_id FROM networks_private WHERE message_id = $1)sql"};
inline constexpr db::Statement private_of{"networks.private_of", R"sql(
SELECT message_id FROM networks_private WHERE conversation_id = $1 ORDER BY message_id LIMIT 100)sql"};

// --- how each stands ---

inline constexpr db::Statement count_events{"networks.count_events", R"sql(
INSERT INTO networks_standing (network, events, last_event_at, last_error, last_error_at) VALUES ($1, $2, $3, '', 0)
ON CONFLICT (network) DO UPDATE SET events = networks_standing.events + excluded.events, last_event_at = excluded.last_event_at)sql"};
inline constexpr db::Statement note_error{"networks.note_error", R"sql(
INSERT INTO networks_standing (network, events, last_event_at, last_error, last_error_at) VALUES ($1, 0, 0, $2, $3)
ON CONFLICT (network) DO UPDATE SET last_error = excluded.last_error, last_error_at = excluded.last_error_at)sql"};
inline constexpr db::Statement standings{"networks.standings", R"sql(
SELECT network, events, last_event_at, last_error, last_error_at FROM networks_standing)sql"};

inline constexpr const db::Statement* statements[] = {
    &insert_delivery, &find_delivery, &finish_delivery, &drop_deliveries, &unfinished, &claim_event, &find_event, &drop_events,
    &find_person, &put_person, &drop_person, &insert_private, &find_private, &private_of, &count_events, &note_error, &standings,
};

}  // namespace plaza::networks::sql
