// How the columns of conversations and messages are read; shared by the store and the lists.
#pragma once

#include "care/conversation.h"
#include "platform/db/connection.h"

namespace plaza::care::store {

Conversation read_conversation(const db::Row& row);
Message read_message(const db::Row& row);

}  // namespace plaza::care::store
