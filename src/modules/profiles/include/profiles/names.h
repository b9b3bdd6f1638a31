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

// The text with each of the names, in any case, replaced by "…". Names of less than three bytes are left.
inline std::string without(std::string_view text, const std::vector<std::string>& names) {
  std::string left(text);
  for (const auto& name : names) {
    if (name.size() < 3) continue;
    const std::string wanted = lower_ascii(name);
    std::string lower = lower_ascii(left);
    for (std::size_t at = lower.find(wanted); at != std::string::npos; at = lower.find(wanted, at)) {
      left.replace(at, wanted.size(), "…");
      lower.replace(at, wanted.size(), "…");
      at += std::string_view("…").size();
    }
  }
  return left;
}

}  // namespace plaza::profiles
