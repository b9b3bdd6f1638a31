// Help over HTTP: what is offered, articles and their earlier words, passages, rules; and what is refused.
#include "help_fixture.h"
#include "rules.h"
#include "platform/json/document.h"

namespace plaza::answers {
namespace {

using http::Method;

// A visitor whom the lot shows answers, and one whom it does not.
std::string somebody(bool shown) {
  for (int i = 0;; ++i) {
    const auto visitor = "visitor-" + std::to_string(i);
    if (is_shown("v:" + visitor, 1'000) == shown) return visitor;
  }
}

class HelpRoutes : public HelpFixture {
 protected:
  std::string written(const std::string& title = "Washing our bowls", const std::string& more = "") {
    const auto made = staff(Method::post, "/v1/admin/help/articles",
                            R"({"section":"products","title":")" + title + R"(","text":"Bowls go into the **dishwasher**.")" + more + "}");
    EXPECT_EQ(made.status, 201) << made.raw;
    return made.text("/id");
  }
  Reply publish(const std::string& id, std::int64_t version) {
    return staff(Method::put, "/v1/admin/help/articles/" + id + "/status",
                 R"({"version":)" + std::to_string(version) + R"(,"status":"published"})");
  }
};

ENGINE_TEST(HelpRoutes, AnArticleIsWrittenPublishedReadAndFound) {
  const auto id = written("Washing our bowls", R"(,"title_vi":"Rửa bát","text_vi":"Bát rửa máy được.","product_ids":[")" + to_text(vase) + R"("])");
  EXPECT_EQ(get("/v1/help/articles/washing-our-bowls").code(), "answers.not_found") << "a draft is for staff";
  EXPECT_EQ(get("/v1/help/articles").size("/sections"), 0u);
  ASSERT_EQ(publish(id, 1).status, 200);
  const auto read = get("/v1/help/articles/washing-our-bowls");
  ASSERT_EQ(read.status, 200) << read.raw;
  EXPECT_EQ(read.text("/html"), "<p>Bowls go into the <strong>dishwasher</strong>.</p>\n");
  EXPECT_EQ(read.text("/section_label"), "Our things, and how to care for them");
  EXPECT_EQ(read.text("/products/0/handle"), "vase");
  EXPECT_EQ(get("/v1/help/articles/washing-our-bowls", "vi").text("/title"), "Rửa bát");
  EXPECT_EQ(get("/v1/help/articles").text("/sections/0/items/0/handle"), "washing-our-bowls");
  EXPECT_EQ(get("/v1/help/articles?q=dishwasher").text("/found/0/link"), "/help/washing-our-bowls");
  const auto offered = typed("can bowls go into the dishwasher", somebody(true));
  ASSERT_EQ(offered.size("/items"), 1u) << offered.raw;
  EXPECT_EQ(offered.text("/items/0/kind"), "article");
  EXPECT_EQ(offered.text("/items/0/passage"), "Bowls go into the dishwasher.");
  EXPECT_EQ(staff(Method::put, "/v1/admin/help/articles/" + id + "/status", R"({"version":2,"status":"hidden"})").status, 200);
  EXPECT_EQ(get("/v1/help/articles/washing-our-bowls").status, 404);
  EXPECT_EQ(typed("can bowls go into the dishwasher", somebody(true)).size("/items"), 0u);
}

ENGINE_TEST(HelpRoutes, EveryEarlierVersionIsKept) {
  const auto id = written();
  const std::string path = "/v1/admin/help/articles/" + id;
  const auto changed = staff(Method::put, path, R"({"version":1,"section":"products","title":"Washing bowls","text":"By hand."})");
  ASSERT_EQ(changed.status, 200) << changed.raw;
  EXPECT_EQ(changed.text("/words/handle"), "washing-our-bowls") << "an address stays unless another is given";
  EXPECT_EQ(staff(Method::put, path, R"({"version":1,"section":"products","title":"Lost"})").code(), "answers.stale");
  const auto edits = staff(Method::get, path + "/edits");
  ASSERT_EQ(edits.size("/items"), 1u);
  EXPECT_EQ(edits.text("/items/0/words/text"), "Bowls go into the **dishwasher**.");
  EXPECT_EQ(edits.text("/items/0/by"), "Member 900");
  EXPECT_EQ(publish(id, 1).code(), "answers.stale");
  EXPECT_EQ(staff(Method::get, path).text("/words/text"), "By hand.");
}

ENGINE_TEST(HelpRoutes, RefusalsNameWhatIsWrongAndChangeNothing) {
  const std::string path = "/v1/admin/help/articles";
  EXPECT_EQ(ask(Method::get, path).status, 401);
  EXPECT_EQ(ask(Method::get, path, "", 7).status, 403);
  EXPECT_EQ(staff(Method::post, path, R"({"section":"nowhere","title":"A"})").text("/errors/0/field"), "section");
  EXPECT_EQ(staff(Method::post, path, R"({"section":"orders"})").text("/errors/0/field"), "title");
  EXPECT_EQ(staff(Method::get, path).size("/items"), 0u);
  const auto first = written(), second = written();
  EXPECT_EQ(staff(Method::get, path + "/" + second).text("/words/handle"), "washing-our-bowls-2");
  EXPECT_EQ(staff(Method::put, path + "/" + second, R"({"version":1,"handle":"washing-our-bowls","section":"orders","title":"B","text":"C"})").code(),
            "answers.handle_taken");
  const auto empty = staff(Method::post, path, R"({"section":"orders","title":"No words"})").text("/id");
  EXPECT_EQ(publish(empty, 1).text("/errors/0/field"), "text");
  for (const std::string gone : {"hlp_0000000000001", "nothing"}) {
    EXPECT_EQ(staff(Method::get, path + "/" + gone).code(), "answers.not_found");
    EXPECT_EQ(staff(Method::get, path + "/" + gone + "/edits").code(), "answers.not_found");
    EXPECT_EQ(publish(gone, 1).code(), "answers.not_found");
    EXPECT_EQ(staff(Method::put, path + "/" + gone, R"({"version":1,"section":"orders","title":"B"})").code(), "answers.not_found");
  }
  EXPECT_EQ(ask(Method::put, "/v1/help/articles/nothing/helped", R"({"helped":true})", 0, 0, "v1").code(), "answers.not_found");
}

ENGINE_TEST(HelpRoutes, ReadersSayWhetherItHelpedOnceEach) {
  const auto id = written();
  publish(id, 1);
  const std::string path = "/v1/help/articles/washing-our-bowls/helped";
  EXPECT_EQ(ask(Method::put, path, R"({"helped":true})", 0, 0, "v1").status, 204);
  EXPECT_EQ(ask(Method::put, path, R"({"helped":true})", 0, 0, "v2").status, 204);
  EXPECT_EQ(ask(Method::put, path, R"({"helped":false})", 0, 0, "v2").status, 204);
  EXPECT_EQ(ask(Method::put, path, R"({"helped":true})").text("/errors/0/field"), "Plaza-Anonymous-Id");
  const auto now = staff(Method::get, "/v1/admin/help/articles/" + id);
  EXPECT_EQ(now.number("/helped"), 1);
  EXPECT_EQ(now.number("/not_helped"), 1);
}

ENGINE_TEST(HelpRoutes, AnArticleGrowsFromAnAnswerOnceAndLinksToIt) {
  auto answer = document(1, "Does the vase hold water?", "Yes, it is glazed inside.");
  answer.products = {vase};
  say(answer);
  const auto grown = staff(Method::post, "/v1/admin/help/grown_articles", R"({"answer_id":"doc_1"})");
  ASSERT_EQ(grown.status, 201) << grown.raw;
  EXPECT_EQ(grown.text("/words/title"), "Does the vase hold water?");
  EXPECT_EQ(grown.text("/words/text"), "Yes, it is glazed inside.");
  EXPECT_EQ(grown.text("/words/section"), "products");
  EXPECT_EQ(grown.text("/source/link"), "/somewhere/1");
  EXPECT_EQ(grown.text("/status"), "draft");
  EXPECT_EQ(staff(Method::post, "/v1/admin/help/grown_articles", R"({"answer_id":"doc_1"})").text("/id"), grown.text("/id"));
  EXPECT_EQ(staff(Method::post, "/v1/admin/help/grown_articles", R"({"answer_id":"doc_2"})").code(), "answers.no_such_answer");
  EXPECT_EQ(staff(Method::get, "/v1/admin/help/articles").size("/items"), 1u);
}

ENGINE_TEST(HelpRoutes, OffersFollowWhatIsSaidAndTakenAway) {
  say(document(1, "Does the vase hold water?", "Yes, it is glazed inside."));
  const auto visitor = somebody(true);
  EXPECT_EQ(typed("will the vase hold water", visitor).text("/items/0/title"), "Does the vase hold water?");
  EXPECT_EQ(typed("will the vase hold water", visitor, R"(,"except":"/somewhere/1")").size("/items"), 0u);
  EXPECT_EQ(typed("", visitor).status, 400);
  EXPECT_EQ(typed("vase water", visitor, R"(,"place":"moon")").status, 400);
  source.take("doc_1");
  told("1");
  EXPECT_EQ(typed("will the vase hold water", visitor).size("/items"), 0u);
}

ENGINE_TEST(HelpRoutes, WhoAsksTooOftenWaits) {
  const auto visitor = somebody(true);
  Reply last;
  for (int i = 0; i < 41; ++i) last = typed("vase", visitor);
  EXPECT_EQ(last.code(), "answers.too_often");
  EXPECT_EQ(typed("vase", "another").status, 200);
  clock.advance(seconds(1));
  EXPECT_EQ(typed("vase", visitor).status, 200);
}

ENGINE_TEST(HelpRoutes, AgentsGetPassagesWithTheirSources) {
  say(document(1, "Does the vase hold water?", "We make it in two sizes. Yes, it is glazed inside and holds water."));
  const auto found = staff(Method::post, "/v1/admin/help/passages", R"({"text":"Hello, I bought your vase last week. Will it hold water?"})");
  ASSERT_EQ(found.size("/items"), 1u) << found.raw;
  EXPECT_EQ(found.text("/items/0/passage"), "We make it in two sizes. Yes, it is glazed inside and holds water.");
  EXPECT_EQ(found.text("/items/0/link"), "/somewhere/1");
  EXPECT_EQ(found.text("/items/0/author"), "Member 8");
  EXPECT_EQ(ask(Method::post, "/v1/admin/help/passages", R"({"text":"vase"})", 7).status, 403);
}

ENGINE_TEST(HelpRoutes, RulesAreChangedAsAWholeByWhoLeads) {
  const std::string path = "/v1/admin/help/settings";
  const auto first = staff(Method::get, path);
  EXPECT_EQ(first.number("/unshown_bp"), 1'000);
  auto rules = boost::json::serialize(first.body);
  EXPECT_EQ(staff(Method::put, path, rules).status, 403);
  const auto kept = leader(Method::put, path, rules);
  ASSERT_EQ(kept.status, 200) << kept.raw;
  EXPECT_EQ(kept.number("/version"), 1);
  EXPECT_EQ(leader(Method::put, path, rules).code(), "answers.stale");
  auto wrong = kept.body;
  wrong.as_object()["unshown_bp"] = 9'000;
  EXPECT_EQ(leader(Method::put, path, boost::json::serialize(wrong)).text("/errors/0/field"), "unshown_bp");
  auto off = kept.body;
  off.as_object()["offer"] = false;
  EXPECT_EQ(leader(Method::put, path, boost::json::serialize(off)).number("/version"), 2);
  say(document(1, "Does the vase hold water?", "Yes."));
  EXPECT_EQ(typed("does the vase hold water", somebody(true)).size("/items"), 0u);
}

}  // namespace
}  // namespace plaza::answers
