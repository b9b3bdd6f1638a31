// Relations and counters in memory: sorted lists of ids per account, so that a hundred thousand members with fifty likes each
// take some 50 MB. Loaded at start; changed after the commit. Thread-safe.
#pragma once

#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "content/view.h"
#include "platform/db/connection.h"

namespace plaza::content {

class Memory final : public Relations {
 public:
  void load(db::Reader& reader);

  bool liked(identity::AccountId viewer, PostId post) const override;
  bool saved(identity::AccountId viewer, PostId post) const override;
  bool follows(identity::AccountId viewer, identity::AccountId author) const override;
  bool product_saved(identity::AccountId viewer, catalog::ProductId product) const override;
  identity::Counts counts(identity::AccountId account) const override;
  PostCounts post_counts(PostId post) const override;
  std::vector<catalog::ProductId> saved_products(identity::AccountId viewer) const;

  // All of these set: doing them twice is doing them once.
  void set_liked(identity::AccountId account, PostId post, bool on);
  void set_saved(identity::AccountId account, PostId post, bool on);
  void set_follow(identity::AccountId follower, identity::AccountId followed, bool on);
  void set_product_saved(identity::AccountId account, catalog::ProductId product, bool on);
  void set_counts(PostId post, const PostCounts& counts);
  void set_published(identity::AccountId author, PostId post, bool on);
  void forget(PostId post);

 private:
  using Ids = std::vector<std::int64_t>;  // sorted
  struct Person {
    Ids liked, saved, follows, products, posts;
    std::int64_t followers = 0;
  };
  static bool set(Ids& ids, std::int64_t id, bool on);  // true when something changed
  static bool has(const Ids& ids, std::int64_t id);
  const Person* person(identity::AccountId account) const;

  mutable std::shared_mutex mutex_;
  std::unordered_map<identity::AccountId, Person> people_;
  std::unordered_map<PostId, PostCounts> counts_;
};

}  // namespace plaza::content
