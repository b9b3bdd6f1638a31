// Posts for tests of what is pure.
#pragma once

#include <string>
#include <vector>

#include "graph.h"

namespace plaza::feed {

inline constexpr Time noon{1'772'366'400'000'000};  // 2026-03-01T12:00:00Z

inline content::Post post_of(std::int64_t id, std::int64_t author, std::vector<std::string> hashtags = {},
                             std::vector<std::int64_t> products = {}, Time at = noon - days(2)) {
  content::Post made;
  made.id = content::PostId{id};
  made.author_id = identity::AccountId{author};
  made.hashtags = std::move(hashtags);
  for (const auto product : products) made.tags.push_back({catalog::ProductId{product}, 0, 0.5, 0.5, {}});
  made.created_at = made.published_at = at;
  return made;
}

}  // namespace plaza::feed
