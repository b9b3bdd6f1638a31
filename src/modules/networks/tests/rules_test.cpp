#include <gtest/gtest.h>

#include <boost/json.hpp>

#include "graph.h"
#include "intake.h"
#include "meta_events.h"
#include "network_channel.h"
#include "networks_fixture.h"
#include "samples.h"
#include "signature.h"
#include "thread.h"
#include "tiktok_api.h"
#include "tiktok_events.h"

namespace plaza::networks {
namespace {

std::vector<Event> meta(const std::string& body) { return meta_events(boost::json::parse(body)); }
std::vector<Event> tiktok(const std::string& body) { return tiktok_events(boost::json::parse(body)); }
std::string told(const Status& status) { return status.ok() ? "ok" : status.error().detail; }
std::string hub(std::string_view secret, std::string_view body) {
  return "sha256=" + crypto::hex(crypto::view(crypto::hmac_sha256(secret, body)));
}

TEST(NetworkSignatures, MetasFitsWithAnyOfTheSecretsAndWithNoOtherByte) {
  const std::string body = R"({"object":"page","entry":[]})";
  EXPECT_EQ(told(check_meta(hub("app-secret", body), body, "old-secret, app-secret")), "ok");
  EXPECT_EQ(told(check_meta(hub("old-secret", body), body, "old-secret,app-secret")), "ok");
  EXPECT_EQ(told(check_meta(hub("app-secret", body), body + " ", "app-secret")), "The signature does not fit.");
  EXPECT_EQ(told(check_meta(hub("another", body), body, "app-secret")), "The signature does not fit.");
  EXPECT_EQ(told(check_meta(hub("", body), body, "")), "The signature does not fit.");
  EXPECT_EQ(told(check_meta("", body, "app-secret")), "There is no signature.");
  EXPECT_EQ(told(check_meta("sha1=00", body, "app-secret")), "There is no signature.");
  EXPECT_EQ(told(check_meta("sha256=zz", body, "app-secret")), "The signature cannot be read.");
}

TEST(NetworkSignatures, TikToksIsAtMostFiveMinutesOld) {
  const std::string body = R"({"event":"comment.update"})";
  const Time now{seconds(1'772'357'400)};
  const auto header = [&](std::int64_t at, std::string_view secret = "s") {
    return "t=" + std::to_string(at) + ",s=" + crypto::hex(crypto::view(crypto::hmac_sha256(secret, std::to_string(at) + "." + body)));
  };
  EXPECT_EQ(told(check_tiktok(header(1'772'357'400), body, "s", now)), "ok");
  EXPECT_EQ(told(check_tiktok(header(1'772'357'100), body, "s", now)), "ok");
  EXPECT_EQ(told(check_tiktok(header(1'772'357'099), body, "s", now)), "The signature is too old.");
  EXPECT_EQ(told(check_tiktok(header(1'772'357'701), body, "s", now)), "The signature is too old.");
  EXPECT_EQ(told(check_tiktok(header(1'772'357'400, "x"), body, "s", now)), "The signature does not fit.");
  EXPECT_EQ(told(check_tiktok(header(1'772'357'400), body + "x", "s", now)), "The signature does not fit.");
  EXPECT_EQ(told(check_tiktok("s=00", body, "s", now)), "The signature cannot be read.");
  EXPECT_EQ(told(check_tiktok("t=99999999999999999999,s=00", body, "s", now)), "The signature cannot be read.");
}

TEST(NetworkEvents, ACommentAtInstagramIsAThreadAndItsReplyGoesOnWithIt) {
  const auto first = meta(samples::instagram_comment);
  ASSERT_EQ(first.size(), 1u);
  EXPECT_EQ(first[0].kind, Kind::comment);
  EXPECT_EQ(first[0].id, "c_1");
  EXPECT_EQ(first[0].handle, "@mai.pots");
  EXPECT_EQ(first[0].text, "Is the blue one back?");
  EXPECT_EQ(first[0].thread, "comment:c_1");
  const auto second = meta(samples::instagram_reply);
  ASSERT_EQ(second.size(), 1u);
  EXPECT_EQ(second[0].thread, "comment:c_1");
  EXPECT_TRUE(meta(samples::instagram_own).empty());
}

TEST(NetworkEvents, AnEchoOfOursIsNoMessage) {
  const auto events = meta(samples::instagram_message);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].thread, "dm:1784:232");
  EXPECT_EQ(events[0].at.micros, 1'772'357'400'123'000);
  EXPECT_EQ(words_of(events[0]), "Hello\n[image] https://cdn.example/a.jpg");
}

TEST(NetworkEvents, AMentionWaitsForItsWords) {
  const auto events = meta(samples::instagram_mention);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].kind, Kind::mention);
  EXPECT_EQ(events[0].thread, "mention:9100:c_9");
  EXPECT_EQ(words_of(events[0]), "[mention]");
}

TEST(NetworkEvents, AFirstCommentAtFacebookIsItsOwnThread) {
  const auto events = meta(samples::page_comment);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].thread, "comment:5550_7_1");
  EXPECT_EQ(events[0].author_name, "Lan Phạm");
  EXPECT_EQ(words_of(events[0]), "It broke đấy\nhttps://www.facebook.com/5550/posts/7");
  const auto receipts = meta(samples::page_receipts);
  ASSERT_EQ(receipts.size(), 1u);
  EXPECT_EQ(receipts[0].kind, Kind::receipt);
  EXPECT_EQ(receipts[0].answers_to, "m_9");
}

TEST(NetworkEvents, WhatsAppTellsMessagesAndWhatBecameOfOurs) {
  const auto events = meta(samples::whatsapp_message);
  ASSERT_EQ(events.size(), 1u);
  EXPECT_EQ(events[0].handle, "+84912345678");
  EXPECT_EQ(events[0].author_name, "An Lê");
  EXPECT_EQ(events[0].thread, "dm:1066:84912345678");
  const auto failed = meta(samples::whatsapp_status("failed", R"(,"errors":[{"code":131047,"title":"Re-engagement message"}])"));
  ASSERT_EQ(failed.size(), 1u);
  EXPECT_EQ(failed[0].became, Became::failed);
  EXPECT_EQ(failed[0].failure, "Re-engagement message");
  EXPECT_TRUE(meta(samples::whatsapp_status("sent")).empty());
}

TEST(NetworkEvents, WhatIsMissingOrStrangeIsLeftAlone) {
  for (const std::string body :
       {"{}", R"({"object":"instagram"})", R"({"object":"instagram","entry":{}})", R"({"object":"instagram","entry":[1,{"changes":[{"field":"comments"}]}]})",
        R"({"object":"page","entry":[{"id":"1","messaging":[{"message":{"mid":"x"}}]}]})", R"({"object":"user","entry":[{"changes":[{"field":"x","value":{}}]}]})",
        R"({"object":"whatsapp_business_account","entry":[{"changes":[{"field":"messages","value":{"messages":[{"from":"1"}],"statuses":[{}]}}]}]})"}) {
    EXPECT_TRUE(meta(body).empty()) << body;
  }
  for (const std::string body : {"{}", R"({"event":"comment.update","content":"no json"})", R"({"event":"tiktok.ping","content":"{}"})",
                                 R"({"event":"comment.update","content":"{\"comment_id\":1,\"video_id\":2,\"comment_action\":\"delete\"}"})"}) {
    EXPECT_TRUE(tiktok(body).empty()) << body;
  }
}

TEST(NetworkEvents, TikToksContentIsJsonInsideAText) {
  const auto comment = tiktok(samples::tiktok_comment);
  ASSERT_EQ(comment.size(), 1u);
  EXPECT_EQ(comment[0].id, "7301");
  EXPECT_EQ(comment[0].thread, "comment:7201:7301");
  EXPECT_EQ(comment[0].text, "Love the glaze");
  const auto message = tiktok(samples::tiktok_message);
  ASSERT_EQ(message.size(), 1u);
  EXPECT_EQ(message[0].thread, "dm:biz_1:conv_1");
  EXPECT_EQ(message[0].handle, "@hoa");
}

TEST(NetworkThreads, AKeyLeadsBackToWhereAnAnswerGoes) {
  const auto dm = parse_thread("dm:1784:232");
  ASSERT_TRUE(dm);
  EXPECT_EQ(dm->person, "232");
  const auto comment = parse_thread("comment:5550_7_1");
  ASSERT_TRUE(comment);
  EXPECT_EQ(comment->comment + "/" + comment->post, "5550_7_1/");
  const auto tiktok_one = parse_thread("comment:7201:7301");
  ASSERT_TRUE(tiktok_one);
  EXPECT_EQ(tiktok_one->comment + "/" + tiktok_one->post, "7301/7201");
  for (const auto* key : {"", "dm", "dm:1", "dm:1:", "x:1", "comment:"}) EXPECT_FALSE(parse_thread(key)) << key;
}

Wish wish_of(Network network, const std::string& key) { return {network, *parse_thread(key), "Hello", "cmg_1", "", false, false}; }

TEST(GraphRequests, GoWhereEachKindOfAnswerGoes) {
  const auto settings = all_settings();
  const auto comment = graph::answer(settings, wish_of(Network::instagram, "comment:c_1"));
  EXPECT_EQ(comment.url, "https://graph.example/v23.0/c_1/replies");
  EXPECT_EQ(comment.body, R"({"message":"Hello"})");
  EXPECT_EQ(comment.headers[0].second, "Bearer ig-token");
  EXPECT_EQ(comment.headers[2], (std::pair<std::string, std::string>("idempotency-key", "cmg_1")));
  EXPECT_FALSE(comment.private_addresses);
  EXPECT_EQ(graph::answer(settings, wish_of(Network::facebook, "comment:5550_7_1")).url, "https://graph.example/v23.0/5550_7_1/comments");
  const auto mention = graph::answer(settings, wish_of(Network::instagram, "mention:9100:c_9"));
  EXPECT_EQ(mention.url, "https://graph.example/v23.0/1784/mentions");
  EXPECT_EQ(mention.body, R"({"media_id":"9100","message":"Hello","comment_id":"c_9"})");
  auto message = wish_of(Network::instagram, "dm:1784:232");
  EXPECT_EQ(graph::answer(settings, message).body, R"({"recipient":{"id":"232"},"message":{"text":"Hello"},"messaging_type":"RESPONSE"})");
  message.late = true;
  EXPECT_EQ(graph::answer(settings, message).body,
            R"({"recipient":{"id":"232"},"message":{"text":"Hello"},"messaging_type":"MESSAGE_TAG","tag":"HUMAN_AGENT"})");
  auto privately = wish_of(Network::facebook, "comment:5550_7_1");
  privately.privately = true;
  EXPECT_EQ(graph::answer(settings, privately).url, "https://graph.example/v23.0/5550/messages");
  EXPECT_EQ(graph::answer(settings, privately).body, R"({"recipient":{"comment_id":"5550_7_1"},"message":{"text":"Hello"}})");
  auto whatsapp = wish_of(Network::whatsapp, "dm:1066:84912345678");
  whatsapp.quotes = "wamid.1";
  EXPECT_EQ(graph::answer(settings, whatsapp).body,
            R"({"messaging_product":"whatsapp","recipient_type":"individual","to":"84912345678","type":"text","text":{"preview_url":false,"body":"Hello"},)"
            R"("biz_opaque_callback_data":"cmg_1","context":{"message_id":"wamid.1"}})");
}

TEST(GraphRequests, AnIdThatIsNoneCannotLeaveItsPlaceInTheAddress) {
  EXPECT_EQ(graph::answer(all_settings(), wish_of(Network::facebook, "comment:../me?x=1")).url, "https://graph.example/v23.0/..mex1/comments");
}

TEST(GraphAnswers, ALimitIsTriedAgainAndARefusalIsNot) {
  const auto outcome = [](int status, const std::string& body) {
    const auto made = graph::made({status, {}, body});
    return made.ok() ? *made : made.error().code;
  };
  EXPECT_EQ(outcome(200, R"({"id":"c_5"})"), "c_5");
  EXPECT_EQ(outcome(200, R"({"recipient_id":"1","message_id":"m_5"})"), "m_5");
  EXPECT_EQ(outcome(200, R"({"messaging_product":"whatsapp","messages":[{"id":"wamid.5"}]})"), "wamid.5");
  EXPECT_EQ(outcome(200, "no json"), "networks.busy");
  EXPECT_EQ(outcome(500, ""), "networks.busy");
  EXPECT_EQ(outcome(429, ""), "networks.busy");
  EXPECT_EQ(outcome(400, R"({"error":{"message":"(#4) Application request limit reached","code":4}})"), "networks.busy");
  EXPECT_EQ(outcome(400, R"({"error":{"message":"Try again","code":99,"is_transient":true}})"), "networks.busy");
  EXPECT_EQ(outcome(400, R"({"error":{"message":"Unsupported post request","code":100,"error_subcode":33}})"), "networks.refused");
  const auto late = graph::made({400, {}, R"({"error":{"message":"Outside","code":10,"error_subcode":2534022}})"});
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().detail, "The network takes no answer any more, because the customer's last message is too old: Outside");
}

TEST(TikTokRequests, CommentAndMessageAndWhatTheyAnswer) {
  const auto comment = tiktok_api::answer(all_settings(), wish_of(Network::tiktok, "comment:7201:7301"));
  EXPECT_EQ(comment.url, "https://tiktok.example/open_api/v1.3/business/comment/reply/create/");
  EXPECT_EQ(comment.body, R"({"business_id":"biz_1","video_id":"7201","comment_id":"7301","text":"Hello"})");
  const auto message = tiktok_api::answer(all_settings(), wish_of(Network::tiktok, "dm:biz_1:conv_1"));
  EXPECT_EQ(message.url, "https://tiktok.example/open_api/v1.3/business/message/send/");
  const auto outcome = [](int status, const std::string& body) {
    const auto made = tiktok_api::made({status, {}, body});
    return made.ok() ? *made : made.error().code;
  };
  EXPECT_EQ(outcome(200, R"({"code":0,"data":{"comment_id":"7302"}})"), "7302");
  EXPECT_EQ(outcome(200, R"({"code":0,"data":{"message":{"message_id":"tm_2"}}})"), "tm_2");
  EXPECT_EQ(outcome(200, R"({"code":40100,"message":"Too many requests"})"), "networks.busy");
  EXPECT_EQ(outcome(200, R"({"code":51010,"message":"System error"})"), "networks.busy");
  EXPECT_EQ(outcome(200, R"({"code":40002,"message":"Comment was deleted"})"), "networks.refused");
  EXPECT_EQ(outcome(502, ""), "networks.busy");
}

TEST(NetworkTerms, TheDoorClosesSomeHoursAfterTheCustomersLastMessage) {
  care::Conversation each;
  each.channel_key = "dm:1066:84912345678";
  each.last_in_at = Time{seconds(1'000'000)};
  auto settings = all_settings();
  const auto hours_of = [&](Network network) { return (terms_of(network, each, settings).closes - each.last_in_at) / hours(1); };
  EXPECT_EQ(hours_of(Network::whatsapp), 24);
  EXPECT_EQ(hours_of(Network::instagram), 24);
  EXPECT_EQ(hours_of(Network::tiktok), 48);
  settings.human_agent = true;
  EXPECT_EQ(hours_of(Network::facebook), 168);
  EXPECT_EQ(hours_of(Network::whatsapp), 24);
  each.channel_key = "comment:c_1";
  EXPECT_EQ(terms_of(Network::instagram, each, settings).closes.micros, 0);
  EXPECT_EQ(terms_of(Network::instagram, each, settings).rule, "instagram_public");
  EXPECT_EQ(terms_of(Network::tiktok, each, settings).text_max, 150u);
  each.channel_key = "";  // erased
  EXPECT_FALSE(terms_of(Network::whatsapp, each, settings).answerable);
}

}  // namespace
}  // namespace plaza::networks
