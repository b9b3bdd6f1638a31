// Labels of a person: those of all their conversations, told to whoever learns about people.
#pragma once

#include <string>
#include <vector>

#include "care/events.h"
#include "platform/db/connection.h"

namespace plaza::care {

// After the conversation was saved: who it belongs to has these labels now. `before`: those that it had. Nothing is told of somebody who is
// nobody: no account that was shown to be theirs, and no visitor.
void tell_labels(db::Transaction& tx, const Conversation& each, const std::vector<std::string>& before);

}  // namespace plaza::care
