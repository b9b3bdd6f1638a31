#include "showing.h"

#include <algorithm>
#include <cmath>

#include "store.h"

namespace plaza::reviews {
namespace {

constexpr std::size_t kept_max = 2'000;

}  // namespace

std::optional<Summary> Showing::summary(db::Reader& reader, const catalog::Product& product) {
  const auto rating = book_.of(product.id);
  if (!rating || rating->count < static_cast<std::int64_t>(summarised_from)) return std::nullopt;
  const auto version = book_.version_of(product.id);
  {
    const std::lock_guard lock(mutex_);
    const auto found = kept_.find(product.id);
    if (found != kept_.end() && found->second.version == version) return *found->second.summary;
  }
  std::vector<Review> reviews;
  ReviewQuery query;
  query.product_id = product.id;
  query.limit = 50;
  while (reviews.size() < summarised_max) {
    auto page = store::published(reader, query);
    for (auto& review : page.items) {
      if (review.trust != Trust::none) reviews.push_back(std::move(review));
    }
    if (page.next_cursor.empty()) break;
    query.cursor = page.next_cursor;
  }
  auto made = std::make_shared<const Summary>(summarise(reviews, product.title));
  const std::lock_guard lock(mutex_);
  if (kept_.size() >= kept_max) kept_.clear();
  kept_[product.id] = {version, made};
  return *made;
}

RatingView Showing::rating(db::Reader& reader, const catalog::Product& product) {
  RatingView view;
  view.product_id = product.id;
  view.stars.assign(5, 0);
  if (const auto rating = book_.of(product.id)) {
    view.rating = rating->shown;
    view.mean = rating->plain;
    view.count = rating->count;
    view.verified = rating->verified;
    view.stars.assign(rating->stars.begin(), rating->stars.end());
  }
  const auto sums = store::aspects(reader, product.id);
  for (auto& aspect : aspects_of(store::read_settings(reader), product)) {
    AspectView each{aspect, 0, 0};
    const auto found = std::find_if(sums.begin(), sums.end(), [&](const auto& sum) { return sum.key == aspect.key; });
    if (found != sums.end() && found->count > 0) {
      each.mean = std::round(100 * static_cast<double>(found->sum) / static_cast<double>(found->count)) / 100;
      each.count = found->count;
    }
    view.aspects.push_back(std::move(each));
  }
  view.summary = summary(reader, product);
  return view;
}

}  // namespace plaza::reviews
