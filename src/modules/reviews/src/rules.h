// Pure decisions: what weighs how much, what looks like a ring, what a review may say.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "catalog/product.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "reviews/ratings.h"
#include "reviews/review.h"
#include "reviews/settings.h"

namespace plaza::reviews {

// Published reviews of one product by trust and stars: counts[trust][stars - 1].
using Counts = std::array<std::array<std::int64_t, 5>, 5>;

inline constexpr double prior_reviews = 8;    // C of ratings.h
inline constexpr double prior_mean = 4.0;     // of a shop without reviews ..
inline constexpr double prior_of_mean = 20;   // .. taken as so many of them

// The shop's mean over reviews of buyers.
double shop_mean(const Counts& whole_shop);
std::optional<Rating> rating_of(const Counts& counts, double mean, std::int64_t unverified_percent);

Trust trust_of(const Review& review);

// --- the guard ---

// What stands around a review that was just written.
struct Signals {
  bool verified = false;
  std::int64_t like_texts = 0;       // reviews by others that say nearly the same
  std::int64_t same_address = 0;     // reviews by others from the same network address, lately
  std::int64_t companions = 0;       // others who reviewed the same three products or more at the same time
  std::int64_t unverified_today = 0; // of this product, without a purchase, within a day
  double unverified_a_day = 0;       // of it, as its own history goes
  Micros account_age = 0;
};
struct Verdict {
  bool suspected = false;
  std::vector<std::string> reasons;  // "like_texts", "same_address", "companions", "burst", "new_account"
  bool says(std::string_view reason) const;
};
// Purchases explain bursts, so only reviews without one are counted; and a buyer is suspected on much stronger grounds.
Verdict judge(const Signals& signals);

// --- what may be said ---

// Aspects that reviews of this product rate; at most 8.
std::vector<Aspect> aspects_of(const Settings& settings, const catalog::Product& product);
// request.invalid with its fields, or nothing. A review of one or two stars says why.
Status check(const Writing& writing, const std::vector<Aspect>& aspects);
Status check(const Settings& settings);

// What the asker wants, when nobody but the shop can answer it: "where_is_order", "refund", "safety" … Empty: owners of the product can.
std::string wanted_of_shop(std::string_view question);

// "Lan Nguyen" -> "Lan N.": how somebody without an account signs.
std::string short_name(std::string_view name);

}  // namespace plaza::reviews
