// Where units come from: the locations' rules in memory, and the pure choice among them.
#pragma once

#include <cstdint>
#include <optional>
#include <shared_mutex>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "inventory/ids.h"
#include "store.h"

namespace plaza::inventory {

// What one location has of one line.
struct Share {
  LocationId location_id;
  std::int64_t available = 0;
};

// "VN" in "LA,VN"; an empty list serves all, an empty country is served by all.
bool serves(std::string_view countries, std::string_view country);
// Upper-case two-letter codes with commas between, each once; nothing if it is no such list.
std::optional<std::string> country_list(std::span<const std::string> countries);

// Thread-safe.
class LocationRules {
 public:
  void set(std::vector<Location> locations);
  void put(const Location& location);
  std::vector<Location> all() const;
  std::size_t count() const;

  // The locations that serve the country, best first: by priority, then by id. One that is not known
  // here (made on another node a moment ago) is taken to be like main.
  void sort_and_filter(std::vector<LocationId>& locations, std::string_view country) const;

 private:
  const Location* find(LocationId id) const;  // the lock is held
  mutable std::shared_mutex mutex_;
  std::vector<Location> locations_;
};

// `shares[i]` is what the locations have of the i-th line, `wanted[i]` how many it wants. The location
// that has enough for all lines, the best first; none when there is no such.
std::optional<LocationId> one_for_all(const LocationRules& rules,
                                      std::span<const std::vector<Share>> shares,
                                      std::span<const std::int64_t> wanted,
                                      std::string_view country);

}  // namespace plaza::inventory
