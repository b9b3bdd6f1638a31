// What a product's reviews come to, from memory: no database is asked. Thread-safe.
//
// The shown rating is the Bayesian average (the "true Bayesian estimate" of IMDb's weighted rating; E. Miller, "Bayesian Average
// Ratings", 2012):   shown = (C m + sum w_i s_i) / (C + sum w_i)
// with the stars s_i of each published review, its weight w_i, the shop's mean m over reviews of buyers, and C = 8: so many average
// reviews every product is taken to have already. Weights: 1 of who bought it, 0.5 with an incentive and of imported ones, 0.25 of
// anybody else, 0 of what the guard suspects. All of those "anybody else" together weigh at most unverified_percent of the whole, so
// with 2 percent no crowd that did not buy moves a rating by more than 0.02 * 4 = 0.08 stars, whether it is recognised or not.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <optional>

#include "catalog/ids.h"

namespace plaza::reviews {

struct Rating {
  double shown = 0;                       // 1..5, two decimals
  double plain = 0;                       // the bare mean of those that count
  std::int64_t count = 0;                 // published reviews that weigh something
  std::int64_t verified = 0;              // of them by buyers
  std::array<std::int64_t, 5> stars{};    // how many gave 1, 2, 3, 4, 5
};

class Ratings {
 public:
  virtual ~Ratings() = default;
  // Nothing while no review of it counts.
  virtual std::optional<Rating> of(catalog::ProductId product) const = 0;
  // Called after a rating changed, on a thread of the dispatcher. Before anything runs.
  virtual void on_change(std::function<void(catalog::ProductId)> hearer) = 0;
};

}  // namespace plaza::reviews
