// What files say of customers: many accounts at once, announced once.
#include <algorithm>

#include "platform/base/text.h"
#include "service.h"

namespace plaza::pricing {
namespace {

using identity::AccountId;

constexpr std::size_t group_name_max = 100, note_max = 300, groups_of_one_max = 100;
constexpr std::size_t groups_max = 1'000;  // of the shop

bool fits(std::string_view text, std::size_t most) {
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  return !text.empty() && is_utf8(text) && code_points(text) <= most && std::none_of(text.begin(), text.end(), is_control);
}

Status check(const Standing& standing) {
  if (standing.groups.size() > groups_of_one_max) return invalid_field("groups", "too_many", "are more than 100");
  for (const auto& group : standing.groups) {
    if (!fits(group.name, group_name_max)) return invalid_field("groups", "out_of_range", "must have names of 1 to 100 characters in one line");
  }
  if (standing.exemption && !fits(standing.exemption->note, note_max)) {
    return invalid_field("exemption", "out_of_range", "must have a note of 1 to 300 characters in one line");
  }
  return done();
}

const Group* oldest_of(const std::vector<Group>& groups, std::string_view name) {
  const auto at = std::find_if(groups.begin(), groups.end(), [&](const Group& group) { return group.name == name; });
  return at == groups.end() ? nullptr : &*at;
}

bool names(const Standing& standing, std::string_view name) {
  return std::any_of(standing.groups.begin(), standing.groups.end(), [&](const GroupName& each) { return each.name == name; });
}

}  // namespace

Standing Service::of(db::Reader& reader, AccountId account) {
  Standing standing;
  for (auto& group : groups_named_of(reader, account)) {
    if (!names(standing, group.name)) standing.groups.push_back({std::move(group.name), group.tax_exempt});
  }
  std::sort(standing.groups.begin(), standing.groups.end(),
            [](const GroupName& a, const GroupName& b) { return a.name < b.name; });
  if (auto exemption = find_exemption(reader, account)) standing.exemption = {std::move(exemption->note), exemption->until};
  return standing;
}

std::vector<Result<bool>> Service::put(db::Transaction& tx, std::span<const StandingWish> wishes, std::string_view actor) {
  std::vector<Result<bool>> answers;
  if (wishes.empty()) return answers;
  raise(tx, kind_groups);
  raise(tx, kind_taxes);
  auto groups = all_groups(tx);
  bool groups_changed = false, taxes_changed = false;
  for (const auto& wish : wishes) {
    if (const auto fine = check(wish.standing); !fine.ok()) {
      answers.push_back(fine.error());
      continue;
    }
    const auto moved = put_groups(tx, wish, groups);
    if (!moved.ok()) {
      answers.push_back(moved.error());
      continue;
    }
    const bool exempted = exempt(tx, wish, actor);
    groups_changed |= *moved;
    taxes_changed |= exempted;
    answers.push_back(*moved || exempted);
  }
  if (groups_changed) changed_groups(tx);
  if (taxes_changed) changed_taxes(tx);
  return answers;
}

Result<bool> Service::put_groups(db::Transaction& tx, const StandingWish& wish, std::vector<Group>& groups) {
  const auto missing = std::count_if(wish.standing.groups.begin(), wish.standing.groups.end(),
                                     [&](const GroupName& each) { return !oldest_of(groups, each.name); });
  if (missing > 0 && groups.size() + static_cast<std::size_t>(missing) > groups_max) {
    return Error{ErrorKind::conflict, "pricing.too_many", "There are 1,000 customer groups: remove one first."};
  }
  const auto now_in = groups_named_of(tx, wish.account);
  bool changed = false;
  for (const auto& group : now_in) {
    if (names(wish.standing, group.name) || !pricing::remove_member(tx, group.id, wish.account)) continue;
    count_members(tx, group.id, -1);
    changed = true;
  }
  for (const auto& each : wish.standing.groups) {
    if (oldest_of(now_in, each.name)) continue;
    if (!oldest_of(groups, each.name)) {
      groups.push_back({parts_.ids.make<CustomerGroupId>(), each.name, each.tax_exempt, 0, 1, parts_.clock.now()});
      insert_group(tx, groups.back());
    }
    const auto id = oldest_of(groups, each.name)->id;
    if (!insert_member(tx, id, wish.account, parts_.clock.now())) continue;  // the cell names it twice
    count_members(tx, id, 1);
    changed = true;
  }
  return changed;
}

bool Service::exempt(db::Transaction& tx, const StandingWish& wish, std::string_view actor) {
  const auto there = find_exemption(tx, wish.account);
  const auto& said = wish.standing.exemption;
  if (!said) return there && pricing::remove_exemption(tx, wish.account);
  if (there && there->note == said->note && there->until == said->until) return false;
  pricing::put_exemption(tx, {wish.account, said->note, said->until, parts_.clock.now()}, actor);
  return true;
}

}  // namespace plaza::pricing
