#include "words.h"

#include <unicode/uchar.h>
#include <unicode/uscript.h>
#include <unicode/utf8.h>

#include <algorithm>

#include "platform/base/text.h"

namespace plaza::search {

namespace {

enum class Part { none, joiner, letter, paired };

bool is_paired(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(c, &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR:
      return true;
    default:
      return false;
  }
}

Part part_of(UChar32 c) {
  if (c < 0x80) {
    const bool letter = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    return letter ? Part::letter : c == '\'' ? Part::joiner : Part::none;
  }
  if (c == 0x2019 || c == 0x02BC || c == 0x00AD || c == 0x200D || c == 0x200C) return Part::joiner;
  const auto kind = u_charType(c);
  const bool mark = kind == U_NON_SPACING_MARK || kind == U_COMBINING_SPACING_MARK;
  if (!mark && !u_isalnum(c)) return Part::none;
  return is_paired(c) ? Part::paired : Part::letter;
}

std::string clean(std::string_view text) {
  const bool ascii = std::all_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 0x80; });
  if (ascii) return lower_ascii(text);
  return folded(is_utf8(text) ? text : excerpt(text, text.size()));
}

void cut(std::string& word) {
  if (word.size() <= word_bytes_max) return;
  std::size_t end = word_bytes_max;
  while (end > 0 && (static_cast<unsigned char>(word[end]) & 0xC0) == 0x80) --end;
  word.resize(end);
}

class Splitter {
 public:
  explicit Splitter(bool document) : document_(document) {}

  void take(UChar32 c, std::string_view bytes) {
    const auto part = part_of(c);
    if (part == Part::joiner) return;
    if (part == Part::paired) {
      end_word();
      run_.emplace_back(bytes);
      return;
    }
    end_run();
    if (part == Part::letter) word_ += bytes;
    else end_word();
  }
  std::vector<std::string> finish() {
    end_word();
    end_run();
    return std::move(words_);
  }

 private:
  void end_word() {
    if (word_.empty()) return;
    cut(word_);
    words_.push_back(std::move(word_));
    word_.clear();
  }
  void end_run() {
    for (std::size_t i = 0; i + 1 < run_.size(); ++i) words_.push_back(run_[i] + run_[i + 1]);
    if (run_.size() == 1 || (document_ && !run_.empty())) words_.push_back(run_.back());
    run_.clear();
  }

  const bool document_;
  std::string word_;
  std::vector<std::string> run_;
  std::vector<std::string> words_;
};

// Below 0: not a character.
UChar32 next_character(const char* text, std::int32_t& at, std::int32_t length) {
  UChar32 c = 0;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wconversion"  // inside ICU's macro
  U8_NEXT(text, at, length, c);
#pragma GCC diagnostic pop
  return c;
}

template <class Take>
void each_character(const std::string& text, const Take& take) {
  const auto length = static_cast<std::int32_t>(text.size());
  for (std::int32_t at = 0; at < length;) {
    const auto begin = at;
    const UChar32 c = next_character(text.data(), at, length);
    if (c >= 0) take(c, std::string_view(text).substr(static_cast<std::size_t>(begin), static_cast<std::size_t>(at - begin)));
  }
}

std::vector<std::string> split(std::string_view text, bool document) {
  Splitter splitter(document);
  each_character(clean(text), [&](UChar32 c, std::string_view bytes) { splitter.take(c, bytes); });
  return splitter.finish();
}

std::string joined(std::string_view text, bool underscores) {
  std::string word;
  each_character(clean(text), [&](UChar32 c, std::string_view bytes) {
    const auto part = part_of(c);
    if (part == Part::letter || part == Part::paired || (underscores && c == '_')) word += bytes;
  });
  cut(word);
  return word;
}

}  // namespace

std::vector<std::string> document_words(std::string_view text) { return split(text, true); }

std::vector<std::string> query_words(std::string_view text) {
  auto words = split(text, false);
  if (words.size() > query_words_max) words.resize(query_words_max);
  return words;
}

std::string joined_word(std::string_view text) { return joined(text, false); }
std::string hashtag_word(std::string_view text) { return joined(text, true); }

std::string without_markup(std::string_view html) {
  std::string text;
  text.reserve(html.size());
  bool inside = false;
  for (std::size_t i = 0; i < html.size(); ++i) {
    const char c = html[i];
    if (inside) {
      inside = c != '>';
    } else if (c == '<') {
      inside = true;
      text += ' ';
    } else if (c == '&') {
      const auto end = html.find(';', i);
      const bool entity = end != std::string_view::npos && end - i <= 10;
      const auto name = entity ? html.substr(i + 1, end - i - 1) : std::string_view();
      text += name == "#39" || name == "apos" ? '\'' : ' ';
      if (entity) i = end;
    } else {
      text += c;
    }
  }
  return text;
}

}  // namespace plaza::search
