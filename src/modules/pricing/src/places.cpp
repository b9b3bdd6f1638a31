#include "places.h"

#include <algorithm>
#include <set>

namespace plaza::pricing {
namespace {

bool upper(char c) { return c >= 'A' && c <= 'Z'; }

bool is_country(std::string_view text) { return text.size() == 2 && upper(text[0]) && upper(text[1]); }

bool is_region(std::string_view text) {
  return text.size() >= 4 && text.size() <= 6 && is_country(text.substr(0, 2)) && text[2] == '-' &&
         std::all_of(text.begin() + 3, text.end(), [](char c) { return upper(c) || (c >= '0' && c <= '9'); });
}

bool holds(const std::vector<std::string>& list, std::string_view text) {
  return std::find(list.begin(), list.end(), text) != list.end();
}

void check_list(const std::vector<std::string>& list, const char* field, bool (*good)(std::string_view),
                const char* message, std::vector<FieldError>& wrong) {
  std::set<std::string_view> seen;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string name = std::string(field) + "[" + std::to_string(i) + "]";
    if (!good(list[i])) wrong.push_back({name, "wrong_format", message});
    else if (!seen.insert(list[i]).second) wrong.push_back({name, "duplicate", "is there twice"});
  }
}

}  // namespace

std::string full_region(std::string_view country, std::string_view region) {
  std::string full(region);
  std::transform(full.begin(), full.end(), full.begin(), [](char c) { return c >= 'a' && c <= 'z' ? char(c - 32) : c; });
  if (full.size() > 2 && full[2] == '-') return full;
  return std::string(country) + "-" + full;
}

int zone_of(std::span<const Places* const> zones, std::string_view country, std::string_view region) {
  if (zones.empty()) return -1;
  if (country.empty()) return 0;
  const std::string full = region.empty() ? std::string() : full_region(country, region);
  int found = -1, rank = 0;
  for (std::size_t i = 0; i < zones.size(); ++i) {
    const auto& zone = *zones[i];
    const int here = !full.empty() && holds(zone.regions, full) ? 3 : holds(zone.countries, country) ? 2 : zone.everywhere_else() ? 1 : 0;
    if (here > rank) {
      rank = here;
      found = static_cast<int>(i);
    }
  }
  return found;
}

void check_places(const Places& places, std::vector<FieldError>& wrong) {
  check_list(places.countries, "countries", is_country, "must be a country's code of two capital letters", wrong);
  check_list(places.regions, "regions", is_region, "must be a region's code such as US-CA", wrong);
}

void check_taken(const Places& places, std::span<const Places* const> others, std::vector<FieldError>& taken) {
  for (const auto* other : others) {
    for (std::size_t i = 0; i < places.countries.size(); ++i) {
      if (holds(other->countries, places.countries[i])) {
        taken.push_back({"countries[" + std::to_string(i) + "]", "taken", "is in another zone"});
      }
    }
    for (std::size_t i = 0; i < places.regions.size(); ++i) {
      if (holds(other->regions, places.regions[i])) {
        taken.push_back({"regions[" + std::to_string(i) + "]", "taken", "is in another zone"});
      }
    }
    if (places.everywhere_else() && other->everywhere_else()) {
      taken.push_back({"countries", "taken", "another zone is that of everywhere else"});
    }
  }
}

}  // namespace plaza::pricing
