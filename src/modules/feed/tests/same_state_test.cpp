// Same log, same state: whatever became of posts and prices since, whenever it was stopped, in whatever order things stand in memory.
#include <gtest/gtest.h>

#include <map>
#include <random>

#include "fact_log.h"
#include "learner.h"
#include "platform/testing/fake_clock.h"
#include "posts.h"

namespace plaza::feed {
namespace {

using interactions::Kind;
using interactions::Record;
using interactions::Trust;

class KeptLog final : public interactions::Log {
 public:
  std::vector<Record> records;
  interactions::Learner* learner = nullptr;
  Task<interactions::Appended> append(std::vector<Record> added) override { co_return append_now(std::move(added)); }
  interactions::Appended append_now(std::vector<Record> added) override {
    for (auto& record : added) {
      record.position = last_position() + 1;
      records.push_back(std::move(record));
      learner->apply(records.back());
    }
    return {};
  }
  std::int64_t last_position() const override { return static_cast<std::int64_t>(records.size()); }
  std::int64_t read(std::int64_t, std::int64_t, const std::function<void(const Record&)>&) override { return 0; }
  std::vector<Record> latest(std::int64_t, std::string_view, std::int64_t) override { return {}; }
};

// A feed with what the catalogue has; `viewers_max` is small, so that many are forgotten.
struct Node {
  testing::FakeClock clock{noon};
  Engine engine;
  FeedLearner learner{engine};
  explicit Node(std::uint64_t seed, Engine::Record record = {}) : engine(clock, Settings{0.2, seed, 25}, std::move(record)) {}
  std::string bytes() const { return learner.snapshot(); }
};

// Posts are written, edited and removed, prices change, people look, buy, sign in, start over, pause and are erased.
struct Town {
  KeptLog log;
  Node node{7, [this](std::string json) { pages.push_back(std::move(json)); }};
  FactLog facts{log, node.clock, node.engine};
  std::map<std::int64_t, content::Post> posts;
  std::map<std::int64_t, std::int64_t> prices;
  std::vector<std::string> pages;
  std::mt19937_64 random;
  std::int64_t next_post = 1;

