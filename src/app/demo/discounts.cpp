// Kilnlight's codes, gift cards and a little store credit. Nothing applies by itself: prices of the demo are what its pages say.
#include <stdexcept>

#include "catalog/module.h"
#include "credit/module.h"
#include "promotions/module.h"
#include "world.h"

namespace plaza::app::demo_brand {

namespace {

using promotions::Class;
using promotions::DiscountTerms;
using promotions::Kind;

constexpr Currency euro{{'E', 'U', 'R'}};

DiscountTerms terms(const char* code, const char* title, Kind kind) {
  DiscountTerms made;
  made.code = code;
  made.title = title;
  made.kind = kind;
  return made;
}

DiscountTerms welcome() {
  auto made = terms("WELCOME10", "10 % off your first order", Kind::percent);
  made.percent_bp = 1'000;
  made.first_order = true;
  made.combines_with = {Class::product, Class::shipping};
  return made;
}

DiscountTerms five_off(Time ends) {
  auto made = terms("KILN5", "5 € off from 40 €", Kind::amount);
  made.amount = Money{500, euro};
  made.subtotal_min = Money{4'000, euro};
  made.uses_max = 200;
  made.uses_per_person_max = 1;
  made.ends_at = ends;
  made.combines_with = {Class::shipping};
  return made;
}

DiscountTerms free_delivery() {
  auto made = terms("FREESHIP", "Free standard delivery", Kind::free_shipping);
  made.shipping_price_max = Money{990, euro};
  made.combines_with = {Class::product, Class::order};
  return made;
}

DiscountTerms three_for_two(const std::optional<catalog::Collection>& collection) {
  auto made = terms("THIRDFREE", "Buy two, the third is free", Kind::buy_x_get_y);
  made.buy_get = promotions::BuyGet{2, 1, {}, 10'000, 5};
  if (collection) made.target.collections = made.buy_get->get.collections = {collection->id};
  made.excludes_sale = true;
  made.combines_with = {Class::shipping};
  return made;
}

}  // namespace

void World::write_discounts() {
  auto& discounts = program_.promotions().discounts();
  auto& credit = program_.credit().credit();
  auto work = [&](db::Transaction& tx) -> Status {
    const auto evening = program_.catalog().collections().collection_by_handle(tx, "evening-light");
    for (const auto& made : {welcome(), five_off(end_ + days(30)), free_delivery(), three_for_two(evening)})
      TRY_DONE(discounts.create(tx, made));
    for (const std::int64_t value : {2'500, 5'000, 10'000, 5'000, 2'500, 5'000}) {
      TRY(const auto issued, credit.issue(tx, {Money{value, euro}, end_ + days(730), "Market stall", ""}, "system"));
      cards_.push_back(issued.code);
    }
    TRY_DONE(credit.grant(tx, members_.front().id, Money{1'500, euro}, "A parcel came late", "system"));
    return done();
  };
  const auto written = program_.database().write_now(work);
  if (!written.ok()) throw std::runtime_error("the demo could not write discounts: " + written.error().detail);
}

}  // namespace plaza::app::demo_brand
