#include "summary.h"

#include <algorithm>
#include <map>
#include <set>
#include <string_view>

#include "ml/text/aspects.h"
#include "platform/base/text.h"

namespace plaza::reviews {
namespace {

constexpr std::size_t claims_max = 4;
constexpr std::size_t ids_max = 20;

// One topic, as some reviews speak of it.
struct Mention {
  std::vector<const Review*> reviews;
  std::map<std::string, std::int64_t> said;   // word of praise or blame -> how often
  std::map<std::string, std::int64_t> shown;  // how the topic is written
  std::string quote;
};
using Mentions = std::map<std::string, Mention>;

void read(const Review& review, const std::set<std::string>& own, Mentions& praised, Mentions& faulted) {
  std::set<std::pair<bool, std::string>> counted;  // once a review
  const std::string all = review.title + "\n" + review.text;
  const auto opinions = ml::text::opinions(all, own);
  for (const auto& opinion : opinions) {
    const bool is_praise = opinion.weight > 0;
    // Whose stars say the opposite of the word is left out: "I wanted something good".
    if (is_praise ? review.stars <= 2 : review.stars >= 5) continue;
    if (!counted.insert({is_praise, opinion.plain}).second) continue;
    auto& mention = (is_praise ? praised : faulted)[opinion.plain];
    if (mention.reviews.empty()) mention.quote = std::string(first_code_points(opinion.clause, 160));
    mention.reviews.push_back(&review);
    ++mention.said[opinion.said];
    ++mention.shown[opinion.thing];
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
  // The product's own words are no topics.
  std::set<std::string> own;
  for (std::size_t at = 0; at < title.size();) {
    const auto end = std::min(title.find_first_of(" ,;:/()-", at), title.size());
    if (end > at) own.insert(ml::text::plain_thing(std::string_view(title).substr(at, end - at)));
    at = end + 1;
  }
  Mentions praised, faulted;
  for (const auto& review : reviews) read(review, own, praised, faulted);
  summary.praised = claims_of(praised, reviews.size() < 40 ? 2 : 3);
  summary.faulted = claims_of(faulted, reviews.size() < 40 ? 2 : 3);
  return summary;
}

}  // namespace plaza::reviews
