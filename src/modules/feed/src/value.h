// What showing a post to a viewer is worth, in money: one learnt probability for each thing that may follow, times what that thing is
// worth. The heads are logistic models over one table of features (ml/rank/ftrl.h), learnt from pages whose outcome is known; a head is
// believed as far as it has seen positives, and kept calibrated by the ratio of what it foretold to what came. Not thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "post_features.h"
#include "feed/tuning.h"
#include "ml/rank/ftrl.h"

namespace plaza::feed {

enum class Head : std::uint8_t { watch, like, save, share, comment, tag_tap, add_to_cart, purchase, hide, returned };
constexpr auto enum_names(Head*) {
  return std::array{"watch", "like", "save", "share", "comment", "tag_tap", "add_to_cart", "purchase", "hide", "returned"};
}
inline constexpr std::size_t head_count = 10;
using HeadValues = std::array<double, head_count>;
using Outcome = std::uint16_t;  // a bit for each head
constexpr Outcome bit_of(Head head) { return static_cast<Outcome>(1u << static_cast<unsigned>(head)); }

std::int64_t worth_of(const Worth& worth, Head head);
// In minor units.
std::int64_t value_of(const Worth& worth, Outcome outcome);

// Foretold before it was learnt from (progressive validation), so each is a fair test.
struct HeadRecord {
  static constexpr std::size_t bins = 10;
  std::int64_t examples = 0, positives = 0;
  double loss = 0, base_loss = 0;  // sums of log losses: the head's, and that of the rate so far
  double foretold = 0, came = 0;   // faded sums, for the calibration
  struct Bin {
    std::int64_t count = 0;
    double foretold = 0, came = 0;
  };
  std::array<Bin, bins> bin{};  // by foretold probability in halvings: bin 0 is 1/2 and more, bin 9 below 1/512
};

class ValueModel {
 public:
  ValueModel();

  // Of the context, once a page; then of each post. Calibrated, each head as far as it is believed.
  struct Sums {
    std::array<float, head_count> sums{};
  };
  Sums context(const PlaceSpans& places) const;
  HeadValues foretell(const Sums& context, const PlaceSpans& places) const;
  double value(const Worth& worth, const HeadValues& foretold) const;
  // How much of the ranking is the model's, 0..1: the rest is the prior's.
  double share() const;

  // An impression whose outcome is known. Of `returned` nothing: that is learnt from purchases.
  void learn(const Features& features, Outcome outcome);
  // What came after its impression was learnt from as a negative.
  void learn_late(const Features& features, Head head);
  void learn_purchase(const Features& features, bool came_back);
  // Records of the day begin anew.
  void begin_day();

  const HeadRecord& record(Head head) const { return all_[static_cast<std::size_t>(head)]; }
  const HeadRecord& today(Head head) const { return today_[static_cast<std::size_t>(head)]; }
  double belief(Head head) const;
  std::int64_t examples() const { return examples_; }
  std::string save() const;
  bool load(std::string_view bytes);

 private:
  double calibrated(std::size_t head, double log_odds) const;
  double base_rate(std::size_t head) const;
  void judge(std::size_t head, const PlaceSpans& places, bool came);

  ml::rank::Ftrl heads_;
  std::array<HeadRecord, head_count> all_{}, today_{};
  std::array<float, head_count> shift_{};  // of the log-odds
  std::int64_t examples_ = 0;
};

}  // namespace plaza::feed
