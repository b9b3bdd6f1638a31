// Events of groups: who comes, who hears of a change and who is reminded.
#include <algorithm>
#include <set>
#include <thread>

#include "community_fixture.h"
#include "group_store.h"

namespace plaza::community {
namespace {

class CommunityEvents : public CommunityFixture {};

// What was told of events: "m2 event_moved by m9".
std::vector<std::string> heard_of(const std::vector<notifications::Notice>& notices) {
  std::vector<std::string> found;
  for (const auto& each : notices) {
    if (!each.occasion) continue;
    found.push_back("m" + std::to_string(each.to.value) + " " + std::string(json::enum_text(each.kind)) +
                    (each.actor ? " by m" + std::to_string(each.actor.value) : ""));
  }
  std::sort(found.begin(), found.end());
  return found;
}
using Heard = std::vector<std::string>;

ENGINE_TEST(CommunityEvents, AnEventHasNoMorePlacesThanItSays) {
  group("glaze", "public", {1, 2});
  const auto made = post("/v1/groups/glaze/events", 9,
                         R"({"title":"Open studio","starts_at":"2026-03-05T17:00:00Z","ends_at":"2026-03-05T19:00:00Z","capacity":1})");
  ASSERT_EQ(made.status, 201) << made.body;
  const auto id = text_of(made, "id");
  EXPECT_EQ(code_of(put("/v1/group_events/" + id + "/rsvp", 1, R"({"answer":"going"})")), "200");
  EXPECT_EQ(code_of(put("/v1/group_events/" + id + "/rsvp", 1, R"({"answer":"going"})")), "200");
  EXPECT_EQ(code_of(put("/v1/group_events/" + id + "/rsvp", 2, R"({"answer":"going"})")), "community.event_full");
  EXPECT_EQ(code_of(put("/v1/group_events/" + id + "/rsvp", 1, R"({"answer":"maybe"})")), "200");
  EXPECT_EQ(code_of(put("/v1/group_events/" + id + "/rsvp", 2, R"({"answer":"going"})")), "200");
  const auto file = get("/v1/group_events/" + id + "/calendar.ics", 0);
  EXPECT_NE(file.body.find("SUMMARY:Open studio"), std::string::npos);
  EXPECT_EQ(code_of(post("/v1/groups/glaze/events", 1,
                         R"({"title":"Mine","starts_at":"2026-03-05T17:00:00Z","ends_at":"2026-03-05T19:00:00Z"})")),
            "community.level_too_low");
  clock.advance(days(30));
  EXPECT_EQ(code_of(put("/v1/group_events/" + id + "/rsvp", 1, R"({"answer":"going"})")), "community.event_over");
}

ENGINE_TEST(CommunityEvents, WhoComesOrMayComeHearsThatAnEventIsOffOrElsewhereOrAtAnotherTime) {
  group("glaze", "public", {1, 2, 3, 4, 5, 6});
  const auto id = text_of(post("/v1/groups/glaze/events", 9, R"({"title":"Open studio","place":"12 Kiln Lane",)"
                                                             R"("starts_at":"2026-03-25T17:00:00Z","ends_at":"2026-03-25T19:00:00Z"})"), "id");
  const auto answer = [&](int who, const char* said) {
    EXPECT_EQ(put("/v1/group_events/" + id + "/rsvp", who, R"({"answer":")" + std::string(said) + "\"}").status, 200);
  };
  for (const int going : {1, 4, 5, 9}) answer(going, "going");
  answer(2, "maybe");
  answer(3, "declined");
  answer(6, "going");
  answer(6, "none");
  blocks.pairs.insert({4, 9});                                              // hears nothing of m9
  EXPECT_EQ(del("/v1/groups/glaze/membership", 5).status, 204);             // and who left nothing of the group
  const auto change = [&](const std::string& body) {
    bell.notices.clear();
    EXPECT_EQ(patch("/v1/group_events/" + id, 9, body).status, 200);
    runner->run_due();
    runner->run_due();
    return heard_of(bell.notices);
  };
  EXPECT_EQ(change(R"({"title":"Open studio day","text":"Bring clay","capacity":30})"), Heard{});
  EXPECT_EQ(change(R"({"starts_at":"2026-03-25T17:00:20Z"})"), Heard{});  // no clock shows it

