#include "allocation.h"

#include <algorithm>
#include <mutex>

namespace plaza::inventory {

bool serves(std::string_view countries, std::string_view country) {
  if (countries.empty() || country.empty()) return true;
  while (!countries.empty()) {
    const auto comma = countries.find(',');
    if (countries.substr(0, comma) == country) return true;
    if (comma == std::string_view::npos) return false;
    countries.remove_prefix(comma + 1);
  }
  return false;
}

std::optional<std::string> country_list(std::span<const std::string> countries) {
  std::vector<std::string> codes(countries.begin(), countries.end());
  std::sort(codes.begin(), codes.end());
  codes.erase(std::unique(codes.begin(), codes.end()), codes.end());
  const auto upper = [](char c) { return c >= 'A' && c <= 'Z'; };
  std::string list;
  for (const auto& code : codes) {
    if (code.size() != 2 || !std::all_of(code.begin(), code.end(), upper)) return std::nullopt;
    list.append(list.empty() ? "" : ",").append(code);
  }
  return list;
}

void LocationRules::set(std::vector<Location> locations) {
  std::unique_lock lock(mutex_);
  locations_ = std::move(locations);
}

void LocationRules::put(const Location& location) {
  std::unique_lock lock(mutex_);
  for (auto& known : locations_) {
    if (known.id != location.id) continue;
    known = location;
    return;
  }
  locations_.push_back(location);
}

std::vector<Location> LocationRules::all() const {
  std::shared_lock lock(mutex_);
  return locations_;
}

std::size_t LocationRules::count() const {
  std::shared_lock lock(mutex_);
  return locations_.size();
}

const Location* LocationRules::find(LocationId id) const {
  for (const auto& location : locations_) {
    if (location.id == id) return &location;
  }
  return nullptr;
}

void LocationRules::sort_and_filter(std::vector<LocationId>& ids, std::string_view country) const {
  std::shared_lock lock(mutex_);
  const auto priority = [&](LocationId id) {
    const Location* location = find(id);
    return location ? location->priority : 0;
  };
  std::erase_if(ids, [&](LocationId id) {
    const Location* location = find(id);
    return location && !serves(location->countries, country);
  });
  if (ids.size() < 2) return;
  std::sort(ids.begin(), ids.end(), [&](LocationId a, LocationId b) {
    return std::pair(priority(a), a) < std::pair(priority(b), b);
  });
}

std::optional<LocationId> one_for_all(const LocationRules& rules,
                                      std::span<const std::vector<Share>> shares,
                                      std::span<const std::int64_t> wanted,
                                      std::string_view country) {
  if (shares.empty()) return std::nullopt;
  std::vector<LocationId> candidates;
  for (const auto& share : shares.front()) candidates.push_back(share.location_id);
  rules.sort_and_filter(candidates, country);
  const auto has = [&](LocationId location, std::size_t line) {
    return std::any_of(shares[line].begin(), shares[line].end(), [&](const Share& share) {
      return share.location_id == location && share.available >= wanted[line];
    });
  };
  for (const auto location : candidates) {
    bool all = true;
    for (std::size_t line = 0; line < shares.size() && all; ++line) all = has(location, line);
    if (all) return location;
  }
  return std::nullopt;
}

}  // namespace plaza::inventory
