#include "calls_fixture.h"
#include "platform/json/codec.h"

namespace plaza::calls {
namespace {

class CallsService : public CallsFixture {
 protected:
  static std::string told(const Result<Imported>& done) {
    if (!done.ok()) return done.error().code;
    return (done->known ? "known " : "new ") + to_text(done->call.account);
  }
  static std::string id(AccountId account) { return to_text(account); }
};

ENGINE_TEST(CallsService, EveryStatementPrepares) { testing::expect_prepares(database(), all_statements(), migrations()); }

ENGINE_TEST(CallsService, ACallBecomesAResolvedConversationWithItsTurns) {
  About about;
  about.email = "an@example.org";
  about.agent_name = "Noor";
  about.customer_name = "An Lê";
  about.began_at = clock.now() - hours(2);
  const auto done = import(vtt, about);
  ASSERT_EQ(told(done), "new " + id(an));
  ASSERT_EQ(care.inbounds.size(), 1u);
  EXPECT_EQ(care.inbounds[0].channel, "call");
  EXPECT_EQ(care.inbounds[0].text, "0:01 Noor: Kilnlight, good morning.\n0:04 An Lê: My vase broke & leaks.\n");
  EXPECT_EQ(care.inbounds[0].subject, "2026-03-01 07:30 · 0:06");
  EXPECT_EQ(care.inbounds[0].customer.account, an);
  EXPECT_FALSE(care.inbounds[0].customer.verified);
  EXPECT_EQ(care.resolved, 1);
  const auto turns = read([&](db::Reader& reader) { return module->calls().turns(reader, done->call.id); });
  ASSERT_EQ(turns.size(), 2u);
  EXPECT_EQ(turns[0].role, Role::agent);
  EXPECT_EQ(turns[1].role, Role::customer);
  EXPECT_EQ(turns[1].begin_ms, 4'000);
}

ENGINE_TEST(CallsService, TheSameFileAndTheSameContactAreOneCall) {
  EXPECT_EQ(told(import(vtt)), "new " + id({}));
  EXPECT_EQ(told(import(vtt)), "known " + id({}));
  EXPECT_EQ(told(import(lens)), "new " + id({}));
  EXPECT_EQ(told(import(lens + "\n")), "known " + id({}));
  EXPECT_EQ(care.inbounds.size(), 2u);
}

ENGINE_TEST(CallsService, ItIsWhoseTheProofSays) {
  About about;
  about.email = "binh@example.org";  // typed at sign-up, never shown to be his
  EXPECT_EQ(told(import("WEBVTT\n\n00:00.000 --> 00:01.000\na", about)), "new " + id({}));
  about = {};
  about.phone = "+84912345678";
  customers.phones[about.phone] = {an};
  EXPECT_EQ(told(import("WEBVTT\n\n00:00.000 --> 00:01.000\nb", about)), "new " + id(an));
  customers.phones[about.phone] = {an, binh};
  EXPECT_EQ(told(import("WEBVTT\n\n00:00.000 --> 00:01.000\nc", about)), "new " + id({}));
  about = {};
  about.account = binh;
  EXPECT_EQ(told(import("WEBVTT\n\n00:00.000 --> 00:01.000\nd", about)), "new " + id(binh));
  about.account = AccountId{999};
  EXPECT_EQ(told(import("WEBVTT\n\n00:00.000 --> 00:01.000\ne", about)), "request.invalid");
}

ENGINE_TEST(CallsService, SomebodyShouldCallBack) {
  About about;
  about.follow_up = true;
  EXPECT_TRUE(import(vtt, about).ok());
  EXPECT_EQ(care.resolved, 0);
}

ENGINE_TEST(CallsService, ARefusalKeepsNothing) {
  care.refuses = true;
  EXPECT_EQ(told(import(vtt)), "unused");
  care.refuses = false;
  EXPECT_EQ(told(import(vtt)), "new " + id({}));
}

ENGINE_TEST(CallsService, ErasureTakesTheWordsAndTheFileDoesNotComeBack) {
  About about;
  about.account = an;
  about.phone = "+84912345678";
  const auto done = import(vtt, about);
  ASSERT_TRUE(done.ok());
  profiles::Person person;
  person.account = an;
  const auto exported = read([&](db::Reader& reader) { return module->personal_data().export_json(reader, person); });
  EXPECT_NE(exported.find("My vase broke"), std::string::npos);
  const auto erase = [&](db::Transaction& tx) -> Status {
    EXPECT_EQ(module->personal_data().erase(tx, person).at(0).count, 1);
    return plaza::done();
  };
  EXPECT_TRUE(write(erase).ok());
  EXPECT_TRUE(read([&](db::Reader& reader) { return module->calls().turns(reader, done->call.id); }).empty());
  const auto left = read([&](db::Reader& reader) { return module->calls().find(reader, done->call.id); });
  ASSERT_TRUE(left);
  EXPECT_EQ(left->phone + left->customer_name, "");
  EXPECT_EQ(told(import(vtt, about)), "calls.erased");
  EXPECT_EQ(read([&](db::Reader& reader) { return module->personal_data().export_json(reader, person); }), "null");
}

ENGINE_TEST(CallsService, AnAddressIsTheirsOnlyWhenItWasShownToBe) {
  About about;
  about.email = "Binh@example.org";
  EXPECT_TRUE(import(vtt, about).ok());
  profiles::Person person;
  person.account = binh;
  person.email = "binh@example.org";
  EXPECT_EQ(read([&](db::Reader& reader) { return module->personal_data().export_json(reader, person); }), "null");
  person.email_verified = true;
  EXPECT_NE(read([&](db::Reader& reader) { return module->personal_data().export_json(reader, person); }), "null");
}

ENGINE_TEST(CallsService, NothingIsAnsweredThere) {
  EXPECT_EQ(module->channel().name(), "call");
  EXPECT_FALSE(module->channel().terms({}).answerable);
}

}  // namespace
}  // namespace plaza::calls
