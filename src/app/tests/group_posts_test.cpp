// A post in a closed group, looked for by a member, by somebody else and by a stranger wherever the shop shows posts.
#include "catalog/module.h"
#include "community/module.h"
#include "content/module.h"
#include "running_shop.h"

namespace plaza::app {
namespace {

class GroupPosts : public RunningShop {
 protected:
  GroupPosts() {
    const auto work = [&](db::Transaction& tx) -> Status {
      catalog::NewProduct jar;
      jar.title = "Moon jar";
      catalog::NewVariant only;
      only.price = 14'800;
      jar.variants.push_back(only);
      TRY(const auto made, program->catalog().catalog().create(tx, jar));
      product = to_text(made.id);
      variant = to_text(made.variants.at(0).id);
      const auto by = program->identity().accounts().find_by_email(tx, "owner@kilnlight.example");
      community::NewGroup group;
      group.slug = "inner";
      group.name = "Inner circle";
      group.ref = "glaze";
      group.visibility = community::Visibility::request;
      TRY_DONE(program->community().keeping().create(tx, {by->id, true}, group, program->clock().now()));
      return done();
    };
    EXPECT_TRUE(program->database().write_now(work).ok());
    EXPECT_EQ(ask("PUT", "/v1/admin/variants/" + variant + "/stock", owner, R"({"on_hand":5,"reason":"counted"})").status, 200);
    settle();
    author = member("Author");
    reader = member("Reader");
    other = signed_up("Other");
  }
  std::string member(const std::string& name) {
    const auto token = signed_up(name);
    EXPECT_EQ(ask("PUT", "/v1/groups/inner/membership", token).status, 200);
    const auto handle = handle_of(token);
    EXPECT_EQ(ask("PUT", "/v1/groups/inner/members/" + handle, owner, R"({"state":"active"})").status, 200);
    return token;
  }
  std::string handle_of(const std::string& token) { return ask("GET", "/v1/me", token).text("/account/handle"); }
  // A draft, put into the group, then published: at no moment is it in the open.
  std::string posted() {
    const auto made = ask("POST", "/v1/posts", author,
                          R"({"text":"Zirconglaze test tile #innertile","status":"draft","tags":[{"product_id":")" + product +
                              R"(","x":0.5,"y":0.5}]})");
    EXPECT_EQ(made.status, 201) << made.raw();
    const auto id = made.text("/id");
    EXPECT_EQ(ask("PUT", "/v1/groups/inner/posts/" + id, author).status, 204);
    EXPECT_EQ(ask("PATCH", "/v1/posts/" + id, author, R"({"status":"published"})").status, 200);
    settle();
    return id;
  }
  std::string page(const std::string& target, const std::string& token) {
    testing::HttpClient client(program->port());
    if (!token.empty()) client.set_bearer(token);
    return client.request("GET", target, "", {}).body;
  }
  // The outlets where it stands, each by its address.
  std::vector<std::string> outlets(const std::string& id, const std::string& token) {
    std::vector<std::string> found;
    const std::string addresses[] = {"/v1/posts/" + id, "/v1/feed?limit=20", "/v1/people/" + handle_of(author) + "/posts",
                                     "/v1/products/moon-jar/posts", "/v1/hashtags/innertile/posts", "/v1/search?q=zirconglaze",
                                     "/v1/search?q=%23innertile", "/v1/groups/inner/feed", "/p/" + id, "/", "/search?q=zirconglaze"};
    for (const auto& address : addresses) {
      if (page(address, token).find("Zirconglaze test tile") != std::string::npos) found.push_back(address);
    }
    return found;
  }

  std::string product, variant, author, reader, other;
};

