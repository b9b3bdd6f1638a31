#include "notifications/push.h"

#include <boost/json.hpp>

#include "notifications_fixture.h"
#include "platform/crypto/crypto.h"
#include "platform/crypto/web_push.h"
#include "profiles/personal_data.h"
#include "rules.h"

namespace plaza::notifications {
namespace {

using http::Method;

class PushTest : public NotificationsFixture {
 protected:
  const crypto::EcKeys browser = crypto::new_ec_keys();

  std::string subscription(const std::string& endpoint, const std::string& key = "", const std::string& auth = "BTBZMqHH6r4Tts7J_aSIgg") {
    return R"({"endpoint":")" + endpoint + R"(","keys":{"p256dh":")" + (key.empty() ? crypto::base64url(browser.public_key) : key) +
           R"(","auth":")" + auth + R"("},"name":"Firefox on Linux"})";
  }
  boost::json::object allow(int as, const std::string& endpoint = "https://push.example.com/one") {
    const auto reply = ask(Method::post, "/v1/me/push_devices", as, subscription(endpoint));
    EXPECT_EQ(reply.status, 201) << reply.body;
    return object_of(reply);
  }
  std::size_t devices(int as) { return object_of(ask(Method::get, "/v1/me/push_devices", as)).at("items").as_array().size(); }
  static std::string refused_field(const http::Response& reply) {
    return reply.status == 400 ? std::string(object_of(reply).at("errors").at(0).at("field").as_string()) : std::to_string(reply.status);
  }
  std::int64_t send(int to, Urgency urgency = Urgency::normal, const std::string& tag = "order:1") {
    std::int64_t count = 0;
    commit([&](db::Transaction& tx) {
      count = module->push().send(tx, {identity::AccountId{to}, "Gốm & Co", "Your parcel is on its way.", "/orders", tag, urgency, hours(2)});
    });
    return count;
  }
  static std::string header(const http::ClientRequest& request, const std::string& name) {
    for (const auto& [key, value] : request.headers) {
      if (key == name) return value;
    }
    return "";
  }
};

ENGINE_TEST(PushTest, AMessageGoesToTheDeviceSignedAndEncrypted) {
  const auto device = allow(1);
  EXPECT_EQ(device.at("service").as_string(), "push.example.com");
  EXPECT_TRUE(device.at("here").as_bool());
  EXPECT_EQ(send(1), 1);
  EXPECT_EQ(send(2), 0);
  runner->run_due();
  ASSERT_EQ(pushes.size(), 1u);
  const auto& request = pushes[0];
  EXPECT_EQ(request.url, "https://push.example.com/one");
  EXPECT_FALSE(request.private_addresses);
  EXPECT_EQ(request.redirects_max, 0);
  EXPECT_EQ(header(request, "ttl"), "7200");
  EXPECT_EQ(header(request, "urgency"), "normal");
  EXPECT_EQ(header(request, "content-encoding"), "aes128gcm");
  EXPECT_EQ(header(request, "topic").size(), 32u);
  EXPECT_EQ(request.body.find("parcel"), std::string::npos);
  EXPECT_EQ(request.body.substr(16, 5), std::string("\0\0\x10\0\x41", 5));
  const auto told = header(request, "authorization");
  const auto key = *crypto::parse_base64url(told.substr(told.find(", k=") + 4));
  EXPECT_EQ(crypto::base64url(key), object_of(ask(Method::get, "/v1/push_key", 0)).at("public_key").as_string());
  const auto token = told.substr(8, told.find(',') - 8);
  const auto last = token.rfind('.');
  EXPECT_TRUE(crypto::verify_es256(key, token.substr(0, last), *crypto::parse_base64url(token.substr(last + 1))));
  const auto first = token.find('.');
  const auto claims = boost::json::parse(*crypto::parse_base64url(token.substr(first + 1, last - first - 1))).as_object();
  EXPECT_EQ(claims.at("aud").as_string(), "https://push.example.com");
  EXPECT_EQ(claims.at("sub").as_string(), "mailto:hello@shop.example");
  EXPECT_EQ(claims.at("exp").as_int64(), (clock.now() + hours(12)).micros / seconds(1));
  EXPECT_FALSE(object_of(ask(Method::get, "/v1/me/push_devices", 1)).at("items").at(0).at("sent_at").is_null());
}

ENGINE_TEST(PushTest, OnlyAPublicHttpsAddressIsTakenAndOnlyRealKeys) {
  for (const std::string bad : {"http://push.example.com/x", "https://localhost/x", "https://127.0.0.1/x", "https://[::1]/x", "https://push.example.com:8443/x",
                                "https://me@push.example.com/x", "https://router.local/x", "ftp://push.example.com/x", "https://"}) {
    EXPECT_EQ(refused_field(ask(Method::post, "/v1/me/push_devices", 1, subscription(bad))), "endpoint") << bad;
  }
  EXPECT_EQ(refused_field(ask(Method::post, "/v1/me/push_devices", 1, subscription("https://push.example.com/x", std::string(87, 'A')))), "keys.p256dh");
  EXPECT_EQ(refused_field(ask(Method::post, "/v1/me/push_devices", 1, subscription("https://push.example.com/x", "", "!!!!!!!!!!!!!!!!!!!!!!"))), "keys.auth");
  EXPECT_EQ(ask(Method::post, "/v1/me/push_devices", 0, subscription("https://push.example.com/x")).status, 401);
  EXPECT_EQ(devices(1), 0u);
  EXPECT_EQ(push_origin("https://push.example.com/a?b", false), "https://push.example.com");
  EXPECT_EQ(push_origin("http://127.0.0.1:99/a", true), "http://127.0.0.1:99");
}

