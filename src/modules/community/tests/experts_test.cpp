// Who is asked about a product, from what members did in groups.
#include "community_fixture.h"

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

}  // namespace
}  // namespace plaza::community
