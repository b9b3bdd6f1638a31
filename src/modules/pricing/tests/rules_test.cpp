// Amounts worked out by hand, in currencies of 2, 0 and 3 digits.
#include <gtest/gtest.h>

#include "pricing/price.h"

namespace plaza::pricing {
namespace {

Currency currency(const char* code) { return *parse_currency(code); }

Settings shop(const char* code, std::int64_t tax_ppm, bool included = true) {
  return Settings{currency(code), tax_ppm, included, starting_shipping(currency(code))};
}

std::vector<std::int64_t> line_taxes(const Quote& quote) {
  std::vector<std::int64_t> taxes;
  for (const auto& line : quote.lines) taxes.push_back(line.tax.amount);
  return taxes;
}

const Reason* reason(const Quote& quote, std::string_view code) {
  for (const auto& found : quote.totals.reasons) {
    if (found.code == code) return &found;
  }
  return nullptr;
}

TEST(Price, IncludedTaxIsPartOfTheTotal) {
  const auto settings = shop("EUR", 190'000);
  const std::vector<Line> lines = {{1'190, 2}};
  const auto quote = price(lines, nullptr, settings);
  EXPECT_EQ(quote.totals.subtotal.amount, 2'380);
  EXPECT_EQ(quote.totals.tax.amount, 380);
  EXPECT_EQ(quote.totals.total.amount, 2'380);
  EXPECT_FALSE(quote.totals.shipping.has_value());
  EXPECT_TRUE(quote.totals.tax_included);
}

TEST(Price, TaxOnTopIsAddedToTheTotal) {
  const auto settings = shop("EUR", 190'000, false);
  const std::vector<Line> lines = {{1'000, 2}};
  const auto quote = price(lines, find_shipping(settings, "standard"), settings);
  EXPECT_EQ(quote.totals.subtotal.amount, 2'000);
  EXPECT_EQ(quote.totals.shipping->amount, 490);
  EXPECT_EQ(quote.totals.tax.amount, 473);  // 19 % of 24.90 is 4.731
  EXPECT_EQ(quote.totals.total.amount, 2'963);
  EXPECT_EQ(quote.shipping_tax.amount, 93);
  EXPECT_EQ(quote.lines[0].total.amount, 2'380);
}

TEST(Price, EachLineIsRoundedOnItsOwnAndTheTaxIsTheirSum) {
  // 3 lines of 0.99 at 7 %: 0.0648 each, so 6 cents each and 18 together.
  const auto settings = shop("EUR", 70'000);
  const std::vector<Line> lines = {{99, 1}, {99, 1}, {99, 1}};
  const auto quote = price(lines, nullptr, settings);
  EXPECT_EQ(quote.totals.tax.amount, 18);
  EXPECT_EQ(line_taxes(quote), (std::vector<std::int64_t>{6, 6, 6}));
}

TEST(Price, YenHaveNoSmallerUnit) {
  const auto settings = shop("JPY", 100'000);
  const std::vector<Line> lines = {{1'980, 1}, {55, 3}};
  const auto quote = price(lines, find_shipping(settings, "standard"), settings);
  EXPECT_EQ(quote.totals.subtotal.amount, 2'145);
  EXPECT_EQ(quote.totals.shipping->amount, 490);
  EXPECT_EQ(quote.totals.tax.amount, 240);  // 2,635 / 11 is 239.5
  EXPECT_EQ(quote.totals.total.amount, 2'635);
}

TEST(Price, DinarsHaveThreeDigits) {
  const auto settings = shop("KWD", 50'000, false);
  const std::vector<Line> lines = {{12'345, 1}};
  const auto quote = price(lines, find_shipping(settings, "express"), settings);
  EXPECT_EQ(quote.totals.shipping->amount, 12'900);
  EXPECT_EQ(quote.totals.tax.amount, 1'262);  // 5 % of 25.245 is 1.26225
  EXPECT_EQ(quote.totals.total.amount, 26'507);
}

TEST(Price, AnEmptyCartCostsNothing) {
  const auto settings = shop("EUR", 190'000);
  const auto quote = price({}, nullptr, settings);
  EXPECT_EQ(quote.totals.total.amount, 0);
  EXPECT_EQ(quote.totals.tax.amount, 0);
}

TEST(Price, ShippingIsFreeFromItsThresholdOn) {
  const auto settings = shop("EUR", 0);
  const auto& standard = *find_shipping(settings, "standard");
  EXPECT_EQ(shipping_price(standard, 4'999), 490);
  EXPECT_EQ(shipping_price(standard, 5'000), 0);
  EXPECT_EQ(shipping_price(*find_shipping(settings, "express"), 1'000'000), 1'290);
}

TEST(Price, EveryTotalExplainsItself) {
  const auto settings = shop("EUR", 190'000);
  const std::vector<Line> lines = {{2'500, 2}};
  const auto quote = price(lines, find_shipping(settings, "standard"), settings);
  ASSERT_EQ(quote.totals.reasons.size(), 3u);
  EXPECT_EQ(reason(quote, "items")->text, "2 items");
  EXPECT_EQ(reason(quote, "shipping_free")->text, "Standard shipping, free from 50.00 EUR");
  EXPECT_EQ(reason(quote, "tax_included")->text, "19 % tax, included in the prices");
  EXPECT_EQ(reason(quote, "tax_included")->amount.amount, 798);
  EXPECT_FALSE(reason(quote, "tax_included")->counted);
}

TEST(Price, RatesAreWrittenWithoutZeros) {
  const auto settings = shop("EUR", 88'750, false);
  const std::vector<Line> lines = {{10'000, 1}};
  EXPECT_EQ(reason(price(lines, nullptr, settings), "tax")->text, "8.875 % tax");
}

TEST(Price, ACalculatorMayTaxLinesDifferently) {
  const auto settings = shop("EUR", 0);
  const std::vector<Line> lines = {{1'070, 1}, {1'190, 1}};
  const auto quote = price(lines, find_shipping(settings, "express"), settings, TaxRates{{70'000, 190'000}, 190'000});
  EXPECT_EQ(line_taxes(quote), (std::vector<std::int64_t>{70, 190}));
  EXPECT_EQ(quote.shipping_tax.amount, 206);
  EXPECT_EQ(quote.totals.tax.amount, 466);
  EXPECT_EQ(quote.totals.reasons.size(), 4u);
}

// Baskets: discounts, exemptions, and what each line says of them.

Basket basket_of(const char* code, std::span<const Line> lines, std::int64_t ppm, bool included) {
  Basket basket;
  basket.currency = currency(code);
  basket.prices_include_tax = included;
  basket.lines = lines;
  basket.rates = {std::vector<std::int64_t>(lines.size(), ppm), ppm};
  return basket;
}

// "subtotal-discount+tax=total" of each line.
std::vector<std::string> line_texts(const Quote& quote) {
  std::vector<std::string> texts;
  for (const auto& line : quote.lines) {
    texts.push_back(std::to_string(line.subtotal.amount) + "-" + std::to_string(line.discount.amount) + "+" +
                    std::to_string(line.tax.amount) + "=" + std::to_string(line.total.amount));
  }
  return texts;
}
// "code amount" of each reason; one that is not counted in brackets.
std::vector<std::string> reason_texts(const Quote& quote) {
  std::vector<std::string> texts;
  for (const auto& reason : quote.totals.reasons) {
    const std::string text = reason.code + " " + std::to_string(reason.amount.amount);
    texts.push_back(reason.counted ? text : "(" + text + ")");
  }
  return texts;
}
using Texts = std::vector<std::string>;

TEST(Basket, ADiscountIsTakenOffEachLineBeforeItsTax) {
  const std::vector<Line> lines = {{1'190, 2}, {595, 1}};
  const std::vector<Deduction> deductions = {{"SUMMER", "Summer: 10 % off", {238, 60}, 0}};
  auto basket = basket_of("EUR", lines, 190'000, true);
  basket.deductions = deductions;
  basket.shipping = 490;
  const auto quote = price(basket);
  EXPECT_EQ(line_texts(quote), (Texts{"2380-238+342=2142", "595-60+85=535"}));
  EXPECT_EQ(reason_texts(quote), (Texts{"items 2975", "shipping 490", "discount -298", "(tax_included 505)"}));
  EXPECT_EQ(quote.totals.discount.amount, 298);
  EXPECT_EQ(quote.totals.tax.amount, 505);
  EXPECT_EQ(quote.totals.total.amount, 3'167);
  EXPECT_EQ(reason(quote, "discount")->text, "Summer: 10 % off");
}

TEST(Basket, TaxOnTopIsOfWhatIsPaid) {
  const std::vector<Line> lines = {{1'000, 1}};
  const std::vector<Deduction> deductions = {{"", "", {250}, 0}};
  auto basket = basket_of("EUR", lines, 200'000, false);
  basket.deductions = deductions;
  const auto quote = price(basket);
  EXPECT_EQ(line_texts(quote), Texts{"1000-250+150=900"});
  EXPECT_EQ(reason_texts(quote), (Texts{"items 1000", "discount -250", "tax 150"}));
  EXPECT_EQ(reason(quote, "discount")->text, "Discount");
}

TEST(Basket, MoreThanALineCostsIsNeverTakenOff) {
  const std::vector<Line> lines = {{500, 1}};
  const std::vector<Deduction> deductions = {{"A", "", {400}, 0}, {"B", "", {400}, 900}};
  auto basket = basket_of("EUR", lines, 190'000, true);
  basket.deductions = deductions;
  basket.shipping = 490;
  const auto quote = price(basket);
  EXPECT_EQ(reason_texts(quote), (Texts{"items 500", "shipping 490", "discount -400", "discount -590", "(tax_included 0)"}));
  EXPECT_EQ(quote.totals.total.amount, 0);
  EXPECT_EQ(quote.shipping_discount.amount, 490);
  EXPECT_EQ(quote.shipping_total.amount, 0);
  EXPECT_EQ(reason(quote, "discount")->text, "Code A");
}

TEST(Basket, FreeShippingByACodeLeavesItsPriceToBeSeen) {
  const std::vector<Line> lines = {{2'000, 1}};
  const std::vector<Deduction> deductions = {{"FREE", "Free shipping", {}, 490}};
  auto basket = basket_of("EUR", lines, 190'000, true);
  basket.deductions = deductions;
  basket.shipping = 490;
  const auto quote = price(basket);
  EXPECT_EQ(quote.totals.shipping->amount, 490);
  EXPECT_EQ(quote.totals.discount.amount, 490);
  EXPECT_EQ(quote.totals.total.amount, 2'000);
  EXPECT_EQ(quote.shipping_tax.amount, 0);
}

TEST(Basket, AnExemptBuyerPaysInclusivePricesWithoutTheirTax) {
  const std::vector<Line> lines = {{1'190, 1}, {1'070, 1}};
  auto basket = basket_of("EUR", lines, 190'000, true);
  basket.rates.lines[1] = 70'000;
  basket.shipping = 595;
  basket.tax_exempt = true;
  const auto quote = price(basket);
  EXPECT_EQ(line_texts(quote), (Texts{"1190-0+0=1000", "1070-0+0=1000"}));
  EXPECT_EQ(reason_texts(quote), (Texts{"items 2260", "shipping 595", "tax_exempt -355"}));
  EXPECT_EQ(quote.shipping_total.amount, 500);
  EXPECT_EQ(quote.totals.tax.amount, 0);
  EXPECT_EQ(quote.totals.total.amount, 2'500);
}

TEST(Basket, AnExemptBuyerPaysExclusivePricesAsTheyAre) {
  const std::vector<Line> lines = {{1'000, 3}};
  auto basket = basket_of("EUR", lines, 190'000, false);
  basket.tax_exempt = true;
  const auto quote = price(basket);
  EXPECT_EQ(reason_texts(quote), (Texts{"items 3000", "tax_exempt 0"}));
  EXPECT_EQ(quote.totals.total.amount, 3'000);
}

TEST(Basket, YenAreRoundedToWholeOnesAndDinarsToThousandths) {
  const std::vector<Line> yen = {{999, 1}, {101, 1}};
  EXPECT_EQ(line_texts(price(basket_of("JPY", yen, 100'000, true))), (Texts{"999-0+91=999", "101-0+9=101"}));
  const std::vector<Line> dinars = {{1'005, 1}, {10, 1}};  // 5 % of 1.005 is 0.05025, of 0.010 is 0.0005
  EXPECT_EQ(line_texts(price(basket_of("KWD", dinars, 50'000, false))), (Texts{"1005-0+50=1055", "10-0+1=11"}));
}

TEST(Basket, TheDearestLinesDoNotOverflow) {
  const std::vector<Line> lines(lines_max, {unit_price_max, quantity_max});
  const auto quote = price(basket_of("EUR", lines, 1'000'000, false));
  EXPECT_EQ(quote.totals.subtotal.amount, 9'900'000'000'000'000);
  EXPECT_EQ(quote.totals.total.amount, 19'800'000'000'000'000);
}

TEST(ShareOut, SharesAddUpToTheAmount) {
  EXPECT_EQ(share_out(100, std::vector<std::int64_t>{1, 1, 1}), (std::vector<std::int64_t>{34, 33, 33}));
  EXPECT_EQ(share_out(5, std::vector<std::int64_t>{0, 10, 30}), (std::vector<std::int64_t>{0, 1, 4}));
  EXPECT_EQ(share_out(7, std::vector<std::int64_t>{0, 0}), (std::vector<std::int64_t>{7, 0}));
  EXPECT_TRUE(share_out(7, std::vector<std::int64_t>{}).empty());
}

TEST(ShippingText, SaysWhatItIsAndWhyItIsFree) {
  const ShippingOption standard{"standard", "Standard", 490, 5'000, 2, 4};
  EXPECT_EQ(shipping_text(standard, 490, currency("EUR")), "Standard shipping");
  EXPECT_EQ(shipping_text(standard, 0, currency("EUR")), "Standard shipping, free from 50.00 EUR");
  EXPECT_EQ(shipping_text({"post", "Delivery by bicycle", 300}, 300, currency("EUR")), "Delivery by bicycle");
  ShippingOption shop_door{"berlin", "Berlin shop", 0};
  shop_door.pickup = true;
  EXPECT_EQ(shipping_text(shop_door, 0, currency("EUR")), "Pick-up: Berlin shop");
}

TEST(Settings, SensibleOnesAreFine) {
  EXPECT_TRUE(validate(Settings{}).ok());
  EXPECT_TRUE(validate(shop("VND", 80'000)).ok());
}

TEST(Settings, AllThatIsWrongIsToldAtOnce) {
  Settings settings;
  settings.tax_ppm = 1'000'001;
  settings.shipping = {{"express", "", -1, -1, 5, 4}, {"express", "Express", 0, std::nullopt, 1, 2}};
  const auto status = validate(settings);
  ASSERT_FALSE(status.ok());
  std::vector<std::string> fields;
  for (const auto& field : status.error().fields) fields.push_back(field.field);
  EXPECT_EQ(fields, (std::vector<std::string>{"pricing.tax_ppm", "pricing.shipping[0].name", "pricing.shipping[0].price",
                                              "pricing.shipping[0].free_from", "pricing.shipping[0].delivery_days_max",
                                              "pricing.shipping[1].id", "pricing.shipping"}));
}

TEST(Settings, StartingShippingFitsTheCurrency) {
  EXPECT_EQ(starting_shipping(currency("EUR"))[0].price, 490);
  EXPECT_EQ(starting_shipping(currency("JPY"))[0].price, 490);
  EXPECT_EQ(starting_shipping(currency("KWD"))[0].price, 4'900);
  EXPECT_EQ(starting_shipping(currency("VND"))[0].price, 29'400);
}

}  // namespace
}  // namespace plaza::pricing
