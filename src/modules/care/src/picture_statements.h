// SQL of the pictures that agents upload for their answers.
#pragma once

#include "platform/db/connection.h"

namespace plaza::care::statements {

inline constexpr db::Statement insert_picture{"care.insert_picture", R"sql(
INSERT INTO care_pictures (media_id, conversation_id, sent, at) VALUES ($1, $2, 0, $3))sql"};
inline constexpr db::Statement picture_of{"care.picture_of", R"sql(
SELECT media_id FROM care_pictures WHERE media_id = $1 AND conversation_id = $2)sql"};
inline constexpr db::Statement set_sent{"care.set_sent", R"sql(
UPDATE care_pictures SET sent = 1 WHERE media_id = $1)sql"};
inline constexpr db::Statement unsent_pictures{"care.unsent_pictures", R"sql(
SELECT media_id FROM care_pictures WHERE sent = 0 AND at < $1 ORDER BY at LIMIT CAST($2 AS BIGINT))sql"};
inline constexpr db::Statement delete_unsent{"care.delete_unsent", R"sql(
DELETE FROM care_pictures WHERE media_id = $1 AND sent = 0)sql"};
inline constexpr db::Statement delete_picture{"care.delete_picture", R"sql(
DELETE FROM care_pictures WHERE media_id = $1)sql"};

inline constexpr const db::Statement* picture_statements[] = {&insert_picture, &picture_of,    &set_sent,
                                                              &unsent_pictures, &delete_unsent, &delete_picture};

}  // namespace plaza::care::statements
