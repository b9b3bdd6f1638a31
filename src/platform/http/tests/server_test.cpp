// The server on real loopback sockets.
#include <gtest/gtest.h>

#include "shop.h"

namespace plaza::http {
namespace {

using testing::HttpClient;
using testing::Wire;

class ServerTest : public ::testing::Test {
 protected:
  void open(ServerOptions options = {}) { server = shop.open(options); }
  Wire wire() { return Wire("127.0.0.1", server->port()); }
  HttpClient client() { return HttpClient(server->port()); }
  Shop shop;
  std::unique_ptr<Server> server;
};

TEST_F(ServerTest, AnswersATypedRoute) {
  open();
  auto http = client();
  const auto reply = http.put("/v1/shelves/" + to_text(ShelfId{5}) + "/item", R"({"name":"Vase"})");
  EXPECT_EQ(reply.status, 201);
  EXPECT_EQ(reply.body, R"({"id":")" + to_text(ShelfId{5}) + R"(","name":"Vase","count":1})");
  EXPECT_EQ(reply.header("content-type"), "application/json");
  EXPECT_EQ(reply.header("x-content-type-options"), "nosniff");
  EXPECT_EQ(reply.header("referrer-policy"), "strict-origin-when-cross-origin");
  EXPECT_EQ(reply.header("x-frame-options"), "SAMEORIGIN");
  EXPECT_EQ(reply.header("x-request-id").size(), 13u);
  EXPECT_EQ(reply.header("date").size(), 29u);
}

TEST_F(ServerTest, KeepsTheConnectionForManyRequests) {
  open();
  auto peer = wire();
  for (int i = 0; i < 200; ++i) {
    peer.send("GET /v1/items?limit=7 HTTP/1.1\r\nhost: a\r\n\r\n");
    const auto reply = peer.receive();
    ASSERT_EQ(reply.status, 200);
    ASSERT_EQ(reply.header("connection"), "");
  }
}

TEST_F(ServerTest, AnswersPipelinedRequestsInOrder) {
  open();
  auto peer = wire();
  std::string all;
  for (int i = 1; i <= 100; ++i) {
    all += "POST /v1/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 3\r\n\r\n" + std::to_string(100 + i);
  }
  peer.send(all);
  for (int i = 1; i <= 100; ++i) ASSERT_EQ(peer.receive().body, std::to_string(100 + i));
}

TEST_F(ServerTest, HeadSendsTheLengthWithoutTheBody) {
  open();
  auto peer = wire();
  peer.send("HEAD /v1/text?size=100 HTTP/1.1\r\nhost: a\r\n\r\nGET /v1/text?size=3 HTTP/1.1\r\nhost: a\r\n\r\n");
  EXPECT_EQ(peer.receive(false).header("content-length"), "100");
  EXPECT_EQ(peer.receive().body, "aaa");
}

TEST_F(ServerTest, OldClientsAreClosedUnlessTheyAskToStay) {
  open();
  auto peer = wire();
  peer.send("GET /v1/items HTTP/1.0\r\nconnection: keep-alive\r\n\r\n");
  EXPECT_EQ(peer.receive().header("connection"), "keep-alive");
  peer.send("GET /v1/items HTTP/1.0\r\n\r\n");
  EXPECT_EQ(peer.receive().header("connection"), "close");
  EXPECT_TRUE(peer.closed_by_server());
}

TEST_F(ServerTest, TakesChunkedBodies) {
  open();
  auto peer = wire();
  peer.send("POST /v1/echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n4\r\nWiki\r\n");
  peer.send("5;ext=1\r\npedia\r\n0\r\nx-trailer: 1\r\n\r\n");
  EXPECT_EQ(peer.receive().body, "Wikipedia");
  peer.send("GET /v1/items HTTP/1.1\r\nhost: a\r\n\r\n");
  EXPECT_EQ(peer.receive().status, 200);
}

TEST_F(ServerTest, TakesAnEmptyBodyOfChunksInAnyPieces) {
  open();
  const std::string head = "POST /v1/echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\n", end = "0\r\nx: y\r\n\r\n";
  for (std::size_t cut = 0; cut < end.size(); ++cut) {
    auto peer = wire();
    peer.send(head);
    if (cut > 0) peer.send(end.substr(0, cut));
    peer.send(end.substr(cut, 1));
    peer.send(end.substr(cut + 1));
    EXPECT_EQ(peer.receive().status, 200) << cut;
  }
}

TEST_F(ServerTest, TakesARequestByteByByte) {
  open();
  auto peer = wire();
  for (const char c : std::string("POST /v1/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 2\r\n\r\nhi")) {
    peer.send(std::string_view(&c, 1));
  }
  EXPECT_EQ(peer.receive().body, "hi");
}

TEST_F(ServerTest, TakesLargeBodies) {
  open();
  auto http = client();
  std::string body(1'900'000, 'x');
  for (std::size_t i = 0; i < body.size(); i += 97) body[i] = static_cast<char>('a' + i % 26);
  EXPECT_EQ(http.post("/v1/echo", body, {{"content-type", "text/x"}}).body, body);
}

TEST_F(ServerTest, RefusesMalformedRequestsAndCloses) {
  open();
  for (const char* text : {"nonsense\r\n\r\n", "GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n",
                           "GET / HTTP/1.1\r\nhost: a/b\r\n\r\n",
                           "GET / HTTP/3.7\r\nhost: a\r\n\r\n", "GET /a b HTTP/1.1\r\nhost: a\r\n\r\n",
                           "GET / HTTP/1.1\r\nhost: a\r\nbad header: x\r\n\r\n",
                           "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: -1\r\n\r\n",
                           "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n",
                           "POST / HTTP/1.1\r\nhost: a\r\ncontent-length: 1\r\ntransfer-encoding: chunked\r\n\r\n",
                           "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip\r\n\r\n",
                           "POST / HTTP/1.1\r\nhost: a\r\ntransfer-encoding: gzip, chunked\r\n\r\n",
                           "POST /v1/echo HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n"}) {
    auto peer = wire();
    peer.send(text);
    const auto reply = peer.receive();
    EXPECT_EQ(reply.status, 400) << text;
    EXPECT_EQ(reply.header("content-type"), "application/problem+json") << text;
    EXPECT_NE(reply.body.find("request.malformed"), std::string::npos) << text;
    EXPECT_EQ(reply.header("connection"), "close") << text;
    EXPECT_TRUE(peer.closed_by_server()) << text;
  }
}

TEST_F(ServerTest, AnUnknownMethodIs501) {
  open();
  auto peer = wire();
  peer.send("BREW / HTTP/1.1\r\nhost: a\r\n\r\n");
  EXPECT_EQ(peer.receive().status, 501);
}

TEST_F(ServerTest, RefusesTooLargeHeads) {
  open();
  auto peer = wire();
  peer.send("GET / HTTP/1.1\r\nhost: a\r\nx: " + std::string(20'000, 'x'));
  EXPECT_EQ(peer.receive().status, 431);
  EXPECT_TRUE(peer.closed_by_server());
}

TEST_F(ServerTest, RefusesTooLargeBodiesBeforeReadingThem) {
  open();
  auto peer = wire();
  peer.send("POST /v1/small HTTP/1.1\r\nhost: a\r\ncontent-length: 100000000\r\n\r\n");
  const auto reply = peer.receive();
  EXPECT_EQ(reply.status, 413);
  EXPECT_NE(reply.body.find("request.too_large"), std::string::npos);
  EXPECT_EQ(reply.header("connection"), "close");
}

TEST_F(ServerTest, RefusesTooLargeChunkedBodies) {
  open();
  auto peer = wire();
  peer.send("POST /v1/small HTTP/1.1\r\nhost: a\r\ntransfer-encoding: chunked\r\n\r\nff\r\n" + std::string(255, 'x') + "\r\n");
  EXPECT_EQ(peer.receive().status, 413);
}

TEST_F(ServerTest, AShortUnwantedBodyDoesNotCostTheConnection) {
  open();
  auto peer = wire();
  peer.send("POST /nowhere HTTP/1.1\r\nhost: a\r\ncontent-length: 5\r\n\r\n");
  peer.send("hello");
  EXPECT_EQ(peer.receive().status, 404);
  peer.send("GET /v1/items HTTP/1.1\r\nhost: a\r\n\r\n");
  EXPECT_EQ(peer.receive().status, 200);
}

TEST_F(ServerTest, SaysContinueOnlyToWhomMaySend) {
  open();
  auto peer = wire();
  peer.send("POST /v1/echo HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n");
  EXPECT_EQ(peer.receive().status, 100);
  peer.send("ok");
  EXPECT_EQ(peer.receive().body, "ok");
  peer.send("POST /v1/me HTTP/1.1\r\nhost: a\r\nexpect: 100-continue\r\ncontent-length: 2\r\n\r\n");
  EXPECT_EQ(peer.receive().status, 401);
}

TEST_F(ServerTest, EndsClientsThatSendTheirHeadTooSlowly) {
  ServerOptions options;
  options.header_seconds_max = 1;
  open(options);
  auto peer = wire();
  peer.send("GET /v1/items HTTP/1.1\r\nhost: a\r\nx-a: b");
  EXPECT_TRUE(peer.closed_by_server());
}

TEST_F(ServerTest, EndsIdleClients) {
  ServerOptions options;
  options.idle_seconds_max = 1;
  open(options);
  auto peer = wire();
  peer.send("GET /v1/items HTTP/1.1\r\nhost: a\r\n\r\n");
  EXPECT_EQ(peer.receive().status, 200);
  EXPECT_TRUE(peer.closed_by_server());
}

TEST_F(ServerTest, EndsClientsThatSendTheirBodyTooSlowly) {
  ServerOptions options;
  options.body_seconds_max = 1;
  open(options);
  auto peer = wire();
  peer.send("POST /v1/echo HTTP/1.1\r\nhost: a\r\ncontent-length: 10\r\n\r\nhalf");
  EXPECT_TRUE(peer.closed_by_server());
}

TEST_F(ServerTest, TakesOnlySoManyConnections) {
  ServerOptions options;
  options.threads = 1;
  options.connections_max = 2;
  open(options);
  auto one = client(), two = client();
  EXPECT_EQ(one.get("/v1/items").status, 200);
  EXPECT_EQ(two.get("/v1/items").status, 200);
  auto three = wire();
  EXPECT_EQ(three.receive().status, 503);
}

TEST_F(ServerTest, BelievesForwardedAddressesOnlyWhenTold) {
  open();
  auto http = client();
  EXPECT_EQ(http.get("/v1/caller", {{"x-forwarded-for", "9.9.9.9"}}).body, "0|||en|127.0.0.1");
  ServerOptions options;
  options.trust_forwarded = true;
  open(options);
  auto trusted = client();
  EXPECT_EQ(trusted.get("/v1/caller", {{"x-forwarded-for", "1.2.3.4, 9.9.9.9"}}).body, "0|||en|9.9.9.9");
  EXPECT_EQ(trusted.get("/v1/caller", {{"x-forwarded-for", "nonsense"}}).body, "0|||en|127.0.0.1");
}

TEST_F(ServerTest, ASecondServerCannotTakeThePort) {
  open();
  ServerOptions options;
  options.port = server->port();
  EXPECT_THROW(serve(options, shop.parts), std::exception);
}

TEST_F(ServerTest, StoppingLetsARunningRequestFinish) {
  ServerOptions options;
  options.threads = 1;
  open(options);
  auto peer = wire();
  auto idle = wire();
  idle.send("GET /v1/items HTTP/1.1\r\nhost: a\r\n\r\n");
  EXPECT_EQ(idle.receive().status, 200);
  peer.send("GET /v1/slow HTTP/1.1\r\nhost: a\r\n\r\n");
  shop.slow_runs.get_future().wait();
  std::thread stopping([this] { server->stop(10); });
  EXPECT_TRUE(idle.closed_by_server());  // so the stop has begun
  shop.go_on(200);
  const auto reply = peer.receive();
  EXPECT_EQ(reply.body, "late");
  EXPECT_EQ(reply.header("connection"), "close");
  stopping.join();
  EXPECT_THROW(wire(), std::runtime_error);
}

}  // namespace
}  // namespace plaza::http
