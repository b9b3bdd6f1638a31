#include "text_parts.h"

#include <re2/re2.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>

#include "platform/base/check.h"

namespace plaza::moderation {

namespace {

constexpr std::size_t links_max = 50;

const re2::RE2& link_pattern() {
  // No counted repetition of letters: with all of Unicode's it makes a program of thousands of steps.
  static const re2::RE2 pattern(R"((https?://|www\.)?((?:[\pL\pN][\pL\pN\-]*\.)+(\pL+)))");
  CHECK(pattern.ok());
  return pattern;
}

// A bare "word.word" is mostly a missing space: only these are taken for hosts.
bool common_ending(std::string_view ending) {
  static constexpr std::string_view endings[] = {
      "com", "net",  "org",  "info", "biz",   "io",     "co",    "me",  "ly",  "gg",   "tv",  "to",  "app",
      "dev", "shop", "site", "xyz",  "top",   "online", "store", "link", "click", "live", "club", "vip", "win",
      "vn",  "uk",   "de",   "fr",   "eu",    "us",     "cn",    "ru",  "jp",  "kr",   "nl",  "pl",  "es",
      "it",  "ai",   "page", "blog", "casino", "bet",   "example"};
  return std::find(std::begin(endings), std::end(endings), ending) != std::end(endings);
}

}  // namespace

std::string case_folded(std::string_view text) {
  UErrorCode status = U_ZERO_ERROR;
  const auto* normalizer = icu::Normalizer2::getNFKCCasefoldInstance(status);
  CHECK(U_SUCCESS(status));
  const auto wide = icu::UnicodeString::fromUTF8(icu::StringPiece(text.data(), static_cast<std::int32_t>(text.size())));
  std::string out;
  normalizer->normalize(wide, status).toUTF8String(out);
  CHECK(U_SUCCESS(status));
  return out;
}

std::vector<std::string> words_of(std::string_view folded) {
  const auto text = icu::UnicodeString::fromUTF8(icu::StringPiece(folded.data(), static_cast<std::int32_t>(folded.size())));
  std::vector<std::string> words;
  bool inside = false;
  for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
    const UChar32 point = text.char32At(at);
    const bool part = u_isalnum(point) || (inside && (U_GET_GC_MASK(point) & U_GC_M_MASK) != 0);
    if (part && !inside) words.emplace_back();
    if (part) icu::UnicodeString(point).toUTF8String(words.back());
    inside = part;
  }
  return words;
}

std::vector<std::string> hosts_of(std::string_view folded) {
  std::vector<std::string> hosts;
  re2::StringPiece rest(folded.data(), folded.size());
  re2::StringPiece scheme, host, ending;
  while (hosts.size() < links_max && re2::RE2::FindAndConsume(&rest, link_pattern(), &scheme, &host, &ending)) {
    if (ending.size() < 2) continue;
    std::string name(host.data(), host.size());
    const bool said = scheme.size() > 0 || name.starts_with("www.");
    if (!said && !common_ending({ending.data(), ending.size()})) continue;
    if (name.starts_with("www.")) name.erase(0, 4);
    if (std::find(hosts.begin(), hosts.end(), name) == hosts.end()) hosts.push_back(std::move(name));
  }
  return hosts;
}

std::int64_t digest_of(const std::vector<std::string>& words) {
  if (words.size() < 3) return 0;
  std::uint64_t hash = 0xcbf29ce484222325ull;  // FNV-1a: the same on every node and after every start
  for (const auto& word : words) {
    for (const char c : word) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
    hash = (hash ^ 0x20u) * 0x100000001b3ull;
  }
  return static_cast<std::int64_t>(hash >> 1);
}

}  // namespace plaza::moderation
