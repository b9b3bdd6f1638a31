// Reviews, replies, questions and answers as pieces of moderation: held, seen by their author with the reason, moved, forgotten.
#include "reviews_fixture.h"

namespace plaza::reviews {
namespace {

using http::Method;
using moderation::Kind;
using moderation::Standing;

class Moderated : public ReviewsFixture {
 protected:
  std::optional<moderation::Piece> piece(Kind kind, const std::string& id) {
    const auto work = [&](db::Reader& reader) { return module->moderated(kind).piece(reader, id); };
    return database().read_now(work);
  }
  bool visible(Kind kind, const std::string& id, std::int64_t account) {
    const auto work = [&](db::Reader& reader) { return module->moderated(kind).visible_to(reader, id, identity::AccountId{account}); };
    return database().read_now(work);
  }
  Reply question(std::int64_t account, const std::string& text) {
    return ask(Method::post, "/v1/products/vase/questions", R"({"text":")" + text + "\"}", account);
  }
  Reply answer(const std::string& id, std::int64_t account, const std::string& text) {
    return ask(Method::post, "/v1/product_questions/" + id + "/answers", R"({"text":")" + text + "\"}", account);
  }
  int count_of(const std::string& wanted) {
    const auto read = [&](db::Reader& reader) {
      static constexpr db::Statement all{nullptr, "SELECT topic FROM platform_outbox UNION ALL SELECT topic FROM platform_outbox_new"};
      int found = 0;
      reader.each(all, {}, [&](const db::Row& row) { found += row.string(0) == wanted; });
      return found;
    };
    return database().read_now(read);
  }
};

ENGINE_TEST(Moderated, AHeldReviewIsItsAuthorsUntilSomebodyLooked) {
  const auto made = review(7, "vase", 5, "Win at casino.example");
  ASSERT_EQ(made.status, 201) << made.raw;
  const auto id = made.text("/id");
  EXPECT_EQ(made.text("/status"), "pending");
  EXPECT_EQ(get("/v1/reviews/" + id, 7).text("/findings/0/reason"), "links");
  EXPECT_EQ(get("/v1/me/reviews", 7).text("/items/0/findings/0/because"), "a rule");
  EXPECT_EQ(get("/v1/reviews/" + id, 8).status, 404);
  EXPECT_EQ(get("/v1/products/vase/reviews").size("/items"), 0u);
  EXPECT_EQ(get("/v1/products/vase/reviews", 7).text("/items/0/findings/0/reason"), "links");
  EXPECT_EQ(get("/v1/products/vase/reviews?stars=5", 7).size("/items"), 0u);
  EXPECT_EQ(get("/v1/products/vase/reviews", 8).size("/items"), 0u);
  EXPECT_FALSE(visible(Kind::review, id, 8));
  EXPECT_TRUE(visible(Kind::review, id, 7));
  const auto seen = piece(Kind::review, id);
  ASSERT_TRUE(seen);
  EXPECT_EQ(seen->author.value, 7);
  EXPECT_EQ(seen->text, "Win at casino.example");
  EXPECT_EQ(seen->context, "Sage vase");
  EXPECT_EQ(seen->url, "/products/vase#reviews");
  EXPECT_EQ(seen->standing, Standing::held);
  ASSERT_TRUE(stand(Kind::review, id, Standing::visible).ok());
  EXPECT_EQ(get("/v1/products/vase/reviews").size("/items"), 1u);
  EXPECT_EQ(get("/v1/reviews/" + id, 7).size("/findings"), 0u);
  EXPECT_EQ(count_of("reviews.review_published"), 1);
  ASSERT_TRUE(stand(Kind::review, id, Standing::visible).ok());
  EXPECT_EQ(count_of("reviews.review_published"), 1);
}

ENGINE_TEST(Moderated, WhatIsRefusedIsNotWritten) {
  EXPECT_EQ(review(7, "vase", 5, "refuse me").code(), "moderation.refused");
  EXPECT_EQ(get("/v1/me/reviews", 7).size("/items"), 0u);
  EXPECT_EQ(question(7, "refuse me please").code(), "moderation.refused");
  EXPECT_EQ(get("/v1/products/vase/questions", 7).size("/items"), 0u);
  const auto id = question(7, "Does it hold water?").text("/id");
  EXPECT_EQ(answer(id, 8, "refuse me").code(), "moderation.refused");
  EXPECT_EQ(get("/v1/products/vase/questions").number("/items/0/answer_count"), 0);
}

