// Returns, exchanges, warranties and claims on both engines.
#include "returns_fixture.h"

#include <thread>

namespace plaza::returns {
namespace {

class ReturnsTest : public ReturnsFixture {};
class WarrantyTest : public ReturnsFixture {
 protected:
  Result<Warranty> add(std::string serial = "", orders::LineId line = vases) {
    return write([&](db::Transaction& tx) { return desk->warranties().add(tx, order(), line, serial); });
  }
  Result<Claim> claim(const Warranty& warranty, const orders::By& by = shopper_self, std::vector<media::MediaId> photos = {}) {
    return write([&](db::Transaction& tx) { return desk->warranties().claim(tx, warranty, "  It leaks. ", photos, by); });
  }
  Result<Claim> decide(ClaimId id, ClaimStatus to) {
    return write([&](db::Transaction& tx) { return desk->warranties().decide(tx, id, to, agent, "because", {}); });
  }
  Result<Claim> resolve(ClaimId id, Remedy remedy) {
    return write([&](db::Transaction& tx) { return desk->warranties().resolve(tx, id, remedy, agent, "", {}); });
  }
};

ENGINE_TEST(ReturnsTest, EveryStatementCanBePrepared) {
  for (const auto* statement : all_statements()) database().prepare_check(*statement);
}

ENGINE_TEST(ReturnsTest, GoFromTheRequestToTheMoney) {
  const auto made = request(ask(2));
  ASSERT_TRUE(made.ok()) << made.error().code;
  EXPECT_EQ(made->status, ReturnStatus::approved);  // the policy looks at nothing by hand
  EXPECT_EQ(made->history.size(), 2u);
  ASSERT_TRUE(receive(made->id).ok());
  EXPECT_TRUE(after_sale.refunds.empty()) << "goods that arrived give nothing back by themselves";
  const auto settled = settle(made->id);
  ASSERT_TRUE(settled.ok()) << settled.error().code;
  EXPECT_EQ(settled->status, ReturnStatus::settled);
  EXPECT_EQ(settled->money->amount.amount, 5'000);
  EXPECT_EQ(settled->money->to_original.amount, 5'000);
  ASSERT_EQ(after_sale.refunds.size(), 1u);
  EXPECT_EQ(after_sale.refunds[0].kind, orders::RefundKind::returned);
  EXPECT_TRUE(after_sale.refunds[0].lines[0].restock);
  EXPECT_EQ(after_sale.refunds[0].by.name, "Noor");
  EXPECT_EQ(mail.sent, (std::vector<std::string>{"approved", "received", "settled"}));
}

ENGINE_TEST(ReturnsTest, TheEstimateIsTheSettlement) {
  set_policy([](Policy& policy) { policy.fee = 250, policy.fee_percent = 10; });
  const auto estimate = read([&](db::Reader& reader) { return desk->returns().estimate(reader, order(), ask(2)); });
  ASSERT_TRUE(estimate.ok());
  EXPECT_EQ(estimate->goods.amount, 5'000);
  EXPECT_EQ(estimate->fee.amount, 750);
  EXPECT_EQ(estimate->amount.amount, 4'250);
  const auto made = request(ask(2));
  ASSERT_TRUE(receive(made->id).ok());
  EXPECT_EQ(settle(made->id)->money->amount.amount, 4'250);
}

ENGINE_TEST(ReturnsTest, WhatCannotComeBackIsNotEstimated) {
  const auto estimate = [&] { return read([&](db::Reader& reader) { return desk->returns().estimate(reader, order(), ask(1)); }); };
  ASSERT_TRUE(estimate().ok());
  clock.advance(days(40));
  const auto late = estimate();
  ASSERT_FALSE(late.ok());
  EXPECT_EQ(late.error().code, "returns.window_over");
  EXPECT_EQ(late.error().fields.at(0).field, "lines[0].line_id");
}

ENGINE_TEST(ReturnsTest, OnlyWhatArrivedIsGivenBack) {
  const auto made = request(ask(2));
  ASSERT_TRUE(receive(made->id, {{vases, 1, Condition::damaged, false}}).ok());
  const auto settled = settle(made->id);
  EXPECT_EQ(settled->money->amount.amount, 2'500);
  EXPECT_FALSE(after_sale.refunds[0].lines[0].restock);
  // The unit that stayed may be sent back later.
  const auto options = read([&](db::Reader& reader) { return desk->returns().options(reader, order()); });
  EXPECT_EQ(options.lines[0].quantity, 1);
}

ENGINE_TEST(ReturnsTest, GoodsLostOnTheWayAreSettledWithoutThem) {
  const auto made = request(ask(1));
  EXPECT_EQ(settle(made->id).error().code, "returns.wrong_status");
  Settlement settlement;
  settlement.without_goods = true;
  const auto settled = settle(made->id, settlement);
  ASSERT_TRUE(settled.ok()) << settled.error().code;
  EXPECT_EQ(settled->money->amount.amount, 2'500);
  EXPECT_FALSE(after_sale.refunds[0].lines[0].restock);
}

ENGINE_TEST(ReturnsTest, TwoRequestsNeverAskForTheSameUnit) {
  ASSERT_TRUE(request(ask(1)).ok());
  EXPECT_EQ(refusal(ask(2)), "returns.too_many_units");
  ASSERT_TRUE(request(ask(1)).ok());
  EXPECT_EQ(refusal(ask(1)), "returns.too_many_units");
}

ENGINE_TEST(ReturnsTest, OfManyAtOnceOnlyAsManyAsThereAreUnitsGetThrough) {
  std::atomic<int> made = 0;
  std::vector<std::thread> people;
  for (int n = 0; n < 8; ++n) {
    people.emplace_back([&] { made += request(ask(1)).ok() ? 1 : 0; });
  }
  for (auto& each : people) each.join();
  EXPECT_EQ(made, 2);
}

ENGINE_TEST(ReturnsTest, ACancelledOneFreesItsUnits) {
  const auto made = request(ask(2));
  const auto cancel = [&](db::Transaction& tx) {
    return desk->returns().decide(tx, made->id, ReturnStatus::cancelled, shopper_self, "", {});
  };
  EXPECT_EQ(write(cancel)->status, ReturnStatus::cancelled);
  EXPECT_TRUE(write(cancel).ok()) << "the second click changes nothing";
  EXPECT_TRUE(request(ask(2)).ok());
}

ENGINE_TEST(ReturnsTest, StaffLookFirstWhenThePolicySaysSo) {
  set_policy([](Policy& policy) { policy.approve_at_once = false; });
  const auto made = request(ask(1));
  EXPECT_EQ(made->status, ReturnStatus::requested);
  EXPECT_EQ(receive(made->id).error().code, "returns.wrong_status");
  const auto declined = write([&](db::Transaction& tx) {
    return desk->returns().decide(tx, made->id, ReturnStatus::declined, agent, "It was worn.", made->version);
  });
  EXPECT_EQ(declined->history.back().text, "It was worn.");
  EXPECT_EQ(mail.sent.back(), "declined");
  EXPECT_TRUE(request(ask(2)).ok()) << "its unit is free again";
}

ENGINE_TEST(ReturnsTest, ADecisionOnAnOldVersionIsRefused) {
  const auto made = request(ask(1));
  ASSERT_TRUE(receive(made->id).ok());
  const auto late = write([&](db::Transaction& tx) {
    return desk->returns().settle(tx, made->id, {}, agent, made->version);
  });
  EXPECT_EQ(late.error().code, "returns.stale");
  EXPECT_TRUE(after_sale.refunds.empty());
}

ENGINE_TEST(ReturnsTest, AreSettledOnce) {
  const auto made = request(ask(1));
  ASSERT_TRUE(receive(made->id).ok());
  ASSERT_TRUE(settle(made->id).ok());
  EXPECT_EQ(settle(made->id).error().code, "returns.wrong_status");
  EXPECT_EQ(after_sale.refunds.size(), 1u);
}

ENGINE_TEST(ReturnsTest, FinalSalesAndPicturesThatAreNotThere) {
  catalog.all[501] = product(501, {"final-sale"});
  EXPECT_EQ(refusal(ask(1)), "returns.final_sale");
  EXPECT_EQ(refusal(ask(1), agent), "");
  catalog.all[501] = product(501, {});
  auto damaged = ask(1, "damaged");
  EXPECT_EQ(refusal(damaged), "returns.photos_needed");
  damaged.lines[0].photo_ids = {media::MediaId{77}};
  EXPECT_EQ(refusal(damaged), "request.invalid");
  damaged.lines[0].photo_ids = {media::MediaId{3}};
  EXPECT_EQ(refusal(damaged), "");
}

ENGINE_TEST(ReturnsTest, AnExchangeTakesWhatItCostsAndTheRestGoesBack) {
  auto wanted = ask(2, "wrong_size", Resolution::exchange);
  wanted.exchange_lines = {{catalog::VariantId{603}, 1}};
  const auto made = request(wanted);
  ASSERT_TRUE(receive(made->id).ok());
  const auto settled = settle(made->id);
  ASSERT_TRUE(settled.ok()) << settled.error().code;
  ASSERT_EQ(after_sale.exchanges.size(), 1u);
  EXPECT_EQ(after_sale.exchanges[0].value, 3'000);
  EXPECT_EQ(after_sale.refunds[0].exchange_value, 3'000);
  EXPECT_EQ(settled->money->to_exchange.amount, 3'000);
  EXPECT_EQ(settled->money->to_original.amount, 2'000);
  EXPECT_EQ(settled->exchange_order_id->value, 2'000);
  EXPECT_EQ(settled->exchange_due->amount, 0);
}

ENGINE_TEST(ReturnsTest, AnExchangeForSomethingDearerSaysWhatIsDue) {
  auto wanted = ask(1, "wrong_size", Resolution::exchange);
  wanted.exchange_lines = {{catalog::VariantId{603}, 1}};
  const auto made = request(wanted);
  ASSERT_TRUE(receive(made->id).ok());
  const auto settled = settle(made->id);
  EXPECT_EQ(after_sale.exchanges[0].value, 2'500);
  EXPECT_EQ(settled->exchange_due->amount, 500);
  EXPECT_EQ(settled->money->to_original.amount, 0);
}

ENGINE_TEST(ReturnsTest, StoreCreditGoesToStoreCredit) {
  const auto made = request(ask(1, "changed_mind", Resolution::store_credit));
  ASSERT_TRUE(receive(made->id).ok());
  EXPECT_EQ(settle(made->id)->money->to_store_credit.amount, 2'500);
  set_policy([](Policy& policy) { policy.store_credit = false; });
  EXPECT_EQ(refusal(ask(1, "changed_mind", Resolution::store_credit)), "returns.not_offered");
}

ENGINE_TEST(ReturnsTest, AreFoundByOrderStatusNumberAndAddress) {
  const auto first = request(ask(1));
  const auto second = request(ask(1));
  const auto found = [&](ReturnQuery query) {
    std::vector<std::int64_t> numbers;
    for (const auto& each : read([&](db::Reader& reader) { return desk->returns().list(reader, query); })) numbers.push_back(each.id.value);
    return numbers;
  };
  const std::vector<std::int64_t> both = {second->id.value, first->id.value};
  ReturnQuery query;
  EXPECT_EQ(found(query), both);
  query.q = "1001";
  EXPECT_EQ(found(query), both);
  query.q = "LAN@example.com";
  EXPECT_EQ(found(query), both);
  query.q = "1002";
  EXPECT_TRUE(found(query).empty());
  query = {};
  query.account_id = order().account_id;
  EXPECT_EQ(found(query), both);
  query.before = second->id;
  EXPECT_EQ(found(query), std::vector<std::int64_t>{first->id.value});
  query.before = {};
  query.account_id = identity::AccountId{99};
  EXPECT_TRUE(found(query).empty());
  query = {};
  query.status = ReturnStatus::received;
  EXPECT_TRUE(found(query).empty());
  query = {};
  query.before = second->id;
  EXPECT_EQ(found(query), std::vector{first->id.value});
  query = {};
  query.order_id = orders::OrderId{55};
  EXPECT_TRUE(found(query).empty());
}

ENGINE_TEST(ReturnsTest, APolicyIsChangedFromTheVersionThatWasRead) {
  const auto policy = read([&](db::Reader& reader) { return desk->returns().policy(reader); });
  EXPECT_EQ(policy.version, 0);
  set_policy([](Policy& each) { each.window_days = 14; });
  const auto stale = write([&](db::Transaction& tx) { return desk->returns().set_policy(tx, policy); });
  EXPECT_EQ(stale.error().code, "returns.stale");
  EXPECT_EQ(read([&](db::Reader& reader) { return desk->returns().policy(reader); }).window_days, 14);
}

// --- warranties ---

ENGINE_TEST(WarrantyTest, CoversEachUnitOnce) {
  const auto first = add("SN-1");
  ASSERT_TRUE(first.ok()) << first.error().code;
  EXPECT_EQ(first->title, "Vase");
  EXPECT_EQ(first->starts_at, clock.now() - days(2));
  EXPECT_EQ(to_text(first->expires_at), "2028-02-27T09:30:00Z");
  EXPECT_EQ(add("SN-1").error().code, "returns.serial_taken");
  ASSERT_TRUE(add("SN-2").ok());
  EXPECT_EQ(add("SN-3").error().code, "returns.all_registered");
  EXPECT_EQ(add("", lamp).error().code, "returns.not_shipped");
  EXPECT_EQ(add("", orders::LineId{99}).error().code, "request.invalid");
  EXPECT_EQ(read([&](db::Reader& reader) { return desk->warranties().of_account(reader, identity::AccountId{7}); }).size(), 2u);
}

ENGINE_TEST(WarrantyTest, IsNotThereWhenNobodyPromisedIt) {
  set_policy([](Policy& policy) { policy.warranty_months = 0; });
  EXPECT_EQ(add().error().code, "returns.no_warranty");
}

ENGINE_TEST(WarrantyTest, OneClaimAtATimeAndNoneAfterItsEnd) {
  const auto warranty = add();
  const auto opened = claim(*warranty);
  ASSERT_TRUE(opened.ok()) << opened.error().code;
  EXPECT_EQ(opened->problem, "It leaks.");
  EXPECT_EQ(claim(*warranty).error().code, "returns.claim_open");
  ASSERT_TRUE(decide(opened->id, ClaimStatus::declined).ok());
  EXPECT_TRUE(claim(*warranty).ok());
  clock.set(warranty->expires_at + 1);
  const auto over = claim(*warranty);
  EXPECT_EQ(over.error().code, "returns.warranty_expired");
}

ENGINE_TEST(WarrantyTest, ARepairMovesNoMoney) {
  const auto opened = claim(*add());
  EXPECT_EQ(resolve(opened->id, Remedy::repair).error().code, "returns.wrong_status");
  ASSERT_TRUE(decide(opened->id, ClaimStatus::accepted).ok());
  const auto resolved = resolve(opened->id, Remedy::repair);
  ASSERT_TRUE(resolved.ok());
  EXPECT_TRUE(after_sale.refunds.empty());
  EXPECT_EQ(mail.sent, (std::vector<std::string>{"opened", "accepted", "resolved"}));
}

ENGINE_TEST(WarrantyTest, ARefundGivesTheUnitsWorthBackAndSellsItToNobody) {
  const auto opened = claim(*add());
  ASSERT_TRUE(decide(opened->id, ClaimStatus::accepted).ok());
  const auto resolved = resolve(opened->id, Remedy::refund);
  ASSERT_TRUE(resolved.ok()) << resolved.error().code;
  EXPECT_EQ(resolved->refunded->amount, 2'500);
  EXPECT_FALSE(after_sale.refunds[0].lines[0].restock);
}

ENGINE_TEST(WarrantyTest, AReplacementIsPaidByTheUnitsWorth) {
  after_sale.exchange_price = 2'200;  // it costs less by now
  const auto opened = claim(*add());
  ASSERT_TRUE(decide(opened->id, ClaimStatus::accepted).ok());
  const auto resolved = resolve(opened->id, Remedy::replacement);
  ASSERT_TRUE(resolved.ok()) << resolved.error().code;
  EXPECT_EQ(resolved->replacement_order_id->value, 2'000);
  EXPECT_EQ(after_sale.exchanges[0].value, 2'200);
  EXPECT_EQ(after_sale.refunds[0].exchange_value, 2'200);
}

ENGINE_TEST(WarrantyTest, AReplacementCostsNothingWhenItBecameDearer) {
  const auto opened = claim(*add());
  ASSERT_TRUE(decide(opened->id, ClaimStatus::accepted).ok());
  ASSERT_TRUE(resolve(opened->id, Remedy::replacement).ok());
  EXPECT_EQ(after_sale.exchanges[0].value, 2'500);
  EXPECT_EQ(after_sale.exchanges[0].dearer, orders::ExchangeRequest::Dearer::waived);
}

}  // namespace
}  // namespace plaza::returns
