#include "networks_fixture.h"
#include "samples.h"
#include "platform/json/document.h"

namespace plaza::networks {
namespace {

using http::Method;

class WhoByHeader final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto who = request.header("x-who");
    if (who == "noor") caller.subject = 302, caller.roles = identity::agent;
    if (who == "an") caller.subject = 301;
    return done();
  }
};

class NetworksRoutes : public NetworksFixture {
 protected:
  NetworksRoutes() {
    module->add_routes(routes);
    care.conversation.id = care::ConversationId{500};
    care.conversation.channel = "instagram";
    care.conversation.channel_key = "comment:c_1";
    care.conversation.last_in_at = clock.now();
  }
  http::Response ask(Method method, std::string target, std::string body = "", http::Headers headers = {{"x-who", "noor"}}) {
    http::Request request;
    request.method = method;
    request.target = std::move(target);
    request.body = std::move(body);
    request.headers = std::move(headers);
    request.headers.emplace_back("content-type", "application/json");
    request.headers.emplace_back("sec-fetch-site", "same-origin");
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, request));
  }
  static std::string told(const http::Response& response) {
    const std::string status = std::to_string(response.status);
    return response.status < 400 ? status : status + " " + std::string(boost::json::parse(response.body).at("code").as_string());
  }
  static std::string hub(std::string_view body, std::string_view secret = "app-secret") {
    return "sha256=" + crypto::hex(crypto::view(crypto::hmac_sha256(secret, body)));
  }
  std::string meta(const std::string& body, const std::string& signature) {
    return told(ask(Method::post, "/v1/webhooks/meta", body, {{"x-hub-signature-256", signature}}));
  }
  std::string tiktok(const std::string& body, std::int64_t age_seconds) {
    const auto at = std::to_string(clock.now().micros / 1'000'000 - age_seconds);
    const auto hex = crypto::hex(crypto::view(crypto::hmac_sha256("tiktok-secret", at + "." + body)));
    return told(ask(Method::post, "/v1/webhooks/tiktok", body, {{"tiktok-signature", "t=" + at + ",s=" + hex}}));
  }
  std::string path(const std::string& rest) { return "/v1/admin/conversations/" + to_text(care.conversation.id) + rest; }

  WhoByHeader authenticator;
  http::Routes routes;
};

ENGINE_TEST(NetworksRoutes, MetaGetsItsChallengeBackForTheRightToken) {
  const auto verify = [&](const std::string& query) { return ask(Method::get, "/v1/webhooks/meta?" + query); };
  const auto good = verify("hub.mode=subscribe&hub.verify_token=verify-me&hub.challenge=11587");
  EXPECT_EQ(good.status, 200);
  EXPECT_EQ(good.body, "11587");
  EXPECT_EQ(good.content_type, "text/plain; charset=utf-8");
  EXPECT_EQ(told(verify("hub.mode=subscribe&hub.verify_token=verify-mf&hub.challenge=1")), "403 networks.not_verified");
  EXPECT_EQ(told(verify("hub.mode=other&hub.verify_token=verify-me&hub.challenge=1")), "403 networks.not_verified");
  EXPECT_EQ(told(verify("hub.mode=subscribe&hub.verify_token=verify-me")), "400 request.invalid");
  EXPECT_EQ(told(verify("")), "403 networks.not_verified");
}

ENGINE_TEST(NetworksRoutes, ASignedWebhookIsKeptAndAChangedByteIsRefused) {
  const auto& body = samples::instagram_comment;
  EXPECT_EQ(meta(body, hub(body)), "200");
  EXPECT_EQ(meta(body, hub(body)), "200");  // again: nothing new
  std::string changed = body;
  changed[changed.size() / 2] ^= 1;
  EXPECT_EQ(meta(changed, hub(body)), "400 networks.bad_signature");
  EXPECT_EQ(meta(body, hub(body, "another")), "400 networks.bad_signature");
  EXPECT_EQ(meta(body, ""), "400 networks.bad_signature");
  EXPECT_EQ(meta("no json", hub("no json")), "400 networks.bad_event");
  runner->run_due();
  EXPECT_EQ(care.inbounds.size(), 1u);
}

