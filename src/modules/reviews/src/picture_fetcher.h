// Pictures of reviews that came from a file: fetched in the background into our own store, as uploads of the brand. What cannot be fetched
// keeps its address and the reason, is shown with the import, and can be tried again. Thread-safe.
#pragma once

#include "catalog/imports.h"
#include "platform/jobs/jobs.h"
#include "reviews/module.h"

namespace plaza::reviews {

inline constexpr int lost_pictures_max = 200;

struct LostPicture {
  static constexpr const char* schema_name = "ReviewImportPicture";
  std::int64_t line = 0;
  std::string address;
  std::string code;  // "media.unreachable": why it is not here
  template <class V>
  void describe(V& v) {
    v("line", line);
    v("address", address);
    v("code", code, json::Doc{"Why it could not be fetched."});
  }
};

struct ImportPictures {
  static constexpr const char* schema_name = "ReviewImportPictures";
  std::int64_t waiting = 0, fetched = 0, lost = 0;
  std::vector<LostPicture> problems;  // the first 200
  template <class V>
  void describe(V& v) {
    v("waiting", waiting);
    v("fetched", fetched);
    v("lost", lost);
    v("problems", problems, json::Items{0, static_cast<std::size_t>(lost_pictures_max)});
  }
};

class PictureFetcher {
 public:
  explicit PictureFetcher(const Needs& needs) : needs_(needs) {}
  // Borrowed; null: addresses are left alone.
  void plug(catalog::ImageFetcher* images) { images_ = images; }
  struct From {
    ImportId run;           // none: the command line
    std::int64_t line = 0;  // of the file
  };
  // `refused`: addresses that are never asked, for the report.
  void enqueue(db::Transaction& tx, const Review& review, const std::vector<std::string>& addresses, const std::vector<std::string>& refused,
               const From& from) const;
  ImportPictures of(db::Reader& reader, ImportId run) const;
  // Tries again what could not be fetched, but for addresses that are never asked; of how many reviews.
  int again(db::Transaction& tx, ImportId run) const;
  void add_jobs(jobs::Runner& runner);

 private:
  Status fetch(const jobs::Job& job) const;
  const Needs& needs_;
  catalog::ImageFetcher* images_ = nullptr;
};

}  // namespace plaza::reviews
