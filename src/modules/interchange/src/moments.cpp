#include "moments.h"

#include <string>

#include "platform/base/text.h"

namespace plaza::interchange {

std::optional<Time> parse_moment(std::string_view text) {
  text = trimmed(text);
  if (const auto time = parse_time(text)) return time;
  if (text.size() == 10) return parse_time(std::string(text) + "T00:00:00Z");
  constexpr std::size_t clock_end = 19;  // "2024-05-01 10:11:12"
  if (text.size() < clock_end || text[10] != ' ') return std::nullopt;
  std::string plain(text.substr(0, clock_end));
  plain[10] = 'T';
  const auto zone = trimmed(text.substr(clock_end));
  if (zone.empty() || zone == "UTC" || zone == "Z") return parse_time(plain + "Z");
  if (zone.size() == 5) return parse_time(plain + std::string(zone.substr(0, 3)) + ":" + std::string(zone.substr(3)));
  return parse_time(plain + std::string(zone));
}

}  // namespace plaza::interchange
