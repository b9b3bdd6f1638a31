// The content graph in memory: posts, authors, products and hashtags as dense indexes, what is engaged with now ("heat"), and
// which posts are liked by the same people. Not thread-safe: the engine holds the lock.
//
// Heat is an exponentially decayed sum with a half-life of one day, kept as a base-2 logarithm relative to a fixed origin ("forward
// decay", Cormode, Shkapenyuk, Srivastava, Xu 2009): it never has to be updated to age, and orders compare at any time.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "catalog/ids.h"
#include "content/posts.h"
#include "identity/ids.h"
#include "interactions/packing.h"
#include "platform/base/time.h"

namespace plaza::feed {

using Index = std::uint32_t;
inline constexpr Index none = ~Index{0};
inline constexpr double cold = -1e9;  // the heat of what nobody engaged with

struct Weighted {
  Index index;
  float weight;
};

// The hottest few of a set, hottest first; the heat of a member only rises.
class HotList {
 public:
  void raise(Index index, double heat, std::size_t limit);
  void remove(Index index);
  const std::vector<std::pair<double, Index>>& items() const { return items_; }

 private:
  std::vector<std::pair<double, Index>> items_;
};

struct PostNode {
  content::PostId id;
  Index author = none;
  Time created_at;
  std::vector<Index> hashtags;
  std::vector<Index> products;
  std::array<Index, 6> words;  // hashes of a few words of its text, the same ones wherever they stand; `none` where there are fewer
  bool alive = false;
  bool followers_only = false;
  bool has_video = false;
  bool known = false;  // put() at least once; else the log alone tells of it
  bool told = false;   // the log told what it is about
  double heat = cold;
  float views = 0;
  float positive = 0;  // weighted: like 1, save 1.5, share 2, tap 1, bag 2, purchase 4, long view 0.5
  float negative = 0;  // hidden 3, reported, skipped 0.3
  std::uint32_t served = 0;
  std::vector<Weighted> neighbours;  // engaged with by the same viewers; unordered, bounded
};

struct Topic {  // an author, a product or a hashtag with its posts
  std::int64_t key = 0;  // the account's or product's id; 0 for hashtags
  std::string name;      // hashtags
  std::vector<Index> posts;  // oldest first
  HotList hot;
  double heat = cold;
  bool available = true;  // products: something of it can be bought
  std::int64_t price = 0;   // products: the cheapest variant's, minor units; 0: not known
  std::int64_t units = -1;  // products: that can be bought; -1: not counted
  std::uint64_t hash = 0;   // hashtags: the same in every process
  std::uint64_t served = 0;  // authors: how often their posts were shown
  std::int64_t told_price = -1;  // products: as the log told; -1: it did not
  Index latest = none;       // products: the post with it that the log told of last
};

// What the log says a post is about. Hashtags by their hash: a word may be somebody's own, and the log is for ever.
struct PostFacts {
  content::PostId id;
  std::int64_t author = 0;
  std::vector<std::uint64_t> hashtags;
  std::vector<std::int64_t> products;
};
PostFacts facts_of(const content::Post& post);

// Places in a snapshot for what stands in memory in the order in which it came: by id, so that the same state gives the same bytes.
// While it is made, whatever is not `none` is in it.
struct Ranks {
  std::vector<Index> posts, authors, products, hashtags;  // by index
};
// The other way, of a snapshot that is read.
struct Unranked {
  std::vector<Index> posts, authors, products, hashtags;  // by rank
};
// The indexes that have a rank, in its order.
std::vector<Index> by_rank(const std::vector<Index>& ranks);
// Throws std::runtime_error when there is no such rank.
Index place_at(const std::vector<Index>& places, std::int64_t rank);

// A few words of a text as hashes: those with the smallest, so that texts with common words have common hashes (Broder 1997).
std::array<Index, 6> words_in(std::string_view text);

// The same in every process, unlike std::hash (FNV-1a).
std::uint64_t stable_hash(std::string_view text);

// Posts are as the catalogue has them now, for serving; what is learnt follows what the log told of them at the time. The two differ
// for a moment after an edit, and in a replay.
class Graph {
 public:
  Index put(const content::Post& post);  // adds, or replaces what an edit changed
  // The log tells.
  void tell(const PostFacts& facts);
  void tell_price(catalog::ProductId product, std::int64_t price);
  // What the log told of; of a log from before it told of posts at all, whatever is known.
  bool learns(Index post) const { return posts_[post].told || (!telling_ && posts_[post].known); }
  bool learns_product(Index product) const {
    return !telling_ || products_[product].told_price >= 0 || products_[product].latest != none;
  }
  const std::vector<Index>& told_hashtags(Index post) const;
  const std::vector<Index>& told_products(Index post) const;
  std::int64_t told_price(Index product) const { return telling_ ? products_[product].told_price : products_[product].price; }
  Index told_post_of(Index product) const;
  // The log says of it what the catalogue does.
  bool is_told(Index post) const { return posts_[post].told && !told_.contains(post); }
  PostFacts facts_at(Index post) const;  // as the catalogue has it
  std::size_t product_count() const { return products_.size(); }
  // The posts put last, oldest first: at most some thousands.
  const std::vector<Index>& newest() const { return newest_; }

