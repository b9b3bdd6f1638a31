// What reports count of a conversation, and sums of it that can be taken apart again: pure. Lengths of time are kept to three digits
// (whole seconds up to 999, then tens, hundreds …), so that any number of them is a short list and a median is exact to half a percent.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include "care/conversation.h"

namespace plaza::care {

// Stored by number: new ones go to the end.
enum class Dimension { all, channel, agent, label, reason, product };

// A length of time to three digits, in seconds; never negative.
std::int64_t seconds_of(Micros length);

class Lengths {
 public:
  void add(std::int64_t seconds, std::int64_t count);
  void add(const Lengths& other);
  std::int64_t count() const;
  // The one below which that share of them lies (0..1), in minutes; nothing of none.
  std::optional<double> minutes_at(double share) const;
  std::string text() const;  // "30:2,120:1"
  static Lengths parse(std::string_view text);
  friend bool operator==(const Lengths&, const Lengths&) = default;

 private:
  std::map<std::int64_t, std::int64_t> counts_;  // never 0
};

struct Figures {
  std::int64_t opened = 0, answered = 0, resolved = 0, late = 0, rated = 0, stars = 0;
  std::int64_t open = 0, pending = 0, snoozed = 0;  // as it stands now
  Lengths first, whole;                             // until the first reply, until it was resolved
  void add(const Figures& other);
};

// As what one conversation counts. One that was merged counts where it went.
struct Facts {
  std::int64_t day = 0;  // UTC, since 1970, on which it was opened
  bool counts = true;
  std::string channel, topic;
  std::optional<identity::AccountId> agent;
  std::optional<catalog::ProductId> product;
  std::vector<std::string> labels;
  std::optional<std::int64_t> first, whole;  // seconds
  bool late = false;
  std::int64_t rating = 0;
  Status status = Status::open;
  template <class V>
  void describe(V& v) {
    v("day", day);
    v("counts", counts);
    v("channel", channel);
    v("topic", topic);
    v("agent", agent);
    v("product", product);
    v("labels", labels);
    v("first", first);
    v("whole", whole);
    v("late", late);
    v("rating", rating);
    v("status", status);
  }
  friend bool operator==(const Facts&, const Facts&) = default;
};
std::int64_t day_of(Time time);
Facts facts_for_figures(const Conversation& each);

using FigureKey = std::tuple<std::int64_t, Dimension, std::string>;  // day, dimension, name
using FigureSums = std::map<FigureKey, Figures>;
enum class Sign { plus, minus };
void count_in(FigureSums& sums, const Facts& facts, Sign sign);

}  // namespace plaza::care
