#include <map>
#include <random>
#include <thread>

#include "profiles/events.h"
#include "profiles_fixture.h"
#include "store.h"
#include "platform/json/document.h"

namespace plaza::profiles {
namespace {

class IdentityGraph : public ProfilesFixture {};
class ProfileHistory : public ProfilesFixture {};

ENGINE_TEST(IdentityGraph, EveryStatementPrepares) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

ENGINE_TEST(IdentityGraph, LinksVisitorsToAnAccount) {
  EXPECT_EQ(merge("v1", 1), "");
  EXPECT_EQ(merge("v2", 1), "");
  EXPECT_EQ(merge("v2", 1), "") << "again";
  EXPECT_EQ(members(1).visitors, (std::vector<std::string>{"v2", "v1"}));
  EXPECT_EQ(account_of("v1"), 1);
  const auto by_visitor =
      database().read_now([&](db::Reader& reader) { return module->profiles().members_of(reader, "v1"); });
  EXPECT_EQ(by_visitor.account, AccountId{1});
  EXPECT_EQ(by_visitor.visitors.size(), 2u);
  EXPECT_EQ(merge("two words", 1), "request.invalid");
}

ENGINE_TEST(IdentityGraph, ASharedComputerBelongsToWhoSignedInLast) {
  merge("v1", 1);
  merge("v1", 2);
  EXPECT_EQ(account_of("v1"), 2);
  EXPECT_TRUE(members(1).visitors.empty());
  merge("v1", 1);
  EXPECT_EQ(account_of("v1"), 1);
  const auto edges = database().read_now([](db::Reader& reader) { return store::list_edges(reader, "v1"); });
  ASSERT_EQ(edges.size(), 3u);
  EXPECT_EQ(edges[0].ended_at, Time{});
  EXPECT_EQ(edges[1].ended_by, "newer");
  EXPECT_EQ(edges[2].ended_by, "newer");
}

ENGINE_TEST(IdentityGraph, UnmergingTakesALinkBack) {
  merge("v1", 1);
  EXPECT_EQ(unmerge("v1", 2), "profiles.not_linked");
  EXPECT_EQ(unmerge("v1", 1), "");
  EXPECT_EQ(unmerge("v1", 1), "profiles.not_linked");
  EXPECT_EQ(account_of("v1"), 0);
  EXPECT_TRUE(members(1).visitors.empty());
}

ENGINE_TEST(IdentityGraph, LinksAreKnownAfterARestart) {
  merge("v1", 1);
  merge("v2", 2);
  unmerge("v2", 2);
  start();
  EXPECT_EQ(account_of("v1"), 1);
  EXPECT_EQ(account_of("v2"), 0);
}

ENGINE_TEST(IdentityGraph, OfTwoMergesAtOnceOneLinkStaysOpen) {
  std::thread first([&] { merge("v1", 1); });
  std::thread second([&] { merge("v1", 2); });
  first.join();
  second.join();
  const auto edges = database().read_now([](db::Reader& reader) { return store::list_edges(reader, "v1"); });
  int open_edges = 0;
  for (const auto& edge : edges) open_edges += edge.ended_at.micros == 0;
  EXPECT_EQ(open_edges, 1);
}

ENGINE_TEST(IdentityGraph, SigningUpAndInLinksTheVisitor) {
  commit([&](db::Transaction& tx) -> Status {
    events::publish(tx, 1, identity::AccountCreated{AccountId{1}, "v1", "An", "an"});
    events::publish(tx, 2, identity::SignedIn{AccountId{2}, "v2"});
    events::publish(tx, 2, identity::SignedIn{AccountId{2}, ""});
    events::publish(tx, 3, identity::SignedIn{AccountId{3}, "v3"});  // gone meanwhile
    return done();
  });
  dispatcher->drain();
  EXPECT_EQ(account_of("v1"), 1);
  EXPECT_EQ(account_of("v2"), 2);
  EXPECT_EQ(account_of("v3"), 0);
  const auto edges = database().read_now([](db::Reader& reader) { return store::list_edges(reader, "v1"); });
  EXPECT_EQ(edges.at(0).proof, "signed_up");
}

ENGINE_TEST(IdentityGraph, TakingALinkBackRestoresTheOneThatItEnded) {
  merge("v1", 1, Proof::signed_up);
  merge("v1", 2, Proof::staff);
  EXPECT_EQ(unmerge("v1", 2), "");
  EXPECT_EQ(account_of("v1"), 1);
  const auto edges = database().read_now([](db::Reader& reader) { return store::list_edges(reader, "v1"); });
  ASSERT_EQ(edges.size(), 3u);
  EXPECT_EQ(edges[0].proof, "signed_up");
  EXPECT_EQ(edges[0].made_at, edges[2].made_at);
  EXPECT_EQ(unmerge("v1", 1), "");
  EXPECT_EQ(account_of("v1"), 0) << "what staff ended does not come back";
}

ENGINE_TEST(IdentityGraph, EachLinkKeepsItsEvidence) {
  happens(Trust::session, "v1", 1, Kind::track, "{}", "", "Product Viewed");
  module->learner().snapshot();
  commit([&](db::Transaction& tx) {
    return module->profiles().merge(tx, "v2", AccountId{1}, Proof::suggestion, {"same_email (#1001)", "", {}, 900});
  });
  const auto of = [&](const char* visitor) {
    return database().read_now([&](db::Reader& reader) { return store::list_edges(reader, visitor).at(0); });
  };
  EXPECT_EQ(of("v1").evidence, "Product Viewed");
  EXPECT_EQ(of("v1").message_id, "m1");
  EXPECT_EQ(of("v1").score, 1'000);
  EXPECT_EQ(of("v2").evidence, "same_email (#1001)");
  EXPECT_EQ(of("v2").score, 900);
}

ENGINE_TEST(IdentityGraph, AnOldRecordReadAgainDoesNotUndoWhatStaffDidSince) {
  happens(Trust::session, "v1", 1);
  module->learner().snapshot();
  clock.advance(seconds(60));
  merge("v1", 2, Proof::staff);
  commit([&](db::Transaction& tx) -> Status {
    store::start_version(tx, 99);  // another version wrote it: all is read again
    return done();
  });
  start();
  replay();
  module->learner().snapshot();
  EXPECT_EQ(account_of("v1"), 2);
  EXPECT_EQ(profile(1).interactions, 1);
}

ENGINE_TEST(IdentityGraph, TwoAccountsOfOnePersonAreJoinedAndParted) {
  merge("v1", 1);
  merge("v2", 2);
  happens(Trust::session, "v1", 1, Kind::identify, R"({"city":"Hue"})");
  happens(Trust::session, "v2", 2, Kind::identify, R"({"size":"M"})");
  const auto join = [&](std::int64_t one, std::int64_t two) {
    return commit([&](db::Transaction& tx) {
      return module->profiles().join(tx, AccountId{one}, AccountId{two}, Proof::staff);
    });
  };
  const auto part = [&](std::int64_t one, std::int64_t two) {
    return commit([&](db::Transaction& tx) { return module->profiles().part(tx, AccountId{one}, AccountId{two}); });
  };
  const std::string before = canonical(1);
  EXPECT_EQ(join(2, 1), "");
  EXPECT_EQ(join(1, 2), "") << "again";
  EXPECT_EQ(join(1, 1), "request.invalid");
  EXPECT_EQ(join(1, 77), "request.invalid");
  EXPECT_EQ(profile(1).traits, R"({"city":"Hue","size":"M"})");
  EXPECT_EQ(profile(1).interactions, 2);
  EXPECT_EQ(members(1).also, (std::vector<AccountId>{{2}}));
  EXPECT_EQ(members(2).visitors, (std::vector<std::string>{"v2", "v1"}));
  EXPECT_EQ(part(1, 2), "");
  EXPECT_EQ(part(1, 2), "profiles.not_linked");
  EXPECT_EQ(canonical(1), before);
}

ENGINE_TEST(IdentityGraph, ARandomWalkOfLinksAgreesWithAModel) {
  std::mt19937 random(20260301);
  // The links of each visitor in their order; taking one back takes all of its pair.
  std::map<std::string, std::vector<std::int64_t>> model;
  const auto now = [&](const std::string& visitor) { return model[visitor].empty() ? 0 : model[visitor].back(); };
  for (int step = 0; step < 200; ++step) {
    const std::string visitor = "v" + std::to_string(random() % 5);
    const auto account = static_cast<std::int64_t>(random() % 2 + 1);
    if (random() % 3 != 0) {
      EXPECT_EQ(merge(visitor, account), "");
      if (now(visitor) != account) model[visitor].push_back(account);
    } else {
      const bool linked = now(visitor) == account;
      EXPECT_EQ(unmerge(visitor, account), linked ? "" : "profiles.not_linked") << "step " << step;
      if (linked) std::erase(model[visitor], account);
    }
    if (step % 50 == 49) start();
    for (int i = 0; i < 5; ++i) {
      const std::string each = "v" + std::to_string(i);
      EXPECT_EQ(account_of(each), now(each)) << "step " << step << " " << each;
    }
  }
}

ENGINE_TEST(IdentityGraph, AnotherNodeLearnsOfLinks) {
  if (engine() == db::Engine::sqlite) GTEST_SKIP() << "SQLite has one process.";
  const auto other_database = test_database().open_another();
  const auto other_dispatcher = events::open_dispatcher(*other_database, clock);
  IdSource other_ids(clock, 2);
  merge("v0", 1);
  const auto other = open({*other_database, other_ids, clock, accounts, log});
  other->subscribe(*other_dispatcher);
  merge("v1", 1);
  merge("v2", 1);
  unmerge("v2", 1);
  other_dispatcher->drain();
  EXPECT_EQ(other->profiles().account_of("v0"), AccountId{1});
  EXPECT_EQ(other->profiles().account_of("v1"), AccountId{1});
  EXPECT_EQ(other->profiles().account_of("v2"), AccountId{});
}

ENGINE_TEST(IdentityGraph, AnnouncesMergesAndEnds) {
  std::vector<std::string> seen;
  dispatcher->once("test", {ProfilesMerged::topic, ProfilesUnmerged::topic},
                   [&](db::Transaction&, const events::Event& event) -> Status {
                     seen.push_back(event.topic + " " + std::to_string(event.aggregate));
                     return done();
                   });
  merge("v1", 1);
  merge("v1", 2);
  unmerge("v1", 2);
  dispatcher->drain();
  std::sort(seen.begin(), seen.end());
  EXPECT_EQ(seen, (std::vector<std::string>{"profiles.profiles_merged 1", "profiles.profiles_merged 1",
                                            "profiles.profiles_merged 2", "profiles.profiles_unmerged 1",
                                            "profiles.profiles_unmerged 2"}));
}

ENGINE_TEST(IdentityGraph, AnErasedAccountLeavesNothing) {
  merge("v1", 1);
  happens(Trust::evidence, "v1", 0, Kind::identify, R"({"email":"an@shop.example"})");
  happens(Trust::session, "v1", 1);
  module->learner().snapshot();
  commit([&](db::Transaction& tx) -> Status {
    events::publish(tx, 1, identity::AccountErased{AccountId{1}});
    return done();
  });
  accounts.known.erase(1);
  dispatcher->drain();
  EXPECT_EQ(account_of("v1"), 0);
  EXPECT_FALSE(profile("v1"));
  EXPECT_EQ(profile(1).interactions, 0);
  happens(Trust::session, "v1", 1);
  module->learner().snapshot();
  EXPECT_EQ(profile(1).interactions, 0) << "a late request does not bring it back";
  EXPECT_EQ(account_of("v1"), 0);
}

ENGINE_TEST(ProfileHistory, CountsAtOnceAndAfterTheBatchTheSame) {
  happens(Trust::evidence, "v1", 0);
  clock.advance(seconds(1));
  happens(Trust::evidence, "v1", 0);
  EXPECT_EQ(profile("v1")->interactions, 2);
  EXPECT_EQ(module->learner().snapshot(), "2");
  EXPECT_EQ(profile("v1")->interactions, 2);
  EXPECT_EQ(profile("v1")->last_seen - profile("v1")->first_seen, seconds(1));
  EXPECT_FALSE(profile("v2"));
}

ENGINE_TEST(ProfileHistory, OnceStartedItsOwnThreadWritesAndNothingIsCountedTwice) {
  happens(Trust::evidence, "v1", 0);
  module->start();
  for (int n = 0; n < 6'000; ++n) {  // more than a batch, in more than one transaction
    happens(Trust::evidence, "v" + std::to_string(n % 3), 0);
    if (n % 2'000 == 1'000) {
      ASSERT_EQ(profile("v1")->interactions, 1 + (n + 2) / 3);
    }
  }
  module->stop();
  EXPECT_EQ(profile("v0")->interactions, 2'000);
  EXPECT_EQ(profile("v1")->interactions, 2'001);
  happens(Trust::evidence, "v1", 0);  // after the last writing: it waits for the next
  EXPECT_EQ(module->learner().snapshot(), "6002");
  start();
  EXPECT_EQ(profile("v1")->interactions, 2'002);
  EXPECT_EQ(profile("v2")->interactions, 2'000);
}

ENGINE_TEST(ProfileHistory, ARecordCountsOnceHoweverOftenItIsRead) {
  happens(Trust::evidence, "v1", 0);
  happens(Trust::evidence, "v1", 0);
  module->learner().snapshot();
  happens(Trust::evidence, "v1", 0);
  start();  // the third was not in the database yet
  EXPECT_EQ(profile("v1")->interactions, 2);
  replay();
  EXPECT_EQ(profile("v1")->interactions, 3);
  module->learner().snapshot();
  start();
  replay();
  module->learner().snapshot();
  EXPECT_EQ(profile("v1")->interactions, 3);
}

ENGINE_TEST(ProfileHistory, AReplayGivesTheSameHash) {
  for (int i = 0; i < 20; ++i) {
    clock.advance(seconds(1));
    happens(i % 3 ? Trust::evidence : Trust::session, "v" + std::to_string(i % 4), i % 3 ? 0 : i % 2 + 1, Kind::identify,
            "{\"n\":" + std::to_string(i) + "}");
  }
  const std::string live = module->profiles().state_hash();
  commit([&](db::Transaction& tx) -> Status {
    store::start_version(tx, 99);
    return done();
  });
  start();
  EXPECT_NE(module->profiles().state_hash(), live);
  replay();
  EXPECT_EQ(module->profiles().state_hash(), live);
}

ENGINE_TEST(ProfileHistory, TwoNodesCountEachRecordOnce) {
  if (engine() == db::Engine::sqlite) GTEST_SKIP() << "SQLite has one process.";
  const auto other_database = test_database().open_another();
  IdSource other_ids(clock, 2);
  const auto other = open({*other_database, other_ids, clock, accounts, log});
  for (int i = 0; i < 3; ++i) happens(Trust::evidence, "v1", 0);
  module->learner().snapshot();
  for (int i = 0; i < 2; ++i) happens(Trust::evidence, "v1", 0);
  for (const auto& record : log.records) other->learner().apply(record);
  other->learner().snapshot();   // has all five, three of them written by the first
  module->learner().snapshot();  // its two are there already
  EXPECT_EQ(profile("v1")->interactions, 5);
}

ENGINE_TEST(ProfileHistory, WritesABatchByItself) {
  happens(Trust::evidence, "v1", 0);
  clock.advance(seconds(2));
  happens(Trust::evidence, "v1", 0);
  start();
  EXPECT_EQ(profile("v1")->interactions, 2);
}

ENGINE_TEST(ProfileHistory, WritesWhatIsLeftWhenItStops) {
  happens(Trust::evidence, "v1", 0);
  module->start();
  module->stop();
  module->start();
  happens(Trust::evidence, "v1", 0);
  module->stop();
  start();
  EXPECT_EQ(profile("v1")->interactions, 2);
}

ENGINE_TEST(ProfileHistory, SignedInActsStayWithTheAccount) {
  happens(Trust::evidence, "v1", 0);
  happens(Trust::session, "v1", 1);
  happens(Trust::session, "v1", 1);
  module->learner().snapshot();
  EXPECT_EQ(account_of("v1"), 1) << "the session proves it";
  EXPECT_EQ(profile(1).interactions, 3);
  unmerge("v1", 1);
  EXPECT_EQ(profile(1).interactions, 2);
  EXPECT_EQ(profile("v1")->interactions, 1);
}

ENGINE_TEST(ProfileHistory, WhatStaffUnmergedTheSessionDoesNotMergeAgain) {
  happens(Trust::session, "v1", 1);
  module->learner().snapshot();
  unmerge("v1", 1);
  happens(Trust::session, "v1", 1);
  module->learner().snapshot();
  EXPECT_EQ(account_of("v1"), 0);
  EXPECT_EQ(merge("v1", 1, Proof::signed_in), "");
  EXPECT_EQ(account_of("v1"), 1);
}

ENGINE_TEST(ProfileHistory, APublicKeyGivesEvidenceOnly) {
  happens(Trust::evidence, "v1", 0, Kind::identify, R"({"city":"Hue"})", to_text(AccountId{1}));
  happens(Trust::evidence, "v1", 0, Kind::alias, "{}", to_text(AccountId{1}), "v0");
  module->learner().snapshot();
  EXPECT_EQ(account_of("v1"), 0);
  EXPECT_EQ(account_of("v0"), 0);
  EXPECT_EQ(profile("v1")->claimed_user_id, to_text(AccountId{1}));
  EXPECT_EQ(profile("v1")->traits, R"({"city":"Hue"})");
  EXPECT_EQ(profile(1).interactions, 0);
}

ENGINE_TEST(ProfileHistory, AForgedIdentifyMovesNothing) {
  merge("v1", 1, Proof::signed_in);
  happens(Trust::session, "v1", 1, Kind::identify, R"({"city":"Hue"})");
  happens(Trust::session, "v2", 2, Kind::track);
  module->learner().snapshot();
  const std::string victim = canonical(1);
  // From elsewhere, with the public key: everything that a stranger can claim.
  happens(Trust::evidence, "evil", 0, Kind::identify, R"({"city":"Vinh","email":"An@shop.example"})", to_text(AccountId{1}));
  happens(Trust::evidence, "evil", 0, Kind::alias, "{}", to_text(AccountId{1}), "v1");
  happens(Trust::evidence, "evil", 0, Kind::alias, "{}", "v1", "evil");
  happens(Trust::evidence, "evil", 0, Kind::group, "{}", to_text(AccountId{1}));
  module->learner().snapshot();
  EXPECT_EQ(canonical(1), victim);
  EXPECT_EQ(account_of("evil"), 0);
  EXPECT_EQ(account_of("v1"), 1);
  EXPECT_EQ(profile("evil")->interactions, 4) << "they are the stranger's own";
  const auto look = [&](db::Reader& reader) { return module->suggestions().list(reader, SuggestionState::open, {}, 10); };
  EXPECT_TRUE(database().read_now(look).empty());
}

ENGINE_TEST(ProfileHistory, ASecretKeyLinks) {
  happens(Trust::secret, "v1", 0, Kind::identify, R"({"vip":true})", to_text(AccountId{1}));
  happens(Trust::secret, "", 0, Kind::alias, "{}", to_text(AccountId{1}), "v0");
  happens(Trust::secret, "v5", 0, Kind::identify, "{}", to_text(AccountId{77}));  // nobody
  happens(Trust::secret, "v6", 0, Kind::identify, "{}", "crm-4711");              // not an id of ours
  module->learner().snapshot();
  EXPECT_EQ(account_of("v1"), 1);
  EXPECT_EQ(account_of("v0"), 1);
  EXPECT_EQ(account_of("v5"), 0);
  EXPECT_EQ(account_of("v6"), 0);
  EXPECT_EQ(profile(1).traits, R"({"vip":true})");
}

ENGINE_TEST(ProfileHistory, TraitsOfTheAccountLieOverItsVisitors) {
  merge("v1", 1);
  merge("v2", 1);
  happens(Trust::session, "v1", 1, Kind::identify, R"({"pet":"dog"})");
  happens(Trust::evidence, "v1", 0, Kind::identify, R"({"size":"S","pet":"cat"})");
  happens(Trust::evidence, "v2", 0, Kind::identify, R"({"size":"M","city":"Hue"})");
  const auto waiting = profile(1).traits;
  module->learner().snapshot();
  const auto stored = boost::json::parse(profile(1).traits);
  EXPECT_EQ(stored, boost::json::parse(R"({"size":"M","city":"Hue","pet":"dog"})"));
  EXPECT_EQ(boost::json::parse(waiting), stored);
}

ENGINE_TEST(ProfileHistory, ALateRecordWidensTheTimes) {
  happens(Trust::evidence, "v1", 0);
  const Time first = clock.now();
  clock.set(first - days(2));
  happens(Trust::evidence, "v1", 0);
  module->learner().snapshot();
  EXPECT_EQ(profile("v1")->first_seen, first - days(2));
  EXPECT_EQ(profile("v1")->last_seen, first);
}

ENGINE_TEST(ProfileHistory, TraitsThatAreTooManyAreLeftOut) {
  happens(Trust::evidence, "v1", 0, Kind::identify, R"({"city":"Hue"})");
  happens(Trust::evidence, "v1", 0, Kind::identify, R"({"a":")" + std::string(17'000, 'a') + R"("})");
  module->learner().snapshot();
  EXPECT_EQ(profile("v1")->traits, R"({"city":"Hue"})");
  EXPECT_EQ(profile("v1")->interactions, 2);
}

ENGINE_TEST(ProfileHistory, LabelsOfConversationsAreTraitsThatOnlyTheShopSays) {
  const auto said = [&](const std::string& who, const std::string& labels, const std::string& gone) {
    happens(Trust::domain, "", 0, Kind::domain, "{" + who + ",\"labels\":[" + labels + "],\"gone\":[" + gone + "]}", "", "care.labels_changed");
  };
  said(R"("account_id":null,"visitor":"v1")", R"("broken")", "");
  module->learner().snapshot();
  ASSERT_TRUE(profile("v1")) << "somebody who did nothing yet but write to the shop";
  EXPECT_EQ(profile("v1")->traits, R"({"label:broken":true})");
  EXPECT_EQ(profile("v1")->interactions, 0);
  happens(Trust::evidence, "v1", 0, Kind::identify, R"({"city":"Hue","label:vip":true,"label:broken":null})");
  module->learner().snapshot();
  EXPECT_EQ(profile("v1")->traits, R"({"city":"Hue","label:broken":true})") << "a browser can neither say nor take away a label";
  EXPECT_EQ(profile("v1")->interactions, 1);
  said(R"("account_id":null,"visitor":"v1")", R"("vip")", R"("broken")");
  EXPECT_EQ(profile("v1")->traits, R"({"city":"Hue","label:vip":true})") << "also before it is written";
  module->learner().snapshot();
  EXPECT_EQ(profile("v1")->traits, R"({"city":"Hue","label:vip":true})");
  EXPECT_EQ(profile("v1")->interactions, 1) << "a label is nothing that the person did";
}

ENGINE_TEST(ProfileHistory, ASharedComputersAnonymousActsGoWithWhoSignedInLast) {
  happens(Trust::evidence, "v1", 0);
  happens(Trust::session, "v1", 1);
  happens(Trust::session, "v1", 2);
  happens(Trust::session, "v1", 2);
  module->learner().snapshot();
  EXPECT_EQ(profile(1).interactions, 1);
  EXPECT_EQ(profile(2).interactions, 3);
}

ENGINE_TEST(ProfileHistory, PassesOverWhatIsNobodys) {
  happens(Trust::domain, "", 0, Kind::domain);
  happens(Trust::evidence, "two words", 0);
  happens(Trust::evidence, "", 0, Kind::identify, R"({"a":1})", "user-1");
  happens(Trust::evidence, "v1", 0, Kind::identify, "[1]");
  EXPECT_EQ(module->learner().snapshot(), "4");
  EXPECT_EQ(profile("v1")->traits, "{}");
  EXPECT_FALSE(profile("two words"));
}

}  // namespace
}  // namespace plaza::profiles
