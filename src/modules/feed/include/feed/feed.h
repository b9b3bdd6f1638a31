// The For You page: which posts, in which order, and why. Everything is answered from memory; what a viewer did last is part of the
// next page. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "content/ids.h"

namespace plaza::feed {

// Why a post is in the feed; shown to the viewer. Logged as numbers: new ones go to the end.
enum class Reason { following, liked_similar, product_interest, popular, fresh, explore, hashtag, community, brand, like_minded };
constexpr auto enum_names(Reason*) {
  return std::array{"following", "liked_similar", "product_interest", "popular", "new",
                    "explore",   "hashtag",       "community",        "brand",   "like_minded"};
}

// The viewer is an account, or a visitor by the anonymous id, or nobody (then the cursor carries the session).
struct Viewer {
  std::int64_t account = 0;
  std::string visitor;
};

enum class Device { unknown, phone, desk };

enum class Scope { for_you, following };  // following: strictly newest first
constexpr auto enum_names(Scope*) { return std::array{"for_you", "following"}; }

struct PageRequest {
  Viewer viewer;
  int limit = 10;      // 1..20
  std::string cursor;  // empty: a fresh page
  std::string topic;   // a hashtag that every post must carry; empty: any
  Scope scope = Scope::for_you;
  Device device = Device::unknown;
  bool gpc = false;    // Sec-GPC: 1: a visitor who chose nothing is then not personalised for
};

struct Item {
  content::PostId post_id;
  Reason reason = Reason::popular;
  std::string reason_detail;  // the hashtag for Reason::hashtag, else empty
  std::string impression_id;  // echoed by the page in its interactions
  double score = 0;
  double propensity = 1;      // how likely this post was to be put at this place by the policy
};

struct Page {
  std::vector<Item> items;
  std::optional<std::string> next_cursor;
};

class Feed {
 public:
  virtual ~Feed() = default;
  virtual Page page(const PageRequest& request) = 0;
  // Posts whose viewers also liked what this post's viewers liked; best first, only ones that may be shown.
  virtual std::vector<content::PostId> similar(content::PostId post, int limit) = 0;
  // Hashtags that are engaged with now, hottest first.
  virtual std::vector<std::string> trending_hashtags(int limit) = 0;
  // Posts engaged with now, hottest first.
  virtual std::vector<content::PostId> trending_posts(int limit) = 0;
};

}  // namespace plaza::feed