ENGINE_TEST(GroupPosts, OfAClosedGroupAreSeenByItsMembersWhereverPostsAre) {
  const auto id = posted();
  const auto all = outlets(id, reader);
  const std::vector<std::string> expected{"/v1/posts/" + id, "/v1/feed?limit=20", "/v1/people/" + handle_of(author) + "/posts",
                                          "/v1/products/moon-jar/posts", "/v1/hashtags/innertile/posts", "/v1/search?q=zirconglaze",
                                          "/v1/search?q=%23innertile", "/v1/groups/inner/feed", "/p/" + id, "/", "/search?q=zirconglaze"};
  EXPECT_EQ(all, expected);
  EXPECT_EQ(page("/sitemap.xml", "").find(id), std::string::npos);
  EXPECT_EQ(outlets(id, other), std::vector<std::string>{});
  EXPECT_EQ(outlets(id, ""), std::vector<std::string>{});
  EXPECT_EQ(page("/v1/search/suggestions?q=%23inn", other).find("innertile"), std::string::npos);

  ASSERT_EQ(ask("DELETE", "/v1/groups/inner/members/" + handle_of(reader), owner).status, 204);
  EXPECT_EQ(outlets(id, reader), std::vector<std::string>{}) << "who has left sees no more of it";

  ASSERT_EQ(ask("PATCH", "/v1/groups/inner", owner, R"({"visibility":"public"})").status, 200);
  EXPECT_EQ(outlets(id, ""), expected) << "a public group's posts may be anywhere";
}

ENGINE_TEST(GroupPosts, DiscussionsAreReadWithoutAScriptWhileTheirGroupIsPublic) {
  const auto asked = ask("POST", "/v1/groups/inner/discussions", author, R"({"kind":"question","title":"Does raku leak?","text":"Mine does."})");
  ASSERT_EQ(asked.status, 201) << asked.raw();
  const auto id = asked.text("/id");
  for (const char* words : {"Always a little", "Seal it"}) {
    EXPECT_EQ(ask("POST", "/v1/discussions/" + id + "/replies", reader, std::string(R"({"text":")") + words + "\"}").status, 201);
  }
  settle();
  const auto path = "/groups/inner/d/" + id;
  const auto stands = [&](const std::string& target, const char* words) { return page(target, "").find(words) != std::string::npos; };
  EXPECT_FALSE(stands(path, "raku"));
  EXPECT_FALSE(stands("/groups/inner", "raku"));
  EXPECT_FALSE(stands("/sitemap.xml", id.c_str()));
  EXPECT_FALSE(stands("/v1/search?q=raku", "Does raku leak?"));
  EXPECT_EQ(page("/v1/search?q=raku", other).find("Does raku leak?"), std::string::npos);
  EXPECT_NE(page("/v1/search?q=raku", reader).find("Does raku leak?"), std::string::npos) << "members find what their group says";
  ASSERT_EQ(ask("PATCH", "/v1/groups/inner", owner, R"({"visibility":"public"})").status, 200);
  for (const char* words : {"<title>Does raku leak?", "Mine does.", "Seal it", "QAPage"}) EXPECT_TRUE(stands(path, words)) << words;
  EXPECT_TRUE(stands("/groups/inner", "Does raku leak?"));
  EXPECT_TRUE(stands("/groups", "Inner circle"));
  EXPECT_TRUE(stands("/v1/search?q=raku", "Does raku leak?"));
  EXPECT_TRUE(stands("/sitemap.xml", id.c_str()));
  ASSERT_EQ(ask("PUT", "/v1/discussions/" + id + "/accepted", author, R"({"reply_id":")" +
                ask("GET", "/v1/discussions/" + id + "/replies", author).text("/items/1/id") + "\"}").status, 200);
  const auto read = page(path, "");
  EXPECT_LT(read.find("Seal it"), read.find("Always a little")) << "the accepted answer first";
  ASSERT_EQ(ask("PATCH", "/v1/groups/inner", owner, R"({"visibility":"secret"})").status, 200);
  EXPECT_FALSE(stands(path, "raku"));
  EXPECT_FALSE(stands("/groups", "Inner circle"));
}

}  // namespace
}  // namespace plaza::app
