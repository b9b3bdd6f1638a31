#include "affinity.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "ml/retrieval/dot.h"

namespace plaza::feed {

namespace {

using ml::recommend::Pull;
using ml::retrieval::dot;
using ml::retrieval::Search;

constexpr float own_weight_max = 4;
constexpr float topic_weight_max = 2;
constexpr float content_counts = 2;   // people that what a post is about counts as, beside those who chose it
constexpr double near_from = 0.1;     // of how near people are to what they chose: less is nobody's taste
constexpr std::size_t levels_of = 2'000;  // people
constexpr std::size_t recall_each = 50;   // of those people one is asked for the graph's recall
constexpr std::size_t recall_at = 50;

std::uint64_t mixed(std::uint64_t x) {
  x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ull;
  x = (x ^ (x >> 27)) * 0x94d049bb133111ebull;
  return x ^ (x >> 31);
}

// Posts that are about the same things would have one vector: a graph over equal vectors falls into islands.
void move_a_little(Index post, std::vector<float>& vector) {
  const float length = std::sqrt(dot(vector.data(), vector.data(), vector.size()));
  const float step = 0.02F * length / std::sqrt(static_cast<float>(vector.size()));
  std::uint64_t state = mixed(post + 1);
  for (float& number : vector) {
    state = mixed(state + 0x9E3779B97F4A7C15ull);
    number += step * (static_cast<float>(state >> 40) / static_cast<float>(1 << 23) - 1);
  }
}

// The fewer things there are, the more has to hold the vectors back (docs/learning.md): from 0.1 for a hundred to what is published for
// tens of thousands.
ml::recommend::IalsOptions factor_options(std::size_t rank, std::size_t things, const AffinityOptions& options) {
  const double l2 = std::clamp(1 / std::sqrt(static_cast<double>(things)), 0.002, 0.1);
  return {.rank = rank, .unobserved = 0.05, .l2 = l2, .frequency_scaling = 1, .rounds = options.rounds, .seed = options.seed};
}

// The things that get vectors: the most chosen, with how many people chose each.
std::vector<std::pair<Thing, std::uint32_t>> chosen_things(const AffinityEvidence& evidence, const AffinityOptions& options) {
  std::unordered_map<Thing, std::uint32_t> people_of;
  for (const auto& did : evidence.did) ++people_of[did.thing];
  std::vector<std::pair<Thing, std::uint32_t>> posts, topics;
  for (const auto& each : people_of) (kind_of(each.first) == ThingKind::post ? posts : topics).push_back(each);
  const auto most_first = [](const auto& a, const auto& b) { return a.second != b.second ? a.second > b.second : a.first < b.first; };
  const auto keep = [&](auto& list, std::size_t most) {
    std::sort(list.begin(), list.end(), most_first);
    if (list.size() > most) list.resize(most);
  };
  keep(posts, options.posts_max);
  keep(topics, options.topics_max);
  posts.insert(posts.end(), topics.begin(), topics.end());
  return posts;
}

}  // namespace

void drawn_to(const ViewerState& viewer, Time now, std::vector<Did>& into) {
  for (const auto& recent : viewer.recent) {
    if (recent.weight > 0 && !viewer.hidden.contains(recent.post)) {
      into.push_back({thing_of(ThingKind::post, recent.post), std::min(recent.weight, own_weight_max)});
    }
  }
  const auto add = [&](const Taste& taste, ThingKind kind, std::size_t count) {
    for (const auto& each : taste.top(count, now)) {
      into.push_back({thing_of(kind, each.index), std::min(each.weight / 2, topic_weight_max)});
    }
  };
  add(viewer.hashtags, ThingKind::hashtag, 5);
  add(viewer.products, ThingKind::product, 5);
  add(viewer.authors, ThingKind::author, 4);
}

void about(const PostNode& post, std::vector<Thing>& into) {
  if (post.author != none) into.push_back(thing_of(ThingKind::author, post.author));
  for (const Index word : post.words) {
    if (word != none) into.push_back(thing_of(ThingKind::word, word));
  }
  for (const Index tag : post.hashtags) into.push_back(thing_of(ThingKind::hashtag, tag));
  for (const Index product : post.products) into.push_back(thing_of(ThingKind::product, product));
}

struct AffinityModel::Fitted {
  ml::recommend::IalsOptions options;
  std::vector<float> factors;
  std::unordered_map<Thing, Learnt> learnt;
};

AffinityModel::AffinityModel(Fitted fitted, const ml::retrieval::IndexOptions& options)
    : rank_(fitted.options.rank),
      factors_(std::move(fitted.factors)),
      learnt_(std::move(fitted.learnt)),
      fold_(factors_, fitted.options),
      kinds_(rank_),
      index_(options) {}

std::shared_ptr<AffinityModel> AffinityModel::fit(const AffinityEvidence& evidence, const AffinityOptions& options,
                                                  const std::function<bool()>& go_on) {
  const auto started = std::chrono::steady_clock::now();
  if (evidence.people.size() < options.people_least) return nullptr;
  const auto things = chosen_things(evidence, options);
  Fitted fitted;
  fitted.learnt.reserve(things.size());
  for (std::size_t row = 0; row < things.size(); ++row) fitted.learnt[things[row].first] = {row, static_cast<float>(things[row].second)};
  std::vector<ml::recommend::Triple> triples;
  triples.reserve(evidence.did.size());
  for (std::uint32_t person = 0; person < evidence.people.size(); ++person) {
    for (std::size_t i = evidence.people[person].begin; i < evidence.people[person].end; ++i) {
      const auto found = fitted.learnt.find(evidence.did[i].thing);
      if (found != fitted.learnt.end()) triples.push_back({person, static_cast<std::uint32_t>(found->second.row), evidence.did[i].weight});
    }
  }
  const ml::recommend::SparseRows chosen(evidence.people.size(), things.size(), std::move(triples));
  const std::size_t rank_max = evidence.posts.size() > options.large ? options.rank_max_large : options.rank_max;
  const std::size_t rank = std::clamp<std::size_t>(things.size() / 64 * 8, 8, std::max<std::size_t>(rank_max, 8));
  fitted.options = factor_options(rank, things.size(), options);
  auto factors = ml::recommend::fit_factors(chosen, fitted.options, go_on);
  if (!factors) return nullptr;
  fitted.factors = std::move(*factors);

  ml::retrieval::IndexOptions made;
  made.dimensions = rank;
  made.search = evidence.posts.size() < options.exact_below ? Search::exact : Search::graph;
  made.expected = evidence.posts.size() + evidence.posts.size() / 8 + 64;
  made.seed = options.seed;
  made.links = 12;  // pages wait for it
  made.width = 48;
  const std::shared_ptr<AffinityModel> model(new AffinityModel(std::move(fitted), made));
  model->fill(evidence, go_on);
  if (!go_on()) return nullptr;
  model->judge(evidence);
  model->report_.people = static_cast<std::int64_t>(evidence.people.size());
  model->report_.interactions = static_cast<std::int64_t>(chosen.size());
  model->report_.took = std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now() - started).count();
  return model;
}

