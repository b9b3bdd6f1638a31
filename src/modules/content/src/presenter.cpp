#include "presenter.h"

#include "service.h"

namespace plaza::content {

PostView Presenter::priced(PostView view, const PriceViewer& viewer) const {
  if (!chips_) return view;
  for (auto& tag : view.tags) {
    if (auto chip = chips_->chip_for(tag.product.id, viewer)) tag.product = std::move(*chip);
  }
  return view;
}

AuthorView Presenter::author(identity::AccountId id, identity::AccountId viewer) const {
  AuthorView view;
  view.id = id;
  const auto face = needs_.accounts.face(id);
  if (!face) {
    view.name = "—";  // the account was erased; what it wrote for others may stand
    return view;
  }
  view.handle = face->handle;
  view.name = face->name;
  if (face->avatar_media_id) {
    const auto picture = needs_.media.view(media::MediaId{face->avatar_media_id});
    if (picture && !picture->url.empty()) view.avatar_url = picture->url;
  }
  view.is_following = viewer && memory_.follows(viewer, id);
  return view;
}

std::vector<PostView> Presenter::views(db::Reader& reader, std::span<const PostId> ids, identity::AccountId viewer) {
  std::vector<PostView> found;
  for (const auto id : ids) {
    const auto post = service_.visible_post(reader, id, viewer);
    if (post.ok()) found.push_back(view(*post, viewer));
  }
  return found;
}

PostView Presenter::view(const Post& post, identity::AccountId viewer) const {
  PostView view;
  view.id = post.id;
  view.author = author(post.author_id, viewer);
  view.text = post.text;
  view.hashtags = post.hashtags;
  view.mentions = post.mentions;
  for (const auto id : post.media) {
    if (auto media = needs_.media.view(id)) view.media.push_back(std::move(*media));
  }
  for (const auto& tag : post.tags) {
    auto chip = chips_ ? chips_->chip(tag.product_id) : std::nullopt;
    if (chip) view.tags.push_back({std::move(*chip), tag.media_index, tag.x, tag.y, tag.t_ms});
  }
  view.counts = {post.counts.likes, post.counts.comments, post.counts.saves, post.counts.shares, post.counts.views};
  view.liked = viewer && memory_.liked(viewer, post.id);
  view.saved = viewer && memory_.saved(viewer, post.id);
  view.can_edit = viewer && viewer == post.author_id;
  view.status = post.status;
  view.visibility = post.visibility;
  view.created_at = post.published_at.micros ? post.published_at : post.created_at;
  return view;
}

CommentView Presenter::comment(const Comment& comment, identity::AccountId viewer, identity::AccountId post_author) const {
  CommentView view;
  view.id = comment.id;
  view.status = comment.status;
  if (comment.status == CommentStatus::published || comment.author_id == viewer) {
    view.author = author(comment.author_id, viewer);
    view.text = comment.text;
  } else {
    view.author.name = "—";
  }
  view.created_at = comment.created_at;
  if (comment.parent_id) view.parent_id = comment.parent_id;
  view.can_delete = viewer && (viewer == comment.author_id || viewer == post_author);
  return view;
}

}  // namespace plaza::content
