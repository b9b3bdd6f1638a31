#include "ml/text/likeness.h"

#include <algorithm>
#include <unordered_set>

#include "ml/text/features.h"
#include "ml/text/tokens.h"

namespace plaza::ml::text {
namespace {

constexpr std::uint64_t mixed(std::uint64_t x) {
  x ^= x >> 30;
  x *= 0xbf58476d1ce4e5b9ull;
  x ^= x >> 27;
  x *= 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

}  // namespace

Sketch sketch(std::string_view text) {
  thread_local Tokens tokens;
  tokens.read(text);
  std::vector<std::uint64_t> words;
  for (const Token& token : tokens.all()) {
    if (token.kind == TokenKind::word || token.kind == TokenKind::hashtag) words.push_back(hash_of(tokens.plain(token)));
    if (token.kind != TokenKind::unspaced) continue;
    const auto run = tokens.plain(token);
    for (std::size_t i = 0; i + 1 < run.size(); ++i) words.push_back(hash_of(run.substr(i, 2)));
  }
  constexpr std::size_t few = 8;
  const std::size_t shortest = words.size() < few ? 1 : 3, longest = words.size() < few ? 2 : 3;
  Sketch out;
  out.least.fill(~std::uint32_t{0});
  std::unordered_set<std::uint64_t> seen;
  for (std::size_t length = shortest; length <= longest; ++length) {
    for (std::size_t at = 0; at + length <= words.size(); ++at) {
      std::uint64_t hash = length;
      for (std::size_t i = at; i < at + length; ++i) hash = mixed(hash ^ words[i]);
      if (!seen.insert(hash).second) continue;
      ++out.shingles;
      // One hash gives all: the high and low half make a family (Kirsch and Mitzenmacher 2006), mixed once more.
      const std::uint64_t step = mixed(hash + 0x9E3779B97F4A7C15ull) | 1;
      for (std::size_t i = 0; i < Sketch::size; ++i) {
        const auto value = static_cast<std::uint32_t>(mixed(hash + i * step) >> 32);
        out.least[i] = std::min(out.least[i], value);
      }
    }
  }
  return out;
}

double likeness(const Sketch& a, const Sketch& b) {
  if (a.shingles == 0 || b.shingles == 0) return 0;
  std::size_t same = 0;
  for (std::size_t i = 0; i < Sketch::size; ++i) same += a.least[i] == b.least[i] ? 1 : 0;
  return static_cast<double>(same) / static_cast<double>(Sketch::size);
}

std::uint64_t LikenessIndex::band(const Sketch& sketch, std::size_t which) {
  std::uint64_t hash = which + 1;
  for (std::size_t i = 0; i < rows; ++i) hash = mixed(hash ^ sketch.least[which * rows + i]);
  return hash;
}

void LikenessIndex::put(std::uint64_t key, const Sketch& sketch) {
  remove(key);
  sketches_.emplace(key, sketch);
  if (sketch.shingles == 0) return;
  for (std::size_t which = 0; which < bands; ++which) places_[band(sketch, which)].push_back(key);
}

void LikenessIndex::remove(std::uint64_t key) {
  const auto found = sketches_.find(key);
  if (found == sketches_.end()) return;
  for (std::size_t which = 0; which < bands && found->second.shingles > 0; ++which) {
    const auto place = places_.find(band(found->second, which));
    if (place == places_.end()) continue;
    std::erase(place->second, key);
    if (place->second.empty()) places_.erase(place);
  }
  sketches_.erase(found);
}

std::vector<Like> LikenessIndex::find(const Sketch& sketch, double least, std::size_t count) const {
  std::vector<Like> out;
  if (sketch.shingles == 0) return out;
  std::unordered_set<std::uint64_t> seen;
  for (std::size_t which = 0; which < bands; ++which) {
    const auto place = places_.find(band(sketch, which));
    if (place == places_.end()) continue;
    const std::size_t looked = std::min(place->second.size(), crowd_max);
    for (std::size_t i = place->second.size() - looked; i < place->second.size(); ++i) {  // the latest
      const std::uint64_t key = place->second[i];
      if (!seen.insert(key).second) continue;
      const double share = likeness(sketch, sketches_.at(key));
      if (share >= least) out.push_back({key, share});
    }
  }
  std::sort(out.begin(), out.end(), [](const Like& a, const Like& b) { return a.likeness > b.likeness || (a.likeness == b.likeness && a.key < b.key); });
  if (out.size() > count) out.resize(count);
  return out;
}

}  // namespace plaza::ml::text
