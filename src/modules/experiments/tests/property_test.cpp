#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <map>

#include "log_story.h"
#include "rules.h"
#include "service.h"

namespace plaza::experiments {
namespace {

struct OneTime final : Clock {
  Time now() const override { return *parse_time("2026-03-02T10:00:00Z"); }
};

// Somebody's devices: what each is given must be what the person was given first, through every sign-up and sign-in.

TEST(ExperimentProperties, WhatAPersonWasGivenFirstStaysWhateverTheySignInTo) {
  const bool holds = rc::check("sticky", [] {
    OneTime clock;
    Findings findings(eur);
    Story story(findings);
    ExperimentsService service(findings, story.log, clock);
    Experiment experiment;
    experiment.id = exp_one;
    experiment.key = "one";
    experiment.variants = {{"a", "", 1}, {"b", "", 1}};
    experiment.status = Stage::running;
    service.put(experiment);
    story.change(Stage::running);
    constexpr int devices = 4;
    const int base = *rc::gen::inRange(0, 1'000'000);
    const auto device_name = [&](int device) { return "d" + std::to_string(base) + "-" + std::to_string(device); };
    std::map<std::int64_t, std::string> first_seen;  // account → the variant it was exposed to first
    std::map<int, std::int64_t> owner;
    std::map<int, std::string> given;  // device → before anybody signed in on it
    const auto steps = *rc::gen::container<std::vector<int>>(rc::gen::inRange(0, devices * 3 * 2));
    for (const int step : steps) {
      const int device = step % devices, person = step / devices % 3;
      const Viewer viewer{owner.contains(device) ? owner[device] : 0, device_name(device)};
      const auto before = service.assignment(viewer, "one");
      if (step >= devices * 3) {  // meets it
        if (!before) continue;
        (void)sync_wait(service.expose(viewer, *before));
        if (viewer.account && !first_seen.contains(viewer.account)) first_seen[viewer.account] = before->variant;
        if (!viewer.account && !given.contains(device)) given[device] = before->variant;
      } else {  // signs in: with the first device of a person it is a sign-up
        const std::int64_t account = 100 + person;
        const bool is_new = findings.first_of({account, ""}) == account_key(account) && !first_seen.contains(account);
        const bool unowned = !owner.contains(device);
        if (is_new) story.sign_up(account, device_name(device));
        else story.sign_in(account, device_name(device));
        owner[device] = account;
        const auto after = service.assignment({account, device_name(device)}, "one");
        if (is_new && unowned && findings.first_of({account, ""}) == visitor_key(device_name(device)) && before && after) {
          RC_ASSERT(after->variant == before->variant);
        }
        if (after && !first_seen.contains(account) && unowned && given.contains(device)) first_seen[account] = given[device];
      }
      // A person has one variant, on each device and without any.
      for (const auto& [each, account] : owner) {
        const auto here = service.assignment({account, device_name(each)}, "one"), anywhere = service.assignment({account, ""}, "one");
        RC_ASSERT(here.has_value() == anywhere.has_value());
        if (here) RC_ASSERT(here->variant == anywhere->variant);
        RC_ASSERT(service.is_held_out({account, device_name(each)}) == service.is_held_out({account, ""}));
        // Signed out again, the device still shows what the person has.
        const auto out = service.assignment({0, device_name(each)}, "one");
        RC_ASSERT(out.has_value() == here.has_value() && (!out || out->variant == here->variant));
      }
    }
    Findings replayed(eur);
    for (const auto& record : story.log.records) replayed.apply(record);
    RC_ASSERT(replayed.snapshot() == findings.snapshot());
  });
  EXPECT_TRUE(holds);
}

// Half of many visitors sign up, and all have what they had; the shares of those who met it are those that were given out.
TEST(ExperimentProperties, SharesHoldThroughSignUp) {
  OneTime clock;
  Findings findings(eur);
  Story story(findings);
  ExperimentsService service(findings, story.log, clock);
  Experiment experiment;
  experiment.id = exp_one;
  experiment.key = "one";
  experiment.variants = {{"a", "", 70}, {"b", "", 30}};
  experiment.status = Stage::running;
  service.put(experiment);
  service.set_holdout(500);
  story.domain("experiments.holdout_set", R"({"share_bp":500})");
  story.change(Stage::running, R"([{"key":"a","name":"","share":70},{"key":"b","name":"","share":30}])");
  constexpr int people = 6'000;
  int out = 0;
  for (int i = 0; i < people; ++i) {
    const std::string visitor = "w" + std::to_string(i);
    const auto before = service.assignment({0, visitor}, "one");
    out += !before;
    EXPECT_EQ(before.has_value(), !service.is_held_out({0, visitor}));
    if (before && i % 3) (void)sync_wait(service.expose({0, visitor}, *before));
    if (i % 2) story.sign_up(1'000 + i, visitor);
    const auto after = service.assignment({i % 2 ? 1'000 + i : 0, visitor}, "one");
    ASSERT_EQ(after.has_value(), before.has_value());
    if (before) {
      ASSERT_EQ(after->variant, before->variant);
      if (i % 3 == 0) (void)sync_wait(service.expose({i % 2 ? 1'000 + i : 0, visitor}, *after));
    }
  }
  const auto found = *findings.found(exp_one);
  EXPECT_EQ(found.people[0] + found.people[1] + out, people);
  EXPECT_EQ(found.disagreed, 0);
  EXPECT_NEAR(static_cast<double>(found.people[0]) / (people - out), 0.7, 0.02);
  EXPECT_NEAR(out / double{people}, 0.05, 0.01);
}

}  // namespace
}  // namespace plaza::experiments
