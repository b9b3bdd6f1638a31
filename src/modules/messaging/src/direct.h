// Threads between two members: requests, what each keeps of them, and who may begin to write.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "service.h"

namespace plaza::messaging {

// A thread and how the reading member has it.
struct Seat {
  StoredThread thread;
  Member member;
  identity::AccountId other() const { return member.account == thread.account ? thread.other : thread.account; }
};

// Errors of all: messaging.not_found (404: also what is not yours).
class DirectService {
 public:
  Result<Seat> seat(db::Reader& reader, identity::AccountId account, ThreadId thread) const;
  Result<Seat> answer(db::Transaction& tx, identity::AccountId account, ThreadId thread, ThreadState state);
  Result<Seat> read(db::Transaction& tx, identity::AccountId account, ThreadId thread, std::int64_t number);
  Result<Seat> mute(db::Transaction& tx, identity::AccountId account, ThreadId thread, bool muted);
  Status hide(db::Transaction& tx, identity::AccountId account, ThreadId thread);
};

}  // namespace plaza::messaging