ENGINE_TEST(NetworksRoutes, AnOldTikTokWebhookIsRefused) {
  EXPECT_EQ(tiktok(samples::tiktok_comment, 301), "400 networks.bad_signature");
  EXPECT_EQ(tiktok(samples::tiktok_comment, 10), "200");
  runner->run_due();
  EXPECT_EQ(care.inbounds.size(), 1u);
}

ENGINE_TEST(NetworksRoutes, WithoutSecretsThereAreNoWebhooks) {
  settings = {};
  auto bare = open(needs());
  http::Routes none;
  bare->add_routes(none);
  for (const auto& [method, target] : {std::pair(Method::post, "/v1/webhooks/meta"), std::pair(Method::post, "/v1/webhooks/tiktok"),
                                       std::pair(Method::get, "/v1/webhooks/meta?hub.mode=subscribe&hub.challenge=1")}) {
    http::Request request;
    request.method = method;
    request.target = target;
    request.body = "{}";
    request.headers = {{"sec-fetch-site", "same-origin"}};
    EXPECT_EQ(told(sync_wait(http::dispatch({none, authenticator, {}, {}, &clock}, request))), "404 networks.not_configured") << target;
  }
}

ENGINE_TEST(NetworksRoutes, StaffSeeHowEachNetworkStandsAndNoSecret) {
  meta(samples::instagram_comment, hub(samples::instagram_comment));
  runner->run_due();
  const auto reply = ask(Method::get, "/v1/admin/networks");
  ASSERT_EQ(reply.status, 200);
  const auto items = boost::json::parse(reply.body).at("items").as_array();
  ASSERT_EQ(items.size(), 4u);
  EXPECT_EQ(items[0].at("name").as_string(), "instagram");
  EXPECT_TRUE(items[0].at("answers").as_bool());
  EXPECT_EQ(items[0].at("events").as_int64(), 1);
  EXPECT_EQ(items[3].at("webhook_url").as_string(), "https://shop.example/v1/webhooks/tiktok");
  for (const auto* secret : {"ig-token", "wa-token", "fb-token", "tt-token", "app-secret", "tiktok-secret", "verify-me"}) {
    EXPECT_EQ(reply.body.find(secret), std::string::npos) << secret;
  }
  EXPECT_EQ(ask(Method::get, "/v1/admin/networks", "", {{"x-who", "an"}}).status, 403);
  EXPECT_EQ(ask(Method::get, "/v1/admin/networks", "", {}).status, 401);
}

ENGINE_TEST(NetworksRoutes, ACommentHasOnePrivateReplyWithinSevenDays) {
  EXPECT_NE(ask(Method::get, path("/network")).body.find(R"("kind":"comment","may_reply_privately":true)"), std::string::npos);
  EXPECT_EQ(told(ask(Method::post, path("/private_replies"), R"({"text":"Write to us here"})")), "201");
  EXPECT_EQ(care.sent, std::vector<std::string>{"Write to us here"});
  EXPECT_EQ(told(ask(Method::post, path("/private_replies"), R"({"text":"Once more"})")), "409 networks.not_private");
  EXPECT_NE(ask(Method::get, path("/network")).body.find(R"("private_ids":[")"), std::string::npos);
}

ENGINE_TEST(NetworksRoutes, NothingElseHasAPrivateReply) {
  EXPECT_EQ(told(ask(Method::post, path("/private_replies"), R"({"text":""})")), "400 request.invalid");
  EXPECT_EQ(told(ask(Method::post, path("/private_replies"), R"({"text":"x"})", {{"x-who", "an"}})).substr(0, 3), "403");
  clock.advance(days(8));
  EXPECT_EQ(told(ask(Method::post, path("/private_replies"), R"({"text":"Late"})")), "409 networks.not_private");
  clock.advance(-days(8));
  care.conversation.channel_key = "dm:1784:232";
  EXPECT_EQ(told(ask(Method::post, path("/private_replies"), R"({"text":"To a message"})")), "409 networks.not_private");
  care.conversation.channel = "form";
  EXPECT_EQ(told(ask(Method::get, path("/network"))), "404 networks.not_found");
  EXPECT_EQ(told(ask(Method::get, "/v1/admin/conversations/nobody/network")), "404 networks.not_found");
  EXPECT_TRUE(care.sent.empty());
}

}  // namespace
}  // namespace plaza::networks