  EXPECT_EQ(change(R"({"starts_at":"2026-03-26T17:00:00Z","ends_at":"2026-03-26T20:00:00Z","place":"3 Mill Road"})"),
            (Heard{"m1 event_moved by m9", "m2 event_moved by m9"}));
  const auto& moved = bell.notices.front();
  EXPECT_EQ(moved.subject, "Open studio day");
  EXPECT_EQ(moved.url, "/groups/glaze/events/" + id);
  EXPECT_EQ(to_text(moved.occasion->when.from), "2026-03-26T17:00:00Z");
  EXPECT_EQ(to_text(moved.occasion->when.to), "2026-03-26T20:00:00Z");
  EXPECT_EQ(to_text(moved.occasion->before->to), "2026-03-25T19:00:00Z");
  EXPECT_EQ(moved.occasion->place, "3 Mill Road");

  const auto first_about = moved.about;
  EXPECT_EQ(change(R"({"ends_at":"2026-03-26T21:00:00Z"})"), (Heard{"m1 event_moved by m9", "m2 event_moved by m9"}));
  EXPECT_NE(bell.notices.front().about, first_about);  // else it would count as told
  EXPECT_EQ(bell.notices.front().occasion->place, "");
  EXPECT_EQ(change(R"({"place":"The old mill"})"), (Heard{"m1 event_place_changed by m9", "m2 event_place_changed by m9"}));
  EXPECT_EQ(bell.notices.front().occasion->place, "The old mill");
  EXPECT_FALSE(bell.notices.front().occasion->before);
  EXPECT_EQ(change(R"({"url":"https://example.org/stream"})").size(), 2u);

  EXPECT_EQ(change(R"({"cancelled":true})"), (Heard{"m1 event_cancelled by m9", "m2 event_cancelled by m9"}));
  EXPECT_EQ(to_text(bell.notices.front().occasion->when.from), "2026-03-26T17:00:00Z");
  EXPECT_EQ(change(R"({"cancelled":true})"), Heard{});
  EXPECT_EQ(change(R"({"starts_at":"2026-03-26T18:00:00Z"})"), Heard{});  // of what is off there is nothing to hear
  EXPECT_EQ(change(R"({"cancelled":false})"), (Heard{"m1 event_restored by m9", "m2 event_restored by m9"}));
  EXPECT_EQ(code_of(patch("/v1/group_events/" + id, 1, R"({"cancelled":true})")), "community.not_allowed");
  clock.advance(days(60));
  EXPECT_EQ(change(R"({"cancelled":true})"), Heard{});  // it is over
}

ENGINE_TEST(CommunityEvents, MoreGuestsThanOneTransactionTellsAreToldEachOnce) {
  std::vector<int> all;
  for (int i = 1'001; i <= 1'006; ++i) all.push_back(i);
  group("glaze", "public", all);
  const auto id = text_of(post("/v1/groups/glaze/events", 9, R"({"title":"Open studio","starts_at":"2026-03-25T17:00:00Z","ends_at":"2026-03-25T19:00:00Z"})"), "id");
  for (const int each : all) ASSERT_EQ(put("/v1/group_events/" + id + "/rsvp", each, R"({"answer":"maybe"})").status, 200);
  // So many that those above come in the third transaction: they answered, and have left the group since.
  const auto more = [&](db::Transaction& tx) -> plaza::Status {
    for (int i = 1; i <= 1'000; ++i) store::put_answer(tx, *parse_id<GatheringId>(id), AccountId{i}, Answer::going, clock.now());
    return done();
  };
  ASSERT_TRUE(database().write_now(more).ok());
  EXPECT_EQ(patch("/v1/group_events/" + id, 9, R"({"cancelled":true})").status, 200);
  runner->run_due();
  const auto heard = heard_of(bell.notices);
  EXPECT_EQ(heard.size(), all.size());
  EXPECT_EQ(std::set<std::string>(heard.begin(), heard.end()).size(), all.size());
}

ENGINE_TEST(CommunityEvents, GuestsAreRemindedOnceADayOrAnHourBefore) {
  group("glaze", "public", {1, 2, 3, 4, 5, 6});
  const Time begins = clock.now() + days(3);
  const auto made = post("/v1/groups/glaze/events", 9, R"({"title":"Open studio","place":"12 Kiln Lane","starts_at":")" + to_text(begins) +
                                                           R"(","ends_at":")" + to_text(begins + hours(2)) + "\"}");
  const auto id = text_of(made, "id");
  const auto answer = [&](int who, const char* said) {
    EXPECT_EQ(put("/v1/group_events/" + id + "/rsvp", who, R"({"answer":")" + std::string(said) + "\"}").status, 200);
  };
  const auto at = [&](Micros before) {
    clock.advance(begins - before - clock.now());
    bell.notices.clear();
    runner->run_due();
    return heard_of(bell.notices);
  };
  answer(1, "going");
  answer(2, "maybe");
  answer(3, "declined");
  answer(9, "going");
  EXPECT_EQ(at(days(2)), Heard{});
  EXPECT_EQ(at(hours(24) + minutes(1)), Heard{});
  EXPECT_EQ(at(hours(24)), (Heard{"m1 event_reminder by m9", "m2 event_reminder by m9", "m9 event_reminder"}));
  EXPECT_EQ(bell.notices.front().occasion->place, "12 Kiln Lane");
  EXPECT_EQ(bell.notices.front().occasion->when.from, begins);
  EXPECT_EQ(at(hours(23)), Heard{});
  answer(4, "going");
  answer(1, "maybe");  // was reminded
  // Started again, it knows whom it has reminded.
  module->stop();
  runner = jobs::open_runner(database(), clock);
  module = open({database(), ids, clock, accounts, staff, media, catalog, blocks, submissions, desk, posts, views, bell, mailer});
  routes = {};
  module->add_routes(routes);
  module->add_jobs(*runner);
  module->load();
  EXPECT_EQ(at(hours(2)), Heard{});
  EXPECT_EQ(at(hours(1)), Heard{"m4 event_reminder by m9"});
  clock.advance(minutes(1));
  answer(5, "going");  // within the last hour nobody needs to be reminded
  EXPECT_EQ(at(minutes(30)), Heard{});
  EXPECT_EQ(at(-minutes(1)), Heard{});
}

ENGINE_TEST(CommunityEvents, NobodyIsRemindedOfWhatIsOffOrOfTheTimeThatItWasToBe) {
  group("glaze", "public", {1, 2});
  const Time begins = clock.now() + days(2);
  const auto made_at = [&](Time from) {
    const auto made = post("/v1/groups/glaze/events", 9, R"({"title":"Open studio","starts_at":")" + to_text(from) + R"(","ends_at":")" +
                                                             to_text(from + hours(2)) + "\"}");
    const auto id = text_of(made, "id");
    EXPECT_EQ(put("/v1/group_events/" + id + "/rsvp", 1, R"({"answer":"going"})").status, 200);
    return id;
  };
  const auto off = made_at(begins), moved = made_at(begins), missed = made_at(begins);
  EXPECT_EQ(patch("/v1/group_events/" + off, 9, R"({"cancelled":true})").status, 200);
  runner->run_due();
  bell.notices.clear();
  EXPECT_EQ(patch("/v1/group_events/" + missed, 9, R"({"starts_at":")" + to_text(begins + minutes(1)) + "\"}").status, 200);
  clock.advance(days(1));
  // Moved to a time that is less than a day away: heard of now, and again an hour before.
  EXPECT_EQ(patch("/v1/group_events/" + moved, 9, R"({"starts_at":")" + to_text(begins - hours(6)) + "\"}").status, 200);
  runner->run_due();
  EXPECT_EQ(heard_of(bell.notices), (Heard{"m1 event_moved by m9", "m1 event_moved by m9"}));
  bell.notices.clear();
  clock.advance(hours(17));
  runner->run_due();
  EXPECT_EQ(heard_of(bell.notices), (Heard{"m1 event_reminder by m9", "m1 event_reminder by m9"}));
  EXPECT_NE(bell.notices[0].url, bell.notices[1].url);
  // A reminder that nobody could send before it began is none.
  bell.notices.clear();
  const auto late = made_at(clock.now() + days(2));
  clock.advance(days(3));
  runner->run_due();
  EXPECT_EQ(heard_of(bell.notices), Heard{});
}

