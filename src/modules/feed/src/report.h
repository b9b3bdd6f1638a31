// What the engine tells people: why a viewer sees a post, what it keeps of them, and what it learnt today.
#pragma once

#include <array>
#include <optional>
#include <string>
#include <vector>

#include "content/ids.h"
#include "feed/feed.h"
#include "feed/tuning.h"
#include "reranker.h"
#include "value.h"

namespace plaza::feed {

enum class Because { you_follow, hashtag, product, creator, similar, popular, fresh, exploring, brand, like_minded };
constexpr auto enum_names(Because*) {
  return std::array{"you_follow", "hashtag", "product", "creator", "similar", "popular", "new", "exploring", "brand", "like_minded"};
}
struct WhyPart {
  Because code = Because::popular;
  double strength = 0;  // of the score, in log-odds
  std::string hashtag;
  std::int64_t product = 0;
};
struct Why {
  bool known = false;     // there is such a post, and this viewer may see it
  bool personal = true;   // personalisation is on for them
  std::vector<WhyPart> parts;  // strongest first, at most 4
};

struct Kept {  // of a viewer
  bool paused = false;
  bool chosen = false;  // by the viewer, not by their browser's signal
  std::vector<std::string> hashtags;  // strongest first, at most 8
  std::int64_t products = 0, posts = 0;
};

struct ExploringPost {
  content::PostId post_id;
  Stage stage = Stage::first_audience;
  std::int64_t served = 0, views = 0;
  double rate = 0, rate_upper = 0;
};
struct RisingPost {
  content::PostId post_id;
  double rate = 0;
  std::int64_t views = 0;
};
// Of people with one's taste (affinity.h): the model that pages are made with.
struct AffinityReport {
  Time trained_at;
  Micros took = 0;
  std::int64_t people = 0, posts = 0, interactions = 0;  // that were learnt from; posts: with a vector of their own
  std::int64_t indexed = 0;  // posts that can be found
  std::int64_t rank = 0, bytes = 0;
  bool graph = false;  // else all posts are looked at
  double recall = 1;   // of the nearest 50 of some people, what the graph finds
};

// What a source of candidates brought onto the pages in memory, and what came of it where it was looked at.
struct SourceRecord {
  Reason source = Reason::popular;
  std::int64_t places = 0, looked_at = 0, liked = 0;  // liked: something of worth followed
  double worth = 0;                                   // of what followed, in minor units, together
};

struct Learning {
  std::int64_t pages = 0;     // in memory
  std::int64_t examples = 0;  // impressions that were learnt from, ever
  double share = 0;           // of the ranking that is learnt
  double overall_rate = 0;
  std::array<HeadRecord, head_count> all, today;
  std::array<double, head_count> belief{};
  std::vector<ExploringPost> exploring;  // at most 20, those in their first audience first
  std::vector<RisingPost> rising;        // at most 10
  std::optional<AffinityReport> affinity;
  std::vector<SourceRecord> sources;     // that had places, most places first
};

}  // namespace plaza::feed
