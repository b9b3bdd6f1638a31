// Decisions that are not taken at the moderators' desk by a click: by a module that has a desk of its own, or the demo. They go the
// same way: into the log, to the author, with an appeal.
#pragma once

#include <string_view>

#include "identity/ids.h"
#include "moderation/subject.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::moderation {

class Decisions {
 public:
  virtual ~Decisions() = default;
  // visible: it is kept, or restored when it was removed. removed: it is taken away. Codes: those of a decision at the desk
  // (moderation.subject_not_found, moderation.already_decided, moderation.claimed, moderation.own_decision …).
  virtual Status decide(db::Transaction& tx, identity::AccountId moderator, const Subject& subject, Standing to, Reason reason,
                        std::string_view note) = 0;
};

}  // namespace plaza::moderation