ENGINE_TEST(PushTest, ADeviceThatIsGoneIsForgottenAndAServiceThatIsBusyIsAskedAgain) {
  allow(1);
  push_status = 503;
  EXPECT_EQ(send(1), 1);
  runner->run_due();
  EXPECT_EQ(pushes.size(), 1u);
  clock.advance(seconds(6));
  push_status = 429;
  push_headers = {{"retry-after", "600"}};
  runner->run_due();
  EXPECT_EQ(pushes.size(), 2u);
  clock.advance(seconds(500));
  runner->run_due();
  EXPECT_EQ(pushes.size(), 2u);  // as it asked
  clock.advance(seconds(101));
  push_status = 410;
  runner->run_due();
  EXPECT_EQ(pushes.size(), 3u);
  EXPECT_EQ(devices(1), 0u);
  EXPECT_EQ(send(1), 0);
}

ENGINE_TEST(PushTest, WhatNobodyTakesIsGivenUpAndNothingOfItIsKept) {
  allow(1);
  push_status = 0;
  send(1);
  for (int i = 0; i < 20; ++i) {
    runner->run_due();
    clock.advance(minutes(10));
  }
  EXPECT_GE(pushes.size(), 3u);
  EXPECT_LE(pushes.size(), 8u);
  EXPECT_TRUE(runner->parked(10).empty());
  EXPECT_EQ(devices(1), 1u);
}

ENGINE_TEST(PushTest, WhoSignedOutThereHearsNothingThereAnyMore) {
  allow(1);
  send(1);
  sessions.closed.insert(1);
  runner->run_due();
  EXPECT_TRUE(pushes.empty());
  EXPECT_EQ(send(1), 0);
}

ENGINE_TEST(PushTest, TheSameEndpointIsOneDeviceOfWhoAllowedItLast) {
  allow(1);
  allow(1);
  EXPECT_EQ(devices(1), 1u);
  const auto taken = allow(2);
  EXPECT_EQ(devices(1), 0u);
  const auto path = "/v1/me/push_devices/" + std::string(taken.at("id").as_string());
  EXPECT_EQ(object_of(ask(Method::del, path, 1)).at("code").as_string(), "notifications.device_not_found");
  EXPECT_EQ(devices(2), 1u);
  EXPECT_EQ(ask(Method::del, path, 2).status, 204);
  EXPECT_EQ(ask(Method::del, path, 2).status, 404);
}

ENGINE_TEST(PushTest, ADeviceGetsOnlySoManyAnHourAndKeepsSomeForWhatIsUrgent) {
  allow(1);
  for (int i = 0; i < 30; ++i) EXPECT_EQ(send(1), 1) << i;
  EXPECT_EQ(send(1), 0);
  EXPECT_EQ(send(1, Urgency::high), 1);
  clock.advance(hours(1));
  EXPECT_EQ(send(1), 1);
}

ENGINE_TEST(PushTest, AnAccountKeepsItsTwentyNewestDevices) {
  for (int i = 0; i < 22; ++i) allow(1, "https://push.example.com/" + std::to_string(i));
  EXPECT_EQ(devices(1), 20u);
  EXPECT_EQ(send(1), 20);
}

ENGINE_TEST(PushTest, TheBellPushesWhatOneWantsInOnesLanguage) {
  allow(2);
  notify(notice(Kind::replied, 2, 1, "cmt_1", "Hello"));
  notify(notice(Kind::liked, 2, 1));
  runner->run_due();
  EXPECT_EQ(pushes.size(), 1u);
  const auto off = ask(Method::patch, "/v1/me/notification_preferences", 2,
                       R"({"items":[{"kind":"replied","mail":true,"push":false},{"kind":"liked","mail":false,"push":true}]})");
  ASSERT_EQ(off.status, 200) << off.body;
  EXPECT_TRUE(object_of(off).at("items").at(0).at("push").as_bool());
  notify(notice(Kind::replied, 2, 1, "cmt_2", "Hello"));
  notify(notice(Kind::liked, 2, 1, "pst_2"));
  runner->run_due();
  EXPECT_EQ(pushes.size(), 2u);
  // Mail alone is changed: push stays as it was chosen.
  const auto mail = ask(Method::patch, "/v1/me/notification_preferences", 2, R"({"items":[{"kind":"liked","mail":true}]})");
  EXPECT_TRUE(object_of(mail).at("items").at(0).at("push").as_bool());
}

ENGINE_TEST(PushTest, ATrialGoesToOnesOwnDevices) {
  allow(1);
  const auto sent = ask(Method::post, "/v1/me/push_trials", 1);
  ASSERT_EQ(sent.status, 200) << sent.body;
  EXPECT_EQ(object_of(sent).at("devices").as_int64(), 1);
  runner->run_due();
  EXPECT_EQ(pushes.size(), 1u);
}

ENGINE_TEST(PushTest, APersonsDevicesAreGivenOutAndTakenAway) {
  allow(2);
  profiles::Person person;
  person.account = identity::AccountId{2};
  const auto read = [&](db::Reader& reader) { return module->push_data().export_json(reader, person); };
  EXPECT_NE(database().read_now(read).find("push.example.com"), std::string::npos);
  std::vector<profiles::Erased> erased;
  commit([&](db::Transaction& tx) { erased = module->push_data().erase(tx, person); });
  ASSERT_EQ(erased.size(), 1u);
  EXPECT_EQ(erased[0].count, 1);
  EXPECT_EQ(database().read_now(read), "null");
}

}  // namespace
}  // namespace plaza::notifications
