// What holds for any lines, rates, discounts and currencies. rapidcheck prints the seed of a failure; RC_PARAMS="seed=…" runs it
// again.
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <numeric>

#include "pricing/price.h"

namespace plaza::pricing {
namespace {

struct AnyBasket {
  std::vector<Line> lines;
  std::vector<Deduction> deductions;
  Basket basket;
};

std::int64_t up_to(std::int64_t most) { return *rc::gen::inRange<std::int64_t>(0, most + 1); }

void fill(AnyBasket& any) {
  any.lines.resize(*rc::gen::inRange<std::size_t>(0, 20));
  for (auto& line : any.lines) {
    line.unit_price = up_to(100'000'000);
    line.quantity = 1 + up_to(98);
    any.basket.rates.lines.push_back(*rc::gen::element<std::int64_t>(0, 70'000, 190'000, 88'750, 1'000'000));
  }
  any.deductions.resize(*rc::gen::inRange<std::size_t>(0, 4));
  for (auto& deduction : any.deductions) {
    deduction.shipping = up_to(2'000);
    for (const auto& line : any.lines) deduction.lines.push_back(up_to(line.unit_price * 2));
  }
  any.basket.currency = *parse_currency(*rc::gen::element(std::string("EUR"), std::string("JPY"), std::string("KWD")));
  any.basket.prices_include_tax = *rc::gen::arbitrary<bool>();
  any.basket.tax_exempt = *rc::gen::arbitrary<bool>();
  any.basket.lines = any.lines;
  any.basket.deductions = any.deductions;
  if (*rc::gen::arbitrary<bool>()) any.basket.shipping = up_to(5'000);
  any.basket.rates.shipping = up_to(1'000'000);
}

RC_GTEST_PROP(Basket, TotalsAreTheSumsOfTheirParts, ()) {
  AnyBasket any;
  fill(any);
  const auto quote = price(any.basket);
  std::int64_t subtotal = 0, discount = quote.shipping_discount.amount, tax = quote.shipping_tax.amount;
  std::int64_t total = quote.shipping_total.amount;
  for (const auto& line : quote.lines) {
    RC_ASSERT(line.discount.amount >= 0);
    RC_ASSERT(line.discount.amount <= line.subtotal.amount);
    RC_ASSERT(line.total.amount >= 0);
    subtotal += line.subtotal.amount;
    discount += line.discount.amount;
    tax += line.tax.amount;
    total += line.total.amount;
  }
  RC_ASSERT(quote.totals.subtotal.amount == subtotal);
  RC_ASSERT(quote.totals.discount.amount == discount);
  RC_ASSERT(quote.totals.tax.amount == tax);
  RC_ASSERT(quote.totals.total.amount == total);
  RC_ASSERT(!any.basket.tax_exempt || tax == 0);

  std::int64_t counted = 0;
  for (const auto& reason : quote.totals.reasons) counted += reason.counted ? reason.amount.amount : 0;
  RC_ASSERT(counted == total);
}

RC_GTEST_PROP(Basket, ALinesTaxDoesNotDependOnItsNeighbours, ()) {
  AnyBasket any;
  fill(any);
  const auto together = price(any.basket);
  for (std::size_t i = 0; i < any.lines.size(); ++i) {
    Basket alone = any.basket;
    std::vector<Deduction> deductions = any.deductions;
    for (auto& deduction : deductions) deduction.lines = {deduction.lines[i]};
    alone.lines = std::span(any.lines).subspan(i, 1);
    alone.deductions = deductions;
    alone.rates.lines = {any.basket.rates.lines[i]};
    RC_ASSERT(price(alone).lines[0].total == together.lines[i].total);
    RC_ASSERT(price(alone).lines[0].tax == together.lines[i].tax);
  }
}

RC_GTEST_PROP(Basket, AnExemptBuyerPaysTheOthersPriceWithoutTheTax, ()) {
  AnyBasket any;
  fill(any);
  any.basket.tax_exempt = false;
  const auto others = price(any.basket);
  any.basket.tax_exempt = true;
  RC_ASSERT(price(any.basket).totals.total == others.totals.total - others.totals.tax);
}

RC_GTEST_PROP(ShareOut, AddsUpAndIsWithinOneUnitOfTheExactShare, ()) {
  const auto weights = *rc::gen::nonEmpty(
      rc::gen::container<std::vector<std::int64_t>>(rc::gen::inRange<std::int64_t>(0, 1'000'000)));
  const std::int64_t amount = up_to(1'000'000);
  const auto shares = share_out(amount, weights);
  const auto sum = std::accumulate(weights.begin(), weights.end(), std::int64_t{0});
  RC_ASSERT(std::accumulate(shares.begin(), shares.end(), std::int64_t{0}) == amount);
  for (std::size_t i = 0; sum > 0 && i < weights.size(); ++i) {
    const std::int64_t floor = amount * weights[i] / sum;
    RC_ASSERT(shares[i] == floor || shares[i] == floor + 1);
  }
}

}  // namespace
}  // namespace plaza::pricing
