// Questions over HTTP: asked, answered by an owner, accepted; and what is refused.
#include "reviews_fixture.h"

namespace plaza::reviews {
namespace {

using http::Method;

class QuestionRoutes : public ReviewsFixture {
 protected:
  Reply asked(std::int64_t account = 7) {
    return ask(Method::post, "/v1/products/vase/questions", R"({"text":"Does it hold water?"})", account);
  }
  Reply answer(const std::string& question, std::int64_t account, const std::string& text) {
    return ask(Method::post, "/v1/product_questions/" + question + "/answers", R"({"text":")" + text + "\"}", account);
  }
  std::string topics() {
    std::string found;
    const auto read = [&](db::Reader& reader) {
      static constexpr db::Statement all{nullptr, "SELECT topic FROM platform_outbox UNION ALL SELECT topic FROM platform_outbox_new"};
      reader.each(all, {}, [&](const db::Row& row) { found += row.string(0) + ";"; });
      return true;
    };
    database().read_now(read);
    return found;
  }
};

ENGINE_TEST(QuestionRoutes, AnOwnersAnswerIsAcceptedAndComesFirst) {
  buy(1, 8, {vase});
  const auto question = asked();
  ASSERT_EQ(question.status, 201) << question.raw;
  const std::string id = question.text("/id");
  ASSERT_EQ(answer(id, 9, "I think so.").status, 201);
  const auto answered = answer(id, 8, "Yes, mine holds tulips.");
  ASSERT_EQ(answered.status, 201) << answered.raw;
  EXPECT_EQ(answered.text("/answers/0/voice"), "owner");
  EXPECT_EQ(answered.text("/answers/1/voice"), "member");
  EXPECT_EQ(answered.number("/answer_count"), 2);
  const std::string best = answered.text("/answers/1/id");
  const std::string accepted = "/v1/product_questions/" + id + "/accepted";
  EXPECT_EQ(ask(Method::put, accepted, R"({"answer_id":")" + best + "\"}", 8).code(), "reviews.not_yours");
  EXPECT_EQ(ask(Method::put, accepted, R"({"answer_id":"pan_0000000000001"})", 7).code(), "reviews.answer_not_found");
  const auto done = ask(Method::put, accepted, R"({"answer_id":")" + best + "\"}", 7);
  ASSERT_EQ(done.status, 200) << done.raw;
  EXPECT_TRUE(done.flag("/answers/0/accepted"));
  EXPECT_EQ(done.text("/answers/0/text"), "I think so.");
  const auto list = get("/v1/products/vase/questions");
  EXPECT_TRUE(list.flag("/items/0/answers/0/accepted"));
  EXPECT_FALSE(list.flag("/items/0/may_accept"));
  EXPECT_FALSE(ask(Method::put, accepted, "{}", 7).flag("/answers/0/accepted"));
  const auto told = topics();
  EXPECT_NE(told.find("reviews.question_asked;"), std::string::npos) << told;
  EXPECT_NE(told.find("reviews.question_answered;"), std::string::npos);
  EXPECT_NE(told.find("reviews.answer_accepted;"), std::string::npos);
}

ENGINE_TEST(QuestionRoutes, StaffAnswerAsTheShopAndTakeAway) {
  const std::string id = asked().text("/id");
  const auto answered = ask(Method::post, "/v1/admin/product_questions/" + id + "/answers", R"({"text":"Two litres."})", 9, identity::agent);
  ASSERT_EQ(answered.status, 201) << answered.raw;
  EXPECT_EQ(answered.text("/answers/0/voice"), "staff");
  EXPECT_EQ(answered.text("/answers/0/author/name"), "");
  EXPECT_EQ(ask(Method::post, "/v1/admin/product_questions/" + id + "/answers", R"({"text":"x"})", 9).status, 403);
  EXPECT_EQ(staff(Method::get, "/v1/admin/product_questions?unanswered=true").size("/items"), 0u);
  EXPECT_EQ(staff(Method::get, "/v1/admin/product_questions").text("/items/0/product_handle"), "vase");
  const std::string answer_id = answered.text("/answers/0/id");
  ASSERT_EQ(staff(Method::put, "/v1/product_questions/" + id + "/accepted", R"({"answer_id":")" + answer_id + "\"}").status, 200);
  ASSERT_TRUE(stand(moderation::Kind::answer, answer_id, moderation::Standing::removed).ok());
  EXPECT_EQ(get("/v1/products/vase/questions").number("/items/0/answer_count"), 0);
  ASSERT_TRUE(stand(moderation::Kind::question, id, moderation::Standing::removed).ok());
  EXPECT_EQ(get("/v1/products/vase/questions").size("/items"), 0u);
  EXPECT_EQ(answer(id, 8, "Late").code(), "reviews.question_not_found");
  EXPECT_EQ(stand(moderation::Kind::question, "pqu_0000000000001", moderation::Standing::removed).error().code,
            "reviews.question_not_found");
  EXPECT_EQ(stand(moderation::Kind::answer, "pan_0000000000001", moderation::Standing::removed).error().code,
            "reviews.answer_not_found");
}

ENGINE_TEST(QuestionRoutes, VotesCountOnceAndRefusalsChangeNothing) {
  EXPECT_EQ(asked(0).status, 401);
  EXPECT_EQ(ask(Method::post, "/v1/products/vase/questions", R"({"text":"Eh?"})", 7).text("/errors/0/field"), "text");
  EXPECT_EQ(ask(Method::post, "/v1/products/nothing/questions", R"({"text":"Does it hold water?"})", 7).code(), "reviews.product_not_found");
  EXPECT_EQ(get("/v1/products/vase/questions").size("/items"), 0u);
  const std::string id = asked().text("/id");
  const std::string path = "/v1/product_questions/" + id + "/helpful";
  EXPECT_EQ(ask(Method::put, path, "", 7).code(), "reviews.own");
  EXPECT_EQ(ask(Method::put, path, "", 8).number("/helpful"), 1);
  EXPECT_EQ(ask(Method::put, path, "", 8).number("/helpful"), 1);
  EXPECT_EQ(ask(Method::del, path, "", 8).number("/helpful"), 0);
  const std::string answer_id = answer(id, 8, "Yes.").text("/answers/0/id");
  const std::string vote = "/v1/product_answers/" + answer_id + "/helpful";
  EXPECT_EQ(ask(Method::put, vote, "", 8).code(), "reviews.own");
  EXPECT_EQ(ask(Method::put, vote, "", 7).number("/helpful"), 1);
  EXPECT_EQ(ask(Method::put, "/v1/product_answers/pan_0000000000001/helpful", "", 7).code(), "reviews.answer_not_found");
}

ENGINE_TEST(QuestionRoutes, StaffSeeWhatOnlyTheShopCanAnswer) {
  ASSERT_EQ(asked().status, 201);
  ASSERT_EQ(ask(Method::post, "/v1/products/vase/questions", R"({"text":"Where is my order, it should be here since Monday?"})", 8).status, 201);
  const auto list = staff(Method::get, "/v1/admin/product_questions");
  ASSERT_EQ(list.size("/items"), 2u);
  EXPECT_EQ(list.text("/items/0/wanted"), "where_is_order");
  EXPECT_EQ(list.text("/items/1/wanted"), "");
}

}  // namespace
}  // namespace plaza::reviews
