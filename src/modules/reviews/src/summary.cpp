#include "summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "platform/base/text.h"

namespace plaza::reviews {
namespace {

constexpr std::size_t claims_max = 4;
constexpr std::size_t ids_max = 20;
constexpr std::size_t reach = 3;  // words between a topic and what is said of it

using Words = std::unordered_set<std::string_view>;

// Folded. Ours, written for this.
const Words& praise() {
  static const Words words = {
      "beautiful", "lovely", "gorgeous", "great", "good", "perfect", "perfectly", "excellent", "solid", "sturdy", "soft", "warm",
      "comfortable", "easy", "elegant", "smooth", "nice", "pretty", "stunning", "fast", "quick", "careful", "carefully", "bright",
      "even", "quiet", "generous", "charming", "amazing", "wonderful", "fine", "calm", "love", "loved", "well", "happy",
      "min", "dep", "tot", "xinh", "chac", "em", "muot", "tuyet", "thich", "nhanh", "ben", "ung", "sang", "diu", "re"};
  return words;
}
const Words& blame() {
  static const Words words = {
      "bad", "poor", "poorly", "broken", "cracked", "chipped", "scratched", "wobbly", "cheap", "flimsy", "slow",
      "late", "wrong", "rough", "uneven", "dull", "loud", "difficult", "hard", "leaks", "leaked", "stained",
      "faded", "disappointing", "disappointed", "short", "tight", "crooked", "dim", "harsh", "awful", "terrible", "sharp", "worse",
      "xau", "te", "vo", "nut", "me", "cham", "nhe", "mong", "lech", "kem", "loi", "tray", "dat", "ngan"};
  return words;
}
const Words& turns() {
  static const Words words = {"not", "no", "never", "isn't", "isnt", "wasn't", "wasnt", "don't", "doesn't", "didn't", "without",
                              "hardly", "khong", "chua", "chang", "cha"};
  return words;
}
// Words that are no topics.
const Words& fillers() {
  static const Words words = {
      "the", "and", "but", "for", "with", "this", "that", "these", "those", "was", "were", "are", "is", "its", "it's", "have",
      "has", "had", "very", "really", "quite", "too", "also", "just", "only", "they", "them", "our", "your", "mine", "you", "she",
      "her", "him", "his", "who", "what", "when", "where", "than", "then", "there", "here", "from", "into", "onto", "over", "under",
      "after", "before", "because", "about", "would", "could", "should", "will", "can", "more", "most", "much", "many", "some",
      "any", "all", "one", "two", "three", "first", "second", "every", "each", "other", "another", "same", "even", "still", "again",
      "always", "ever", "now", "got", "get", "gets", "make", "makes", "made", "look", "looks", "looking", "feel", "feels", "like",
      "bought", "buy", "use", "used", "using", "thing", "things", "bit", "lot", "little", "big", "way", "day", "days", "week",
      "weeks", "month", "months", "year", "time", "times", "people", "product", "item", "review", "star", "stars", "did", "does",
      "been", "being", "not", "out", "off", "how", "so", "my", "me", "we", "us", "it", "in", "on", "at", "of", "to", "as", "by",
      "or", "if", "an", "be", "do", "go", "up", "no", "am", "he", "a", "i", "enough", "exactly", "almost", "though", "while",
      "la", "va", "thi", "rat", "qua", "hon", "cung", "nhung", "cua", "cho", "voi", "nay", "do", "khi", "minh", "toi", "ban", "nha",
      "co", "duoc", "bi", "da", "se", "dang", "mot", "hai", "cac", "nhieu", "it", "lam", "ma", "o", "trong", "ra", "vao", "len",
      "nhu", "hoi", "luon", "roi", "mua", "dung", "nguoi", "cai", "chiec", "thay", "con", "ca", "de", "vi", "nen", "khong", "chua"};
  return words;
}

struct Word {
  std::string plain;       // folded, English plurals cut
  std::string_view shown;  // as it stands
};

bool is_letter_byte(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '\'';
}

std::string plain_of(std::string_view word) {
  std::string plain = folded(word);
  if (plain.size() > 4 && plain.ends_with('s') && !plain.ends_with("ss") && !plain.ends_with("us")) plain.pop_back();
  return plain;
}

// Clauses: what is said of a thing stands in the same one.
std::vector<std::string_view> clauses_of(std::string_view text) {
  std::vector<std::string_view> found;
  std::size_t from = 0;
  for (std::size_t i = 0; i <= text.size(); ++i) {
    if (i < text.size() && std::string_view(".!?\n,;:()").find(text[i]) == std::string_view::npos) continue;
    if (i > from) found.push_back(trimmed(text.substr(from, i - from)));
    from = i + 1;
  }
  return found;
}

std::vector<Word> words_of(std::string_view clause) {
  std::vector<Word> words;
  std::size_t i = 0;
  while (i < clause.size()) {
    while (i < clause.size() && !is_letter_byte(clause[i])) ++i;
    const std::size_t from = i;
    while (i < clause.size() && is_letter_byte(clause[i])) ++i;
    if (i > from) words.push_back({plain_of(clause.substr(from, i - from)), clause.substr(from, i - from)});
  }
  return words;
}

// One topic, as some reviews speak of it.
struct Mention {
  std::vector<const Review*> reviews;
  std::map<std::string, std::int64_t> said;   // word of praise or blame -> how often
  std::map<std::string, std::int64_t> shown;  // how the topic is written
  std::string quote;
};
using Mentions = std::map<std::string, Mention>;

bool is_topic(const Word& word, const std::set<std::string>& title) {
  return word.plain.size() >= 3 && !fillers().contains(word.plain) && !praise().contains(word.plain) &&
         !blame().contains(word.plain) && !turns().contains(word.plain) && !title.contains(word.plain);
}

// "The cable is short": what follows is another thing.
bool says_of_before(const std::vector<Word>& words, std::size_t at) {
  static const Words links = {"is", "are", "was", "were", "look", "looks", "feel", "feels", "came", "arrived"};
  for (std::size_t back = 1; back <= 2 && back <= at; ++back) {
    if (links.contains(words[at - back].plain)) return true;
  }
  return false;
}

// The nearest: after it ("lovely glaze"), or before it ("the glaze is lovely").
const Word* topic_near(const std::vector<Word>& words, std::size_t at, const std::set<std::string>& title) {
  const std::size_t ahead = says_of_before(words, at) ? 0 : 2;
  for (std::size_t step = 1; step <= reach; ++step) {
    if (step <= ahead && at + step < words.size() && is_topic(words[at + step], title)) return &words[at + step];
    if (step <= at && is_topic(words[at - step], title)) return &words[at - step];
  }
  return nullptr;
}

std::string lower(std::string_view text) { return lower_ascii(text); }

void read(const Review& review, const std::set<std::string>& title, Mentions& praised, Mentions& faulted) {
  std::set<std::pair<bool, std::string>> counted;  // once a review
  const std::string all = review.title + "\n" + review.text;
  for (const auto clause : clauses_of(all)) {
    const auto words = words_of(clause);
    for (std::size_t i = 0; i < words.size(); ++i) {
      const bool good = praise().contains(words[i].plain), bad = blame().contains(words[i].plain);
      if (good == bad) continue;
      bool turned = false;
      for (std::size_t back = 1; back <= 2 && back <= i; ++back) turned = turned || turns().contains(words[i - back].plain);
      const bool is_praise = good != turned;
      // Whose stars say the opposite of the word is left out: "I wanted something good".
      if (is_praise ? review.stars <= 2 : review.stars >= 5) continue;
      const auto* topic = topic_near(words, i, title);
      if (!topic || !counted.insert({is_praise, topic->plain}).second) continue;
      auto& mention = (is_praise ? praised : faulted)[topic->plain];
      if (mention.reviews.empty()) mention.quote = std::string(first_code_points(clause, 160));
      mention.reviews.push_back(&review);
      ++mention.said[(turned ? "not " : "") + lower(words[i].shown)];
      ++mention.shown[lower(topic->shown)];
    }
  }
}

const std::string& most(const std::map<std::string, std::int64_t>& counts) {
  return std::max_element(counts.begin(), counts.end(), [](const auto& a, const auto& b) { return a.second < b.second; })->first;
}

std::vector<Claim> claims_of(const Mentions& mentions, std::size_t least) {
  std::vector<Claim> claims;
  for (const auto& [topic, mention] : mentions) {
    if (mention.reviews.size() < least) continue;
    Claim claim;
    claim.topic = most(mention.shown);
    claim.word = most(mention.said);
    claim.count = static_cast<std::int64_t>(mention.reviews.size());
    for (const auto* review : mention.reviews) {
      if (claim.review_ids.size() < ids_max) claim.review_ids.push_back(review->id);
    }
    claim.quote = mention.quote;
    claims.push_back(std::move(claim));
  }
  std::stable_sort(claims.begin(), claims.end(), [](const Claim& a, const Claim& b) { return a.count > b.count; });
  if (claims.size() > claims_max) claims.resize(claims_max);
  return claims;
}

}  // namespace

Summary summarise(const std::vector<Review>& reviews, const std::string& title) {
  Summary summary;
  summary.reviews = static_cast<std::int64_t>(reviews.size());
  if (reviews.size() < summarised_from) return summary;
  std::set<std::string> own;
  for (const auto& word : words_of(title)) own.insert(word.plain);
  Mentions praised, faulted;
  for (const auto& review : reviews) read(review, own, praised, faulted);
  summary.praised = claims_of(praised, reviews.size() < 40 ? 2 : 3);
  summary.faulted = claims_of(faulted, reviews.size() < 40 ? 2 : 3);
  return summary;
}

}  // namespace plaza::reviews
