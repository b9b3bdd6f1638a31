#include "platform/http/client.h"

#include <arpa/inet.h>
#include <gtest/gtest.h>

#include "platform/http/public_address.h"
#include "shop.h"

namespace plaza::http {
namespace {

class ClientTest : public ::testing::Test {
 protected:
  ClientTest() {
    shop.routes.add(get<None, None>("/away", "away").raw([](Call&) -> Task<Response> {
      co_return redirect(302, "/v1/text?size=5");
    }));
    server = shop.open();
  }
  ClientRequest request(const std::string& target) {
    ClientRequest made;
    made.url = "http://127.0.0.1:" + std::to_string(server->port()) + target;
    made.private_addresses = true;
    return made;
  }
  Shop shop;
  std::unique_ptr<Server> server;
};

TEST_F(ClientTest, Gets) {
  const auto reply = fetch(request("/v1/text?size=3000"));
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->status, 200);
  EXPECT_EQ(reply->body, std::string(3000, 'a'));
}

TEST_F(ClientTest, SendsABodyWithHeaders) {
  auto put_item = request("/v1/shelves/" + to_text(ShelfId{5}) + "/item");
  put_item.method = Method::put;
  put_item.body = R"({"name":"Vase"})";
  put_item.headers = {{"content-type", "application/json"}, {"x-request-id", "r-1"}};
  const auto reply = fetch(put_item);
  ASSERT_TRUE(reply.ok());
  EXPECT_EQ(reply->status, 201);
  bool found = false;
  for (const auto& header : reply->headers) found = found || header == std::pair<std::string, std::string>("x-request-id", "r-1");
  EXPECT_TRUE(found);
  auto echo = request("/v1/echo");
  echo.method = Method::post;
  echo.body = "plain";
  EXPECT_EQ(fetch(echo)->body, "plain");
}

TEST_F(ClientTest, FollowsRedirectsOnlyWhenAsked) {
  auto away = request("/away");
  EXPECT_EQ(fetch(away)->status, 302);
  away.redirects_max = 1;
  EXPECT_EQ(fetch(away)->body, "aaaaa");
}

TEST_F(ClientTest, StopsAtTheSizeAskedFor) {
  auto text = request("/v1/text?size=3000");
  text.body_max = 2999;
  EXPECT_EQ(fetch(text).error().code, "http.too_large");
  EXPECT_EQ(fetch(text).error().kind, ErrorKind::upstream);
  text.body_max = 3000;
  EXPECT_TRUE(fetch(text).ok());
}

TEST_F(ClientTest, GivesUpInTime) {
  auto slow = request("/v1/slow");
  slow.timeout_ms = 50;
  EXPECT_EQ(fetch(slow).error().code, "http.timed_out");
  shop.slow_runs.get_future().wait();
  shop.go_on(200);
}

TEST_F(ClientTest, RefusesPrivateAddressesHoweverTheyAreWritten) {
  const std::string port = ":" + std::to_string(server->port());
  for (const std::string host : {"127.0.0.1", "localhost", "2130706433", "0x7f000001", "[::1]", "[::ffff:127.0.0.1]",
                                 "0.0.0.0", "10.0.0.1", "169.254.169.254"}) {
    auto guarded = request("");
    guarded.url = "http://" + host + port + "/v1/items";
    guarded.private_addresses = false;
    guarded.timeout_ms = 2000;
    const auto reply = fetch(guarded);
    ASSERT_FALSE(reply.ok()) << host;
    EXPECT_EQ(reply.error().code, "http.forbidden_address") << host;
  }
}

TEST_F(ClientTest, SpeaksOnlyHttp) {
  auto file = request("");
  file.url = "file:///etc/passwd";
  EXPECT_EQ(fetch(file).error().code, "http.unreachable");
  auto forged = request("/v1/items");
  forged.headers = {{"x-a", "b\r\nx-evil: 1"}};
  EXPECT_EQ(fetch(forged).error().code, "http.unreachable");
}

TEST(PublicAddress, KnowsTheRanges) {
  const auto four = [](const char* text) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    inet_pton(AF_INET, text, &address.sin_addr);
    return is_public_address(reinterpret_cast<const sockaddr*>(&address));
  };
  const auto six = [](const char* text) {
    sockaddr_in6 address{};
    address.sin6_family = AF_INET6;
    inet_pton(AF_INET6, text, &address.sin6_addr);
    return is_public_address(reinterpret_cast<const sockaddr*>(&address));
  };
  for (const char* text : {"1.1.1.1", "8.8.8.8", "100.63.0.1", "172.15.0.1", "172.32.0.1", "192.167.1.1", "223.255.255.255"}) {
    EXPECT_TRUE(four(text)) << text;
  }
  for (const char* text : {"0.1.2.3", "10.1.1.1", "100.64.0.1", "127.9.9.9", "169.254.169.254", "172.16.0.1", "172.31.255.255",
                           "192.168.1.1", "198.19.0.1", "224.0.0.1", "255.255.255.255"}) {
    EXPECT_FALSE(four(text)) << text;
  }
  EXPECT_TRUE(six("2606:4700::1111"));
  EXPECT_TRUE(six("64:ff9b::8.8.8.8"));
  for (const char* text : {"::", "::1", "fc00::1", "fe80::1", "ff02::1", "::ffff:10.0.0.1", "64:ff9b::10.0.0.1",
                           "2002:7f00:1::", "2001::1", "2001:db8::1"}) {
    EXPECT_FALSE(six(text)) << text;
  }
}

}  // namespace
}  // namespace plaza::http
