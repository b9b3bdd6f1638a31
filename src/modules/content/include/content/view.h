// A post as the API shows it, and the port that fills in what content does not know: product chips.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "content/ids.h"
#include "content/posts.h"
#include "content/price_viewer.h"
#include "identity/ids.h"
#include "identity/surroundings.h"
#include "media/media.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"

namespace plaza::content {

struct AuthorView {
  identity::AccountId id;
  std::string handle;
  std::string name;
  std::optional<std::string> avatar_url;
  bool is_following = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("name", name);
    v("avatar_url", avatar_url);
    v("is_following", is_following);
  }
};

// A product as a tag's chip shows it.
struct ProductChip {
  catalog::ProductId id;
  std::string handle;
  std::string title;
  Money price;  // the lowest of what can be bought, else of all
  std::optional<Money> compare_at_price;
  bool available = true;
  std::optional<identity::Picture> image;
  bool on_sale = false;  // a sale with a time: compare_at_price is the price before it
  std::optional<Time> sale_ends_at = {};
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("title", title);
    v("price", price);
    v("compare_at_price", compare_at_price);
    v("available", available);
    v("image", image);
    v("on_sale", on_sale, json::Optional{});
    v("sale_ends_at", sale_ends_at);
  }
};

// Port: the storefront's cards, from memory; nothing for products that are not shown.
class ProductChips {
 public:
  virtual ~ProductChips() = default;
  virtual std::optional<ProductChip> chip(catalog::ProductId id) const = 0;
  // As this viewer pays, in the currency they wish, if the shop sells in it.
  virtual std::optional<ProductChip> chip_for(catalog::ProductId id, const PriceViewer&) const { return chip(id); }
};

struct TagView {
  ProductChip product;
  std::int64_t media_index = 0;
  double x = 0.5;
  double y = 0.5;
  std::optional<std::int64_t> t;  // milliseconds into a video
  template <class V>
  void describe(V& v) {
    v("product", product);
    v("media_index", media_index);
    v("x", x);
    v("y", y);
    v("t", t);
  }
};

struct CountsView {
  std::int64_t likes = 0;
  std::int64_t comments = 0;
  std::int64_t saves = 0;
  std::int64_t shares = 0;
  std::int64_t views = 0;
  template <class V>
  void describe(V& v) {
    v("likes", likes);
    v("comments", comments);
    v("saves", saves);
    v("shares", shares);
    v("views", views);
  }
};

struct PostView {
  PostId id;
  AuthorView author;
  std::string text;
  std::vector<std::string> hashtags;
  std::vector<std::string> mentions;
  std::vector<media::MediaView> media;
  std::vector<TagView> tags;
  CountsView counts;
  bool liked = false;
  bool saved = false;
  bool can_edit = false;
  PostStatus status = PostStatus::published;
  PostVisibility visibility = PostVisibility::everyone;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("author", author);
    v("text", text);
    v("hashtags", hashtags);
    v("mentions", mentions);
    v("media", media);
    v("tags", tags);
    v("counts", counts);
    v("liked", liked);
    v("saved", saved);
    v("can_edit", can_edit);
    v("status", status);
    v("visibility", visibility);
    v("created_at", created_at);
  }
};

// What one viewer has to do with posts and people, from memory: for cards that are shared by all viewers. Thread-safe.
class Relations {
 public:
  virtual ~Relations() = default;
  virtual bool liked(identity::AccountId viewer, PostId post) const = 0;
  virtual bool saved(identity::AccountId viewer, PostId post) const = 0;
  virtual bool follows(identity::AccountId viewer, identity::AccountId author) const = 0;
  virtual bool product_saved(identity::AccountId viewer, catalog::ProductId product) const = 0;
  virtual identity::Counts counts(identity::AccountId account) const = 0;
  // The post's counters as they stand now (views lag by some seconds).
  virtual PostCounts post_counts(PostId post) const = 0;
};

// Posts as a viewer may see them. Thread-safe.
class PostViews {
 public:
  virtual ~PostViews() = default;
  // In the order asked for; those that this viewer (none: a stranger) may not see are left out. One query a post.
  virtual std::vector<PostView> views(db::Reader& reader, std::span<const PostId> ids, identity::AccountId viewer) = 0;
  // The view of a post that is already in memory: no query, whoever may see it.
  virtual PostView view(const Post& post, identity::AccountId viewer) const = 0;
  virtual AuthorView author(identity::AccountId id, identity::AccountId viewer) const = 0;
};

}  // namespace plaza::content
