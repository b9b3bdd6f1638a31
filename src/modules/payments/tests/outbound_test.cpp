// HTTP out against a socket that takes connections and says nothing, or nothing good.
#include "outbound.h"

#include <gtest/gtest.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <future>
#include <thread>

#include "fixture.h"

namespace plaza::payments {
namespace {

// Listens, and does nothing else until it is told to answer.
class Silent {
 public:
  Silent() : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    EXPECT_EQ(::bind(socket_, reinterpret_cast<sockaddr*>(&address), sizeof address), 0);
    EXPECT_EQ(::listen(socket_, 16), 0);
    socklen_t size = sizeof address;
    EXPECT_EQ(::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size), 0);
    port_ = ntohs(address.sin_port);
  }
  ~Silent() { ::close(socket_); }
  std::string url() const { return "http://127.0.0.1:" + std::to_string(port_) + "/"; }
  // Reads one request's first bytes and sends `bytes`.
  std::string answer(const std::string& bytes) {
    const int peer = ::accept(socket_, nullptr, nullptr);
    char buffer[4096];
    const auto count = ::read(peer, buffer, sizeof buffer);
    EXPECT_EQ(::write(peer, bytes.data(), bytes.size()), static_cast<ssize_t>(bytes.size()));
    ::close(peer);
    return std::string(buffer, static_cast<std::size_t>(std::max<ssize_t>(count, 0)));
  }

 private:
  int socket_;
  int port_ = 0;
};

Detached keep(Outbound& outbound, Outgoing request, std::promise<Result<Reply>>& answer) {
  auto reply = co_await outbound.send(std::move(request));
  answer.set_value(std::move(reply));
}

TEST(Outbound, SendsAFormAndGivesTheAnswer) {
  Silent server;
  Outbound outbound(seconds(10));
  std::string request;
  std::thread serving([&] { request = server.answer("HTTP/1.1 402 No\r\nContent-Length: 3\r\n\r\nabc"); });
  const auto reply = sync_wait(outbound.send({true, server.url() + "v1", {"Idempotency-Key: pay_1"}, "a[b]=c"}));
  serving.join();
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->status, 402);
  EXPECT_EQ(reply->body, "abc");
  EXPECT_TRUE(request.starts_with("POST /v1 HTTP/1.1\r\n")) << request;
  EXPECT_NE(request.find("Idempotency-Key: pay_1\r\n"), std::string::npos);
  EXPECT_TRUE(request.ends_with("\r\n\r\na[b]=c"));
}

TEST(Outbound, WaitsNoLongerThanItsDeadline) {
  Silent server;
  Outbound outbound(milliseconds(50));
  EXPECT_EQ(sync_wait(outbound.send({false, server.url(), {}, {}})).error().code, "http.timed_out");
}

TEST(Outbound, TellsThatNobodyIsThere) {
  Outbound outbound(seconds(10));
  EXPECT_EQ(sync_wait(outbound.send({false, "http://127.0.0.1:1/", {}, {}})).error().code, "http.unreachable");
  EXPECT_EQ(sync_wait(outbound.send({false, "http://127.0.0.1:1/", {"A: b\r\nC: d"}, {}})).error().code, "http.unreachable");
  EXPECT_EQ(sync_wait(outbound.send({false, "file:///etc/passwd", {}, {}})).error().code, "http.unreachable");
}

TEST(Outbound, TellsThoseWhoStillWaitWhenItGoes) {
  Silent server;
  std::promise<Result<Reply>> answer;
  {
    Outbound outbound(seconds(60));
    keep(outbound, {false, server.url(), {}, {}}, answer);
  }
  EXPECT_EQ(answer.get_future().get().error().code, "http.unreachable");
}

// --- the provider over it ---

class UnreachableStripe : public PaymentsTest {
 protected:
  UnreachableStripe() {
    module_.reset();
    Settings settings;
    settings.stripe = StripeSettings{"sk_test_1", "", "", "http://127.0.0.1:1"};
    module_ = open({database(), ids_, clock_, settings, {}, &timer_});
  }
};

ENGINE_TEST(UnreachableStripe, LeavesTheOutcomeOpenAndIsAskedAgain) {
  const auto payment = begin("stripe");
  EXPECT_EQ(pay(payment, "pm_card").error.code, "payment.provider_failed");
  clock_.advance(seconds(15));
  EXPECT_EQ(module_->reconcile().error().detail, "Open payments could not be settled with: stripe");
  EXPECT_EQ(status(payment), PaymentStatus::processing);
  EXPECT_EQ(module_->sweep().error().kind, ErrorKind::upstream);
}

ENGINE_TEST(UnreachableStripe, IsNotAskedForAmountsThatItCannotTake) {
  const auto payment = *write([&](db::Transaction& tx) -> Result<Payment> {
    return payments().begin(tx, 7, "stripe", Money{12'345, *parse_currency("KWD")});
  });
  const auto outcome = pay(payment, "pm_card");
  EXPECT_EQ(outcome.kind, Outcome::Kind::declined);
  EXPECT_EQ(outcome.error.code, "payment.declined");
  clock_.advance(seconds(15));
  EXPECT_TRUE(module_->reconcile().ok());
  EXPECT_EQ(status(payment), PaymentStatus::failed);
}

}  // namespace
}  // namespace plaza::payments
