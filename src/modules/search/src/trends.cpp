#include "trends.h"

#include <algorithm>
#include <cmath>

#include "platform/base/text.h"
#include "words.h"

namespace plaza::search {

namespace {

constexpr std::size_t entries_max = 2'000;
constexpr std::size_t characters_max = 40;
constexpr double half_life = static_cast<double>(days(1));
constexpr std::int64_t times_min = 2;

std::string key_of(std::string_view text) {
  std::string key;
  for (const auto& word : query_words(text)) key += (key.empty() ? "" : " ") + word;
  return key;
}

bool personal(std::string_view text) {
  const auto digits = std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; });
  return digits >= 6 || text.find_first_of("@#:/\\<>") != std::string_view::npos;
}

}  // namespace

double Trends::now_score(const Entry& entry, Time now) const {
  return entry.score * std::exp2(-static_cast<double>(std::max<Micros>(0, now - entry.at)) / half_life);
}

void Trends::searched(std::string_view text) {
  text = trimmed(text);
  if (!is_utf8(text) || code_points(text) > characters_max || personal(text)) return;
  auto key = key_of(text);
  if (code_points(key) < 2) return;
  const auto now = clock_.now();
  const std::lock_guard lock(mutex_);
  if (entries_.size() >= entries_max && !entries_.contains(key)) make_room(now);
  auto& entry = entries_[std::move(key)];
  entry.score = now_score(entry, now) + 1;
  entry.at = now;
  entry.text = text;
  ++entry.times;
}

void Trends::make_room(Time now) {
  std::vector<double> scores;
  for (const auto& [key, entry] : entries_) scores.push_back(now_score(entry, now));
  const auto middle = scores.begin() + static_cast<std::ptrdiff_t>(scores.size() / 4);
  std::nth_element(scores.begin(), middle, scores.end());
  const double least = *middle;
  std::size_t erased = 0;
  for (auto entry = entries_.begin(); entry != entries_.end() && erased < entries_max / 4;) {
    if (now_score(entry->second, now) <= least) {
      entry = entries_.erase(entry);
      ++erased;
    } else {
      ++entry;
    }
  }
}

template <class Take>
std::vector<std::string> Trends::best(std::size_t limit, const Take& take) const {
  const auto now = clock_.now();
  std::vector<std::pair<double, std::string>> found;
  {
    const std::lock_guard lock(mutex_);
    for (const auto& [key, entry] : entries_) {
      if (entry.times >= times_min && take(key)) found.emplace_back(now_score(entry, now), entry.text);
    }
  }
  std::sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : a.second < b.second;
  });
  std::vector<std::string> texts;
  for (std::size_t i = 0; i < std::min(limit, found.size()); ++i) texts.push_back(std::move(found[i].second));
  return texts;
}

std::vector<std::string> Trends::top(std::size_t limit) const {
  return best(limit, [](const std::string&) { return true; });
}

std::vector<std::string> Trends::beginning(std::string_view typed, std::size_t limit) const {
  const auto prefix = key_of(typed);
  if (prefix.empty()) return {};
  return best(limit, [&](const std::string& key) { return key.starts_with(prefix); });
}

}  // namespace plaza::search
