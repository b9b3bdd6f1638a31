// The part of the graph that follows from the log: what it was told of posts, what was learnt of them, and both as bytes.
#include <algorithm>
#include <utility>

#include "graph.h"

namespace plaza::feed {

namespace {

constexpr std::size_t hot_hashtags_max = 64;

// Bits of a post's entry.
constexpr std::int64_t is_told_bit = 1, is_touched_bit = 2;

bool is_touched(const PostNode& node) {
  return node.heat > cold || node.views > 0 || node.positive > 0 || node.negative > 0 || node.served > 0 || !node.neighbours.empty();
}

void add_once(std::vector<std::uint64_t>& list, std::uint64_t value) {
  if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
}

void want(std::vector<Index>& ranks, Index index) { ranks[index] = 0; }

// Those that are wanted get their places in the order of `key`.
template <class Key>
void number(std::vector<Index>& ranks, const Key& key) {
  std::vector<Index> wanted;
  for (Index index = 0; index < ranks.size(); ++index) {
    if (ranks[index] != none) wanted.push_back(index);
  }
  const auto by_key = [&](Index a, Index b) { return key(a) < key(b); };
  if (!std::is_sorted(wanted.begin(), wanted.end(), by_key)) std::sort(wanted.begin(), wanted.end(), by_key);
  for (Index rank = 0; rank < wanted.size(); ++rank) ranks[wanted[rank]] = rank;
}

void pack_list(interactions::Packer& out, const std::vector<Index>& list, const std::vector<Index>& ranks) {
  out.size(list.size());
  for (const Index index : list) out.number(ranks[index]);
}

}  // namespace

std::vector<Index> by_rank(const std::vector<Index>& ranks) {
  std::vector<Index> list(static_cast<std::size_t>(std::count_if(ranks.begin(), ranks.end(), [](Index rank) { return rank != none; })));
  for (Index index = 0; index < ranks.size(); ++index) {
    if (ranks[index] != none) list[ranks[index]] = index;
  }
  return list;
}

Index place_at(const std::vector<Index>& places, std::int64_t rank) {
  if (rank < 0 || static_cast<std::size_t>(rank) >= places.size()) throw std::runtime_error("The feed's snapshot names what it does not hold.");
  return places[static_cast<std::size_t>(rank)];
}

namespace {

std::vector<Index> unpack_list(interactions::Unpacker& in, const std::vector<Index>& places) {
  std::vector<Index> list;
  for (auto left = in.number(); left > 0; --left) list.push_back(place_at(places, in.number()));
  return list;
}

}  // namespace

PostFacts facts_of(const content::Post& post) {
  PostFacts facts{post.id, post.author_id.value, {}, {}};
  for (const auto& name : post.hashtags) add_once(facts.hashtags, stable_hash(name));
  for (const auto& tag : post.tags) {
    auto& list = facts.products;
    if (std::find(list.begin(), list.end(), tag.product_id.value) == list.end()) list.push_back(tag.product_id.value);
  }
  return facts;
}

const std::vector<Index>& Graph::told_hashtags(Index post) const {
  const auto other = told_.empty() ? told_.end() : told_.find(post);
  return other == told_.end() ? posts_[post].hashtags : other->second.hashtags;
}

const std::vector<Index>& Graph::told_products(Index post) const {
  const auto other = told_.empty() ? told_.end() : told_.find(post);
  return other == told_.end() ? posts_[post].products : other->second.products;
}

Index Graph::told_post_of(Index product) const {
  const auto& topic = products_[product];
  if (telling_) return topic.latest;
  return topic.posts.empty() ? none : topic.posts.back();
}

void Graph::tell(const PostFacts& facts) {
  telling_ = true;
  const auto [place, is_new] = post_by_id_.try_emplace(facts.id.value, static_cast<Index>(posts_.size()));
  const Index index = place->second;
  if (is_new) posts_.emplace_back().id = facts.id;
  Told told;
  for (const auto hash : facts.hashtags) told.hashtags.push_back(hashtag_of(hash));
  for (const auto id : facts.products) {
    told.products.push_back(product(catalog::ProductId{id}));
    products_[told.products.back()].latest = index;
  }
  auto& node = posts_[index];
  node.told = true;
  if (!node.known) {
    node.author = author(identity::AccountId{facts.author});
    node.hashtags = std::move(told.hashtags);
    node.products = std::move(told.products);
  } else if (told.hashtags == node.hashtags && told.products == node.products) {
    told_.erase(index);
  } else {
    told_[index] = std::move(told);
  }
}

void Graph::tell_price(catalog::ProductId id, std::int64_t price) {
  telling_ = true;
  products_[product(id)].told_price = price;
}

PostFacts Graph::facts_at(Index index) const {
  const auto& node = posts_[index];
  PostFacts facts{node.id, authors_[node.author].key, {}, {}};
  for (const Index tag : node.hashtags) facts.hashtags.push_back(hashtags_[tag].hash);
  for (const Index item : node.products) facts.products.push_back(products_[item].key);
  return facts;
}

Ranks Graph::begin() const {
  Ranks ranks;
  ranks.posts.resize(posts_.size(), none);
  ranks.authors.resize(authors_.size(), none);
  ranks.products.resize(products_.size(), none);
  ranks.hashtags.resize(hashtags_.size(), none);
  return ranks;
}

void Graph::mark_posts(Ranks& ranks, Index from, Index to) const {
  for (Index index = from; index < to; ++index) {
    const auto& node = posts_[index];
    if (!node.told && !is_touched(node)) continue;
    want(ranks.posts, index);
    for (const auto& neighbour : node.neighbours) want(ranks.posts, neighbour.index);
    if (!node.told) continue;
    want(ranks.authors, node.author);
    for (const Index tag : told_hashtags(index)) want(ranks.hashtags, tag);
    for (const Index item : told_products(index)) want(ranks.products, item);
  }
}

void Graph::mark_topics(Ranks& ranks) const {
  for (Index i = 0; i < ranks.authors.size(); ++i) {
    if (authors_[i].served > 0) want(ranks.authors, i);
  }
  for (Index i = 0; i < ranks.products.size(); ++i) {
    if (products_[i].told_price >= 0 || products_[i].latest != none) want(ranks.products, i);
  }
  for (Index i = 0; i < ranks.hashtags.size(); ++i) {
    if (hashtags_[i].heat > cold) want(ranks.hashtags, i);
  }
}

void Graph::rank(Ranks& ranks) const {
  number(ranks.posts, [this](Index index) { return posts_[index].id.value; });
  number(ranks.authors, [this](Index index) { return authors_[index].key; });
  number(ranks.products, [this](Index index) { return products_[index].key; });
  number(ranks.hashtags, [this](Index index) { return hashtags_[index].hash; });
}

void Graph::save_sums(interactions::Packer& out) const {
  out.number(telling_).bits(all_served_).bits(served_authors_).real(all_views_).real(all_positive_);
}

void Graph::save_id(interactions::Packer& out, Index post, std::int64_t& before) const {
  const auto id = posts_[post].id.value;
  out.number(id - std::exchange(before, id));
}

void Graph::save_author(interactions::Packer& out, Index author, std::int64_t& before) const {
  const auto& topic = authors_[author];
  out.number(topic.key - std::exchange(before, topic.key)).number(static_cast<std::int64_t>(topic.served));
}

void Graph::save_product(interactions::Packer& out, Index product, const Ranks& ranks, std::int64_t& before) const {
  const auto& topic = products_[product];
  out.number(topic.key - std::exchange(before, topic.key)).number(topic.told_price);
  out.number(topic.latest == none ? -1 : static_cast<std::int64_t>(ranks.posts[topic.latest]));
}

void Graph::save_hashtag(interactions::Packer& out, Index hashtag) const {
  out.bits(hashtags_[hashtag].hash).real(hashtags_[hashtag].heat);
}

void Graph::save_post(interactions::Packer& out, Index index, const Ranks& ranks) const {
  const auto& node = posts_[index];
  const bool touched = is_touched(node);
  out.number((node.told ? is_told_bit : 0) | (touched ? is_touched_bit : 0));
  if (node.told) {
    out.number(ranks.authors[node.author]);
    pack_list(out, told_hashtags(index), ranks.hashtags);
    pack_list(out, told_products(index), ranks.products);
  }
  if (!touched) return;
  out.real(node.heat).real(node.views).real(node.positive).real(node.negative).number(node.served).size(node.neighbours.size());
  for (const auto& neighbour : node.neighbours) out.number(ranks.posts[neighbour.index]).real(neighbour.weight);
}

void Graph::load_post(interactions::Unpacker& in, const Unranked& places, PostNode& node, Told& told) {
  const auto bits = in.number();
  node.told = (bits & is_told_bit) != 0;
  if (node.told) {
    const Index author = place_at(places.authors, in.number());
    if (!node.known) node.author = author;
    told.hashtags = unpack_list(in, places.hashtags);
    told.products = unpack_list(in, places.products);
  }
  if ((bits & is_touched_bit) == 0) return;
  node.heat = in.real();
  node.views = in.real32();
  node.positive = in.real32();
  node.negative = in.real32();
  node.served = static_cast<std::uint32_t>(in.number());
  for (auto left = in.number(); left > 0; --left) {
    const Index index = place_at(places.posts, in.number());
    node.neighbours.push_back({index, in.real32()});
  }
}

void Graph::load(interactions::Unpacker& in, Unranked& places) {
  telling_ = in.number() != 0;
  all_served_ = in.bits<std::uint64_t>();
  served_authors_ = in.bits<std::uint64_t>();
  all_views_ = in.real();
  all_positive_ = in.real();
  std::int64_t before = 0;
  const auto id = [&] { return before += in.number(); };
  for (auto left = in.number(); left > 0; --left) {
    const content::PostId post{id()};
    const auto [place, is_new] = post_by_id_.try_emplace(post.value, static_cast<Index>(posts_.size()));
    if (is_new) posts_.emplace_back().id = post;
    places.posts.push_back(place->second);
  }
  before = 0;
  for (auto left = in.number(); left > 0; --left) {
    const Index index = author(identity::AccountId{id()});
    authors_[index].served = static_cast<std::uint64_t>(in.number());
    places.authors.push_back(index);
  }
  before = 0;
  for (auto left = in.number(); left > 0; --left) {
    const Index index = product(catalog::ProductId{id()});
    products_[index].told_price = in.number();
    const auto latest = in.number();
    products_[index].latest = latest < 0 ? none : place_at(places.posts, latest);
    places.products.push_back(index);
  }
  for (auto left = in.number(); left > 0; --left) {
    const Index index = hashtag_of(in.bits<std::uint64_t>());
    hashtags_[index].heat = in.real();
    if (hashtags_[index].heat > cold) hot_hashtags_.raise(index, hashtags_[index].heat, hot_hashtags_max);
    places.hashtags.push_back(index);
  }
  for (const Index index : places.posts) {
    Told told;
    load_post(in, places, posts_[index], told);
    auto& node = posts_[index];
    if (node.told && !node.known) {
      node.hashtags = std::move(told.hashtags);
      node.products = std::move(told.products);
    } else if (node.told && (told.hashtags != node.hashtags || told.products != node.products)) {
      told_[index] = std::move(told);
    }
    warm(index);
  }
}

void Graph::unlearn() {
  for (auto& node : posts_) {
    node.told = false;
    node.heat = cold;
    node.views = node.positive = node.negative = 0;
    node.served = 0;
    node.neighbours.clear();
  }
  for (auto* topics : {&authors_, &products_, &hashtags_}) {
    for (auto& topic : *topics) {
      topic.hot = {};
      topic.heat = cold;
      topic.served = 0;
      topic.told_price = -1;
      topic.latest = none;
    }
  }
  hot_ = hot_hashtags_ = {};
  told_.clear();
  telling_ = false;
  all_served_ = served_authors_ = 0;
  all_views_ = prior_views_all;
  all_positive_ = prior_positive_all;
}

}  // namespace plaza::feed
