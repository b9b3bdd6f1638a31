// How often people who bought will buy again: the BG/NBD model (Fader, Hardie and Lee 2005) and MBG/NBD (Batislam, Denizel and
// Filiztekin 2007), in which somebody may also leave right after the first purchase.
//
// While active, somebody buys by a Poisson process at a rate of their own; after each purchase they leave for good with a
// probability of their own. Rates are gamma distributed (shape r, rate alpha), leaving is beta distributed (a, b).
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <vector>

namespace plaza::ml::lifetime {

// What one person bought so far, in one unit of time throughout (CDNOW: weeks).
struct Purchases {
  double repeats = 0;  // purchases after the first
  double last = 0;     // from the first to the last purchase; 0 without repeats
  double age = 0;      // from the first purchase to the end of observation
};

enum class Leaving { after_repeats, also_after_first };  // BG/NBD, MBG/NBD

struct BuyingModel {
  Leaving leaving = Leaving::after_repeats;
  double r = 1, alpha = 1, a = 1, b = 1;
  double log_likelihood = 0;
  bool converged = false;
  // Parameters that ran to the edge of what the data can tell, in words; empty when there are none. Then the four values are only
  // one of many that fit as well. With nobody leaving (b without bound, or a at zero) predictions are those of plain NBD.
  std::vector<std::string> boundaries;

  // Expected purchases of the next `ahead`, given what was bought. Never negative, NaN or infinite.
  double expected_purchases(const Purchases& person, double ahead) const;
  // The probability that the person has not left for good, 0..1.
  double probability_active(const Purchases& person) const;
  // Expected repeat purchases of a new person within `time`.
  double expected_repeats_of_new(double time) const;
};

double log_likelihood(const BuyingModel& model, std::span<const Purchases> people);

// Maximum likelihood. Needs at least one person with a repeat purchase and positive ages (CHECKed).
BuyingModel fit_buying(std::span<const Purchases> people, Leaving leaving);

// The Gauss hypergeometric function for 0 <= z < 1 and c > 0 by its series.
double hypergeometric(double a, double b, double c, double z);

}  // namespace plaza::ml::lifetime
