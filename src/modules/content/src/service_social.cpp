// What members do with posts and with each other.
#include "platform/base/text.h"
#include "profiles/blocks.h"
#include "service.h"

namespace plaza::content {

namespace {

Error person_not_found() { return {ErrorKind::not_found, "content.person_not_found", "There is no such person."}; }
Error not_reachable() { return {ErrorKind::forbidden, "content.not_reachable", "You cannot reach this member."}; }
Error comment_not_found() { return {ErrorKind::not_found, "content.comment_not_found", "There is no such comment."}; }

}  // namespace

bool Service::apart(identity::AccountId one, identity::AccountId other) const {
  return needs_.blocks && needs_.blocks->apart(one, other);
}

Result<PostCounts> Service::react(db::Transaction& tx, identity::AccountId account, PostId id, Reaction reaction, bool on) {
  TRY(const auto post, visible_post(tx, id, account));
  PostCounts after = post.counts;
  const Time now = needs_.clock.now();
  if (reaction == Reaction::like || reaction == Reaction::save) {
    const bool like = reaction == Reaction::like;
    if (!store::set_reaction(tx, account, like ? 0 : 1, id, on, now)) return after;
    const std::int64_t step = on ? 1 : -1;
    const auto change = like ? PostCounts{step, 0, 0, 0, 0} : PostCounts{0, 0, step, 0, 0};
    if (!count(tx, id, change, &after)) return post_not_found();
    tx.on_commit([this, account, id, like, on] {
      if (like) memory_.set_liked(account, id, on);
      else memory_.set_saved(account, id, on);
    });
  } else if (reaction == Reaction::share) {
    if (!count(tx, id, {0, 0, 0, 1, 0}, &after)) return post_not_found();
  }
  events::publish(tx, id.value, PostReacted{id, post.author_id, account, reaction, on});
  return after;
}

Result<Comment> Service::comment(db::Transaction& tx, identity::AccountId account, PostId id, std::string_view text,
                                 CommentId parent) {
  return write_comment(tx, account, id, text, parent, Screening::none);
}

Result<Comment> Service::submit_comment(db::Transaction& tx, identity::AccountId account, PostId id, std::string_view text,
                                        CommentId parent) {
  return write_comment(tx, account, id, text, parent, Screening::asked);
}

Result<Comment> Service::write_comment(db::Transaction& tx, identity::AccountId account, PostId id, std::string_view text,
                                       CommentId parent, Screening screening) {
  TRY(const auto post, visible_post(tx, id, account));
  if (apart(account, post.author_id)) return not_reachable();
  if (trimmed(text).empty()) return invalid_field("text", "too_short", "must not be empty");
  Comment comment;
  std::optional<identity::AccountId> parent_author;
  if (parent) {
    const auto answered = store::comment(tx, parent);
    const bool there = answered && answered->post_id == id && answered->status == CommentStatus::published;
    if (!there) return invalid_field("parent_id", "not_found", "is not a comment of this post");
    if (apart(account, answered->author_id)) return not_reachable();
    parent_author = answered->author_id;
    // Two levels: an answer to an answer stands beside it.
    comment.parent_id = answered->parent_id ? answered->parent_id : answered->id;
  }
  comment.id = needs_.ids.make<CommentId>();
  comment.post_id = id;
  comment.author_id = account;
  comment.text = std::string(trimmed(text));
  comment.created_at = needs_.clock.now();
  if (screening == Screening::asked) {
    TRY(const bool held, is_held(tx, comment, post));
    if (held) comment.status = CommentStatus::held;
  }
  comment.announced = comment.status == CommentStatus::published;
  store::insert_comment(tx, comment);
  if (!comment.announced) return comment;
  if (!count(tx, id, {0, 1, 0, 0, 0})) return post_not_found();
  announce(tx, comment, post, parent_author);
  return comment;
}

void Service::announce(db::Transaction& tx, const Comment& comment, const Post& post,
                       std::optional<identity::AccountId> parent_author) {
  // Who may read the post no more is not told what is said under it.
  if (parent_author && *parent_author != post.author_id && !admits(visibility_, *parent_author, post.id)) parent_author.reset();
  events::publish(tx, post.id.value, Commented{post.id, comment.id, post.author_id, comment.author_id, parent_author,
                                               std::string(first_code_points(comment.text, 80))});
}

Status Service::remove_comment(db::Transaction& tx, identity::AccountId actor, CommentId id) {
  const auto found = store::comment(tx, id);
  if (!found) return comment_not_found();
  const auto parent = store::find(tx, found->post_id);
  const bool own_post = parent && parent->post.author_id == actor;
  if (found->author_id != actor && !own_post) return comment_not_found();
  auto going = store::answers(tx, id);
  going.push_back(*found);
  store::remove_comment(tx, id);
  std::int64_t seen = 0;
  for (const auto& each : going) {
    if (each.status == CommentStatus::published) ++seen;
    gone(tx, moderation::Kind::comment, to_text(each.id));
    events::publish(tx, found->post_id.value, CommentRemoved{found->post_id, each.id, each.author_id});
  }
  if (seen) count(tx, found->post_id, {0, -seen, 0, 0, 0});
  return done();
}

Status Service::follow(db::Transaction& tx, identity::AccountId follower, identity::AccountId followed, bool on) {
  if (!needs_.accounts.face(followed)) return person_not_found();
  if (follower == followed) return Error{ErrorKind::conflict, "content.own_follow", "You cannot follow yourself."};
  if (on && apart(follower, followed)) return not_reachable();
  if (!store::set_follow(tx, follower, followed, on, needs_.clock.now())) return done();
  events::publish(tx, followed.value, FollowChanged{follower, followed, on});
  tx.on_commit([this, follower, followed, on] { memory_.set_follow(follower, followed, on); });
  return done();
}

Status Service::save_product(db::Transaction& tx, identity::AccountId account, catalog::ProductId product, bool on) {
  if (on) {
    const auto found = needs_.catalog.product(tx, product);
    if (!found || found->status != catalog::ProductStatus::active) {
      return Error{ErrorKind::not_found, "content.product_not_found", "There is no such product."};
    }
  }
  if (!store::set_product_save(tx, account, product, on, needs_.clock.now())) return done();
  events::publish(tx, product.value, ProductSaved{product, account, on});
  tx.on_commit([this, account, product, on] { memory_.set_product_saved(account, product, on); });
  return done();
}

Status Service::report(db::Transaction& tx, identity::AccountId reporter, PostId id, std::string_view reason,
                       std::string_view note) {
  TRY_DONE(visible_post(tx, id, reporter));
  if (needs_.submissions) {
    const auto known = json::parse_enum<moderation::Reason>(reason).value_or(moderation::Reason::other);
    TRY_DONE(needs_.submissions->report(tx, reporter, {moderation::Kind::post, to_text(id)}, known, note));
  }
  const bool there = store::report(tx, needs_.ids.make<ReportId>(), id, reporter, reason, note, needs_.clock.now());
  return there ? done() : Status(post_not_found());
}

void Service::take_back(db::Transaction& tx, identity::AccountId account, PostId id, Reaction reaction) {
  const bool like = reaction == Reaction::like;
  if (!store::set_reaction(tx, account, like ? 0 : 1, id, false, needs_.clock.now())) return;
  const auto found = store::find(tx, id);
  if (!found) return;
  count(tx, id, like ? PostCounts{-1, 0, 0, 0, 0} : PostCounts{0, 0, -1, 0, 0});
  tx.on_commit([this, account, id, like] {
    if (like) memory_.set_liked(account, id, false);
    else memory_.set_saved(account, id, false);
  });
  events::publish(tx, id.value, PostReacted{id, found->post.author_id, account, reaction, false});
}

void Service::unfollow(db::Transaction& tx, identity::AccountId follower, identity::AccountId followed) {
  if (!store::set_follow(tx, follower, followed, false, needs_.clock.now())) return;
  events::publish(tx, followed.value, FollowChanged{follower, followed, false});
  tx.on_commit([this, follower, followed] { memory_.set_follow(follower, followed, false); });
}

}  // namespace plaza::content
