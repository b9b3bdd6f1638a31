// Models are put in place while pages are read, posts come and go, and people act.
#include <gtest/gtest.h>

#include <thread>

#include "affinity_trainer.h"
#include "platform/testing/fake_clock.h"
#include "posts.h"

namespace plaza::feed {
namespace {

TEST(AffinitySwap, PagesAreWholeWhileModelsChange) {
  testing::FakeClock clock{noon};
  Engine engine{clock, Settings{0.1, 7, 1'000}, {}};
  for (std::int64_t id = 1; id <= 60; ++id) engine.put(post_of(id, 100 + id % 7, {id % 2 ? "cups" : "lamps"}));
  const auto like = [&](std::int64_t person, std::int64_t post) {
    engine.apply({{person, ""}, Action::liked, content::PostId{post}, {}, 0, true, noon});
  };
  for (std::int64_t person = 1; person <= 20; ++person) {
    for (std::int64_t n = 0; n < 5; ++n) like(person, 1 + (person * 7 + n * 2 + person % 2) % 60);
  }
  std::atomic<bool> done = false;
  std::atomic<int> empty = 0, trained = 0;
  std::vector<std::thread> threads;
  for (int reader = 0; reader < 2; ++reader) {
    threads.emplace_back([&, reader] {
      for (std::int64_t n = 0; !done; ++n) {
        const Viewer viewer{1 + (n + reader * 10) % 20, ""};
        if (engine.page({viewer, 5, "", "", Scope::for_you}).items.empty()) ++empty;
        (void)engine.why(viewer, content::PostId{1 + n % 60}, false);
      }
    });
  }
  threads.emplace_back([&] {
    for (std::int64_t n = 0; !done; ++n) {
      like(1 + n % 20, 1 + n % 60);
      engine.put(post_of(100 + n % 50, 100 + n % 7, {"cups"}));
      engine.remove(content::PostId{100 + (n + 25) % 50});
      if (n % 40 == 0) engine.erase(1'000);
    }
  });
  for (const auto search_from : {std::size_t{100'000}, std::size_t{0}, std::size_t{100'000}, std::size_t{0}}) {
    AffinityOptions options;
    options.exact_below = search_from;
    options.rounds = 1;
    AffinityTrainer trainer(engine, clock, options);
    trained += trainer.train() ? 1 : 0;
  }
  done = true;
  for (auto& thread : threads) thread.join();
  EXPECT_EQ(trained, 4);
  EXPECT_EQ(empty, 0);
  EXPECT_TRUE(engine.learning().affinity.has_value());
}

TEST(AffinitySwap, TheTrainersThreadStopsWhenItIsTold) {
  testing::FakeClock clock{noon};
  Engine engine{clock, Settings{0.1, 7, 1'000}, {}};
  AffinityTrainer trainer(engine, clock);
  trainer.start();
  trainer.stop();
  AffinityTrainer never(engine, clock);
  never.stop();
}

}  // namespace
}  // namespace plaza::feed
