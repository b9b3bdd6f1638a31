// What owners praise and fault: the things that reviews speak of (ml/text/aspects.h: English and Vietnamese), counted over reviews. Nothing
// is made up: each claim names its reviews and quotes one. Pure.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "platform/json/describe.h"
#include "reviews/review.h"

namespace plaza::reviews {

inline constexpr std::size_t summarised_from = 8;    // reviews; of fewer everybody reads them all
inline constexpr std::size_t summarised_max = 500;   // of the most helpful ones

struct Claim {
  static constexpr const char* schema_name = "ReviewClaim";
  std::string topic;   // "glaze"
  std::string word;    // what most of them call it: "lovely"
  std::int64_t count = 0;             // reviews that say so
  std::vector<ReviewId> review_ids;   // of them, at most 20, the most helpful first
  std::string quote;                  // a sentence of the first
  template <class V>
  void describe(V& v) {
    v("topic", topic);
    v("word", word);
    v("count", count);
    v("review_ids", review_ids);
    v("quote", quote);
  }
};

struct Summary {
  static constexpr const char* schema_name = "ReviewSummary";
  std::int64_t reviews = 0;  // that were read
  std::vector<Claim> praised, faulted;  // at most 4 each
  template <class V>
  void describe(V& v) {
    v("reviews", reviews);
    v("praised", praised);
    v("faulted", faulted);
  }
};

// `reviews` the most helpful first; `title` is the product's: its own words are no topics.
Summary summarise(const std::vector<Review>& reviews, const std::string& title);

}  // namespace plaza::reviews
