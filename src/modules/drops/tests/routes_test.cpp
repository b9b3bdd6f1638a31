#include "drops_fixture.h"

namespace plaza::drops {
namespace {

class DropsRoutes : public DropsFixture {
 protected:
  std::string create(std::string members) {
    return code(staff(Method::post, "/v1/admin/drops", "{" + members + "}"));
  }
};

ENGINE_TEST(DropsRoutes, ADropIsMadeScheduledAndShown) {
  const auto id = schedule(R"(,"title":"Bình xanh")");
  const auto shown = json(ask(Method::get, "/v1/drops/" + id));
  EXPECT_EQ(text(shown, "title"), "Bình xanh");
  EXPECT_EQ(text(shown, "product_handle"), "vase");
  EXPECT_EQ(text(shown, "status"), "scheduled");
  EXPECT_EQ(shown.at("joinable").as_bool(), true);
  EXPECT_EQ(text(shown, "seed_hash").size(), 64u);
  EXPECT_FALSE(shown.contains("secret"));
  for (const char* query : {"", "?product=vase"}) {
    const auto list = json(ask(Method::get, std::string("/v1/drops") + query));
    EXPECT_EQ(list.at("items").as_array().size(), 1u) << query;
  }
  EXPECT_EQ(json(ask(Method::get, "/v1/drops?product=plain")).at("items").as_array().size(), 0u);
}

ENGINE_TEST(DropsRoutes, ADraftIsForStaffOnly) {
  const std::string body = R"({"product_id":")" + to_text(vase) + R"(","opens_at":")" +
                           to_text(clock.now() + hours(1)) + R"(","quantity":5})";
  EXPECT_EQ(ask(Method::post, "/v1/admin/drops", body).status, 401);
  EXPECT_EQ(ask(Method::post, "/v1/admin/drops", body, {.role = "agent"}).status, 403);
  const auto made = staff(Method::post, "/v1/admin/drops", body);
  ASSERT_EQ(made.status, 201) << made.body;
  const auto id = text(json(made), "id");
  EXPECT_EQ(code(ask(Method::get, "/v1/drops/" + id)), "drops.not_found");
  EXPECT_EQ(code(ask(Method::get, "/v1/drops/" + id + "/challenge")), "drops.not_found");
  EXPECT_EQ(json(ask(Method::get, "/v1/drops")).at("items").as_array().size(), 0u);
  EXPECT_EQ(json(staff(Method::get, "/v1/admin/drops")).at("items").as_array().size(), 1u);
  EXPECT_FALSE(module->gate().guards(vase));
  EXPECT_EQ(staff(Method::del, "/v1/admin/drops/" + id).status, 204);
  EXPECT_EQ(code(staff(Method::get, "/v1/admin/drops/" + id)), "drops.not_found");
}

ENGINE_TEST(DropsRoutes, WhatCannotBeIsRefused) {
  const std::string product = R"("product_id":")" + to_text(vase) + R"(",)";
  const std::string soon = R"("opens_at":")" + to_text(clock.now() + hours(1)) + R"(",)";
  EXPECT_EQ(create(product + R"("quantity":1)"), "request.invalid");
  EXPECT_EQ(create(product + soon + R"("quantity":0)"), "request.invalid");
  EXPECT_EQ(create(product + soon + R"("quantity":1.5)"), "request.invalid");
  EXPECT_EQ(create(product + soon + R"("quantity":5,"per_person":6)"), "request.invalid");
  EXPECT_EQ(create(product + soon + R"("quantity":5,"work_bits":29)"), "request.invalid");
  EXPECT_EQ(create(product + soon + R"("quantity":5,"closes_at":")" + to_text(clock.now()) + R"(")"),
            "request.invalid");
  EXPECT_EQ(create(R"("product_id":")" + to_text(ProductId{99}) + R"(",)" + soon + R"("quantity":5)"),
            "drops.product_not_found");
  EXPECT_EQ(create(product + soon + R"("quantity":5)"), "ok");
  EXPECT_EQ(create(product + soon + R"("quantity":5)"), "drops.product_has_drop");
}

