// SQL of the labels of a person.
#pragma once

#include "platform/db/connection.h"

namespace plaza::care::statements {

inline constexpr db::Statement labels_of_account{"care.labels_of_account", R"sql(
SELECT DISTINCT l.label FROM care_conversations c JOIN care_labelled l ON l.conversation_id = c.id
WHERE c.account_id = $1 AND c.verified = 1 ORDER BY l.label LIMIT 100)sql"};
inline constexpr db::Statement labels_of_visitor{"care.labels_of_visitor", R"sql(
SELECT DISTINCT l.label FROM care_conversations c JOIN care_labelled l ON l.conversation_id = c.id
WHERE c.visitor = $1 AND c.visitor <> '' AND c.account_id = 0 ORDER BY l.label LIMIT 100)sql"};

inline constexpr const db::Statement* label_statements[] = {&labels_of_account, &labels_of_visitor};

}  // namespace plaza::care::statements
