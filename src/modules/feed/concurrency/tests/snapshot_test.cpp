// A snapshot is made while pages are read, by newcomers too, and while posts are edited, come and go.
#include <gtest/gtest.h>

#include <thread>

#include "learner.h"
#include "platform/testing/fake_clock.h"
#include "posts.h"

namespace plaza::feed {
namespace {

TEST(FeedSnapshot, IsTheSameWhateverPagesAndTheCatalogueDoMeanwhile) {
  testing::FakeClock clock{noon};
  Engine engine{clock, Settings{0.1, 7, 1'000}, {}};
  FeedLearner learner(engine);
  for (std::int64_t id = 1; id <= 3'000; ++id) engine.put(post_of(id, 100 + id % 7, {id % 2 ? "cups" : "lamps"}, {500 + id % 9}));
  for (std::int64_t n = 0; n < 1'500; ++n) {
    engine.apply({{n % 40, n % 40 ? "" : "v" + std::to_string(n % 70)}, Action::liked, content::PostId{1 + n * 7 % 3'000}, {}, 0, true, noon});
  }
  const auto quiet = learner.snapshot();
  std::atomic<bool> done = false;
  std::vector<std::thread> threads;
  for (int reader = 0; reader < 2; ++reader) {
    threads.emplace_back([&, reader] {
      for (std::int64_t n = 0; !done; ++n) engine.page({{0, "new" + std::to_string(reader) + "-" + std::to_string(n % 3'000)}, 5, "", "", Scope::for_you});
    });
  }
  threads.emplace_back([&] {
    for (std::int64_t n = 0; !done; ++n) {
      engine.put(post_of(1 + n % 3'000, 100 + (1 + n % 3'000) % 7, {"other" + std::to_string(n % 30)}, {600 + n % 9}), Origin::catalogue);
      engine.put(post_of(5'000 + n % 4'000, 200 + n % 90, {"cups"}), Origin::catalogue);
      engine.remove(content::PostId{1 + (n + 50) % 3'000});
      engine.follow(identity::AccountId{1 + n % 50}, identity::AccountId{100}, n % 2 == 0);
      engine.set_offer(catalog::ProductId{500 + n % 9}, 100 + n % 900, 5, Origin::catalogue);
    }
  });
  for (int i = 0; i < 5; ++i) EXPECT_EQ(learner.snapshot(), quiet) << i;
  done = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(learner.snapshot(), quiet);
}

}  // namespace
}  // namespace plaza::feed
