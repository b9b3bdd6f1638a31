#include "rules.h"

#include <algorithm>
#include <cmath>
#include <set>

#include "ml/text/intent.h"
#include "platform/base/text.h"

namespace plaza::reviews {
namespace {

constexpr double weight_of_unverified = 0.25;
constexpr double weight_of_lesser = 0.5;  // with an incentive, or from elsewhere
constexpr std::size_t aspects_max = 8;

constexpr std::int64_t burst_min = 5;
constexpr double burst_times = 4;
constexpr Micros new_account = days(3);

struct Sum {
  double weight = 0, stars = 0;
  void add(std::int64_t count, double each, int value) {
    weight += static_cast<double>(count) * each;
    stars += static_cast<double>(count) * each * value;
  }
};

double two_decimals(double value) { return std::round(value * 100) / 100; }

// All that was bought or vouched for.
Sum known(const Counts& counts) {
  Sum sum;
  for (std::size_t i = 0; i < 5; ++i) {
    const int value = static_cast<int>(i) + 1;
    sum.add(counts[static_cast<std::size_t>(Trust::verified)][i], 1, value);
    sum.add(counts[static_cast<std::size_t>(Trust::incentivised)][i], weight_of_lesser, value);
    sum.add(counts[static_cast<std::size_t>(Trust::imported)][i], weight_of_lesser, value);
  }
  return sum;
}

}  // namespace

double shop_mean(const Counts& whole_shop) {
  const Sum sum = known(whole_shop);
  return (prior_of_mean * prior_mean + sum.stars) / (prior_of_mean + sum.weight);
}

std::optional<Rating> rating_of(const Counts& counts, double mean, std::int64_t unverified_percent) {
  Rating rating;
  double plain = 0;
  for (std::size_t trust = 1; trust < counts.size(); ++trust) {
    for (std::size_t i = 0; i < 5; ++i) {
      const auto count = counts[trust][i];
      rating.stars[i] += count;
      rating.count += count;
      plain += static_cast<double>(count) * static_cast<double>(i + 1);
      if (trust == static_cast<std::size_t>(Trust::verified) || trust == static_cast<std::size_t>(Trust::incentivised)) {
        rating.verified += count;
      }
    }
  }
  if (rating.count == 0) return std::nullopt;
  const Sum sum = known(counts);
  Sum others;
  for (std::size_t i = 0; i < 5; ++i) {
    others.add(counts[static_cast<std::size_t>(Trust::unverified)][i], weight_of_unverified, static_cast<int>(i) + 1);
  }
  // Together at most their share of the whole.
  const double share = static_cast<double>(unverified_percent) / 100;
  const double most = share / (1 - share) * (prior_reviews + sum.weight);
  const double scale = others.weight > most ? most / others.weight : 1;
  rating.shown = two_decimals((prior_reviews * mean + sum.stars + scale * others.stars) /
                              (prior_reviews + sum.weight + scale * others.weight));
  rating.plain = two_decimals(plain / static_cast<double>(rating.count));
  return rating;
}

Trust trust_of(const Review& review) {
  if (review.suspicion == Suspicion::suspected) return Trust::none;
  if (review.verified) return review.incentive ? Trust::incentivised : Trust::verified;
  return review.import_key.empty() ? Trust::unverified : Trust::imported;
}

bool Verdict::says(std::string_view reason) const { return std::find(reasons.begin(), reasons.end(), reason) != reasons.end(); }

Verdict judge(const Signals& s) {
  Verdict verdict;
  int points = 0;
  const auto say = [&](const char* reason, int worth) {
    if (worth <= 0) return;
    verdict.reasons.emplace_back(reason);
    points += worth;
  };
  say("like_texts", s.like_texts >= 2 ? 2 : static_cast<int>(s.like_texts));
  // A house or an office has one address: of buyers it is worth little.
  say("same_address", s.same_address >= 3 ? (s.verified ? 1 : 2) : s.same_address > 0 ? 1 : 0);
  say("companions", s.companions >= 3 ? 2 : 0);
  const bool burst = !s.verified && s.unverified_today >= burst_min &&
                     static_cast<double>(s.unverified_today) >= burst_times * s.unverified_a_day;
  say("burst", burst ? 3 : 0);
  say("new_account", s.account_age < new_account ? 1 : 0);
  verdict.suspected = points >= (s.verified ? 4 : 3);
  if (!verdict.suspected) verdict.reasons.clear();
  return verdict;
}

std::vector<Aspect> aspects_of(const Settings& settings, const catalog::Product& product) {
  std::vector<Aspect> found;
  for (const auto& aspect : settings.aspects) {
    const auto& types = aspect.product_types;
    const bool of_type = std::any_of(types.begin(), types.end(), [&](const std::string& type) {
      return folded(type) == folded(product.product_type);
    });
    const bool of_collection = std::any_of(product.collections.begin(), product.collections.end(), [&](catalog::CollectionId id) {
      const auto& ids = aspect.collection_ids;
      return std::find(ids.begin(), ids.end(), to_text(id)) != ids.end();
    });
    const bool of_all = types.empty() && aspect.collection_ids.empty();
    if ((of_all || of_type || of_collection) && found.size() < aspects_max) found.push_back(aspect);
  }
  return found;
}

Status check(const Writing& writing, const std::vector<Aspect>& aspects) {
  Error error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", {}};
  if (writing.stars <= 2 && trimmed(writing.text).empty()) {
    error.fields.push_back({"text", "required", "is needed: say what was wrong"});
  }
  std::set<std::string> seen;
  for (std::size_t i = 0; i < writing.aspects.size(); ++i) {
    const auto& key = writing.aspects[i].key;
    const std::string field = "aspects[" + std::to_string(i) + "].key";
    const bool known = std::any_of(aspects.begin(), aspects.end(), [&](const Aspect& aspect) { return aspect.key == key; });
    if (!known) error.fields.push_back({field, "unknown", "is no aspect of this product"});
    else if (!seen.insert(key).second) error.fields.push_back({field, "repeated", "is there twice"});
  }
  if (!error.fields.empty()) return error;
  return done();
}

Status check(const Settings& settings) {
  std::set<std::string> seen;
  for (std::size_t i = 0; i < settings.aspects.size(); ++i) {
    if (seen.insert(settings.aspects[i].key).second) continue;
    return invalid_field("aspects[" + std::to_string(i) + "].key", "repeated", "is there twice");
  }
  return done();
}

std::string wanted_of_shop(std::string_view question) {
  using ml::text::Intent;
  static const std::set<Intent> of_shop = {
      Intent::where_is_order, Intent::late,         Intent::return_item,     Intent::refund,         Intent::exchange,     Intent::damaged,
      Intent::wrong_item,     Intent::missing_item, Intent::stock_question,  Intent::discount_code,  Intent::warranty,     Intent::payment_problem,
      Intent::money_lost,     Intent::cancel_order, Intent::change_address,  Intent::change_order,   Intent::account,      Intent::speak_to_person,
      Intent::safety,         Intent::defect};
  for (const auto& found : ml::text::intents(question)) {
    if (found.score >= 0.5 && of_shop.contains(found.intent)) return std::string(ml::text::intent_name(found.intent));
  }
  return {};
}

std::string short_name(std::string_view name) {
  name = trimmed(name);
  const auto space = name.rfind(' ');
  if (space == std::string_view::npos) return std::string(first_code_points(name, 40));
  const auto first = first_code_points(name.substr(0, name.find(' ')), 40);
  return std::string(first) + " " + std::string(first_code_points(name.substr(space + 1), 1)) + ".";
}

}  // namespace plaza::reviews
