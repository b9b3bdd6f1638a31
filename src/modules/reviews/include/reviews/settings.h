// The shop's rules for reviews.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/json/describe.h"

namespace plaza::reviews {

// When somebody looks: before a review is shown, or after.
enum class ModerationTime { after, before };
constexpr auto enum_names(ModerationTime*) { return std::array<std::string_view, 2>{"after", "before"}; }

// Who may write: any member, or only who bought it.
enum class Writers { members, buyers };
constexpr auto enum_names(Writers*) { return std::array<std::string_view, 2>{"members", "buyers"}; }

// Good to bad, or a scale whose middle is right ("runs small" .. "runs large").
enum class AspectKind { stars, scale };
constexpr auto enum_names(AspectKind*) { return std::array<std::string_view, 2>{"stars", "scale"}; }

// Something that reviews of some products rate by itself, 1..5.
struct Aspect {
  static constexpr const char* schema_name = "ReviewAspect";
  std::string key;  // "comfort"
  std::string label, label_vi = {};
  AspectKind kind = AspectKind::stars;
  std::string low = {}, low_vi = {}, high = {}, high_vi = {};  // of a scale: what 1 and 5 mean
  std::vector<std::string> product_types = {};  // empty, with no collection: of all products
  std::vector<std::string> collection_ids = {};
  template <class V>
  void describe(V& v) {
    v("key", key, json::Length{1, 30}, json::Pattern{json::Pattern::Name::handle});
    v("label", label, json::Length{1, 40});
    v("label_vi", label_vi, json::Optional{}, json::Length{0, 40});
    v("kind", kind, json::Optional{});
    v("low", low, json::Optional{}, json::Length{0, 40});
    v("low_vi", low_vi, json::Optional{}, json::Length{0, 40});
    v("high", high, json::Optional{}, json::Length{0, 40});
    v("high_vi", high_vi, json::Optional{}, json::Length{0, 40});
    v("product_types", product_types, json::Optional{}, json::Items{0, 50});
    v("collection_ids", collection_ids, json::Optional{}, json::Items{0, 50});
  }
};

struct Settings {
  static constexpr const char* schema_name = "ReviewSettings";
  std::int64_t version = 0;  // 0: nobody wrote any yet
  ModerationTime moderation = ModerationTime::after;
  Writers writers = Writers::members;
  std::int64_t unverified_percent = 2;  // of a rating's weight, at most, from all who did not buy here together
  bool invite = true;                   // mail buyers after the delivery
  std::int64_t invite_days = 10;
  bool invite_needs_consent = false;    // only who agreed to mails; who said no is never asked
  std::vector<Aspect> aspects = {
      {.key = "quality", .label = "Quality", .label_vi = "Chất lượng"},
      {.key = "as_described", .label = "As described", .label_vi = "Đúng mô tả"}};
  template <class V>
  void describe(V& v) {
    v("version", version, json::Optional{});
    v("moderation", moderation);
    v("writers", writers);
    v("unverified_percent", unverified_percent, json::Between{0, 50});
    v("invite", invite);
    v("invite_days", invite_days, json::Between{0, 90});
    v("invite_needs_consent", invite_needs_consent);
    v("aspects", aspects, json::Items{0, 40});
  }
};

}  // namespace plaza::reviews
