// Pictures of reviews that came from a file: fetched in the background into our own store, as uploads of the brand.
#pragma once

#include "catalog/imports.h"
#include "platform/jobs/jobs.h"
#include "reviews/module.h"

namespace plaza::reviews {

class PictureFetcher {
 public:
  explicit PictureFetcher(const Needs& needs) : needs_(needs) {}
  // Borrowed; null: addresses are left alone.
  void plug(catalog::ImageFetcher* images) { images_ = images; }
  void enqueue(db::Transaction& tx, ReviewId id, const std::vector<std::string>& addresses) const;
  void add_jobs(jobs::Runner& runner);

 private:
  Status fetch(const jobs::Job& job) const;
  const Needs& needs_;
  catalog::ImageFetcher* images_ = nullptr;
};

}  // namespace plaza::reviews
