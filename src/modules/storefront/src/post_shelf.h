// Posts as facts in memory, so that a page of them needs no database. Thread-safe.
#pragma once

#include <memory>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "content/posts.h"
#include "content/view.h"
#include "storefront/module.h"

namespace plaza::storefront {

class PostShelf {
 public:
  explicit PostShelf(const Needs& needs) : needs_(needs) {}
  void load(db::Reader& reader);
  void put(const content::Post& post);
  void remove(content::PostId id);

  // As this viewer sees them, with the counters of now; posts that are gone are left out.
  std::optional<content::PostView> view(content::PostId id, identity::AccountId viewer) const;
  std::size_t size() const;

 private:
  using Shared = std::shared_ptr<const content::Post>;
  const Needs& needs_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<content::PostId, Shared> posts_;
};

}  // namespace plaza::storefront
