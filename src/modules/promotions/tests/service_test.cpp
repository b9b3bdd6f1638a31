#include "catalog/events.h"
#include "platform/events/outbox.h"
#include "promotions_fixture.h"

namespace plaza::promotions {
namespace {

class PromotionsOnEngines : public PromotionsFixture {};

// --- refusals

ENGINE_TEST(PromotionsOnEngines, ACodeTakesOffWhatItSays) {
  make(percent(1'000, "TEN"));
  EXPECT_EQ(told(basket({"ten"})), "TEN 400");
  EXPECT_EQ(told(basket({"TEN", "ten "})), "TEN 400");
  EXPECT_EQ(told(basket({})), "");
}

ENGINE_TEST(PromotionsOnEngines, EachRefusalHasItsCode) {
  EXPECT_EQ(told(basket({"NOBODY"})), "promotions.unknown_code");
  EXPECT_EQ(told(basket({"\xff"})), "promotions.unknown_code");
  auto dated = percent(1'000, "DATED");
  dated.starts_at = clock.now() + hours(1);
  dated.ends_at = clock.now() + hours(2);
  make(dated);
  EXPECT_EQ(told(basket({"DATED"})), "promotions.not_started");
  clock.advance(hours(1));
  EXPECT_EQ(told(basket({"DATED"})), "DATED 400");
  clock.advance(hours(1));
  EXPECT_EQ(told(basket({"DATED"})), "promotions.expired");
  auto other = percent(1'000, "OTHER");
  other.target.products = {bowl};
  make(other);
  EXPECT_EQ(told(basket({"OTHER"})), "OTHER 200");
  auto bare = basket({"OTHER"});
  bare.lines.pop_back();
  EXPECT_EQ(told(bare), "promotions.nothing_matches");
  auto yen = basket({"YEN"});
  DiscountTerms terms = percent(0, "YEN");
  terms.kind = Kind::amount;
  terms.amount = Money{100, Currency{{'J', 'P', 'Y'}}};
  make(terms);
  EXPECT_EQ(told(yen), "promotions.wrong_currency");
  auto rich = percent(1'000, "RICH");
  rich.subtotal_min = Money{4'001, eur};
  make(rich);
  EXPECT_EQ(told(basket({"RICH"})), "promotions.minimum_not_met");
}

ENGINE_TEST(PromotionsOnEngines, OfTwoCodesThatDoNotGoTogetherOneIsRefused) {
  make(percent(1'000, "TEN"));
  make(percent(2'000, "TWENTY"));
  EXPECT_EQ(told(basket({"TEN", "TWENTY"})), "TWENTY 800, promotions.not_combinable");
}

ENGINE_TEST(PromotionsOnEngines, AnAudienceIsAskedOfThePort) {
  auto terms = percent(1'000, "REGULARS");
  terms.audience = "regulars";
  make(terms);
  regulars.members = {an};
  EXPECT_EQ(told(basket({"REGULARS"}, an)), "REGULARS 400");
  EXPECT_EQ(told(basket({"REGULARS"}, binh)), "promotions.not_for_you");
  EXPECT_EQ(told(basket({"REGULARS"})), "promotions.not_for_you");
  module->plug(nullptr, nullptr);
  EXPECT_EQ(told(basket({"REGULARS"}, an)), "promotions.not_for_you");
}

ENGINE_TEST(PromotionsOnEngines, AFirstOrderHappensOnce) {
  auto terms = percent(1'000, "HELLO");
  terms.first_order = true;
  make(terms);
  buyers.accounts = {an};
  buyers.emails = {"old@example.com"};
  EXPECT_EQ(told(basket({"HELLO"}, an)), "promotions.not_for_you");
  EXPECT_EQ(told(basket({"HELLO"}, {}, "old@example.com")), "promotions.not_for_you");
  EXPECT_EQ(told(basket({"HELLO"}, binh, "b@example.com")), "HELLO 400");
  EXPECT_EQ(check_out(1, basket({"HELLO"}, binh, "b@example.com")), "ok");
  // Not yet known as a buyer, but counted.
  EXPECT_EQ(check_out(2, basket({"HELLO"}, binh, "other@example.com")), "promotions.used_by_you");
}

ENGINE_TEST(PromotionsOnEngines, AutomaticOnesApplyByThemselvesAndSayNothingElse) {
  auto terms = percent(500, "");
  terms.subtotal_min = Money{4'000, eur};
  make(terms);
  EXPECT_EQ(told(basket({})), " 200");
  auto small = basket({});
  small.lines.pop_back();
  EXPECT_EQ(told(small), "");
}

// --- limits

ENGINE_TEST(PromotionsOnEngines, ACodeIsUsedUp) {
  auto terms = percent(1'000, "TWICE");
  terms.uses_max = 2;
  const auto discount = make(terms);
  EXPECT_EQ(check_out(1, basket({"TWICE"})), "ok");
  EXPECT_EQ(check_out(2, basket({"TWICE"})), "ok");
  EXPECT_EQ(check_out(3, basket({"TWICE"})), "promotions.used_up");
  EXPECT_EQ(told(basket({"TWICE"})), "promotions.used_up");
  EXPECT_EQ(uses(discount), 2);
  release(1);
  release(1);
  EXPECT_EQ(uses(discount), 1);
  EXPECT_EQ(check_out(3, basket({"TWICE"})), "ok");
  EXPECT_EQ(check_out(4, basket({"TWICE"})), "promotions.used_up");
}

ENGINE_TEST(PromotionsOnEngines, APersonIsAnAccountAndAnAddress) {
  auto terms = percent(1'000, "ONCE");
  terms.uses_per_person_max = 1;
  make(terms);
  EXPECT_EQ(check_out(1, basket({"ONCE"}, an, "an@example.com")), "ok");
  EXPECT_EQ(check_out(2, basket({"ONCE"}, an, "new@example.com")), "promotions.used_by_you");
  EXPECT_EQ(check_out(3, basket({"ONCE"}, {}, "AN+1@example.com")), "promotions.used_by_you");
  EXPECT_EQ(check_out(4, basket({"ONCE"}, binh, "an@example.com")), "promotions.used_by_you");
  EXPECT_EQ(check_out(5, basket({"ONCE"}, binh, "binh@example.com")), "ok");
  release(1);
  EXPECT_EQ(check_out(6, basket({"ONCE"}, {}, "an@example.com")), "ok");
  EXPECT_EQ(check_out(7, basket({"ONCE"}, an, "an2@example.com")), "ok");
}

ENGINE_TEST(PromotionsOnEngines, ARefusedRedemptionCountsNothing) {
  auto once = percent(1'000, "ONCE");
  once.uses_per_person_max = 1;
  once.uses_max = 5;
  const auto discount = make(once);
  ASSERT_EQ(check_out(1, basket({"ONCE"}, an)), "ok");
  const auto work = [&](db::Transaction& tx) {
    const Applied applied{discount.id, "ONCE", "", {0, 0}, false, {}, discount.version};
    return module->promotions().redeem(tx, 2, basket({"ONCE"}, an), std::span(&applied, 1));
  };
  EXPECT_EQ(database().write_now(work).error().code, "promotions.used_by_you");
  EXPECT_EQ(uses(discount), 1);
}

ENGINE_TEST(PromotionsOnEngines, TheSameOrderRedeemsOnce) {
  auto terms = percent(1'000, "TWICE");
  terms.uses_max = 2;
  terms.uses_per_person_max = 2;
  const auto discount = make(terms);
  ASSERT_EQ(check_out(1, basket({"TWICE"}, an)), "ok");
  ASSERT_EQ(check_out(1, basket({"TWICE"}, an)), "ok");
  EXPECT_EQ(uses(discount), 1);
  release(1);
  EXPECT_EQ(uses(discount), 0);
  ASSERT_EQ(check_out(1, basket({"TWICE"}, an)), "ok");
  EXPECT_EQ(uses(discount), 1);
}

ENGINE_TEST(PromotionsOnEngines, WhatWasEvaluatedBeforeAChangeIsNotRedeemed) {
  auto discount = make(percent(1'000, "TEN"));
  const auto before = evaluate(basket({"TEN"}), *module);
  discount.percent_bp = 500;
  ASSERT_EQ(change(discount), "ok");
  const auto work = [&](db::Transaction& tx) {
    return module->promotions().redeem(tx, 1, basket({"TEN"}), before.applied);
  };
  EXPECT_EQ(database().write_now(work).error().code, "promotions.changed");
  EXPECT_EQ(uses(stored(discount.id)), 0);
}

ENGINE_TEST(PromotionsOnEngines, ALimitThatIsSetLaterCountsWhatWasUsedBefore) {
  auto discount = make(percent(1'000, "LATER"));
  for (int order = 1; order <= 3; ++order)
    ASSERT_EQ(check_out(order, basket({"LATER"}, an, "an@example.com")), "ok");
  release(3);
  EXPECT_EQ(uses(discount), 2);
  discount.uses_max = 3;
  discount.uses_per_person_max = 2;
  ASSERT_EQ(change(discount), "ok");
  EXPECT_EQ(told(basket({"LATER"}, an)), "promotions.used_by_you");
  EXPECT_EQ(check_out(4, basket({"LATER"}, {}, "an@example.com")), "promotions.used_by_you");
  EXPECT_EQ(check_out(5, basket({"LATER"}, binh)), "ok");
  EXPECT_EQ(check_out(6, basket({"LATER"}, {}, "c@example.com")), "promotions.used_up");
  release(1);
  EXPECT_EQ(check_out(7, basket({"LATER"}, an)), "ok");
}

// --- staff

ENGINE_TEST(PromotionsOnEngines, ACodeBelongsToOneDiscount) {
  auto first = make(percent(1'000, "SALE"));
  const auto again = [&](db::Transaction& tx) {
    return module->discounts().create(tx, percent(500, "sále"));
  };
  EXPECT_EQ(database().write_now(again).error().code, "promotions.code_taken");
  auto second = make(percent(500, "OTHER"));
  second.code = "Sale";
  EXPECT_EQ(change(second), "promotions.code_taken");
  const auto archive = [&](db::Transaction& tx) {
    return module->discounts().archive(tx, first.id);
  };
  ASSERT_TRUE(database().write_now(archive).ok());
  ASSERT_TRUE(database().write_now(archive).ok());
  EXPECT_EQ(told(basket({"SALE"})), "promotions.unknown_code");
  EXPECT_EQ(change(second), "ok");
  EXPECT_EQ(told(basket({"SALE"})), "Sale 200");
  first.version = 2;
  EXPECT_EQ(change(first), "promotions.discount_not_found");
}

ENGINE_TEST(PromotionsOnEngines, AStaleEditChangesNothing) {
  auto discount = make(percent(1'000, "TEN"));
  auto other = discount;
  discount.title = "New";
  EXPECT_EQ(change(discount), "ok");
  other.title = "Newer";
  EXPECT_EQ(change(other), "promotions.stale");
  EXPECT_EQ(stored(discount.id).title, "New");
  EXPECT_EQ(stored(discount.id).version, 2);
}

ENGINE_TEST(PromotionsOnEngines, WhatIsNotThereCannotBeDiscounted) {
  auto terms = percent(1'000, "TEN");
  terms.target.products = {vase, ProductId{999}};
  const auto work = [&](db::Transaction& tx) { return module->discounts().create(tx, terms); };
  EXPECT_EQ(database().write_now(work).error().fields.at(0).field, "target.products[1]");
  terms.target = {{}, {CollectionId{999}}};
  EXPECT_EQ(database().write_now(work).error().fields.at(0).field, "target.collections[0]");
}

ENGINE_TEST(PromotionsOnEngines, FiftyRulesMayApplyByThemselves) {
  for (int i = 0; i < 50; ++i) make(percent(100, ""));
  const auto work = [&](db::Transaction& tx) {
    return module->discounts().create(tx, percent(100, ""));
  };
  EXPECT_EQ(database().write_now(work).error().code, "promotions.too_many");
}

ENGINE_TEST(PromotionsOnEngines, ADisabledCodeIsUnknown) {
  auto discount = make(percent(1'000, "TEN"));
  discount.status = DiscountStatus::disabled;
  ASSERT_EQ(change(discount), "ok");
  EXPECT_EQ(told(basket({"TEN"})), "promotions.unknown_code");
}

// --- memory

ENGINE_TEST(PromotionsOnEngines, OtherNodesHearOfChanges) {
  auto other = open_node();
  auto other_dispatcher = events::open_dispatcher(database(), clock);
  other->subscribe(*other_dispatcher);
  other->load();
  auto discount = make(percent(1'000, "TEN"));
  other_dispatcher->drain();
  EXPECT_EQ(told(basket({"TEN"}), *other), "TEN 400");
  discount.percent_bp = 2'000;
  ASSERT_EQ(change(discount), "ok");
  other_dispatcher->drain();
  EXPECT_EQ(told(basket({"TEN"}), *other), "TEN 800");
}

ENGINE_TEST(PromotionsOnEngines, ANewProcessKnowsThemAll) {
  auto terms = percent(1'000, "SPRING");
  terms.target.collections = {spring};
  make(terms);
  auto again = open_node();
  again->load();
  EXPECT_EQ(told(basket({"SPRING"}), *again), "SPRING 200");
}

ENGINE_TEST(PromotionsOnEngines, ACollectionsNewMembersCountAtOnce) {
  auto terms = percent(1'000, "SPRING");
  terms.target.collections = {spring};
  make(terms);
  EXPECT_EQ(told(basket({"SPRING"})), "SPRING 200");
  const auto tell = [&](auto event) {
    const auto work = [&](db::Transaction& tx) -> Status {
      events::publish(tx, 1, event);
      return done();
    };
    ASSERT_TRUE(database().write_now(work).ok());
    dispatcher->drain();
  };
  known.members[spring] = {vase, bowl};
  catalog::ProductChanged changed;
  changed.product_id = bowl;
  tell(changed);
  EXPECT_EQ(told(basket({"SPRING"})), "SPRING 400");
  known.members.erase(spring);
  catalog::CollectionChanged removed;
  removed.collection_id = spring;
  removed.removed = true;
  tell(removed);
  EXPECT_EQ(told(basket({"SPRING"})), "promotions.nothing_matches");
}

}  // namespace
}  // namespace plaza::promotions
