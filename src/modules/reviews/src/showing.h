// What a product's page shows above its reviews: the rating with its numbers, aspects, and the summary, kept while nothing changes.
#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <unordered_map>

#include "rating_book.h"
#include "reviews/module.h"
#include "summary.h"

namespace plaza::reviews {

struct AspectView {
  static constexpr const char* schema_name = "AspectRatingView";
  Aspect aspect;
  double mean = 0;
  std::int64_t count = 0;
  template <class V>
  void describe(V& v) {
    v("aspect", aspect);
    v("mean", mean);
    v("count", count);
  }
};

struct RatingView {
  catalog::ProductId product_id;
  std::optional<double> rating;           // as it is shown; nothing while no review counts
  std::optional<double> mean;             // without shrinking
  std::int64_t count = 0, verified = 0;
  std::vector<std::int64_t> stars;        // how many gave 1 .. 5
  std::vector<AspectView> aspects;        // those that reviews of it rate
  std::optional<Summary> summary;         // from 8 reviews on
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("rating", rating);
    v("mean", mean);
    v("count", count);
    v("verified", verified);
    v("stars", stars);
    v("aspects", aspects);
    v("summary", summary);
  }
};

class Showing {
 public:
  explicit Showing(const RatingBook& book) : book_(book) {}
  RatingView rating(db::Reader& reader, const catalog::Product& product);

 private:
  std::optional<Summary> summary(db::Reader& reader, const catalog::Product& product);
  struct Kept {
    std::uint64_t version = 0;
    std::shared_ptr<const Summary> summary;
  };
  const RatingBook& book_;
  std::mutex mutex_;
  std::unordered_map<catalog::ProductId, Kept> kept_;  // at most kept_max
};

}  // namespace plaza::reviews
