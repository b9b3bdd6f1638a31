#include "memory.h"

#include <algorithm>
#include <mutex>

#include "store.h"

namespace plaza::content {

bool Memory::set(Ids& ids, std::int64_t id, bool on) {
  const auto place = std::lower_bound(ids.begin(), ids.end(), id);
  const bool there = place != ids.end() && *place == id;
  if (there == on) return false;
  if (on) ids.insert(place, id);
  else ids.erase(place);
  return true;
}

bool Memory::has(const Ids& ids, std::int64_t id) { return std::binary_search(ids.begin(), ids.end(), id); }

const Memory::Person* Memory::person(identity::AccountId account) const {
  const auto found = people_.find(account);
  return found == people_.end() ? nullptr : &found->second;
}

void Memory::load(db::Reader& reader) {
  const std::unique_lock lock(mutex_);
  people_.clear();
  counts_.clear();
  store::all_reactions(reader, [&](identity::AccountId account, int kind, PostId post) {
    auto& someone = people_[account];
    set(kind == 0 ? someone.liked : someone.saved, post.value, true);
  });
  store::all_follows(reader, [&](identity::AccountId follower, identity::AccountId followed) {
    if (set(people_[follower].follows, followed.value, true)) ++people_[followed].followers;
  });
  store::all_product_saves(reader, [&](identity::AccountId account, catalog::ProductId product) {
    set(people_[account].products, product.value, true);
  });
  PostId after;
  for (;;) {
    const auto posts = store::published_after(reader, after, 500);
    for (const auto& post : posts) {
      counts_[post.id] = post.counts;
      set(people_[post.author_id].posts, post.id.value, true);
    }
    if (posts.empty()) return;
    after = posts.back().id;
  }
}

bool Memory::liked(identity::AccountId viewer, PostId post) const {
  const std::shared_lock lock(mutex_);
  const auto* someone = person(viewer);
  return someone && has(someone->liked, post.value);
}
bool Memory::saved(identity::AccountId viewer, PostId post) const {
  const std::shared_lock lock(mutex_);
  const auto* someone = person(viewer);
  return someone && has(someone->saved, post.value);
}
bool Memory::follows(identity::AccountId viewer, identity::AccountId author) const {
  const std::shared_lock lock(mutex_);
  const auto* someone = person(viewer);
  return someone && has(someone->follows, author.value);
}
bool Memory::product_saved(identity::AccountId viewer, catalog::ProductId product) const {
  const std::shared_lock lock(mutex_);
  const auto* someone = person(viewer);
  return someone && has(someone->products, product.value);
}
identity::Counts Memory::counts(identity::AccountId account) const {
  const std::shared_lock lock(mutex_);
  const auto* someone = person(account);
  if (!someone) return {};
  return {someone->followers, static_cast<std::int64_t>(someone->follows.size()),
          static_cast<std::int64_t>(someone->posts.size())};
}
PostCounts Memory::post_counts(PostId post) const {
  const std::shared_lock lock(mutex_);
  const auto found = counts_.find(post);
  return found == counts_.end() ? PostCounts{} : found->second;
}
std::vector<catalog::ProductId> Memory::saved_products(identity::AccountId viewer) const {
  const std::shared_lock lock(mutex_);
  std::vector<catalog::ProductId> found;
  if (const auto* someone = person(viewer)) {
    for (auto id = someone->products.rbegin(); id != someone->products.rend(); ++id) found.push_back({*id});
  }
  return found;
}

void Memory::set_liked(identity::AccountId account, PostId post, bool on) {
  const std::unique_lock lock(mutex_);
  set(people_[account].liked, post.value, on);
}
void Memory::set_saved(identity::AccountId account, PostId post, bool on) {
  const std::unique_lock lock(mutex_);
  set(people_[account].saved, post.value, on);
}
void Memory::set_follow(identity::AccountId follower, identity::AccountId followed, bool on) {
  const std::unique_lock lock(mutex_);
  if (set(people_[follower].follows, followed.value, on)) people_[followed].followers += on ? 1 : -1;
}
void Memory::set_product_saved(identity::AccountId account, catalog::ProductId product, bool on) {
  const std::unique_lock lock(mutex_);
  set(people_[account].products, product.value, on);
}
void Memory::set_counts(PostId post, const PostCounts& counts) {
  const std::unique_lock lock(mutex_);
  counts_[post] = counts;
}
void Memory::set_published(identity::AccountId author, PostId post, bool on) {
  const std::unique_lock lock(mutex_);
  set(people_[author].posts, post.value, on);
}
void Memory::forget(PostId post) {
  const std::unique_lock lock(mutex_);
  counts_.erase(post);
}

}  // namespace plaza::content
