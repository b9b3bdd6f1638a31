#pragma once

#include "content/module.h"
#include "memory.h"
#include "store.h"

namespace plaza::content {

inline Error post_not_found() { return {ErrorKind::not_found, "content.post_not_found", "There is no such post."}; }

class Service final : public Posts, public Writing {
 public:
  Service(const Needs& needs, Memory& memory) : needs_(needs), memory_(memory) {}
  void plug(const ProductChips& chips) { chips_ = &chips; }
  void plug(const Visibility& visibility) { visibility_ = &visibility; }

  // Posts
  std::optional<Post> post(db::Reader& reader, PostId id) override;
  std::vector<Post> posts(db::Reader& reader, std::span<const PostId> ids) override;
  void for_each_published(db::Reader& reader, const std::function<void(const Post&)>& each) override;
  void for_each_follow(db::Reader& reader,
                       const std::function<void(identity::AccountId, identity::AccountId)>& each) override;
  void for_each_reaction(db::Reader& reader,
                         const std::function<void(identity::AccountId, PostId, bool, bool)>& each) override;
  void add_views(db::Transaction& tx, PostId id, std::int64_t views) override;

  // Writing
  Result<Post> create(db::Transaction& tx, identity::AccountId author, const NewPost& post, Time at) override;
  Result<Post> edit(db::Transaction& tx, identity::AccountId author, PostId id, const NewPost& post) override;
  Status remove(db::Transaction& tx, identity::AccountId author, PostId id) override;
  Result<PostCounts> react(db::Transaction& tx, identity::AccountId account, PostId id, Reaction reaction, bool on) override;
  Result<Comment> comment(db::Transaction& tx, identity::AccountId account, PostId id, std::string_view text,
                          CommentId parent) override;
  Status remove_comment(db::Transaction& tx, identity::AccountId actor, CommentId id) override;
  Status follow(db::Transaction& tx, identity::AccountId follower, identity::AccountId followed, bool on) override;
  Status save_product(db::Transaction& tx, identity::AccountId account, catalog::ProductId product, bool on) override;
  Status report(db::Transaction& tx, identity::AccountId reporter, PostId id, std::string_view reason,
                std::string_view note) override;

  // What members write themselves goes through moderation, if there is one: it may come out held.
  Result<Post> submit(db::Transaction& tx, identity::AccountId author, const NewPost& post);
  Result<Comment> submit_comment(db::Transaction& tx, identity::AccountId account, PostId id, std::string_view text, CommentId parent);
  // As moderators decided. Errors: content.post_not_found, content.comment_not_found.
  Status stand(db::Transaction& tx, PostId id, moderation::Standing to);
  Status stand(db::Transaction& tx, CommentId id, moderation::Standing to);
  // Is it a moderator's to decide: there, no draft, and somebody else's (a comment: also under somebody else's post)?
  bool is_anothers(db::Reader& reader, PostId id, identity::AccountId moderator);
  bool is_anothers(db::Reader& reader, CommentId id, identity::AccountId moderator);
  // Removed by a moderator, like any other decision: in the log, told to the author, with an appeal. Codes: moderation::Decisions.
  Status take_away(db::Transaction& tx, identity::AccountId moderator, const moderation::Subject& subject, moderation::Reason reason,
                   std::string_view note);
  std::optional<Comment> find_comment(db::Reader& reader, CommentId id);

  // The post if this account (none: a stranger) may see it; else content.post_not_found.
  Result<Post> visible_post(db::Reader& reader, PostId id, identity::AccountId viewer, bool moderator = false);
  // Of somebody who is erased: whether or not they may still see the post, or the other is still there.
  void take_back(db::Transaction& tx, identity::AccountId account, PostId id, Reaction reaction);
  void unfollow(db::Transaction& tx, identity::AccountId follower, identity::AccountId followed);
  // Publishes what was waiting for this upload, if that was the last one. For the subscriber to media.
  void media_ready(db::Transaction& tx, media::MediaId id);

 private:
  enum class Screening { none, asked };
  Result<Post> write(db::Transaction& tx, identity::AccountId author, const NewPost& wanted, Time at, Screening screening);
  Result<Comment> write_comment(db::Transaction& tx, identity::AccountId account, PostId id, std::string_view text, CommentId parent,
                                Screening screening);
  // Does moderation hold it? Its refusals are errors.
  Result<bool> is_held(db::Transaction& tx, const Post& post);
  Result<bool> is_held(db::Transaction& tx, const Comment& comment, const Post& post);
  void gone(db::Transaction& tx, moderation::Kind kind, const std::string& id);
  void announce(db::Transaction& tx, const Comment& comment, const Post& post, std::optional<identity::AccountId> parent_author);
  Status fill(db::Reader& reader, identity::AccountId author, const NewPost& wanted, Post& post);
  void went_public(db::Transaction& tx, const Post& post, bool edited);
  void went_private(db::Transaction& tx, const Post& post);
  bool uploads_ready(const Post& post) const;
  // False: the post is gone (removed at the same time).
  bool count(db::Transaction& tx, PostId id, const PostCounts& change, PostCounts* after = nullptr);

  // One of the two has blocked the other.
  bool apart(identity::AccountId one, identity::AccountId other) const;

  Needs needs_;
  Memory& memory_;
  const ProductChips* chips_ = nullptr;
  const Visibility* visibility_ = nullptr;
};

}  // namespace plaza::content