  explicit Town(std::uint64_t seed) : random(seed) {
    log.learner = &node.learner;
    for (std::int64_t product = 500; product < 510; ++product) price(product);
    for (int i = 0; i < 25; ++i) publish(next_post++);
  }
  std::int64_t below(std::int64_t count) { return static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(count)); }
  void price(std::int64_t product) {
    const auto amount = prices[product] = 100 + below(9'000);
    facts.tell({}, {{catalog::ProductId{product}, amount}});
    node.engine.set_offer(catalog::ProductId{product}, amount, 5, Origin::catalogue);
    node.engine.set_available(catalog::ProductId{product}, true);
  }
  void publish(std::int64_t id) {
    static const std::vector<std::string> tags = {"cups", "lamps", "vases", "glazes"};
    std::vector<std::string> chosen;
    for (const auto& tag : tags) {
      if (below(3) == 0) chosen.push_back(tag);
    }
    std::vector<std::int64_t> products;
    if (below(2) == 0) products.push_back(500 + below(10));
    auto post = post_of(id, 100 + id % 7, chosen, products, noon + seconds(id));
    facts.tell({facts_of(post)}, {});
    node.engine.put(post, Origin::catalogue);
    posts[id] = std::move(post);
  }
  void write(Kind kind, Trust trust, std::string name, std::string visitor, std::string properties, std::int64_t account = 0) {
    Record record;
    record.kind = kind;
    record.trust = trust;
    record.name = std::move(name);
    record.visitor = std::move(visitor);
    record.account = account;
    record.at = record.received_at = node.clock.now();
    record.properties = std::move(properties);
    log.append_now({std::move(record)});
  }
  static std::string about(std::int64_t account, const std::string& visitor = "") {
    return R"({"account_id":")" + to_text(identity::AccountId{account}) + R"(","visitor":")" + visitor + R"("})";
  }
  void step() {
    node.clock.advance(seconds(1 + below(90)));
    const std::string visitor = "v" + std::to_string(below(60));
    const auto account = below(3) == 0 ? 1 + below(8) : 0;
    const auto trust = account ? Trust::session : Trust::evidence;
    const std::string post = to_text(content::PostId{1 + below(next_post + 3)});  // some are not there
    const std::string product = to_text(catalog::ProductId{498 + below(14)});
    static const std::vector<std::string> deeds = {"Post Viewed", "Post Viewed", "Post Liked", "Post Saved", "Post Hidden", "Tag Tapped", "Product Added"};
    const auto what = below(40);
    if (what == 0) publish(next_post++);
    else if (what == 1) publish(1 + below(next_post - 1));
    else if (what == 2) remove(1 + below(next_post - 1));
    else if (what == 3) price(500 + below(10));
    else if (what == 4) write(Kind::domain, Trust::domain, "identity.signed_in", "", about(1 + below(8), visitor));
    else if (what == 5) write(Kind::track, trust, below(3) ? "Feed Personalization Paused" : "Feed Personalization Reset", visitor, "{}", account);
    else if (what == 6) write(Kind::track, trust, "Feed Personalization Resumed", visitor, "{}", account);
    else if (what == 7 && below(6) == 0) write(Kind::domain, Trust::domain, "identity.account_erased", "", about(1 + below(8)));
    else if (what < 16) look(account ? "" : visitor, account);
    else if (what < 18) buy(visitor, account, post, product);
    else {
      write(Kind::track, trust, deeds[random() % deeds.size()], visitor,
            R"({"post_id":")" + post + R"(","product_id":")" + product + R"(","watch_ms":)" + std::to_string(below(9'000)) + "}", account);
    }
  }
  void remove(std::int64_t id) {
    node.engine.remove(content::PostId{id});
    posts.erase(id);
  }
  void look(const std::string& visitor, std::int64_t account) {
    PageRequest request{{account, visitor}, 10, "", "", Scope::for_you};
    request.gpc = below(5) == 0;
    node.engine.page(request);
    if (below(8) == 0) pages.clear();  // a crash lost them
    for (auto& page : std::exchange(pages, {})) write(Kind::domain, Trust::domain, "feed.page", "", std::move(page));
  }
  void buy(const std::string& visitor, std::int64_t account, const std::string& post, const std::string& product) {
    const std::string order = std::to_string(below(30));
    if (below(4) == 0) return write(Kind::domain, Trust::domain, "orders.order_cancelled", "", R"({"order_id":"ord_)" + order + R"("})");
    std::string who = account ? R"("account_id":")" + to_text(identity::AccountId{account}) + '"' : R"("visitor":")" + visitor + '"';
    write(Kind::domain, Trust::domain, "orders.order_paid", "",
          R"({"order_id":"ord_)" + order + R"(",)" + who + R"(,"lines":[{"product_id":")" + product + R"(","source":{"post_id":")" + post + R"("}}]})");
  }
  // Another process: it has the catalogue as it is now, in another order.
  void fill(Node& other) const {
    other.clock.set(node.clock.now() + days(2));
    for (auto post = posts.rbegin(); post != posts.rend(); ++post) other.engine.put(post->second, Origin::catalogue);
    for (const auto& [product, amount] : prices) {
      other.engine.set_offer(catalog::ProductId{product}, amount, 1, Origin::catalogue);
    }
    other.engine.follow(identity::AccountId{3}, identity::AccountId{101}, true);
  }
};

class SameState : public ::testing::TestWithParam<std::uint64_t> {};

TEST_P(SameState, AReplayGivesTheSameBytesWhateverBecameOfThePosts) {
  Town town(GetParam());
  for (int i = 0; i < 1'500; ++i) town.step();
  Node again(99);
  town.fill(again);
  for (const auto& record : town.log.records) again.learner.apply(record);
  EXPECT_EQ(again.bytes(), town.node.bytes());
  EXPECT_GT(again.engine.learning().examples, 50);
  // The same process, begun anew.
  town.node.learner.restore({});
  for (const auto& record : town.log.records) town.node.learner.apply(record);
  EXPECT_EQ(again.bytes(), town.node.bytes());
}

TEST_P(SameState, ASnapshotGoesOnAsIfItHadNeverStopped) {
  Town town(GetParam());
  for (int stop = 0; stop < 3; ++stop) {
    for (int i = 0; i < 300; ++i) town.step();
    const auto kept = town.node.bytes();
    const auto position = town.log.records.size();
    for (int i = 0; i < 200; ++i) town.step();
    Node other(5);
    town.fill(other);
    other.learner.restore(kept);
    ASSERT_EQ(other.bytes(), kept);
    for (auto at = position; at < town.log.records.size(); ++at) other.learner.apply(town.log.records[at]);
    ASSERT_EQ(other.bytes(), town.node.bytes()) << "stopped at " << position;
  }
}

TEST_P(SameState, DamagedBytesAreRefusedOrHarmless) {
  Town town(GetParam());
  for (int i = 0; i < 200; ++i) town.step();
  const auto kept = town.node.bytes();
  Node other(5);
  town.fill(other);
  for (int i = 0; i < 30; ++i) {
    auto damaged = kept;
    if (i % 2) damaged.resize(static_cast<std::size_t>(town.below(static_cast<std::int64_t>(kept.size()))));
    else damaged[static_cast<std::size_t>(town.below(static_cast<std::int64_t>(kept.size())))] ^= static_cast<char>(1 + town.below(255));
    try {
      other.learner.restore(damaged);
      other.engine.page({{0, "v1"}, 10, "", "", Scope::for_you});
    } catch (const std::runtime_error&) {
    }
  }
  other.learner.restore({});
  for (const auto& record : town.log.records) other.learner.apply(record);
  EXPECT_EQ(other.bytes(), kept);
}

INSTANTIATE_TEST_SUITE_P(Seeds, SameState, ::testing::Values(1u, 2u));

// Logs from before they told of posts: what the catalogue has is what is learnt from.
TEST(SameStateOfOldLogs, LearnsFromTheCatalogue) {
  Node node(7);
  for (std::int64_t i = 1; i <= 5; ++i) node.engine.put(post_of(i, 100 + i, {"cups"}), Origin::catalogue);
  Record record;
  record.position = 1;
  record.at = record.received_at = noon;
  record.name = "Post Liked";
  record.visitor = "v";
  record.properties = R"({"post_id":")" + to_text(content::PostId{1}) + R"("})";
  node.learner.apply(record);
  EXPECT_EQ(node.engine.kept({0, "v"}, false).hashtags, std::vector<std::string>{"cups"});
}

}  // namespace
}  // namespace plaza::feed
