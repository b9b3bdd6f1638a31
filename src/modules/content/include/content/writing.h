// What members do with content. All in the caller's transaction; memory and domain events follow its commit. Thread-safe.
//
// Codes: content.post_not_found, content.comment_not_found, content.person_not_found (404, also for what is not yours or not
// visible to you), content.empty_post, content.media_not_yours, content.product_not_found, request.invalid (400),
// content.own_follow, content.post_removed (409: a moderator took it away), and what moderation::Submissions refuses.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "content/events.h"
#include "content/ids.h"
#include "content/posts.h"
#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"

namespace plaza::content {

// Stored as numbers, as a post's.
enum class CommentStatus { published, held, removed };
constexpr auto enum_names(CommentStatus*) { return std::array{"published", "held", "removed"}; }

struct Comment {
  CommentId id;
  PostId post_id;
  identity::AccountId author_id;
  CommentId parent_id;  // none: an answer to the post
  std::string text;
  Time created_at;
  CommentStatus status = CommentStatus::published;
  bool announced = true;  // others were told of it
};

class Writing {
 public:
  virtual ~Writing() = default;

  // `at`: when it was written (now, or the past for imports and the demo).
  virtual Result<Post> create(db::Transaction& tx, identity::AccountId author, const NewPost& post, Time at) = 0;
  virtual Result<Post> edit(db::Transaction& tx, identity::AccountId author, PostId id, const NewPost& post) = 0;
  // The author's own, for good: takes reactions, comments and list entries along. Moderators decide elsewhere (moderation/decisions.h).
  virtual Status remove(db::Transaction& tx, identity::AccountId author, PostId id) = 0;
  // Setting what is set already changes nothing and announces nothing. share and hide are never taken back.
  virtual Result<PostCounts> react(db::Transaction& tx, identity::AccountId account, PostId id, Reaction reaction, bool on) = 0;
  virtual Result<Comment> comment(db::Transaction& tx, identity::AccountId account, PostId id, std::string_view text,
                                  CommentId parent) = 0;
  // The author's own, or any on the author's own post.
  virtual Status remove_comment(db::Transaction& tx, identity::AccountId actor, CommentId id) = 0;
  virtual Status follow(db::Transaction& tx, identity::AccountId follower, identity::AccountId followed, bool on) = 0;
  virtual Status save_product(db::Transaction& tx, identity::AccountId account, catalog::ProductId product, bool on) = 0;
  // One per member and post; a second one changes its reason.
  virtual Status report(db::Transaction& tx, identity::AccountId reporter, PostId id, std::string_view reason,
                        std::string_view note) = 0;
};

}  // namespace plaza::content