ENGINE_TEST(DropsRoutes, AStaleOrLateChangeIsRefused) {
  const auto id = schedule();
  const auto change = [&](const std::string& members) {
    return code(staff(Method::patch, "/v1/admin/drops/" + id, "{" + members + "}"));
  };
  const auto version = [&] {
    return std::to_string(number(json(staff(Method::get, "/v1/admin/drops/" + id)), "version"));
  };
  EXPECT_EQ(change(R"("version":1,"quantity":20)"), "drops.stale");
  EXPECT_EQ(change(R"("version":)" + version() + R"(,"quantity":20)"), "ok");
  EXPECT_EQ(number(json(ask(Method::get, "/v1/drops/" + id)), "quantity"), 20);
  const auto an = ticket(id, "an"), binh = ticket(id, "binh");
  open_doors();
  tick();
  ASSERT_EQ(take(an, 1), "ok");
  ASSERT_EQ(take(binh, 2), "ok");
  EXPECT_EQ(change(R"("version":)" + version() + R"(,"per_person":2)"), "drops.wrong_state");
  EXPECT_EQ(change(R"("version":)" + version() + R"(,"quantity":1)"), "drops.below_sold");
  EXPECT_EQ(change(R"("version":)" + version() + R"(,"quantity":2,"rate_per_minute":1)"), "ok");
  EXPECT_EQ(move(id, "scheduled"), "drops.wrong_state");
  EXPECT_EQ(staff(Method::del, "/v1/admin/drops/" + id).status, 409);
  EXPECT_EQ(move(id, "closed"), "ok");
  EXPECT_EQ(change(R"("version":)" + version() + R"(,"quantity":3)"), "drops.wrong_state");
}

ENGINE_TEST(DropsRoutes, APersonHasOnePlaceHoweverManyTabs) {
  const auto id = schedule();
  const auto first = join(id, {.visitor = "an"});
  EXPECT_EQ(first.status, 201);
  const auto second = join(id, {.visitor = "an"});
  EXPECT_EQ(second.status, 200);
  EXPECT_EQ(text(json(first), "ticket"), text(json(second), "ticket"));
  EXPECT_EQ(join(id, {.account = "7"}).status, 201);
  EXPECT_EQ(join(id, {.visitor = "another tab", .account = "7"}).status, 200);
  EXPECT_EQ(number(live(id), "waiting"), 2);
}

ENGINE_TEST(DropsRoutes, ASolutionIsGoodForOnePlace) {
  const auto id = schedule();
  const auto challenge_for = [&](const Who& who) {
    return text(json(ask(Method::get, "/v1/drops/" + id + "/challenge", "", who)), "challenge");
  };
  const Who nobody{};
  const auto challenge = challenge_for(nobody);
  const auto answer = solve(challenge);
  const auto first = hand_in(id, challenge, answer, nobody);
  EXPECT_EQ(first.status, 201);
  const auto again = hand_in(id, challenge, answer, nobody);  // the reply was lost
  EXPECT_EQ(again.status, 200);
  EXPECT_EQ(text(json(first), "ticket"), text(json(again), "ticket"));
  EXPECT_EQ(code(hand_in(id, challenge, answer, {.visitor = "thief"})), "drops.challenge_unknown");
  EXPECT_EQ(number(live(id), "waiting"), 1);
}

ENGINE_TEST(DropsRoutes, TooLittleWorkIsNoPlace) {
  const auto id = schedule();
  const Who an{.visitor = "an"};
  const auto challenge = text(json(ask(Method::get, "/v1/drops/" + id + "/challenge", "", an)), "challenge");
  std::string lazy;
  for (int i = 0; lazy.empty(); ++i) {
    if (work_in(challenge, std::to_string(i)) < 4) lazy = std::to_string(i);
  }
  const auto refused = hand_in(id, challenge, lazy, an);
  EXPECT_EQ(refused.status, 400);
  EXPECT_EQ(code(refused), "drops.work_too_little");
  EXPECT_EQ(code(hand_in(id, "x" + challenge, lazy, an)), "drops.challenge_unknown");
  clock.advance(minutes(11));
  EXPECT_EQ(code(hand_in(id, challenge, solve(challenge), an)), "drops.challenge_expired");
  EXPECT_EQ(code(hand_in(id, "", "", an)), "request.invalid");
  EXPECT_EQ(number(live(id), "waiting"), 0);
}

