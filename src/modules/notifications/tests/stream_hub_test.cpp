#include "stream_hub.h"

#include "notifications_fixture.h"

namespace plaza::notifications {
namespace {

using identity::AccountId;
using identity::SessionId;

class StreamHubTest : public ::testing::Test {
 protected:
  std::shared_ptr<KeptStream> open_page(std::int64_t account, std::string visitor, std::string locale = "en") {
    auto stream = std::make_shared<KeptStream>();
    hub.add({AccountId{account}, SessionId{account}, std::move(visitor), std::move(locale)}, stream);
    return stream;
  }
  static std::string after_hello(KeptStream& stream) {
    const std::string hello = "retry: 3000\n\n";
    const std::string all = stream.received();
    EXPECT_TRUE(all.starts_with(hello));
    return all.substr(hello.size());
  }

  FewSessions sessions;
  StreamHub hub{sessions};
};

TEST_F(StreamHubTest, WritesFramesOnOneLine) {
  EXPECT_EQ(event_frame(Topic::stock, "{\"a\":\n1}"), "event: stock\ndata: {\"a\": 1}\n\n");
}

TEST_F(StreamHubTest, TellsOnlyWhomItIsFor) {
  const auto an = open_page(1, "v1");
  const auto binh = open_page(2, "v2");
  const auto stranger = open_page(0, "v3");
  hub.to_account(AccountId{1}, Topic::notification, "1");
  hub.to_visitor("v3", Topic::cart, "2");
  hub.to_all(Topic::product, "3");
  hub.drain();
  EXPECT_EQ(after_hello(*an), "event: notification\ndata: 1\n\nevent: product\ndata: 3\n\n");
  EXPECT_EQ(after_hello(*binh), "event: product\ndata: 3\n\n");
  EXPECT_EQ(after_hello(*stranger), "event: cart\ndata: 2\n\nevent: product\ndata: 3\n\n");
}

TEST_F(StreamHubTest, SpeaksEachPagesLanguage) {
  const auto english = open_page(1, "v1", "en");
  const auto vietnamese = open_page(1, "v2", "vi");
  hub.to_account_in_locale(AccountId{1}, Topic::notification, [](std::string_view locale) { return std::string(locale); });
  hub.drain();
  EXPECT_EQ(after_hello(*english), "event: notification\ndata: en\n\n");
  EXPECT_EQ(after_hello(*vietnamese), "event: notification\ndata: vi\n\n");
}

TEST_F(StreamHubTest, ASignedOutPageHearsNothingMore) {
  const auto page = open_page(1, "v1");
  sessions.closed.insert(1);
  hub.to_account(AccountId{1}, Topic::order, "secret");
  hub.drain();
  EXPECT_EQ(after_hello(*page), "");
  EXPECT_TRUE(page->closed());
  EXPECT_EQ(hub.open_pages(), 0);
}

TEST_F(StreamHubTest, ForgetsPagesThatAreGone) {
  const auto page = open_page(1, "v1");
  const auto other = open_page(1, "v1");
  page->leave();
  hub.beat();
  hub.drain();
  EXPECT_EQ(hub.open_pages(), 1);
  EXPECT_EQ(after_hello(*other), ": here\n\n");
  other->leave();
  hub.beat();
  hub.drain();
  EXPECT_EQ(hub.open_pages(), 0);
  EXPECT_FALSE(hub.listens(AccountId{1}));
}

TEST_F(StreamHubTest, ClosesTheOldestOfTooManyPages) {
  std::vector<std::shared_ptr<KeptStream>> pages;
  for (int i = 0; i < 12; ++i) pages.push_back(open_page(1, ""));
  EXPECT_EQ(hub.open_pages(), 10);
  EXPECT_TRUE(pages[0]->closed());
  EXPECT_TRUE(pages[1]->closed());
  EXPECT_FALSE(pages[2]->closed());
  for (int i = 0; i < 12; ++i) open_page(0, "v9");
  EXPECT_EQ(hub.open_pages(), 20);
}

TEST_F(StreamHubTest, StopsForGood) {
  const auto page = open_page(1, "v1");
  hub.stop();
  EXPECT_TRUE(page->closed());
  EXPECT_TRUE(hub.is_full());
  const auto late = open_page(1, "v1");
  EXPECT_TRUE(late->closed());
  hub.to_all(Topic::product, "1");
  hub.drain();
  EXPECT_EQ(hub.open_pages(), 0);
}

}  // namespace
}  // namespace plaza::notifications
