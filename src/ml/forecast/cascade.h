// How far a post will spread, from who has passed it on so far.
//
// Two estimates. `self_exciting` needs nothing but the post itself: SEISMIC (Zhao, Erdogdu, He, Rajaraman, Leskovec, "SEISMIC: A
// Self-Exciting Point Process Model for Predicting Tweet Popularity", KDD 2015): each share is seen by its author's followers, who
// react after a while that has a heavy tail; how contagious the post is now is what was shared of late over what was seen of late.
// `CascadeModel` learns from posts that have ended how this estimate and the pace so far relate to the final size: ridge regression
// of the logarithm of what is still to come, its interval measured on posts left out one by one.
//
// What is only known in windows (an hour's new viewers) is one Share with the window's count: its members are taken to have come at once.
//
// Sizes are counts of shares without the post itself. No estimate is infinite or not a number, whatever comes in.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace plaza::ml::forecast {

struct Share {
  double seconds = 0;  // since the post; not below zero
  double reach = 0;    // who can see each: followers; what is below one counts as one
  double count = 1;    // so many at once; below zero, or no number: none
};

// The post itself comes first, at 0 seconds; the shares follow in order of time.
struct Cascade {
  std::vector<Share> shares;
  std::optional<double> hour_of_day;  // 0 to 24, local to its public, when it was posted; for the rhythm of day and night
};

struct Contagion {
  double infectiousness = 0;  // shares that one who sees it adds
  double so_far = 0;          // shares until now
  double unreacted = 0;       // of those who can see it, how many have not reacted yet if they are to
  double final_size = 0;      // expected; at least `so_far`
};

// What was seen until `now` seconds; later shares are not looked at.
Contagion self_exciting(std::span<const Share> shares, double now);

struct CascadeForecast {
  double size = 0;            // median of the final size
  double low = 0, high = 0;   // four of five final sizes are between them
};

class CascadeModel {
 public:
  static constexpr std::size_t features = 7;
  static constexpr std::size_t examples_min = 12;  // with fewer, what is forecast is the self-exciting estimate, with a wide interval

  // Learns from cascades that have ended what is still to come `now` seconds after the post.
  static CascadeModel fit(std::span<const Cascade> ended, double now);

  // Uses what happened until `now` of the fit only.
  CascadeForecast forecast(const Cascade& cascade) const;
  double seconds() const { return now_; }

 private:
  using Row = std::array<double, features>;
  static Row describe(const Cascade& cascade, double now);
  double remaining(const Row& row) const;  // logarithm of one plus what is to come

  double now_ = 0;
  bool learnt_ = false;
  double largest_ = 0;  // of what was still to come in the examples, as a logarithm
  Row mean_{}, scale_{}, weights_{};
  double low_ = 0, high_ = 0;  // around `remaining`
};

}  // namespace plaza::ml::forecast
