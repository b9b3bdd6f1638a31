#include "ml/text/tokens.h"

#include <unicode/bytestream.h>
#include <unicode/normalizer2.h>

#include <array>

#include "ml/text/characters.h"
#include "platform/base/check.h"
#include "platform/base/text.h"

namespace plaza::ml::text {
namespace {

// The longest first, where one begins another.
constexpr std::array<std::u32string_view, 44> emoticons = {
    U":'-(", U":'-)", U":-((", U":-))", U">:-(", U":'(", U":')", U":-(", U":-)", U":-d", U":-p", U":-/", U":-|", U":-o", U";-)", U">:(",
    U"-_-",  U"t_t",  U"t.t",  U"^_^",  U"^.^",  U"o_o", U"=((", U"=))", U":((", U":))", U"</3", U"^^",  U":(",  U":)",  U":d",  U":p",
    U":/",   U":|",   U":v",   U":3",   U":o",   U";)",  U";(",  U"=)",  U"=(",  U"<3",  U"xd",  U":*"};

std::u32string_view entity(std::u32string_view text) {
  for (const std::u32string_view name : {U"amp;", U"lt;", U"gt;", U"quot;", U"#39;", U"apos;", U"nbsp;"}) {
    if (text.starts_with(name)) return name;
  }
  return {};
}

char32_t meaning(std::u32string_view entity_name) {
  if (entity_name == U"amp;") return U'&';
  if (entity_name == U"lt;") return U'<';
  if (entity_name == U"gt;") return U'>';
  if (entity_name == U"quot;") return U'"';
  return entity_name == U"nbsp;" ? U' ' : U'\'';
}

}  // namespace

std::string Tokens::word(const Token& token) const { return to_utf8(lower(token)); }

bool Tokens::is(std::size_t at, char32_t c) const { return at < all_lower_.size() && all_lower_[at] == c; }

bool Tokens::letter_or_digit(std::size_t at) const {
  if (at >= kinds_.size()) return false;
  const auto kind = static_cast<CharacterKind>(kinds_[at]);
  return kind == CharacterKind::letter || kind == CharacterKind::digit || kind == CharacterKind::unspaced;
}

void Tokens::read(std::string_view text) {
  tokens_.clear();
  lower_.clear();
  plain_.clear();
  decode(text.substr(0, text_bytes_max));
  bool gap = true;
  for (std::size_t at = 0; at < all_lower_.size();) {
    const auto kind = static_cast<CharacterKind>(kinds_[at]);
    if (kind == CharacterKind::gap || kind == CharacterKind::modifier) {
      gap = gap || kind == CharacterKind::gap;
      ++at;
      continue;
    }
    const std::size_t before = tokens_.size();
    at = take(at);
    if (tokens_.size() > before) {
      tokens_[before].follows_gap = gap;
      gap = false;
    }
  }
}

void Tokens::decode(std::string_view text) {
  bool loose = false;
  for (std::size_t at = 0; at < text.size() && !loose;) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0xCC) ++at;  // no combining mark begins lower
    else loose = is_combining(next_code_point(text, at));
  }
  if (!loose) return decode_code_points(text);
  UErrorCode error = U_ZERO_ERROR;
  const auto* composer = icu::Normalizer2::getNFCInstance(error);
  std::string composed;
  icu::StringByteSink<std::string> sink(&composed);
  composer->normalizeUTF8(0, icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())), sink, nullptr, error);
  decode_code_points(U_SUCCESS(error) ? std::string_view(composed) : text);
}

void Tokens::decode_code_points(std::string_view text) {
  all_lower_.clear();
  all_plain_.clear();
  kinds_.clear();
  upper_.clear();
  const auto add = [&](char32_t code_point) {
    const Character c = character(code_point);
    all_lower_ += c.lower;
    all_plain_ += c.plain;
    kinds_.push_back(static_cast<std::uint8_t>(c.kind));
    upper_.push_back(c.upper ? 1 : 0);
  };
  for (std::size_t at = 0; at < text.size();) {
    const char32_t code_point = next_code_point(text, at);
    if (code_point == U'&' && at < text.size()) {
      const std::u32string ahead = to_code_points(text.substr(at, 6));
      if (const auto name = entity(ahead); !name.empty()) {
        at += name.size();  // all ASCII
        add(meaning(name));
        continue;
      }
    }
    if (!is_combining(code_point)) add(code_point);  // one that could not be composed says nothing
  }
}

