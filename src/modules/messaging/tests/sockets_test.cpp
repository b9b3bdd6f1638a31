#include "sockets.h"

#include "messaging_fixture.h"

namespace plaza::messaging {
namespace {

struct SocketsTest : ::testing::Test {
  std::uint64_t open(Listener listener, const std::shared_ptr<KeptSocket>& socket) { return sockets.add(listener, socket); }
  testing::FakeClock clock;
  FewSessions sessions;
  Sockets sockets{sessions, clock};
};

const Listener of_an{{1}, {1}, {}, Speaks::customer};

TEST_F(SocketsTest, ASlowPageIsLetGo) {
  const auto slow = std::make_shared<KeptSocket>(), quick = std::make_shared<KeptSocket>();
  open(of_an, slow);
  open(of_an, quick);
  slow->stop_reading();
  sockets.to_account({1}, R"({"type":"a"})");
  sockets.to_account({1}, R"({"type":"a"})");
  EXPECT_EQ(quick->of("a").size(), 2u);
  quick->stop_reading();
  sockets.to_account({1}, R"({"type":"a"})");
  EXPECT_FALSE(sockets.here({1}));
}

TEST_F(SocketsTest, TheOldestOfTooManyPagesIsClosed) {
  std::vector<std::shared_ptr<KeptSocket>> pages;
  for (std::size_t i = 0; i <= Sockets::per_listener_max; ++i) {
    pages.push_back(std::make_shared<KeptSocket>());
    open(of_an, pages.back());
  }
  EXPECT_TRUE(pages.front()->closed());
  EXPECT_FALSE(pages[1]->closed());
  sockets.to_account({1}, R"({"type":"a"})");
  EXPECT_EQ(pages.front()->of("a").size(), 0u);
  EXPECT_EQ(pages.back()->of("a").size(), 1u);
}

TEST_F(SocketsTest, WhatAPageSaysIsLimited) {
  const Listener agent{{9}, {9}, {}, Speaks::agent};
  const std::string watch = R"({"type":"watch","thread_ids":[")" + to_text(ThreadId{5}) + "\"]}";
  for (const std::string& text : {std::string("no json"), std::string(R"({"type":"dance"})"), std::string(5'000, 'a')}) {
    const auto socket = std::make_shared<KeptSocket>();
    sockets.received(open(agent, socket), text);
    EXPECT_TRUE(socket->closed()) << text.substr(0, 20);
  }
  const auto socket = std::make_shared<KeptSocket>();
  const auto page = open(agent, socket);
  for (int i = 0; i < 20; ++i) sockets.received(page, watch);
  EXPECT_FALSE(socket->closed());
  sockets.to_chat({5}, {}, R"({"type":"a"})");
  EXPECT_EQ(socket->of("a").size(), 1u);
  sockets.received(page, R"({"type":"watch","thread_ids":[]})");
  EXPECT_TRUE(socket->closed()) << "too often";
  EXPECT_EQ(sockets.agents_here(), 0);
}

TEST_F(SocketsTest, StoppingClosesAllAndLetsNobodyIn) {
  const auto socket = std::make_shared<KeptSocket>(), late = std::make_shared<KeptSocket>();
  const auto page = open(of_an, socket);
  sockets.stop();
  EXPECT_TRUE(socket->closed());
  EXPECT_TRUE(sockets.is_full());
  EXPECT_EQ(open(of_an, late), 0u);
  EXPECT_TRUE(late->closed());
  sockets.remove(page);
  sockets.to_account({1}, "{}");
}

}  // namespace
}  // namespace plaza::messaging
