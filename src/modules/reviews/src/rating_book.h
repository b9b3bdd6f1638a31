// Ratings in memory: filled once, then each product again when an event says that it changed. Thread-safe.
#pragma once

#include <mutex>
#include <shared_mutex>
#include <unordered_map>
#include <vector>

#include "platform/db/database.h"
#include "platform/events/outbox.h"
#include "reviews/ratings.h"
#include "rules.h"

namespace plaza::reviews {

class RatingBook final : public Ratings {
 public:
  explicit RatingBook(db::Database& database) : database_(database) {}

  std::optional<Rating> of(catalog::ProductId product) const override;
  void on_change(std::function<void(catalog::ProductId)> hearer) override { hearers_.push_back(std::move(hearer)); }

  void load(db::Reader& reader);
  void hear(const std::vector<events::Event>& events);
  // How often this product changed since the start: what is derived from its reviews is valid by it.
  std::uint64_t version_of(catalog::ProductId product) const;

 private:
  struct Entry {
    Counts counts{};
    std::uint64_t version = 0;
  };
  void put(catalog::ProductId product, const Counts& counts);

  db::Database& database_;
  mutable std::shared_mutex mutex_;
  std::unordered_map<catalog::ProductId, Entry> products_;
  Counts shop_{};
  std::int64_t unverified_percent_ = 2;
  std::vector<std::function<void(catalog::ProductId)>> hearers_;
};

}  // namespace plaza::reviews
