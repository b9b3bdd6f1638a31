// Sending for real: into a folder, and to a small SMTP server on this machine.
#include <arpa/inet.h>
#include <gtest/gtest.h>
#include <sys/socket.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <thread>

#include "platform/mail/mail.h"

namespace plaza::mail {
namespace {

namespace fs = std::filesystem;

struct FixedClock final : Clock {
  Time now() const override { return Time{1'772'357'400'000'000}; }
};

Message message() {
  return {"bell:1", {"shop@example.org"}, {{"ann@example.com"}, {"bob@example.com"}},
          "Gốm",    ".dot\nEnd",          "",
          {}};
}

// Answers one connection; `replies` override what it says to a command ("" closes, "…" says nothing).
using Replies = std::map<std::string, std::string>;

class SmtpServer {
 public:
  explicit SmtpServer(Replies replies = {}) : replies_(std::move(replies)) {
    listening_ = ::socket(AF_INET, SOCK_STREAM, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(listening_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(listening_, 1), 0);
    socklen_t length = sizeof address;
    ::getsockname(listening_, reinterpret_cast<sockaddr*>(&address), &length);
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
  }
  ~SmtpServer() {
    finish();
    ::close(listening_);
  }
  // When the client is gone: what it sent may then be read.
  void finish() {
    if (!thread_.joinable()) return;
    ::shutdown(listening_, SHUT_RDWR);
    thread_.join();
  }
  std::string url(const std::string& user = "") const {
    return "smtp://" + user + "127.0.0.1:" + std::to_string(port_);
  }
  std::vector<std::string> commands;
  std::string data;

 private:
  void serve() {
    const int client = ::accept(listening_, nullptr, nullptr);
    if (client < 0) return;
    say(client, "220 ready");
    std::string line;
    while (read_line(client, line)) {
      commands.push_back(line);
      const std::string verb = line.substr(0, 4);
      const auto reply = replies_.find(verb);
      if (reply != replies_.end()) {
        if (reply->second.empty()) break;
        if (reply->second != "…") say(client, reply->second);
      } else if (verb == "EHLO") {
        say(client, "250-test\r\n250 AUTH PLAIN");
      } else if (verb == "AUTH") {
        say(client, "334 ");
        if (read_line(client, line)) commands.push_back(line);
        say(client, "235 fine");
      } else if (verb == "DATA") {
        say(client, "354 go on");
        while (read_line(client, line) && line != ".") data += line + "\n";
        say(client, "250 kept");
      } else if (verb == "QUIT") {
        say(client, "221 bye");
        break;
      } else {
        say(client, "250 fine");
      }
    }
    ::close(client);
  }
  static void say(int client, const std::string& text) {
    const std::string line = text + "\r\n";
    (void)!::send(client, line.data(), line.size(), MSG_NOSIGNAL);
  }
  static bool read_line(int client, std::string& line) {
    line.clear();
    char c = 0;
    while (::recv(client, &c, 1, 0) == 1) {
      if (c == '\n') {
        if (line.ends_with('\r')) line.pop_back();
        return true;
      }
      line += c;
    }
    return false;
  }

  Replies replies_;
  int listening_ = -1;
  int port_ = 0;
  std::thread thread_;
};

const FixedClock fixed_clock;

Status send_to(const std::string& url, int timeout_ms = 10'000) {
  const auto sender = open_smtp({url, timeout_ms, 5'000, ""}, fixed_clock);
  EXPECT_TRUE(sender.ok());
  return (*sender)->send(message());
}

TEST(Smtp, HandsTheMailOver) {
  SmtpServer server;
  EXPECT_TRUE(send_to(server.url()).ok());
  server.finish();
  const auto& commands = server.commands;
  const auto& data = server.data;
  ASSERT_GE(commands.size(), 5u);
  EXPECT_EQ(commands[0], "EHLO example.org");
  EXPECT_EQ(commands[1].substr(0, 29), "MAIL FROM:<shop@example.org>");
  EXPECT_EQ(commands[2], "RCPT TO:<ann@example.com>");
  EXPECT_EQ(commands[3], "RCPT TO:<bob@example.com>");
  EXPECT_EQ(commands[4], "DATA");
  EXPECT_NE(data.find("To: ann@example.com, bob@example.com\n"), std::string::npos);
  EXPECT_NE(data.find("Subject: =?UTF-8?B?R+G7kW0=?=\n"), std::string::npos);
  EXPECT_TRUE(data.ends_with("\n\n=2Edot\nEnd\n")) << data;
}

TEST(Smtp, SignsInWhenThereIsAPassword) {
  SmtpServer server;
  EXPECT_TRUE(send_to(server.url("user:p%40ss@")).ok());
  server.finish();
  ASSERT_GE(server.commands.size(), 3u);
  EXPECT_EQ(server.commands[1], "AUTH PLAIN");
  EXPECT_EQ(server.commands[2], "AHVzZXIAcEBzcw==");  // \0user\0p@ss
}

TEST(Smtp, TellsARefusalForGoodFromAPassingOne) {
  {
    SmtpServer server(Replies{{"RCPT", "550 no such user"}});
    const Status refused = send_to(server.url());
    ASSERT_FALSE(refused.ok());
    EXPECT_EQ(refused.error().code, "mail.rejected");
    EXPECT_EQ(refused.error().kind, ErrorKind::unprocessable);
  }
  SmtpServer server(Replies{{"RCPT", "451 later"}});
  const Status refused = send_to(server.url());
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().code, "mail.unreachable");
  EXPECT_EQ(refused.error().kind, ErrorKind::upstream);
}

TEST(Smtp, ADroppedConnectionIsUnreachable) {
  SmtpServer server(Replies{{"DATA", ""}});
  EXPECT_EQ(send_to(server.url()).error().code, "mail.unreachable");
}

TEST(Smtp, ASilentServerIsLeftAfterTheDeadline) {
  SmtpServer server(Replies{{"MAIL", "…"}});
  EXPECT_EQ(send_to(server.url(), 300).error().code, "mail.unreachable");
}

TEST(Smtp, ARefusedLoginMayBeTriedAgain) {
  SmtpServer server(Replies{{"AUTH", "535 wrong"}});
  EXPECT_EQ(send_to(server.url("user:pass@")).error().code, "mail.unreachable");
}

TEST(Smtp, NobodyListening) {
  std::string url;
  {
    SmtpServer server;
    url = server.url();
  }
  EXPECT_EQ(send_to(url).error().code, "mail.unreachable");
}

TEST(Smtp, RefusesWhatIsNoServer) {
  for (const char* url : {"", "http://host", "host:25", "smtp://", "file:///etc/passwd"}) {
    EXPECT_EQ(open_smtp({url, 1000, 1000, ""}, fixed_clock).error().code, "mail.invalid") << url;
  }
}

class OutboxTest : public testing::Test {
 protected:
  OutboxTest()
      : folder(fs::path(testing::TempDir()) / ("plaza_outbox_" + std::to_string(::getpid())) /
               "mails") {
    fs::remove_all(folder.parent_path());
  }
  ~OutboxTest() override { fs::remove_all(folder.parent_path()); }
  std::size_t files() const {
    return static_cast<std::size_t>(
        std::distance(fs::directory_iterator(folder), fs::directory_iterator()));
  }
  fs::path folder;
};

TEST_F(OutboxTest, WritesOneFilePerMail) {
  const auto outbox = open_outbox(folder.string(), fixed_clock);
  EXPECT_TRUE(outbox->send(message()).ok());
  EXPECT_TRUE(outbox->send(message()).ok());  // the same key
  ASSERT_EQ(files(), 1u);
  const auto path = fs::directory_iterator(folder)->path();
  EXPECT_EQ(path.filename().string(), message_id(message()).substr(1, 32) + ".eml");
  std::ifstream file(path, std::ios::binary);
  const std::string contents{std::istreambuf_iterator<char>(file), {}};
  EXPECT_EQ(contents, *compose(message(), fixed_clock.now()));
  Message other = message();
  other.key = "bell:2";
  EXPECT_TRUE(outbox->send(other).ok());
  EXPECT_EQ(files(), 2u);
}

TEST_F(OutboxTest, WritesNothingOfAnInvalidMail) {
  const auto outbox = open_outbox(folder.string(), fixed_clock);
  Message wrong = message();
  wrong.to.clear();
  EXPECT_EQ(outbox->send(wrong).error().code, "mail.invalid");
  EXPECT_EQ(files(), 0u);
}

TEST_F(OutboxTest, ThrowsWhenItsFolderCannotBeMade) {
  EXPECT_THROW(open_outbox("/proc/no/such", fixed_clock), std::runtime_error);
}

}  // namespace
}  // namespace plaza::mail