// Every post into the index: what is known of kinds comes first.
void AffinityModel::fill(const AffinityEvidence& evidence, const std::function<bool()>& go_on) {
  constexpr std::size_t asks_each = 256;
  const auto things_of = [&](const AffinityEvidence::Part& post) {
    return std::vector<Thing>(evidence.things.begin() + static_cast<std::ptrdiff_t>(post.begin),
                              evidence.things.begin() + static_cast<std::ptrdiff_t>(post.end));
  };
  for (const auto& post : evidence.posts) {
    const auto found = learnt_.find(thing_of(ThingKind::post, static_cast<Index>(post.key)));
    if (found == learnt_.end()) continue;
    kinds_.add(things_of(post), {factors_.data() + found->second.row * rank_, rank_});
    ++report_.posts;
  }
  std::size_t asked = 0;
  for (const auto& post : evidence.posts) {
    if (asked++ % asks_each == 0 && !go_on()) return;
    put(static_cast<Index>(post.key), things_of(post));
  }
}

// How near people are to what they chose last, by all else that they did; and what the graph misses of what is nearest to them.
void AffinityModel::judge(const AffinityEvidence& evidence) {
  std::vector<float> person;
  std::vector<Did> rest;
  double sum = 0;
  std::size_t judged = 0, count = 0, found = 0, wanted = 0;
  const std::size_t step = std::max<std::size_t>(1, evidence.people.size() / levels_of);
  for (std::size_t i = 0; i < evidence.people.size(); i += step) {
    const auto& part = evidence.people[i];
    rest.assign(evidence.did.begin() + static_cast<std::ptrdiff_t>(part.begin), evidence.did.begin() + static_cast<std::ptrdiff_t>(part.end));
    const auto last = std::find_if(rest.rbegin(), rest.rend(), [&](const Did& did) {
      return kind_of(did.thing) == ThingKind::post && !index_.vector(index_of(did.thing)).empty();
    });
    if (last == rest.rend()) continue;
    const Index chosen = index_of(last->thing);
    rest.erase(std::next(last).base());
    fold(rest, person);
    if (person.empty()) continue;
    sum += static_cast<double>(dot(person.data(), index_.vector(chosen).data(), rank_));
    ++count;
    if (index_.search() == Search::exact || judged++ % recall_each != 0) continue;
    const auto near = index_.nearest(person, recall_at), best = index_.nearest_exactly(person, recall_at);
    wanted += best.size();
    for (const auto& each : best) {
      found += std::any_of(near.begin(), near.end(), [&](const auto& other) { return other.key == each.key; }) ? 1u : 0u;
    }
  }
  if (count > 0) level_ = std::max(sum / static_cast<double>(count), 1e-3);
  report_.recall = wanted == 0 ? 1 : static_cast<double>(found) / static_cast<double>(wanted);
}

