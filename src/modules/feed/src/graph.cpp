#include "graph.h"

#include <algorithm>
#include <cmath>

#include "platform/base/text.h"

namespace plaza::feed {

namespace {

constexpr std::size_t hot_posts_max = 400;
constexpr std::size_t hot_of_topic_max = 48;
constexpr std::size_t hot_hashtags_max = 64;
constexpr std::size_t neighbours_max = 24;
constexpr double prior_views = 20;
constexpr std::size_t newest_max = 4'000;

// log2 of the moment's weight: one more for each half-life (a day) since 2024.
double moment(Time at) { return static_cast<double>(at.micros - 1'704'067'200'000'000) / static_cast<double>(days(1)); }

// log2(2^a + 2^b)
double add_logs(double a, double b) {
  const double high = std::max(a, b);
  const double low = std::min(a, b);
  return low <= cold ? high : high + std::log2(1 + std::exp2(low - high));
}

void erase_value(std::vector<Index>& list, Index value) {
  const auto found = std::find(list.rbegin(), list.rend(), value);  // what leaves is mostly young
  if (found != list.rend()) list.erase(std::next(found).base());
}

}  // namespace

std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : text) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return hash;
}

std::array<Index, 6> words_in(std::string_view text) {
  constexpr std::size_t shortest = 3, text_max = 600;
  std::array<Index, 6> words;
  words.fill(none);
  const auto lower = lower_ascii(text.substr(0, text_max));
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80; };
  for (std::size_t at = 0; at < lower.size();) {
    const std::size_t begin = at;
    while (at < lower.size() && is_letter(lower[at])) ++at;
    const bool is_name = begin > 0 && (lower[begin - 1] == '#' || lower[begin - 1] == '@');  // known as what they are
    if (at - begin >= shortest && !is_name) {
      auto hash = static_cast<Index>(stable_hash(std::string_view(lower).substr(begin, at - begin)) >> 33);
      for (auto& word : words) {
        if (word == hash) break;
        if (hash < word) std::swap(hash, word);
      }
    }
    if (at == begin) ++at;
  }
  return words;
}

void HotList::raise(Index index, double heat, std::size_t limit) {
  auto place = std::find_if(items_.begin(), items_.end(), [&](const auto& item) { return item.second == index; });
  if (place == items_.end()) {
    if (items_.size() >= limit) {
      if (items_.back().first >= heat) return;
      items_.pop_back();
    }
    items_.emplace_back(heat, index);
    place = std::prev(items_.end());
  } else {
    place->first = heat;
  }
  while (place != items_.begin() && std::prev(place)->first < place->first) {
    std::iter_swap(place, std::prev(place));
    --place;
  }
}

void HotList::remove(Index index) {
  std::erase_if(items_, [&](const auto& item) { return item.second == index; });
}

Index Graph::made(std::unordered_map<std::int64_t, Index>& by_key, std::vector<Topic>& topics, std::int64_t key) {
  const auto [place, is_new] = by_key.try_emplace(key, static_cast<Index>(topics.size()));
  if (is_new) topics.emplace_back().key = key;
  return place->second;
}

Index Graph::author(identity::AccountId id) { return made(author_by_id_, authors_, id.value); }
Index Graph::product(catalog::ProductId id) { return made(product_by_id_, products_, id.value); }

Index Graph::hashtag_of(std::uint64_t hash) {
  const auto [place, is_new] = hashtag_by_hash_.try_emplace(hash, static_cast<Index>(hashtags_.size()));
  if (is_new) hashtags_.emplace_back().hash = hash;
  return place->second;
}

Index Graph::hashtag(const std::string& name) {
  const Index index = hashtag_of(stable_hash(name));
  if (hashtags_[index].name.empty()) hashtags_[index].name = name;
  return index;
}

Index Graph::find_hashtag(const std::string& name) const {
  const auto found = hashtag_by_hash_.find(stable_hash(name));
  return found == hashtag_by_hash_.end() ? none : found->second;
}

Index Graph::find_product(catalog::ProductId id) const {
  const auto found = product_by_id_.find(id.value);
  return found == product_by_id_.end() ? none : found->second;
}

Index Graph::find_author(std::int64_t id) const {
  const auto found = author_by_id_.find(id);
  return found == author_by_id_.end() ? none : found->second;
}

Index Graph::find(content::PostId id) const {
  const auto found = post_by_id_.find(id.value);
  return found == post_by_id_.end() ? none : found->second;
}

// Takes a post out of every list that leads to it; its counters stay.
void Graph::detach(Index index) {
  auto& node = posts_[index];
  if (node.author != none) {
    erase_value(authors_[node.author].posts, index);
    authors_[node.author].hot.remove(index);
  }
  for (const Index product : node.products) {
    erase_value(products_[product].posts, index);
    products_[product].hot.remove(index);
  }
  for (const Index hashtag : node.hashtags) {
    erase_value(hashtags_[hashtag].posts, index);
    hashtags_[hashtag].hot.remove(index);
  }
  hot_.remove(index);
}