  // What is learnt, as bytes, in slices so that the lock need not be held throughout: mark() finds what has to be in them, beside what
  // others mark; rank() puts each kind in order; the rest is packed. Nothing may be learnt meanwhile; facts of the catalogue may change.
  Ranks begin() const;
  void mark_posts(Ranks& ranks, Index from, Index to) const;
  void mark_topics(Ranks& ranks) const;
  void rank(Ranks& ranks) const;
  void save_sums(interactions::Packer& out) const;
  void save_id(interactions::Packer& out, Index post, std::int64_t& before) const;
  void save_author(interactions::Packer& out, Index author, std::int64_t& before) const;
  void save_product(interactions::Packer& out, Index product, const Ranks& ranks, std::int64_t& before) const;
  void save_hashtag(interactions::Packer& out, Index hashtag) const;
  void save_post(interactions::Packer& out, Index post, const Ranks& ranks) const;
  void load(interactions::Unpacker& in, Unranked& places);
  void unlearn();
  void remove(content::PostId id);
  Index find(content::PostId id) const;
  Index author(identity::AccountId id);   // made when new
  Index product(catalog::ProductId id);   // made when new
  Index hashtag(const std::string& name); // made when new
  Index find_hashtag(const std::string& name) const;
  Index find_product(catalog::ProductId id) const;
  Index find_author(std::int64_t id) const;

  PostNode& post(Index index) { return posts_[index]; }
  const PostNode& post(Index index) const { return posts_[index]; }
  const Topic& author_at(Index index) const { return authors_[index]; }
  const Topic& product_at(Index index) const { return products_[index]; }
  const Topic& hashtag_at(Index index) const { return hashtags_[index]; }
  std::size_t size() const { return posts_.size(); }
  std::size_t author_count() const { return authors_.size(); }
  const HotList& hot() const { return hot_; }
  const HotList& hot_hashtags() const { return hot_hashtags_; }

  // Somebody engaged with a post; `weight` may be negative (hidden, skipped).
  void engage(Index post, double weight, Time at);
  void view(Index post) {
    posts_[post].views += 1;
    all_views_ += 1;
  }
  // Two posts were engaged with by one viewer; both become neighbours of each other.
  void link(Index a, Index b, float weight);
  void set_available(catalog::ProductId product, bool available);
  void set_offer(catalog::ProductId product, std::int64_t price, std::int64_t units);
  // A page showed it.
  void serve(Index post);
  // Shown less than half as often as the average creator, once there is enough to tell.
  bool is_small_creator(Index author) const;

  // May it be shown at all: alive, and not with nothing but sold-out products.
  bool shown(Index post) const;
  // Smoothed engagement per view, 0..1: a Beta prior of the overall rate worth 20 views.
  double rate(Index post) const;
  // The overall rate, and the upper end of what the post's may be (its 95 % point, normal approximation of the Beta posterior).
  double overall_rate() const;
  double rate_upper(Index post) const;

 private:
  struct Told {
    std::vector<Index> hashtags, products;
  };
  void detach(Index index);
  static Index made(std::unordered_map<std::int64_t, Index>& by_key, std::vector<Topic>& topics, std::int64_t key);
  Index hashtag_of(std::uint64_t hash);  // made when new
  void warm(Index post);  // into the lists of what is engaged with
  void load_post(interactions::Unpacker& in, const Unranked& places, PostNode& node, Told& told);

  std::vector<PostNode> posts_;
  std::vector<Topic> authors_, products_, hashtags_;
  std::unordered_map<std::int64_t, Index> post_by_id_, author_by_id_, product_by_id_;
  std::unordered_map<std::uint64_t, Index> hashtag_by_hash_;
  std::unordered_map<Index, Told> told_;  // of told posts that are something else in the catalogue
  bool telling_ = false;                  // the log has told of something
  std::vector<Index> newest_;
  HotList hot_;
  HotList hot_hashtags_;
  std::uint64_t all_served_ = 0, served_authors_ = 0;
  static constexpr double prior_views_all = 200, prior_positive_all = 12;  // before anything is known: 6 %
  double all_views_ = prior_views_all, all_positive_ = prior_positive_all;
};

}  // namespace plaza::feed
