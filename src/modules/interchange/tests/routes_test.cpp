// Who may take files out and in, and what is noted of it.
#include "routes.h"

#include "identity/roles.h"
#include "interchange_fixture.h"
#include "platform/http/server.h"

namespace plaza::interchange {
namespace {

using http::Method;

// `x-roles: 2` has these roles, as account 7; without it nobody is signed in.
class HeaderRoles final : public http::Authenticator {
 public:
  Status authenticate(const http::Request& request, http::Caller& caller) override {
    const auto roles = request.header("x-roles");
    if (roles.empty()) return done();
    caller.subject = 7;
    caller.roles = static_cast<std::uint32_t>(std::stoul(std::string(roles)));
    return done();
  }
};

class FileRoutes : public InterchangeFixture {
 protected:
  FileRoutes() {
    database().migrate(http::migrations());
    add_export_routes(routes, shop.needs);
    add_run_routes(routes, shop.needs, shop.runs);
  }
  http::Response ask(Method method, std::string target, std::uint32_t roles, std::string body = "") {
    http::Request wanted;
    wanted.method = method;
    wanted.target = std::move(target);
    wanted.body = std::move(body);
    if (roles) wanted.headers.emplace_back("x-roles", std::to_string(roles));
    wanted.headers.emplace_back("sec-fetch-site", "same-origin");
    wanted.headers.emplace_back("content-type", "text/csv");
    wanted.remote_address = "192.0.2.1";
    return sync_wait(http::dispatch({routes, authenticator, {}, {}, &clock}, wanted));
  }
  int status(Method method, const std::string& target, std::uint32_t roles) {
    return ask(method, target, roles, method == Method::post ? "Email\na@example.com\n" : "").status;
  }

  HeaderRoles authenticator;
  http::Routes routes;
};

ENGINE_TEST(FileRoutes, PersonalDataIsForShopkeepersAndOrdersComeInByOwners) {
  using identity::agent, identity::merchandiser, identity::moderator, identity::owner;
  for (const char* file : {"/v1/admin/customers.csv", "/v1/admin/orders.csv"}) {
    EXPECT_EQ(status(Method::get, file, 0), 401);
    EXPECT_EQ(status(Method::get, file, agent), 403);
    EXPECT_EQ(status(Method::get, file, moderator), 403);
    EXPECT_EQ(status(Method::get, file, merchandiser), 200);
    EXPECT_EQ(status(Method::get, file, owner), 200);
    EXPECT_EQ(status(Method::post, file, agent), 403);
  }
  EXPECT_EQ(status(Method::post, "/v1/admin/customers.csv", merchandiser), 202);
  EXPECT_EQ(status(Method::post, "/v1/admin/orders.csv", merchandiser), 403);
  EXPECT_EQ(status(Method::post, "/v1/admin/orders.csv", owner), 400);  // it is no order file
  EXPECT_EQ(status(Method::get, "/v1/admin/file_trail", merchandiser), 403);
}

ENGINE_TEST(FileRoutes, WhoTookWhatIsNotedOnceForAllParts) {
  ask(Method::get, "/v1/admin/customers.csv?q=an", identity::merchandiser);
  ask(Method::get, "/v1/admin/customers.csv?q=an&cursor=" + to_text(AccountId{5}), identity::merchandiser);
  ask(Method::post, "/v1/admin/customers.csv?dry_run=true", identity::owner, "Email\nb@example.com\n");
  ask(Method::post, "/v1/admin/customers.csv", identity::owner, "Email\nb@example.com\n");
  const std::string trail = ask(Method::get, "/v1/admin/file_trail", identity::owner).body;
  const auto count = [&](const std::string& part) {
    int found = 0;
    for (auto at = trail.find(part); at != std::string::npos; at = trail.find(part, at + 1)) ++found;
    return found;
  };
  EXPECT_EQ(count("\"action\":\"export\""), 1) << trail;
  EXPECT_EQ(count("\"action\":\"import\""), 1) << trail;
  EXPECT_EQ(count("\"filter\":\"q=an\""), 1) << trail;
  EXPECT_EQ(count(to_text(AccountId{7})), 2) << trail;
}

ENGINE_TEST(FileRoutes, StoreCreditGoesInWithAnOwnerOnly) {
  const std::string file = "Email,Plaza / Store credit\nan@example.com,5.00 EUR\n";
  ask(Method::post, "/v1/admin/customers.csv", identity::merchandiser | identity::agent, file);
  shop.runner->run_due();
  EXPECT_TRUE(shop.wallets.keys.empty());
  ask(Method::post, "/v1/admin/customers.csv", identity::owner, file);
  shop.runner->run_due();
  EXPECT_EQ(shop.wallets.keys.count("an@example.com:EUR"), 1u);
}

ENGINE_TEST(FileRoutes, ARunIsFollowedAndBadWishesAreNamed) {
  const auto started = ask(Method::post, "/v1/admin/customers.csv", identity::owner, "Email\nc@example.com\nnobody\n");
  ASSERT_EQ(started.status, 202) << started.body;
  const auto id = started.body.substr(started.body.find("run_"), 17);
  EXPECT_NE(started.body.find("\"status\":\"waiting\""), std::string::npos);
  shop.runner->run_due();
  const auto ended = ask(Method::get, "/v1/admin/import_runs/" + id, identity::merchandiser).body;
  EXPECT_NE(ended.find("\"status\":\"finished\",\"dry_run\":false,\"total\":2,\"done\":2,\"created\":1"), std::string::npos) << ended;
  EXPECT_NE(ended.find("\"line\":3,\"field\":\"Email\""), std::string::npos) << ended;
  EXPECT_EQ(ask(Method::get, "/v1/admin/import_runs/run_0000000000001", identity::owner).status, 404);
  EXPECT_EQ(ask(Method::get, "/v1/admin/orders.csv?status=lost", identity::owner).status, 400);
  EXPECT_EQ(ask(Method::get, "/v1/admin/orders.csv?cursor=x", identity::owner).status, 400);
  EXPECT_NE(ask(Method::post, "/v1/admin/orders.csv", identity::owner, "").body.find("interchange.file_empty"), std::string::npos);
}

}  // namespace
}  // namespace plaza::interchange
