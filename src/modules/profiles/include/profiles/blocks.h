// Who does not want to hear from whom. Whoever lets one member reach another (a message, a request, a mention, a follow, a group's
// invitation, a line of the bell) asks here first. A block is one person's word; it is felt by both. Thread-safe.
#pragma once

#include <vector>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::profiles {

inline constexpr std::int64_t blocks_max = 10'000;  // of one account

struct Block {
  identity::AccountId account;  // who is blocked
  Time at;
};

class Blocks {
 public:
  virtual ~Blocks() = default;

  // From memory, as of the last commit: `blocker` does not want to hear from `other`.
  virtual bool blocks(identity::AccountId blocker, identity::AccountId other) const = 0;
  // One of the two blocks the other. False for nobody (an account of 0).
  bool apart(identity::AccountId one, identity::AccountId other) const { return blocks(one, other) || blocks(other, one); }

  // Newest first, accounts that are gone left out; before that time, at most `limit`.
  virtual std::vector<Block> list(db::Reader& reader, identity::AccountId blocker, Time before, int limit) = 0;
  // Publishes block_changed; a repetition changes nothing. Errors: profiles.own_block (409), profiles.too_many_blocks (409),
  // profiles.account_not_found (404).
  virtual Status block(db::Transaction& tx, identity::AccountId blocker, identity::AccountId other) = 0;
  virtual Status unblock(db::Transaction& tx, identity::AccountId blocker, identity::AccountId other) = 0;
};

}  // namespace plaza::profiles
