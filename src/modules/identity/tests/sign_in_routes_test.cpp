#include "identity/events.h"
#include "identity_fixture.h"
#include "platform/json/document.h"

namespace plaza::identity {
namespace {

using http::Method;

constexpr const char* an = R"({"email":"an@shop.example","password":"correct horse","display_name":"An"})";

class SignInRoutes : public IdentityFixture {
 protected:
  http::Response sign_up(const std::string& email = "an@shop.example", const std::string& password = "correct horse") {
    return ask(Method::post, "/v1/accounts",
               R"({"email":")" + email + R"(","password":")" + password + R"(","display_name":"An"})");
  }
  http::Response sign_in(const std::string& email, const std::string& password, std::string address = "192.0.2.1",
                         http::Headers headers = {}) {
    return ask(Method::post, "/v1/sessions", R"({"email":")" + email + R"(","password":")" + password + R"("})",
               std::move(headers), std::move(address));
  }
};

ENGINE_TEST(SignInRoutes, SignsUpAndIn) {
  const auto made = sign_up();
  ASSERT_EQ(made.status, 201) << made.body;
  const auto answer = object_of(made);
  const auto& account = answer.at("account").as_object();
  EXPECT_EQ(text_of(account.at("handle")), "an_4096");
  EXPECT_EQ(text_of(account.at("display_name")), "An");
  EXPECT_EQ(text_of(account.at("email")), "an@shop.example");
  EXPECT_EQ(account.at("email_verified").as_bool(), false);
  EXPECT_EQ(account.at("is_me").as_bool(), true);
  const std::string token = text_of(answer.at("token"));
  EXPECT_EQ(header_of(made, "set-cookie"),
            "plaza_session=" + token + "; Path=/; HttpOnly; SameSite=Lax; Max-Age=2592000");
  EXPECT_EQ(to_text(AccountId{caller_of_token(token).subject}), text_of(account.at("id")));

  const auto again = sign_in("AN@shop.example", "correct horse");
  ASSERT_EQ(again.status, 201) << again.body;
  EXPECT_NE(text_of(object_of(again).at("token")), token);
}

ENGINE_TEST(SignInRoutes, TheCookieIsSecureOnHttps) {
  start({}, "https://shop.example");
  EXPECT_TRUE(header_of(sign_up(), "set-cookie").ends_with("; Max-Age=2592000; Secure"));
}

ENGINE_TEST(SignInRoutes, ATakenAddressIsAConflict) {
  ASSERT_EQ(sign_up().status, 201);
  const auto second = sign_up("An@Shop.Example", "another password");
  EXPECT_EQ(second.status, 409);
  EXPECT_EQ(code_of(second), "identity.email_taken");
  EXPECT_EQ(sign_in("an@shop.example", "correct horse").status, 201);
  EXPECT_EQ(sign_in("an@shop.example", "another password").status, 401);
}

ENGINE_TEST(SignInRoutes, OfManyAtOnceOneGetsTheAddress) {
  std::atomic<int> made = 0;
  std::atomic<int> taken = 0;
  std::vector<std::thread> people;
  for (int i = 0; i < 8; ++i) {
    people.emplace_back([&] {
      const auto answer = sign_up();
      if (answer.status == 201) ++made;
      if (answer.status == 409 && code_of(answer) == "identity.email_taken") ++taken;
    });
  }
  for (auto& person : people) person.join();
  EXPECT_EQ(made, 1);
  EXPECT_EQ(taken, 7);
}

ENGINE_TEST(SignInRoutes, ARepeatedSignUpGetsItsFirstAnswer) {
  const http::Headers key{{"idempotency-key", "sign-up-1"}};
  const auto first = ask(Method::post, "/v1/accounts", an, key);
  const auto second = ask(Method::post, "/v1/accounts", an, key);
  ASSERT_EQ(first.status, 201) << first.body;
  EXPECT_EQ(second.status, 201);
  EXPECT_EQ(second.body, first.body);
  EXPECT_EQ(header_of(second, "set-cookie"), header_of(first, "set-cookie"));
  EXPECT_EQ(module->accounts().count(), 1);
  const auto other = ask(Method::post, "/v1/accounts", an, {{"idempotency-key", "sign-up-2"}});
  EXPECT_EQ(code_of(other), "identity.email_taken");
}

ENGINE_TEST(SignInRoutes, TellsEveryWrongField) {
  const auto wrong = ask(Method::post, "/v1/accounts",
                         R"({"email":"nobody","password":"short","display_name":""})");
  EXPECT_EQ(wrong.status, 400);
  EXPECT_EQ(object_of(wrong).at("errors").as_array().size(), 3u);
  const auto smuggled = ask(Method::post, "/v1/accounts",
                            R"({"email":"a@shop.example","password":"correct horse","display_name":"An\r\nBcc: x"})");
  EXPECT_EQ(smuggled.status, 400);
  EXPECT_EQ(module->accounts().count(), 0);
}

ENGINE_TEST(SignInRoutes, AVeryLongPasswordIsNotHashed) {
  EXPECT_EQ(sign_up("an@shop.example", std::string(201, 'a')).status, 400);
  EXPECT_EQ(sign_up("an@shop.example", std::string(1'000'000, 'a')).status, 413);
  EXPECT_EQ(sign_up("an@shop.example", std::string(200, 'a')).status, 201);
  EXPECT_EQ(sign_in("an@shop.example", std::string(201, 'a')).status, 400);
}

ENGINE_TEST(SignInRoutes, KnownAndUnknownAddressesGetTheSameAnswer) {
  ASSERT_EQ(sign_up().status, 201);
  make_account("import@shop.example");  // no password at all
  auto known = sign_in("an@shop.example", "wrong password");
  auto unknown = sign_in("nobody@shop.example", "wrong password");
  auto without = sign_in("import@shop.example", "wrong password");
  EXPECT_EQ(known.status, 401);
  EXPECT_EQ(code_of(known), "identity.bad_credentials");
  const auto body = [](http::Response& response) {
    auto object = object_of(response);
    object.erase("instance");
    return boost::json::serialize(object);
  };
  EXPECT_EQ(body(unknown), body(known));
  EXPECT_EQ(body(without), body(known));
  EXPECT_EQ(unknown.status, 401);
  EXPECT_EQ(without.status, 401);
}

ENGINE_TEST(SignInRoutes, GuessesAreLimitedForKnownAndUnknownAddresses) {
  ASSERT_EQ(sign_up().status, 201);
  for (const std::string email : {"an@shop.example", "nobody@shop.example"}) {
    for (int i = 0; i < 10; ++i) EXPECT_EQ(sign_in(email, "guess number " + std::to_string(i)).status, 401);
    const auto refused = sign_in(email, "correct horse");
    EXPECT_EQ(refused.status, 429);
    EXPECT_EQ(code_of(refused), "identity.too_many_attempts");
  }
  EXPECT_EQ(sign_in("an@shop.example", "correct horse", "198.51.100.9").status, 201) << "its owner is elsewhere";
  clock.advance(minutes(16));
  EXPECT_EQ(sign_in("an@shop.example", "correct horse").status, 201);
}

ENGINE_TEST(SignInRoutes, GuessesFromEverywhereAreLimitedToo) {
  Limits limits;
  limits.failures_per_account = 20;
  start(limits);
  ASSERT_EQ(sign_up().status, 201);
  for (int i = 0; i < 20; ++i) {
    EXPECT_EQ(sign_in("an@shop.example", "a wrong guess", "198.51.100." + std::to_string(i)).status, 401);
  }
  EXPECT_EQ(sign_in("an@shop.example", "correct horse", "203.0.113.1").status, 429);
}

ENGINE_TEST(SignInRoutes, RightPasswordsAreNotCounted) {
  ASSERT_EQ(sign_up().status, 201);
  for (int i = 0; i < 15; ++i) EXPECT_EQ(sign_in("an@shop.example", "correct horse").status, 201);
}

ENGINE_TEST(SignInRoutes, SignUpsAreLimitedPerAddress) {
  Limits limits;
  limits.sign_ups_per_address_per_hour = 2;
  start(limits);
  EXPECT_EQ(sign_up("a@shop.example").status, 201);
  EXPECT_EQ(sign_up("b@shop.example").status, 201);
  const auto refused = sign_up("c@shop.example");
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(code_of(refused), "identity.too_many_attempts");
  EXPECT_EQ(module->accounts().count(), 2);
}

ENGINE_TEST(SignInRoutes, SigningInReplacesTheSessionTheBrowserHad) {
  ASSERT_EQ(sign_up().status, 201);
  const auto planted = open_session(make_account("thief@shop.example").id);
  const auto answer = sign_in("an@shop.example", "correct horse", "192.0.2.1",
                              {{"cookie", "plaza_session=" + planted.token}});
  ASSERT_EQ(answer.status, 201);
  EXPECT_NE(text_of(object_of(answer).at("token")), planted.token);
  EXPECT_EQ(caller_of_token(planted.token).subject, 0);
}

ENGINE_TEST(SignInRoutes, TellsWhichVisitorSignedIn) {
  std::vector<std::string> seen;
  dispatcher->once("test", {AccountCreated::topic, SignedIn::topic},
                   [&](db::Transaction&, const events::Event& event) -> Status {
                     seen.push_back(event.topic == SignedIn::topic ? events::read<SignedIn>(event).visitor
                                                                   : events::read<AccountCreated>(event).visitor);
                     return done();
                   });
  ASSERT_EQ(ask(Method::post, "/v1/accounts", an, {{"plaza-anonymous-id", "visitor-1"}}).status, 201);
  ASSERT_EQ(sign_in("an@shop.example", "correct horse", "192.0.2.1", {{"cookie", "plaza_visitor=visitor-2"}}).status, 201);
  dispatcher->drain();
  EXPECT_EQ(seen, (std::vector<std::string>{"visitor-1", "visitor-2"}));
}

ENGINE_TEST(SignInRoutes, SignsOutHere) {
  const std::string token = text_of(object_of(sign_up()).at("token"));
  const auto answer = ask(Method::del, "/v1/sessions/current", "", {{"cookie", "plaza_session=" + token}});
  EXPECT_EQ(answer.status, 204);
  EXPECT_EQ(header_of(answer, "set-cookie"), "plaza_session=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0");
  EXPECT_EQ(caller_of_token(token).subject, 0);
  EXPECT_EQ(ask(Method::del, "/v1/sessions/current", "", {{"cookie", "plaza_session=" + token}}).status, 204);
  EXPECT_EQ(ask(Method::get, "/v1/sessions", "", {{"cookie", "plaza_session=" + token}}).status, 401);
}

ENGINE_TEST(SignInRoutes, SignsOutEverywhere) {
  const std::string first = text_of(object_of(sign_up()).at("token"));
  const std::string second = text_of(object_of(sign_in("an@shop.example", "correct horse")).at("token"));
  const auto list = ask(Method::get, "/v1/sessions", "", bearer(second));
  const auto items = object_of(list).at("items").as_array();
  ASSERT_EQ(items.size(), 2u);
  EXPECT_EQ(items[0].at("current").as_bool(), true);
  EXPECT_EQ(items[1].at("current").as_bool(), false);
  EXPECT_EQ(ask(Method::del, "/v1/sessions", "", bearer(second)).status, 204);
  EXPECT_EQ(caller_of_token(first).subject, 0);
  EXPECT_EQ(caller_of_token(second).subject, 0);
  EXPECT_EQ(ask(Method::del, "/v1/sessions").status, 401);
}

ENGINE_TEST(SignInRoutes, RefusesARequestFromAnotherSite) {
  const std::string token = text_of(object_of(sign_up()).at("token"));
  const auto forged = ask(Method::del, "/v1/sessions", "",
                          {{"cookie", "plaza_session=" + token}, {"origin", "https://evil.example"}});
  EXPECT_EQ(forged.status, 403);
  EXPECT_NE(caller_of_token(token).subject, 0);
}

}  // namespace
}  // namespace plaza::identity
