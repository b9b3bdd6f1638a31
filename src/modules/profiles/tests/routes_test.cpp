#include "profiles_fixture.h"
#include "platform/json/document.h"

namespace plaza::profiles {
namespace {

using http::Method;

class PeopleRoutes : public ProfilesFixture {
 protected:
  const std::string an = to_text(AccountId{1});
  const std::string body = R"({"visitor":"v1"})";
};

ENGINE_TEST(PeopleRoutes, ListsAccountsByTheStartOfTheirNames) {
  happens(Trust::session, "v1", 1);
  const auto all = object_of(ask(Method::get, "/v1/admin/people", "merchandiser"));
  ASSERT_EQ(all.at("items").as_array().size(), 2u);
  EXPECT_EQ(all.at("items").at(0).at("display_name").as_string(), "Binh");
  EXPECT_EQ(all.at("items").at(1).at("interactions").as_int64(), 1);
  const auto some = object_of(ask(Method::get, "/v1/admin/people?q=an", "agent"));
  ASSERT_EQ(some.at("items").as_array().size(), 1u);
  EXPECT_EQ(some.at("items").at(0).at("id").as_string(), an);
}

ENGINE_TEST(PeopleRoutes, PagesAccountsAndVisitors) {
  const auto first = object_of(ask(Method::get, "/v1/admin/people?limit=1", "agent"));
  const std::string cursor(first.at("next_cursor").as_string());
  const auto second = object_of(ask(Method::get, "/v1/admin/people?limit=1&cursor=" + cursor, "agent"));
  EXPECT_EQ(second.at("items").at(0).at("id").as_string(), an);

  for (const char* visitor : {"v1", "v2", "v_3"}) {
    clock.advance(seconds(1));
    happens(Trust::evidence, visitor, 0);
  }
  module->learner().snapshot();
  const auto page = object_of(ask(Method::get, "/v1/admin/people?kind=visitor&limit=2", "agent"));
  ASSERT_EQ(page.at("items").as_array().size(), 2u);
  EXPECT_EQ(page.at("items").at(0).at("id").as_string(), "v_3");
  const std::string next(page.at("next_cursor").as_string());
  const auto rest = object_of(ask(Method::get, "/v1/admin/people?kind=visitor&limit=2&cursor=" + next, "agent"));
  ASSERT_EQ(rest.at("items").as_array().size(), 1u);
  EXPECT_EQ(rest.at("items").at(0).at("id").as_string(), "v1");
  const auto found = object_of(ask(Method::get, "/v1/admin/people?kind=visitor&q=v_", "agent"));
  EXPECT_EQ(found.at("items").as_array().size(), 1u);
  EXPECT_EQ(ask(Method::get, "/v1/admin/people?cursor=x", "agent").status, 400);
  EXPECT_EQ(ask(Method::get, "/v1/admin/people?kind=visitor&cursor=x", "agent").status, 400);
}

ENGINE_TEST(PeopleRoutes, ShowsOnePersonWithHistory) {
  FixedOrders orders;
  module->plug(orders);
  merge("v1", 1, Proof::signed_up);
  happens(Trust::evidence, "v1", 0, Kind::identify, R"({"city":"Hue"})", "crm-1");
  happens(Trust::evidence, "v2", 0);
  happens(Trust::session, "v1", 1, Kind::track, R"({"product_id":"prd_1"})");
  const auto answer = ask(Method::get, "/v1/admin/people/" + an, "agent");
  ASSERT_EQ(answer.status, 200) << answer.body;
  const auto person = object_of(answer);
  EXPECT_EQ(person.at("person").at("email").as_string(), "An@shop.example");
  EXPECT_EQ(person.at("person").at("interactions").as_int64(), 2);
  EXPECT_EQ(person.at("visitors"), boost::json::parse(R"(["v1"])"));
  EXPECT_EQ(person.at("traits"), boost::json::parse(R"({"city":"Hue"})"));
  EXPECT_EQ(person.at("claimed_user_id").as_string(), "crm-1");
  EXPECT_EQ(person.at("orders").at("count").as_int64(), 3);
  EXPECT_EQ(person.at("orders").at("revenue").at("amount").as_int64(), 5'997);
  ASSERT_EQ(person.at("links").as_array().size(), 1u);
  EXPECT_EQ(person.at("links").at(0).at("proof").as_string(), "signed_up");
  ASSERT_EQ(person.at("recent").as_array().size(), 2u);
  EXPECT_EQ(person.at("recent").at(0).at("account_id").as_string(), an);
  EXPECT_EQ(person.at("recent").at(0).at("properties"), boost::json::parse(R"({"product_id":"prd_1"})"));
  EXPECT_EQ(person.at("recent").at(1).at("type").as_string(), "identify");

  const auto visitor = object_of(ask(Method::get, "/v1/admin/people/v2", "agent"));
  EXPECT_EQ(visitor.at("person").at("kind").as_string(), "visitor");
  EXPECT_EQ(visitor.at("recent").as_array().size(), 1u);
  EXPECT_EQ(visitor.at("orders").at("count").as_int64(), 0);
}

ENGINE_TEST(PeopleRoutes, NobodyIsNotFound) {
  for (const std::string& id : {std::string("v9"), to_text(AccountId{77})}) {
    const auto answer = ask(Method::get, "/v1/admin/people/" + id, "agent");
    EXPECT_EQ(answer.status, 404);
    EXPECT_EQ(object_of(answer).at("code").as_string(), "profiles.not_found");
  }
}

ENGINE_TEST(PeopleRoutes, AgentsMergeAndUnmerge) {
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/" + an + "/merge", "agent", body).status, 204);
  EXPECT_EQ(account_of("v1"), 1);
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/" + an + "/unmerge", "agent", body).status, 204);
  EXPECT_EQ(account_of("v1"), 0);
  const auto again = ask(Method::post, "/v1/admin/people/" + an + "/unmerge", "agent", body);
  EXPECT_EQ(again.status, 409);
  EXPECT_EQ(object_of(again).at("code").as_string(), "profiles.not_linked");
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/" + to_text(AccountId{77}) + "/merge", "agent", body).status, 404);
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/" + an + "/merge", "agent", R"({"visitor":"a b"})").status, 400);
}

ENGINE_TEST(PeopleRoutes, OthersMayNot) {
  EXPECT_EQ(ask(Method::get, "/v1/admin/people", "").status, 401);
  EXPECT_EQ(ask(Method::get, "/v1/admin/people", "member").status, 403);
  EXPECT_EQ(ask(Method::get, "/v1/admin/people/" + an, "member").status, 403);
  EXPECT_EQ(ask(Method::post, "/v1/admin/people/" + an + "/merge", "merchandiser", body).status, 403);
  EXPECT_EQ(account_of("v1"), 0);
}

}  // namespace
}  // namespace plaza::profiles
