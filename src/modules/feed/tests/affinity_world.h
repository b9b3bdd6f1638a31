// Two tastes that nothing but people's deeds tells apart, for tests of what is learnt from them.
#pragma once

#include <algorithm>

#include "affinity_trainer.h"
#include "platform/testing/fake_clock.h"
#include "posts.h"

namespace plaza::feed {

// Posts 1..100 are of the one taste, 101..200 of the other: each by a creator of its own, without hashtags; their words are of the taste.
// People 1..60 like the one, 201..260 the other, six posts each.
struct AffinityWorld {
  static constexpr std::int64_t posts_of_one = 100, people_of_one = 60;

  explicit AffinityWorld(const AffinityOptions& options = {}) : trainer(engine, clock, options) {
    for (std::int64_t i = 1; i <= posts_of_one; ++i) {
      put(i, "stoneware glaze");
      put(100 + i, "linen weave");
    }
    std::mt19937_64 random(5);
    for (std::int64_t person = 1; person <= people_of_one; ++person) {
      for (int n = 0; n < 6; ++n) {
        like(person, 1 + static_cast<std::int64_t>(random() % posts_of_one));
        like(200 + person, 101 + static_cast<std::int64_t>(random() % posts_of_one));
      }
    }
  }
  void put(std::int64_t id, std::string text) {
    auto post = post_of(id, 1'000 + id, {}, {}, id <= 200 ? noon - days(2) : noon);
    post.text = std::move(text);
    engine.put(post);
  }
  void like(std::int64_t person, std::int64_t post) {
    engine.apply({{person, ""}, Action::liked, content::PostId{post}, {}, 0, true, clock.now()});
  }
  Page page(const Viewer& viewer, int limit = 20) { return engine.page({viewer, limit, "", "", Scope::for_you}); }
  // Posts that stand on the pages of a visit because people with this one's taste choose them.
  std::vector<std::int64_t> like_minded(const Viewer& viewer) {
    std::vector<std::int64_t> found;
    std::string cursor;
    for (int number = 0; number < 12; ++number) {
      const auto made = engine.page({viewer, 20, cursor, "", Scope::for_you});
      for (const auto& item : made.items) {
        if (item.reason == Reason::like_minded) found.push_back(item.post_id.value);
      }
      if (!made.next_cursor) break;
      cursor = *made.next_cursor;
    }
    return found;
  }
  bool says_like_minded(const Viewer& viewer, std::int64_t post, bool gpc = false) {
    const auto why = engine.why(viewer, content::PostId{post}, gpc);
    return std::any_of(why.parts.begin(), why.parts.end(), [](const WhyPart& part) { return part.code == Because::like_minded; });
  }

  // So many posts of the one taste and of the other are said to be liked by people with this one's.
  std::pair<int, int> said(const Viewer& viewer, bool gpc = false) {
    std::pair<int, int> count{0, 0};
    for (std::int64_t i = 1; i <= posts_of_one; ++i) {
      count.first += says_like_minded(viewer, i, gpc) ? 1 : 0;
      count.second += says_like_minded(viewer, 100 + i, gpc) ? 1 : 0;
    }
    return count;
  }

  testing::FakeClock clock{noon};
  std::vector<std::string> records;
  Engine engine{clock, Settings{0, 7, 1'000}, [this](std::string json) { records.push_back(std::move(json)); }};
  AffinityTrainer trainer;
};

}  // namespace plaza::feed
