// What the value model looks at: a viewer, a post and the moment as small buckets and five hashed names. A page writes them into
// its record as one short text for each place, and the model learns from that text: what was seen when the place was filled, and a
// function of the log alone.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "candidates.h"

namespace plaza::feed {

// Buckets, each 0..31. From `hour` to `position` they are the same for all candidates of a page. `affinity` came later and stands last,
// in the text too: records without it say 0, which adds nothing, so they are learnt from as they ever were.
enum class Slot : std::uint8_t {
  hashtag_share, product_share, author_share, similarity, follows, seen, rate, age, heat, views,
  media, price, stock, price_fit, reason, hour, device, depth, history, position, affinity,
};
inline constexpr std::size_t slot_count = 21;
inline constexpr std::size_t first_context = 15, context_end = 20;  // Slot::hour to Slot::position say nothing of the post
enum class Name : std::uint8_t { post, author, product, hashtag, interest };  // interest: the viewer's strongest hashtag with the post's
inline constexpr std::size_t name_count = 5;

struct Features {
  std::array<std::uint8_t, slot_count> bucket{};
  std::array<std::uint16_t, name_count> name{};  // 15 bits; 0: none

  std::uint8_t& operator[](Slot slot) { return bucket[static_cast<std::size_t>(slot)]; }
  std::uint8_t operator[](Slot slot) const { return bucket[static_cast<std::size_t>(slot)]; }
  friend bool operator==(const Features&, const Features&) = default;
};

// 36 characters of base 32; of older records 35.
std::string text_of(const Features& features);
std::optional<Features> parse_features(std::string_view text);

// Places in the model's table. The context's are the same for all posts of a page: they are summed once.
inline constexpr std::uint32_t feature_places = 1u << 15;
inline constexpr std::size_t crosses = 9;
using Places = std::array<std::uint32_t, slot_count + crosses + name_count + 1>;
struct PlaceSpans {
  Places places;
  std::size_t context = 0;  // so many of the context come first
  std::size_t count = 0;
  std::span<const std::uint32_t> of_context() const { return {places.data(), context}; }
  std::span<const std::uint32_t> of_post() const { return {places.data() + context, count - context}; }
  std::span<const std::uint32_t> all() const { return {places.data(), count}; }
};
PlaceSpans places_of(const Features& features);

// The viewer's tastes of one kind as shares of their total; against what was turned down the share is negative.
class TasteShares {
 public:
  TasteShares(const Taste& of, Time now);
  double share(const std::vector<Index>& of) const;
  double share(Index of) const;
  Index strongest() const { return strongest_; }

 private:
  double weight(Index of) const;
  std::vector<Weighted> weights_;  // by index
  double total_ = 0;
  Index strongest_ = none;
};

// Made once a page: what is the same for all candidates.
class Eye {
 public:
  Eye(const Sight& sight);  // NOLINT implicit

  struct Look {
    double hashtags = 0, products = 0, author = 0, similarity = 0;
    double affinity = 0;  // affinity.h; 0 where it is not known
    bool has_affinity = false;
    bool follows = false;
    std::uint16_t seen = 0;
    double rate_logit = 0, age_days = 0, heat = 0;  // heat: log2 of what is left of it now, -3..8
    bool has_heat = false;
  };
  Look look(const Candidate& candidate) const;
  Features features(const Candidate& candidate, const Look& look) const;
  double now_moment() const { return now_moment_; }

 private:
  const Sight& sight_;
  TasteShares hashtags_, products_, authors_;
  double now_moment_;
  Features context_;
};

// Of a post: its cheapest product that can be bought; 0 when it has none.
std::int64_t price_of(const Graph& graph, const PostNode& node);
// Units of its products together; -1 when it has none or they are not counted.
std::int64_t stock_of(const Graph& graph, const PostNode& node);

}  // namespace plaza::feed