Token& Tokens::begin(TokenKind kind, std::size_t) {
  Token token;
  token.kind = kind;
  token.at = static_cast<std::uint32_t>(lower_.size());
  tokens_.push_back(token);
  return tokens_.back();
}

void Tokens::put(char32_t lower, char32_t plain) {
  Token& token = tokens_.back();
  if (token.letters >= word_letters_max) return;
  lower_ += lower;
  plain_ += plain;
  ++token.letters;
}

std::size_t Tokens::take(std::size_t at) {
  if (const std::size_t end = take_emoticon(at); end > at) return end;
  switch (static_cast<CharacterKind>(kinds_[at])) {
    case CharacterKind::emoji: return take_emoji(at);
    case CharacterKind::unspaced: return take_unspaced(at);
    case CharacterKind::digit: return take_number(at);
    case CharacterKind::letter:
      if (const std::size_t end = take_address(at); end > at) return end;
      return take_word(at);
    default:
      if (const std::size_t end = take_named(at); end > at) return end;
      return take_marks(at);
  }
}

// http://…, www.…, shop.example/…, somebody@shop.example
std::size_t Tokens::take_address(std::size_t at) {
  const std::u32string_view rest = std::u32string_view(all_lower_).substr(at);
  const bool web = rest.starts_with(U"http:") || rest.starts_with(U"https:") || rest.starts_with(U"www.");
  std::size_t end = at, sign = 0, last_point = 0, colon = 0;
  constexpr std::size_t address_letters_max = 256;
  while (end < all_lower_.size() && end - at < address_letters_max && static_cast<CharacterKind>(kinds_[end]) != CharacterKind::gap && all_lower_[end] < 0x2000 &&
         all_lower_[end] != U'"' && all_lower_[end] != U'<' && all_lower_[end] != U'>' && all_lower_[end] != U'(' && all_lower_[end] != U')') {
    if (all_lower_[end] == U'@' && sign == 0) sign = end;
    if (all_lower_[end] == U'.' && letter_or_digit(end + 1)) last_point = end;
    if (all_lower_[end] == U'/' && colon == 0) colon = end;
    ++end;
  }
  while (end > at && !letter_or_digit(end - 1) && all_lower_[end - 1] != U'/') --end;
  const bool mail = !web && sign > at && last_point > sign + 1 && letter_or_digit(sign - 1);
  // A bare host only with a path or a known ending: "good.thanks" is two words.
  bool host = false;
  if (!web && !mail && last_point > at && last_point < end) {
    const std::size_t host_end = colon > at ? std::min(colon, end) : end;
    const std::size_t point = all_lower_.rfind(U'.', host_end - 1);
    const std::u32string_view ending = point == std::u32string::npos || point < at
                                           ? std::u32string_view()
                                           : std::u32string_view(all_lower_).substr(point + 1, host_end - point - 1);
    for (const std::u32string_view known : {U"com", U"net", U"org", U"vn", U"shop", U"io", U"me", U"ly", U"xyz", U"top", U"info", U"ru", U"cn", U"link"}) {
      host = host || ending == known;
    }
  }
  if (!web && !mail && !host) return at;
  begin(mail ? TokenKind::email : TokenKind::url, at);
  std::size_t from = at;
  if (const auto scheme = rest.find(U"://"); web && scheme <= 5) from = std::min(end, at + scheme + 3);
  for (; from < end && (mail || all_lower_[from] != U'/'); ++from) put(all_lower_[from], all_plain_[from]);
  return end;
}

