#include <algorithm>

#include "intake.h"
#include "network_channel.h"
#include "networks_fixture.h"
#include "samples.h"
#include "store.h"

namespace plaza::networks {
namespace {

class NetworksService : public NetworksFixture {
 protected:
  std::string take(const std::string& body, const std::string& source = "meta") {
    Intake intake(needs());
    const auto result = write([&](db::Transaction& tx) { return intake.take(tx, source, body); });
    return result.ok() ? "ok" : result.error().code;
  }
  // Takes it and works it off.
  void hear(const std::string& body, const std::string& source = "meta") {
    EXPECT_EQ(take(body, source), "ok");
    runner->run_due();
  }
  std::string words() {
    std::string all;
    for (const auto& each : care.inbounds) all += (all.empty() ? "" : "|") + each.channel + " " + each.channel_key + " " + each.text;
    return all;
  }
  store::Standing standing(Network network) {
    return read([&](db::Reader& reader) { return store::standings(reader)[network]; });
  }
  Result<std::string> send(Network network, const std::string& key, std::string text = "Hello") {
    care.conversation.channel_key = key;
    care.conversation.last_in_at = clock.now() - minutes(5);
    care::Message message;
    message.id = care::MessageId{77};
    message.text = std::move(text);
    NetworkChannel channel(network, needs());
    return channel.send({care.conversation, message, "cmg_77", "Noor", earlier});
  }
  std::vector<std::string> earlier;
};

ENGINE_TEST(NetworksService, WhatArrivesBecomesAConversationOnce) {
  hear(samples::instagram_comment);
  EXPECT_EQ(words(), "instagram comment:c_1 Is the blue one back?");
  EXPECT_EQ(care.inbounds[0].customer.address, "@mai.pots");
  EXPECT_EQ(care.inbounds[0].external_id, "c_1");
  EXPECT_FALSE(care.inbounds[0].customer.verified);
  // The same body, and the same event in another body.
  hear(samples::instagram_comment);
  hear(samples::instagram_comment + " ");
  EXPECT_EQ(care.inbounds.size(), 1u);
  EXPECT_EQ(standing(Network::instagram).events, 1);
  EXPECT_TRUE(runner->parked(10).empty());
}

ENGINE_TEST(NetworksService, NoJsonIsNoEvent) {
  EXPECT_EQ(take("not json"), "networks.bad_event");
  EXPECT_EQ(take("[1]"), "networks.bad_event");
}

ENGINE_TEST(NetworksService, AMentionIsAskedForItsWords) {
  api.answers.push_back(HandApi::reply(200, R"({"mentioned_comment":{"text":"@kilnlight look","username":"mai.pots","media":{"permalink":"https://www.instagram.com/p/x/"}},"id":"1784"})"));
  hear(samples::instagram_mention);
  EXPECT_EQ(words(), "instagram mention:9100:c_9 @kilnlight look\nhttps://www.instagram.com/p/x/");
  ASSERT_EQ(api.asked.size(), 1u);
  EXPECT_EQ(api.asked[0].url, "https://graph.example/v23.0/1784?fields=mentioned_comment.comment_id(c_9){text,username,timestamp,media{id,permalink}}");
}

ENGINE_TEST(NetworksService, AMentionWaitsWhileTheNetworkIsAwayAndComesAtLast) {
  for (int i = 0; i < 10; ++i) api.answers.push_back(HandApi::reply(503, ""));
  hear(samples::instagram_mention);
  EXPECT_TRUE(care.inbounds.empty());
  for (int i = 0; i < 6; ++i) {
    clock.advance(minutes(5));
    runner->run_due();
  }
  EXPECT_EQ(words(), "instagram mention:9100:c_9 [mention]");
}

ENGINE_TEST(NetworksService, NamesOfThoseWhoWriteAreAskedForOnce) {
  api.answers.push_back(HandApi::reply(200, R"({"name":"Mai Trần","username":"mai.pots","id":"232"})"));
  hear(samples::instagram_message);
  ASSERT_EQ(care.inbounds.size(), 1u);
  EXPECT_EQ(care.inbounds[0].customer.name, "Mai Trần");
  EXPECT_EQ(care.inbounds[0].customer.address, "@mai.pots");
  std::string second = samples::instagram_message;
  second.replace(second.find("m_1"), 3, "m_7");
  hear(second);
  EXPECT_EQ(care.inbounds.size(), 2u);
  EXPECT_EQ(care.inbounds[1].customer.name, "Mai Trần");
  EXPECT_EQ(api.asked.size(), 1u);
}

ENGINE_TEST(NetworksService, ANumberOfOneAccountIsThatPersons) {
  customers.phones["+84912345678"] = {identity::AccountId{301}};
  hear(samples::whatsapp_message);
  ASSERT_EQ(care.inbounds.size(), 1u);
  EXPECT_EQ(care.inbounds[0].customer.account, identity::AccountId{301});
  EXPECT_EQ(care.inbounds[0].customer.address, "+84912345678");
  EXPECT_EQ(care.inbounds[0].customer.name, "An Lê");
  std::string second = samples::whatsapp_message;
  second.replace(second.find("wamid.1"), 7, "wamid.2");
  customers.phones["+84912345678"] = {identity::AccountId{301}, identity::AccountId{302}};
  hear(second);
  EXPECT_FALSE(care.inbounds[1].customer.account);
}

ENGINE_TEST(NetworksService, AStatusMarksItsAnswerAndWaitsForItAWhile) {
  hear(samples::whatsapp_status("delivered"));
  EXPECT_TRUE(care.told.empty());
  care.answers["wamid.9"] = true;
  clock.advance(minutes(1));
  runner->run_due();
  ASSERT_EQ(care.told.size(), 1u);
  EXPECT_EQ(care.told[0].channel + " " + care.told[0].id + " " + care.told[0].what, "whatsapp wamid.9 delivered");
  hear(samples::whatsapp_status("failed", R"(,"errors":[{"code":131047,"title":"Re-engagement message"}])"));
  ASSERT_EQ(care.told.size(), 2u);
  EXPECT_EQ(care.told[1].what + ": " + care.told[1].why, "failed: Re-engagement message");
  EXPECT_EQ(standing(Network::whatsapp).last_error, "Re-engagement message");
}

ENGINE_TEST(NetworksService, AStatusOfSomebodyElsesMessageIsForgotten) {
  hear(samples::whatsapp_status("read"));
  for (int i = 0; i < 6; ++i) {
    clock.advance(minutes(5));
    runner->run_due();
  }
  EXPECT_TRUE(care.told.empty());
  EXPECT_TRUE(runner->parked(10).empty());
  care.answers["wamid.9"] = true;
  hear(samples::whatsapp_status("read"));
  EXPECT_TRUE(care.told.empty());
}

ENGINE_TEST(NetworksService, TikTokComesTheSameWay) {
  hear(samples::tiktok_comment, "tiktok");
  hear(samples::tiktok_message, "tiktok");
  EXPECT_EQ(words(), "tiktok comment:7201:7301 Love the glaze|tiktok dm:biz_1:conv_1 Do you ship to Hue?");
}

ENGINE_TEST(NetworksService, AnAnswerLeavesAndItsIdIsKept) {
  api.answers.push_back(HandApi::reply(200, R"({"id":"c_5"})"));
  const auto sent = send(Network::instagram, "comment:c_1");
  ASSERT_TRUE(sent.ok());
  EXPECT_EQ(*sent, "c_5");
  EXPECT_EQ(api.asked[0].url, "https://graph.example/v23.0/c_1/replies");
}

ENGINE_TEST(NetworksService, AnAnswerAtWhatsAppQuotesTheCustomersLastMessage) {
  hear(samples::whatsapp_message);
  earlier = {"wamid.1", "wamid.ours"};
  ASSERT_TRUE(send(Network::whatsapp, "dm:1066:84912345678").ok());
  EXPECT_NE(api.asked.back().body.find(R"("context":{"message_id":"wamid.1"})"), std::string::npos);
}

ENGINE_TEST(NetworksService, ALimitIsToldAndTriedAgainARefusalIsForGood) {
  api.answers.push_back(HandApi::reply(400, R"({"error":{"message":"limit","code":4}})"));
  auto sent = send(Network::facebook, "dm:5550:88");
  ASSERT_FALSE(sent.ok());
  EXPECT_EQ(sent.error().kind, ErrorKind::upstream);
  EXPECT_EQ(standing(Network::facebook).last_error, "The network does not take it now (400, code 4).");
  api.answers.push_back(HandApi::reply(400, R"({"error":{"message":"This person is not available","code":551}})"));
  sent = send(Network::facebook, "dm:5550:88");
  ASSERT_FALSE(sent.ok());
  EXPECT_EQ(sent.error().kind, ErrorKind::unprocessable);
  EXPECT_EQ(sent.error().detail, "This person is not available");
  EXPECT_EQ(api.asked[0].headers[2], api.asked[1].headers[2]);  // the same key
}

ENGINE_TEST(NetworksService, WithoutATokenNothingIsSent) {
  settings.tiktok.token = "";
  const auto sent = send(Network::tiktok, "comment:7201:7301");
  ASSERT_FALSE(sent.ok());
  EXPECT_EQ(sent.error().kind, ErrorKind::unprocessable);
  EXPECT_TRUE(api.asked.empty());
}

ENGINE_TEST(NetworksService, ErasureTakesNamesAndWhatWaits) {
  api.answers.push_back(HandApi::reply(200, R"({"name":"Mai Trần","username":"mai.pots","id":"23200001"})"));
  std::string body = samples::instagram_message;
  for (auto at = body.find("\"232\""); at != std::string::npos; at = body.find("\"232\"", at + 9)) body.replace(at, 5, "\"23200001\"");
  hear(body);
  care.conversation.channel = "instagram";
  care.conversation.channel_key = "dm:1784:23200001";
  std::string waiting = body;
  waiting.replace(waiting.find("m_1"), 3, "m_8");
  EXPECT_EQ(take(waiting), "ok");
  profiles::Person person;
  person.account = identity::AccountId{301};
  const auto exported = read([&](db::Reader& reader) { return module->personal_data().export_json(reader, person); });
  EXPECT_EQ(exported, R"({"items":[{"network":"instagram","person":"23200001","name":"Mai Trần","handle":"@mai.pots"}]})");
  std::vector<profiles::Erased> erased;
  const auto erase = [&](db::Transaction& tx) -> Status {
    erased = module->personal_data().erase(tx, person);
    return done();
  };
  EXPECT_TRUE(write(erase).ok());
  ASSERT_EQ(erased.size(), 2u);
  EXPECT_EQ(erased[0].count, 1);
  EXPECT_EQ(erased[1].count, 1);
  runner->run_due();
  EXPECT_EQ(care.inbounds.size(), 1u);
}

}  // namespace
}  // namespace plaza::networks
