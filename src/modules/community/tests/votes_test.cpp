// Rings of accounts that have trust, and lift each other with it.
#include "community_fixture.h"

namespace plaza::community {
namespace {

class Votes : public CommunityFixture {};

ENGINE_TEST(Votes, TrustedAccountsThatAlwaysVoteTogetherDoNotLiftTheirAuthor) {
  group("glaze", "public", {1, 2, 3, 4, 5});
  for (const int honest : {3, 4}) level(honest, 3);
  for (int ring = 100; ring < 112; ++ring) {
    join("glaze", ring);
    level(ring, 2);
  }
  clock.advance(days(4));  // the youngest accounts do not count at all
  // Their habit: m5 and each other's friend, always the same.
  for (int earlier = 0; earlier < 4; ++earlier) {
    const auto topic = question("glaze", 9, "Earlier question " + std::to_string(earlier));
    const auto theirs = answer(topic, 5, "Buy mine");
    for (int ring = 100; ring < 112; ++ring) ASSERT_EQ(put("/v1/replies/" + theirs + "/vote", ring, R"({"value":1})").status, 200);
  }
  const auto id = question("glaze", 1, "Which clay for a mug?");
  const auto good = answer(id, 2, "Stoneware"), bad = answer(id, 5, "Buy mine");
  for (const int honest : {3, 4}) ASSERT_EQ(put("/v1/replies/" + good + "/vote", honest, R"({"value":1})").status, 200);
  for (int ring = 100; ring < 112; ++ring) ASSERT_EQ(put("/v1/replies/" + bad + "/vote", ring, R"({"value":1})").status, 200);
  EXPECT_EQ(helpful(id, good), 3);
  EXPECT_EQ(helpful(id, bad), 0);
  const auto list = object_of(get("/v1/discussions/" + id + "/replies?sort=helpful", 0));
  EXPECT_EQ(list.at("items").as_array().at(0).at("id").as_string(), good);
}

ENGINE_TEST(Votes, ARingEarnsItsAuthorNoLevel) {
  group("glaze", "public", {1, 2});
  for (int ring = 100; ring < 130; ++ring) join("glaze", ring);
  for (int each = 0; each < 6; ++each) {
    const auto id = question("glaze", 9, "Question " + std::to_string(each));
    const auto mine = answer(id, 2, "Look at me");
    for (int ring = 100; ring < 130; ++ring) put("/v1/replies/" + mine + "/vote", ring, R"({"value":1})");
  }
  dispatcher->drain();
  EXPECT_LE(object_of(get("/v1/community/people/m_2", 0)).at("level").as_int64(), 1);
}

}  // namespace
}  // namespace plaza::community
