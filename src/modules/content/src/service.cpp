// Posts: reading them, writing them, and the moments when they become visible or stop being so.
#include "service.h"

#include <algorithm>

#include "platform/base/text.h"
#include "rules.h"

namespace plaza::content {

std::optional<Post> Service::post(db::Reader& reader, PostId id) {
  auto found = store::find(reader, id);
  if (!found) return std::nullopt;
  return std::move(found->post);
}

std::vector<Post> Service::posts(db::Reader& reader, std::span<const PostId> ids) {
  std::vector<Post> found;
  for (const auto id : ids) {
    if (auto one = post(reader, id)) found.push_back(std::move(*one));
  }
  return found;
}

void Service::for_each_published(db::Reader& reader, const std::function<void(const Post&)>& each) {
  PostId after;
  for (;;) {
    const auto page = store::published_after(reader, after, 500);
    for (const auto& one : page) each(one);
    if (page.empty()) return;
    after = page.back().id;
  }
}

void Service::for_each_follow(db::Reader& reader,
                              const std::function<void(identity::AccountId, identity::AccountId)>& each) {
  store::all_follows(reader, each);
}

void Service::for_each_reaction(db::Reader& reader,
                                const std::function<void(identity::AccountId, PostId, bool, bool)>& each) {
  store::all_reactions(reader, [&](identity::AccountId account, int kind, PostId id) {
    each(account, id, kind == 0, kind == 1);
  });
}

void Service::add_views(db::Transaction& tx, PostId id, std::int64_t views) { count(tx, id, {0, 0, 0, 0, views}); }

bool Service::count(db::Transaction& tx, PostId id, const PostCounts& change, PostCounts* after) {
  const auto counts = store::add_counts(tx, id, change);
  if (!counts) return false;
  if (after) *after = *counts;
  tx.on_commit([this, id, now = *counts] { memory_.set_counts(id, now); });
  return true;
}

Result<Post> Service::visible_post(db::Reader& reader, PostId id, identity::AccountId viewer, bool moderator) {
  auto found = store::find(reader, id);
  if (!found) return post_not_found();
  auto standing = rules::Standing::stranger;
  if (moderator) standing = rules::Standing::moderator;
  else if (viewer && viewer == found->post.author_id) standing = rules::Standing::author;
  else if (viewer && memory_.follows(viewer, found->post.author_id)) standing = rules::Standing::follower;
  if (!rules::visible(found->post, standing)) return post_not_found();
  const bool asked = standing == rules::Standing::stranger || standing == rules::Standing::follower;
  if (asked && !admits(visibility_, viewer, id)) return post_not_found();
  return std::move(found->post);
}

bool Service::uploads_ready(const Post& post) const {
  return std::all_of(post.media.begin(), post.media.end(), [&](media::MediaId id) {
    const auto view = needs_.media.view(id);
    return view && view->status != media::Status::processing;
  });
}

// The wanted text, media and tags into `post`, checked against what exists.
Status Service::fill(db::Reader& reader, identity::AccountId author, const NewPost& wanted, Post& post) {
  TRY_DONE(rules::check(wanted));
  post.has_video = false;
  for (std::size_t i = 0; i < wanted.media.size(); ++i) {
    const std::string field = "media_ids[" + std::to_string(i) + "]";
    const auto owner = needs_.media.owner(wanted.media[i]);
    if (!owner || (*owner != author && *owner)) {
      return Error{ErrorKind::invalid, "content.media_not_yours", "An upload is not there, or is not yours.",
                   {{field, "not_found", "is not one of your uploads"}}};
    }
    const auto view = needs_.media.view(wanted.media[i]);
    if (!view || view->status == media::Status::failed) return invalid_field(field, "failed", "could not be read as a picture or video");
    post.has_video = post.has_video || view->kind == media::Kind::video;
  }
  for (std::size_t i = 0; i < wanted.tags.size(); ++i) {
    const auto product = needs_.catalog.product(reader, wanted.tags[i].product_id);
    if (!product || product->status != catalog::ProductStatus::active) {
      return Error{ErrorKind::invalid, "content.product_not_found", "A tagged product is not in the shop.",
                   {{"tags[" + std::to_string(i) + "].product_id", "not_found", "is not a product of this shop"}}};
    }
  }
  post.text = wanted.text;
  post.media = wanted.media;
  post.tags = wanted.tags;
  post.visibility = wanted.visibility;
  post.hashtags = rules::hashtags(wanted.text);
  post.mentions.clear();
  for (auto& handle : rules::mentions(wanted.text)) {
    if (needs_.accounts.face_of_handle(handle)) post.mentions.push_back(std::move(handle));
  }
  return done();
}

void Service::went_public(db::Transaction& tx, const Post& post, bool edited) {
  store::link(tx, post);
  events::publish(tx, post.id.value, PostPublished{post.id, post.author_id, edited});
  if (!edited) {
    for (const auto& handle : post.mentions) {
      const auto face = needs_.accounts.face_of_handle(handle);
      const bool is_told = face && face->id != post.author_id && !apart(post.author_id, face->id);
      if (is_told && admits(visibility_, face->id, post.id)) {
        events::publish(tx, post.id.value, Mentioned{post.id, post.author_id, face->id});
      }
    }
  }
  tx.on_commit([this, id = post.id, author = post.author_id, counts = post.counts] {
    memory_.set_published(author, id, true);
    memory_.set_counts(id, counts);
  });
}

void Service::went_private(db::Transaction& tx, const Post& post) {
  store::unlink(tx, post.id);
  events::publish(tx, post.id.value, PostRemoved{post.id, post.author_id});
  tx.on_commit([this, id = post.id, author = post.author_id] { memory_.set_published(author, id, false); });
}

Result<Post> Service::create(db::Transaction& tx, identity::AccountId author, const NewPost& wanted, Time at) {
  return write(tx, author, wanted, at, Screening::none);
}

Result<Post> Service::submit(db::Transaction& tx, identity::AccountId author, const NewPost& wanted) {
  return write(tx, author, wanted, needs_.clock.now(), Screening::asked);
}

Result<Post> Service::write(db::Transaction& tx, identity::AccountId author, const NewPost& wanted, Time at, Screening screening) {
  Post post;
  post.id = needs_.ids.make<PostId>();
  post.author_id = author;
  post.created_at = at;
  TRY_DONE(fill(tx, author, wanted, post));
  post.status = wanted.status;
  if (screening == Screening::asked && post.status == PostStatus::published) {
    TRY(const bool held, is_held(tx, post));
    if (held) post.status = PostStatus::held;
  }
  if (post.status == PostStatus::published && !uploads_ready(post)) post.status = PostStatus::processing;
  if (post.status == PostStatus::published) post.published_at = at;
  store::insert(tx, post);
  if (post.status == PostStatus::published) went_public(tx, post, false);
  return post;
}

Result<Post> Service::edit(db::Transaction& tx, identity::AccountId author, PostId id, const NewPost& wanted) {
  auto found = store::find(tx, id);
  if (!found || found->post.author_id != author) return post_not_found();
  Post post = std::move(found->post);
  const auto before = post.status;
  if (before == PostStatus::removed) {
    return Error{ErrorKind::conflict, "content.post_removed", "A moderator removed this post. You can appeal, or delete it."};
  }
  TRY_DONE(fill(tx, author, wanted, post));
  bool held = before == PostStatus::held;  // a held post stays held whatever its author does
  if (held || wanted.status == PostStatus::published) {
    TRY(const bool holds, is_held(tx, post));
    held = held || holds;
  } else {
    gone(tx, moderation::Kind::post, to_text(id));
  }
  if (held) {
    post.status = PostStatus::held;
  } else {
    post.status = wanted.status;
    if (post.status == PostStatus::published && !uploads_ready(post)) post.status = PostStatus::processing;
  }
  const bool was_public = before == PostStatus::published;
  const bool is_public = post.status == PostStatus::published;
  if (is_public && !post.published_at.micros) post.published_at = needs_.clock.now();
  if (!store::update(tx, post, before)) return edit(tx, author, id, wanted);  // it was held or removed meanwhile: look again
  if (is_public) {
    if (was_public) store::unlink(tx, id);
    went_public(tx, post, was_public);
  } else if (was_public) {
    went_private(tx, post);
  }
  return post;
}

Status Service::remove(db::Transaction& tx, identity::AccountId author, PostId id) {
  const auto found = store::find(tx, id);
  if (!found || found->post.author_id != author) return post_not_found();
  const Post& post = found->post;
  if (!store::remove(tx, id)) return post_not_found();
  const auto reacted = store::reactors(tx, id);
  if (post.status == PostStatus::published) went_private(tx, post);
  store::remove_what_hangs_on(tx, id);
  gone(tx, moderation::Kind::post, to_text(id));
  tx.on_commit([this, id, reacted] {
    for (const auto& [account, kind] : reacted) {
      if (kind == 0) memory_.set_liked(account, id, false);
      else memory_.set_saved(account, id, false);
    }
    memory_.forget(id);
  });
  return done();
}

void Service::media_ready(db::Transaction& tx, media::MediaId id) {
  for (auto& post : store::processing(tx)) {
    if (std::find(post.media.begin(), post.media.end(), id) == post.media.end() || !uploads_ready(post)) continue;
    post.published_at = needs_.clock.now();
    if (store::set_status(tx, post.id, PostStatus::processing, PostStatus::published, "", post.published_at)) {
      went_public(tx, post, false);
    }
  }
}

}  // namespace plaza::content