Index Graph::put(const content::Post& post) {
  const auto [place, is_new] = post_by_id_.try_emplace(post.id.value, static_cast<Index>(posts_.size()));
  const Index index = place->second;
  if (is_new) posts_.emplace_back();
  else if (posts_[index].alive) detach(index);

  auto& node = posts_[index];
  Told replaced{std::move(node.hashtags), std::move(node.products)};
  if (!node.known) {
    node.known = true;
    if (newest_.size() >= newest_max) newest_.erase(newest_.begin(), newest_.begin() + newest_max / 2);
    newest_.push_back(index);
  }
  node.id = post.id;
  node.author = author(post.author_id);
  node.created_at = post.published_at.micros ? post.published_at : post.created_at;
  node.has_video = post.has_video;
  node.followers_only = post.visibility == content::PostVisibility::followers;
  node.alive = post.status == content::PostStatus::published;
  node.words = words_in(post.text);
  node.hashtags.clear();
  for (const auto& name : post.hashtags) {
    const Index tag = hashtag(name);
    if (std::find(node.hashtags.begin(), node.hashtags.end(), tag) == node.hashtags.end()) node.hashtags.push_back(tag);
  }
  node.products.clear();
  for (const auto& tag : post.tags) {
    const Index item = product(tag.product_id);
    if (std::find(node.products.begin(), node.products.end(), item) == node.products.end()) node.products.push_back(item);
  }
  if (node.told) {
    const auto other = told_.find(index);
    const Told& as_told = other == told_.end() ? replaced : other->second;
    const bool same = as_told.hashtags == node.hashtags && as_told.products == node.products;
    if (!same && other == told_.end()) told_.emplace(index, std::move(replaced));
    else if (same && other != told_.end()) told_.erase(other);
  }
  if (!node.alive) return index;
  // An edited post goes back to its place in time: the following tab is strictly newest first.
  auto& of_author = authors_[node.author].posts;
  auto before = of_author.end();
  while (before != of_author.begin() && posts_[*std::prev(before)].created_at > node.created_at) --before;
  of_author.insert(before, index);
  for (const Index item : node.products) products_[item].posts.push_back(index);
  for (const Index tag : node.hashtags) hashtags_[tag].posts.push_back(index);
  warm(index);
  return index;
}

void Graph::warm(Index index) {
  const auto& node = posts_[index];
  if (!node.alive || node.heat <= cold) return;
  hot_.raise(index, node.heat, hot_posts_max);
  authors_[node.author].hot.raise(index, node.heat, hot_of_topic_max);
  for (const Index item : node.products) products_[item].hot.raise(index, node.heat, hot_of_topic_max);
  for (const Index tag : node.hashtags) hashtags_[tag].hot.raise(index, node.heat, hot_of_topic_max);
}

void Graph::remove(content::PostId id) {
  const Index index = find(id);
  if (index == none || !posts_[index].alive) return;
  detach(index);
  posts_[index].alive = false;
}

void Graph::engage(Index index, double weight, Time at) {
  auto& node = posts_[index];
  if (weight < 0) {
    node.negative += static_cast<float>(-weight);
    return;
  }
  node.positive += static_cast<float>(weight);
  all_positive_ += weight;
  const double gained = moment(at) + std::log2(weight);
  node.heat = add_logs(node.heat, gained);
  warm(index);
  for (const Index tag : told_hashtags(index)) {
    auto& topic = hashtags_[tag];
    topic.heat = add_logs(topic.heat, gained);
    hot_hashtags_.raise(tag, topic.heat, hot_hashtags_max);
  }
}

void Graph::link(Index a, Index b, float weight) {
  if (a == b) return;
  const auto add = [&](Index from, Index to) {
    auto& list = posts_[from].neighbours;
    auto weakest = list.end();
    for (auto item = list.begin(); item != list.end(); ++item) {
      if (item->index == to) {
        item->weight += weight;
        return;
      }
      if (weakest == list.end() || item->weight < weakest->weight) weakest = item;
    }
    if (list.size() < neighbours_max) {
      list.push_back({to, weight});
    } else {
      // Space-saving (Metwally, Agrawal, El Abbadi 2005): the newcomer takes the weakest's place and its weight.
      weakest->index = to;
      weakest->weight += weight;
    }
  };
  add(a, b);
  add(b, a);
}

void Graph::set_available(catalog::ProductId id, bool available) { products_[product(id)].available = available; }

void Graph::set_offer(catalog::ProductId id, std::int64_t price, std::int64_t units) {
  auto& topic = products_[product(id)];
  topic.price = price;
  topic.units = units;
}

void Graph::serve(Index index) {
  ++posts_[index].served;
  auto& author = authors_[posts_[index].author];
  if (author.served++ == 0) ++served_authors_;
  ++all_served_;
}

bool Graph::is_small_creator(Index author) const {
  if (all_served_ < 200 || served_authors_ < 4) return false;
  return authors_[author].served * 2 * served_authors_ < all_served_;
}

bool Graph::shown(Index index) const {
  const auto& node = posts_[index];
  if (!node.alive) return false;
  if (node.products.empty()) return true;
  return std::any_of(node.products.begin(), node.products.end(),
                     [&](Index item) { return products_[item].available; });
}

double Graph::overall_rate() const { return std::clamp(all_positive_ / all_views_, 0.01, 0.5); }

double Graph::rate_upper(Index index) const {
  const auto& node = posts_[index];
  const double mean = rate(index), count = static_cast<double>(node.views) + prior_views;
  return mean + 1.645 * std::sqrt(mean * (1 - mean) / (count + 1));
}

double Graph::rate(Index index) const {
  const auto& node = posts_[index];
  const double overall = overall_rate();
  const double value = static_cast<double>(node.positive - node.negative) + overall * prior_views;
  return std::clamp(value / (static_cast<double>(node.views) + prior_views), 0.001, 0.999);
}

}  // namespace plaza::feed
