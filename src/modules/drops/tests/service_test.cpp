#include <algorithm>

#include "drops/events.h"
#include "drops_fixture.h"
#include "platform/events/store.h"
#include "platform/json/document.h"

namespace plaza::drops {
namespace {

class Drops : public DropsFixture {};

ENGINE_TEST(Drops, AProductWithoutOneIsFree) {
  EXPECT_FALSE(module->gate().guards(plain));
  EXPECT_EQ(take("", 1, 5, {}, plain), "ok");
  EXPECT_EQ(may_buy("", 5, {}, plain), "ok");
  give_back(1);
}

ENGINE_TEST(Drops, BeforeTheOpeningNobodyBuys) {
  const auto drop = schedule();
  const auto an = ticket(drop, "an");
  EXPECT_EQ(take(an, 1), "drops.not_open");
  EXPECT_EQ(may_buy(an), "drops.not_open");
  EXPECT_EQ(sold(drop), 0);
}

ENGINE_TEST(Drops, WhoIsLetInBuysOnce) {
  const auto drop = schedule();
  const auto an = ticket(drop, "an");
  open_doors();
  EXPECT_EQ(take(an, 1), "drops.not_admitted");
  tick();
  EXPECT_EQ(status(drop, an), "admitted");
  EXPECT_EQ(may_buy(an), "ok");
  EXPECT_EQ(take("", 1), "drops.ticket_needed");
  EXPECT_EQ(take(an + "x", 1), "drops.ticket_needed");
  EXPECT_EQ(take(an, 1, 2), "drops.limit_reached");
  EXPECT_EQ(take(an, 1), "ok");
  EXPECT_EQ(status(drop, an), "bought");
  EXPECT_EQ(take(an, 2), "drops.ticket_used");
  EXPECT_EQ(may_buy(an), "drops.ticket_used");
  EXPECT_EQ(sold(drop), 1);
}

ENGINE_TEST(Drops, ARefusedPurchaseLeavesTheTicketAsItWas) {
  const auto drop = schedule(R"(,"per_person":3)");
  const auto an = ticket(drop, "an");
  open_doors();
  tick();
  EXPECT_EQ(take(an, 1, 4), "drops.limit_reached");
  EXPECT_EQ(status(drop, an), "admitted");
  EXPECT_EQ(take(an, 1, 3), "ok");
  EXPECT_EQ(sold(drop), 3);
}

ENGINE_TEST(Drops, ATimeToBuyEndsAndTheNextOneComes) {
  const auto drop = schedule(R"(,"quantity":1,"admission_seconds":60)");
  std::vector<std::string> tickets{ticket(drop, "an"), ticket(drop, "binh")};
  open_doors();
  tick();
  const bool an_first = status(drop, tickets[0]) == "admitted";
  const auto first = tickets[an_first ? 0 : 1], second = tickets[an_first ? 1 : 0];
  EXPECT_EQ(status(drop, second), "waiting");
  tick(30);
  EXPECT_EQ(status(drop, second), "waiting");  // one unit: one inside
  tick(31);
  EXPECT_EQ(status(drop, first), "lapsed");
  EXPECT_EQ(take(first, 1), "drops.not_admitted");
  tick();
  EXPECT_EQ(status(drop, second), "admitted");
  EXPECT_EQ(take(second, 2), "ok");
}

ENGINE_TEST(Drops, WhoLapsedStandsAgainAtTheEnd) {
  const auto drop = schedule(R"(,"quantity":1,"admission_seconds":60)");
  const auto an = ticket(drop, "an");
  open_doors();
  tick();
  const auto binh = ticket(drop, "binh");
  tick(62);
  EXPECT_EQ(status(drop, an), "lapsed");
  EXPECT_EQ(ticket(drop, "an"), an);
  EXPECT_EQ(status(drop, an), "waiting");
  EXPECT_EQ(status(drop, binh), "admitted");
  EXPECT_EQ(place(drop, an).at("early").as_bool(), false);
}

ENGINE_TEST(Drops, AnOrderThatComesToNothingGivesBack) {
  const auto drop = schedule(R"(,"quantity":1)");
  const auto an = ticket(drop, "an");
  open_doors();
  tick();
  ASSERT_EQ(take(an, 1), "ok");
  clock.advance(minutes(20));
  give_back(1);
  give_back(1);
  EXPECT_EQ(sold(drop), 0);
  EXPECT_EQ(number(live(drop), "sold"), 0);
  EXPECT_EQ(status(drop, an), "admitted");  // another try
  EXPECT_EQ(take(an, 2), "ok");
  EXPECT_EQ(sold(drop), 1);
  give_back(1);  // long settled
  EXPECT_EQ(sold(drop), 1);
}

ENGINE_TEST(Drops, SellNoMoreThanTheirCapToAnyNumber) {
  const auto drop = schedule();
  std::vector<std::string> tickets;
  for (int i = 0; i < 40; ++i) tickets.push_back(ticket(drop, "visitor-" + std::to_string(i)));
  open_doors();
  int bought = 0;
  std::int64_t order = 0;
  for (int turn = 0; turn < 20; ++turn) {
    tick();
    EXPECT_LE(number(live(drop), "admitted"), 10 - sold(drop));
    for (const auto& each : tickets) bought += take(each, ++order) == "ok" ? 1 : 0;
  }
  EXPECT_EQ(bought, 10);
  EXPECT_EQ(sold(drop), 10);
  EXPECT_EQ(number(live(drop), "waiting"), 30);
}

ENGINE_TEST(Drops, LetInOnlyWhileStockLasts) {
  stock.units[VariantId{101}] = 2;
  stock.units[VariantId{102}] = 1;
  const auto drop = schedule();
  for (int i = 0; i < 8; ++i) ticket(drop, "visitor-" + std::to_string(i));
  open_doors();
  tick(5);
  EXPECT_EQ(number(live(drop), "admitted"), 3);
}

ENGINE_TEST(Drops, LetInByTheOrderThatTheSeedGave) {
  const auto drop = schedule(R"(,"rate_per_minute":60)");
  const auto before = json(ask(Method::get, "/v1/drops/" + drop));
  EXPECT_TRUE(before.at("seed").is_null());
  std::vector<std::string> tickets;
  for (int i = 0; i < 8; ++i) tickets.push_back(ticket(drop, "visitor-" + std::to_string(i)));
  EXPECT_TRUE(place(drop, tickets[0]).at("position").is_null());
  open_doors();
  const auto late = ticket(drop, "late");
  const auto after = json(ask(Method::get, "/v1/drops/" + drop));
  const auto seed = *crypto::parse_hex(text(after, "seed"));
  EXPECT_EQ(seed_hash(seed), text(before, "seed_hash"));
  std::sort(tickets.begin(), tickets.end(), [&](const auto& a, const auto& b) {
    const auto rank = [&](const std::string& t) {
      return early_rank(seed, *parse_id<TicketId>(t.substr(0, t.find('.'))));
    };
    return rank(a) < rank(b);
  });
  for (std::size_t i = 0; i < tickets.size(); ++i)
    EXPECT_EQ(number(place(drop, tickets[i]), "position"), static_cast<std::int64_t>(i) + 1);
  EXPECT_EQ(number(place(drop, late), "position"), 9);
  for (std::size_t i = 0; i < tickets.size(); ++i) {
    tick();
    EXPECT_EQ(status(drop, tickets[i]), "admitted") << i;
    if (i + 1 < tickets.size()) {
      EXPECT_EQ(status(drop, tickets[i + 1]), "waiting") << i;
    }
  }
  EXPECT_EQ(number(place(drop, late), "position"), 1);
}

ENGINE_TEST(Drops, AreTheSameAfterARestart) {
  const auto drop = schedule(R"(,"rate_per_minute":60)");
  std::vector<std::string> tickets;
  for (int i = 0; i < 6; ++i) tickets.push_back(ticket(drop, "visitor-" + std::to_string(i)));
  open_doors();
  tick(2);
  for (std::size_t i = 0; i < tickets.size(); ++i) (void)take(tickets[i], static_cast<std::int64_t>(i) + 1);
  std::vector<std::string> before;
  for (const auto& each : tickets) before.push_back(boost::json::serialize(place(drop, each)));
  restart();
  for (std::size_t i = 0; i < tickets.size(); ++i)
    EXPECT_EQ(boost::json::serialize(place(drop, tickets[i])), before[i]);
  EXPECT_EQ(number(live(drop), "sold"), 2);
  tick();
  EXPECT_EQ(number(live(drop), "admitted"), 1);
}

ENGINE_TEST(Drops, APauseLetsNobodyInButThoseInsideBuy) {
  const auto drop = schedule(R"(,"rate_per_minute":60)");
  std::vector<std::string> tickets{ticket(drop, "an"), ticket(drop, "binh")};
  open_doors();
  tick();
  ASSERT_EQ(move(drop, "paused"), "ok");
  tick(5);
  EXPECT_EQ(number(live(drop), "admitted"), 1);
  EXPECT_EQ(take(tickets[status(drop, tickets[0]) == "admitted" ? 0 : 1], 1), "ok");
  ASSERT_EQ(move(drop, "open"), "ok");
  tick(2);
  EXPECT_EQ(number(live(drop), "waiting"), 0);
}

ENGINE_TEST(Drops, AreOverAtTheirEnd) {
  const auto drop = schedule(R"(,"closes_at":")" + to_text(clock.now() + hours(2)) + R"(")");
  const auto an = ticket(drop, "an");
  open_doors();
  tick();
  tick(1, hours(1));
  EXPECT_EQ(take(an, 1), "drops.closed");
  EXPECT_EQ(status(drop, an), "over");
  EXPECT_EQ(code(join(drop, {.visitor = "binh"})), "drops.closed");
  EXPECT_TRUE(module->gate().guards(vase));
}

ENGINE_TEST(Drops, WhatIsLeftSellsOnWhenItWasSaid) {
  const auto drop = schedule(R"(,"sells_on":true)");
  EXPECT_TRUE(module->gate().guards(vase));
  ASSERT_EQ(move(drop, "closed"), "ok");
  EXPECT_FALSE(module->gate().guards(vase));
  EXPECT_EQ(take("", 1, 7), "ok");
}

ENGINE_TEST(Drops, ARaffleDrawsAllItsWinnersAtOnce) {
  const auto drop = schedule(R"(,"quantity":3)", "raffle");
  std::vector<std::string> tickets;
  for (int i = 0; i < 9; ++i) tickets.push_back(ticket(drop, "visitor-" + std::to_string(i)));
  open_doors();
  EXPECT_EQ(code(join(drop, {.visitor = "late"})), "drops.closed");
  tick();
  std::vector<std::string> winners;
  for (const auto& each : tickets) {
    if (status(drop, each) == "admitted") winners.push_back(each);
  }
  ASSERT_EQ(winners.size(), 3u);
  EXPECT_EQ(take(winners[0], 1), "ok");
  EXPECT_EQ(take(winners[1], 2), "ok");
  tick(2, hours(24));  // one let the day go by: the next in the draw has it
  tick();
  EXPECT_EQ(status(drop, winners[2]), "lapsed");
  EXPECT_EQ(number(live(drop), "admitted"), 1);
}

ENGINE_TEST(Drops, MembersOfARaffleAreToldThatTheyWereDrawnAndThatTheyWereNot) {
  const auto drop = schedule(R"(,"quantity":1)", "raffle");
  for (const char* member : {"7", "8", "9"}) ASSERT_EQ(code(join(drop, {.account = member})), "ok");
  ticket(drop, "a-guest");  // has no address
  open_doors();
  tick();
  const auto told = [&](const char* topic) {
    std::vector<std::int64_t> members;
    const auto work = [&](db::Reader& reader) { return events::events_after(reader, 0, 1'000); };
    for (const auto& event : database().read_now(work)) {
      if (event.topic != topic) continue;
      const auto body = boost::json::parse(event.payload).as_object();
      for (const auto& id : body.at("account_ids").as_array()) {
        members.push_back(parse_id<AccountId>(std::string_view(id.as_string()))->value);
      }
    }
    std::sort(members.begin(), members.end());
    return members;
  };
  events::number_new_events(database());
  const auto drawn = told(MembersAdmitted::topic);
  ASSERT_LE(drawn.size(), 1u);  // or the guest was drawn
  EXPECT_EQ(told(MembersMissed::topic), std::vector<std::int64_t>());
  EXPECT_EQ(move(drop, "closed"), "ok");
  events::number_new_events(database());
  auto all = told(MembersMissed::topic);
  all.insert(all.end(), drawn.begin(), drawn.end());
  std::sort(all.begin(), all.end());
  EXPECT_EQ(all, (std::vector<std::int64_t>{7, 8, 9}));
}

ENGINE_TEST(Drops, AShortTurnIsToldByTheOpenPageOnly) {
  const auto drop = schedule(R"(,"admission_seconds":300)");
  ASSERT_EQ(code(join(drop, {.account = "7"})), "ok");
  open_doors();
  tick();
  EXPECT_EQ(number(live(drop), "admitted"), 1);
  events::number_new_events(database());
  const auto work = [](db::Reader& reader) { return events::events_after(reader, 0, 1'000); };
  for (const auto& event : database().read_now(work)) EXPECT_NE(event.topic, MembersAdmitted::topic);
}

ENGINE_TEST(Drops, AMembersTicketIsTheirsAlone) {
  const auto drop = schedule();
  const AccountId an{7};
  const auto signed_ticket = text(json(join(drop, {.account = "7"})), "ticket");
  open_doors();
  tick();
  EXPECT_EQ(take(signed_ticket, 1), "drops.ticket_needed");
  EXPECT_EQ(take(signed_ticket, 1, 1, AccountId{8}), "drops.ticket_needed");
  EXPECT_EQ(take("", 1, 1, AccountId{8}), "drops.ticket_needed");
  EXPECT_EQ(may_buy("", 1, an), "ok");
  EXPECT_EQ(take("", 1, 1, an), "ok");  // found by the account
}

ENGINE_TEST(Drops, AMemberWithTwoTicketsKeepsToOneLimit) {
  const auto drop = schedule();
  const auto as_guest = ticket(drop, "an");
  (void)join(drop, {.account = "7"});
  open_doors();
  tick(2);
  EXPECT_EQ(take(as_guest, 1, 1, AccountId{7}), "ok");
  EXPECT_EQ(take("", 2, 1, AccountId{7}), "drops.limit_reached");
  EXPECT_EQ(sold(drop), 1);
}

}  // namespace
}  // namespace plaza::drops