ENGINE_TEST(CommunityEvents, TwoProcessesRemindAGuestOnce) {
  std::vector<int> all;
  for (int i = 11; i <= 60; ++i) all.push_back(i);
  group("glaze", "public", all);
  const Time begins = clock.now() + days(2);
  const auto id = text_of(post("/v1/groups/glaze/events", 9, R"({"title":"Open studio","starts_at":")" + to_text(begins) + R"(","ends_at":")" +
                                                                 to_text(begins + hours(2)) + "\"}"), "id");
  for (const int each : all) ASSERT_EQ(put("/v1/group_events/" + id + "/rsvp", each, R"({"answer":"going"})").status, 200);
  clock.advance(days(1));
  KeptBell other_bell;
  const auto other = open({database(), ids, clock, accounts, staff, media, catalog, blocks, submissions, desk, posts, views, other_bell, mailer});
  other->load();
  // The work itself, without the runner, which would let only one of them do it at a time.
  struct Work final : jobs::Runner {
    std::vector<std::function<plaza::Status()>> all;
    void handle(std::string, jobs::Policy, std::function<plaza::Status(const jobs::Job&)>) override {}
    void every(std::string name, Micros, std::function<plaza::Status()> work) override {
      if (name == "community.reminders") all.push_back(std::move(work));
    }
    void start(int) override {}
    void stop() override {}
    int run_due() override { return 0; }
    std::vector<Parked> parked(int) override { return {}; }
    plaza::Status retry_parked(std::int64_t) override { return done(); }
  } reminders;
  module->add_jobs(reminders);
  other->add_jobs(reminders);
  ASSERT_EQ(reminders.all.size(), 2u);
  std::thread second([&] { EXPECT_TRUE(reminders.all[1]().ok()); });
  EXPECT_TRUE(reminders.all[0]().ok());
  second.join();
  auto heard = heard_of(bell.notices);
  for (auto& each : heard_of(other_bell.notices)) heard.push_back(std::move(each));
  EXPECT_EQ(heard.size(), all.size());
  EXPECT_EQ(std::set<std::string>(heard.begin(), heard.end()).size(), all.size());
}

