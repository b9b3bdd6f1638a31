#include "tastes.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

namespace plaza::community {

namespace {

constexpr Micros liking_half_life = days(30);
constexpr std::size_t likings_max = 48;
constexpr std::size_t reads_max = 300;
constexpr std::size_t hottest_max = 300;
constexpr std::size_t liked_lists_max = 8, per_list = 30;
constexpr double taste_factor = 6;
constexpr double read_factor = 0.25;  // of what holds nothing new

double decayed(double weight, Time at, Time now) {
  return weight * std::exp2(-static_cast<double>(std::max<Micros>(0, now - at)) / static_cast<double>(liking_half_life));
}

double weight_of(Tastes::Deed deed) {
  switch (deed) {
    case Tastes::Deed::read: return 1;
    case Tastes::Deed::vote: return 2;
    case Tastes::Deed::reply: return 3;
    case Tastes::Deed::discuss: return 3;
  }
  return 1;
}

// The strongest first.
template <class Map>
auto strongest(const Map& map, std::size_t count) {
  std::vector<std::pair<typename Map::key_type, double>> list(map.begin(), map.end());
  const auto end = list.begin() + static_cast<std::ptrdiff_t>(std::min(count, list.size()));
  std::partial_sort(list.begin(), end, list.end(), [](const auto& a, const auto& b) {
    return a.second != b.second ? a.second > b.second : a.first < b.first;
  });
  list.erase(end, list.end());
  return list;
}

template <class Map, class Key>
double of(const Map& map, const Key& key) {
  const auto found = map.find(key);
  return found == map.end() ? 0 : found->second;
}

}  // namespace

void Tastes::clear() {
  std::lock_guard lock(mutex_);
  people_.clear();
}

void Tastes::add(std::vector<Liking>& list, const std::string& tag, std::int64_t key, double weight, Time at) {
  const auto found = std::find_if(list.begin(), list.end(), [&](const Liking& each) { return each.key == key && each.tag == tag; });
  if (found != list.end()) {
    const Time later = std::max(found->at, at);
    found->weight = decayed(found->weight, found->at, later) + decayed(weight, at, later);
    found->at = later;
    return;
  }
  if (list.size() >= likings_max) {
    const auto weakest = std::min_element(list.begin(), list.end(), [&](const Liking& a, const Liking& b) {
      return decayed(a.weight, a.at, at) < decayed(b.weight, b.at, at);
    });
    list.erase(weakest);
  }
  list.push_back({tag, key, weight, at});
}

void Tastes::engaged(identity::AccountId who, DiscussionId id, Deed deed, Time at) {
  std::vector<std::string> tags;
  std::vector<catalog::ProductId> products;
  identity::AccountId author;
  const bool known = threads_.look(id, [&](const Facts& facts) {
    tags = facts.tags;
    products = facts.products;
    author = facts.author;
  });
  if (!known || !who) return;
  const double weight = weight_of(deed);
  std::lock_guard lock(mutex_);
  if (people_.size() >= people_max && !people_.contains(who)) return;
  auto& person = people_[who];
  for (const auto& tag : tags) add(person.tags, tag, 0, weight, at);
  for (const auto product : products) add(person.products, "", product.value, weight, at);
  if (author && author != who) add(person.authors, "", author.value, weight, at);
}

void Tastes::read_up_to(identity::AccountId who, DiscussionId id, std::int64_t number) {
  std::lock_guard lock(mutex_);
  if (people_.size() >= people_max && !people_.contains(who)) return;
  auto& reads = people_[who].reads;
  const auto found = std::find_if(reads.begin(), reads.end(), [&](const auto& each) { return each.first == id; });
  if (found != reads.end()) number = std::max(number, found->second), reads.erase(found);
  if (reads.size() >= reads_max) reads.erase(reads.begin());
  reads.emplace_back(id, number);
}

void Tastes::forget(identity::AccountId who) {
  std::lock_guard lock(mutex_);
  people_.erase(who);
}

Tastes::Weighed Tastes::weighed(identity::AccountId viewer, Time now) const {
  Weighed likes;
  std::lock_guard lock(mutex_);
  const auto found = people_.find(viewer);
  if (found == people_.end()) return likes;
  // Relative to the strongest, and trusted the more the more is known.
  const auto weigh = [now](const std::vector<Liking>& list, const auto& put) {
    double most = 0, total = 0;
    for (const auto& each : list) {
      const double weight = decayed(each.weight, each.at, now);
      most = std::max(most, weight);
      total += weight;
    }
    for (const auto& each : list) put(each, most > 0 ? decayed(each.weight, each.at, now) / most * total / (total + 3) : 0);
  };
  weigh(found->second.tags, [&](const Liking& each, double weight) { likes.tags[each.tag] = weight; });
  weigh(found->second.authors, [&](const Liking& each, double weight) { likes.authors[each.key] = weight; });
  weigh(found->second.products, [&](const Liking& each, double weight) { likes.products[each.key] = weight; });
  for (const auto& [id, number] : found->second.reads) likes.reads[id.value] = number;
  return likes;
}

std::vector<Tastes::Found> Tastes::gather(const Weighed& likes, GroupId group, const ThreadIndex::Allowed& allowed) const {
  std::vector<Found> found;
  std::unordered_set<std::int64_t> seen;
  const auto take = [&](const Facts& facts) {
    if ((group && facts.group != group) || !seen.insert(facts.id.value).second || !allowed(facts)) return;
    found.push_back({facts, 0, {facts.id, "active", {}, {}}});
    found.back().facts.words.clear();
  };
  threads_.hottest(group, hottest_max, take);
  if (group) {
    for (const auto& [tag, weight] : strongest(likes.tags, liked_lists_max)) threads_.with_tag(group, tag, per_list, take);
  }
  for (const auto& [author, weight] : strongest(likes.authors, liked_lists_max)) {
    threads_.by_author(identity::AccountId{author}, per_list, take);
  }
  for (const auto& [product, weight] : strongest(likes.products, liked_lists_max)) {
    threads_.with_product(catalog::ProductId{product}, per_list, take);
  }
  return found;
}

void Tastes::ask_ranker(identity::AccountId viewer, std::vector<Found>& found) const {
  if (!ranker_ || !viewer) return;
  std::vector<Candidate> candidates;
  candidates.reserve(found.size());
  for (const auto& each : found) candidates.push_back({each.facts.id, each.facts.author, each.facts.tags, each.facts.products});
  std::vector<double> affinity(found.size(), 0);
  ranker_->affinities(viewer, candidates, affinity);
  for (std::size_t i = 0; i < found.size(); ++i) found[i].taste += std::clamp(affinity[i], 0.0, 1.0) * 0.5;
}

std::vector<Ranked> Tastes::rank(identity::AccountId viewer, GroupId group, Time now, const ThreadIndex::Allowed& allowed) const {
  const auto likes = weighed(viewer, now);
  auto found = gather(likes, group, allowed);
  double hottest = 0;
  for (auto& each : found) {
    double best = 0.05;  // below it nothing is named as the reason
    for (const auto& tag : each.facts.tags) {
      const double weight = 0.5 * of(likes.tags, tag);
      each.taste = std::max(each.taste, weight);
      if (weight > best) best = weight, each.ranked.reason = "tag:" + tag;
    }
    double product_weight = 0;
    for (const auto product : each.facts.products) {
      const double weight = 0.4 * of(likes.products, product.value);
      product_weight = std::max(product_weight, weight);
      if (weight > best) best = weight, each.ranked.reason = "product", each.ranked.product = product;
    }
    const double author = 0.3 * of(likes.authors, each.facts.author.value);
    if (author > best) each.ranked.reason = "author", each.ranked.author = each.facts.author;
    each.taste += product_weight + author;
    hottest = std::max(hottest, heat_of(each.facts));
  }
  ask_ranker(viewer, found);
  std::vector<std::pair<double, std::size_t>> order;
  order.reserve(found.size());
  for (std::size_t i = 0; i < found.size(); ++i) {
    const auto& facts = found[i].facts;
    const auto read = likes.reads.find(facts.id.value);
    const bool nothing_new = (read != likes.reads.end() && read->second >= facts.last) || (viewer && facts.author == viewer);
    const double score = std::exp2(heat_of(facts) - hottest) * (1 + taste_factor * found[i].taste) * (nothing_new ? read_factor : 1);
    order.emplace_back(score, i);
  }
  std::sort(order.begin(), order.end(), [&](const auto& a, const auto& b) {
    return a.first != b.first ? a.first > b.first : found[a.second].facts.id > found[b.second].facts.id;
  });
  if (order.size() > ranked_max) order.resize(ranked_max);
  std::vector<Ranked> ranked;
  ranked.reserve(order.size());
  for (const auto& [score, i] : order) ranked.push_back(std::move(found[i].ranked));
  return ranked;
}

}  // namespace plaza::community
