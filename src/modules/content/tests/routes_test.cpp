// The routes, through decoding and access, as a client sees them.
#include <boost/json.hpp>

#include "content_fixture.h"
#include "identity/roles.h"
#include "platform/http/server.h"

namespace plaza::content {
namespace {

using http::Method;

// `x-account: 7` is signed in as account 7, `x-roles: 8` has these roles.
class HeaderAuthenticator final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    if (const auto id = request.header("x-account"); !id.empty()) caller.subject = std::stoll(std::string(id));
    if (const auto roles = request.header("x-roles"); !roles.empty()) {
      caller.roles = static_cast<std::uint32_t>(std::stoul(std::string(roles)));
    }
    return done();
  }
};

struct Answer {
  int status = 0;
  boost::json::value body;
  std::string text;  // as sent

  const boost::json::value* at(std::string path) const {
    std::string pointer = "/" + path;
    std::replace(pointer.begin(), pointer.end(), '.', '/');
    boost::system::error_code failure;
    return body.find_pointer(pointer, failure);
  }
  std::string string(const char* path) const {
    const auto* found = at(path);
    return found && found->is_string() ? std::string(found->get_string()) : "";
  }
  std::int64_t number(const char* path) const {
    const auto* found = at(path);
    return found && found->is_int64() ? found->get_int64() : -1;
  }
  bool flag(const char* path) const {
    const auto* found = at(path);
    return found && found->is_bool() && found->get_bool();
  }
  std::string code() const { return string("code"); }
  std::size_t items() const {
    const auto* found = at("items");
    return found ? found->as_array().size() : 0;
  }
  std::vector<std::string> fields() const {
    std::vector<std::string> names;
    if (const auto* errors = at("errors")) {
      for (const auto& error : errors->as_array()) names.emplace_back(error.at("field").as_string());
    }
    return names;
  }
};

class RoutesTest : public ContentFixture {
 protected:
  RoutesTest() { module->add_routes(routes); }

  Answer ask(Method method, std::string target, std::int64_t account = 0, std::string body = "", http::Headers headers = {}) {
    http::Request wanted;
    wanted.method = method;
    wanted.target = std::move(target);
    wanted.body = std::move(body);
    wanted.headers = std::move(headers);
    wanted.headers.emplace_back("sec-fetch-site", "same-origin");
    wanted.headers.emplace_back("content-type", "application/json");
    if (account) wanted.headers.emplace_back("x-account", std::to_string(account));
    wanted.remote_address = "192.0.2.1";
    auto response = sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, wanted));
    Answer answer{response.status, {}, std::move(response.body)};
    if (!answer.text.empty()) answer.body = boost::json::parse(answer.text);
    return answer;
  }
  Answer get(std::string target, std::int64_t account = 0) { return ask(Method::get, std::move(target), account); }
  std::string new_post(std::int64_t account, const std::string& body) {
    const auto answer = ask(Method::post, "/v1/posts", account, body);
    EXPECT_EQ(answer.status, 201) << answer.text;
    return "/v1/posts/" + answer.string("id");
  }
  http::Headers staff() const { return {{"x-roles", std::to_string(identity::moderator)}}; }

  http::Routes routes;
  HeaderAuthenticator authenticator;
};

ENGINE_TEST(RoutesTest, APostIsWrittenAndReadWithItsTagsAndAuthor) {
  const auto path = new_post(1, R"({"text":"New #vase for @linh","media_ids":["med_0000000000001"],)"
                                R"("tags":[{"product_id":"prd_0000000000001","x":0.25,"y":0.5}]})");
  const auto post = get(path, 2);
  EXPECT_EQ(post.status, 200);
  EXPECT_EQ(post.string("author.handle"), "mai");
  EXPECT_EQ(post.string("hashtags.0"), "vase");
  EXPECT_EQ(post.string("mentions.0"), "linh");
  EXPECT_EQ(post.string("tags.0.product.handle"), "vase-1");
  EXPECT_EQ(post.string("media.0.status"), "ready");
  EXPECT_EQ(post.string("visibility"), "public");
  EXPECT_FALSE(post.flag("can_edit"));
  EXPECT_TRUE(get(path, 1).flag("can_edit"));
  EXPECT_EQ(get("/v1/hashtags/V%C3%A2se/posts").items(), 1u);
  EXPECT_EQ(get("/v1/products/vase-1/posts").items(), 1u);
  EXPECT_EQ(get("/v1/people/mai/posts").items(), 1u);
}

