#include "post_shelf.h"

#include <mutex>

namespace plaza::storefront {

void PostShelf::load(db::Reader& reader) {
  needs_.posts.for_each_published(reader, [this](const content::Post& post) { put(post); });
}

void PostShelf::put(const content::Post& post) {
  auto made = std::make_shared<const content::Post>(post);
  const std::unique_lock lock(mutex_);
  posts_[post.id] = std::move(made);
}

void PostShelf::remove(content::PostId id) {
  const std::unique_lock lock(mutex_);
  posts_.erase(id);
}

std::optional<content::PostView> PostShelf::view(content::PostId id, identity::AccountId viewer) const {
  Shared post;
  {
    const std::shared_lock lock(mutex_);
    const auto found = posts_.find(id);
    if (found == posts_.end()) return std::nullopt;
    post = found->second;
  }
  const bool for_followers = post->visibility == content::PostVisibility::followers;
  if (for_followers && viewer != post->author_id && !(viewer && needs_.relations.follows(viewer, post->author_id))) {
    return std::nullopt;
  }
  const bool own = viewer && viewer == post->author_id;
  if (!own && !content::admits(needs_.visibility, viewer, id)) return std::nullopt;
  auto view = needs_.views.view(*post, viewer);
  const auto counts = needs_.relations.post_counts(id);
  view.counts = {counts.likes, counts.comments, counts.saves, counts.shares, counts.views};
  return view;
}

std::size_t PostShelf::size() const {
  const std::shared_lock lock(mutex_);
  return posts_.size();
}

}  // namespace plaza::storefront
