#include "identity/events.h"
#include "identity_fixture.h"

namespace plaza::identity {
namespace {

class IdentityService : public IdentityFixture {
 protected:
  std::string code_of_status(const Status& status) { return status.ok() ? "" : status.error().code; }
  Status grant(AccountId id, Role role) {
    return write([&](db::Transaction& tx) { return module->staff().grant(tx, id, role); });
  }
  Status revoke(AccountId id, Role role) {
    return write([&](db::Transaction& tx) { return module->staff().revoke(tx, id, role); });
  }
  std::uint32_t roles_of(AccountId id) {
    return database().read_now([&](db::Reader& reader) { return module->accounts().find(reader, id)->roles; });
  }
};

ENGINE_TEST(IdentityService, AnAccountHasAFaceAtOnce) {
  const auto account = make_account("an@shop.example");
  EXPECT_EQ(account.handle, "an_nguyen");
  EXPECT_EQ(module->accounts().face(account.id)->name, "An Nguyen");
  EXPECT_EQ(module->accounts().face_of_handle("@An_Nguyen")->id, account.id);
}

ENGINE_TEST(IdentityService, TwoOfTheSameNameGetTwoHandles) {
  const auto first = make_account("an@shop.example");
  const auto second = make_account("an2@shop.example");
  EXPECT_EQ(first.handle, "an_nguyen");
  EXPECT_TRUE(second.handle.starts_with("an_nguyen_")) << second.handle;
}

ENGINE_TEST(IdentityService, AChosenHandleThatIsTakenIsRefused) {
  make_account("an@shop.example");
  NewAccount wanted;
  wanted.email = "binh@shop.example";
  wanted.display_name = "Binh";
  wanted.handle = "AN_nguyen";
  const auto made = write([&](db::Transaction& tx) { return module->accounts().create(tx, wanted); });
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().code, "identity.handle_taken");
  EXPECT_EQ(module->accounts().count(), 1);
}

ENGINE_TEST(IdentityService, TellsAllWrongFieldsAtOnce) {
  NewAccount wanted;
  wanted.email = "no address";
  wanted.display_name = "\u202E";
  wanted.handle = "a b";
  const auto made = write([&](db::Transaction& tx) { return module->accounts().create(tx, wanted); });
  ASSERT_FALSE(made.ok());
  EXPECT_EQ(made.error().fields.size(), 3u);
  EXPECT_EQ(module->accounts().count(), 0);
}

ENGINE_TEST(IdentityService, AnnouncesAccounts) {
  std::vector<AccountCreated> created;
  std::vector<AccountErased> erased;
  dispatcher->once("test", {AccountCreated::topic, AccountErased::topic},
                   [&](db::Transaction&, const events::Event& event) -> Status {
                     if (event.topic == AccountCreated::topic) created.push_back(events::read<AccountCreated>(event));
                     else erased.push_back(events::read<AccountErased>(event));
                     return done();
                   });
  const auto account = make_account("an@shop.example");
  ASSERT_TRUE(write([&](db::Transaction& tx) { return module->accounts().erase(tx, account.id); }).ok());
  dispatcher->drain();
  ASSERT_EQ(created.size(), 1u);
  EXPECT_EQ(created[0].handle, "an_nguyen");
  ASSERT_EQ(erased.size(), 1u);
  EXPECT_EQ(erased[0].account_id, account.id);
}

ENGINE_TEST(IdentityService, ErasingLeavesNothingOfThePerson) {
  const auto account = make_account("an@shop.example");
  const auto opened = open_session(account.id);
  ASSERT_TRUE(write([&](db::Transaction& tx) { return module->accounts().erase(tx, account.id); }).ok());
  EXPECT_FALSE(module->accounts().face(account.id));
  EXPECT_FALSE(module->accounts().face_of_handle("an_nguyen"));
  EXPECT_EQ(caller_of_token(opened.token).subject, 0);
  const auto again = write([&](db::Transaction& tx) { return module->accounts().erase(tx, account.id); });
  EXPECT_EQ(code_of_status(again), "identity.not_found");
  EXPECT_EQ(make_account("an@shop.example").handle, "an_nguyen");
}

ENGINE_TEST(IdentityService, ASessionIsKnownAfterARestart) {
  const auto account = make_account("an@shop.example");
  const auto opened = open_session(account.id);
  start({});
  EXPECT_EQ(caller_of_token(opened.token).subject, account.id.value);
  EXPECT_EQ(module->accounts().face(account.id)->handle, "an_nguyen");
}

ENGINE_TEST(IdentityService, OnlyADigestOfATokenIsStored) {
  const auto opened = open_session(make_account("an@shop.example").id);
  constexpr db::Statement hashes{nullptr, "SELECT token_hash FROM identity_sessions"};
  const auto stored = database().read_now([&](db::Reader& reader) {
    return *reader.one(hashes, {}, [](const db::Row& row) { return std::string(row.bytes(0)); });
  });
  EXPECT_EQ(stored.size(), 32u);
  EXPECT_EQ(stored.find(opened.token), std::string::npos);
  EXPECT_EQ(opened.token.size(), 46u);
}

ENGINE_TEST(IdentityService, ASessionEndsForItsOwnerOnly) {
  const auto an = make_account("an@shop.example");
  const auto binh = make_account("binh@shop.example");
  const auto opened = open_session(an.id);
  const auto theft = write([&](db::Transaction& tx) { return module->sessions().end(tx, binh.id, opened.session.id); });
  EXPECT_EQ(code_of_status(theft), "identity.not_found");
  EXPECT_EQ(caller_of_token(opened.token).subject, an.id.value);
  EXPECT_TRUE(write([&](db::Transaction& tx) { return module->sessions().end(tx, an.id, opened.session.id); }).ok());
  EXPECT_EQ(caller_of_token(opened.token).subject, 0);
}

ENGINE_TEST(IdentityService, AnAccountKeepsItsNewestSessions) {
  const auto account = make_account("an@shop.example");
  const auto oldest = open_session(account.id);
  const auto second = open_session(account.id);
  for (int i = 0; i < 49; ++i) open_session(account.id);
  EXPECT_EQ(caller_of_token(oldest.token).subject, 0);
  EXPECT_EQ(caller_of_token(second.token).subject, account.id.value);
}

ENGINE_TEST(IdentityService, UseKeepsASessionAlive) {
  const auto account = make_account("an@shop.example");
  const auto opened = open_session(account.id);
  clock.advance(days(29));
  EXPECT_EQ(caller_of_token(opened.token).subject, account.id.value);
  commit([](db::Transaction&) { return done(); });  // after the queued touch
  for (int i = 0; i < 50'000; ++i) {               // PostgreSQL has several writers
    const auto seen = database().read_now([&](db::Reader& reader) {
      return module->sessions().list(reader, account.id).at(0).last_seen_at;
    });
    if (seen == clock.now()) break;
  }
  clock.advance(days(29));
  start({});
  EXPECT_EQ(caller_of_token(opened.token).subject, account.id.value);
  clock.advance(days(31));
  EXPECT_EQ(caller_of_token(opened.token).subject, 0);
}

ENGINE_TEST(IdentityService, RefusesCredentialsThatAreNotOurs) {
  std::string refusal;
  caller_of({{"authorization", "Bearer st_unknown"}}, &refusal);
  EXPECT_EQ(refusal, "identity.signed_out");
  caller_of({{"authorization", "Bearer " + std::string(5'000, 'a')}}, &refusal);
  EXPECT_EQ(refusal, "identity.signed_out");
  caller_of({{"cookie", "plaza_session=st_unknown"}}, &refusal);
  EXPECT_EQ(refusal, "identity.signed_out");
  caller_of({{"authorization", "Bearer sk_unknown"}}, &refusal);
  EXPECT_EQ(refusal, "identity.bad_key");
  caller_of({{"authorization", "Basic c2tfdW5rbm93bjo="}}, &refusal);  // sk_unknown:
  EXPECT_EQ(refusal, "identity.bad_key");
  caller_of({{"authorization", "Basic d3JpdGVLZXk6"}}, &refusal);  // writeKey: of somebody's Segment client
  EXPECT_EQ(refusal, "");
  caller_of({{"authorization", "Basic %%%"}}, &refusal);
  EXPECT_EQ(refusal, "");
}

ENGINE_TEST(IdentityService, AHeaderKeepsTheCookieOut) {
  const auto opened = open_session(make_account("an@shop.example").id);
  const http::Headers both{{"authorization", "Basic d3JpdGVLZXk6"}, {"cookie", "plaza_session=" + opened.token}};
  EXPECT_EQ(caller_of(both).subject, 0);
  EXPECT_NE(caller_of({{"cookie", "plaza_session=" + opened.token}}).subject, 0);
}

ENGINE_TEST(IdentityService, TheLastOwnerStays) {
  const auto an = make_account("an@shop.example");
  const auto binh = make_account("binh@shop.example");
  ASSERT_TRUE(grant(an.id, Role::owner).ok());
  EXPECT_EQ(code_of_status(revoke(an.id, Role::owner)), "identity.last_owner");
  EXPECT_EQ(code_of_status(write([&](db::Transaction& tx) { return module->accounts().erase(tx, an.id); })),
            "identity.last_owner");
  EXPECT_EQ(roles_of(an.id), owner);
  ASSERT_TRUE(grant(binh.id, Role::owner).ok());
  EXPECT_TRUE(revoke(an.id, Role::owner).ok());
  EXPECT_EQ(code_of_status(revoke(binh.id, Role::owner)), "identity.last_owner");
  EXPECT_EQ(roles_of(binh.id), owner);
}

ENGINE_TEST(IdentityService, TwoOwnersCannotDismissEachOtherAtOnce) {
  const auto an = make_account("an@shop.example");
  const auto binh = make_account("binh@shop.example");
  ASSERT_TRUE(grant(an.id, Role::owner).ok());
  ASSERT_TRUE(grant(binh.id, Role::owner).ok());
  std::atomic<int> done_count = 0;
  const auto dismiss = [&](AccountId id) {
    if (revoke(id, Role::owner).ok()) ++done_count;
  };
  std::thread first(dismiss, an.id);
  std::thread second(dismiss, binh.id);
  first.join();
  second.join();
  EXPECT_EQ(done_count, 1);
  EXPECT_EQ(roles_of(an.id) + roles_of(binh.id), owner);
}

ENGINE_TEST(IdentityService, RolesCountAtTheNextRequest) {
  const auto account = make_account("an@shop.example");
  const auto opened = open_session(account.id);
  EXPECT_EQ(caller_of_token(opened.token).roles, 0u);
  ASSERT_TRUE(grant(account.id, Role::agent).ok());
  ASSERT_TRUE(grant(account.id, Role::moderator).ok());
  EXPECT_EQ(caller_of_token(opened.token).roles, agent | moderator);
  ASSERT_TRUE(revoke(account.id, Role::agent).ok());
  EXPECT_EQ(caller_of_token(opened.token).roles, moderator);
  EXPECT_EQ(code_of_status(grant(AccountId{1}, Role::agent)), "identity.not_found");
  EXPECT_EQ(code_of_status(revoke(AccountId{1}, Role::agent)), "identity.not_found");
}

ENGINE_TEST(IdentityService, TheCommandLineMakesAnOwner) {
  const auto add = [&](std::string_view email, std::string_view hash) {
    return *write([&](db::Transaction& tx) { return module->staff().add(tx, email, Role::owner, hash); });
  };
  const AccountId id = add("boss@shop.example", hash("a long password"));
  EXPECT_EQ(roles_of(id), owner);
  const auto opened = open_session(id);
  EXPECT_EQ(add("BOSS@shop.example", ""), id);
  EXPECT_EQ(caller_of_token(opened.token).subject, id.value);
  EXPECT_EQ(add("boss@shop.example", hash("another password")), id);
  EXPECT_EQ(caller_of_token(opened.token).subject, 0);
}

ENGINE_TEST(IdentityService, KeysSayWhatTheyMayDo) {
  const auto create = [&](KeyKind kind) {
    return *write([&](db::Transaction& tx) { return module->api_keys().create(tx, kind, "Till"); });
  };
  const auto secret = create(KeyKind::secret_key);
  const auto shown = create(KeyKind::public_key);
  const auto by_secret = caller_of({{"authorization", "Bearer " + secret.secret}});
  EXPECT_EQ(by_secret.key_kind, "secret");
  EXPECT_EQ(by_secret.roles, merchandiser | agent | moderator);
  EXPECT_EQ(by_secret.subject, 0);
  const auto by_public = caller_of({{"authorization", "Bearer " + shown.secret}});
  EXPECT_EQ(by_public.key_kind, "public");
  EXPECT_EQ(by_public.roles, 0u);
  EXPECT_EQ(module->api_keys().kind_of(shown.secret), KeyKind::public_key);
  EXPECT_TRUE(secret.secret.starts_with("sk_"));
  EXPECT_EQ(secret.key.hint, "sk_…" + secret.secret.substr(secret.secret.size() - 4));

  ASSERT_TRUE(write([&](db::Transaction& tx) { return module->api_keys().revoke(tx, secret.key.id); }).ok());
  ASSERT_TRUE(write([&](db::Transaction& tx) { return module->api_keys().revoke(tx, secret.key.id); }).ok());
  EXPECT_FALSE(module->api_keys().kind_of(secret.secret));
  start({});
  EXPECT_FALSE(module->api_keys().kind_of(secret.secret));
  EXPECT_EQ(module->api_keys().kind_of(shown.secret), KeyKind::public_key);
  const auto unknown = write([&](db::Transaction& tx) { return module->api_keys().revoke(tx, ApiKeyId{1}); });
  EXPECT_EQ(code_of_status(unknown), "identity.not_found");
}

ENGINE_TEST(IdentityService, ThereIsACapOnKeys) {
  const auto create = [&] {
    return write([&](db::Transaction& tx) { return module->api_keys().create(tx, KeyKind::public_key, "Key"); });
  };
  for (int i = 0; i < 100; ++i) ASSERT_TRUE(create().ok());
  EXPECT_EQ(create().error().code, "identity.too_many_keys");
}

ENGINE_TEST(IdentityService, AnotherNodeLearnsOfChanges) {
  if (engine() == db::Engine::sqlite) GTEST_SKIP() << "SQLite has one process.";
  const auto second_database = test_database().open_another();
  const auto second_dispatcher = events::open_dispatcher(*second_database, clock);
  IdSource second_ids(clock, 2);
  const auto second = open({*second_database, second_ids, clock, quick_hasher(), "http://localhost"});
  second->subscribe(*second_dispatcher);

  const auto account = make_account("an@shop.example");
  const auto opened = open_session(account.id);
  const auto key = *write([&](db::Transaction& tx) { return module->api_keys().create(tx, KeyKind::secret_key, "Till"); });
  ASSERT_TRUE(grant(account.id, Role::agent).ok());
  const auto subject_there = [&] {
    second_dispatcher->drain();
    http::Request request;
    request.headers = bearer(opened.token);
    http::Caller caller;
    static_cast<void>(second->sessions().authenticate(request, caller));
    return caller;
  };
  EXPECT_EQ(subject_there().subject, account.id.value);
  EXPECT_EQ(subject_there().roles, agent);
  EXPECT_EQ(second->accounts().face(account.id)->handle, "an_nguyen");
  EXPECT_EQ(second->api_keys().kind_of(key.secret), KeyKind::secret_key);

  commit([&](db::Transaction& tx) {
    module->sessions().end_all(tx, account.id);
    return done();
  });
  ASSERT_TRUE(write([&](db::Transaction& tx) { return module->api_keys().revoke(tx, key.key.id); }).ok());
  EXPECT_EQ(subject_there().subject, 0);
  EXPECT_FALSE(second->api_keys().kind_of(key.secret));
}

}  // namespace
}  // namespace plaza::identity
