#include "account_store.h"
#include "identity_fixture.h"
#include "key_store.h"
#include "session_store.h"
#include "statements.h"

namespace plaza::identity {
namespace {

class IdentityStore : public IdentityFixture {};

ENGINE_TEST(IdentityStore, EveryStatementPrepares) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

ENGINE_TEST(IdentityStore, AnEmailAddressIsTakenInAnyCase) {
  make_account("An@Shop.example");
  NewAccount wanted;
  wanted.email = "aN@shop.EXAMPLE";
  wanted.display_name = "Binh";
  const auto second = write([&](db::Transaction& tx) { return module->accounts().create(tx, wanted); });
  ASSERT_FALSE(second.ok());
  EXPECT_EQ(second.error().code, "identity.email_taken");
  EXPECT_EQ(module->accounts().count(), 1);
}

ENGINE_TEST(IdentityStore, ATokenIsUsedOnce) {
  const Digest digest = digest_of("token");
  const store::Token token{AccountId{5}, "an@shop.example"};
  const Time now = clock.now();
  commit([&](db::Transaction& tx) {
    store::insert_token(tx, digest, store::Purpose::reset_password, token, now + hours(1));
    return done();
  });
  const auto use = [&](store::Purpose purpose, Time at) {
    std::optional<store::Token> got;
    commit([&](db::Transaction& tx) {
      got = store::use_token(tx, digest, purpose, at);
      return done();
    });
    return got.has_value();
  };
  EXPECT_FALSE(use(store::Purpose::verify_email, now));
  EXPECT_FALSE(use(store::Purpose::reset_password, now + hours(1)));
  EXPECT_TRUE(use(store::Purpose::reset_password, now));
  EXPECT_FALSE(use(store::Purpose::reset_password, now));
}

ENGINE_TEST(IdentityStore, ListsByTheStartOfAddressHandleOrName) {
  make_account("an@shop.example");
  make_account("binh@shop.example");
  const auto found = [&](std::string_view query) {
    return database().read_now([&](db::Reader& reader) { return module->accounts().list(reader, query, {}, 10).size(); });
  };
  EXPECT_EQ(found(""), 2u);
  EXPECT_EQ(found("BINH@"), 1u);
  EXPECT_EQ(found("an_nguyen"), 2u);
  EXPECT_EQ(found("Ân Ngu"), 2u);
  EXPECT_EQ(found("%"), 0u);
  EXPECT_EQ(found("shop"), 0u);
}

ENGINE_TEST(IdentityStore, PagesFromTheNewest) {
  const auto first = make_account("a@shop.example");
  const auto second = make_account("b@shop.example");
  const auto page = [&](AccountId before) {
    return database().read_now([&](db::Reader& reader) { return module->accounts().list(reader, "", before, 1); });
  };
  ASSERT_EQ(page({}).size(), 1u);
  EXPECT_EQ(page({})[0].id, second.id);
  EXPECT_EQ(page(second.id)[0].id, first.id);
  EXPECT_TRUE(page(first.id).empty());
}

ENGINE_TEST(IdentityStore, ReplacesAHashOnlyIfItIsStillThere) {
  const auto account = make_account("an@shop.example", "first password");
  const auto stored = [&] {
    return *database().read_now([&](db::Reader& reader) { return store::find_password_of(reader, account.id); });
  };
  const std::string old = stored();
  commit([&](db::Transaction& tx) {
    store::replace_password(tx, account.id, "another", "newer");
    return done();
  });
  EXPECT_EQ(stored(), old);
  commit([&](db::Transaction& tx) {
    store::replace_password(tx, account.id, old, "newer");
    return done();
  });
  EXPECT_EQ(stored(), "newer");
}

ENGINE_TEST(IdentityStore, PurgesWhatIsOver) {
  const auto account = make_account("an@shop.example");
  open_session(account.id);
  clock.advance(days(10));
  open_session(account.id);
  clock.advance(days(20));
  EXPECT_GT(runner->run_due(), 0);
  const auto left = database().read_now([&](db::Reader& reader) { return store::load_sessions_of(reader, account.id).size(); });
  EXPECT_EQ(left, 1u);
}

}  // namespace
}  // namespace plaza::identity
