#include "group_book.h"

#include <algorithm>
#include <mutex>

#include "group_store.h"
#include "people_store.h"

namespace plaza::community {

void GroupBook::load(db::Reader& reader) {
  const auto groups = store::all_groups(reader);
  std::vector<std::pair<GroupId, std::pair<identity::AccountId, Place>>> places;
  store::each_place(reader, [&](GroupId group, identity::AccountId account, Place place) { places.push_back({group, {account, place}}); });
  std::vector<std::pair<identity::AccountId, int>> levels;
  store::each_level(reader, [&](identity::AccountId account, int level) { levels.emplace_back(account, level); });
  std::unique_lock lock(mutex_);
  groups_.clear();
  slugs_.clear();
  of_account_.clear();
  levels_.clear();
  for (const auto& group : groups) {
    groups_[group.id].group = group;
    slugs_[group.slug] = group.id;
  }
  for (const auto& [group, seat] : places) {
    const auto entry = groups_.find(group);
    if (entry != groups_.end()) place_locked(entry->second, seat.first, seat.second);
  }
  for (const auto& [account, level] : levels) levels_[account] = level;
}

void GroupBook::reload(db::Reader& reader, GroupId id, identity::AccountId account) {
  if (account) {
    const auto member = store::member(reader, id, account);
    put(id, account, member ? member->place : Place{});
    return;
  }
  if (const auto group = store::group(reader, id)) put(*group);
}

void GroupBook::put(const Group& group) {
  std::unique_lock lock(mutex_);
  auto& entry = groups_[group.id];
  if (!entry.group.slug.empty()) slugs_.erase(entry.group.slug);
  entry.group = group;
  slugs_[group.slug] = group.id;
}

void GroupBook::put(GroupId group, identity::AccountId account, Place place) {
  std::unique_lock lock(mutex_);
  const auto entry = groups_.find(group);
  if (entry != groups_.end()) place_locked(entry->second, account, place);
}

void GroupBook::place_locked(Entry& entry, identity::AccountId account, Place place) {
  const auto found = entry.places.find(account);
  if (found != entry.places.end() && found->second.active()) --entry.members;
  if (place.active()) ++entry.members;
  if (place.seat == Seat::none) {
    entry.places.erase(account);
    if (const auto of = of_account_.find(account); of != of_account_.end()) {
      of->second.erase(entry.group.id);
      if (of->second.empty()) of_account_.erase(of);
    }
    return;
  }
  entry.places[account] = place;
  of_account_[account].insert(entry.group.id);
}

void GroupBook::put_level(identity::AccountId account, int level) {
  std::unique_lock lock(mutex_);
  if (level == 0) levels_.erase(account);
  else levels_[account] = level;
}

std::optional<Group> GroupBook::group(GroupId id) const {
  std::shared_lock lock(mutex_);
  const auto found = groups_.find(id);
  return found == groups_.end() ? std::nullopt : std::optional(found->second.group);
}

std::optional<Group> GroupBook::group_of_slug(std::string_view slug) const {
  std::shared_lock lock(mutex_);
  const auto found = slugs_.find(slug);
  return found == slugs_.end() ? std::nullopt : std::optional(groups_.at(found->second).group);
}

Place GroupBook::place(GroupId group, identity::AccountId account) const {
  if (!account) return {};
  std::shared_lock lock(mutex_);
  const auto entry = groups_.find(group);
  if (entry == groups_.end()) return {};
  const auto found = entry->second.places.find(account);
  return found == entry->second.places.end() ? Place{} : found->second;
}

bool GroupBook::sees_locked(const Entry& entry, const Looker& looker) const {
  if (entry.group.visibility != Visibility::secret || looker.staff) return true;
  if (!looker.account) return false;
  const auto found = entry.places.find(looker.account);
  return found != entry.places.end() && (found->second.active() || found->second.seat == Seat::invited);
}

bool GroupBook::sees(GroupId group, const Looker& looker) const {
  std::shared_lock lock(mutex_);
  const auto entry = groups_.find(group);
  return entry != groups_.end() && sees_locked(entry->second, looker);
}

bool GroupBook::reads(GroupId group, const Looker& looker) const {
  std::shared_lock lock(mutex_);
  const auto entry = groups_.find(group);
  if (entry == groups_.end()) return false;
  if (entry->second.group.visibility == Visibility::open || looker.staff) return true;
  if (!looker.account) return false;
  const auto found = entry->second.places.find(looker.account);
  return found != entry->second.places.end() && found->second.active();
}

std::vector<GroupId> GroupBook::groups_of(identity::AccountId account) const { return groups_of(account, Seat::active); }

std::vector<GroupId> GroupBook::groups_of(identity::AccountId account, Seat seat) const {
  std::shared_lock lock(mutex_);
  std::vector<GroupId> found;
  const auto of = of_account_.find(account);
  if (of == of_account_.end()) return found;
  for (const auto id : of->second) {
    if (groups_.at(id).places.at(account).seat == seat) found.push_back(id);
  }
  return found;
}

std::int64_t GroupBook::members(GroupId group) const {
  std::shared_lock lock(mutex_);
  const auto entry = groups_.find(group);
  return entry == groups_.end() ? 0 : entry->second.members;
}

std::vector<Group> GroupBook::all(const Looker& looker) const {
  std::shared_lock lock(mutex_);
  std::vector<const Entry*> seen;
  for (const auto& [id, entry] : groups_) {
    if (sees_locked(entry, looker)) seen.push_back(&entry);
  }
  std::stable_sort(seen.begin(), seen.end(), [](const Entry* a, const Entry* b) { return a->members > b->members; });
  std::vector<Group> found;
  found.reserve(seen.size());
  for (const auto* entry : seen) found.push_back(entry->group);
  return found;
}

std::int64_t GroupBook::requests(GroupId group) const {
  std::shared_lock lock(mutex_);
  const auto entry = groups_.find(group);
  if (entry == groups_.end()) return 0;
  return std::count_if(entry->second.places.begin(), entry->second.places.end(),
                       [](const auto& each) { return each.second.seat == Seat::requested; });
}

std::vector<identity::AccountId> GroupBook::moderators(GroupId group) const {
  std::shared_lock lock(mutex_);
  std::vector<identity::AccountId> found;
  const auto entry = groups_.find(group);
  if (entry == groups_.end()) return found;
  for (const auto& [account, place] : entry->second.places) {
    if (place.moderates()) found.push_back(account);
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::int64_t GroupBook::owners(GroupId group) const {
  std::shared_lock lock(mutex_);
  const auto entry = groups_.find(group);
  if (entry == groups_.end()) return 0;
  return std::count_if(entry->second.places.begin(), entry->second.places.end(),
                       [](const auto& each) { return each.second.active() && each.second.role == Role::owner; });
}

identity::AccountId GroupBook::owner(GroupId group) const {
  std::shared_lock lock(mutex_);
  identity::AccountId found;
  const auto entry = groups_.find(group);
  if (entry == groups_.end()) return found;
  for (const auto& [account, place] : entry->second.places) {
    if (place.active() && place.role == Role::owner && (!found || account < found)) found = account;
  }
  return found;
}

int GroupBook::level(const Looker& looker) const {
  if (looker.staff) return 4;
  std::shared_lock lock(mutex_);
  const auto found = levels_.find(looker.account);
  return found == levels_.end() ? 0 : found->second;
}

}  // namespace plaza::community
