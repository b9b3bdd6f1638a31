// Posts as facts: what learners, indexes and cards are made of. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "content/ids.h"
#include "identity/ids.h"
#include "media/ids.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::content {

// Stored as numbers: new ones go to the end. `processing` is published as soon as its uploads are ready.
// held: until a moderator has looked; removed: by a moderator, its author may appeal. Both are seen by the author and moderators alone.
enum class PostStatus { published, draft, held, processing, removed };
constexpr auto enum_names(PostStatus*) { return std::array{"published", "draft", "held", "processing", "removed"}; }
enum class PostVisibility { everyone, followers };
constexpr auto enum_names(PostVisibility*) { return std::array{"public", "followers"}; }

// A product at a point of one of the post's media; in a video also at a time.
struct TaggedProduct {
  catalog::ProductId product_id;
  int media_index = 0;
  double x = 0.5;  // 0..1 from the left
  double y = 0.5;  // 0..1 from the top
  std::optional<std::int64_t> t_ms;
};

struct PostCounts {
  std::int64_t likes = 0;
  std::int64_t comments = 0;
  std::int64_t saves = 0;
  std::int64_t shares = 0;
  std::int64_t views = 0;
};

struct Post {
  PostId id;
  identity::AccountId author_id;
  std::string text;
  std::vector<std::string> hashtags;  // folded, without '#'
  std::vector<std::string> mentions;  // handles
  std::vector<media::MediaId> media;
  bool has_video = false;
  std::vector<TaggedProduct> tags;
  PostStatus status = PostStatus::published;
  PostVisibility visibility = PostVisibility::everyone;
  PostCounts counts;
  Time created_at;
  Time published_at;  // micros 0 while it never was
};

// A post as it is written, by people and by the demo.
struct NewPost {
  std::string text;
  std::vector<media::MediaId> media;
  std::vector<TaggedProduct> tags;
  PostStatus status = PostStatus::published;  // or draft
  PostVisibility visibility = PostVisibility::everyone;
};

class Posts {
 public:
  virtual ~Posts() = default;

  virtual std::optional<Post> post(db::Reader& reader, PostId id) = 0;
  virtual std::vector<Post> posts(db::Reader& reader, std::span<const PostId> ids) = 0;
  // Published posts in the order of their ids, a few hundred in memory at a time. `each` must not use `reader`.
  virtual void for_each_published(db::Reader& reader, const std::function<void(const Post&)>& each) = 0;
  // Who follows whom, all of it: for graphs that start empty.
  virtual void for_each_follow(db::Reader& reader,
                               const std::function<void(identity::AccountId follower, identity::AccountId followed)>& each) = 0;
  // Likes and saves of all posts: for graphs that start empty.
  virtual void for_each_reaction(db::Reader& reader,
                                 const std::function<void(identity::AccountId, PostId, bool liked, bool saved)>& each) = 0;
  // Adds to the view counters (in batches, from the interaction log).
  virtual void add_views(db::Transaction& tx, PostId id, std::int64_t views) = 0;
};

}  // namespace plaza::content
