#include "rules.h"

#include <gtest/gtest.h>
#include <rapidcheck.h>

#include <numeric>

#include "book.h"
#include "persons.h"

namespace plaza::promotions {
namespace {

using catalog::CollectionId;
using catalog::ProductId;
using catalog::VariantId;

constexpr Currency eur{{'E', 'U', 'R'}};
constexpr Currency jpy{{'J', 'P', 'Y'}};
constexpr Time noon{1'772'366'400'000'000};

Line line(std::int64_t product, std::int64_t quantity, std::int64_t price, bool on_sale = false) {
  return {VariantId{product * 10}, ProductId{product}, quantity, price, on_sale};
}
Basket basket_of(std::vector<Line> lines, std::vector<std::string> codes = {}) {
  Basket basket;
  basket.currency = eur;
  basket.lines = std::move(lines);
  basket.codes = std::move(codes);
  basket.at = noon;
  return basket;
}

// Discounts with ids 1, 2, 3 … in the order of making.
struct Shelf {
  Book book;
  std::int64_t last = 0;

  std::shared_ptr<const Discount> add(Discount discount, const Members& members = {}) {
    discount.id = DiscountId{++last};
    discount.version = 1;
    if (discount.title.empty()) discount.title = "Title";
    book.put(discount, members);
    return book.find(discount.id);
  }
  Candidate beside(Discount discount, const Basket& basket, const Members& members = {}) {
    auto kept = add(std::move(discount), members);
    const std::string typed = kept->code;
    return book.beside(std::move(kept), typed, basket);
  }
};

Discount percent(std::int64_t bp, std::string code = "P") {
  Discount discount;
  discount.code = std::move(code);
  discount.kind = Kind::percent;
  discount.percent_bp = bp;
  return discount;
}
Discount amount(std::int64_t off, std::string code = "A", Currency currency = eur) {
  Discount discount;
  discount.code = std::move(code);
  discount.kind = Kind::amount;
  discount.amount = Money{off, currency};
  return discount;
}
Discount buy_get(BuyGet rule, std::string code = "B") {
  Discount discount;
  discount.code = std::move(code);
  discount.kind = Kind::buy_x_get_y;
  discount.buy_get = std::move(rule);
  return discount;
}
Discount free_shipping(std::string code = "S") {
  Discount discount;
  discount.code = std::move(code);
  discount.kind = Kind::free_shipping;
  return discount;
}
Discount with(Discount discount, std::vector<Class> classes, std::int64_t priority = 0) {
  discount.combines_with = std::move(classes);
  discount.priority = priority;
  return discount;
}
Discount on(Discount discount, std::int64_t product) {
  discount.target.products = {ProductId{product}};
  return discount;
}

std::vector<std::int64_t> off(Discount discount, const Basket& basket, const Members& members = {}) {
  Shelf shelf;
  const auto candidate = shelf.beside(std::move(discount), basket, members);
  std::vector<std::int64_t> left;
  for (const auto& one : basket.lines) left.push_back(one.quantity * one.unit_price);
  return amounts_off(candidate, basket, left);
}
std::string refusal(Discount discount, const Basket& basket) {
  Shelf shelf;
  const auto status = check_basket(shelf.beside(std::move(discount), basket), basket);
  return status.ok() ? "ok" : status.error().code;
}
// "A 300, P 70 | Q": what was taken off by which code, and the refused ones.
std::string chosen(std::vector<Discount> discounts, const Basket& basket) {
  Shelf shelf;
  std::vector<Candidate> candidates;
  for (auto& discount : discounts) candidates.push_back(shelf.beside(std::move(discount), basket));
  const auto evaluation = choose(basket, candidates);
  std::string text;
  for (const auto& one : evaluation.applied) {
    text += (text.empty() ? "" : ", ") + (one.code.empty() ? "auto" : one.code) + " " +
            (one.free_shipping ? "free" : std::to_string(one.total()));
  }
  for (const auto& one : evaluation.refused) text += " | " + one.code;
  return text;
}

using Amounts = std::vector<std::int64_t>;

// --- kinds

TEST(Discounts, APercentageIsRoundedOnEachLine) {
  EXPECT_EQ(off(percent(1'000), basket_of({line(1, 1, 1'999), line(2, 3, 105)})),
            (Amounts{200, 32}));
  EXPECT_EQ(off(percent(10'000), basket_of({line(1, 1, 1'999)})), (Amounts{1'999}));
  EXPECT_EQ(off(percent(1), basket_of({line(1, 1, 4'999)})), (Amounts{0}));
  EXPECT_EQ(off(percent(1), basket_of({line(1, 1, 5'000)})), (Amounts{1}));
}

TEST(Discounts, AnAmountIsSpreadExactly) {
  EXPECT_EQ(off(amount(1'000), basket_of({line(1, 1, 1'000), line(2, 1, 1'000), line(3, 1, 1'000)})),
            (Amounts{334, 333, 333}));
  EXPECT_EQ(off(amount(500), basket_of({line(1, 1, 300), line(2, 1, 100)})), (Amounts{300, 100}));
}

TEST(Discounts, OnlyLinesOfTheTargetGetCheaper) {
  EXPECT_EQ(off(on(percent(5'000), 2), basket_of({line(1, 1, 100), line(2, 2, 100)})),
            (Amounts{0, 100}));
  EXPECT_EQ(off(on(amount(1'000), 2), basket_of({line(1, 1, 100), line(2, 2, 100)})),
            (Amounts{0, 200}));
  Discount collected = percent(5'000);
  collected.target.collections = {CollectionId{7}};
  EXPECT_EQ(off(collected, basket_of({line(1, 1, 100), line(2, 1, 100)}),
                {{CollectionId{7}, {ProductId{1}}}}),
            (Amounts{50, 0}));
  EXPECT_EQ(off(collected, basket_of({line(1, 1, 100)})), (Amounts{0}));
}

TEST(Discounts, WhatIsOnSaleCanBeLeftOut) {
  Discount discount = percent(1'000);
  const auto basket = basket_of({line(1, 1, 1'000, true), line(2, 1, 1'000)});
  EXPECT_EQ(off(discount, basket), (Amounts{100, 100}));
  discount.excludes_sale = true;
  EXPECT_EQ(off(discount, basket), (Amounts{0, 100}));
  EXPECT_EQ(refusal(discount, basket_of({line(1, 1, 1'000, true)})), "promotions.nothing_matches");
}

TEST(Discounts, AGiftCardIsNotMadeCheaperByTheWay) {
  auto basket = basket_of({line(1, 1, 1'000), line(2, 1, 1'000)});
  basket.lines[1].gift_card = true;
  EXPECT_EQ(off(percent(1'000), basket), (Amounts{100, 0}));
  EXPECT_EQ(off(amount(500), basket), (Amounts{500, 0}));
  EXPECT_EQ(off(on(percent(1'000), 2), basket), (Amounts{0, 100}));
  EXPECT_EQ(off(buy_get({1, 1, {}, 10'000, 1}), basket), (Amounts{0, 0}));
  basket.lines.erase(basket.lines.begin());
  EXPECT_EQ(refusal(percent(1'000), basket), "promotions.nothing_matches");
}

TEST(Discounts, OfWhatIsBoughtTheCheapestUnitsAreFree) {
  const BuyGet three_for_two{2, 1, {}, 10'000, 1};
  EXPECT_EQ(off(buy_get(three_for_two), basket_of({line(1, 2, 900), line(2, 1, 500)})),
            (Amounts{0, 500}));
  EXPECT_EQ(off(buy_get(three_for_two), basket_of({line(1, 7, 900)})), (Amounts{900}));
  EXPECT_EQ(off(buy_get({2, 1, {}, 10'000, 9}), basket_of({line(1, 7, 900)})), (Amounts{1'800}));
  EXPECT_EQ(off(buy_get({2, 1, {}, 5'000, 9}), basket_of({line(1, 3, 999)})), (Amounts{500}));
}

TEST(Discounts, WhatIsGotMayBeAnotherProduct) {
  Discount discount = on(buy_get({1, 1, {{ProductId{2}}, {}}, 10'000, 5}), 1);
  EXPECT_EQ(off(discount, basket_of({line(1, 2, 900), line(2, 3, 100)})), (Amounts{0, 200}));
  EXPECT_EQ(refusal(discount, basket_of({line(1, 2, 900)})), "promotions.minimum_not_met");
  EXPECT_EQ(refusal(discount, basket_of({line(2, 2, 900)})), "promotions.nothing_matches");
}

TEST(Discounts, AUnitThatIsGotWasNotBought) {
  // Product 1 counts as both. Three units: two of them must be bought.
  Discount discount = buy_get({2, 2, {{ProductId{1}}, {}}, 10'000, 5});
  EXPECT_EQ(refusal(discount, basket_of({line(1, 3, 100)})), "promotions.minimum_not_met");
  EXPECT_EQ(off(discount, basket_of({line(1, 4, 100)})), (Amounts{200}));
  EXPECT_EQ(off(discount, basket_of({line(1, 2, 100), line(2, 2, 900)})), (Amounts{200, 0}));
  EXPECT_EQ(off(discount, basket_of({line(1, 3, 100), line(2, 1, 50)})), (Amounts{200, 0}));
}

// --- conditions

TEST(Discounts, EachConditionHasItsCode) {
  const auto one = basket_of({line(1, 2, 1'000)});
  EXPECT_EQ(refusal(percent(1'000), one), "ok");
  EXPECT_EQ(refusal(percent(1'000), basket_of({})), "promotions.nothing_matches");
  EXPECT_EQ(refusal(on(percent(1'000), 9), one), "promotions.nothing_matches");
  EXPECT_EQ(refusal(percent(1'000), basket_of({line(1, 1, 0)})), "promotions.nothing_matches");
  EXPECT_EQ(refusal(amount(100, "A", jpy), one), "promotions.wrong_currency");
  Discount minimum = percent(1'000);
  minimum.subtotal_min = Money{2'001, eur};
  EXPECT_EQ(refusal(minimum, one), "promotions.minimum_not_met");
  minimum.subtotal_min = Money{2'000, eur};
  EXPECT_EQ(refusal(minimum, one), "ok");
  minimum.subtotal_min = Money{1, jpy};
  EXPECT_EQ(refusal(minimum, one), "promotions.wrong_currency");
  Discount many = percent(1'000);
  many.quantity_min = 3;
  EXPECT_EQ(refusal(many, one), "promotions.minimum_not_met");
  EXPECT_EQ(refusal(many, basket_of({line(1, 3, 1)})), "ok");
  Discount shipping = free_shipping();
  shipping.shipping_price_max = Money{500, jpy};
  EXPECT_EQ(refusal(shipping, one), "promotions.wrong_currency");
  EXPECT_EQ(refusal(free_shipping(), basket_of({line(1, 1, 0)})), "ok");
}

TEST(Discounts, TheRefusalSaysHowMuchIsMissing) {
  Shelf shelf;
  Discount minimum = percent(1'000);
  minimum.subtotal_min = Money{5'000, eur};
  const auto basket = basket_of({line(1, 1, 3'750)});
  EXPECT_EQ(check_basket(shelf.beside(minimum, basket), basket).error().detail,
            "Add 12.50 EUR more of what is part of this offer.");
}

TEST(Discounts, BeginAndEndToTheMicrosecond) {
  DiscountTerms terms;
  terms.starts_at = noon;
  terms.ends_at = noon + hours(1);
  EXPECT_EQ(check_dates(terms, noon - 1).error().code, "promotions.not_started");
  EXPECT_TRUE(check_dates(terms, noon).ok());
  EXPECT_TRUE(check_dates(terms, noon + hours(1) - 1).ok());
  EXPECT_EQ(check_dates(terms, noon + hours(1)).error().code, "promotions.expired");
}

TEST(Discounts, PeopleAreRefusedByWhatIsKnownOfThem) {
  DiscountTerms terms;
  EXPECT_TRUE(check_people(terms, {false, true, false, false}).ok());
  EXPECT_EQ(check_people(terms, {true, false, true, true}).error().code, "promotions.used_up");
  EXPECT_EQ(check_people(terms, {true, false, false, true}).error().code,
            "promotions.used_by_you");
  terms.audience = "regulars";
  EXPECT_EQ(check_people(terms, {false, false, false, false}).error().code,
            "promotions.not_for_you");
  terms.audience.clear();
  terms.first_order = true;
  EXPECT_EQ(check_people(terms, {true, true, false, false}).error().code,
            "promotions.not_for_you");
}

// --- which go together

TEST(Discounts, WithoutPermissionTheBestOneWins) {
  const auto basket = basket_of({line(1, 1, 10'000)});
  EXPECT_EQ(chosen({percent(1'000, "TEN"), amount(1'500, "FIFTEEN")}, basket),
            "FIFTEEN 1500 | TEN");
  EXPECT_EQ(chosen({percent(2'000, "TWENTY"), amount(1'500, "FIFTEEN")}, basket),
            "TWENTY 2000 | FIFTEEN");
  EXPECT_EQ(chosen({percent(2'000, ""), amount(1'500, "FIFTEEN")}, basket), "auto 2000 | FIFTEEN");
  EXPECT_EQ(chosen({percent(1'000, ""), amount(1'500, "FIFTEEN")}, basket), "FIFTEEN 1500");
}

TEST(Discounts, BothMustAllowTheOther) {
  const auto basket = basket_of({line(1, 1, 10'000)});
  const auto product = on(percent(1'000, "P"), 1);
  EXPECT_EQ(chosen({with(product, {Class::order}), amount(500, "O")}, basket), "P 1000 | O");
  EXPECT_EQ(chosen({with(product, {Class::order}), with(amount(500, "O"), {Class::product})}, basket),
            "P 1000, O 500");
  EXPECT_EQ(chosen({with(percent(1'000, "X"), {Class::order}),
                    with(percent(1'000, "Y"), {Class::order})},
                   basket),
            "X 1000, Y 900");
}

TEST(Discounts, ProductsComeBeforeTheOrderAndTheOrderBeforeShipping) {
  const auto basket = basket_of({line(1, 1, 10'000), line(2, 1, 10'000)});
  const std::vector<Class> all{Class::product, Class::order, Class::shipping};
  EXPECT_EQ(chosen({with(free_shipping(), all), with(percent(1'000, "O"), all),
                    with(on(percent(5'000, "P"), 1), all)},
                   basket),
            "P 5000, O 1500, S free");
}

TEST(Discounts, AHigherPriorityWinsOverABetterOne) {
  const auto basket = basket_of({line(1, 1, 10'000)});
  EXPECT_EQ(chosen({with(percent(500, "FIVE"), {}, 1), percent(5'000, "HALF")}, basket),
            "FIVE 500 | HALF");
}

TEST(Discounts, TwoThatGoTogetherCanBeatABetterOne) {
  const auto basket = basket_of({line(1, 1, 10'000)});
  const auto a = with(amount(600, "A"), {Class::order});
  const auto b = with(amount(500, "B"), {Class::order});
  EXPECT_EQ(chosen({percent(1'000, "TEN"), a, b}, basket), "A 600, B 500 | TEN");
  EXPECT_EQ(chosen({percent(1'200, "TWELVE"), a, b}, basket), "TWELVE 1200 | A | B");
}

TEST(Discounts, ShippingIsWeighedByItsPrice) {
  auto basket = basket_of({line(1, 1, 10'000)});
  basket.shipping = 900;
  EXPECT_EQ(chosen({free_shipping(), amount(500, "FIVE")}, basket), "S free | FIVE");
  EXPECT_EQ(chosen({free_shipping(), amount(950, "MORE")}, basket), "MORE 950 | S");
  Discount cheap = free_shipping();
  cheap.shipping_price_max = Money{800, eur};
  EXPECT_EQ(chosen({cheap, amount(500, "FIVE")}, basket), "FIVE 500 | S");
  basket.shipping.reset();
  EXPECT_EQ(chosen({free_shipping()}, basket), "S free");
}

TEST(Discounts, WhatHasNothingLeftToTakeIsNotUsed) {
  const auto basket = basket_of({line(1, 1, 1'000)});
  const std::vector<Class> both{Class::product, Class::order};
  EXPECT_EQ(chosen({with(on(percent(10'000, "ALL"), 1), both), with(amount(500, "O"), both)}, basket),
            "ALL 1000 | O");
}

TEST(Discounts, ManyThatExcludeEachOtherStillGiveOne) {
  const auto basket = basket_of({line(1, 1, 10'000)});
  std::vector<Discount> many;
  for (int i = 1; i <= 30; ++i) many.push_back(percent(i * 100, ""));
  EXPECT_EQ(chosen(many, basket), "auto 3000");
}

// --- what staff write, and codes

TEST(Discounts, AllThatIsWrongIsSaidAtOnce) {
  DiscountTerms terms;
  terms.code = "no blanks";
  terms.kind = Kind::amount;
  terms.percent_bp = 5;
  terms.subtotal_min = Money{-1, eur};
  terms.starts_at = noon;
  terms.ends_at = noon;
  terms.combines_with = {Class::order, Class::order};
  const auto status = check_terms(terms);
  ASSERT_FALSE(status.ok());
  std::string fields;
  for (const auto& field : status.error().fields) fields += field.field + " " + field.code + "; ";
  EXPECT_EQ(fields,
            "code wrong_format; title required; percent_bp not_of_this_kind; amount out_of_range; "
            "subtotal_min out_of_range; ends_at out_of_range; combines_with repeated; ");
}

TEST(Discounts, EachKindNeedsItsOwn) {
  const auto wrong = [](DiscountTerms terms) {
    terms.title = "T";
    const auto status = check_terms(terms);
    return status.ok() ? std::string("ok") : status.error().fields[0].field;
  };
  EXPECT_EQ(wrong(percent(0)), "percent_bp");
  EXPECT_EQ(wrong(percent(10'001)), "percent_bp");
  EXPECT_EQ(wrong(percent(10'000)), "ok");
  EXPECT_EQ(wrong(amount(0)), "amount");
  EXPECT_EQ(wrong(amount(1)), "ok");
  EXPECT_EQ(wrong(free_shipping()), "ok");
  Discount bare = free_shipping();
  bare.kind = Kind::buy_x_get_y;
  EXPECT_EQ(wrong(bare), "buy_get");
  Discount mixed = amount(100);
  mixed.subtotal_min = Money{1, jpy};
  EXPECT_EQ(wrong(mixed), "subtotal_min");
  Discount unused = percent(100);
  unused.uses_max = 0;
  EXPECT_EQ(wrong(unused), "uses_max");
}

TEST(Discounts, CodesAreTheSameInAnyCaseAndWithoutMarks) {
  EXPECT_EQ(code_key("TẾT2027"), code_key(" tet2027 "));
  EXPECT_EQ(code_key("Đà-Nẵng"), "da-nang");
  EXPECT_EQ(code_key("a b"), "");
  EXPECT_EQ(code_key(""), "");
  EXPECT_EQ(code_key("\xff"), "");
  EXPECT_EQ(code_key(std::string(41, 'a')), "");
  EXPECT_EQ(code_key("50%"), "");
}

TEST(Discounts, OneMailboxIsOnePerson) {
  EXPECT_EQ(folded_email(" An+sale@Example.COM "), "an@example.com");
  EXPECT_EQ(folded_email("a.n@googlemail.com"), "an@gmail.com");
  EXPECT_EQ(folded_email("a.n@example.com"), "a.n@example.com");
  EXPECT_EQ(person_of({}, "AN@example.com").email, person_of({}, "an+2@example.com").email);
  EXPECT_NE(person_of({}, "an@example.com").email, person_of({}, "bo@example.com").email);
  EXPECT_EQ(person_of({}, "").email, "");
  EXPECT_EQ(person_of(identity::AccountId{5}, "").account, to_text(identity::AccountId{5}));
}

// --- always

TEST(Discounts, SharesAddUpAndNoneIsAboveItsWeight) {
  EXPECT_TRUE(rc::check("spreading", [] {
    const auto weights = *rc::gen::container<Amounts>(rc::gen::inRange<std::int64_t>(0, 1'000'000'000'000));
    const auto sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
    const auto off = *rc::gen::inRange<std::int64_t>(0, sum + 1);
    const auto shares = spread(off, weights);
    RC_ASSERT(std::accumulate(shares.begin(), shares.end(), std::int64_t{0}) == off);
    for (std::size_t i = 0; i < weights.size(); ++i)
      RC_ASSERT(shares[i] >= 0 && shares[i] <= weights[i]);
  }));
}

Discount any_discount(int n) {
  const auto code = *rc::gen::element<std::string>("", "C" + std::to_string(n));
  const auto small = [](std::int64_t max) { return *rc::gen::inRange<std::int64_t>(1, max); };
  Discount discount;
  switch (*rc::gen::inRange(0, 4)) {
    case 0: discount = percent(small(10'001), code); break;
    case 1: discount = amount(small(5'000), code); break;
    case 2: discount = buy_get({small(4), small(4), {}, small(10'001), small(4)}, code); break;
    default: discount = free_shipping(code);
  }
  if (*rc::gen::arbitrary<bool>()) discount = on(discount, small(4));
  for (const auto one : {Class::product, Class::order, Class::shipping}) {
    if (*rc::gen::arbitrary<bool>()) discount.combines_with.push_back(one);
  }
  discount.priority = *rc::gen::inRange<std::int64_t>(-1, 2);
  return discount;
}

TEST(Discounts, NoLineEverGoesBelowZeroAndEveryCodeIsAnswered) {
  EXPECT_TRUE(rc::check("choosing", [] {
    Basket basket = basket_of({});
    for (int i = *rc::gen::inRange(1, 5); i > 0; --i) {
      basket.lines.push_back(line(*rc::gen::inRange(1, 4), *rc::gen::inRange(1, 9),
                                  *rc::gen::inRange(0, 3'000)));
    }
    Shelf shelf;
    std::vector<Candidate> candidates;
    std::size_t codes = 0;
    for (int i = *rc::gen::inRange(0, 6); i > 0; --i) {
      auto candidate = shelf.beside(any_discount(i), basket);
      if (!check_basket(candidate, basket).ok()) continue;
      codes += candidate.typed.empty() ? 0 : 1;
      candidates.push_back(std::move(candidate));
    }
    const auto evaluation = choose(basket, candidates);
    Amounts left;
    for (const auto& one : basket.lines) left.push_back(one.quantity * one.unit_price);
    std::size_t answered = evaluation.refused.size();
    for (const auto& one : evaluation.applied) {
      answered += one.code.empty() ? 0 : 1;
      RC_ASSERT(one.free_shipping || one.total() > 0);
      for (std::size_t i = 0; i < left.size(); ++i) {
        RC_ASSERT(one.lines[i] >= 0);
        left[i] -= one.lines[i];
        RC_ASSERT(left[i] >= 0);
      }
      for (const auto& other : evaluation.applied) {
        if (one.id == other.id) continue;
        RC_ASSERT(combine(*shelf.book.find(one.id), *shelf.book.find(other.id)));
      }
    }
    RC_ASSERT(answered == codes);
  }));
}

}  // namespace
}  // namespace plaza::promotions