ENGINE_TEST(CommunityEvents, AnEventOfSomebodyErasedIsOffAndSaysNoWordOfTheirs) {
  group("glaze", "public", {1, 2});
  const auto made = post("/v1/groups/glaze/events", 9, R"({"title":"Firing at mine","text":"Bring pots","place":"12 Kiln Lane","url":"https://example.org/mine",)"
                                                       R"("starts_at":"2026-03-05T17:00:00Z","ends_at":"2026-03-05T19:00:00Z"})");
  const auto id = text_of(made, "id");
  EXPECT_EQ(code_of(put("/v1/group_events/" + id + "/rsvp", 2, R"({"answer":"going"})")), "200");
  auto erase = [&](db::Transaction& tx) -> Result<int> {
    profiles::Person person;
    person.account = AccountId{9};
    module->personal_data().erase(tx, person);
    return 0;
  };
  ASSERT_TRUE(database().write_now(erase).ok());
  const auto shown = object_of(get("/v1/group_events/" + id, 2));
  for (const auto* each : {"title", "text", "place", "url"}) EXPECT_EQ(shown.at(each).as_string(), "") << each;
  EXPECT_TRUE(shown.at("cancelled").as_bool());
  runner->run_due();
  EXPECT_EQ(heard_of(bell.notices), Heard{"m2 event_cancelled"});
  EXPECT_EQ(bell.notices.back().subject, "Group glaze");
  EXPECT_EQ(shown.at("mine").as_string(), "going");
  const auto file = get("/v1/group_events/" + id + "/calendar.ics", 2);
  EXPECT_NE(file.body.find("STATUS:CANCELLED"), std::string::npos);
  EXPECT_EQ(file.body.find("Kiln Lane"), std::string::npos);
}

}  // namespace
}  // namespace plaza::community