ENGINE_TEST(RoutesTest, WhoIsNotSignedInWritesNothing) {
  const auto path = new_post(1, R"({"text":"x"})");
  const std::vector<std::pair<Method, std::string>> writes = {
      {Method::post, "/v1/posts"},       {Method::patch, path},           {Method::del, path},
      {Method::put, path + "/like"},     {Method::del, path + "/save"},   {Method::post, path + "/share"},
      {Method::post, path + "/comments"}, {Method::post, path + "/report"}, {Method::put, "/v1/people/mai/follow"},
      {Method::put, "/v1/products/prd_0000000000001/save"}};
  for (const auto& [method, target] : writes) {
    EXPECT_EQ(ask(method, target, 0, R"({"text":"x","reason":"spam"})").status, 401) << target;
  }
  for (const auto* list : {"/v1/me/posts", "/v1/me/saved", "/v1/me/saved_products"}) EXPECT_EQ(get(list).status, 401) << list;
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_posts"), 1);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_comments"), 0);
}

ENGINE_TEST(RoutesTest, AnothersPostIsNotThereToChange) {
  const auto path = new_post(1, R"({"text":"mine"})");
  auto answer = ask(Method::patch, path, 2, R"({"text":"stolen"})");
  EXPECT_EQ(answer.status, 404);
  EXPECT_EQ(answer.code(), "content.post_not_found");
  EXPECT_EQ(ask(Method::del, path, 2).status, 404);
  EXPECT_EQ(get(path).string("text"), "mine");
  EXPECT_TRUE(decisions.said.empty());
}

ENGINE_TEST(RoutesTest, WhatAModeratorDeletesIsADecision) {
  const auto path = new_post(1, R"({"text":"cheap pots"})");
  EXPECT_EQ(ask(Method::del, path + "?reason=spam&note=no%20adverts", 9, "", staff()).status, 204);
  EXPECT_EQ(decisions.said, std::vector<std::string>{"9 removed post spam: no adverts"});
  EXPECT_EQ(get(path, 2).status, 404);
  EXPECT_EQ(get(path, 1).string("status"), "removed");  // the author sees it, and may appeal
  EXPECT_EQ(ask(Method::del, path, 9, "", staff()).code(), "moderation.already_decided");
  const auto wrong = ask(Method::del, path + "?reason=dull", 9, "", staff());
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(wrong.fields(), std::vector<std::string>{"reason"});

  const auto mine = new_post(9, R"({"text":"by a moderator"})");
  EXPECT_EQ(ask(Method::del, mine, 9, "", staff()).status, 204);  // one's own is simply gone
  EXPECT_EQ(ask(Method::del, mine, 9, "", staff()).code(), "content.post_not_found");
  const auto draft = new_post(1, R"({"text":"not yet","status":"draft"})");
  EXPECT_EQ(ask(Method::del, draft, 9, "", staff()).code(), "content.post_not_found");
  EXPECT_EQ(decisions.said.size(), 1u);
}

ENGINE_TEST(RoutesTest, ACommentThatAModeratorDeletesIsADecisionToo) {
  const auto path = new_post(1, R"({"text":"a vase"})");
  const auto comment = [&](const char* words) {
    return "/v1/comments/" + ask(Method::post, path + "/comments", 2, std::string(R"({"text":")") + words + "\"}").string("id");
  };
  const auto first = comment("rude"), second = comment("ruder");
  EXPECT_EQ(ask(Method::del, first, 3).code(), "content.comment_not_found");
  EXPECT_EQ(ask(Method::del, first + "?reason=abuse", 9, "", staff()).status, 204);
  EXPECT_EQ(decisions.said, std::vector<std::string>{"9 removed comment abuse: "});
  EXPECT_EQ(get(path).number("counts.comments"), 1);
  EXPECT_EQ(ask(Method::del, second, 1, "", staff()).status, 204);  // a moderator tidies up under their own post
  EXPECT_EQ(decisions.said.size(), 1u);
}

