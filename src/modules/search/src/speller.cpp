#include "speller.h"

#include <algorithm>
#include <array>

namespace plaza::search {

namespace {

constexpr std::size_t words_max = 120'000;
constexpr std::size_t late_max = 2'000;
constexpr std::size_t beginning = 7;  // characters of a word that are filed

std::u32string characters(std::string_view text) {
  std::u32string out;
  for (std::size_t i = 0; i < text.size();) {
    const auto first = static_cast<unsigned char>(text[i]);
    const std::size_t length = first < 0x80 ? 1 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4;
    char32_t c = length == 1 ? first : first & (0xFFu >> (length + 1));
    for (std::size_t k = 1; k < length && i + k < text.size(); ++k) c = (c << 6) | (static_cast<unsigned char>(text[i + k]) & 0x3Fu);
    out += c;
    i += length;
  }
  return out;
}

// How many typos a word may have: short ones are other words soon.
int most_typos(std::size_t length) { return length < 3 ? 0 : length < 6 ? 1 : 2; }

// Words with digits are sizes and article numbers: another number is another thing.
bool may_be_meant(std::string_view word) {
  const bool digit = std::any_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
  return !digit && characters(word).size() >= 3;
}

std::uint32_t key_of(std::u32string_view text) {
  std::uint32_t key = 0x811C9DC5u;
  for (const char32_t c : text) key = (key ^ static_cast<std::uint32_t>(c)) * 0x01000193u;
  return key;
}

// Keys of the beginning with up to `most` characters taken away.
void keys_of(std::u32string text, int most, std::vector<std::uint32_t>& keys) {
  keys.clear();
  if (text.size() > beginning) text.resize(beginning);
  keys.push_back(key_of(text));
  if (most < 1) return;
  for (std::size_t i = 0; i < text.size(); ++i) {
    auto one = text;
    one.erase(i, 1);
    keys.push_back(key_of(one));
    if (most < 2) continue;
    for (std::size_t k = i; k < one.size(); ++k) {
      auto two = one;
      two.erase(k, 1);
      keys.push_back(key_of(two));
    }
  }
  std::sort(keys.begin(), keys.end());
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

}  // namespace

int typos_between(std::u32string_view a, std::u32string_view b, int most) {
  if (a.size() > b.size()) std::swap(a, b);
  if (b.size() - a.size() > static_cast<std::size_t>(most)) return most + 1;
  if (b.size() > 64) return most + 1;
  std::array<int, 65> before_last{}, last{}, now{};
  for (std::size_t k = 0; k <= b.size(); ++k) last[k] = static_cast<int>(k);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    now[0] = static_cast<int>(i);
    int smallest = now[0];
    for (std::size_t k = 1; k <= b.size(); ++k) {
      now[k] = std::min({last[k] + 1, now[k - 1] + 1, last[k - 1] + (a[i - 1] == b[k - 1] ? 0 : 1)});
      if (i > 1 && k > 1 && a[i - 1] == b[k - 2] && a[i - 2] == b[k - 1]) now[k] = std::min(now[k], before_last[k - 2] + 1);
      smallest = std::min(smallest, now[k]);
    }
    if (smallest > most) return most + 1;
    before_last = last;
    last = now;
  }
  return std::min(last[b.size()], most + 1);
}

void Speller::build(const Vocabulary& vocabulary) {
  words_.clear();
  entries_.clear();
  late_.clear();
  vocabulary.each([&](const std::string& word, const Counts&) {
    if (may_be_meant(word)) words_.push_back(word);
  });
  if (words_.size() > words_max) {
    const auto more_frequent = [&](const std::string& a, const std::string& b) {
      return vocabulary.frequency(a) > vocabulary.frequency(b);
    };
    std::nth_element(words_.begin(), words_.begin() + words_max, words_.end(), more_frequent);
    words_.resize(words_max);
  }
  words_.shrink_to_fit();
  std::vector<std::uint32_t> keys;
  for (std::uint32_t i = 0; i < words_.size(); ++i) {
    const auto text = characters(words_[i]);
    keys_of(text, most_typos(text.size() + 1), keys);
    for (const auto key : keys) entries_.push_back({key, i});
  }
  std::sort(entries_.begin(), entries_.end(), [](const Entry& a, const Entry& b) {
    return a.key != b.key ? a.key < b.key : a.word < b.word;
  });
  entries_.shrink_to_fit();
}

void Speller::add(std::string_view word) {
  if (may_be_meant(word) && late_.size() < late_max) late_.emplace_back(word);
}

void Speller::consider(std::u32string_view typed, const std::string& word, const Vocabulary& vocabulary, std::uint64_t& best_score,
                       std::string& best_word) const {
  const int most = most_typos(typed.size());
  const auto text = characters(word);
  const int typos = typos_between(typed, text, most);
  if (typos == 0 || typos > most) return;
  const auto frequency = vocabulary.frequency(word);
  if (frequency == 0) return;
  // Fewer typos, then the same first letter, then the more frequent.
  const auto score = (static_cast<std::uint64_t>(3 - typos) << 40) | (std::uint64_t{text[0] == typed[0]} << 36) | frequency;
  if (score > best_score || (score == best_score && word < best_word)) {
    best_score = score;
    best_word = word;
  }
}

std::string Speller::best(std::string_view word, const Vocabulary& vocabulary) const {
  const auto typed = characters(word);
  const int most = most_typos(typed.size());
  std::string best_word;
  if (most == 0) return best_word;
  std::vector<std::uint32_t> keys, met;
  keys_of(typed, most, keys);
  for (const auto key : keys) {
    auto entry = std::lower_bound(entries_.begin(), entries_.end(), key, [](const Entry& e, std::uint32_t k) { return e.key < k; });
    for (; entry != entries_.end() && entry->key == key; ++entry) met.push_back(entry->word);
  }
  std::sort(met.begin(), met.end());
  met.erase(std::unique(met.begin(), met.end()), met.end());
  std::uint64_t best_score = 0;
  for (const auto index : met) consider(typed, words_[index], vocabulary, best_score, best_word);
  for (const auto& late : late_) consider(typed, late, vocabulary, best_score, best_word);
  return best_word;
}

}  // namespace plaza::search
