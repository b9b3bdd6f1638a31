#include "rules.h"

#include <algorithm>

#include "platform/base/text.h"

namespace plaza::community::rules {

namespace {

bool is_word(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_'; }
bool is_in_host(char c) { return is_word(c) || c == '-' || c == '.'; }

// Endings that stand in most links of spam; what is written out with "http" or "www" counts whatever its ending.
constexpr std::array<std::string_view, 16> endings{".com", ".net", ".org", ".io", ".ru",  ".cn",   ".xyz",  ".shop",
                                                   ".top", ".vn",  ".me",  ".co", ".biz", ".info", ".site", ".online"};

bool is_bare_host(std::string_view word) {
  while (!word.empty() && word.back() == '.') word.remove_suffix(1);
  return std::any_of(endings.begin(), endings.end(), [&](std::string_view ending) {
    return word.size() > ending.size() && word.ends_with(ending) && is_word(word[word.size() - ending.size() - 1]);
  });
}

void add_once(std::vector<std::string>& list, std::string word, std::size_t max) {
  if (list.size() < max && std::find(list.begin(), list.end(), word) == list.end()) list.push_back(std::move(word));
}

}  // namespace

int level_of(Power power) {
  switch (power) {
    case Power::vote:
    case Power::poll: return 1;
    case Power::down_vote:
    case Power::live:
    case Power::invite: return 2;
    case Power::create_group:
    case Power::create_event:
    case Power::retag:
    case Power::endorse: return 3;
    case Power::lock: return 4;
  }
  return levels;
}

int earned(const Standing& s) {
  if (s.given >= 0) return s.given;
  int level = 0;
  for (int next = 1; next < 4; ++next) {
    const auto& need = needed_for[static_cast<std::size_t>(next)];
    const bool there = s.discussions_read >= need.discussions_read && s.days_here >= need.days_here && s.replies >= need.replies &&
                       s.helpful >= static_cast<double>(need.helpful) && s.accepted >= need.accepted;
    if (!there) break;
    level = next;
  }
  return level;
}

int links_in(std::string_view text) {
  const std::string lower = lower_ascii(text);
  int links = 0;
  for (std::size_t at = 0; at < lower.size();) {
    if (!is_word(lower[at])) {
      ++at;
      continue;
    }
    std::size_t end = at;
    while (end < lower.size() && is_in_host(lower[end])) ++end;
    const std::string_view word = std::string_view(lower).substr(at, end - at);
    const bool scheme = (word == "http" || word == "https") && lower.compare(end, 3, "://") == 0;
    if (scheme || (word.starts_with("www.") && word.size() > 6) || is_bare_host(word)) {
      ++links;
      while (end < lower.size() && static_cast<unsigned char>(lower[end]) > ' ') ++end;
    }
    at = end;
  }
  return links;
}

std::vector<std::string> mentions_in(std::string_view text) {
  std::vector<std::string> found;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '@' || (at > 0 && (is_word(text[at - 1]) || text[at - 1] == '.'))) continue;
    std::size_t end = at + 1;
    while (end < text.size() && is_word(text[end])) ++end;
    const auto handle = lower_ascii(text.substr(at + 1, end - at - 1));
    if (handle.size() >= 3 && handle.size() <= 30) add_once(found, handle, 50);
    at = end - 1;
  }
  return found;
}

std::vector<std::string> products_in(std::string_view text) {
  constexpr std::string_view path = "/products/";
  std::vector<std::string> found;
  for (auto at = text.find(path); at != std::string_view::npos; at = text.find(path, at + 1)) {
    std::size_t end = at + path.size();
    while (end < text.size() && (is_word(text[end]) || text[end] == '-')) ++end;
    if (end > at + path.size()) add_once(found, std::string(text.substr(at + path.size(), end - at - path.size())), 8);
  }
  return found;
}

std::string tag_of(std::string_view text) {
  auto tag = slug(text);
  if (tag.size() > 40) tag.resize(40);
  while (!tag.empty() && tag.back() == '-') tag.pop_back();
  return tag;
}

}  // namespace plaza::community::rules
