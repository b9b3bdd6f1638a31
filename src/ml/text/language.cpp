#include "ml/text/language.h"

#include <algorithm>
#include <array>
#include <unordered_set>

#include "ml/text/features.h"

namespace plaza::ml::text {
namespace {

using Words = std::unordered_set<std::uint64_t>;

Words words_of(std::u32string_view list) {
  Words words;
  for (std::size_t at = 0; at < list.size();) {
    const std::size_t end = std::min(list.find(U' ', at), list.size());
    if (end > at) words.insert(hash_of(list.substr(at, end - at)));
    at = end + 1;
  }
  return words;
}

const Words& english_words() {
  static const Words words = words_of(
      U"the and is are was were you your i my me we our they it its it's i'm i've that this these those of to in on at for with from have has had "
      U"not don't do does did be been but so if what when where why how who which there here just very can could will would should all any some "
      U"more than then as by an or about out up get got no yes please thanks thank love good great bad order product item delivery buy bought "
      U"new one after before again still never always only because them he she his her him off down over too much many really received");
  return words;
}

// Without marks; none that English has as often.
const Words& vietnamese_words() {
  static const Words words = words_of(
      U"khong ko hok minh toi ban nay cua va la cho duoc dc voi nhung nhe nha nhung thi roi ma co nhu qua rat lam gi sao chua bao gio nhieu tien dep "
      U"tot vay oi hang mua giao don tra doi nguoi trong khi neu hay den tu ra vao len xuong cung con nua moi da dang se bi sp ib inbox gia nhieu ngay "
      U"em anh chi thay giang vien mon hoc sinh dung biet thich xin cam on shop ship chat luong kich thuoc mau size");
  return words;
}

// The small words of languages that we have no lexicon for.
const Words& other_words() {
  static const Words words = words_of(
      U"que de la el los las una uno por para con no es en lo se del muy pero como mas le les des une est pas pour dans sur avec je tu il elle nous vous "
      U"ce cette qui mais et ou der die das und ist nicht ich mit ein eine auf zu den dem von fur auch sich wir sie nao uma com os as na mais isso "
      U"che di non il per sono ho ma anche questo yang dan di tidak ini itu untuk dengan saya kami ada akan juga sudah karena bir ve bu icin cok ang ng sa "
      U"mga hai ke ki ka mein nahi aur hain ho se");
  return words;
}

bool has_vietnamese_mark(std::u32string_view lower) {
  return std::any_of(lower.begin(), lower.end(), [](char32_t c) {
    return (c >= 0x1EA0 && c <= 0x1EF9) || c == 0x0103 || c == 0x0111 || c == 0x01A1 || c == 0x01B0 || c == 0x0129 || c == 0x0169;
  });
}

template <std::size_t count>
std::u32string_view longest(std::u32string_view word, const std::array<std::u32string_view, count>& parts, bool front) {
  std::u32string_view best;
  for (const auto part : parts) {
    if (part.size() > best.size() && (front ? word.starts_with(part) : word.ends_with(part))) best = part;
  }
  return best;
}

constexpr std::array<std::u32string_view, 28> onsets = {U"ngh", U"ng", U"nh", U"gh", U"gi", U"kh", U"ph", U"th", U"tr", U"ch", U"qu", U"b", U"c", U"d",
                                                        U"g",   U"h",  U"k",  U"l",  U"m",  U"n",  U"p",  U"r",  U"s",  U"t",  U"v",  U"x", U"",  U""};
constexpr std::array<std::u32string_view, 9> codas = {U"ng", U"nh", U"ch", U"c", U"m", U"n", U"p", U"t", U""};
constexpr std::array<std::u32string_view, 30> nuclei = {U"a",  U"e",  U"i",  U"o",  U"u",  U"y",  U"ai", U"ao",  U"au",  U"ay",  U"eo",  U"eu",  U"ia", U"ie", U"ieu",
                                                        U"iu", U"oa", U"oe", U"oi", U"oo", U"ua", U"ue", U"ui",  U"uo",  U"uoi", U"uou", U"uu",  U"uy", U"uya", U"uye"};
constexpr std::array<std::u32string_view, 4> long_nuclei = {U"oai", U"oay", U"yeu", U"ye"};

bool is_nucleus(std::u32string_view part) {
  return std::find(nuclei.begin(), nuclei.end(), part) != nuclei.end() ||
         std::find(long_nuclei.begin(), long_nuclei.end(), part) != long_nuclei.end();
}

struct Counts {
  double words = 0, letters_vi = 0, en = 0, vi = 0, other = 0, syllables = 0, foreign = 0, long_words = 0;
};

Counts count(const Tokens& tokens) {
  static const Words& english = english_words();
  static const Words& vietnamese = vietnamese_words();
  static const Words& others = other_words();
  Counts counts;
  for (const Token& token : tokens.all()) {
    if (token.kind == TokenKind::unspaced) counts.foreign += 3;
    if (token.kind != TokenKind::word) continue;
    const auto lower = tokens.lower(token), plain = tokens.plain(token);
    ++counts.words;
    if (has_vietnamese_mark(lower)) ++counts.letters_vi;
    const std::uint64_t hash = hash_of(plain);
    if (english.contains(hash_of(lower))) ++counts.en;
    if (vietnamese.contains(hash)) ++counts.vi;
    if (others.contains(hash)) ++counts.other;
    if (is_vietnamese_syllable(plain)) ++counts.syllables;
    if (plain.size() > 7) ++counts.long_words;
    if (!lower.empty() && plain[0] > 0x24F) ++counts.foreign;  // another script
  }
  return counts;
}

}  // namespace

bool is_vietnamese_syllable(std::u32string_view plain) {
  if (plain.empty() || plain.size() > 7) return false;
  const auto onset = longest(plain, onsets, true);
  for (const std::size_t cut : {onset.size(), onset == U"gi" || onset == U"qu" ? onset.size() - 1 : onset.size()}) {
    const auto rest = plain.substr(cut);
    if (is_nucleus(rest)) return true;
    const auto coda = longest(rest, codas, false);
    if (!coda.empty() && coda.size() < rest.size() && is_nucleus(rest.substr(0, rest.size() - coda.size()))) return true;
  }
  return false;
}

LanguageGuess guess_language(const Tokens& tokens) {
  const Counts counts = count(tokens);
  if (counts.words + counts.foreign == 0) return {};
  const double words = std::max(counts.words, 1.0);
  if (counts.foreign * 2 > words) return {Language::other, std::min(1.0, 0.6 + 0.1 * counts.foreign), false};
  // One marked word in six is enough: names and brands stand between them.
  if (counts.letters_vi * 6 >= words) return {Language::vietnamese, std::min(1.0, 0.7 + counts.letters_vi / words), false};
  const double vi = (counts.syllables / words > 0.8 ? counts.syllables * 0.5 : 0) + counts.vi, en = counts.en, other = counts.other;
  if (vi > en && vi > other && counts.vi > 0 && counts.syllables / words > 0.6) {
    return {Language::vietnamese, std::min(0.95, 0.4 + (vi - std::max(en, other)) / words / 2), true};
  }
  if (other > en + 0.5) return {Language::other, std::min(0.9, 0.4 + (other - en) / words), false};
  // English has the plainest letters: without other signs it is the guess, a weak one.
  bool marked = false;
  for (const Token& token : tokens.all()) marked = marked || (token.kind == TokenKind::word && tokens.lower(token) != tokens.plain(token));
  if (en == 0 && marked) return {Language::other, 0.4, false};
  return {Language::english, en > 0 ? std::min(1.0, 0.5 + en / words) : 0.2, false};
}

LanguageGuess guess_language(std::string_view text) {
  thread_local Tokens tokens;
  tokens.read(text);
  return guess_language(tokens);
}

std::string_view language_code(Language language) {
  return language == Language::english ? "en" : language == Language::vietnamese ? "vi" : "";
}

}  // namespace plaza::ml::text
