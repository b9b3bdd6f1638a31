// A review, as it is stored and as it is shown.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "media/ids.h"
#include "media/media.h"
#include "moderation/subject.h"
#include "orders/ids.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"
#include "reviews/ids.h"

namespace plaza::reviews {

// Stored by number: new ones go to the end.
enum class ReviewStatus { pending, published, rejected };
constexpr auto enum_names(ReviewStatus*) { return std::array<std::string_view, 3>{"pending", "published", "rejected"}; }

// How much it weighs in the rating (rules.h).
enum class Trust { none, unverified, verified, incentivised, imported };
constexpr auto enum_names(Trust*) {
  return std::array<std::string_view, 5>{"none", "unverified", "verified", "incentivised", "imported"};
}

// What the guard thinks; cleared: a person looked, and it is fine.
enum class Suspicion { none, suspected, cleared };
constexpr auto enum_names(Suspicion*) { return std::array<std::string_view, 3>{"none", "suspected", "cleared"}; }

inline constexpr std::size_t pictures_max = 6;
inline constexpr std::size_t edits_max = 20;  // kept of one review

struct AspectRating {
  std::string key;
  std::int64_t value = 0;  // 1..5
  template <class V>
  void describe(V& v) {
    v("key", key, json::Length{1, 30});
    v("value", value, json::Between{1, 5});
  }
};

// What it said until then.
struct ReviewEdit {
  Time at;
  std::int64_t stars = 0;
  std::string title, text;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("stars", stars);
    v("title", title);
    v("text", text, json::Multiline{});
  }
};

struct ReviewReply {
  Time at;
  std::string text;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("text", text, json::Multiline{});
  }
};

struct Review {
  ReviewId id;
  catalog::ProductId product_id;
  catalog::VariantId variant_id;   // what they bought; none: not known
  identity::AccountId account_id;  // none: a guest's, an imported one, or of somebody who was erased
  orders::OrderId order_id;        // none: not bought here
  std::string person;
  std::string import_key;          // empty: written here
  ReviewStatus status = ReviewStatus::pending;
  Trust trust = Trust::unverified;
  Suspicion suspicion = Suspicion::none;
  std::int64_t stars = 0;
  bool verified = false, incentive = false;
  std::int64_t helpful = 0, version = 1;
  Time written_at, edited_at;      // micros 0: never
  std::string author_name;         // of who has no account here
  std::string variant_title, source, title, text;
  std::vector<AspectRating> aspects;
  std::vector<media::MediaId> media_ids;
  std::optional<ReviewReply> reply;
  identity::AccountId reply_by;                                    // of staff; none: from a file
  moderation::Standing reply_standing = moderation::Standing::visible;
  std::vector<ReviewEdit> history;
  std::vector<std::string> reasons;  // why it waits or weighs nothing: "burst", "like_texts", …
};

// What somebody writes.
struct Writing {
  static constexpr const char* schema_name = "ReviewWriting";
  std::int64_t stars = 0;
  std::string title, text;
  std::vector<AspectRating> aspects;
  std::vector<media::MediaId> media_ids;
  bool incentive = false;  // they were given something for it
  template <class V>
  void describe(V& v) {
    v("stars", stars, json::Between{1, 5});
    v("title", title, json::Optional{}, json::Length{0, 120});
    v("text", text, json::Optional{}, json::Length{0, 5'000}, json::Multiline{});
    v("aspects", aspects, json::Optional{}, json::Items{0, 10});
    v("media_ids", media_ids, json::Optional{}, json::Items{0, pictures_max});
    v("incentive", incentive, json::Optional{});
  }
};

// Who wrote something, as everybody sees them.
struct Speaker {
  static constexpr const char* schema_name = "ReviewAuthor";
  std::optional<identity::AccountId> id;
  std::string handle, name;  // the name may be empty: of somebody who is gone
  std::optional<std::string> avatar_url;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("name", name);
    v("avatar_url", avatar_url);
  }
};

struct ReviewView {
  ReviewId id;
  catalog::ProductId product_id;
  Speaker author;
  std::int64_t stars = 0;
  std::string title, text;
  std::vector<AspectRating> aspects;
  std::vector<media::MediaView> media;
  std::string variant_title;
  bool verified = false, incentive = false, imported = false;
  std::int64_t helpful = 0;
  bool voted = false, own = false;
  Time written_at;
  std::optional<Time> edited_at;
  std::optional<ReviewReply> reply;
  std::vector<ReviewEdit> history;
  ReviewStatus status = ReviewStatus::published;
  std::vector<moderation::Finding> findings;  // to the author alone: why it waits, or was taken away
  std::int64_t version = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("product_id", product_id);
    v("author", author);
    v("stars", stars);
    v("title", title);
    v("text", text, json::Multiline{});
    v("aspects", aspects);
    v("media", media);
    v("variant_title", variant_title);
    v("verified", verified);
    v("incentive", incentive);
    v("imported", imported);
    v("helpful", helpful);
    v("voted", voted);
    v("own", own);
    v("written_at", written_at);
    v("edited_at", edited_at);
    v("reply", reply);
    v("history", history);
    v("status", status);
    v("findings", findings, json::Doc{"To its author alone: why it waits, or was taken away."});
    v("version", version);
  }
};

}  // namespace plaza::reviews
