#include "vocabulary.h"

#include <algorithm>

namespace plaza::search {

namespace {

constexpr std::size_t read_max = 200'000;  // words looked at for one completion
constexpr std::size_t short_bytes = 4;      // what shorter prefixes complete to is kept
constexpr std::size_t kept_max = 10'000;

}  // namespace

void Vocabulary::set(std::string_view word, const Counts& counts) {
  ++changes_;
  words_.insert_or_assign(std::string(word), counts);
}

Counts Vocabulary::change(std::string_view word, std::size_t kind, int by) {
  ++changes_;
  auto found = words_.find(word);
  if (found == words_.end()) {
    if (by < 0) return {};
    found = words_.emplace(std::string(word), Counts{}).first;
  }
  auto& count = found->second[kind];
  if (by > 0) ++count;
  else if (count > 0) --count;
  const Counts left = found->second;
  if (left == Counts{}) words_.erase(found);
  return left;
}

const Counts* Vocabulary::find(std::string_view word) const {
  const auto found = words_.find(word);
  return found == words_.end() ? nullptr : &found->second;
}

std::uint32_t Vocabulary::frequency(std::string_view word) const {
  const auto* counts = find(word);
  return counts ? (*counts)[0] + (*counts)[1] + (*counts)[2] + (*counts)[3] : 0;
}

Vocabulary::Completions Vocabulary::read_completions(std::string_view prefix) const {
  struct Found {
    std::uint32_t rank;  // the word itself before all others
    std::uint32_t documents;
    const std::string* word;
  };
  std::array<std::vector<Found>, 4> found;
  std::size_t read = 0;
  for (auto word = words_.lower_bound(prefix); word != words_.end() && word->first.starts_with(prefix); ++word) {
    const bool whole = word->first.size() == prefix.size();
    for (std::size_t kind = 0; kind < found.size(); ++kind) {
      const auto documents = word->second[kind];
      if (documents > 0) found[kind].push_back({whole ? UINT32_MAX : documents, documents, &word->first});
    }
    if (++read >= read_max) break;
  }
  Completions completions;
  for (std::size_t kind = 0; kind < found.size(); ++kind) {
    const auto wanted = std::min(completions_max, found[kind].size());
    std::partial_sort(found[kind].begin(), found[kind].begin() + static_cast<std::ptrdiff_t>(wanted), found[kind].end(),
                      [](const Found& a, const Found& b) { return a.rank != b.rank ? a.rank > b.rank : *a.word < *b.word; });
    for (std::size_t i = 0; i < wanted; ++i) completions[kind].push_back({*found[kind][i].word, found[kind][i].documents});
  }
  return completions;
}

std::shared_ptr<const Vocabulary::Completions> Vocabulary::all_completions(std::string_view prefix) const {
  if (prefix.size() >= short_bytes) return std::make_shared<const Completions>(read_completions(prefix));
  const std::string key(prefix);
  {
    const std::lock_guard lock(kept_->mutex);
    const auto found = kept_->by_prefix.find(key);
    if (found != kept_->by_prefix.end() && changes_ - found->second.change <= words_.size() / 1'000) return found->second.completions;
  }
  auto made = std::make_shared<const Completions>(read_completions(prefix));
  const std::lock_guard lock(kept_->mutex);
  if (kept_->by_prefix.size() >= kept_max) kept_->by_prefix.clear();
  kept_->by_prefix.insert_or_assign(key, Kept::One{changes_, made});
  return made;
}

std::vector<Vocabulary::Completion> Vocabulary::completions(std::string_view prefix, std::size_t kind, std::size_t limit) const {
  const auto all = all_completions(prefix);
  const auto& found = (*all)[kind];
  return {found.begin(), found.begin() + static_cast<std::ptrdiff_t>(std::min(limit, found.size()))};
}

}  // namespace plaza::search
