// What somebody is called, and taking it out of what others wrote to them: their words stay, the name in them goes.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/text.h"
#include "profiles/personal_data.h"

namespace plaza::profiles {

// Address, handle, the name and each word of it; the same of `more` (a name and an address that they gave elsewhere). The longest first.
inline std::vector<std::string> names_of(const Person& person, const std::vector<std::string>& more = {}) {
  std::vector<std::string> names{person.email, person.display_name, person.handle};
  names.insert(names.end(), more.begin(), more.end());
  for (std::size_t at = 0, whole = names.size(); at < whole; ++at) {
    const std::string name = names[at];
    if (name.find(' ') == std::string::npos) continue;
    for (std::size_t begin = 0; begin < name.size();) {
      const auto end = std::min(name.find(' ', begin), name.size());
      names.push_back(name.substr(begin, end - begin));
      begin = end + 1;
    }
  }
  std::sort(names.begin(), names.end(), [](const auto& a, const auto& b) { return a.size() > b.size(); });
  return names;
}

// The text with each of the names, in any case, replaced by "…" where it stands as words of its own: "Lan" leaves "plan" alone. Names of less than three bytes are left.
inline std::string without(std::string_view text, const std::vector<std::string>& names) {
  const auto byte_of = [](std::string_view in, std::size_t at) { return static_cast<unsigned char>(at < in.size() ? in[at] : ' '); };
  // A letter or digit begins at `at`: of what is not ASCII everything but the punctuation of U+0080 to U+00BF and U+2000 to U+207F.
  const auto begins_letter = [&](std::string_view in, std::size_t at) {
    const auto byte = byte_of(in, at);
    if (byte < 0x80) return (byte >= '0' && byte <= '9') || (byte >= 'a' && byte <= 'z');
    return byte != 0xC2 && !(byte == 0xE2 && (byte_of(in, at + 1) == 0x80 || byte_of(in, at + 1) == 0x81));
  };
  const auto ends_letter = [&](std::string_view in, std::size_t end) {
    if (end == 0) return false;
    std::size_t at = end - 1;
    while (at > 0 && (byte_of(in, at) & 0xC0) == 0x80) --at;
    return begins_letter(in, at);
  };
  std::string left(text);
  for (const auto& name : names) {
    if (name.size() < 3) continue;
    const std::string wanted = lower_ascii(name);
    std::string lower = lower_ascii(left);
    for (std::size_t at = lower.find(wanted); at != std::string::npos; at = lower.find(wanted, at)) {
      const std::size_t end = at + wanted.size();
      const bool goes_on = begins_letter(wanted, 0) && ends_letter(lower, at);
      if (goes_on || (ends_letter(wanted, wanted.size()) && begins_letter(lower, end))) {
        ++at;
        continue;
      }
      left.replace(at, wanted.size(), "…");
      lower.replace(at, wanted.size(), "…");
      at += std::string_view("…").size();
    }
  }
  return left;
}

}  // namespace plaza::profiles
