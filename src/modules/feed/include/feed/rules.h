// The brand's own hand in the feed: pin, boost and bury posts, or all posts of a product, a hashtag or a creator. Rules move what the
// ranking would show; the places that explore stay as they are, so that what is learnt stays unbiased.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>

#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"

namespace plaza::feed {

struct RuleTag {
  static constexpr const char* prefix = "frl";
};
using RuleId = Id<RuleTag>;

enum class RuleKind { pin, boost, bury };
constexpr auto enum_names(RuleKind*) { return std::array{"pin", "boost", "bury"}; }
enum class RuleTarget { post, product, hashtag, creator };
constexpr auto enum_names(RuleTarget*) { return std::array{"post", "product", "hashtag", "creator"}; }

struct RuleTerms {
  static constexpr const char* schema_name = "FeedRuleTerms";
  std::string title;
  RuleKind kind = RuleKind::boost;
  RuleTarget target = RuleTarget::post;
  std::string target_id;                  // pst_…, prd_…, acc_…, or a hashtag without #
  std::int64_t place = 1;                 // pin: of a fresh page, from 1
  double factor = 2;                      // boost: times the odds
  std::optional<Time> starts_at, ends_at; // from, and up to but not with
  std::string audience;                   // a segment's name; empty: everybody
  bool enabled = true;
  friend bool operator==(const RuleTerms&, const RuleTerms&) = default;
  template <class V>
  void describe(V& v) {
    v("title", title, json::Length{1, 100});
    v("kind", kind);
    v("target", target);
    v("target_id", target_id, json::Length{1, 80}, json::Doc{"The id of the post, product or creator, or a hashtag."});
    v("place", place, json::Optional{}, json::Between{1, 20}, json::Doc{"Of kind pin: the place on a fresh page."});
    v("factor", factor, json::Optional{}, json::BetweenReal{1.1, 20}, json::Doc{"Of kind boost: the odds are multiplied by it."});
    v("starts_at", starts_at);
    v("ends_at", ends_at);
    v("audience", audience, json::Optional{}, json::Length{0, 60}, json::Doc{"A segment's name; empty: everybody."});
    v("enabled", enabled, json::Optional{});
  }
};

struct Rule : RuleTerms {
  RuleId id;
  std::int64_t version = 0;
  Time created_at, updated_at;
};

}  // namespace plaza::feed
