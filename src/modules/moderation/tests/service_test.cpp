// Submissions, reports, decisions and appeals on both engines.
#include "desk.h"
#include "moderation_fixture.h"
#include "rule_book.h"
#include "store.h"

namespace plaza::moderation {
namespace {

class ModerationTest : public ModerationFixture {
 protected:
  void rules(std::string_view text, std::string scope = "") {
    ASSERT_TRUE(rules::parse(text).problems.empty());
    const auto set = write([&](db::Transaction& tx) -> Result<bool> {
      const auto now = store::rules(tx, scope);
      return store::set_rules(tx, scope, text, now ? now->version : 0, mod, clock.now());
    });
    ASSERT_TRUE(set.ok() && *set);
    module->load();
  }
  Case open_case(const std::string& id) {
    const auto found = read([&](db::Reader& reader) { return store::open_case(reader, {Kind::comment, id}); });
    return found.value_or(Case{});
  }
  CaseId last_case(const std::string& id) {
    return read([&](db::Reader& reader) { return store::last_case(reader, {Kind::comment, id}); }).value_or(Case{}).id;
  }
  // The decision's id in `decided`, or the code.
  std::string decide(identity::AccountId moderator, CaseId id, Wish wish, Claimed claimed = Claimed::respect) {
    const auto made = write([&](db::Transaction& tx) { return desk.decide(tx, moderator, id, wish, claimed); });
    if (!made.ok()) return made.error().code;
    decided = made->id;
    return "ok";
  }
  std::string remove(const std::string& id, identity::AccountId moderator = mod) {
    return decide(moderator, open_case(id).id, {rules::Action::remove, rules::Measure::none, 0, Reason::abuse, "Be kind."});
  }
  std::string keep(const std::string& id) { return decide(mod, open_case(id).id, {}); }
  std::string appeal(identity::AccountId author, DecisionId id, std::string words = "It was a joke.") {
    const auto made = write([&](db::Transaction& tx) { return desk.appeal(tx, author, id, words); });
    if (!made.ok()) return made.error().code;
    appealed = made->id;
    return "ok";
  }
  std::string answer(identity::AccountId moderator, AppealState outcome) {
    const auto made = write([&](db::Transaction& tx) { return desk.answer(tx, moderator, appealed, outcome, "We looked again."); });
    return made.ok() ? "ok" : made.error().code;
  }
  AuthorRecord record(identity::AccountId author) {
    return read([&](db::Reader& reader) { return store::author(reader, author); });
  }