ENGINE_TEST(DropsRoutes, APlaceIsFoundByTicketOrAccountOnly) {
  const auto id = schedule();
  const auto an = ticket(id, "an");
  (void)join(id, {.account = "7"});
  const std::string current = "/v1/drops/" + id + "/tickets/current";
  EXPECT_EQ(ask(Method::get, current + "?ticket=" + an).status, 200);
  EXPECT_EQ(ask(Method::get, current, "", {.account = "7"}).status, 200);
  EXPECT_EQ(code(ask(Method::get, current, "", {.visitor = "an"})), "drops.ticket_not_found");
  EXPECT_EQ(code(ask(Method::get, current, "", {.account = "8"})), "drops.ticket_not_found");
  EXPECT_EQ(code(ask(Method::get, current, "", {.ticket = an + "x"})), "drops.ticket_not_found");
  const auto theirs = text(json(ask(Method::get, current, "", {.account = "7"})), "ticket");
  EXPECT_EQ(code(ask(Method::get, current, "", {.ticket = theirs})), "drops.ticket_not_found");
  EXPECT_EQ(code(ask(Method::get, "/v1/drops/" + to_text(DropId{9}) + "/tickets/current")), "drops.not_found");
}

ENGINE_TEST(DropsRoutes, StaffReadTheLineAfterTheOpening) {
  const auto id = schedule(R"(,"rate_per_minute":120)");
  for (int i = 0; i < 5; ++i) ticket(id, "visitor-" + std::to_string(i));
  const std::string line = "/v1/admin/drops/" + id + "/tickets";
  EXPECT_EQ(code(staff(Method::get, line)), "drops.not_open");
  open_doors();
  tick();
  const auto first = json(staff(Method::get, line + "?limit=3"));
  ASSERT_EQ(first.at("items").as_array().size(), 3u);
  EXPECT_EQ(text(first.at("items").as_array()[0].as_object(), "status"), "admitted");
  const auto rest = json(staff(Method::get, line + "?limit=3&cursor=" + text(first, "next_cursor")));
  EXPECT_EQ(rest.at("items").as_array().size(), 2u);
  EXPECT_TRUE(rest.at("next_cursor").is_null());
  EXPECT_EQ(code(staff(Method::get, line + "?cursor=1.2")), "request.invalid");
  const auto now = live(id);
  EXPECT_EQ(number(now, "admitted_per_minute"), 2);
  EXPECT_EQ(now.at("history").as_array().size(), 60u);
  EXPECT_EQ(number(now.at("history").as_array()[59].as_object(), "admitted"), 2);
}

class Kept final : public http::Stream {
 public:
  bool send(std::string data) override {
    sent += data;
    return !gone;
  }
  void close() override { closed = true; }
  std::string sent;
  bool gone = false, closed = false;
};

ENGINE_TEST(DropsRoutes, AnOpenPageIsToldOfItsTurn) {
  const auto id = schedule();
  const auto an = ticket(id, "an");
  auto opened = ask(Method::get, "/v1/drops/" + id + "/tickets/current/stream?ticket=" + an);
  ASSERT_EQ(opened.status, 200);
  const auto page = std::make_shared<Kept>();
  opened.stream(page);
  EXPECT_NE(page->sent.find("event: ticket\ndata: {"), std::string::npos);
  EXPECT_NE(page->sent.find(R"("status":"waiting")"), std::string::npos);
  EXPECT_EQ(code(ask(Method::get, "/v1/drops/" + id + "/tickets/current/stream")), "drops.ticket_not_found");
  auto watched = staff(Method::get, "/v1/admin/drops/" + id + "/live/stream");
  const auto desk = std::make_shared<Kept>();
  watched.stream(desk);
  EXPECT_NE(desk->sent.find("event: live\n"), std::string::npos);
  module->stop();
  EXPECT_TRUE(page->closed);
  EXPECT_TRUE(desk->closed);
}

// What one node did, the other knows by its events.
ENGINE_TEST(DropsRoutes, AnotherNodeKnowsWhatThisOneDid) {
  const auto other = drops::open({database(), ids, clock, catalog, stock});
  other->subscribe(*dispatcher);
  other->load();
  const auto id = schedule();
  const auto an = ticket(id, "an");
  open_doors();
  tick();
  dispatcher->drain();
  const auto work = [&](db::Reader& reader) { return other->gate().may_buy(reader, vase, 1, an, {}).ok(); };
  EXPECT_TRUE(database().read_now(work));
  ASSERT_EQ(take(an, 1), "ok");
  dispatcher->drain();
  EXPECT_FALSE(database().read_now(work));
}

}  // namespace
}  // namespace plaza::drops