ENGINE_TEST(Moderated, AHeldQuestionIsAnnouncedWhenItIsShown) {
  const auto id = question(7, "Is this on casino.example?").text("/id");
  EXPECT_EQ(count_of("reviews.question_asked"), 0);
  EXPECT_EQ(get("/v1/products/vase/questions").size("/items"), 0u);
  const auto own = get("/v1/products/vase/questions", 7);
  ASSERT_EQ(own.size("/items"), 1u);
  EXPECT_EQ(own.text("/items/0/findings/0/reason"), "links");
  EXPECT_EQ(answer(id, 8, "Yes").code(), "reviews.question_not_found");
  ASSERT_TRUE(stand(Kind::question, id, Standing::visible).ok());
  EXPECT_EQ(count_of("reviews.question_asked"), 1);
  ASSERT_TRUE(stand(Kind::question, id, Standing::held).ok());
  ASSERT_TRUE(stand(Kind::question, id, Standing::visible).ok());
  EXPECT_EQ(count_of("reviews.question_asked"), 1);
  EXPECT_EQ(piece(Kind::question, id)->url, "/products/vase#questions");
}

ENGINE_TEST(Moderated, AHeldAnswerIsSeenByItsWriterAlone) {
  const auto id = question(7, "Does it hold water?").text("/id");
  const auto given = answer(id, 8, "See casino.example");
  ASSERT_EQ(given.status, 201) << given.raw;
  const auto answer_id = given.text("/answers/0/id");
  EXPECT_EQ(given.text("/answers/0/status"), "pending");
  EXPECT_EQ(get("/v1/products/vase/questions", 8).text("/items/0/answers/0/findings/0/reason"), "links");
  EXPECT_EQ(get("/v1/products/vase/questions", 9).size("/items/0/answers"), 0u);
  EXPECT_EQ(count_of("reviews.question_answered"), 0);
  EXPECT_EQ(piece(Kind::answer, answer_id)->context, "Does it hold water?");
  ASSERT_TRUE(stand(Kind::answer, answer_id, Standing::visible).ok());
  EXPECT_EQ(count_of("reviews.question_answered"), 1);
  EXPECT_EQ(get("/v1/products/vase/questions", 9).size("/items/0/answers"), 1u);
}

ENGINE_TEST(Moderated, TheShopsAnswerCanBeReportedAndTakenAway) {
  const auto id = review(7, "vase", 2, "It broke.").text("/id");
  EXPECT_FALSE(piece(Kind::review_reply, id));
  ASSERT_EQ(staff(Method::put, "/v1/admin/reviews/" + id + "/reply", R"({"text":"You broke it yourself."})").status, 200);
  EXPECT_TRUE(visible(Kind::review_reply, id, 7));
  EXPECT_EQ(piece(Kind::review_reply, id)->author.value, 9'000);
  EXPECT_EQ(piece(Kind::review_reply, id)->context, "It broke.");
  ASSERT_TRUE(stand(Kind::review_reply, id, Standing::removed).ok());
  EXPECT_FALSE(visible(Kind::review_reply, id, 7));
  EXPECT_EQ(get("/v1/products/vase/reviews").text("/items/0/reply/text"), "");
  EXPECT_EQ(staff(Method::get, "/v1/admin/reviews/" + id).text("/reply_standing"), "removed");
  submissions.said();
  ASSERT_EQ(staff(Method::put, "/v1/admin/reviews/" + id + "/reply", R"({"text":""})").status, 200);
  EXPECT_EQ(submissions.said(), std::vector<std::string>{"gone review_reply " + id});
  EXPECT_EQ(stand(Kind::review_reply, id, Standing::visible).error().code, "reviews.not_found");
}

ENGINE_TEST(Moderated, TheRingThatWasShownGoesThroughTheQueue) {
  accounts.all_new = true;
  std::string first;
  for (int i = 0; i < 8; ++i) {
    const auto made = review(1'000 + i, "vase", 1, "Number " + std::to_string(i));
    if (i == 0) first = made.text("/id");
  }
  const auto said = submissions.said();
  EXPECT_NE(std::find(said.begin(), said.end(), "hold review " + first), said.end());
  EXPECT_EQ(get("/v1/reviews/" + first, 1'000).text("/status"), "pending");
}

ENGINE_TEST(Moderated, WhatIsTakenBackOrErasedLeavesNoCase) {
  const auto id = review(7, "vase", 5).text("/id");
  const auto asked = question(7, "Does it hold water?").text("/id");
  const auto answered = answer(asked, 7, "It does.").text("/answers/0/id");
  const auto other = review(8, "vase", 4).text("/id");
  submissions.said();
  ASSERT_EQ(ask(Method::del, "/v1/reviews/" + other, "", 8).status, 204);
  EXPECT_EQ(submissions.said(), (std::vector<std::string>{"gone review " + other, "gone review_reply " + other}));
  profiles::Person person;
  person.account = identity::AccountId{7};
  const auto erase = [&](db::Transaction& tx) -> Status {
    module->personal_data().erase(tx, person);
    return done();
  };
  ASSERT_TRUE(database().write_now(erase).ok());
  const auto said = submissions.said();
  for (const auto& line : {"gone review " + id, "gone question " + asked, "gone answer " + answered}) {
    EXPECT_NE(std::find(said.begin(), said.end(), line), said.end()) << line;
  }
  EXPECT_FALSE(piece(Kind::answer, "pan_0000000000001"));
  EXPECT_FALSE(visible(Kind::question, "nonsense", 7));
}

}  // namespace
}  // namespace plaza::reviews