  const Needs needs{database(), ids, clock, accounts, staff, bell};
  Owners owners = [this] {
    Owners made;
    made.by_kind[static_cast<std::size_t>(Kind::comment)] = &content;
    return made;
  }();
  Desk desk{needs, owners};
  DecisionId decided;
  AppealId appealed;
};

// --- submissions

ENGINE_TEST(ModerationTest, PublishesWhatNoRuleSpeaksOf) {
  EXPECT_EQ(said(mai, "c1", "A lovely bowl"), "publish");
  EXPECT_EQ(record(mai).published, 1);
  EXPECT_EQ(heard_now(), Lines{});
}

ENGINE_TEST(ModerationTest, HoldsALinkOfANewMemberAndSaysWhy) {
  EXPECT_EQ(said(mai, "c1", "see https://bowls.example"), "hold links");
  const auto held = open_case("c1");
  EXPECT_EQ(held.standing, Standing::held);
  EXPECT_EQ(held.text, "see https://bowls.example");
  EXPECT_EQ(heard_now(), Lines{"content_held c1"});
  const auto why = read([&](db::Reader& reader) { return module->submissions().why(reader, {Kind::comment, "c1"}); });
  ASSERT_EQ(why.size(), 1u);
  EXPECT_EQ(why[0].because, "“bowls.example”: hold links from new members because links");
}

ENGINE_TEST(ModerationTest, TwoPublishedPiecesMakeAMember) {
  EXPECT_EQ(said(mai, "c1", "one"), "publish");
  EXPECT_EQ(said(mai, "c2", "two"), "publish");
  EXPECT_EQ(said(mai, "c3", "see https://bowls.example"), "publish");
}

ENGINE_TEST(ModerationTest, TheBrandsOwnPeopleAreNeverHeld) {
  rules("refuse everything");
  EXPECT_EQ(said(mod, "c1", "https://bowls.example"), "publish");
  EXPECT_EQ(said(mai, "c2", "hello"), "moderation.refused");
}

ENGINE_TEST(ModerationTest, ARefusalNamesTheRuleAndChangesNothing) {
  rules("refuse words casino because spam");
  const auto refused = submit(mai, "c1", "Casino!");
  ASSERT_FALSE(refused.ok());
  EXPECT_EQ(refused.error().kind, ErrorKind::unprocessable);
  ASSERT_EQ(refused.error().fields.size(), 1u);
  EXPECT_EQ(refused.error().fields[0].code, "spam");
  EXPECT_EQ(refused.error().fields[0].message, "“casino”: refuse words casino because spam");
  EXPECT_EQ(record(mai).published, 0);
  EXPECT_FALSE(open_case("c1").id);
}

ENGINE_TEST(ModerationTest, AGroupsOwnRulesHoldThereBesideTheShops) {
  rules("hold words glaze because off_topic", "grp_1");
  EXPECT_EQ(said(mai, "c1", "My glaze"), "publish");
  EXPECT_EQ(said(mai, "c2", "My glaze", "grp_1"), "hold off_topic");
  EXPECT_EQ(said(linh, "c3", "https://x.example", "grp_1"), "hold links");
}

ENGINE_TEST(ModerationTest, RatesAndRepeatsCountTheAuthorsOtherPieces) {
  rules("refuse more than 3 in 10 minutes\nhold repeats over 1 in 1 hour");
  EXPECT_EQ(said(mai, "c1", "Buy my vases now"), "publish");
  EXPECT_EQ(said(mai, "c1", "Buy my vases now"), "publish");  // the same piece, edited
  EXPECT_EQ(said(mai, "c2", "buy my vases, now!"), "hold repeated");
  EXPECT_EQ(said(linh, "c3", "buy my vases now"), "publish");
  EXPECT_EQ(said(mai, "c4", "Something else here"), "moderation.too_fast");
  clock.advance(minutes(11));
  EXPECT_EQ(said(mai, "c4", "Something else here"), "publish");
}

ENGINE_TEST(ModerationTest, ClassifiersSpeakThroughRules) {
  rules("hold toxicity above 0.9");
  EXPECT_EQ(said(mai, "c1", "You IDIOT"), "hold abuse");
  EXPECT_EQ(said(mai, "c2", "You dear"), "publish");
}

ENGINE_TEST(ModerationTest, AHeldPieceStaysHeldWhenItIsEdited) {
  EXPECT_EQ(said(mai, "c1", "see https://bowls.example"), "hold links");
  EXPECT_EQ(said(mai, "c1", "see nothing"), "hold links");
  EXPECT_EQ(open_case("c1").text, "see nothing");
}

ENGINE_TEST(ModerationTest, WhatIsGoneWaitsNoLongerAndItsWordsGo) {
  EXPECT_EQ(said(mai, "c1", "see https://bowls.example"), "hold links");
  const auto id = open_case("c1").id;
  run([&](db::Transaction& tx) -> Status {
    module->submissions().gone(tx, {Kind::comment, "c1"});
    return done();
  });
  EXPECT_FALSE(open_case("c1").id);
  const auto closed = read([&](db::Reader& reader) { return store::find(reader, id); });
  EXPECT_EQ(closed->state, CaseState::gone);
  EXPECT_EQ(closed->text, "");
  EXPECT_TRUE(closed->findings.empty());
}

// --- reports

ENGINE_TEST(ModerationTest, AReportPutsAPieceInTheQueueAndASecondChangesTheFirst) {
  said(mai, "c1", "A rude word");
  EXPECT_EQ(report(linh, "c1", Reason::spam), "ok");
  EXPECT_EQ(report(linh, "c1", Reason::hate), "ok");
  const auto one = open_case("c1");
  EXPECT_EQ(one.reports, 1);
  EXPECT_EQ(one.severity, 5);
  EXPECT_EQ(one.standing, Standing::visible);
  EXPECT_DOUBLE_EQ(one.weight, 0.5);
  EXPECT_EQ(rung_now(), Lines{});
}

ENGINE_TEST(ModerationTest, WhatCannotBeReportedIsRefused) {
  said(mai, "c1", "words");
  EXPECT_EQ(report(linh, "nothing"), "moderation.subject_not_found");
  EXPECT_EQ(report(mai, "c1"), "moderation.own_subject");
  content.pieces["c1"].standing = Standing::removed;
  EXPECT_EQ(report(linh, "c1"), "moderation.subject_not_found");
  const auto none = write([&](db::Transaction& tx) {
    return module->submissions().report(tx, linh, {Kind::review, "r1"}, Reason::spam, "");
  });
  EXPECT_EQ(none.error().code, "moderation.subject_not_found");
  EXPECT_FALSE(open_case("c1").id);
}

ENGINE_TEST(ModerationTest, NobodyReportsMoreThanTwentyTimesAnHour) {
  for (int i = 0; i < 20; ++i) {
    said(mai, "c" + std::to_string(i), "words " + std::to_string(i));
    EXPECT_EQ(report(linh, "c" + std::to_string(i)), "ok");
  }
  said(mai, "c20", "more");
  EXPECT_EQ(report(linh, "c20"), "moderation.reported_too_often");
  clock.advance(hours(1) + 1);
  EXPECT_EQ(report(linh, "c20"), "ok");
}

ENGINE_TEST(ModerationTest, ARingOfAccountsHidesNothingButAGoodRecordDoes) {
  rules("hide after reports worth 1.5");
  said(mai, "c1", "The victim");
  for (std::int64_t i = 100; i < 130; ++i) EXPECT_EQ(report({i}, "c1"), "ok");
  EXPECT_EQ(standing("c1"), Standing::visible);
  EXPECT_DOUBLE_EQ(open_case("c1").weight, 1.0);
  for (int i = 0; i < 3; ++i) {  // linh is right three times
    said(hoa, "bad" + std::to_string(i), "bad " + std::to_string(i));
    report(linh, "bad" + std::to_string(i));
    EXPECT_EQ(remove("bad" + std::to_string(i)), "ok");
  }
  rung_now();
  EXPECT_EQ(report(linh, "c1"), "ok");
  EXPECT_EQ(standing("c1"), Standing::held);
  EXPECT_EQ(rung_now(), Lines{"content_held 1"});
  EXPECT_EQ(keep("c1"), "ok");  // a person found it good: reports hide it no more
  EXPECT_EQ(standing("c1"), Standing::visible);
  EXPECT_EQ(report(linh, "c1"), "ok");
  EXPECT_EQ(standing("c1"), Standing::visible);
}

// --- decisions

ENGINE_TEST(ModerationTest, RemovingTellsTheAuthorAndSettlesTheReports) {
  said(mai, "c1", "A rude word");
  report(linh, "c1");
  EXPECT_EQ(remove("c1"), "ok");
  EXPECT_EQ(standing("c1"), Standing::removed);
  EXPECT_EQ(rung_now(), Lines{"content_removed 1"});
  EXPECT_EQ(heard_now(), Lines{"content_removed c1"});
  EXPECT_EQ(record(mai).removed, 1);
  const auto reports = read([&](db::Reader& reader) { return store::reports_of(reader, last_case("c1"), clock.now()); });
  ASSERT_EQ(reports.size(), 1u);
  EXPECT_EQ(reports[0].record.right, 1);
}

ENGINE_TEST(ModerationTest, KeepingAHeldPiecePublishesIt) {
  said(mai, "c1", "see https://bowls.example");
  EXPECT_EQ(keep("c1"), "ok");
  EXPECT_EQ(standing("c1"), Standing::visible);
  EXPECT_EQ(record(mai).published, 1);
  EXPECT_EQ(rung_now(), Lines{"content_released 1"});
  EXPECT_EQ(heard_now(), (Lines{"content_held c1", "content_released c1"}));
}

ENGINE_TEST(ModerationTest, ReportsThatAreNotAgreedWithAreNotToldToTheAuthor) {
  said(mai, "c1", "words");
  report(linh, "c1");
  EXPECT_EQ(keep("c1"), "ok");
  EXPECT_EQ(rung_now(), Lines{});
  EXPECT_EQ(heard_now(), Lines{});
}

ENGINE_TEST(ModerationTest, OnlyOneDecides) {
  said(mai, "c1", "words");
  report(linh, "c1");
  const auto id = open_case("c1").id;
  EXPECT_EQ(remove("c1"), "ok");
  EXPECT_EQ(decide(second, id, {}), "moderation.already_decided");
  EXPECT_EQ(decide(second, CaseId{77}, {}), "moderation.case_not_found");
  EXPECT_EQ(standing("c1"), Standing::removed);
}

ENGINE_TEST(ModerationTest, AClaimWarnsOthersForTenMinutes) {
  said(mai, "c1", "words");
  report(linh, "c1");
  const auto id = open_case("c1").id;
  const auto claim = [&](identity::AccountId who, Claimed claimed) {
    const auto one = write([&](db::Transaction& tx) { return desk.claim(tx, who, id, claimed); });
    return one.ok() ? "ok" : one.error().code;
  };
  EXPECT_EQ(claim(mod, Claimed::respect), "ok");
  EXPECT_EQ(claim(mod, Claimed::respect), "ok");
  EXPECT_EQ(claim(second, Claimed::respect), "moderation.claimed");
  EXPECT_EQ(decide(second, id, {}), "moderation.claimed");
  EXPECT_EQ(claim(second, Claimed::take_over), "ok");
  clock.advance(minutes(10));
  EXPECT_EQ(claim(mod, Claimed::respect), "ok");
  EXPECT_EQ(decide(mod, id, {}), "ok");
  EXPECT_EQ(claim(mod, Claimed::respect), "moderation.already_decided");
}

ENGINE_TEST(ModerationTest, WhatMakesNoSenseIsRefused) {
  said(mai, "c1", "words");
  report(linh, "c1");
  EXPECT_EQ(decide(mod, open_case("c1").id, {rules::Action::restore, rules::Measure::none, 0, Reason::other, ""}), "moderation.not_possible");
  EXPECT_EQ(standing("c1"), Standing::visible);
  content.pieces.erase("c1");
  EXPECT_EQ(keep("c1"), "moderation.subject_not_found");
}

ENGINE_TEST(ModerationTest, NobodyDecidesAboutTheirOwnWordsWhileThereIsAnother) {
  said(mod, "c1", "words of a moderator");
  report(linh, "c1");
  EXPECT_EQ(keep("c1"), "moderation.own_decision");
  accounts.all.erase(second.value);
  EXPECT_EQ(keep("c1"), "ok");
}

ENGINE_TEST(ModerationTest, ASuspensionEndsByItself) {
  said(mai, "c1", "words");
  report(linh, "c1");
  EXPECT_EQ(decide(mod, open_case("c1").id, {rules::Action::remove, rules::Measure::suspend, 7, Reason::abuse, "A week."}), "ok");
  EXPECT_EQ(rung_now(), Lines{"writing_suspended 1"});
  EXPECT_EQ(said(mai, "c2", "again"), "moderation.suspended");
  clock.advance(days(7));
  EXPECT_EQ(said(mai, "c2", "again"), "publish");
}

ENGINE_TEST(ModerationTest, AWarningLeavesThePiece) {
  said(mai, "c1", "words");
  report(linh, "c1");
  EXPECT_EQ(decide(mod, open_case("c1").id, {rules::Action::keep, rules::Measure::warn, 0, Reason::off_topic, "Please."}), "ok");
  EXPECT_EQ(standing("c1"), Standing::visible);
  EXPECT_EQ(rung_now(), Lines{"content_warned 1"});
  EXPECT_EQ(record(mai).warned, 1);
}

ENGINE_TEST(ModerationTest, AModeratorMayThinkBetter) {
  said(mai, "c1", "words");
  report(linh, "c1");
  const auto id = open_case("c1").id;
  EXPECT_EQ(remove("c1"), "ok");
  EXPECT_EQ(decide(mod, id, {rules::Action::restore, rules::Measure::none, 0, Reason::other, ""}), "ok");
  EXPECT_EQ(standing("c1"), Standing::visible);
  EXPECT_EQ(record(mai).removed, 0);
  EXPECT_EQ(heard_now(), (Lines{"content_removed c1", "content_restored c1"}));
}

// --- appeals

ENGINE_TEST(ModerationTest, AnotherModeratorOverturns) {
  said(mai, "c1", "A joke");
  report(linh, "c1");
  remove("c1");
  const auto removal = decided;
  EXPECT_EQ(appeal(linh, removal), "moderation.decision_not_found");
  EXPECT_EQ(appeal(mai, removal, "  "), "request.invalid");
  EXPECT_EQ(appeal(mai, removal), "ok");
  EXPECT_EQ(appeal(mai, removal), "moderation.appealed_already");
  EXPECT_EQ(answer(mod, AppealState::upheld), "moderation.own_decision");
  EXPECT_EQ(decide(second, last_case("c1"), {rules::Action::restore, rules::Measure::none, 0, Reason::other, ""}), "moderation.appeal_open");
  rung_now();
  EXPECT_EQ(answer(second, AppealState::overturned), "ok");
  EXPECT_EQ(answer(second, AppealState::upheld), "moderation.already_decided");
  EXPECT_EQ(standing("c1"), Standing::visible);
  EXPECT_EQ(rung_now(), Lines{"appeal_granted 1"});
  EXPECT_EQ(record(mai).removed, 0);
  const auto reports = read([&](db::Reader& reader) { return store::reports_of(reader, last_case("c1"), clock.now()); });
  EXPECT_EQ(reports[0].record.right, 0);
  EXPECT_EQ(reports[0].record.wrong, 1);
}

ENGINE_TEST(ModerationTest, AnUpheldDecisionStands) {
  said(mai, "c1", "A joke");
  report(linh, "c1");
  remove("c1");
  appeal(mai, decided);
  rung_now();
  EXPECT_EQ(answer(second, AppealState::upheld), "ok");
  EXPECT_EQ(standing("c1"), Standing::removed);
  EXPECT_EQ(rung_now(), Lines{"appeal_declined 1"});
  EXPECT_EQ(appeal(mai, decided), "moderation.appealed_already");
}

ENGINE_TEST(ModerationTest, TheOnlyModeratorMayAnswer) {
  said(mai, "c1", "A joke");
  report(linh, "c1");
  remove("c1");
  appeal(mai, decided);
  accounts.all.erase(second.value);
  EXPECT_EQ(answer(mod, AppealState::overturned), "ok");
}

ENGINE_TEST(ModerationTest, AnOverturnedSuspensionIsLifted) {
  said(mai, "c1", "words");
  report(linh, "c1");
  decide(mod, open_case("c1").id, {rules::Action::keep, rules::Measure::suspend, 7, Reason::abuse, ""});
  EXPECT_EQ(said(mai, "c2", "again"), "moderation.suspended");
  appeal(mai, decided);
  EXPECT_EQ(answer(second, AppealState::overturned), "ok");
  EXPECT_EQ(said(mai, "c2", "again"), "publish");
}

ENGINE_TEST(ModerationTest, WhatDidNoHarmOrIsLongPastCannotBeAppealed) {
  said(mai, "c1", "see https://bowls.example");
  keep("c1");
  EXPECT_EQ(appeal(mai, decided), "moderation.not_appealable");
  said(mai, "c2", "words");
  report(linh, "c2");
  remove("c2");
  clock.advance(days(30) + 1);
  EXPECT_EQ(appeal(mai, decided), "moderation.appeal_too_late");
}

ENGINE_TEST(ModerationTest, AnAppealAboutAPieceThatIsGoneClearsTheRecord) {
  said(mai, "c1", "words");
  report(linh, "c1");
  remove("c1");
  appeal(mai, decided);
  content.pieces.erase("c1");
  EXPECT_EQ(answer(second, AppealState::overturned), "ok");
  EXPECT_EQ(record(mai).removed, 0);
}

// --- examples, personal data

ENGINE_TEST(ModerationTest, DecisionsAreExamplesWhileTheirPiecesAreThere) {
  for (const std::string id : {"c1", "c2", "c3"}) {
    said(mai, id, "words of " + id);
    report(linh, id);
  }
  keep("c1");
  remove("c2");
  const auto removal = decided;
  remove("c3");
  appeal(mai, removal);
  const auto told = [&] {
    Lines lines;
    for (const auto& each : read([&](db::Reader& reader) { return module->examples().examples(reader, {}, 10); })) {
      lines.push_back(each.text + (each.removed ? " removed" : " kept"));
    }
    return lines;
  };
  EXPECT_EQ(told(), (Lines{"words of c1 kept", "words of c3 removed"}));
  answer(second, AppealState::overturned);
  EXPECT_EQ(told(), (Lines{"words of c1 kept", "words of c2 kept", "words of c3 removed"}));
  run([&](db::Transaction& tx) -> Status {
    module->submissions().gone(tx, {Kind::comment, "c3"});
    return done();
  });
  EXPECT_EQ(told(), (Lines{"words of c1 kept", "words of c2 kept"}));
}

ENGINE_TEST(ModerationTest, AnErasureTakesAllWordsAndLeavesTheLog) {
  said(mai, "c1", "secret words");
  report(linh, "c1");
  remove("c1");
  appeal(mai, decided, "secret plea");
  profiles::Person person;
  person.account = mai;
  const auto exported = read([&](db::Reader& reader) { return module->personal_data().export_json(reader, person); });
  EXPECT_NE(exported.find("secret words"), std::string::npos);
  EXPECT_NE(exported.find("secret plea"), std::string::npos);
  run([&](db::Transaction& tx) -> Status {
    module->personal_data().erase(tx, person);
    return done();
  });
  const auto after = read([&](db::Reader& reader) { return module->personal_data().export_json(reader, person); });
  EXPECT_EQ(after.find("secret"), std::string::npos);
  EXPECT_EQ(read([&](db::Reader& reader) { return store::decisions_before(reader, store::newest<DecisionId>, 10); }).size(), 1u);
  person.account = linh;
  run([&](db::Transaction& tx) -> Status {
    module->personal_data().erase(tx, person);
    return done();
  });
  const auto note = read([&](db::Reader& reader) { return store::reports_by(reader, linh); });
  ASSERT_EQ(note.size(), 1u);
  EXPECT_EQ(note[0].note, "");
  EXPECT_EQ(read([&](db::Reader& reader) { return module->personal_data().export_json(reader, {}); }), "null");
}

}  // namespace
}  // namespace plaza::moderation
