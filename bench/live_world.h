// A made-up brand for live_bench: people, what they do, and a thousand rules of the kinds that staff write. The same seed gives the same.
#pragma once

#include <cstdint>
#include <random>
#include <string>
#include <vector>

#include "content/posts.h"
#include "interactions/record.h"
#include "platform/base/time.h"

namespace plaza::bench {

struct Size {
  std::int64_t profiles = 1'000'000;
  std::int64_t posts = 1'000'000;
  std::int64_t past = 8;  // interactions of each profile in the last 60 days
};

constexpr std::int64_t products_made = 5'000, authors_made = 2'000, hashtags_made = 500, categories_made = 40, brands_made = 60;

class World {
 public:
  World(const Size& size, Time now, std::uint64_t seed = 7) : size_(size), now_(now), random_(seed) {}

  // Two of five are accounts, the others visitors known by a long random id.
  bool is_account(std::int64_t profile) const { return profile % 5 < 2; }
  std::int64_t account_of(std::int64_t profile) const { return profile + 1'000; }
  std::string visitor_of(std::int64_t profile) const;

  content::Post post(std::int64_t number);
  // What `profile` did at this moment; its kind by chance. No position, no message id.
  interactions::Record act(std::int64_t profile, Time at);
  // Of the past, spread over sixty days; the last tenth of the profiles' traits are told in it.
  interactions::Record past(std::int64_t number);
  std::int64_t some_profile() { return below(size_.profiles); }
  Time now() const { return now_; }

 private:
  std::int64_t below(std::int64_t limit) { return static_cast<std::int64_t>(random_() % static_cast<std::uint64_t>(limit)); }
  // A few have most of what happens.
  std::int64_t popular(std::int64_t limit) { return std::min(below(limit), std::min(below(limit), below(limit))); }
  std::string product_fields();

  const Size size_;
  const Time now_;
  std::mt19937_64 random_;
};

// The texts of `count` rules: counts, sums, sequences, recency, traits, consent and combinations of them.
std::vector<std::string> rules(int count);

}  // namespace plaza::bench