// @name and #word.
std::size_t Tokens::take_named(std::size_t at) {
  if ((!is(at, U'@') && !is(at, U'#')) || !letter_or_digit(at + 1)) return at;
  begin(is(at, U'@') ? TokenKind::mention : TokenKind::hashtag, at);
  std::size_t end = at + 1;
  for (; letter_or_digit(end) || is(end, U'_'); ++end) put(all_lower_[end], all_plain_[end]);
  return end;
}

std::size_t Tokens::take_emoticon(std::size_t at) {
  const char32_t first = all_lower_[at];
  if (first >= 0x80 || (at > 0 && letter_or_digit(at - 1) && letter_or_digit(at))) return at;
  const std::u32string_view rest = std::u32string_view(all_lower_).substr(at);
  for (const auto& known : emoticons) {
    if (known[0] != first || !rest.starts_with(known)) continue;
    const bool ends_in_letter = letter_or_digit(at + known.size() - 1);
    if (ends_in_letter && letter_or_digit(at + known.size())) continue;             // ":data", "xdr"
    if (known == U":/" && is(at + 2, U'/')) continue;                               // "http://"
    if (first == U':' && at > 0 && letter_or_digit(at - 1) && ends_in_letter) continue;  // "10:3"
    begin(TokenKind::emoticon, at);
    for (const char32_t c : known) put(c, c);
    std::size_t end = at + known.size();
    while (end < all_lower_.size() && !letter_or_digit(end) && all_lower_[end] == known.back()) ++end;  // :))))
    return end;
  }
  return at;
}

std::size_t Tokens::take_word(std::size_t at) {
  Token& token = begin(TokenKind::word, at);
  std::size_t end = at, capitals = 0, letters = 0, run = 0;
  bool elongated = false;
  const auto inside = [&](std::size_t i) {
    if (i >= kinds_.size()) return false;
    const auto kind = static_cast<CharacterKind>(kinds_[i]);
    if (kind == CharacterKind::letter || kind == CharacterKind::digit) return true;
    return (all_lower_[i] == U'\'' || all_lower_[i] == U'_' || all_lower_[i] == U'*') && i > at && i + 1 < kinds_.size() &&
           static_cast<CharacterKind>(kinds_[i + 1]) == CharacterKind::letter;
  };
  for (; inside(end); ++end) {
    const char32_t c = all_lower_[end];
    run = end > at && all_lower_[end - 1] == c ? run + 1 : 1;
    capitals += upper_[end];
    ++letters;
    if (run > 2 && static_cast<CharacterKind>(kinds_[end]) == CharacterKind::letter) {
      elongated = true;
      continue;
    }
    put(c, all_plain_[end]);
  }
  token.elongated = elongated;
  token.shouted = capitals >= 2 && capitals == letters;
  return end;
}

std::size_t Tokens::take_unspaced(std::size_t at) {
  begin(TokenKind::unspaced, at);
  std::size_t end = at;
  while (end < kinds_.size() && static_cast<CharacterKind>(kinds_[end]) == CharacterKind::unspaced && end - at < word_letters_max) {
    put(all_lower_[end], all_plain_[end]);
    ++end;
  }
  return end;
}

std::size_t Tokens::take_number(std::size_t at) {
  begin(TokenKind::number, at);
  std::size_t end = at;
  const auto digit = [&](std::size_t i) { return i < kinds_.size() && static_cast<CharacterKind>(kinds_[i]) == CharacterKind::digit; };
  while (digit(end) || (end < all_lower_.size() && (is(end, U'.') || is(end, U',') || is(end, U':') || is(end, U'-')) && digit(end + 1))) {
    put(all_lower_[end], all_plain_[end]);
    ++end;
  }
  return end;
}

std::size_t Tokens::take_emoji(std::size_t at) {
  begin(TokenKind::emoji, at);
  put(all_lower_[at], all_plain_[at]);
  return at + 1;
}

std::size_t Tokens::take_marks(std::size_t at) {
  begin(TokenKind::punctuation, at);
  std::size_t end = at;
  while (is(end, all_lower_[at])) {
    if (end - at < 3) put(all_lower_[end], all_plain_[end]);
    ++end;
  }
  return end;
}

}  // namespace plaza::ml::text
