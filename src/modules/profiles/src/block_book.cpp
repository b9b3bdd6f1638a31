#include "block_book.h"

#include <algorithm>
#include <mutex>

#include "platform/events/outbox.h"
#include "profiles/events.h"
#include "statements.h"

namespace plaza::profiles {

bool BlockBook::blocks(identity::AccountId blocker, identity::AccountId other) const {
  if (!blocker || !other) return false;
  const std::shared_lock lock(mutex_);
  const auto found = blocked_.find(blocker.value);
  return found != blocked_.end() && found->second.contains(other.value);
}

void BlockBook::set(identity::AccountId blocker, identity::AccountId other, bool on) {
  const std::unique_lock lock(mutex_);
  if (on) {
    blocked_[blocker.value].insert(other.value);
    return;
  }
  const auto found = blocked_.find(blocker.value);
  if (found == blocked_.end()) return;
  found->second.erase(other.value);
  if (found->second.empty()) blocked_.erase(found);
}

std::vector<Block> BlockBook::list(db::Reader& reader, identity::AccountId blocker, Time before, int limit) {
  auto all = reader.all(sql::list_blocks, {blocker, before, std::clamp(limit, 1, 200)},
                        [](const db::Row& row) { return Block{row.id<identity::AccountId>(0), row.time(1)}; });
  std::erase_if(all, [this](const Block& each) { return !accounts_.face(each.account); });
  return all;
}

Status BlockBook::block(db::Transaction& tx, identity::AccountId blocker, identity::AccountId other) {
  if (blocker == other) return Error{ErrorKind::conflict, "profiles.own_block", "You cannot block yourself."};
  if (!accounts_.face(other)) return Error{ErrorKind::not_found, "profiles.account_not_found", "There is no such account."};
  const auto count = tx.one(sql::count_blocks, {blocker}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
  if (count >= blocks_max) return Error{ErrorKind::conflict, "profiles.too_many_blocks", "You have blocked as many as one may."};
  if (tx.execute(sql::insert_block, {blocker, other, clock_.now()}) != 1) return done();
  events::publish(tx, blocker.value, BlockChanged{blocker, other, true});
  tx.on_commit([this, blocker, other] { set(blocker, other, true); });
  return done();
}

Status BlockBook::unblock(db::Transaction& tx, identity::AccountId blocker, identity::AccountId other) {
  if (tx.execute(sql::delete_block, {blocker, other}) != 1) return done();
  events::publish(tx, blocker.value, BlockChanged{blocker, other, false});
  tx.on_commit([this, blocker, other] { set(blocker, other, false); });
  return done();
}

void BlockBook::load() {
  const auto work = [&](db::Reader& reader) {
    reader.each(sql::all_blocks, {}, [&](const db::Row& row) {
      set(row.id<identity::AccountId>(0), row.id<identity::AccountId>(1), true);
    });
    return true;
  };
  database_.read_now(work);
}

void BlockBook::refresh(identity::AccountId blocker, identity::AccountId other) {
  const auto work = [&](db::Reader& reader) {
    return reader.one(sql::find_block, {blocker, other}, [](const db::Row&) { return true; }).has_value();
  };
  set(blocker, other, database_.read_now(work));
}

std::int64_t BlockBook::forget(db::Transaction& tx, identity::AccountId account) {
  std::int64_t count = 0;
  const auto pair = [](const db::Row& row) {
    return std::pair(row.id<identity::AccountId>(0), row.id<identity::AccountId>(1));
  };
  for (const auto& [blocker, other] : tx.all(sql::blocks_of, {account}, pair)) {
    if (unblock(tx, blocker, other).ok()) ++count;
  }
  return count;
}

}  // namespace plaza::profiles
