// What people spend in a purchase: the gamma-gamma model (Fader and Hardie 2013). A purchase is gamma distributed around the
// person's own mean, and the means are inverse gamma distributed over people; spending does not depend on how often one buys.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace plaza::ml::lifetime {

struct Spending {
  double purchases = 0;  // how many the mean is of (CDNOW's convention: repeats)
  double mean = 0;       // above zero
};

struct SpendingModel {
  double p = 1, q = 1, gamma = 1;
  double log_likelihood = 0;
  bool converged = false;
  std::vector<std::string> boundaries;  // as in BuyingModel

  // Expected mean of the person's future purchases; without purchases that of everybody. With q <= 1 there is no mean of
  // everybody: then the person's own.
  double expected_mean(const Spending& person) const;
};

SpendingModel fit_spending(std::span<const Spending> people);  // people without purchases are left out; at least one is needed

}  // namespace plaza::ml::lifetime
