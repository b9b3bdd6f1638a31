// What the overview counts, fed by the interaction log. All of it is bounded: minutes of the last two days, days of the last
// thirty-five, and the posts and products that something happened to. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <deque>
#include <mutex>
#include <string>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "catalog/ids.h"
#include "content/ids.h"
#include "interactions/log.h"
#include "platform/base/time.h"

namespace plaza::insights {

struct DaySales {
  std::int64_t day = 0;     // days since 1970 UTC
  std::int64_t amount = 0;  // minor units
  std::int64_t orders = 0;
};
struct PostScore {
  content::PostId id;
  std::int64_t views = 0, likes = 0, taps = 0, orders = 0;
};
struct ProductScore {
  catalog::ProductId id;
  std::int64_t units = 0, revenue = 0;
};
struct HourCount {
  Time at;
  std::int64_t count = 0;
};

class Counters final : public interactions::Learner {
 public:
  std::string name() const override { return "insights"; }
  int version() const override { return 1; }
  void restore(std::string_view snapshot) override;
  void apply(const interactions::Record& record) override;
  std::string snapshot() const override;

  std::int64_t visitors_since(Time time) const;
  double interactions_per_minute(Time now) const;  // over the last five
  std::vector<DaySales> sales_by_day(Time now, int days) const;  // oldest first, one entry a day
  std::vector<HourCount> interactions_by_hour(Time now, int hours) const;
  std::vector<PostScore> top_posts(std::size_t count) const;        // by what happened in the last seven days
  std::vector<ProductScore> top_products(std::size_t count) const;

 private:
  void count_sale(const interactions::Record& record);
  PostScore& post(content::PostId id, Time at);
  void trim(Time now);

  mutable std::mutex mutex_;
  std::deque<std::pair<std::int64_t, std::int64_t>> minutes_;  // minute since 1970, interactions
  std::deque<std::pair<Time, std::string>> arrivals_;          // of the last ten minutes
  std::deque<DaySales> days_;
  std::unordered_map<std::int64_t, std::unordered_map<content::PostId, PostScore>> posts_by_day_;
  std::unordered_map<std::int64_t, std::unordered_map<catalog::ProductId, ProductScore>> products_by_day_;
};

}  // namespace plaza::insights