ENGINE_TEST(RoutesTest, DraftsAreInvisibleToOthersEverywhere) {
  const auto path = new_post(1, R"({"text":"draft #gom","status":"draft","tags":[{"product_id":"prd_0000000000001"}]})");
  EXPECT_EQ(get(path).status, 404);
  EXPECT_EQ(get(path, 2).status, 404);
  EXPECT_EQ(get(path + "/comments", 2).status, 404);
  EXPECT_EQ(ask(Method::put, path + "/like", 2).status, 404);
  EXPECT_EQ(get("/v1/people/mai/posts", 2).items(), 0u);
  EXPECT_EQ(get("/v1/hashtags/gom/posts", 2).items(), 0u);
  EXPECT_EQ(get("/v1/products/vase-1/posts", 2).items(), 0u);
  EXPECT_EQ(get(path, 1).string("status"), "draft");
  EXPECT_EQ(get("/v1/me/posts?status=draft", 1).items(), 1u);
  EXPECT_EQ(get("/v1/me/posts", 1).items(), 0u);
  EXPECT_EQ(get("/v1/me/posts?status=draft", 2).items(), 0u);
  EXPECT_EQ(ask(Method::patch, path, 1, R"({"status":"published"})").string("status"), "published");
  EXPECT_EQ(get(path).status, 200);
}

ENGINE_TEST(RoutesTest, PostsForFollowersAreNotThereForOthers) {
  const auto path = new_post(1, R"({"text":"friends #gom","visibility":"followers"})");
  EXPECT_EQ(get(path).status, 404);
  EXPECT_EQ(get(path, 2).status, 404);
  EXPECT_EQ(get("/v1/people/mai/posts", 2).items(), 0u);
  EXPECT_EQ(get("/v1/hashtags/gom/posts").items(), 0u);
  const auto followed = ask(Method::put, "/v1/people/mai/follow", 2);
  EXPECT_TRUE(followed.flag("is_following"));
  EXPECT_EQ(followed.number("followers"), 1);
  EXPECT_EQ(ask(Method::put, "/v1/people/mai/follow", 2).number("followers"), 1);
  EXPECT_EQ(get(path, 2).status, 200);
  EXPECT_EQ(get("/v1/hashtags/gom/posts", 2).items(), 1u);
  EXPECT_EQ(get("/v1/people/mai/followers").string("items.0.handle"), "linh");
  EXPECT_EQ(get("/v1/people/linh/following").string("items.0.handle"), "mai");
  EXPECT_EQ(ask(Method::del, "/v1/people/mai/follow", 2).number("followers"), 0);
  EXPECT_EQ(get(path, 2).status, 404);
}

ENGINE_TEST(RoutesTest, AHeldPostIsSeenByItsAuthorAndStaffOnly) {
  const auto path = new_post(1, R"({"text":"Bad WORDS 100% #gom"})");
  const auto id = path.substr(10);
  EXPECT_EQ(ask(Method::post, path + "/report", 2, R"({"reason":"abuse","note":"look"})").status, 201);
  ASSERT_TRUE(hold(*parse_id<PostId>(id), true).ok());
  EXPECT_EQ(get(path, 2).status, 404);
  EXPECT_EQ(get(path, 1).string("status"), "held");
  EXPECT_EQ(get("/v1/hashtags/gom/posts", 1).items(), 0u);
  const auto desk = ask(Method::get, "/v1/admin/posts?status=held&reported=true", 9, "", staff());
  EXPECT_EQ(desk.string("items.0.reports.0.reason"), "abuse");
  EXPECT_EQ(desk.number("items.0.reports.0.count"), 1);
  EXPECT_EQ(ask(Method::get, "/v1/admin/posts?q=words", 9, "", staff()).items(), 1u);
  EXPECT_EQ(ask(Method::get, "/v1/admin/posts?q=100%25", 9, "", staff()).items(), 1u);
  EXPECT_EQ(ask(Method::get, "/v1/admin/posts?q=1%25%23", 9, "", staff()).items(), 0u);
  EXPECT_EQ(get("/v1/admin/posts", 2).status, 403);
  ASSERT_TRUE(hold(*parse_id<PostId>(id), false).ok());
  EXPECT_EQ(get(path, 2).status, 200);
}

ENGINE_TEST(RoutesTest, TheSameRequestTwiceMakesOnePost) {
  const http::Headers key = {{"idempotency-key", "first-post"}};
  const auto first = ask(Method::post, "/v1/posts", 1, R"({"text":"once"})", key);
  const auto second = ask(Method::post, "/v1/posts", 1, R"({"text":"once"})", key);
  EXPECT_EQ(first.status, 201);
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(first.string("id"), second.string("id"));
  EXPECT_EQ(ask(Method::post, "/v1/posts", 1, R"({"text":"other"})", key).code(), "request.key_reused");
  EXPECT_EQ(ask(Method::post, "/v1/posts", 2, R"({"text":"once"})", key).status, 201);
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_posts"), 2);
}

ENGINE_TEST(RoutesTest, BadInputIsNamedAndChangesNothing) {
  EXPECT_EQ(ask(Method::post, "/v1/posts", 1, "{}").code(), "content.empty_post");
  EXPECT_EQ(ask(Method::post, "/v1/posts", 1, "{").status, 400);
  EXPECT_EQ(ask(Method::post, "/v1/posts", 1, R"({"text":"x","tags":[{"product_id":"nonsense","x":2}],"media_ids":["prd_0000000000001"]})")
                .fields(),
            (std::vector<std::string>{"media_ids[0]", "tags[0].product_id", "tags[0].x"}));
  EXPECT_EQ(ask(Method::post, "/v1/posts", 1, R"({"text":"x","status":"held"})").fields(), (std::vector<std::string>{"status"}));
  EXPECT_EQ(ask(Method::post, "/v1/posts", 1, R"({"text":"x","tags":[{"product_id":"prd_0000000000001","media_index":3}]})").fields(),
            (std::vector<std::string>{"tags[0].media_index"}));
  EXPECT_EQ(ask(Method::post, "/v1/posts", 1, R"({"text":"x","media_ids":["med_0000000000002"]})").code(), "content.media_not_yours");
  EXPECT_EQ(ask(Method::post, "/v1/posts", 1, R"({"text":"x","tags":[{"product_id":"prd_0000000000003"}]})").code(),
            "content.product_not_found");
  EXPECT_EQ(ask(Method::post, "/v1/posts", 1, "{\"text\":\"" + std::string(2'201, 'a') + "\"}").fields(),
            (std::vector<std::string>{"text"}));
  EXPECT_EQ(get("/v1/posts/nonsense").status, 400);
  EXPECT_EQ(get("/v1/posts/pst_0000000000077").status, 404);
  EXPECT_EQ(get("/v1/people/nobody/posts").code(), "content.person_not_found");
  EXPECT_EQ(get("/v1/people/mai/posts?cursor=what").fields(), (std::vector<std::string>{"cursor"}));
  EXPECT_EQ(get("/v1/people/mai/posts?limit=101").fields(), (std::vector<std::string>{"limit"}));
  EXPECT_EQ(get("/v1/products/nothing/posts").code(), "catalog.product_not_found");
  EXPECT_EQ(ask(Method::put, "/v1/people/mai/follow", 1).code(), "content.own_follow");
  EXPECT_EQ(count("SELECT COUNT(*) FROM content_posts"), 0);
}

ENGINE_TEST(RoutesTest, TextComesBackAsItWentInWhateverItSays) {
  const std::string hostile = "</script><img src=x onerror=alert(1)> \\u0000 \\\" ' -- \\n #<b> @mai\\u202e";
  const auto path = new_post(1, "{\"text\":\"" + std::string("</script><img src=x onerror=alert(1)> ' -- \\\"; DROP TABLE x #b") + "\"}");
  EXPECT_EQ(get(path).string("text"), "</script><img src=x onerror=alert(1)> ' -- \"; DROP TABLE x #b");
  const auto nul = ask(Method::post, "/v1/posts", 1, "{\"text\":\"" + hostile + "\"}");
  EXPECT_EQ(nul.status, 400);  // a NUL is no text
  EXPECT_EQ(ask(Method::post, "/v1/posts", 1, "{\"text\":\"\xff\xfe\"}").status, 400);
}

ENGINE_TEST(RoutesTest, LikesAndSavesAnswerWithTheNewCounts) {
  const auto path = new_post(1, R"({"text":"x"})");
  auto answer = ask(Method::put, path + "/like", 2);
  EXPECT_EQ(answer.number("counts.likes"), 1);
  EXPECT_TRUE(answer.flag("liked"));
  EXPECT_FALSE(answer.flag("saved"));
  answer = ask(Method::put, path + "/save", 2);
  EXPECT_TRUE(answer.flag("liked"));
  EXPECT_TRUE(answer.flag("saved"));
  EXPECT_EQ(get("/v1/me/saved", 2).items(), 1u);
  EXPECT_EQ(get("/v1/me/saved", 1).items(), 0u);
  EXPECT_EQ(ask(Method::del, path + "/save", 2).number("counts.saves"), 0);
  EXPECT_EQ(ask(Method::post, path + "/share", 2).number("counts.shares"), 1);
  const auto seen = get(path, 2);
  EXPECT_TRUE(seen.flag("liked"));
  EXPECT_FALSE(get(path, 3).flag("liked"));
  EXPECT_EQ(seen.number("counts.likes"), 1);
}

ENGINE_TEST(RoutesTest, CommentsAreListedOldestFirstInPages) {
  const auto path = new_post(1, R"({"text":"x"})");
  const auto first = ask(Method::post, path + "/comments", 2, R"({"text":"one"})");
  EXPECT_EQ(first.status, 201);
  clock.advance(seconds(1));
  ask(Method::post, path + "/comments", 3, "{\"text\":\"two\",\"parent_id\":\"" + first.string("id") + "\"}");
  auto page = get(path + "/comments?limit=1", 2);
  EXPECT_EQ(page.string("items.0.text"), "one");
  EXPECT_TRUE(page.flag("items.0.can_delete"));
  page = get(path + "/comments?limit=1&cursor=" + page.string("next_cursor"), 2);
  EXPECT_EQ(page.string("items.0.text"), "two");
  EXPECT_EQ(page.string("items.0.parent_id"), first.string("id"));
  EXPECT_FALSE(page.flag("items.0.can_delete"));
  EXPECT_EQ(ask(Method::post, path + "/comments", 2, R"({"text":""})").fields(), (std::vector<std::string>{"text"}));
  EXPECT_EQ(ask(Method::del, "/v1/comments/" + first.string("id"), 3).code(), "content.comment_not_found");
  EXPECT_EQ(get(path).number("counts.comments"), 2);
  EXPECT_EQ(ask(Method::del, "/v1/comments/" + first.string("id"), 1).status, 204);
  EXPECT_EQ(get(path).number("counts.comments"), 0);
}

ENGINE_TEST(RoutesTest, ListsGoOnAfterTheirCursorWhateverIsAddedOrTakenAway) {
  std::vector<std::string> paths;
  for (int i = 0; i < 5; ++i) {
    clock.advance(seconds(1));
    paths.push_back(new_post(1, "{\"text\":\"post " + std::to_string(i) + " #gom\"}"));
  }
  auto page = get("/v1/hashtags/gom/posts?limit=2");
  EXPECT_EQ(page.string("items.0.text"), "post 4 #gom");
  clock.advance(seconds(1));
  new_post(1, R"({"text":"later #gom"})");
  ask(Method::del, paths[3], 1);  // the one the cursor stands at
  page = get("/v1/hashtags/gom/posts?limit=2&cursor=" + page.string("next_cursor"));
  EXPECT_EQ(page.string("items.0.text"), "post 2 #gom");
  EXPECT_EQ(page.string("items.1.text"), "post 1 #gom");
  page = get("/v1/hashtags/gom/posts?limit=2&cursor=" + page.string("next_cursor"));
  EXPECT_EQ(page.items(), 1u);
  EXPECT_EQ(page.string("next_cursor"), "");
}

ENGINE_TEST(RoutesTest, AnErasedAuthorLeavesANamelessCard) {
  const auto path = new_post(3, R"({"text":"x"})");
  accounts.faces.erase(3);
  const auto post = get(path);
  EXPECT_EQ(post.status, 200);
  EXPECT_EQ(post.string("author.name"), "—");
  EXPECT_EQ(post.string("author.handle"), "");
}

ENGINE_TEST(RoutesTest, SavedProductsAreListedLatestFirst) {
  EXPECT_TRUE(ask(Method::put, "/v1/products/prd_0000000000001/save", 2).flag("saved"));
  EXPECT_TRUE(ask(Method::put, "/v1/products/prd_0000000000002/save", 2).flag("saved"));
  EXPECT_EQ(ask(Method::put, "/v1/products/prd_0000000000003/save", 2).code(), "content.product_not_found");
  const auto list = get("/v1/me/saved_products", 2);
  EXPECT_EQ(list.items(), 2u);
  EXPECT_EQ(list.string("items.0.handle"), "vase-2");
  EXPECT_FALSE(ask(Method::del, "/v1/products/prd_0000000000001/save", 2).flag("saved"));
  EXPECT_EQ(get("/v1/me/saved_products", 2).items(), 1u);
}

// A post is kept among Mai and Linh.
class AmongTwo final : public Visibility {
 public:
  std::string kept;
  bool is_any_kept() const override { return !kept.empty(); }
  bool admits(identity::AccountId viewer, PostId post) const override { return kept != to_text(post) || viewer == mai || viewer == linh; }
};

ENGINE_TEST(RoutesTest, AKeptPostIsInNoListOfOthers) {
  AmongTwo among;
  module->plug(among);
  const auto path = new_post(1, R"({"text":"For us #vase","media_ids":["med_0000000000001"],"tags":[{"product_id":"prd_0000000000001","x":0.25,"y":0.5}]})");
  for (const int account : {2, 3}) EXPECT_EQ(ask(Method::put, path + "/save", account).status, 200);
  among.kept = path.substr(std::string("/v1/posts/").size());
  const char* const lists[] = {"/v1/hashtags/vase/posts", "/v1/products/vase-1/posts", "/v1/people/mai/posts"};
  for (const auto* list : lists) {
    EXPECT_EQ(get(list, 1).items(), 1u) << list;
    EXPECT_EQ(get(list, 2).items(), 1u) << list;
    EXPECT_EQ(get(list, 3).items(), 0u) << list;
    EXPECT_EQ(get(list).items(), 0u) << list;
  }
  EXPECT_EQ(get("/v1/me/saved", 2).items(), 1u);
  EXPECT_EQ(get("/v1/me/saved", 3).items(), 0u);
  EXPECT_EQ(get(path, 2).status, 200);
  for (const int other : {0, 3}) {
    EXPECT_EQ(get(path, other).code(), "content.post_not_found");
    EXPECT_EQ(get(path + "/comments", other).code(), "content.post_not_found");
  }
  EXPECT_EQ(ask(Method::put, path + "/like", 3).code(), "content.post_not_found");
  EXPECT_EQ(ask(Method::get, path, 9, "", staff()).status, 200);  // moderators read everything
}

}  // namespace
}  // namespace plaza::content
