// What agents may give alone, everywhere; and asking for the rest.
#include "approvals.h"

#include <atomic>
#include <thread>

#include "care_fixture.h"
#include "store.h"

namespace plaza::care {
namespace {

class KeptBell final : public notifications::Bell {
 public:
  std::vector<notifications::Notice> rung;
  notifications::NotificationId notify(db::Transaction& tx, const notifications::Notice& notice) override {
    tx.on_commit([this, notice] { rung.push_back(notice); });
    return {};
  }
  void withdraw(db::Transaction&, const notifications::Notice&) override {}
  std::int64_t unread(db::Reader&, AccountId) override { return 0; }
  std::string told(notifications::Kind kind) const {
    std::string names;
    for (const auto& each : rung) {
      if (each.kind == kind) names += (names.empty() ? "" : ",") + std::to_string(each.to.value);
    }
    return names;
  }
};

class CareApprovals : public CareFixture {
 protected:
  KeptBell bell;
  Needs needs{database(), ids, clock, accounts, staff, media, orders, after_sale, returns, warranties, credit, by_hand, hub, mail,
              {"Kilnlight", "https://shop.example", {"hello@shop.example", "Kilnlight"}, eur}, ":memory:", false, &bell};
  Desk desk{needs};
  Allowances allowances{needs};
  Actions actions{needs, desk, allowances};
  Approvals approvals{needs, desk, actions};
  const Agent agent{noor, identity::agent}, owner{ola, identity::owner};

