#include "ml/text/lexicon.h"

#include <algorithm>
#include <array>

#include "ml/text/features.h"
#include "platform/base/check.h"
#include "platform/base/text.h"

namespace plaza::ml::text {
namespace {

constexpr std::uint64_t joined(std::uint64_t hash, std::uint64_t word) { return (hash ^ word) * 0x9E3779B97F4A7C15ull + 1; }

// A sign between words does not part a phrase: "five-star".
bool is_bridge(const Tokens& tokens, const Token& token) {
  if (token.kind != TokenKind::punctuation) return false;
  const auto sign = tokens.lower(token);
  return sign == U"-" || sign == U"'" || sign == U"_";
}

}  // namespace

Lexicon::Lexicon(std::string_view source, Inflection inflection) : inflection_(inflection) {
  while (!source.empty()) {
    const std::size_t end = std::min(source.find('\n'), source.size());
    const std::string_view line = trimmed(source.substr(0, end));
    source.remove_prefix(std::min(end + 1, source.size()));
    if (line.empty() || line.front() == '#') continue;
    const std::size_t colon = line.find(": ");
    CHECK(colon != std::string_view::npos && colon > 0);
    const std::string name(line.substr(0, colon));
    const auto known = std::find(keys_.begin(), keys_.end(), name);
    const auto key = static_cast<std::uint32_t>(known - keys_.begin());
    if (known == keys_.end()) keys_.push_back(name);
    for (std::size_t at = colon + 2; at <= line.size();) {
      const std::size_t comma = std::min(line.find(", ", at), line.size());
      add(key, trimmed(line.substr(at, comma - at)));
      at = comma + 2;
    }
  }
}

void Lexicon::add(std::uint32_t key, std::string_view phrase) {
  const bool toned = phrase.starts_with('!') && phrase.size() > 1;
  if (toned) phrase.remove_prefix(1);
  Tokens tokens;
  tokens.read(phrase);
  CHECK(tokens.size() > 0);
  for (const bool plain : {false, true}) {
    if (plain && toned) break;
    std::uint64_t hash = 0;
    std::size_t words = 0;
    for (std::size_t i = 0; i < tokens.size(); ++i) {
      if (i > 0 && i + 1 < tokens.size() && is_bridge(tokens, tokens[i])) continue;
      if (words++ > 0) entries_[hash].goes_on = true;
      hash = joined(hash, hash_of(plain ? tokens.plain(tokens[i]) : tokens.lower(tokens[i])));
    }
    Entry& entry = entries_[hash];
    std::uint32_t& place = plain ? entry.toneless_key : entry.key;
    if (place == no_key) place = key;  // what comes first in the file counts
  }
  ++phrases_;
}

Match Lexicon::longest(const Tokens& tokens, std::size_t at, bool toneless) const {
  // Each word as it stands, then by its stems: "delays", "delayed", "delaying".
  constexpr std::array<std::u32string_view, 9> endings = {U"s", U"es", U"ed", U"d", U"ing", U"ly", U"er", U"'s", U"y"};
  Match best;
  std::uint64_t hash = 0;
  std::size_t words = 0;
  for (std::size_t i = at; i < tokens.size(); ++i) {
    const Token& token = tokens[i];
    if (words > 0 && is_bridge(tokens, token)) continue;
    const auto word = toneless ? tokens.plain(token) : tokens.lower(token);
    const std::uint64_t before = hash;
    const auto look = [&](std::u32string_view tried) {
      const auto found = entries_.find(joined(before, hash_of(tried)));
      if (found == entries_.end()) return false;
      hash = found->first;
      const std::uint32_t key = toneless ? found->second.toneless_key : found->second.key;
      if (key != no_key) best = {static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(i - at + 1), key};
      return key != no_key || found->second.goes_on;
    };
    bool found = look(word);
    if (!found && token.elongated) {
      std::u32string once;
      for (const char32_t c : word) {
        if (once.empty() || once.back() != c) once += c;
      }
      found = look(once);
    }
    if (!found && inflection_ == Inflection::english && token.kind != TokenKind::punctuation && word.size() > 4) {
      for (const auto ending : endings) {
        if (!word.ends_with(ending) || word.size() < ending.size() + 3) continue;
        const auto stem = word.substr(0, word.size() - ending.size());
        found = look(stem) || ((ending == U"ing" || ending == U"er") && look(std::u32string(stem) + U"e"));
        if (found) break;
      }
    }
    if (!found) break;
    ++words;
    const auto entry = entries_.find(hash);
    if (!entry->second.goes_on) break;
  }
  return best;
}

void Lexicon::find_all(const Tokens& tokens, bool toneless, std::vector<Match>& matches) const {
  std::uint32_t end = 0;
  for (std::size_t at = 0; at < tokens.size(); ++at) {
    const Match match = longest(tokens, at, toneless);
    if (match.length == 0 || match.at + match.length <= end) continue;  // inside the last one it says nothing new
    end = match.at + match.length;
    matches.push_back(match);
  }
}

void Lexicon::find(const Tokens& tokens, bool toneless, std::vector<Match>& matches) const {
  for (std::size_t at = 0; at < tokens.size();) {
    const Match match = longest(tokens, at, toneless);
    if (match.length > 0) matches.push_back(match);
    at += std::max<std::size_t>(match.length, 1);
  }
}

}  // namespace plaza::ml::text
