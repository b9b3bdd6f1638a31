// Two hundred accounts of an hour against one whom the community trusts, in the whole program: what is shown, and in which order.
#include "catalog/module.h"
#include "identity/module.h"
#include "reviews/module.h"
#include "running_shop.h"

namespace plaza::app {
namespace {

class VoteRings : public RunningShop {
 protected:
  VoteRings() {
    const auto work = [&](db::Transaction& tx) -> Status {
      catalog::NewProduct jar;
      jar.title = "Moon jar";
      catalog::NewVariant only;
      only.price = 14'800;
      jar.variants.push_back(only);
      TRY_DONE(program->catalog().catalog().create(tx, jar));
      for (int i = 0; i < 200; ++i) {
        identity::NewAccount fresh;
        fresh.email = "ring" + std::to_string(i) + "@kilnlight.example";
        fresh.display_name = "Ring " + std::to_string(i);
        TRY(const auto made, program->identity().accounts().create(tx, fresh));
        ring.push_back(made.id);
      }
      return done();
    };
    EXPECT_TRUE(program->database().write_now(work).ok());
    settle();
  }
  template <class Id>
  void ring_votes_for(const std::string& piece) {
    const auto id = *parse_id<Id>(piece);
    const auto work = [&](db::Transaction& tx) -> Status {
      for (const auto account : ring) {
        if constexpr (std::is_same_v<Id, reviews::ReviewId>) TRY_DONE(program->reviews().reviews().vote(tx, id, account, true));
        else TRY_DONE(program->reviews().questions().vote(tx, id, account, true));
      }
      return done();
    };
    ASSERT_TRUE(program->database().write_now(work).ok());
  }
  std::vector<identity::AccountId> ring;
};

ENGINE_TEST(VoteRings, LiftNoAnswerAndNoReview) {
  const auto asker = signed_up("Asker"), honest = signed_up("Honest"), seller = signed_up("Seller");
  const auto question = ask("POST", "/v1/products/moon-jar/questions", asker, R"({"text":"Does it stand on a wet table?"})").text("/id");
  const auto path = "/v1/product_questions/" + question + "/answers";
  ASSERT_EQ(ask("POST", path, seller, R"({"text":"Better buy from my friend."})").status, 201);
  ASSERT_EQ(ask("POST", path, honest, R"({"text":"Yes, its foot is glazed."})").status, 201);
  const auto thread = ask("GET", "/v1/products/moon-jar/questions", "");
  std::string good, bad;
  for (const auto* at : {"/items/0/answers/0", "/items/0/answers/1"}) {
    (thread.text(std::string(at) + "/author/name") == "Honest" ? good : bad) = thread.text(std::string(at) + "/id");
  }
  ring_votes_for<reviews::AnswerId>(bad);
  EXPECT_EQ(ask("PUT", "/v1/product_answers/" + good + "/helpful", owner).number("/helpful"), 2) << "one of the shop's people";
  const auto after = ask("GET", "/v1/products/moon-jar/questions", "");
  EXPECT_EQ(after.text("/items/0/answers/0/id"), good) << after.raw();
  EXPECT_EQ(after.number("/items/0/answers/1/helpful"), 1) << "two hundred are one";

  const auto praise = ask("POST", "/v1/products/moon-jar/reviews", seller, R"({"stars":5,"text":"Buy from my friend, it is the same."})").text("/id");
  const auto fair = ask("POST", "/v1/products/moon-jar/reviews", honest, R"({"stars":4,"text":"Heavy and calm, a little dark."})").text("/id");
  ring_votes_for<reviews::ReviewId>(praise);
  EXPECT_EQ(ask("PUT", "/v1/reviews/" + fair + "/helpful", owner).number("/helpful"), 2);
  const auto list = ask("GET", "/v1/products/moon-jar/reviews", "");
  EXPECT_EQ(list.text("/items/0/id"), fair) << list.raw();
  EXPECT_EQ(list.number("/items/1/helpful"), 1);
}

}  // namespace
}  // namespace plaza::app