const float* AffinityModel::vector_of(Thing thing) const {
  if (kind_of(thing) == ThingKind::post) {
    const auto vector = index_.vector(index_of(thing));
    return vector.empty() ? nullptr : vector.data();
  }
  const auto found = learnt_.find(thing);
  return found == learnt_.end() ? nullptr : factors_.data() + found->second.row * rank_;
}

void AffinityModel::fold(std::span<const Did> did, std::vector<float>& person) const {
  thread_local std::vector<Pull> history;
  history.clear();
  for (const auto& each : did) {
    if (const float* vector = vector_of(each.thing)) history.push_back({vector, each.weight});
  }
  person.clear();
  if (history.empty()) return;
  person.resize(rank_);
  fold_.solve(history, person);
}

std::vector<ml::retrieval::Found> AffinityModel::nearest(std::span<const float> person, std::size_t count) const {
  auto near = index_.nearest(person, count);
  std::erase_if(near, [&](const auto& each) { return static_cast<double>(each.score) < near_from * level_; });
  return near;
}

double AffinityModel::affinity(std::span<const float> person, Index post) const {
  const auto vector = index_.vector(post);
  if (vector.empty() || person.size() != rank_) return 0;
  return std::clamp(static_cast<double>(dot(person.data(), vector.data(), rank_)) / level_, -1.0, 2.0);
}

double AffinityModel::affinity_to(std::span<const float> person, std::vector<Thing>& things) const {
  if (person.size() != rank_) return 0;
  thread_local std::vector<float> vector;
  vector.assign(rank_, 0);
  kinds_.broadest_first(things);
  if (kinds_.place(things, vector) == 0) return 0;
  return std::clamp(static_cast<double>(dot(person.data(), vector.data(), rank_)) / level_, -1.0, 2.0);
}

bool AffinityModel::vector_for(Index post, std::vector<Thing>& things, std::vector<float>& into) const {
  into.assign(rank_, 0);
  kinds_.broadest_first(things);
  const std::size_t known = kinds_.place(things, into);
  const auto found = learnt_.find(thing_of(ThingKind::post, post));
  if (found == learnt_.end()) {
    if (known > 0) move_a_little(post, into);
    return known > 0;
  }
  const float* own = factors_.data() + found->second.row * rank_;
  const float people = found->second.people, all = people + content_counts;
  for (std::size_t i = 0; i < rank_; ++i) into[i] = (people * own[i] + content_counts * into[i]) / all;
  return true;
}

void AffinityModel::put(Index post, std::vector<Thing> things) {
  thread_local std::vector<float> vector;
  if (vector_for(post, things, vector)) index_.put(post, vector);
  else index_.hide(post);
}

AffinityReport AffinityModel::report() const {
  auto told = report_;
  told.indexed = static_cast<std::int64_t>(index_.size());
  told.rank = static_cast<std::int64_t>(rank_);
  told.graph = index_.search() == Search::graph;
  told.bytes = static_cast<std::int64_t>(index_.bytes() + factors_.size() * sizeof(float));
  return told;
}

}  // namespace plaza::feed
