#include "words.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <set>

#include "platform/base/text.h"

namespace plaza::answers {
namespace {

constexpr std::size_t word_bytes_max = 40;

// Folded, both languages. What a question is made of besides what it is about.
const std::set<std::string_view>& empty_words() {
  static const std::set<std::string_view> words = {
      "a", "an", "and", "are", "as", "at", "be", "been", "but", "by", "can", "could", "did", "do", "does", "for", "from", "had", "has", "have",
      "hello", "hi", "how", "i", "if", "in", "into", "is", "it", "its", "just", "me", "my", "of", "on", "or", "our", "please", "so", "than", "that",
      "the", "their", "them", "then", "there", "these", "they", "this", "to", "was", "we", "were", "what", "when", "where", "which", "who", "why",
      "will", "with", "would", "you", "your", "any", "get", "got", "about", "some", "too", "very", "thanks", "thank", "know", "want",
      "la", "co", "va", "cua", "cho", "khong", "thi", "ma", "nay", "kia", "do", "ay", "duoc", "voi", "de", "tu", "trong", "ngoai", "minh", "toi",
      "shop", "oi", "nhe", "nha", "vay", "sao", "gi", "nao", "bao", "nhieu", "neu", "hay", "hoac", "mot", "nhung", "cac", "se", "da",
      "dang", "roi", "chua", "xin", "chao", "em", "anh", "chi", "cam", "giup", "nua", "rat", "cung", "bi", "o", "khi"};
  return words;
}

bool is_vowel(char c) { return c == 'a' || c == 'e' || c == 'i' || c == 'o' || c == 'u' || c == 'y'; }

// Harman's S-stemmer with "-ing" and "-ed": light, because a wrong stem offers a wrong answer.
void cut_ending(std::string& word) {
  const auto ends = [&](std::string_view ending) { return word.size() > ending.size() + 1 && word.ends_with(ending); };
  if (word.size() > 3 && ends("ies")) word.replace(word.size() - 3, 3, "y");
  else if (word.size() > 3 && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") && !word.ends_with("is")) word.pop_back();
  std::size_t cut = 0;
  if (word.size() > 5 && word.ends_with("ing")) cut = 3;
  else if (word.size() > 4 && word.ends_with("ed")) cut = 2;
  if (cut > 0 && std::any_of(word.begin(), word.end() - static_cast<std::ptrdiff_t>(cut), is_vowel)) {
    word.resize(word.size() - cut);
    const std::size_t n = word.size();
    if (n > 3 && word[n - 1] == word[n - 2] && !is_vowel(word[n - 1]) && word[n - 1] != 'l' && word[n - 1] != 's') word.pop_back();
  }
  if (word.size() > 4 && word.ends_with('e')) word.pop_back();
}

bool is_plain(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }

class Splitter {
 public:
  std::vector<std::string> run(const std::string& text) {
    for (std::size_t at = 0; at < text.size() && words_.size() < terms_max;) {
      const auto byte = static_cast<unsigned char>(text[at]);
      if (byte < 0x80) {
        if (is_plain(text[at])) word_ += word_.size() < word_bytes_max ? std::string(1, text[at]) : std::string();
        else end();
        last_.clear();
        ++at;
        continue;
      }
      // Other scripts: each character, and each with the one before it, because many put no blanks between words.
      std::size_t size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      size = std::min(size, text.size() - at);
      end();
      const std::string letter = text.substr(at, size);
      if (!is_mark(letter)) {
        words_.push_back(letter);
        if (!last_.empty()) words_.push_back(last_ + letter);
        last_ = letter;
      } else {
        last_.clear();
      }
      at += size;
    }
    end();
    return std::move(words_);
  }

 private:
  // General punctuation, CJK punctuation and full-width forms of it.
  static bool is_mark(const std::string& letter) {
    return letter.starts_with("\xe2\x80") || letter.starts_with("\xe3\x80") || letter.starts_with("\xc2") || letter.starts_with("\xef\xbc");
  }
  void end() {
    if (word_.empty()) return;
    if (!empty_words().contains(word_)) {
      cut_ending(word_);
      words_.push_back(std::move(word_));
    }
    word_.clear();
  }

  std::vector<std::string> words_;
  std::string word_, last_;
};

// Sentences and lines, each with where it begins and ends.
struct Span {
  std::size_t from = 0, to = 0;
};
std::vector<Span> sentences_of(std::string_view text) {
  std::vector<Span> all;
  std::size_t from = 0;
  const auto close = [&](std::size_t to) {
    while (from < to && (text[from] == ' ' || text[from] == '\n')) ++from;
    std::size_t end = to;
    while (end > from && (text[end - 1] == ' ' || text[end - 1] == '\n')) --end;
    if (end > from) all.push_back({from, end});
    from = to;
  };
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool stop = (c == '.' || c == '!' || c == '?') && (at + 1 == text.size() || text[at + 1] == ' ' || text[at + 1] == '\n');
    if (stop || c == '\n') close(at + 1);
  }
  close(text.size());
  return all;
}

}  // namespace

std::vector<std::string> terms_of(std::string_view text) {
  if (!is_utf8(text)) return {};
  return Splitter().run(folded(text));
}

bool ends_in_word(std::string_view text) {
  return !text.empty() && (static_cast<unsigned char>(text.back()) >= 0x80 || std::isalnum(static_cast<unsigned char>(text.back())));
}

std::string language_of(std::string_view text) {
  static constexpr std::array<std::string_view, 6> letters = {"đ", "Đ", "ơ", "ư", "ă", "Ư"};
  if (std::any_of(letters.begin(), letters.end(), [&](auto letter) { return text.find(letter) != std::string_view::npos; })) return "vi";
  // U+1EA0 .. U+1EF9: vowels with Vietnamese marks.
  return text.find("\xe1\xba") != std::string_view::npos || text.find("\xe1\xbb") != std::string_view::npos ? "vi" : "en";
}

std::string passage_of(std::string_view text, const Weight& weight) {
  const auto all = sentences_of(text);
  if (all.empty()) return {};
  std::vector<double> worth(all.size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    std::set<std::string> seen;
    for (auto& term : terms_of(text.substr(all[i].from, all[i].to - all[i].from))) {
      if (seen.insert(term).second) worth[i] += weight(term);
    }
  }
  std::size_t best = 0, best_end = 0;
  double most = -1;
  for (std::size_t i = 0; i < all.size(); ++i) {
    double sum = 0;
    for (std::size_t j = i; j < all.size(); ++j) {
      if (j > i && code_points(text.substr(all[i].from, all[j].to - all[i].from)) > passage_max) break;
      sum += worth[j];
      if (sum > most + 1e-9) {
        most = sum;
        best = i;
        best_end = j;
      }
    }
  }
  // What follows explains: as far as there is room.
  while (best_end + 1 < all.size() && code_points(text.substr(all[best].from, all[best_end + 1].to - all[best].from)) <= passage_max) ++best_end;
  const auto part = text.substr(all[best].from, all[best_end].to - all[best].from);
  const auto cut = first_code_points(part, passage_max);
  return std::string(cut) + (cut.size() < part.size() ? "…" : "");
}

}  // namespace plaza::answers
