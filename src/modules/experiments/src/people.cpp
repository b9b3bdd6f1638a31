#include "people.h"

#include <algorithm>

#include "platform/base/text.h"

namespace plaza::experiments {
namespace {

std::int64_t number_of(const std::string& identity) {
  return identity.starts_with("a:") ? parse_integer(identity.substr(2)).value_or(0) : 0;
}

}  // namespace

std::string visitor_key(std::string_view visitor) { return "v:" + std::string(visitor); }
std::string account_key(std::int64_t account) { return "a:" + std::to_string(account); }

std::string People::unit_of(const std::string& identity) const {
  if (!identity.starts_with("v:")) return identity;
  const auto found = account_of_.find(std::string_view(identity).substr(2));
  return found == account_of_.end() ? identity : account_key(found->second);
}

std::string People::unit_of(std::int64_t account, std::string_view visitor) const {
  if (account != 0) return account_key(account);
  return visitor.empty() ? std::string() : unit_of(visitor_key(visitor));
}

std::string People::first_of(std::int64_t account, std::string_view visitor) const {
  const bool free = !visitor.empty() && !account_of_.contains(visitor);
  if (account != 0 && free && !accounts_.contains(account)) return visitor_key(visitor);
  const std::string unit = unit_of(account, visitor);
  return unit.empty() ? unit : first_of(unit);
}

std::string People::first_of(const std::string& unit) const {
  const auto found = accounts_.find(number_of(unit));
  return found == accounts_.end() ? unit : found->second.first;
}

std::vector<std::string> People::members(const std::string& unit) const {
  std::vector<std::string> all{unit};
  const auto found = accounts_.find(number_of(unit));
  if (found == accounts_.end()) return all;
  for (const auto& visitor : found->second.visitors) all.push_back(visitor_key(visitor));
  return all;
}

void People::sign_up(std::int64_t account, const std::string& visitor) {
  if (account == 0 || accounts_.contains(account)) return;
  const bool free = !visitor.empty() && !account_of_.contains(visitor);
  accounts_[account].first = free ? visitor_key(visitor) : account_key(account);
}

bool People::link(std::int64_t account, const std::string& visitor) {
  if (account == 0 || visitor.empty()) return false;
  const auto owner = account_of_.find(visitor);
  if (owner != account_of_.end() && owner->second == account) return false;
  auto& entry = accounts_[account];
  // An account that nobody heard of before keeps what its visitor was given, unless that visitor is another person's.
  if (entry.first.empty()) entry.first = owner == account_of_.end() ? visitor_key(visitor) : account_key(account);
  if (entry.visitors.size() >= visitors_max) return false;
  if (owner != account_of_.end()) std::erase(accounts_[owner->second].visitors, visitor);
  entry.visitors.push_back(visitor);
  account_of_[visitor] = account;
  return true;
}

void People::unlink(std::int64_t account, const std::string& visitor) {
  const auto owner = account_of_.find(visitor);
  if (owner == account_of_.end() || owner->second != account) return;
  std::erase(accounts_[account].visitors, visitor);
  account_of_.erase(owner);
}

std::vector<std::string> People::forget(std::int64_t account) {
  auto identities = members(account_key(account));
  const auto found = accounts_.find(account);
  if (found == accounts_.end()) return identities;
  if (std::find(identities.begin(), identities.end(), found->second.first) == identities.end()) identities.push_back(found->second.first);
  for (const auto& visitor : found->second.visitors) account_of_.erase(visitor);
  accounts_.erase(found);
  return identities;
}

void People::pack(interactions::Packer& out) const {
  out.number(static_cast<std::int64_t>(accounts_.size()));
  for (const auto& [account, entry] : accounts_) {
    out.number(account).text(entry.first).number(static_cast<std::int64_t>(entry.visitors.size()));
    for (const auto& visitor : entry.visitors) out.text(visitor);
  }
}

void People::unpack(interactions::Unpacker& in) {
  accounts_.clear();
  account_of_.clear();
  for (auto left = in.number(); left > 0; --left) {
    const auto account = in.number();
    auto& entry = accounts_[account];
    entry.first = in.text();
    for (auto visitors = in.number(); visitors > 0; --visitors) {
      entry.visitors.push_back(in.text());
      account_of_[entry.visitors.back()] = account;
    }
  }
}

}  // namespace plaza::experiments
