#include "ml/text/characters.h"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/uscript.h>

#include <vector>

#include "platform/base/check.h"

namespace plaza::ml::text {
namespace {

// Most texts stay below U+3000: looked up. What is above asks ICU each time.
constexpr char32_t table_end = 0x3000;

bool is_emoji(char32_t c) {
  return (c >= 0x1F000 && c <= 0x1FAFF) || (c >= 0x2600 && c <= 0x27BF) || (c >= 0x2B05 && c <= 0x2B55) || c == 0x231A || c == 0x231B ||
         (c >= 0x23E9 && c <= 0x23FA) || c == 0x2049 || c == 0x203C;
}

bool is_modifier(char32_t c) { return (c >= 0x1F3FB && c <= 0x1F3FF) || c == 0xFE0F || c == 0xFE0E || c == 0x20E3; }

bool is_unspaced(char32_t c) {
  UErrorCode error = U_ZERO_ERROR;
  switch (uscript_getScript(static_cast<UChar32>(c), &error)) {
    case USCRIPT_HAN:
    case USCRIPT_HIRAGANA:
    case USCRIPT_KATAKANA:
    case USCRIPT_THAI:
    case USCRIPT_LAO:
    case USCRIPT_KHMER:
    case USCRIPT_MYANMAR: return true;
    default: return false;
  }
}

CharacterKind kind_of(char32_t c) {
  if (is_modifier(c)) return CharacterKind::modifier;
  if (is_emoji(c)) return CharacterKind::emoji;
  const auto code_point = static_cast<UChar32>(c);
  const auto type = u_charType(code_point);
  if (u_isdigit(code_point)) return CharacterKind::digit;
  const bool mark = type == U_NON_SPACING_MARK || type == U_COMBINING_SPACING_MARK;
  if (mark || u_isalnum(code_point)) return is_unspaced(c) ? CharacterKind::unspaced : CharacterKind::letter;
  if (u_isspace(code_point) || u_iscntrl(code_point) || !u_isdefined(code_point) || type == U_FORMAT_CHAR || c == 0xFFFD) {
    return CharacterKind::gap;
  }
  return CharacterKind::punctuation;
}

char32_t without_diacritics(char32_t lower) {
  switch (lower) {
    case 0x0111:
    case 0x00F0: return U'd';
    case 0x0142: return U'l';
    case 0x00F8: return U'o';
    case 0x0131: return U'i';
    case 0x00E6: return U'a';
    case 0x0153: return U'o';
    case 0x00DF: return U's';
    case 0x0127: return U'h';
    default: break;
  }
  UErrorCode error = U_ZERO_ERROR;
  const auto* decomposer = icu::Normalizer2::getNFDInstance(error);
  CHECK(U_SUCCESS(error));
  icu::UnicodeString parts;
  if (!decomposer->getDecomposition(static_cast<UChar32>(lower), parts) || parts.length() < 2) return lower;
  // Only letters that decorate: Hangul and Indic letters that come apart stay whole.
  return is_combining(static_cast<char32_t>(parts.char32At(parts.length() - 1))) ? static_cast<char32_t>(parts.char32At(0)) : lower;
}

Character made(char32_t c) {
  if (c >= 0xFF01 && c <= 0xFF5E) c = c - 0xFF01 + 0x21;  // full width
  Character out;
  out.kind = kind_of(c);
  out.lower = static_cast<char32_t>(u_tolower(static_cast<UChar32>(c)));
  if (c == 0x2019 || c == 0x2018 || c == 0x02BC || c == 0x0060 || c == 0x00B4) {
    out.lower = U'\'';
    out.kind = CharacterKind::punctuation;
  } else if (c == 0x201C || c == 0x201D) {
    out.lower = U'"';
  } else if (c == 0x2013 || c == 0x2014 || c == 0x2010 || c == 0x2011) {
    out.lower = U'-';
  }
  out.upper = out.lower != c && out.kind == CharacterKind::letter;
  out.plain = out.kind == CharacterKind::letter ? without_diacritics(out.lower) : out.lower;
  return out;
}

const std::vector<Character>& table() {
  static const std::vector<Character> all = [] {
    std::vector<Character> characters(table_end);
    for (char32_t c = 0; c < table_end; ++c) characters[c] = made(c);
    return characters;
  }();
  return all;
}

}  // namespace

Character character(char32_t code_point) {
  static const std::vector<Character>& known = table();
  return code_point < table_end ? known[code_point] : made(code_point);
}

bool is_combining(char32_t c) { return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x1AB0 && c <= 0x1AFF); }

char32_t next_code_point(std::string_view text, std::size_t& at) {
  constexpr char32_t wrong = 0xFFFD;
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
  const unsigned char first = byte(at++);
  if (first < 0x80) return first;
  const std::size_t more = first >= 0xF0 ? 3 : first >= 0xE0 ? 2 : 1;
  if (first < 0xC2 || first > 0xF4 || text.size() - at < more) return wrong;
  char32_t c = static_cast<char32_t>(first & (0x3F >> more));
  for (std::size_t i = 0; i < more; ++i) {
    if ((byte(at + i) & 0xC0) != 0x80) return wrong;
    c = (c << 6) | static_cast<char32_t>(byte(at + i) & 0x3F);
  }
  constexpr char32_t lowest[] = {0, 0x80, 0x800, 0x10000};
  if (c < lowest[more] || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF)) return wrong;
  at += more;
  return c;
}

void append_utf8(std::string& out, char32_t c) {
  const auto put = [&](char32_t byte) { out += static_cast<char>(static_cast<unsigned char>(byte)); };
  if (c < 0x80) {
    put(c);
  } else if (c < 0x800) {
    put(0xC0 | (c >> 6));
    put(0x80 | (c & 0x3F));
  } else if (c < 0x10000) {
    put(0xE0 | (c >> 12));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  } else {
    put(0xF0 | (c >> 18));
    put(0x80 | ((c >> 12) & 0x3F));
    put(0x80 | ((c >> 6) & 0x3F));
    put(0x80 | (c & 0x3F));
  }
}

std::string to_utf8(std::u32string_view text) {
  std::string out;
  for (const char32_t c : text) append_utf8(out, c);
  return out;
}

std::u32string to_code_points(std::string_view utf8) {
  std::u32string out;
  for (std::size_t at = 0; at < utf8.size();) out += next_code_point(utf8, at);
  return out;
}

}  // namespace plaza::ml::text
