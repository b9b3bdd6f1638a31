// Made-up buyers whose truth is known: rates and leaving as BG/NBD tells it, amounts as gamma-gamma does.
#pragma once

#include <algorithm>
#include <random>
#include <vector>

#include "buyers.h"

namespace plaza::predictions {

struct Crowd {
  int people = 800;
  double history_days = 500;
  double pace_days = 40;  // of somebody of the mean rate
  double leaves = 0.15;   // after a purchase
  std::uint64_t seed = 1;
};

inline constexpr double crowd_starts = 20'000;  // days since 1970

inline std::vector<Buyer> buyers_of(const Crowd& crowd) {
  std::mt19937_64 random(crowd.seed);
  std::uniform_real_distribution<double> uniform;
  std::gamma_distribution<double> rates(1.5, 1 / (1.5 * crowd.pace_days)), means(6, 700);
  std::vector<Buyer> buyers;
  for (int i = 0; i < crowd.people; ++i) {
    Buyer buyer;
    buyer.account = 1'000 + i;
    const double rate = rates(random), mean = means(random);
    std::gamma_distribution<double> amount(4, mean / 4);
    const double leaves = std::clamp(crowd.leaves * (0.5 + uniform(random)), 0.0, 1.0);
    for (double day = crowd_starts + uniform(random) * crowd.history_days * 0.6; day < crowd_starts + crowd.history_days;
         day += std::exponential_distribution<double>(rate)(random)) {
      if (!buyer.purchases.empty() && static_cast<std::int64_t>(buyer.purchases.back().day) == static_cast<std::int64_t>(day)) continue;
      buyer.purchases.push_back({day, amount(random), uniform(random) < 0.05});
      buyer.spent += static_cast<std::int64_t>(buyer.purchases.back().amount);
      ++buyer.orders;
      if (uniform(random) < leaves) break;
    }
    if (!buyer.purchases.empty()) buyers.push_back(buyer);
  }
  return buyers;
}

}  // namespace plaza::predictions
