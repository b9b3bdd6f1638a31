// IMAP spoken with a server that plays a part: what it says is written down here, what is said to it is kept.
#include <arpa/inet.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <gtest/gtest.h>

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

#include "letterbox.h"
#include "platform/base/check.h"

namespace plaza::mailbox {
namespace {

class PlayedServer {
 public:
  PlayedServer() {
    listener_ = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    CHECK(::bind(listener_, reinterpret_cast<sockaddr*>(&address), sizeof address) == 0 && ::listen(listener_, 4) == 0);
    socklen_t size = sizeof address;
    CHECK(::getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) == 0);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~PlayedServer() {
    stopping_ = true;
    ::shutdown(listener_, SHUT_RDWR);
    thread_.join();
    ::close(listener_);
  }
  int port() const { return port_; }
  std::string capabilities = "IMAP4rev1 IDLE";
  std::string when_idle;   // what it says at once after "+ idling"
  std::string after_done;  // what it says before the end of a wait
  std::atomic<bool> hangs_up = false;
  int waits() {
    const std::lock_guard lock(mutex_);
    return waits_;
  }
  void wait_for(int n) {
    std::unique_lock lock(mutex_);
    moved_.wait_for(lock, std::chrono::seconds(10), [&] { return waits_ >= n; });
  }

 private:
  void serve() {
    while (!stopping_) {
      const int connection = ::accept(listener_, nullptr, nullptr);
      if (connection < 0) return;
      talk(connection);
      ::close(connection);
    }
  }
  static void say(int connection, const std::string& text) { static_cast<void>(::send(connection, text.data(), text.size(), MSG_NOSIGNAL)); }
  void talk(int connection) {
    say(connection, "* OK [CAPABILITY IMAP4rev1 AUTH=PLAIN SASL-IR] here\r\n");
    std::string heard, idle_tag;
    while (!stopping_) {
      pollfd waiting{connection, POLLIN, 0};
      if (::poll(&waiting, 1, 50) <= 0) continue;
      char piece[1'000];
      const auto got = ::recv(connection, piece, sizeof piece, 0);
      if (got <= 0) return;
      heard.append(piece, static_cast<std::size_t>(got));
      for (auto end = heard.find("\r\n"); end != std::string::npos; end = heard.find("\r\n")) {
        const auto line = heard.substr(0, end);
        heard.erase(0, end + 2);
        if (line == "DONE") {
          say(connection, after_done + idle_tag + " OK done\r\n");
          continue;
        }
        const auto tag = line.substr(0, line.find(' '));
        const auto words = line.substr(std::min(tag.size() + 1, line.size()));
        if (words.starts_with("CAPABILITY")) say(connection, "* CAPABILITY " + capabilities + "\r\n");
        if (words.starts_with("SELECT")) say(connection, "* 3 EXISTS\r\n* OK [UIDVALIDITY 7] x\r\n* OK [UIDNEXT 4] x\r\n");
        if (words == "IDLE") {
          if (hangs_up) return;
          idle_tag = tag;
          say(connection, "+ idling\r\n" + when_idle);
          const std::lock_guard lock(mutex_);
          ++waits_;
          moved_.notify_all();
          continue;
        }
        say(connection, tag + " OK done\r\n");
        if (words == "LOGOUT") return;
      }
    }
  }

  int listener_ = -1, port_ = 0;
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable moved_;
  int waits_ = 0;
  std::thread thread_;
};

class ImapIdle : public ::testing::Test {
 protected:
  std::unique_ptr<Letterbox> opened() {
    auto letterbox = open_imap(*parse_account("support@shop.example imap://u:p@127.0.0.1:" + std::to_string(server.port())), {});
    EXPECT_TRUE(letterbox.ok()) << letterbox.error().detail;
    if (!letterbox.ok()) return nullptr;
    const auto open = (*letterbox)->open();
    EXPECT_TRUE(open.ok());
    return std::move(*letterbox);
  }
  PlayedServer server;
  Waker waker;
};

TEST_F(ImapIdle, NewsEndAWaitAndOldOnesDoNot) {
  server.when_idle = "* OK Still here\r\n* 2 EXPUNGE\r\n* 4 EXISTS\r\n";
  auto letterbox = opened();
  ASSERT_TRUE(letterbox);
  EXPECT_TRUE(*letterbox->can_idle());
  EXPECT_TRUE(*letterbox->idle(minutes(9), waker));
  server.when_idle = "* OK Still here\r\n";
  EXPECT_FALSE(*letterbox->idle(milliseconds(50), waker)) << "its time was over";
  EXPECT_FALSE(*letterbox->idle(milliseconds(50), waker)) << "and it is begun anew on the same connection";
  EXPECT_EQ(server.waits(), 3);
  EXPECT_TRUE(letterbox->size(3).ok()) << "other commands go on";
}

TEST_F(ImapIdle, WhatIsToldAtTheEndOfAWaitIsNews) {
  server.after_done = "* 5 EXISTS\r\n";
  auto letterbox = opened();
  ASSERT_TRUE(letterbox);
  EXPECT_TRUE(*letterbox->idle(milliseconds(50), waker));
}

TEST_F(ImapIdle, SomebodyMayWakeIt) {
  auto letterbox = opened();
  ASSERT_TRUE(letterbox);
  std::thread waking([&] {
    server.wait_for(1);
    waker.wake();
  });
  EXPECT_FALSE(*letterbox->idle(minutes(9), waker));
  waking.join();
}

TEST_F(ImapIdle, ALostConnectionIsAnError) {
  server.hangs_up = true;
  auto letterbox = opened();
  ASSERT_TRUE(letterbox);
  EXPECT_FALSE(letterbox->idle(minutes(9), waker).ok());
  EXPECT_FALSE(letterbox->idle(minutes(9), waker).ok()) << "for good";
}

TEST_F(ImapIdle, AServerWithoutItSaysSo) {
  server.capabilities = "IMAP4rev1 MOVE";
  auto letterbox = opened();
  ASSERT_TRUE(letterbox);
  EXPECT_FALSE(*letterbox->can_idle());
}

}  // namespace
}  // namespace plaza::mailbox
