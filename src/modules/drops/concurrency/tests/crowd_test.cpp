// Many at once: nobody has two places, no unit is sold twice, and those who only look are never in the way.
#include <atomic>
#include <set>
#include <thread>

#include "drops_fixture.h"

namespace plaza::drops {
namespace {

class DropsCrowd : public DropsFixture {
 protected:
  static constexpr int threads = 8;
  template <class Work>
  static void at_once(const Work& work) {
    std::vector<std::thread> crowd;
    for (int i = 0; i < threads; ++i) crowd.emplace_back([&work, i] { work(i); });
    for (auto& thread : crowd) thread.join();
  }
};

ENGINE_TEST(DropsCrowd, ManyTabsAtOnceAreOnePlace) {
  const auto id = schedule();
  std::mutex mutex;
  std::set<std::string> tickets;
  int fresh = 0;
  at_once([&](int) {
    for (int times = 0; times < 4; ++times) {
      const auto joined = join(id, {.visitor = "an"});
      std::lock_guard lock(mutex);
      tickets.insert(text(json(joined), "ticket"));
      fresh += joined.status == 201 ? 1 : 0;
    }
  });
  EXPECT_EQ(tickets.size(), 1u);
  EXPECT_EQ(fresh, 1);
  EXPECT_EQ(number(live(id), "waiting"), 1);
}

ENGINE_TEST(DropsCrowd, BuyExactlyWhatThereIs) {
  const auto id = schedule(R"(,"quantity":20,"rate_per_minute":60000)");
  std::vector<std::string> tickets;
  for (int i = 0; i < 40; ++i) tickets.push_back(ticket(id, "visitor-" + std::to_string(i)));
  open_doors();
  std::atomic<int> bought = 0;
  std::atomic<std::int64_t> order = 0;
  std::atomic<bool> done_buying = false;
  std::thread onlooker([&] {
    while (!done_buying) {
      for (const auto& each : tickets) (void)place(id, each);
    }
  });
  // All threads try all tickets, each several times; the turn lets people in meanwhile.
  for (int turn = 0; turn < 5; ++turn) {
    tick();
    at_once([&](int) {
      for (const auto& each : tickets) bought += take(each, ++order) == "ok" ? 1 : 0;
    });
  }
  done_buying = true;
  onlooker.join();
  EXPECT_EQ(bought, 20);
  EXPECT_EQ(sold(id), 20);
  EXPECT_EQ(number(live(id), "sold"), 20);
  EXPECT_EQ(number(live(id), "bought"), 20);
}

// People buy and orders come to nothing while others are let in: a purchase is never counted on neither side.
ENGINE_TEST(DropsCrowd, NeverMoreAreInsideThanThereAreUnitsFor) {
  const auto id = schedule(R"(,"quantity":8,"rate_per_minute":60000)");
  const DropId drop = *parse_id<DropId>(id);
  std::vector<std::string> tickets;
  for (int i = 0; i < 60; ++i) tickets.push_back(ticket(id, "visitor-" + std::to_string(i)));
  open_doors();
  std::atomic<std::int64_t> order = 0;
  std::atomic<bool> over = false;
  std::atomic<int> too_many = 0;
  std::thread door([&] {
    while (!over) {
      clock.advance(milliseconds(100));
      EXPECT_TRUE(module->tick().ok());
      const auto read = [&](db::Reader& reader) { return store::counts(reader, drop); };
      const auto now = database().read_now(read);
      too_many += now.inside + now.sold > 8 ? 1 : 0;
    }
  });
  at_once([&](int t) {
    for (int round = 0; round < 3; ++round) {
      for (std::size_t i = static_cast<std::size_t>(t); i < tickets.size(); i += threads) {
        const std::int64_t mine = ++order;
        if (take(tickets[i], mine) == "ok" && round < 2) give_back(mine);
      }
    }
  });
  over = true;
  door.join();
  EXPECT_EQ(too_many, 0);
  EXPECT_LE(sold(id), 8);
}

ENGINE_TEST(DropsCrowd, OneMemberWithManyTicketsKeepsToTheLimit) {
  const auto id = schedule(R"(,"per_person":2,"rate_per_minute":60000)");
  std::vector<std::string> tickets;
  for (int i = 0; i < 5; ++i) tickets.push_back(ticket(id, "visitor-" + std::to_string(i)));
  open_doors();
  tick();
  std::atomic<int> bought = 0;
  std::atomic<std::int64_t> order = 0;
  at_once([&](int) {
    for (const auto& each : tickets) bought += take(each, ++order, 1, AccountId{7}) == "ok" ? 1 : 0;
  });
  EXPECT_EQ(bought, 2);
  EXPECT_EQ(sold(id), 2);
}

}  // namespace
}  // namespace plaza::drops
