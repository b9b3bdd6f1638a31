// Text as search and slugs see it. ICU does the Unicode work; plain ASCII, which is most text, never reaches it.
#include <unicode/normalizer2.h>
#include <unicode/translit.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <memory>
#include <mutex>
#include <stdexcept>

#include "platform/base/text.h"

namespace plaza {
namespace {

constexpr std::size_t slug_bytes_max = 80;

bool is_ascii(std::string_view text) {
  for (char c : text) {
    if (static_cast<unsigned char>(c) >= 0x80) return false;
  }
  return true;
}

icu::UnicodeString from_utf8(std::string_view text) {
  return icu::UnicodeString::fromUTF8(
      icu::StringPiece(text.data(), static_cast<int32_t>(text.size())));
}

// Marks that only decorate a letter. Marks of Thai, Devanagari and others are vowels: they stay.
bool is_diacritic(UChar32 c) {
  return (c >= 0x0300 && c <= 0x036F) || (c >= 0x1AB0 && c <= 0x1AFF) ||
         (c >= 0x1DC0 && c <= 0x1DFF) || (c >= 0x20D0 && c <= 0x20FF) ||
         (c >= 0xFE20 && c <= 0xFE2F) || (c >= 0x064B && c <= 0x065F);
}

// Letters that no decomposition takes apart.
const char16_t* plain_letters(UChar32 c) {
  switch (c) {
    case 0x0111:
      return u"d";  // đ
    case 0x00F0:
      return u"d";  // ð
    case 0x0142:
      return u"l";  // ł
    case 0x00F8:
      return u"o";  // ø
    case 0x0131:
      return u"i";  // ı
    case 0x00E6:
      return u"ae";  // æ
    case 0x0153:
      return u"oe";  // œ
    case 0x00FE:
      return u"th";  // þ
    case 0x0127:
      return u"h";  // ħ
    default:
      return nullptr;
  }
}

const icu::Normalizer2& normalizer(bool compose) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* found = compose ? icu::Normalizer2::getNFCInstance(status)
                              : icu::Normalizer2::getNFKDInstance(status);
  if (U_FAILURE(status) || found == nullptr) throw std::runtime_error("ICU has no normaliser.");
  return *found;
}

icu::UnicodeString normalized(const icu::UnicodeString& text, bool compose) {
  UErrorCode status = U_ZERO_ERROR;
  auto result = normalizer(compose).normalize(text, status);
  if (U_FAILURE(status)) throw std::runtime_error("ICU could not normalise a text.");
  return result;
}

// Spells any script in ASCII; empty characters where it cannot.
std::string romanized(std::string_view text) {
  static std::mutex mutex;
  static std::unique_ptr<icu::Transliterator> transliterator;
  auto letters = from_utf8(text);
  {
    std::lock_guard lock(mutex);  // made at the first text that needs it (it costs milliseconds)
    if (!transliterator) {
      UErrorCode status = U_ZERO_ERROR;
      transliterator.reset(
          icu::Transliterator::createInstance("Any-Latin; Latin-ASCII", UTRANS_FORWARD, status));
      if (U_FAILURE(status)) throw std::runtime_error("ICU has no transliterator.");
    }
    transliterator->transliterate(letters);
  }
  std::string out;
  letters.toUTF8String(out);
  return lower_ascii(out);
}

bool has_other_letters(std::string_view text) {
  const auto letters = from_utf8(text);
  for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
    const UChar32 c = letters.char32At(i);
    if (c >= 0x80 && u_isalpha(c)) return true;
  }
  return false;
}

}  // namespace

std::string folded(std::string_view text) {
  if (is_ascii(text)) return lower_ascii(text);
  auto letters = normalized(from_utf8(text), false);
  letters.foldCase();
  letters = normalized(letters, false);  // folding may compose again (İ, ΐ)
  icu::UnicodeString kept;
  for (int32_t i = 0; i < letters.length(); i = letters.moveIndex32(i, 1)) {
    const UChar32 c = letters.char32At(i);
    if (is_diacritic(c)) continue;
    if (const char16_t* plain = plain_letters(c)) {
      kept.append(icu::UnicodeString(plain));
    } else {
      kept.append(c);
    }
  }
  std::string out;
  normalized(kept, true).toUTF8String(out);  // Hangul and kana are put together again
  return out;
}

std::string slug(std::string_view text) {
  std::string letters = folded(text);
  for (auto at = letters.find("\u2019"); at != std::string::npos; at = letters.find("\u2019", at)) {
    letters.erase(at, 3);  // "women’s" is one word, like "women's"
  }
  if (!is_ascii(letters) && has_other_letters(letters)) letters = romanized(letters);
  std::string out;
  bool gap = false;
  for (char c : letters) {
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
      if (gap && !out.empty()) out += '-';
      gap = false;
      out += c;
    } else if (c != '\'') {
      gap = true;
    }
  }
  if (out.size() <= slug_bytes_max) return out;
  const auto cut = out[slug_bytes_max] == '-' ? slug_bytes_max : out.rfind('-', slug_bytes_max);
  out.resize(cut == std::string::npos || cut < slug_bytes_max / 2 ? slug_bytes_max : cut);
  return out;
}

}  // namespace plaza
