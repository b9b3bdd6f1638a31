#include "identity_fixture.h"
#include "platform/json/document.h"

namespace plaza::identity {
namespace {

using http::Method;

class AccountRoutes : public IdentityFixture {
 protected:
  AccountRoutes() {
    const auto made = ask(Method::post, "/v1/accounts",
                          R"({"email":"an@shop.example","password":"correct horse","display_name":"An Nguyen"})");
    token = text_of(object_of(made).at("token"));
    id = AccountId{caller_of_token(token).subject};
  }
  int sign_in(const std::string& password) {
    return ask(Method::post, "/v1/sessions", R"({"email":"an@shop.example","password":")" + password + R"("})").status;
  }
  http::Response change(const std::string& body) { return ask(Method::patch, "/v1/me", body, bearer(token)); }
  std::string ask_reset() {
    EXPECT_EQ(ask(Method::post, "/v1/password_resets", R"({"email":"AN@shop.example"})").status, 202);
    runner->run_due();
    return mail.last_token("reset");
  }
  http::Response confirm_reset(const std::string& secret, const std::string& password) {
    return ask(Method::post, "/v1/password_resets/confirm",
               R"({"token":")" + secret + R"(","password":")" + password + R"("})");
  }
  http::Response verify(const std::string& secret) {
    return ask(Method::post, "/v1/email_verifications/confirm", R"({"token":")" + secret + R"("})");
  }
  bool verified() {
    return object_of(ask(Method::get, "/v1/me", "", bearer(token))).at("account").at("email_verified").as_bool();
  }

