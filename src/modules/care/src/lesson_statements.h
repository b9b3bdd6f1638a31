// SQL of what others learn from.
#pragma once

#include "platform/db/connection.h"

namespace plaza::care::statements {

inline constexpr db::Statement rated_words{"care.rated_words", R"sql(
SELECT id, rating, rating_text FROM care_conversations WHERE rating > 0 AND rating_text <> '' AND id < $1
ORDER BY id DESC LIMIT $2)sql"};
inline constexpr db::Statement labelled_words{"care.labelled_words", R"sql(
SELECT l.conversation_id, l.label, m.body FROM care_labelled l
JOIN care_messages m ON m.id = (SELECT MIN(f.id) FROM care_messages f WHERE f.conversation_id = l.conversation_id AND f.direction = 0)
WHERE l.conversation_id < $1 AND m.body <> '' ORDER BY l.conversation_id DESC, l.label LIMIT $2)sql"};

inline constexpr db::Statement put_correction{"care.put_correction", R"sql(
INSERT INTO care_corrections (kind, message_id, value, account_id, at) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (kind, message_id) DO UPDATE SET value = excluded.value, account_id = excluded.account_id, at = excluded.at)sql"};
// The latest message of the customer that has words; the one that a correction is about.
inline constexpr db::Statement latest_words{"care.latest_words", R"sql(
SELECT id FROM care_messages WHERE conversation_id = $1 AND direction = 0 AND body <> '' ORDER BY id DESC LIMIT 1)sql"};
inline constexpr db::Statement corrected_words{"care.corrected_words", R"sql(
SELECT c.message_id, c.value, m.body FROM care_corrections c JOIN care_messages m ON m.id = c.message_id
WHERE c.kind = $1 AND c.message_id < $2 AND c.value <> '' AND m.body <> '' ORDER BY c.message_id DESC LIMIT $3)sql"};
inline constexpr db::Statement drop_corrections{"care.drop_corrections", R"sql(
DELETE FROM care_corrections WHERE message_id IN (SELECT id FROM care_messages WHERE conversation_id = $1))sql"};

inline constexpr const db::Statement* lesson_statements[] = {&rated_words, &labelled_words, &put_correction, &latest_words,
                                                           &corrected_words, &drop_corrections};

}  // namespace plaza::care::statements