  CareApprovals() {
    accounts.add(AccountId{305}, "tam@shop.example", "Tam", identity::agent | identity::merchandiser);
    Settings settings = read([](db::Reader& reader) { return store::read_settings(reader); });
    settings.limits = {1'000, 500, 1'500, {{"VND", 100'000, 100'000, 150'000}}};
    const auto set = [&](db::Transaction& tx) -> plaza::Status { return store::write_settings(tx, settings) ? done() : plaza::Status(unused()); };
    EXPECT_TRUE(write(set).ok());
  }
  WishedGift refund(std::int64_t extra, ConversationId where = {}) {
    WishedGift wish;
    if (where) wish.conversation_id = where;
    wish.order_id = orders.order.id;
    wish.extra = extra;
    wish.reason = "The glaze has cracks";
    return wish;
  }
  Result<Approval> ask(const WishedGift& wish, const Agent& by) {
    return write([&](db::Transaction& tx) { return approvals.ask(tx, by, wish); });
  }
  std::string decide(std::int64_t id, const Agent& by, bool approve) {
    return outcome([&](db::Transaction& tx) { return approvals.decide(tx, id, by, approve, "Fine"); });
  }
  std::string take(const Agent& by, identity::Gift what, Money amount) {
    http::Caller caller;
    caller.subject = by.id.value;
    caller.roles = by.roles;
    return outcome([&](db::Transaction& tx) -> Result<int> {
      TRY_DONE(allowances.take(tx, caller, what, amount, "ord_1", "because"));
      return 1;
    });
  }
};

ENGINE_TEST(CareApprovals, WhatIsGivenAnywhereCountsTogetherAndByCurrency) {
  const Currency vnd{{'V', 'N', 'D'}}, usd{{'U', 'S', 'D'}};
  EXPECT_EQ(take(agent, identity::Gift::refund, {1'001, eur}), "care.over_limit");
  EXPECT_EQ(take(agent, identity::Gift::refund, {1'000, eur}), "ok");
  EXPECT_EQ(take(agent, identity::Gift::credit, {501, eur}), "care.over_limit");
  EXPECT_EQ(take(agent, identity::Gift::credit, {500, eur}), "ok");
  EXPECT_EQ(take(agent, identity::Gift::credit, {1, eur}), "care.over_limit");  // 15.00 in a day
  EXPECT_EQ(take(agent, identity::Gift::refund, {100'000, vnd}), "ok");         // another purse
  EXPECT_EQ(take(agent, identity::Gift::refund, {50'001, vnd}), "care.over_limit");
  EXPECT_EQ(take(agent, identity::Gift::refund, {1, usd}), "care.over_limit");  // nobody said how much
  EXPECT_EQ(take(owner, identity::Gift::refund, {1'000'000, usd}), "ok");
  clock.advance(days(1) + seconds(1));
  EXPECT_EQ(take(agent, identity::Gift::refund, {1'000, eur}), "ok");
}

ENGINE_TEST(CareApprovals, GiftsAtTheSameTimeDoNotAddUpBeyondTheLimit) {
  for (int round = 0; round < 5; ++round) {
    std::atomic<int> given = 0, refused = 0;
    std::vector<std::thread> agents;
    for (int i = 0; i < 6; ++i) {
      agents.emplace_back([&] {
        const auto told = take(agent, identity::Gift::refund, {800, eur});  // of 15.00 in a day
        if (told == "ok") ++given;
        if (told == "care.over_limit") ++refused;
      });
    }
    for (auto& each : agents) each.join();
    EXPECT_EQ(given, 1);
    EXPECT_EQ(refused, 5);
    clock.advance(days(1) + seconds(1));
  }
}

ENGINE_TEST(CareApprovals, GiftsOfTwoKindsAtTheSameTimeCountTogether) {
  const auto given_by_two = [&] {
    std::atomic<int> given = 0;
    const auto refunds = [&] {
      RefundWish wish;
      wish.order_id = orders.order.id;
      wish.request.extra = 1'000;
      wish.request.reason = "late";
      if (outcome([&](db::Transaction& tx) { return actions.refund(tx, {}, agent, wish); }) == "ok") ++given;
    };
    const auto edits = [&] {
      EditWish wish;
      wish.order_id = orders.order.id;
      wish.request.reason = "one less";
      if (outcome([&](db::Transaction& tx) { return actions.give(tx, {}, agent, wish); }) == "ok") ++given;  // 7.00 back
    };
    std::thread one(refunds), other(edits);
    one.join();
    other.join();
    return given.load();
  };
  for (int round = 0; round < 5; ++round) {
    EXPECT_EQ(given_by_two(), 1);  // of 15.00 in a day
    clock.advance(days(1) + seconds(1));
  }
}

ENGINE_TEST(CareApprovals, MidnightIsNoNewDay) {
  clock.advance(days(1) - clock.now().micros % days(1) - minutes(1));  // 23:59
  EXPECT_EQ(take(agent, identity::Gift::refund, {1'000, eur}), "ok");
  clock.advance(minutes(2));
  EXPECT_EQ(take(agent, identity::Gift::refund, {501, eur}), "care.over_limit");
  EXPECT_EQ(take(agent, identity::Gift::refund, {500, eur}), "ok");  // exactly what is left
  EXPECT_EQ(take(agent, identity::Gift::refund, {1, eur}), "care.over_limit");
  clock.advance(days(1) - minutes(2));
  EXPECT_EQ(take(agent, identity::Gift::refund, {1, eur}), "care.over_limit");  // the last moment of its day
  clock.advance(1);
  EXPECT_EQ(take(agent, identity::Gift::refund, {1'000, eur}), "ok");
}

ENGINE_TEST(CareApprovals, EveryKindOfGiftIsAskedForAndGivenOnce) {
  const auto asked_and_given = [&](WishedGift wish, std::int64_t amount) {
    wish.reason = "She waited a month";
    const auto asked = ask(wish, agent);
    ASSERT_TRUE(asked.ok()) << asked.error().code;
    EXPECT_EQ(asked->amount, (Money{amount, eur}));
    EXPECT_EQ(asked->reference, to_text(orders.order.id));
    EXPECT_EQ(asked->customer, an);
    EXPECT_EQ(decide(asked->id, owner, true), "ok");
    EXPECT_EQ(decide(asked->id, owner, true), "care.wrong_status");
  };
  WishedGift cancel;
  cancel.kind = GiftKind::cancel;
  cancel.order_id = orders.order.id;
  asked_and_given(cancel, 4'000);  // of 50.00 paid 10.00 went back before
  EXPECT_EQ(orders.cancelled, std::vector<std::string>{"Ola: She waited a month"});
  WishedGift anew;
  anew.kind = GiftKind::replacement;
  anew.order_id = orders.order.id;
  anew.lines = {{orders::LineId{9}, 1, true}};
  asked_and_given(anew, 2'500);  // what it costs by now
  ASSERT_EQ(after_sale.exchanges.size(), 1u);
  EXPECT_EQ(after_sale.exchanges[0].value, 2'000);
  EXPECT_EQ(after_sale.exchanges[0].lines.at(0).variant_id, catalog::VariantId{701});
  EXPECT_FALSE(after_sale.refunds.at(0).lines.at(0).restock);
  WishedGift end;
  end.kind = GiftKind::settlement;
  end.settlement = WishedSettlement{};
  end.settlement->return_id = returns::ReturnId{601};
  end.settlement->extra = 50;
  asked_and_given(end, 3'050);
  EXPECT_EQ(returns.settled, std::vector<std::string>{"Ola +50"});
  WishedGift claim;
  claim.kind = GiftKind::claim;
  claim.claim = WishedRemedy{returns::ClaimId{651}, returns::Remedy::refund};
  asked_and_given(claim, 2'000);
  EXPECT_EQ(warranties.resolved, std::vector<returns::Remedy>{returns::Remedy::refund});
  WishedGift edit;
  edit.kind = GiftKind::edit;
  edit.order_id = orders.order.id;
  edit.reason = "asked";
  EXPECT_EQ(ask(edit, agent).error().code, "request.invalid");  // what becomes of it?
  edit.edit = WishedEdit{};
  edit.edit->lines = {{orders::LineId{9}, {}, 1}};
  EXPECT_EQ(ask(edit, agent).error().code, "care.within_limit");
  Settings settings = read([](db::Reader& reader) { return store::read_settings(reader); });
  settings.limits.refund_max = 600;
  EXPECT_EQ(outcome([&](db::Transaction& tx) -> Result<int> { return store::write_settings(tx, settings) ? 1 : 0; }), "ok");
  asked_and_given(edit, 700);
  EXPECT_EQ(after_sale.edits.at(0).by.name, "Ola");
}

ENGINE_TEST(CareApprovals, ARefusalSaysHowMuchItMayBe) {
  const auto within = read([&](db::Reader& reader) { return allowances.within(reader, agent, identity::Gift::refund, {2'000, eur}); });
  ASSERT_FALSE(within.ok());
  EXPECT_EQ(within.error().detail, "You may give up to 10.00 EUR of it now. Ask somebody who may give more.");
}

ENGINE_TEST(CareApprovals, ApprovedOnceItIsGivenOnceAndTheThreadSaysAll) {
  const auto id = receive(from_an("It cracked.")).conversation_id;
  const auto asked = ask(refund(3'000, id), agent);
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  EXPECT_EQ(asked->amount, (Money{3'000, eur}));
  EXPECT_EQ(bell.told(notifications::Kind::approval_asked), "304,305");
  EXPECT_EQ(decide(asked->id, agent, true), "care.own_request");
  EXPECT_TRUE(after_sale.refunds.empty());
  EXPECT_EQ(decide(asked->id, owner, true), "ok");
  EXPECT_EQ(decide(asked->id, owner, true), "care.wrong_status");
  EXPECT_EQ(decide(asked->id, owner, false), "care.wrong_status");
  ASSERT_EQ(after_sale.refunds.size(), 1u);
  EXPECT_EQ(after_sale.refunds[0].extra, 3'000);
  EXPECT_EQ(after_sale.refunds[0].by.name, "Ola");
  EXPECT_EQ(bell.told(notifications::Kind::approval_decided), "302");
  std::string kinds;
  for (const auto& each : read([&](db::Reader& reader) { return store::messages_before(reader, id, {}, 10); })) {
    if (each.happened) kinds += each.happened->kind + " ";
  }
  EXPECT_EQ(kinds, "refund approved asked ");
  // The asker's own day is as it was.
  EXPECT_EQ(take(agent, identity::Gift::refund, {1'000, eur}), "ok");
}

ENGINE_TEST(CareApprovals, DeclinedNothingIsGiven) {
  const auto asked = ask(refund(3'000), agent);
  ASSERT_TRUE(asked.ok());
  EXPECT_EQ(decide(asked->id, owner, false), "ok");
  EXPECT_EQ(decide(asked->id, owner, true), "care.wrong_status");
  EXPECT_TRUE(after_sale.refunds.empty());
  const auto listed = [&](Decision status, AccountId asker) {
    return read([&](db::Reader& reader) { return approvals.list(reader, status, asker, 0, 10); }).size();
  };
  EXPECT_EQ(listed(Decision::pending, {}), 0u);
  EXPECT_EQ(listed(Decision::declined, {}), 1u);
  EXPECT_EQ(listed(Decision::declined, noor), 1u);
  EXPECT_EQ(listed(Decision::declined, mai), 0u);
}

ENGINE_TEST(CareApprovals, CreditIsAskedForToo) {
  WishedGift wish;
  wish.kind = GiftKind::credit;
  wish.account_id = an;
  wish.reason = "She waited a month";
  EXPECT_EQ(ask(wish, agent).error().code, "request.invalid");
  wish.amount = Money{900, eur};
  const auto asked = ask(wish, agent);
  ASSERT_TRUE(asked.ok());
  EXPECT_EQ(decide(asked->id, {AccountId{305}, identity::merchandiser}, true), "ok");
  ASSERT_EQ(credit.grants.size(), 1u);
  EXPECT_EQ(credit.grants[0], std::pair(an, std::int64_t{900}));
}

ENGINE_TEST(CareApprovals, APaymentThatWaitsForAPersonIsLetPassByWhoMaySaySo) {
  const auto id = receive(from_an("I was charged, and there is no order.")).conversation_id;
  WishedGift wish;
  wish.kind = GiftKind::payment;
  wish.conversation_id = id;
  wish.reason = "Seen at the provider";
  EXPECT_EQ(ask(wish, agent).error().code, "request.invalid") << "which one";
  wish.payment = WishedPayment{payments::PaymentId{999}, {}};
  EXPECT_EQ(ask(wish, agent).error().code, "payment.not_found");
  wish.payment = WishedPayment{by_hand.payment.id, Money{900, eur}};
  EXPECT_EQ(ask(wish, agent).error().code, "care.within_limit");
  wish.payment->amount.reset();
  const auto asked = ask(wish, agent);
  ASSERT_TRUE(asked.ok()) << asked.error().code;
  EXPECT_EQ(asked->amount, (Money{4'900, eur})) << "what the provider told";
  EXPECT_EQ(asked->reference, to_text(orders.order.id));
  EXPECT_EQ(asked->customer, an);
  EXPECT_TRUE(by_hand.settled.empty());
  EXPECT_EQ(decide(asked->id, owner, true), "ok");
  EXPECT_EQ(by_hand.settled, std::vector<std::string>{"304 4900 Seen at the provider"});
  EXPECT_EQ(decide(asked->id, owner, true), "care.wrong_status");
  EXPECT_EQ(by_hand.settled.size(), 1u);
  const auto lines = read([&](db::Reader& reader) { return store::messages_before(reader, id, {}, 10); });
  ASSERT_TRUE(lines.front().happened);
  EXPECT_EQ(lines.front().happened->kind, "payment");
}

ENGINE_TEST(CareApprovals, APaymentThatChangedSinceItWasAskedForIsNotLetPass) {
  WishedGift wish;
  wish.kind = GiftKind::payment;
  wish.reason = "Seen at the provider";
  wish.payment = WishedPayment{by_hand.payment.id, {}};
  const auto asked = ask(wish, agent);
  ASSERT_TRUE(asked.ok());
  by_hand.payment.told = Money{5'900, eur};
  EXPECT_EQ(decide(asked->id, owner, true), "care.amount_changed");
  by_hand.payment.status = payments::PaymentStatus::captured;
  EXPECT_EQ(decide(asked->id, owner, true), "payment.wrong_status") << "somebody settled it meanwhile";
  EXPECT_TRUE(by_hand.settled.empty());
  EXPECT_EQ(decide(asked->id, owner, false), "ok");
}

ENGINE_TEST(CareApprovals, WhatDoesNotFitIsRefusedWithNothingKept) {
  EXPECT_EQ(ask(refund(900), agent).error().code, "care.within_limit");
  EXPECT_EQ(ask(refund(6'000), agent).error().code, "orders.refund_above_paid");
  EXPECT_EQ(ask(refund(3'000, ConversationId{1}), agent).error().code, "care.not_found");
  auto wish = refund(3'000);
  wish.reason = "  ";
  EXPECT_EQ(ask(wish, agent).error().code, "request.invalid");
  wish = refund(3'000);
  wish.order_id.reset();
  EXPECT_EQ(ask(wish, agent).error().code, "request.invalid");
  auto other = from_an("not hers");
  other.customer = {mai, "", "mai@example.org", "Mai", "en", true};
  EXPECT_EQ(ask(refund(3'000, receive(other).conversation_id), agent).error().code, "care.not_theirs");
  EXPECT_EQ(decide(1, owner, true), "care.approval_not_found");
  EXPECT_TRUE(read([&](db::Reader& reader) { return approvals.list(reader, Decision::pending, {}, 0, 10); }).empty());
}

ENGINE_TEST(CareApprovals, ErasureTakesTheReasonsAndDeclinesWhatWaits) {
  const auto asked = ask(refund(3'000), agent);
  ASSERT_TRUE(asked.ok());
  profiles::Person person;
  person.account = an;
  ASSERT_TRUE(write([&](db::Transaction& tx) -> Result<int> { return static_cast<int>(module->personal_data().erase(tx, person).size()); }).ok());
  EXPECT_EQ(decide(asked->id, owner, true), "care.wrong_status");
  const auto left = read([&](db::Reader& reader) { return approvals.list(reader, Decision::declined, {}, 0, 10); });
  ASSERT_EQ(left.size(), 1u);
  EXPECT_EQ(left[0].reason + left[0].wish, "");
}

ENGINE_TEST(CareApprovals, MentionsAssignmentsAndLatenessRingTheBell) {
  auto arrives = [&](db::Transaction& tx) { return desk.receive(tx, from_an("hello")); };
  const auto id = write(arrives)->conversation_id;
  auto note = [&](db::Transaction& tx) { return desk.note(tx, id, agent, "Ola, please look", {ola}); };
  ASSERT_TRUE(write(note).ok());
  auto to_customer = [&](db::Transaction& tx) { return desk.note(tx, id, agent, "An?", {an}); };
  EXPECT_EQ(write(to_customer).error().code, "request.invalid");
  EXPECT_EQ(bell.told(notifications::Kind::care_mentioned), "304");
  clock.advance(days(10));
  auto late = [&](db::Transaction& tx) -> Result<int> { return desk.escalate(tx); };
  EXPECT_EQ(*write(late), 1);
  EXPECT_EQ(bell.told(notifications::Kind::care_late), "304,305");  // it is nobody's: those who lead
  Change wish;
  wish.assignee = noor;
  auto give = [&](db::Transaction& tx) { return desk.change(tx, id, owner, wish); };
  ASSERT_TRUE(write(give).ok());
  EXPECT_EQ(bell.told(notifications::Kind::care_assigned), "302");
  for (const auto& each : bell.rung) EXPECT_EQ(each.url, "/studio/inbox/" + to_text(id));
}

}  // namespace
}  // namespace plaza::care
