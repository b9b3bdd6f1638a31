// Content's SQL.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "content/posts.h"
#include "content/writing.h"
#include "platform/db/connection.h"

namespace plaza::content::store {

// A post with what only staff see of it.
struct StoredPost {
  Post post;
  std::int64_t reports = 0;
  std::string hold_reason;
};

inline constexpr PostId newest{INT64_MAX};  // "before" of a first page

void insert(db::Transaction& tx, const Post& post);
// Guarded by the old status: false when it is another by now, or the post is gone.
bool update(db::Transaction& tx, const Post& post, PostStatus from);
// Guarded by the old status: false when it is another by now.
bool set_status(db::Transaction& tx, PostId id, PostStatus from, PostStatus to, std::string_view reason, Time published_at);
// With all that hangs on it; false: it was not there. The post goes first: who adds to it at the same time then finds it gone.
bool remove(db::Transaction& tx, PostId id);
void remove_what_hangs_on(db::Transaction& tx, PostId id);
std::optional<StoredPost> find(db::Reader& reader, PostId id);
std::vector<Post> published_after(db::Reader& reader, PostId after, int limit);
std::vector<Post> of_author(db::Reader& reader, identity::AccountId author, PostStatus status, PostId before, int limit);
// `words`: text that the post holds, without case; empty: any.
std::vector<StoredPost> for_staff(db::Reader& reader, std::optional<PostStatus> status, bool reported, std::string_view words,
                                  PostId before, int limit);
std::vector<Post> processing(db::Reader& reader);
// Entries by which lists find the post: written when it is published, removed when it is not.
void link(db::Transaction& tx, const Post& post);
void unlink(db::Transaction& tx, PostId id);
std::vector<PostId> of_product(db::Reader& reader, catalog::ProductId product, PostId before, int limit);
std::vector<PostId> of_hashtag(db::Reader& reader, std::string_view hashtag, PostId before, int limit);
// The counters after the change; nothing when the post is gone.
std::optional<PostCounts> add_counts(db::Transaction& tx, PostId id, const PostCounts& change);

// kind: 0 like, 1 save. True when something changed.
bool set_reaction(db::Transaction& tx, identity::AccountId account, int kind, PostId post, bool on, Time now);
std::vector<std::pair<identity::AccountId, int>> reactors(db::Reader& reader, PostId post);
void all_reactions(db::Reader& reader, const std::function<void(identity::AccountId, int kind, PostId)>& each);
struct Saved {
  PostId post_id;
  Time at;
};
std::vector<Saved> saved(db::Reader& reader, identity::AccountId account, Time before, int limit);

bool set_follow(db::Transaction& tx, identity::AccountId follower, identity::AccountId followed, bool on, Time now);
void all_follows(db::Reader& reader, const std::function<void(identity::AccountId, identity::AccountId)>& each);
std::vector<identity::AccountId> followers(db::Reader& reader, identity::AccountId of, identity::AccountId after, int limit);
std::vector<identity::AccountId> following(db::Reader& reader, identity::AccountId of, identity::AccountId after, int limit);

void insert_comment(db::Transaction& tx, const Comment& comment);
std::optional<Comment> comment(db::Reader& reader, CommentId id);
// As this viewer (none: a stranger) finds them: see the statement.
std::vector<Comment> comments(db::Reader& reader, PostId post, CommentId after, int limit, identity::AccountId viewer);
std::vector<Comment> answers(db::Reader& reader, CommentId to);  // of any status
bool set_status(db::Transaction& tx, CommentId id, CommentStatus from, CommentStatus to, bool announced);
std::int64_t remove_comment(db::Transaction& tx, CommentId id);  // with its answers; how many went

// Of one person.
std::vector<Comment> comments_by(db::Reader& reader, identity::AccountId author);
std::vector<std::pair<int, PostId>> reactions_by(db::Reader& reader, identity::AccountId account);  // kind and post
std::int64_t blank_reports(db::Transaction& tx, identity::AccountId reporter);
void delete_product_saves(db::Transaction& tx, identity::AccountId account);

bool set_product_save(db::Transaction& tx, identity::AccountId account, catalog::ProductId product, bool on, Time now);
void all_product_saves(db::Reader& reader, const std::function<void(identity::AccountId, catalog::ProductId)>& each);

struct ReportCount {
  std::string reason;
  std::int64_t count = 0;
};
// False: the post is gone.
bool report(db::Transaction& tx, ReportId id, PostId post, identity::AccountId reporter, std::string_view reason,
            std::string_view note, Time now);
std::vector<ReportCount> reports(db::Reader& reader, PostId post);

}  // namespace plaza::content::store
