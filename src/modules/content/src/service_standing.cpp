// What moderation makes of posts and comments: held when they are written, and moved by what moderators decide.
#include <algorithm>

#include "service.h"

namespace plaza::content {

namespace {

PostStatus status_of(moderation::Standing standing) {
  if (standing == moderation::Standing::held) return PostStatus::held;
  return standing == moderation::Standing::removed ? PostStatus::removed : PostStatus::published;
}

CommentStatus comment_status_of(moderation::Standing standing) {
  if (standing == moderation::Standing::held) return CommentStatus::held;
  return standing == moderation::Standing::removed ? CommentStatus::removed : CommentStatus::published;
}

// People who would see it at once.
std::int64_t reach_of(const Memory& memory, const Post& post) {
  return std::max(post.counts.views, memory.counts(post.author_id).followers);
}

Result<bool> held_by(const Result<moderation::Verdict>& verdict) {
  if (!verdict.ok()) return verdict.error();
  return verdict->outcome == moderation::Outcome::hold;
}

}  // namespace

Result<bool> Service::is_held(db::Transaction& tx, const Post& post) {
  if (!needs_.submissions) return false;
  return held_by(needs_.submissions->submit(tx, {{moderation::Kind::post, to_text(post.id)}, post.author_id, "", post.text,
                                                 static_cast<int>(post.media.size()), reach_of(memory_, post)}));
}

Result<bool> Service::is_held(db::Transaction& tx, const Comment& comment, const Post& post) {
  if (!needs_.submissions) return false;
  return held_by(needs_.submissions->submit(
      tx, {{moderation::Kind::comment, to_text(comment.id)}, comment.author_id, "", comment.text, 0, post.counts.views}));
}

void Service::gone(db::Transaction& tx, moderation::Kind kind, const std::string& id) {
  if (needs_.submissions) needs_.submissions->gone(tx, {kind, id});
}

bool Service::is_anothers(db::Reader& reader, PostId id, identity::AccountId moderator) {
  const auto found = store::find(reader, id);
  return found && found->post.status != PostStatus::draft && found->post.author_id != moderator;
}

bool Service::is_anothers(db::Reader& reader, CommentId id, identity::AccountId moderator) {
  const auto found = store::comment(reader, id);
  return found && found->author_id != moderator && is_anothers(reader, found->post_id, moderator);
}

Status Service::take_away(db::Transaction& tx, identity::AccountId moderator, const moderation::Subject& subject,
                          moderation::Reason reason, std::string_view note) {
  if (!needs_.decisions) return post_not_found();
  return needs_.decisions->decide(tx, moderator, subject, moderation::Standing::removed, reason, note);
}

std::optional<Comment> Service::find_comment(db::Reader& reader, CommentId id) { return store::comment(reader, id); }

Status Service::stand(db::Transaction& tx, PostId id, moderation::Standing to) {
  const auto found = store::find(tx, id);
  if (!found || found->post.status == PostStatus::draft) return post_not_found();
  Post post = found->post;
  const auto before = post.status;
  post.status = status_of(to);
  if (post.status == PostStatus::published && before == PostStatus::processing) return done();
  if (post.status == before) return done();
  if (post.status == PostStatus::published && !uploads_ready(post)) post.status = PostStatus::processing;
  const bool seen_before = post.published_at.micros != 0;
  if (post.status == PostStatus::published && !seen_before) post.published_at = needs_.clock.now();
  if (!store::set_status(tx, id, before, post.status, "", post.published_at)) return post_not_found();
  if (before == PostStatus::published) went_private(tx, post);
  if (post.status == PostStatus::published) went_public(tx, post, seen_before);
  return done();
}

Status Service::stand(db::Transaction& tx, CommentId id, moderation::Standing to) {
  const auto found = store::comment(tx, id);
  const auto parent = found ? store::find(tx, found->post_id) : std::nullopt;
  if (!parent) return Error{ErrorKind::not_found, "content.comment_not_found", "There is no such comment."};
  const auto status = comment_status_of(to);
  if (found->status == status) return done();
  const bool seen = status == CommentStatus::published;
  if (!store::set_status(tx, id, found->status, status, found->announced || seen)) {
    return Error{ErrorKind::not_found, "content.comment_not_found", "There is no such comment."};
  }
  if (seen || found->status == CommentStatus::published) count(tx, found->post_id, {0, seen ? 1 : -1, 0, 0, 0});
  if (seen && !found->announced) {
    const auto answered = found->parent_id ? store::comment(tx, found->parent_id) : std::nullopt;
    announce(tx, *found, parent->post, answered ? std::optional(answered->author_id) : std::nullopt);
  }
  return done();
}

}  // namespace plaza::content
