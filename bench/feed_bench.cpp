// For You pages of 10 a second and their p99 in the engine, on one core: many posts with tags and products, many members with
// follows and tastes, and what people with the same taste choose, learnt from them: each page folds its viewer in anew and searches all
// posts. Arguments: posts, members (default 100,000 each), seconds, `alone`: without what is learnt of people with the same taste.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <random>
#include <string_view>
#include <vector>

#include "modules/feed/src/affinity_trainer.h"
#include "platform/testing/fake_clock.h"

using namespace plaza;  // NOLINT: a program of one file

int main(int argc, char** argv) {
  const std::int64_t posts = argc > 1 ? std::atoll(argv[1]) : 100'000;
  const std::int64_t members = argc > 2 ? std::atoll(argv[2]) : 100'000;
  const double seconds = argc > 3 ? std::atof(argv[3]) : 4;
  constexpr std::int64_t authors = 2'000, products = 5'000, hashtags = 500;
  testing::FakeClock clock;
  clock.set(*parse_time("2026-03-01T12:00:00Z"));
  std::int64_t records = 0;
  feed::Engine engine(clock, feed::Settings{0.1, 7, 300'000}, [&](std::string) { ++records; });
  std::mt19937_64 random(7);
  const auto below = [&](std::int64_t limit) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(limit)); };
  // A few posts, tags and authors have most of what happens.
  const auto popular = [&](std::int64_t limit) { return std::min(below(limit), std::min(below(limit), below(limit))); };

  const auto now = [] { return std::chrono::steady_clock::now(); };
  const auto since = [&](auto start) { return std::chrono::duration<double>(now() - start).count(); };
  auto start = now();
  for (std::int64_t id = 1; id <= posts; ++id) {
    content::Post post;
    post.id = content::PostId{id};
    post.author_id = identity::AccountId{1 + popular(authors)};
    const auto taste = popular(hashtags);
    post.hashtags = {"tag" + std::to_string(taste), "tag" + std::to_string(popular(hashtags))};
    post.tags.push_back({catalog::ProductId{1 + (taste * 10 + below(10)) % products}, 0, 0.5, 0.5, {}});
    post.created_at = post.published_at = clock.now() - minutes(below(60 * 24 * 90));
    engine.put(post);
  }
  for (std::int64_t member = 1; member <= members; ++member) {
    for (int n = 0; n < 5; ++n) engine.follow(identity::AccountId{member}, identity::AccountId{1 + popular(authors)}, true);
    for (int n = 0; n < 8; ++n) {
      engine.apply({{member, ""}, n % 3 ? feed::Action::viewed : feed::Action::liked, content::PostId{1 + popular(posts)}, {}, 6'000, true,
                    clock.now() - minutes(below(60 * 24 * 14))});
    }
  }
  std::printf("feed of %lld posts, %lld members made in %.1f s\n", static_cast<long long>(posts), static_cast<long long>(members), since(start));

  if (argc <= 4 || std::string_view(argv[4]) != "alone") {
    start = now();
    feed::AffinityTrainer trainer(engine, clock);
    const bool trained = trainer.train();
    const auto told = engine.learning().affinity;
    if (!trained || !told) return 1;
    std::printf("people with one's taste: %lld people, %lld deeds, %lld posts chosen, %lld found, rank %lld, %s recall %.3f, %.0f MB, %.0f s\n",
                static_cast<long long>(told->people), static_cast<long long>(told->interactions), static_cast<long long>(told->posts),
                static_cast<long long>(told->indexed), static_cast<long long>(told->rank), told->graph ? "graph" : "exact", told->recall,
                static_cast<double>(told->bytes) / 1e6, since(start));
  }

  std::vector<double> ms;
  std::int64_t shown = 0;
  start = now();
  while (since(start) < seconds) {
    const feed::Viewer viewer{1 + below(members), ""};
    // The page must know the last thing that its viewer did.
    engine.apply({viewer, feed::Action::viewed, content::PostId{1 + popular(posts)}, {}, 9'000, true, clock.now()});
    const auto begun = now();
    const auto page = engine.page({viewer, 10, "", "", feed::Scope::for_you});
    ms.push_back(since(begun) * 1000);
    shown += static_cast<std::int64_t>(page.items.size());
  }
  const double took = since(start);
  std::sort(ms.begin(), ms.end());
  std::printf("feed pages of %.1f posts, one core %9.0f /s   p50 %.2f ms, p99 %.2f ms (promise: 3000 /s, p99 < 5 ms)\n",
              static_cast<double>(shown) / static_cast<double>(ms.size()), static_cast<double>(ms.size()) / took, ms[ms.size() / 2],
              ms[ms.size() * 99 / 100]);
}
