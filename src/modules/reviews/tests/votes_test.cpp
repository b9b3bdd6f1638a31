// What votes lift: buyers and trusted members do, rings do not.
#include "reviews_fixture.h"
#include "vote_statements.h"

namespace plaza::reviews {
namespace {

using http::Method;

class HelpfulVotes : public ReviewsFixture {
 protected:
  std::string question() {
    return ask(Method::post, "/v1/products/vase/questions", R"({"text":"Is it watertight at the bottom?"})", 9).text("/id");
  }
  std::string answer(const std::string& to, std::int64_t account, const std::string& text) {
    const auto thread = ask(Method::post, "/v1/product_questions/" + to + "/answers", R"({"text":")" + text + "\"}", account);
    for (std::size_t i = 0; i < thread.size("/answers"); ++i) {
      const std::string at = "/answers/" + std::to_string(i);
      if (thread.text(at + "/text") == text) return thread.text(at + "/id");
    }
    return "";
  }
  std::int64_t vote(const std::string& kind, const std::string& id, std::int64_t account) {
    return ask(Method::put, "/v1/" + kind + "/" + id + "/helpful", "", account).number("/helpful");
  }
  // Accounts of an hour, who bought nothing.
  void ring(const std::string& kind, const std::string& id, int size = 200) {
    accounts.all_new = true;
    for (int i = 0; i < size; ++i) {
      address = "198.51.100." + std::to_string(i % 5);
      ASSERT_EQ(ask(Method::put, "/v1/" + kind + "/" + id + "/helpful", "", 10'000 + i).status, 200);
    }
    accounts.all_new = false;
  }
};

ENGINE_TEST(HelpfulVotes, TwoHundredFreshAccountsDoNotLiftAnAnswerAboveOneOfThreeBuyersVotes) {
  for (const int buyer : {21, 22, 23}) buy(buyer, buyer, {vase});
  const auto asked = question();
  const auto bad = answer(asked, 31, "Do not ask, buy mine"), good = answer(asked, 32, "Mine holds water for a week");
  for (const int buyer : {21, 22, 23}) vote("product_answers", good, buyer);
  ring("product_answers", bad);
  const auto list = get("/v1/products/vase/questions");
  EXPECT_EQ(list.text("/items/0/answers/0/id"), good);
  EXPECT_EQ(list.number("/items/0/answers/0/helpful"), 3);
  EXPECT_EQ(list.number("/items/0/answers/1/helpful"), 1);
}

ENGINE_TEST(HelpfulVotes, NorAReviewNorAQuestion) {
  for (const int buyer : {21, 22, 23}) buy(buyer, buyer, {vase});
  const auto good = review(41, "vase", 4, "Heavy and calm").text("/id"), bad = review(42, "vase", 5, "The other shop is better").text("/id");
  for (const int buyer : {21, 22, 23}) EXPECT_EQ(vote("reviews", good, buyer), buyer - 20);
  ring("reviews", bad);
  const auto list = get("/v1/products/vase/reviews");
  EXPECT_EQ(list.text("/items/0/id"), good);
  EXPECT_EQ(list.number("/items/1/helpful"), 1);
  const auto first = question();
  const auto second = ask(Method::post, "/v1/products/vase/questions", R"({"text":"Where else can I buy it?"})", 10).text("/id");
  for (const int buyer : {21, 22, 23}) vote("product_questions", first, buyer);
  ring("product_questions", second);
  EXPECT_EQ(get("/v1/products/vase/questions").text("/items/0/id"), first);
}

ENGINE_TEST(HelpfulVotes, WhomTheCommunityTrustsCountsWithoutAPurchaseAndABlockCountsNothing) {
  const auto id = review(41, "vase", 4, "Heavy and calm").text("/id");
  voters.level = {{50, 3}, {51, 3}};
  voters.blocks = {{52, 41}};
  EXPECT_EQ(vote("reviews", id, 50), 2);  // a regular weighs 1.5
  EXPECT_EQ(vote("reviews", id, 51), 3);
  buy(52, 52, {vase});
  EXPECT_EQ(vote("reviews", id, 52), 3);
  EXPECT_EQ(vote("reviews", id, 53), 4);  // the first of all others
  EXPECT_EQ(vote("reviews", id, 54), 4);
}

ENGINE_TEST(HelpfulVotes, BuyersWhoAlwaysVoteTogetherAreNotManyVotes) {
  std::vector<std::string> earlier;
  for (int i = 0; i < 20; ++i) {
    buy(1'000 + i, 100 + i, {lamp});  // so that each is shown
    earlier.push_back(review(100 + i, "lamp", 4, "Number " + std::to_string(i)).text("/id"));
  }
  const auto good = review(41, "vase", 4, "Heavy and calm").text("/id"), bad = review(42, "vase", 5, "The other shop is better").text("/id");
  for (int i = 0; i < 12; ++i) {
    buy(200 + i, 200 + i, {vase, lamp});
    for (const auto& each : earlier) ASSERT_GE(vote("reviews", each, 200 + i), 1);
    vote("reviews", bad, 200 + i);
  }
  for (const int buyer : {21, 22, 23}) {
    buy(buyer, buyer, {vase});
    vote("reviews", good, buyer);
  }
  const auto list = get("/v1/products/vase/reviews");
  EXPECT_EQ(list.text("/items/0/id"), good);
  EXPECT_EQ(list.number("/items/0/helpful"), 3);
  EXPECT_LE(list.number("/items/1/helpful"), 2);
}

ENGINE_TEST(HelpfulVotes, AVoteFollowsThePurchase) {
  const auto id = review(41, "vase", 4, "Heavy and calm").text("/id");
  for (const int voter : {21, 22, 23}) vote("reviews", id, voter);
  EXPECT_EQ(get("/v1/reviews/" + id).number("/helpful"), 1);
  for (const int voter : {21, 22, 23}) {
    buy(voter, voter, {vase});
    announce_order<orders::OrderPaid>(voter);
  }
  EXPECT_EQ(get("/v1/reviews/" + id).number("/helpful"), 3);
  orders.all[22].status = orders::OrderStatus::cancelled;
  announce_order<orders::OrderCancelled>(22);
  EXPECT_EQ(get("/v1/reviews/" + id).number("/helpful"), 3);  // two buyers, and one of all others
  orders.all[23].status = orders::OrderStatus::cancelled;
  announce_order<orders::OrderCancelled>(23);
  EXPECT_EQ(get("/v1/reviews/" + id).number("/helpful"), 2);
}

// As the migration leaves them: counted one by one, nobody asked who bought.
ENGINE_TEST(HelpfulVotes, WhatAnOlderRuleCountedIsWeighedAgain) {
  buy(21, 21, {vase});
  const auto id = review(41, "vase", 4, "Heavy and calm").text("/id");
  const auto number = parse_id<ReviewId>(id)->value;
  const auto put = [&](db::Transaction& tx) -> Status {
    for (const int voter : {21, 301, 302, 303, 304}) tx.execute(statements::insert_ballot, {number, voter, 41, vase, -1});
    tx.execute(statements::set_review_helpful, {number, 5});
    tx.execute(statements::unweigh_all_of, {21});
    return done();
  };
  ASSERT_TRUE(database().write_now(put).ok());
  runner->run_due();
  EXPECT_EQ(get("/v1/reviews/" + id).number("/helpful"), 2);
}

}  // namespace
}  // namespace plaza::reviews
