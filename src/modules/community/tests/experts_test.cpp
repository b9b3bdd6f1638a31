// Who is asked about a product, from what members did in groups.
#include "community_fixture.h"
#include "platform/json/document.h"

namespace plaza::community {
namespace {

class Knowing : public CommunityFixture {
 protected:
  // "2 3 "
  std::string known(int limit = 10) {
    dispatcher->drain();
    const auto read = [&](db::Reader& reader) { return module->experts().for_product(reader, catalog::ProductId{1}, limit); };
    std::string all;
    const auto found = database().read_now(read);
    for (const auto id : found) all += std::to_string(id.value) + " ";
    return all;
  }
  // Of those in its group who know what a discussion is about.
  std::string known_of(const std::string& id) {
    dispatcher->drain();
    const auto read = [&](db::Reader& reader) { return module->experts().for_discussion(reader, *parse_id<DiscussionId>(id), 10); };
    std::string all;
    const auto found = database().read_now(read);
    for (const auto account : found) all += std::to_string(account.value) + " ";
    return all;
  }
  std::string about_the_mug(const std::string& slug, int as, const std::string& title) {
    return question(slug, as, title, R"(,"text":"It is the /products/mug","tags":["care"])");
  }
  void accept(const std::string& id, int as, const std::string& reply) {
    ASSERT_EQ(code_of(put("/v1/discussions/" + id + "/accepted", as, R"({"reply_id":")" + reply + "\"}")), "200");
  }
};

ENGINE_TEST(Knowing, AcceptedAnswersComeBeforeTrustAndTrustBeforeWords) {
  group("glaze", "public", {1, 2, 3, 4});
  const auto asked = about_the_mug("glaze", 1, "Does the mug chip?");
  answer(asked, 3, "Mine did not.");
  answer(asked, 4, "No idea.");
  const auto best = answer(asked, 2, "Not in a year.");
  EXPECT_EQ(known(), "") << "nobody is trusted yet";
  level(3, 3);
  EXPECT_EQ(known(), "3 ");
  accept(asked, 1, best);
  EXPECT_EQ(known(), "2 3 ");
  EXPECT_EQ(known(1), "2 ");
}

ENGINE_TEST(Knowing, AnExpertOfItsTopicIsFirst) {
  group("glaze", "public", {1, 2, 3, 5, 6, 7});
  for (const int voucher : {5, 6, 7}) level(voucher, 3);
  const auto asked = about_the_mug("glaze", 1, "Does the mug chip?");
  accept(asked, 1, answer(asked, 2, "Not in a year."));
  const auto elsewhere = question("glaze", 5, "How is a bowl cared for?", R"(,"tags":["care"])");
  accept(elsewhere, 5, answer(elsewhere, 3, "By hand."));
  EXPECT_EQ(known(), "2 ");
  for (const int voucher : {5, 6}) ASSERT_EQ(code_of(put("/v1/groups/glaze/experts/m_3/care", voucher)), "204");
  EXPECT_EQ(known(), "2 ") << "two do not make an expert";
  ASSERT_EQ(code_of(put("/v1/groups/glaze/experts/m_3/care", 7)), "204");
  EXPECT_EQ(known(), "3 2 ");
}

ENGINE_TEST(Knowing, WhatIsSaidBehindClosedDoorsTellsNothing) {
  group("hidden", "secret", {1, 2});
  const auto asked = about_the_mug("hidden", 1, "Does the mug chip?");
  accept(asked, 1, answer(asked, 2, "Not in a year."));
  EXPECT_EQ(known(), "");
  const auto answered = database().read_now([&](db::Reader& reader) {
    return module->discussions().answered_in(reader, module->groups().group_of_slug("hidden")->id);
  });
  ASSERT_EQ(answered.size(), 1u) << "indexes are told what to forget";
  EXPECT_EQ(to_text(answered[0]), asked);
}

ENGINE_TEST(Knowing, AGroupAboutTheProductNeedsNotNameIt) {
  const auto made = post("/v1/groups", 9, R"({"name":"Mug people","slug":"mug-people","visibility":"public","subject":{"kind":"product","ref":"mug"}})");
  ASSERT_EQ(made.status, 201) << made.body;
  for (const int member : {1, 2}) join("mug-people", member);
  const auto asked = question("mug-people", 1, "Does yours chip, too?");
  accept(asked, 1, answer(asked, 2, "Not in a year."));
  EXPECT_EQ(known(), "2 ");
}

ENGINE_TEST(Knowing, AQuestionInAGroupFindsItsMembersWhoKnowItsTopic) {
  group("glaze", "secret", {1, 2, 3, 4});
  for (const int member : {1, 2, 4}) level(member, 2);  // so that each may ask more than once a day
  const auto mug = about_the_mug("glaze", 1, "Does the mug chip?");
  accept(mug, 1, answer(mug, 2, "Not in a year."));
  const auto kiln = question("glaze", 1, "How hot is the kiln?", R"(,"tags":["kiln"])");
  accept(kiln, 1, answer(kiln, 3, "1,240 degrees."));
  EXPECT_EQ(known_of(about_the_mug("glaze", 4, "May the mug go into the oven?")), "2 ") << "who knows kilns is left alone";
  EXPECT_EQ(known_of(question("glaze", 2, "And how long?", R"(,"tags":["kiln"])")), "3 ");
  EXPECT_EQ(known_of(about_the_mug("glaze", 2, "Is it the same mug?")), "") << "not who asks";
  EXPECT_EQ(known(), "") << "a secret group tells nothing outside";
  ASSERT_EQ(code_of(put("/v1/groups/glaze/members/m_2", 9, R"({"state":"banned"})")), "200");
  EXPECT_EQ(known_of(about_the_mug("glaze", 4, "Does the mug fade?")), "") << "who is no member any more is not asked";
}

ENGINE_TEST(Knowing, AProductsDiscussionsBringTheirAcceptedAnswers) {
  group("glaze", "public", {1, 2});
  const auto asked = about_the_mug("glaze", 1, "Does the mug chip?");
  const auto best = answer(asked, 2, "Not in a year.");
  const auto first = [&](const std::string& list) { return object_of(get(list, 0)).at("items").at(0).at("answer"); };
  EXPECT_TRUE(first("/v1/discussions?product=mug").is_null());
  accept(asked, 1, best);
  dispatcher->drain();
  const auto told = first("/v1/discussions?product=mug");
  ASSERT_TRUE(told.is_object());
  EXPECT_EQ(told.at("text").as_string(), "Not in a year.");
  EXPECT_EQ(told.at("id").as_string(), best);
  EXPECT_EQ(told.at("author").at("handle").as_string(), "m_2");
  EXPECT_TRUE(first("/v1/discussions").is_null()) << "other lists are not made longer";
}

}  // namespace
}  // namespace plaza::community
