// Levels of trust, badges and experts: counted in the transaction of the deed. Thread-safe.
#pragma once

#include "community/module.h"
#include "group_book.h"
#include "people_store.h"

namespace plaza::community {

inline constexpr std::int64_t expert_endorsements = 3, expert_accepted = 1;

class Trust {
 public:
  Trust(const Needs& needs, GroupBook& book) : needs_(needs), book_(book) {}

  // Counts, and lets the level follow.
  void count(db::Transaction& tx, identity::AccountId account, Deeds deeds);
  // Level -1: earned again.
  void give(db::Transaction& tx, identity::AccountId account, int level);
  void award(db::Transaction& tx, identity::AccountId account, rules::Badge badge);

  int level(const Looker& looker) const { return book_.level(looker); }
  bool has(const Looker& looker, rules::Power power) const { return level(looker) >= rules::level_of(power); }
  bool is_expert(db::Reader& reader, GroupId group, std::string_view tag, identity::AccountId account, std::int64_t endorsed) const;
  Status endorse(db::Transaction& tx, const Looker& by, GroupId group, std::string_view tag, identity::AccountId account, bool on);

 private:
  void follow(db::Transaction& tx, identity::AccountId account);

  const Needs& needs_;
  GroupBook& book_;
};

}  // namespace plaza::community
