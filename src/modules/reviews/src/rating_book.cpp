#include "rating_book.h"

#include <set>

#include "reviews/events.h"
#include "store.h"

namespace plaza::reviews {

std::optional<Rating> RatingBook::of(catalog::ProductId product) const {
  const std::shared_lock lock(mutex_);
  const auto found = products_.find(product);
  if (found == products_.end()) return std::nullopt;
  return rating_of(found->second.counts, shop_mean(shop_), unverified_percent_);
}

std::uint64_t RatingBook::version_of(catalog::ProductId product) const {
  const std::shared_lock lock(mutex_);
  const auto found = products_.find(product);
  return found == products_.end() ? 0 : found->second.version;
}

void RatingBook::put(catalog::ProductId product, const Counts& counts) {
  const std::unique_lock lock(mutex_);
  auto& entry = products_[product];
  for (std::size_t trust = 0; trust < counts.size(); ++trust) {
    for (std::size_t star = 0; star < 5; ++star) shop_[trust][star] += counts[trust][star] - entry.counts[trust][star];
  }
  entry.counts = counts;
  ++entry.version;
}

void RatingBook::load(db::Reader& reader) {
  std::unordered_map<catalog::ProductId, Counts> all;
  store::counts(reader, {}, [&](catalog::ProductId product, std::size_t trust, std::size_t star, std::int64_t count) {
    all[product][trust][star] = count;
  });
  const auto settings = store::read_settings(reader);
  for (const auto& [product, counts] : all) put(product, counts);
  const std::unique_lock lock(mutex_);
  unverified_percent_ = settings.unverified_percent;
}

void RatingBook::hear(const std::vector<events::Event>& heard) {
  std::set<catalog::ProductId> changed;
  for (const auto& event : heard) changed.insert(events::read<RatingChanged>(event).product_id);
  for (const auto product : changed) {
    Counts counts{};
    const auto read = [&](db::Reader& reader) {
      store::counts(reader, product, [&](catalog::ProductId, std::size_t trust, std::size_t star, std::int64_t count) {
        counts[trust][star] = count;
      });
      return store::read_settings(reader).unverified_percent;
    };
    const auto percent = database_.read_now(read);
    put(product, counts);
    {
      const std::unique_lock lock(mutex_);
      unverified_percent_ = percent;
    }
    for (const auto& hearer : hearers_) hearer(product);
  }
}

}  // namespace plaza::reviews
