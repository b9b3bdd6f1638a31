// Races, guesses and other ill will.
#include "account_store.h"
#include "identity/events.h"
#include "identity_fixture.h"
#include "session_store.h"

namespace plaza::identity {
namespace {

using http::Method;

class CredentialsTest : public IdentityFixture {
 protected:
  http::Response sign_up(const std::string& email, const std::string& name = "An", const std::string& more = "") {
    return ask(Method::post, "/v1/accounts",
               R"({"email":")" + email + R"(","password":"correct horse","display_name":")" + name + "\"" + more + "}");
  }
  http::Response sign_in(const std::string& email, const std::string& password) {
    return ask(Method::post, "/v1/sessions", R"({"email":")" + email + R"(","password":")" + password + R"("})");
  }
  std::string token_of(const http::Response& response) { return text_of(object_of(response).at("token")); }
  std::string stored_hash(AccountId id) {
    return *database().read_now([&](db::Reader& reader) { return store::find_password_of(reader, id); });
  }
  template <class Work>
  void at_once(int people, const Work& work) {
    std::vector<std::thread> threads;
    for (int i = 0; i < people; ++i) threads.emplace_back([&work, i] { work(i); });
    for (auto& thread : threads) thread.join();
  }
};

ENGINE_TEST(CredentialsTest, GuessesAtOnceDoNotAllPassTheLimit) {
  ASSERT_EQ(sign_up("an@shop.example").status, 201);
  std::atomic<int> checked = 0;
  std::atomic<int> refused = 0;
  at_once(30, [&](int i) {
    const int status = sign_in("an@shop.example", "guess number " + std::to_string(i)).status;
    if (status == 401) ++checked;
    if (status == 429) ++refused;
  });
  EXPECT_EQ(checked, 10);
  EXPECT_EQ(refused, 20);
}

ENGINE_TEST(CredentialsTest, AnOldPasswordOpensNothingOnceAResetIsThrough) {
  Limits none;
  none.mails_per_account_per_hour = none.mails_per_address_per_hour = none.sign_ins_per_address_per_minute = 0;
  none.failures_per_account_and_address = none.failures_per_account = 0;  // how often the race is lost must not matter
  start(none);
  ASSERT_EQ(sign_up("an@shop.example").status, 201);
  std::string old_password = "correct horse";
  for (int round = 0; round < 8; ++round) {
    ASSERT_EQ(ask(Method::post, "/v1/password_resets", R"({"email":"an@shop.example"})").status, 202);
    runner->run_due();
    const std::string new_password = "password number " + std::to_string(round);
    const std::string reset =
        R"({"token":")" + mail.last_token("reset") + R"(","password":")" + new_password + R"("})";
    std::string opened;
    at_once(2, [&](int i) {
      if (i == 0) {
        EXPECT_EQ(ask(Method::post, "/v1/password_resets/confirm", reset).status, 200);
      } else {
        const auto answer = sign_in("an@shop.example", old_password);
        if (answer.status == 201) opened = token_of(answer);
      }
    });
    if (!opened.empty()) {
      EXPECT_EQ(caller_of_token(opened).subject, 0) << "round " << round;
    }
    EXPECT_EQ(sign_in("an@shop.example", old_password).status, 401);
    EXPECT_EQ(sign_in("an@shop.example", new_password).status, 201);
    old_password = new_password;
  }
}

ENGINE_TEST(CredentialsTest, AHashWithOtherCostsIsMadeNewAtTheNextSignIn) {
  auto dearer = crypto::quick_passwords();
  dearer.passes += 1;
  crypto::PasswordHasher other(dearer);
  NewAccount wanted;
  wanted.email = "an@shop.example";
  wanted.display_name = "An";
  wanted.password_hash = *sync_wait(other.hash("correct horse"));
  const auto account = *write([&](db::Transaction& tx) { return module->accounts().create(tx, wanted); });
  EXPECT_EQ(sign_in("an@shop.example", "wrong horse").status, 401);
  EXPECT_EQ(stored_hash(account.id), wanted.password_hash);
  EXPECT_EQ(sign_in("an@shop.example", "correct horse").status, 201);
  EXPECT_NE(stored_hash(account.id), wanted.password_hash);
  EXPECT_FALSE(quick_hasher().is_outdated(stored_hash(account.id)));
  EXPECT_EQ(sign_in("an@shop.example", "correct horse").status, 201);
}

ENGINE_TEST(CredentialsTest, AFullHashingQueueRefusesAndLeavesNothing) {
  ASSERT_EQ(sign_up("an@shop.example").status, 201);
  auto none = crypto::quick_passwords();
  none.queue_max = 0;
  crypto::PasswordHasher busy(none);
  start({}, "http://localhost", busy);
  const auto refused = sign_up("binh@shop.example");
  EXPECT_EQ(refused.status, 503);
  EXPECT_EQ(code_of(refused), "crypto.busy");
  EXPECT_EQ(module->accounts().count(), 1);
  for (int i = 0; i < 15; ++i) EXPECT_EQ(sign_in("an@shop.example", "correct horse").status, 503) << "not counted as guesses";
  start({});
  EXPECT_EQ(sign_in("an@shop.example", "correct horse").status, 201);
}

ENGINE_TEST(CredentialsTest, PeopleOfOneNameSignUpAtOnce) {
  std::atomic<int> made = 0;
  at_once(8, [&](int i) {
    if (sign_up("an" + std::to_string(i) + "@shop.example", "An Nguyen").status == 201) ++made;
  });
  EXPECT_EQ(made, 8);
  std::set<std::string> handles;
  for (const auto& face : module->accounts().faces_after({}, 100)) handles.insert(face.handle);
  EXPECT_EQ(handles.size(), 8u);
}

ENGINE_TEST(CredentialsTest, OneOfTwoGetsAHandle) {
  const std::string tokens[] = {token_of(sign_up("an@shop.example")), token_of(sign_up("binh@shop.example"))};
  std::atomic<int> taken = 0;
  std::atomic<int> got = 0;
  at_once(2, [&](int i) {
    const auto answer = ask(Method::patch, "/v1/me", R"({"handle":"potter"})", bearer(tokens[i]));
    if (answer.status == 200) ++got;
    if (answer.status == 409 && code_of(answer) == "identity.handle_taken") ++taken;
  });
  EXPECT_EQ(got, 1);
  EXPECT_EQ(taken, 1);
  EXPECT_TRUE(module->accounts().face_of_handle("potter"));
}

ENGINE_TEST(CredentialsTest, AHandleIsFreeOnceItsOwnerHasAnother) {
  const std::string an = token_of(sign_up("an@shop.example", "An", R"(,"handle":"potter")"));
  EXPECT_EQ(code_of(sign_up("binh@shop.example", "Binh", R"(,"handle":"Potter")")), "identity.handle_taken");
  ASSERT_EQ(ask(Method::patch, "/v1/me", R"({"handle":"glazer"})", bearer(an)).status, 200);
  EXPECT_EQ(sign_up("binh@shop.example", "Binh", R"(,"handle":"potter")").status, 201);
  EXPECT_EQ(module->accounts().face_of_handle("potter")->name, "Binh");
}

ENGINE_TEST(CredentialsTest, ATokenOfOnePurposeIsNoneOfAnother) {
  ASSERT_EQ(sign_up("an@shop.example").status, 201);
  const std::string verification = mail.last_token("verification");
  ask(Method::post, "/v1/password_resets", R"({"email":"an@shop.example"})");
  runner->run_due();
  const std::string reset = mail.last_token("reset");
  EXPECT_EQ(ask(Method::post, "/v1/email_verifications/confirm", R"({"token":")" + reset + R"("})").status, 400);
  EXPECT_EQ(ask(Method::post, "/v1/password_resets/confirm",
                R"({"token":")" + verification + R"(","password":"battery staple"})").status, 400);
  EXPECT_EQ(sign_in("an@shop.example", "correct horse").status, 201);
}

ENGINE_TEST(CredentialsTest, AResetShowsThatTheMailboxIsTheirs) {
  // Somebody signed up with another's address; its owner takes the account over and nobody else stays in.
  const std::string thief = token_of(sign_up("an@shop.example"));
  ask(Method::post, "/v1/password_resets", R"({"email":"an@shop.example"})");
  runner->run_due();
  ASSERT_EQ(ask(Method::post, "/v1/password_resets/confirm",
                R"({"token":")" + mail.last_token("reset") + R"(","password":"battery staple"})").status, 200);
  EXPECT_EQ(caller_of_token(thief).subject, 0);
  const auto answer = sign_in("an@shop.example", "battery staple");
  EXPECT_EQ(object_of(answer).at("account").at("email_verified").as_bool(), true);
}

ENGINE_TEST(CredentialsTest, TokensOfMailsAreStoredAsDigests) {
  ASSERT_EQ(sign_up("an@shop.example").status, 201);
  constexpr db::Statement hashes{nullptr, "SELECT token_hash FROM identity_tokens"};
  const auto stored = database().read_now([&](db::Reader& reader) {
    return *reader.one(hashes, {}, [](const db::Row& row) { return std::string(row.bytes(0)); });
  });
  EXPECT_EQ(stored, digest_of(mail.last_token("verification")).view());
}

ENGINE_TEST(CredentialsTest, MailsSpeakTheLanguageOfTheSignUp) {
  ask(Method::post, "/v1/accounts?lang=vi",
      R"({"email":"an@shop.example","password":"correct horse","display_name":"An"})");
  ASSERT_EQ(mail.sent.size(), 1u);
  EXPECT_EQ(mail.sent[0].to.locale, "vi");
}

ENGINE_TEST(CredentialsTest, AnotherRequestUnderAUsedKeyIsRefused) {
  const http::Headers key{{"idempotency-key", "one"}};
  const auto body = [](const std::string& email) {
    return R"({"email":")" + email + R"(","password":"correct horse","display_name":"An"})";
  };
  ASSERT_EQ(ask(Method::post, "/v1/accounts", body("an@shop.example"), key).status, 201);
  const auto other = ask(Method::post, "/v1/accounts", body("binh@shop.example"), key);
  EXPECT_EQ(other.status, 422);
  EXPECT_EQ(code_of(other), "request.key_reused");
  EXPECT_EQ(module->accounts().count(), 1);
}

ENGINE_TEST(CredentialsTest, ChangesAreAnnounced) {
  std::vector<std::string> names;
  dispatcher->once("test", {AccountUpdated::topic}, [&](db::Transaction&, const events::Event& event) -> Status {
    names.push_back(events::read<AccountUpdated>(event).display_name);
    return done();
  });
  const std::string token = token_of(sign_up("an@shop.example"));
  ask(Method::patch, "/v1/me", R"({"display_name":"An N."})", bearer(token));
  ask(Method::patch, "/v1/me", R"({"display_name":"\u202e"})", bearer(token));
  dispatcher->drain();
  EXPECT_EQ(names, std::vector<std::string>{"An N."});
}

ENGINE_TEST(CredentialsTest, OnesOwnPlacesNeedASession) {
  const std::pair<Method, const char*> places[] = {
      {Method::get, "/v1/sessions"},         {Method::del, "/v1/sessions"},
      {Method::patch, "/v1/me"},             {Method::post, "/v1/me/password"},
      {Method::post, "/v1/me/erasure"},      {Method::post, "/v1/email_verifications"},
      {Method::get, "/v1/admin/staff"},      {Method::post, "/v1/admin/staff"},
      {Method::get, "/v1/admin/api_keys"},   {Method::post, "/v1/admin/api_keys"}};
  const std::string key = write([&](db::Transaction& tx) {
                            return module->api_keys().create(tx, KeyKind::public_key, "Pages");
                          })->secret;
  for (const auto& [method, target] : places) {
    EXPECT_EQ(ask(method, target, "{}").status, 401) << target;
    EXPECT_GE(ask(method, target, "{}", bearer(key)).status, 401) << target;
    EXPECT_LE(ask(method, target, "{}", bearer(key)).status, 403) << target;
  }
}

ENGINE_TEST(CredentialsTest, EveryRouteIsDescribed) {
  const std::string document = http::openapi(*routes, "Plaza", "1");
  for (const auto& route : routes->all()) {
    EXPECT_FALSE(route->summary.empty()) << route->path;
    EXPECT_FALSE(route->tag.empty()) << route->path;
    EXPECT_NE(document.find("\"" + route->operation_id + "\""), std::string::npos) << route->operation_id;
  }
}

}  // namespace
}  // namespace plaza::identity