  std::string token;
  AccountId id;
};

ENGINE_TEST(AccountRoutes, AStrangerIsAVisitor) {
  const auto me = ask(Method::get, "/v1/me", "", {{"accept-language", "vi"}});
  ASSERT_EQ(me.status, 200) << me.body;
  EXPECT_TRUE(object_of(me).at("account").is_null());
  const std::string visitor = text_of(object_of(me).at("visitor"));
  EXPECT_EQ(visitor.size(), 22u);
  EXPECT_TRUE(header_of(me, "set-cookie").starts_with("plaza_visitor=" + visitor + "; Path=/; SameSite=Lax"));
  EXPECT_EQ(text_of(object_of(me).at("locale")), "vi");
  const auto again = ask(Method::get, "/v1/me", "", {{"cookie", "plaza_visitor=" + visitor}});
  EXPECT_EQ(text_of(object_of(again).at("visitor")), visitor);
  EXPECT_EQ(header_of(again, "set-cookie"), "");
}

ENGINE_TEST(AccountRoutes, MeShowsWhatIsAround) {
  KnownSurroundings around;
  module->plug(around);
  ASSERT_EQ(change(R"({"avatar_media_id":")" + id_text("med", 55) + R"("})").status, 200);
  const auto me = object_of(ask(Method::get, "/v1/me", "", bearer(token)));
  EXPECT_EQ(me.at("unread").as_int64(), 7);
  EXPECT_EQ(me.at("account").at("followers").as_int64(), 3);
  EXPECT_EQ(text_of(me.at("account").at("avatar").at("url")), "/media/55");
  EXPECT_EQ(module->accounts().face(id)->avatar_media_id, 55);
  EXPECT_EQ(change(R"({"avatar_media_id":")" + id_text("med", 56) + R"("})").status, 400);
  EXPECT_EQ(change(R"({"avatar_media_id":"javascript:0"})").status, 400);
  EXPECT_EQ(module->accounts().face(id)->avatar_media_id, 55);
  ASSERT_EQ(change(R"({"avatar_media_id":""})").status, 200);
  EXPECT_EQ(module->accounts().face(id)->avatar_media_id, 0);
}

ENGINE_TEST(AccountRoutes, TheCookieSlides) {
  const auto me = ask(Method::get, "/v1/me", "", {{"cookie", "plaza_session=" + token + "; plaza_visitor=v1"}});
  EXPECT_TRUE(header_of(me, "set-cookie").starts_with("plaza_session=" + token + ";"));
  const auto over = ask(Method::get, "/v1/me", "", {{"cookie", "plaza_session=st_over; plaza_visitor=v1"}});
  EXPECT_EQ(over.status, 200);
  EXPECT_TRUE(object_of(over).at("account").is_null());
  EXPECT_TRUE(header_of(over, "set-cookie").starts_with("plaza_session=; "));
}

ENGINE_TEST(AccountRoutes, ChangesWhatOthersSee) {
  const auto changed = change(R"({"display_name":" An  N. ","bio":"Pots.\nGlazes.","handle":"@Pots_By_An"})");
  ASSERT_EQ(changed.status, 200) << changed.body;
  const auto face = *module->accounts().face(id);
  EXPECT_EQ(face.name, "An N.");
  EXPECT_EQ(face.bio, "Pots.\nGlazes.");
  EXPECT_EQ(face.handle, "pots_by_an");
  EXPECT_FALSE(module->accounts().face_of_handle("an_nguyen"));
}

ENGINE_TEST(AccountRoutes, ARefusedChangeChangesNothing) {
  const auto other = make_account("binh@shop.example");
  const auto taken = change(R"({"display_name":"Somebody","handle":")" + other.handle + R"("})");
  EXPECT_EQ(taken.status, 409);
  EXPECT_EQ(code_of(taken), "identity.handle_taken");
  EXPECT_EQ(change(R"({"display_name":"Somebody","bio":"\u202e"})").status, 400);
  EXPECT_EQ(module->accounts().face(id)->name, "An Nguyen");
  EXPECT_EQ(module->accounts().face(id)->handle, "an_nguyen");
  EXPECT_EQ(ask(Method::patch, "/v1/me", R"({"display_name":"Nobody"})").status, 401);
}

ENGINE_TEST(AccountRoutes, VerifiesTheAddressByMail) {
  ASSERT_EQ(mail.sent.size(), 1u);
  EXPECT_EQ(mail.sent[0].to.email, "an@shop.example");
  EXPECT_FALSE(verified());
  EXPECT_EQ(code_of(verify("wrong")), "identity.token_invalid");
  EXPECT_FALSE(verified());
  EXPECT_EQ(verify(mail.sent[0].token).status, 200);
  EXPECT_TRUE(verified());
  EXPECT_EQ(verify(mail.sent[0].token).status, 200) << "the second click";
  EXPECT_EQ(ask(Method::post, "/v1/email_verifications", "{}", bearer(token)).status, 202);
  EXPECT_EQ(mail.sent.size(), 1u) << "nothing left to verify";
}

ENGINE_TEST(AccountRoutes, ANewVerificationMailReplacesTheOld) {
  const std::string first = mail.last_token("verification");
  ASSERT_EQ(ask(Method::post, "/v1/email_verifications", "{}", bearer(token)).status, 202);
  EXPECT_EQ(verify(first).status, 400);
  clock.advance(days(3));
  EXPECT_EQ(verify(mail.last_token("verification")).status, 400);
  EXPECT_FALSE(verified());
  EXPECT_EQ(ask(Method::post, "/v1/email_verifications", "{}").status, 401);
}

ENGINE_TEST(AccountRoutes, VerificationMailsAreLimited) {
  for (int i = 0; i < 5; ++i) EXPECT_EQ(ask(Method::post, "/v1/email_verifications", "{}", bearer(token)).status, 202);
  const auto refused = ask(Method::post, "/v1/email_verifications", "{}", bearer(token));
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(mail.sent.size(), 6u);
}

ENGINE_TEST(AccountRoutes, AResetSetsThePasswordAndSignsOutEverywhere) {
  const std::string secret = ask_reset();
  ASSERT_EQ(confirm_reset(secret, "battery staple").status, 200);
  EXPECT_EQ(caller_of_token(token).subject, 0);
  EXPECT_EQ(sign_in("correct horse"), 401);
  EXPECT_EQ(sign_in("battery staple"), 201);
  EXPECT_EQ(mail.sent.back().kind, "password_changed");
  const auto again = confirm_reset(secret, "a third password");
  EXPECT_EQ(again.status, 400);
  EXPECT_EQ(code_of(again), "identity.token_invalid");
  EXPECT_EQ(sign_in("battery staple"), 201);
}

ENGINE_TEST(AccountRoutes, OfTwoClicksAtOnceOneResets) {
  const std::string secret = ask_reset();
  std::atomic<int> done_count = 0;
  const auto click = [&](const std::string& password) {
    if (confirm_reset(secret, password).status == 200) ++done_count;
  };
  std::thread first(click, "battery staple");
  std::thread second(click, "staple battery");
  first.join();
  second.join();
  EXPECT_EQ(done_count, 1);
}

ENGINE_TEST(AccountRoutes, AResetLinkIsGoodForAnHourAndUntilTheNext) {
  const std::string first = ask_reset();
  const std::string second = ask_reset();
  EXPECT_EQ(confirm_reset(first, "battery staple").status, 400);
  EXPECT_EQ(confirm_reset(second, "short").status, 400);
  clock.advance(hours(1));
  EXPECT_EQ(confirm_reset(second, "battery staple").status, 400);
  EXPECT_EQ(sign_in("correct horse"), 201);
}

ENGINE_TEST(AccountRoutes, AskingForAResetTellsNothing) {
  const auto known = ask(Method::post, "/v1/password_resets", R"({"email":"an@shop.example"})");
  const auto unknown = ask(Method::post, "/v1/password_resets", R"({"email":"nobody@shop.example"})");
  EXPECT_EQ(known.status, 202);
  EXPECT_EQ(unknown.status, 202);
  EXPECT_EQ(known.body, unknown.body);
  runner->run_due();
  EXPECT_EQ(mail.sent.size(), 2u);
  EXPECT_EQ(mail.sent[1].to.account_id, id);
}

ENGINE_TEST(AccountRoutes, ResetMailsAreLimitedWithoutAWord) {
  for (int i = 0; i < 8; ++i) {
    EXPECT_EQ(ask(Method::post, "/v1/password_resets", R"({"email":"an@shop.example"})").status, 202);
    runner->run_due();
  }
  EXPECT_EQ(mail.sent.size(), 6u);
  for (int i = 0; i < 12; ++i) {
    ask(Method::post, "/v1/password_resets", R"({"email":"x)" + std::to_string(i) + R"(@shop.example"})");
  }
  EXPECT_EQ(ask(Method::post, "/v1/password_resets", R"({"email":"y@shop.example"})").status, 429);
}

ENGINE_TEST(AccountRoutes, ChangingThePasswordKeepsThisSessionOnly) {
  const auto other = open_session(id);
  const auto body = [](const std::string& current) {
    return R"({"current_password":")" + current + R"(","password":"battery staple"})";
  };
  EXPECT_EQ(ask(Method::post, "/v1/me/password", body("wrong one"), bearer(token)).status, 401);
  EXPECT_EQ(sign_in("correct horse"), 201);
  ASSERT_EQ(ask(Method::post, "/v1/me/password", body("correct horse"), bearer(token)).status, 200);
  EXPECT_EQ(caller_of_token(token).subject, id.value);
  EXPECT_EQ(caller_of_token(other.token).subject, 0);
  EXPECT_EQ(sign_in("battery staple"), 201);
}

ENGINE_TEST(AccountRoutes, ErasesOneselfWithThePassword) {
  EXPECT_EQ(ask(Method::post, "/v1/me/erasure", R"({"password":"wrong one"})", bearer(token)).status, 401);
  EXPECT_TRUE(module->accounts().face(id));
  EXPECT_EQ(ask(Method::post, "/v1/me/erasure", R"({"password":"correct horse"})", bearer(token)).status, 204);
  EXPECT_FALSE(module->accounts().face(id));
  EXPECT_EQ(sign_in("correct horse"), 401);
  EXPECT_EQ(verify(mail.sent[0].token).status, 400);
}

class StaffRoutes : public AccountRoutes {
 protected:
  StaffRoutes() {
    commit([&](db::Transaction& tx) { return module->staff().grant(tx, id, Role::owner); });
    member = open_session(make_account("binh@shop.example").id);
  }
  Sessions::Opened member;
};

ENGINE_TEST(StaffRoutes, AnOwnerManagesStaff) {
  const auto added = ask(Method::post, "/v1/admin/staff", R"({"email":"binh@shop.example","role":"agent"})", bearer(token));
  ASSERT_EQ(added.status, 201) << added.body;
  EXPECT_EQ(boost::json::serialize(object_of(added).at("roles")), R"(["agent"])");
  EXPECT_EQ(caller_of_token(member.token).roles, agent);
  EXPECT_EQ(object_of(ask(Method::get, "/v1/admin/staff", "", bearer(token))).at("items").as_array().size(), 2u);

  const std::string path = "/v1/admin/staff/" + to_text(member.session.account_id);
  EXPECT_EQ(ask(Method::del, path + "?role=moderator", "", bearer(token)).status, 204);
  EXPECT_EQ(caller_of_token(member.token).roles, agent);
  EXPECT_EQ(ask(Method::del, path, "", bearer(token)).status, 204);
  EXPECT_EQ(caller_of_token(member.token).roles, 0u);
  EXPECT_EQ(ask(Method::del, "/v1/admin/staff/" + to_text(AccountId{1}), "", bearer(token)).status, 404);
  EXPECT_EQ(ask(Method::post, "/v1/admin/staff", R"({"email":"no@shop.example","role":"agent"})", bearer(token)).status, 404);
  EXPECT_EQ(ask(Method::post, "/v1/admin/staff", R"({"email":"no@shop.example","role":"king"})", bearer(token)).status, 400);
}

ENGINE_TEST(StaffRoutes, TheLastOwnerStays) {
  const auto refused = ask(Method::del, "/v1/admin/staff/" + to_text(id), "", bearer(token));
  EXPECT_EQ(refused.status, 409);
  EXPECT_EQ(code_of(refused), "identity.last_owner");
  EXPECT_EQ(caller_of_token(token).roles, owner);
}

ENGINE_TEST(StaffRoutes, OthersMayNot) {
  commit([&](db::Transaction& tx) { return module->staff().grant(tx, member.session.account_id, Role::merchandiser); });
  const auto key = *write([&](db::Transaction& tx) { return module->api_keys().create(tx, KeyKind::secret_key, "Till"); });
  const std::string body = R"({"email":"binh@shop.example","role":"owner"})";
  EXPECT_EQ(ask(Method::post, "/v1/admin/staff", body).status, 401);
  EXPECT_EQ(ask(Method::post, "/v1/admin/staff", body, bearer(member.token)).status, 403);
  EXPECT_EQ(ask(Method::post, "/v1/admin/staff", body, bearer(key.secret)).status, 403);
  EXPECT_EQ(ask(Method::get, "/v1/admin/api_keys", "", bearer(key.secret)).status, 403);
  EXPECT_EQ(caller_of_token(member.token).roles, merchandiser);
}

ENGINE_TEST(StaffRoutes, ShowsAKeyOnce) {
  const auto made = ask(Method::post, "/v1/admin/api_keys", R"({"kind":"secret","name":"Till"})", bearer(token));
  ASSERT_EQ(made.status, 201) << made.body;
  const std::string secret = text_of(object_of(made).at("secret"));
  const std::string key_id = text_of(object_of(made).at("key").at("id"));
  EXPECT_EQ(caller_of_token(secret).key_kind, "secret");
  const auto list = ask(Method::get, "/v1/admin/api_keys", "", bearer(token));
  EXPECT_EQ(list.body.find(secret), std::string::npos);
  EXPECT_EQ(object_of(list).at("items").as_array().size(), 1u);
  EXPECT_EQ(ask(Method::del, "/v1/admin/api_keys/" + key_id, "", bearer(token)).status, 204);
  EXPECT_EQ(ask(Method::get, "/v1/me", "", bearer(secret)).status, 401);
  EXPECT_EQ(ask(Method::del, "/v1/admin/api_keys/" + to_text(ApiKeyId{1}), "", bearer(token)).status, 404);
  EXPECT_EQ(ask(Method::post, "/v1/admin/api_keys", R"({"kind":"secret","name":""})", bearer(token)).status, 400);
}

}  // namespace
}  // namespace plaza::identity
