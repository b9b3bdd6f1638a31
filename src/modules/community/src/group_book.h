// Groups, who is in them, and how much everybody is trusted: in memory, of every node. Thread-safe.
#pragma once

#include <map>
#include <set>
#include <shared_mutex>
#include <string>
#include <unordered_map>
#include <vector>

#include "community/groups.h"
#include "platform/db/connection.h"

namespace plaza::community {

class GroupBook final : public Groups {
 public:
  void load(db::Reader& reader);
  // Read again what a domain event says has changed.
  void reload(db::Reader& reader, GroupId group, identity::AccountId account);
  void put(const Group& group);
  void put(GroupId group, identity::AccountId account, Place place);
  void put_level(identity::AccountId account, int level);

  std::optional<Group> group(GroupId id) const override;
  std::optional<Group> group_of_slug(std::string_view slug) const override;
  Place place(GroupId group, identity::AccountId account) const override;
  bool sees(GroupId group, const Looker& looker) const override;
  bool reads(GroupId group, const Looker& looker) const override;
  std::vector<GroupId> groups_of(identity::AccountId account) const override;
  std::int64_t members(GroupId group) const override;
  std::vector<identity::AccountId> moderators(GroupId group) const override;
  identity::AccountId owner(GroupId group) const override;
  int level(const Looker& looker) const override;

  std::vector<GroupId> groups_of(identity::AccountId account, Seat seat) const;
  // All that this looker sees, those with most members first.
  std::vector<Group> all(const Looker& looker) const;
  // Waiting for moderators.
  std::int64_t requests(GroupId group) const;
  std::int64_t owners(GroupId group) const;

 private:
  struct Entry {
    Group group;
    std::unordered_map<identity::AccountId, Place> places;
    std::int64_t members = 0;
  };
  bool sees_locked(const Entry& entry, const Looker& looker) const;
  void place_locked(Entry& entry, identity::AccountId account, Place place);

  mutable std::shared_mutex mutex_;
  std::map<GroupId, Entry> groups_;
  std::map<std::string, GroupId, std::less<>> slugs_;
  std::unordered_map<identity::AccountId, std::set<GroupId>> of_account_;
  std::unordered_map<identity::AccountId, int> levels_;
};

}  // namespace plaza::community
