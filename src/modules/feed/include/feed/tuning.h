// What staff decide about the For You page: what each thing that may follow from showing a post is worth, in money, and how the page is
// put together. One row in the database; every node takes a change within a second.
#pragma once

#include <cstdint>

#include "platform/base/time.h"
#include "platform/json/describe.h"

namespace plaza::feed {

// In minor units of the shop's currency, per time that it happens. What is against the post is negative.
struct Worth {
  static constexpr const char* schema_name = "FeedWorth";
  std::int64_t watch = 1;
  std::int64_t like = 3;
  std::int64_t save = 6;
  std::int64_t share = 10;
  std::int64_t comment = 6;
  std::int64_t tag_tap = 5;
  std::int64_t add_to_cart = 60;
  std::int64_t purchase = 800;
  std::int64_t hide = -40;
  std::int64_t returned = -300;
  friend bool operator==(const Worth&, const Worth&) = default;
  template <class V>
  void describe(V& v) {
    constexpr std::int64_t max = 1'000'000'000;
    v("watch", watch, json::Optional{}, json::Between{0, max}, json::Doc{"Looked at for five seconds or more."});
    v("like", like, json::Optional{}, json::Between{0, max});
    v("save", save, json::Optional{}, json::Between{0, max});
    v("share", share, json::Optional{}, json::Between{0, max});
    v("comment", comment, json::Optional{}, json::Between{0, max});
    v("tag_tap", tag_tap, json::Optional{}, json::Between{0, max}, json::Doc{"A product in it was opened."});
    v("add_to_cart", add_to_cart, json::Optional{}, json::Between{0, max});
    v("purchase", purchase, json::Optional{}, json::Between{0, max});
    v("hide", hide, json::Optional{}, json::Between{-max, 0});
    v("returned", returned, json::Optional{}, json::Between{-max, 0}, json::Doc{"What was bought because of it comes back: the order is cancelled or refunded."});
  }
};

struct Tuning {
  static constexpr const char* schema_name = "FeedTuning";
  Worth worth;
  std::int64_t exploration_percent = 10;      // of the places
  std::int64_t first_audience = 30;           // impressions that every new post gets …
  std::int64_t first_audience_hours = 72;     // … within this time
  std::int64_t frequency_max = 4;             // times a post is shown to one viewer while there are others
  std::int64_t creator_percent_max = 30;      // of the places of a page, for one creator
  std::int64_t small_creator_percent = 10;    // of the places of a page, for creators who are shown little
  std::int64_t scarce_below = 5;              // units left
  std::int64_t scarcity_percent = 100;        // how high the bar of scarce goods is; 0: none
  friend bool operator==(const Tuning&, const Tuning&) = default;
  template <class V>
  void describe(V& v) {
    v("worth", worth, json::Optional{});
    v("exploration_percent", exploration_percent, json::Optional{}, json::Between{0, 50});
    v("first_audience", first_audience, json::Optional{}, json::Between{1, 10'000});
    v("first_audience_hours", first_audience_hours, json::Optional{}, json::Between{1, 24 * 90});
    v("frequency_max", frequency_max, json::Optional{}, json::Between{1, 100});
    v("creator_percent_max", creator_percent_max, json::Optional{}, json::Between{5, 100});
    v("small_creator_percent", small_creator_percent, json::Optional{}, json::Between{0, 50});
    v("scarce_below", scarce_below, json::Optional{}, json::Between{0, 10'000});
    v("scarcity_percent", scarcity_percent, json::Optional{}, json::Between{0, 300});
  }
};

}  // namespace plaza::feed
