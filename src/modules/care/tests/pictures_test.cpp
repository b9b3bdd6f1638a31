// Pictures in answers by a channel that has them, and of customers who send some.
#include "pictures.h"

#include "routes_fixture.h"

namespace plaza::care {
namespace {

using http::Method;

class ChatOfPictures final : public Channel {
 public:
  std::vector<std::pair<std::string, std::vector<media::MediaId>>> sent;
  std::string_view name() const override { return "chat"; }
  Capabilities capabilities() const override { return {false, 4'000, 3}; }
  Result<std::string> send(const Outgoing& outgoing) override {
    sent.emplace_back(outgoing.message.text, outgoing.message.pictures);
    return outgoing.key;
  }
};

class CarePictures : public RoutesFixture {
 protected:
  CarePictures() { module->plug(chat); }

  std::string chat_of_an(std::vector<media::MediaId> pictures = {}) {
    auto inbound = from_an("It arrived like this");
    inbound.channel = "chat";
    inbound.channel_key = "thr_1";
    inbound.pictures = std::move(pictures);
    return to_text(receive(inbound).conversation_id);
  }
  std::string uploaded(const std::string& id) {
    const auto taken = ask(Method::post, admin(id, "/pictures"), "a picture");
    EXPECT_EQ(taken.status, 201) << taken.body;
    return taken.status == 201 ? text(object_of(taken).at("id")) : std::string();
  }
  http::Response answer_with(const std::string& id, const std::string& words, const std::string& picture) {
    return ask(Method::post, admin(id, "/answers"), "{\"text\":\"" + words + "\",\"media_ids\":[\"" + picture + "\"]}");
  }
  std::string first_picture(const http::Response& response, const char* list, std::size_t message) {
    const auto answer = object_of(response);
    const auto& pictures = answer.at(list).as_array().at(message).as_object().at("attachments").as_array();
    return pictures.empty() ? "none" : text(pictures.at(0).as_object().at("url"));
  }

  ChatOfPictures chat;
};

ENGINE_TEST(CarePictures, AnAgentSendsOneAndTheChannelCarriesIt) {
  const auto id = chat_of_an();
  const auto detail = object_of(ask(Method::get, admin(id)));
  EXPECT_EQ(detail.at("terms").as_object().at("pictures_max").as_int64(), 3);
  const auto picture = uploaded(id);
  const auto answered = answer_with(id, "", picture);
  ASSERT_EQ(answered.status, 201) << answered.body;
  EXPECT_EQ(text(object_of(answered).at("conversation").as_object().at("excerpt")), "[picture]");
  EXPECT_EQ(first_picture(ask(Method::get, admin(id)), "messages", 1), "/media/" + picture + "/w640.webp?signature=good");
  runner->run_due();
  ASSERT_EQ(chat.sent.size(), 1u);
  EXPECT_EQ(chat.sent.at(0).second, std::vector{*parse_id<media::MediaId>(picture)});
  // The customer's own view shows it, too; a stranger's is not there.
  EXPECT_EQ(first_picture(ask(Method::get, "/v1/conversations/" + id, "", "an"), "messages", 1), "/media/" + picture + "/w640.webp?signature=good");
  EXPECT_EQ(told(ask(Method::get, "/v1/conversations/" + id, "", "", "forged")), "404 care.not_found");
}

ENGINE_TEST(CarePictures, ACustomersPictureIsShownToAgentsAlone) {
  const auto taken = media.take({{}, "", "a picture", true, media::Visibility::restricted});
  ASSERT_TRUE(taken.ok());
  const auto id = chat_of_an({taken->id});
  EXPECT_EQ(first_picture(ask(Method::get, admin(id)), "messages", 0), taken->url);
  EXPECT_EQ(ask(Method::get, admin(id), "", "an").status, 403);
  EXPECT_EQ(ask(Method::get, admin(id), "", "").status, 401);
}

ENGINE_TEST(CarePictures, WhatDoesNotFitIsRefusedAndSendsNothing) {
  const auto id = chat_of_an();
  auto other_inbound = from_an("Another");
  const auto form = to_text(receive(other_inbound).conversation_id);
  const auto picture = uploaded(id);
  EXPECT_EQ(told(ask(Method::post, admin(form, "/pictures"), "a picture")), "409 care.no_pictures");
  EXPECT_EQ(told(ask(Method::post, admin(id, "/pictures"), "<svg/>")), "415 media.unsupported");
  EXPECT_EQ(told(ask(Method::post, admin("cnv_nonsense", "/pictures"), "a picture")), "404 care.not_found");
  EXPECT_EQ(ask(Method::post, admin(id, "/pictures"), "a picture", "an").status, 403);
  EXPECT_EQ(told(answer_with(form, "Look", picture)), "400 request.invalid");
  EXPECT_EQ(told(answer_with(id, "Look", to_text(media::MediaId{999}))), "400 request.invalid");
  const auto refused = object_of(answer_with(id, "Look", to_text(media::MediaId{999})));
  EXPECT_EQ(text(refused.at("errors").as_array().at(0).as_object().at("field")), "media_ids[0]");
  EXPECT_EQ(told(ask(Method::post, admin(id, "/answers"), R"({"text":""})")), "400 request.invalid");
  runner->run_due();
  EXPECT_TRUE(chat.sent.empty());
}

ENGINE_TEST(CarePictures, ErasureTakesThemAndWhatNobodySentGoesAfterADay) {
  const auto id = chat_of_an();
  const auto sent = uploaded(id), forgotten = uploaded(id);
  ASSERT_EQ(answer_with(id, "Look", sent).status, 201);
  clock.advance(days(1) + 1);
  const auto purge = [&](db::Transaction& tx) -> Result<std::int64_t> { return purge_unsent(tx, media, clock.now()); };
  EXPECT_EQ(*write(purge), 1);
  ASSERT_EQ(media.removed.size(), 1u);
  EXPECT_EQ(to_text(media.removed.at(0)), forgotten);
  EXPECT_EQ(*write(purge), 0);
  profiles::Person person;
  person.account = an;
  const auto erase = [&](db::Transaction& tx) -> plaza::Status {
    module->personal_data().erase(tx, person);
    return done();
  };
  ASSERT_TRUE(write(erase).ok());
  ASSERT_EQ(media.removed.size(), 2u);
  EXPECT_EQ(to_text(media.removed.at(1)), sent);
  EXPECT_EQ(first_picture(ask(Method::get, admin(id)), "messages", 1), "none");
}

}  // namespace
}  // namespace plaza::care
