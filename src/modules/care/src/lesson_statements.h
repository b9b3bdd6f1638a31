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

inline constexpr const db::Statement* lesson_statements[] = {&rated_words, &labelled_words};

}  // namespace plaza::care::statements
