// Who may put a picture into a conversation, and who is given an address of it.
#include "messaging_fixture.h"
#include "pictures.h"

namespace plaza::messaging {
namespace {

class Pictures : public MessagingFixture {
 protected:
  static std::string at(const std::string& id, const char* rest) { return "/v1/messages/threads/" + id + rest; }
  static std::string with(const std::string& picture) {
    static int next = 0;
    return "{\"client_id\":\"picture-" + std::to_string(1'000 + next++) + "\",\"media_ids\":[\"" + picture + "\"]}";
  }
  static std::string id_of(const http::Response& taken) {
    EXPECT_EQ(taken.status, 201) << taken.body;
    return taken.status == 201 ? std::string(object_of(taken).at("id").as_string()) : std::string();
  }
  // The address of the first picture of the last message of a list.
  static std::string address(const http::Response& list) {
    const auto answer = object_of(list);
    const auto& items = answer.at("items").as_array();
    if (items.empty()) return "no message";
    const auto& pictures = items.back().at("attachments").as_array();
    return pictures.empty() ? "no picture" : std::string(pictures.at(0).at("url").as_string());
  }
  std::string sent_by_an(const std::string& thread) {
    const auto picture = id_of(post(at(thread, "/pictures"), 1, "a picture"));
    EXPECT_EQ(code_of(post(at(thread, "/messages"), 1, with(picture))), "201");
    return picture;
  }
  std::int64_t purge() {
    const auto work = [&](db::Transaction& tx) -> Result<std::int64_t> { return purge_unsent(tx, media, clock.now()); };
    return *commit(work);
  }
};

ENGINE_TEST(Pictures, OfAChatAreRestrictedAndItsOwnersAlone) {
  const auto chat = opened_chat(), other = opened_chat();
  const auto picture = id_of(post("/v1/chat/pictures", 0, "a picture", chat));
  EXPECT_FALSE(media.view(*parse_id<media::MediaId>(picture))) << "nobody shows it without asking who looks";
  EXPECT_EQ(post("/v1/chat/messages", 0, with(picture), chat).status, 201);
  EXPECT_TRUE(address(get("/v1/chat/messages", 0, chat)).ends_with("?signature=good"));
  // Another guest, a stranger and a forged key.
  EXPECT_EQ(code_of(post("/v1/chat/messages", 0, with(picture), other)), "request.invalid media_ids[0]");
  EXPECT_EQ(address(get("/v1/chat/messages", 0, other)), "no message");
  EXPECT_EQ(code_of(get("/v1/chat/messages", 0)), "messaging.not_found");
  EXPECT_EQ(code_of(get("/v1/chat/messages", 0, "forged-" + chat)), "messaging.not_found");
  EXPECT_EQ(code_of(post("/v1/chat/pictures", 0, "something", chat)), "media.unsupported");
  EXPECT_EQ(code_of(post("/v1/chat/pictures", 0, "a picture")), "messaging.not_found");
}

ENGINE_TEST(Pictures, OfADirectThreadAreForTheTwo) {
  const auto id = talk_of_an_and_binh();
  const auto picture = sent_by_an(id);
  for (const int reader : {1, 2}) EXPECT_TRUE(address(get(at(id, "/messages"), reader)).ends_with("?signature=good")) << reader;
  EXPECT_EQ(code_of(get(at(id, "/messages"), 3)), "messaging.not_found");
  EXPECT_EQ(code_of(post(at(id, "/pictures"), 3, "a picture")), "messaging.not_found");
  EXPECT_EQ(code_of(post(at("thr_nonsense", "/pictures"), 1, "a picture")), "messaging.not_found");
  EXPECT_GE(post(at(id, "/pictures"), 0, "a picture").status, 401) << "a guest has no conversations";
  EXPECT_EQ(code_of(post(at(id, "/messages"), 2, with(picture))), "request.invalid media_ids[0]") << "it is An's";
  EXPECT_EQ(code_of(post(at(id, "/messages"), 1, with(to_text(media::MediaId{1})))), "request.invalid media_ids[0]")
      << "a public one was not uploaded for it";
  EXPECT_EQ(code_of(post(at(id, "/pictures"), 1, "something")), "media.unsupported");
}

ENGINE_TEST(Pictures, WhatWasUploadedForOneThreadGoesIntoNoOther) {
  const auto id = talk_of_an_and_binh();
  const auto begun = post("/v1/messages/threads", 1, to("chi", "Hello Chi"));
  const std::string other(object_of(begun).at("id").as_string());
  EXPECT_EQ(code_of(post(at(other, "/pictures"), 1, "a picture")), "messaging.request_pending") << "nothing before it is accepted";
  deliver();
  EXPECT_EQ(post(at(other, "/accept"), 3).status, 200);
  const auto picture = id_of(post(at(id, "/pictures"), 1, "a picture"));
  EXPECT_EQ(code_of(post(at(other, "/messages"), 1, with(picture))), "request.invalid media_ids[0]");
  EXPECT_EQ(code_of(post(at(id, "/messages"), 1, with(picture))), "201");
}

ENGINE_TEST(Pictures, ABlockedMemberIsGivenNoAddressesAndPutsNothingThere) {
  const auto id = talk_of_an_and_binh();
  sent_by_an(id);
  blocks.pairs = {{1, 2}};  // An does not want to hear of Binh
  EXPECT_EQ(address(get(at(id, "/messages"), 2)), "");
  const auto text = get(at(id, "/messages"), 2).body;
  EXPECT_EQ(text.find("signature="), std::string::npos) << text;
  EXPECT_TRUE(address(get(at(id, "/messages"), 1)).ends_with("?signature=good"));
  for (const int either : {1, 2}) EXPECT_EQ(code_of(post(at(id, "/pictures"), either, "a picture")), "messaging.not_reachable");
  blocks.pairs.clear();
  EXPECT_TRUE(address(get(at(id, "/messages"), 2)).ends_with("?signature=good"));
}

ENGINE_TEST(Pictures, WhatAModeratorTookAwayHasNoAddress) {
  const auto id = talk_of_an_and_binh();
  sent_by_an(id);
  const auto answer = object_of(get(at(id, "/messages"), 2));
  const std::string message(answer.at("items").as_array().back().at("id").as_string());
  const auto piece = [&](db::Reader& reader) { return module->moderated().piece(reader, message); };
  const auto reported = database().read_now(piece);
  ASSERT_TRUE(reported);
  ASSERT_EQ(reported->pictures.size(), 1u) << "moderators see what was reported";
  EXPECT_TRUE(reported->pictures.at(0).ends_with("?signature=good"));
  const auto work = [&](db::Transaction& tx) { return module->moderated().stand(tx, message, moderation::Standing::removed); };
  ASSERT_TRUE(commit(work).ok());
  EXPECT_EQ(address(get(at(id, "/messages"), 2)), "no picture");
}

ENGINE_TEST(Pictures, ErasingAMemberRemovesTheirsAndLeavesTheOthers) {
  const auto id = talk_of_an_and_binh();
  const auto ans = sent_by_an(id);
  const auto binhs = id_of(post(at(id, "/pictures"), 2, "a picture"));
  EXPECT_EQ(code_of(post(at(id, "/messages"), 2, with(binhs))), "201");
  profiles::Person person;
  person.account = {1};
  const auto work = [&](db::Transaction& tx) -> Status {
    module->personal_data().erase(tx, person);
    return done();
  };
  ASSERT_TRUE(commit(work).ok());
  ASSERT_EQ(media.removed.size(), 1u);
  EXPECT_EQ(to_text(media.removed.at(0)), ans);
  EXPECT_TRUE(address(get(at(id, "/messages"), 2)).ends_with("?signature=good")) << "Binh's own stays";
}

ENGINE_TEST(Pictures, WhatNobodySentGoesAfterADay) {
  const auto id = talk_of_an_and_binh();
  sent_by_an(id);
  const auto chat = opened_chat();
  const auto forgotten = id_of(post("/v1/chat/pictures", 0, "a picture", chat));
  EXPECT_EQ(purge(), 0);
  clock.advance(days(1) + 1);
  EXPECT_EQ(purge(), 1);
  ASSERT_EQ(media.removed.size(), 1u);
  EXPECT_EQ(to_text(media.removed.at(0)), forgotten);
  EXPECT_EQ(purge(), 0);
  EXPECT_EQ(code_of(post("/v1/chat/messages", 0, with(forgotten), chat)), "request.invalid media_ids[0]");
}

ENGINE_TEST(Pictures, TooManyAreRefused) {
  const auto chat = opened_chat();
  std::string last;
  for (int i = 0; i < 13; ++i) last = code_of(post("/v1/chat/pictures", 0, "a picture", chat));
  EXPECT_EQ(last, "messaging.too_often");
}

}  // namespace
}  // namespace plaza::messaging
