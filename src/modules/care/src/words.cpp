// Text as the index compares it.
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "platform/base/text.h"
#include "word_index.h"

#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macros

namespace plaza::care {
namespace {

constexpr std::size_t word_bytes_max = 48;

// Characters of scripts that put no blanks between words.
bool stands_alone(UChar32 c) {
  const auto block = u_getIntPropertyValue(c, UCHAR_LINE_BREAK);
  return block == U_LB_IDEOGRAPHIC || block == U_LB_COMPLEX_CONTEXT || block == U_LB_CONDITIONAL_JAPANESE_STARTER;
}

bool belongs(UChar32 c) { return u_isalnum(c) || u_charType(c) == U_NON_SPACING_MARK || u_charType(c) == U_COMBINING_SPACING_MARK; }

std::string utf8(UChar32 c) {
  char bytes[4];
  std::int32_t size = 0;
  UBool wrong = false;
  U8_APPEND(bytes, size, 4, c, wrong);
  return wrong ? std::string() : std::string(bytes, static_cast<std::size_t>(size));
}

class Splitter {
 public:
  std::vector<std::string> run(const std::string& text) {
    const auto size = static_cast<std::int32_t>(text.size());
    for (std::int32_t at = 0; at < size;) {
      UChar32 c = 0;
      U8_NEXT(text.data(), at, size, c);
      if (c < 0 || !belongs(c)) {
        end();
      } else if (stands_alone(c)) {
        finish_word();
        alone(c);
      } else {
        last_.clear();
        if (word_.size() < word_bytes_max) word_ += utf8(c);
      }
    }
    end();
    return std::move(words_);
  }

 private:
  void finish_word() {
    if (!word_.empty()) words_.push_back(std::move(word_));
    word_.clear();
  }
  void end() {
    finish_word();
    last_.clear();
  }
  // Each character, and each with the one before it.
  void alone(UChar32 c) {
    const std::string letter = utf8(c);
    words_.push_back(letter);
    if (!last_.empty()) words_.push_back(last_ + letter);
    last_ = letter;
  }

  std::vector<std::string> words_;
  std::string word_, last_;
};

}  // namespace

std::vector<std::string> words_of(std::string_view text) {
  if (!is_utf8(text)) return {};
  auto words = Splitter().run(folded(text));
  std::vector<std::string> once;
  for (auto& word : words) {
    if (std::find(once.begin(), once.end(), word) == once.end()) once.push_back(std::move(word));
    if (once.size() == 2'000) break;
  }
  return once;
}

std::string terms_of(std::string_view text) {
  std::string terms;
  for (const auto& word : words_of(text)) terms += (terms.empty() ? "" : " ") + word;
  return terms;
}

}  // namespace plaza::care
