#include "post_features.h"

#include <algorithm>
#include <cmath>

#include "affinity.h"
#include "ml/rank/ftrl.h"

namespace plaza::feed {

namespace {

constexpr char digits[] = "0123456789abcdefghijklmnopqrstuv";
constexpr std::uint32_t names_of_kind = 32'767;

int digit_of(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  return c >= 'a' && c <= 'v' ? c - 'a' + 10 : -1;
}

std::uint8_t bucket(double value, double low, double high, int count) {
  const double at = (value - low) / (high - low) * count;
  return static_cast<std::uint8_t>(std::clamp(at, 0.0, static_cast<double>(count - 1)));
}
std::uint8_t doublings(double value, int count) {
  return static_cast<std::uint8_t>(std::clamp(std::log2(1 + std::max(value, 0.0)), 0.0, static_cast<double>(count - 1)));
}
std::uint16_t named(Name kind, std::uint64_t value) {
  return static_cast<std::uint16_t>(1 + ml::rank::hashed_feature(static_cast<std::uint64_t>(kind) + 1, value, names_of_kind));
}

// The table: buckets of slots, the constant, crosses of two slots, then names.
constexpr std::size_t first_slots = 20;  // affinity's buckets stand behind the constant
constexpr std::uint32_t constant_place = first_slots * 32;
constexpr std::uint32_t affinity_place = constant_place + 32;
constexpr std::uint32_t cross_places = 1'024;
constexpr std::uint32_t name_places = cross_places * (1 + crosses);
constexpr std::array<std::pair<Slot, Slot>, crosses> crossed = {{
    {Slot::hashtag_share, Slot::history}, {Slot::product_share, Slot::history}, {Slot::reason, Slot::rate},
    {Slot::similarity, Slot::rate}, {Slot::price_fit, Slot::stock}, {Slot::author_share, Slot::follows},
    {Slot::rate, Slot::views}, {Slot::media, Slot::device}, {Slot::age, Slot::rate},
}};

}  // namespace

std::string text_of(const Features& features) {
  std::string text;
  text.reserve(slot_count + 3 * name_count);
  for (std::size_t i = 0; i < first_slots; ++i) text += digits[features.bucket[i] & 31];
  for (const auto value : features.name) {
    for (const int shift : {10, 5, 0}) text += digits[(value >> shift) & 31];
  }
  text += digits[features[Slot::affinity] & 31];
  return text;
}

std::optional<Features> parse_features(std::string_view text) {
  constexpr std::size_t older = first_slots + 3 * name_count;
  if (text.size() != older && text.size() != older + 1) return std::nullopt;
  if (std::any_of(text.begin(), text.end(), [](char c) { return digit_of(c) < 0; })) return std::nullopt;
  Features features;
  for (std::size_t i = 0; i < first_slots; ++i) features.bucket[i] = static_cast<std::uint8_t>(digit_of(text[i]));
  if (text.size() > older) features[Slot::affinity] = static_cast<std::uint8_t>(digit_of(text[older]));
  for (std::size_t i = 0; i < name_count; ++i) {
    const auto at = first_slots + 3 * i;
    features.name[i] =
        static_cast<std::uint16_t>(digit_of(text[at]) << 10 | digit_of(text[at + 1]) << 5 | digit_of(text[at + 2]));
  }
  return features;
}

PlaceSpans places_of(const Features& features) {
  PlaceSpans made{};
  auto& places = made.places;
  places[made.count++] = constant_place;
  for (std::size_t i = first_context; i < context_end; ++i) {
    places[made.count++] = static_cast<std::uint32_t>(i) * 32 + features.bucket[i];
  }
  made.context = made.count;
  for (std::size_t i = 0; i < first_context; ++i) {
    places[made.count++] = static_cast<std::uint32_t>(i) * 32 + features.bucket[i];
  }
  if (features[Slot::affinity] > 0) places[made.count++] = affinity_place + features[Slot::affinity];
  for (std::uint32_t i = 0; i < crosses; ++i) {
    places[made.count++] = cross_places * (1 + i) + features[crossed[i].first] * 32u + features[crossed[i].second];
  }
  for (std::uint32_t i = 0; i < name_count; ++i) {
    if (features.name[i] == 0) continue;
    places[made.count++] = name_places + ml::rank::hashed_feature(i + 1, features.name[i], feature_places - name_places);
  }
  return made;
}

TasteShares::TasteShares(const Taste& of, Time now) : weights_(of.all(now)) {
  std::sort(weights_.begin(), weights_.end(), [](const Weighted& a, const Weighted& b) { return a.index < b.index; });
  float most = 0.05f;
  for (const auto& each : weights_) {
    total_ += std::max(static_cast<double>(each.weight), 0.0);
    if (each.weight > most) {
      most = each.weight;
      strongest_ = each.index;
    }
  }
}

double TasteShares::weight(Index of) const {
  const auto found = std::lower_bound(weights_.begin(), weights_.end(), of,
                                      [](const Weighted& each, Index index) { return each.index < index; });
  return found == weights_.end() || found->index != of ? 0 : static_cast<double>(found->weight);
}

// A little evidence counts a little: four likes make a taste. What was turned down counts at once, whatever else is known.
double TasteShares::share(const std::vector<Index>& of) const {
  if (weights_.empty()) return 0;
  double best = 0, sum = 0;
  for (const Index index : of) {
    const double weighs = weight(index);
    best = std::max(best, weighs);
    sum += weighs;
  }
  return std::clamp((0.7 * best + (sum < 0 ? 1 : 0.3) * sum) / (total_ + 2), -1.0, 1.0);
}

double TasteShares::share(Index of) const { return std::clamp(weight(of) / (total_ + 2), -1.0, 1.0); }

std::int64_t price_of(const Graph& graph, const PostNode& node) {
  std::int64_t price = 0;
  for (const Index index : node.products) {
    const auto& product = graph.product_at(index);
    if (product.available && product.price > 0 && (price == 0 || product.price < price)) price = product.price;
  }
  return price;
}

std::int64_t stock_of(const Graph& graph, const PostNode& node) {
  std::int64_t units = -1;
  for (const Index index : node.products) {
    const auto& product = graph.product_at(index);
    if (product.units >= 0) units = std::max<std::int64_t>(units, 0) + product.units;
  }
  return units;
}

Eye::Eye(const Sight& sight)
    : sight_(sight),
      hashtags_(sight.viewer.hashtags, sight.now),
      products_(sight.viewer.products, sight.now),
      authors_(sight.viewer.authors, sight.now),
      now_moment_(static_cast<double>(sight.now.micros - 1'704'067'200'000'000) / static_cast<double>(days(1))) {
  const auto& viewer = sight.viewer;
  const auto hour = (sight.now.micros / hours(1)) % 24;
  context_[Slot::hour] = static_cast<std::uint8_t>(hour);
  context_[Slot::device] = static_cast<std::uint8_t>(sight.device);
  context_[Slot::depth] = doublings(static_cast<double>(viewer.session_pages), 8);
  context_[Slot::history] = doublings(static_cast<double>(viewer.recent.size()), 7);
  if (viewer.follows.empty() == false) context_[Slot::history] = static_cast<std::uint8_t>(context_[Slot::history] + 8);
}

Eye::Look Eye::look(const Candidate& candidate) const {
  const auto& node = sight_.graph.post(candidate.post);
  Look look;
  look.hashtags = hashtags_.share(node.hashtags);
  look.products = products_.share(node.products);
  look.author = authors_.share(node.author);
  look.similarity = std::min(1.0, static_cast<double>(candidate.similarity) * 2);
  look.has_affinity = sight_.affinity && !sight_.person.empty() && sight_.affinity->knows(candidate.post);
  if (look.has_affinity) look.affinity = sight_.affinity->affinity(sight_.person, candidate.post);
  look.follows = sight_.viewer.follows.contains(node.author);
  if (const auto seen = sight_.viewer.seen.find(candidate.post); seen != sight_.viewer.seen.end()) look.seen = seen->second;
  const double rate = sight_.graph.rate(candidate.post);
  look.rate_logit = std::log(rate / (1 - rate));
  look.age_days = std::max(0.0, static_cast<double>(sight_.now - node.created_at) / static_cast<double>(days(1)));
  look.has_heat = node.heat > cold;
  if (look.has_heat) look.heat = std::clamp(node.heat - now_moment_, -3.0, 8.0);
  return look;
}

Features Eye::features(const Candidate& candidate, const Look& look) const {
  const auto& node = sight_.graph.post(candidate.post);
  Features made = context_;
  made[Slot::hashtag_share] = bucket(look.hashtags, -1, 1, 20);
  made[Slot::product_share] = bucket(look.products, -1, 1, 20);
  made[Slot::author_share] = bucket(look.author, -1, 1, 20);
  made[Slot::similarity] = bucket(look.similarity, 0, 1, 8);
  made[Slot::follows] = look.follows ? 1 : 0;
  made[Slot::seen] = static_cast<std::uint8_t>(std::min<std::uint16_t>(look.seen, 5));
  made[Slot::rate] = bucket(look.rate_logit, -7, 7, 28);
  made[Slot::age] = doublings(look.age_days * 8, 12);
  made[Slot::heat] = look.has_heat ? static_cast<std::uint8_t>(1 + bucket(look.heat, -3, 8, 11)) : std::uint8_t{0};
  made[Slot::views] = doublings(static_cast<double>(node.views), 16);
  made[Slot::media] = static_cast<std::uint8_t>((node.has_video ? 1 : 0) + (node.products.empty() ? 0 : 2));
  const std::int64_t price = price_of(sight_.graph, node), stock = stock_of(sight_.graph, node);
  made[Slot::price] = price > 0 ? doublings(static_cast<double>(price), 31) : std::uint8_t{0};
  made[Slot::stock] = stock < 0 ? std::uint8_t{0} : static_cast<std::uint8_t>(1 + doublings(static_cast<double>(stock), 8));
  const auto& viewer = sight_.viewer;
  if (price > 0 && viewer.price_evidence > 0) {
    made[Slot::price_fit] =
        static_cast<std::uint8_t>(1 + bucket(std::log2(static_cast<double>(price)) - viewer.price_level, -3, 3, 12));
  }
  made[Slot::affinity] = look.has_affinity ? static_cast<std::uint8_t>(1 + bucket(look.affinity, -0.5, 1.5, 20)) : std::uint8_t{0};
  made[Slot::reason] = static_cast<std::uint8_t>(candidate.reason);
  made.name[0] = named(Name::post, static_cast<std::uint64_t>(node.id.value));
  made.name[1] = named(Name::author, static_cast<std::uint64_t>(sight_.graph.author_at(node.author).key));
  if (!node.products.empty()) {
    made.name[2] = named(Name::product, static_cast<std::uint64_t>(sight_.graph.product_at(node.products[0]).key));
  }
  if (!node.hashtags.empty()) {
    const std::uint64_t hashtag = sight_.graph.hashtag_at(node.hashtags[0]).hash;
    made.name[3] = named(Name::hashtag, hashtag);
    if (hashtags_.strongest() != none) {
      made.name[4] = named(Name::interest, hashtag * 31 + sight_.graph.hashtag_at(hashtags_.strongest()).hash);
    }
  }
  return made;
}

}  // namespace plaza::feed
