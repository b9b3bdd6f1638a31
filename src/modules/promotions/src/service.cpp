#include "service.h"

#include <algorithm>
#include <set>

#include "store.h"

namespace plaza::promotions {
namespace {

Error changed() {
  return Error{ErrorKind::conflict, "promotions.changed",
               "This discount was changed a moment ago. Look at the new total and try again."};
}

}  // namespace

Facts PromotionsService::facts(db::Reader& reader, const Discount& discount, const Basket& basket,
                               const Person& person) const {
  Facts facts;
  if (!discount.audience.empty()) {
    facts.in_audience =
        audience_ && basket.account_id && audience_->contains(discount.audience, basket.account_id);
  }
  const bool known = basket.account_id || !basket.email.empty();
  if (discount.first_order && known && first_orders_)
    facts.ordered_before = first_orders_->has_ordered(reader, basket.account_id, basket.email);
  if (discount.uses_max) facts.used_up = is_used_up(reader, discount.id);
  const auto per_person = discount.per_person_max();
  if (per_person && known) {
    facts.used_by_person =
        person_uses(reader, discount.id, person.account, person.email) >= *per_person;
  }
  return facts;
}

Status PromotionsService::check_code(db::Reader& reader, const Candidate& candidate,
                                     const Basket& basket, const Person& person) const {
  const Discount& discount = *candidate.discount;
  TRY_DONE(check_dates(discount, basket.at));
  TRY_DONE(check_people(discount, facts(reader, discount, basket, person)));
  return check_basket(candidate, basket);
}

Evaluation PromotionsService::evaluate(db::Reader& reader, const Basket& basket) {
  const Person person = person_of(basket.account_id, basket.email);
  std::vector<Candidate> candidates;
  std::vector<Refused> refused;
  std::set<DiscountId> seen;
  for (std::size_t i = 0; i < basket.codes.size(); ++i) {
    const std::string& typed = basket.codes[i];
    const auto discount = book_.find(code_key(typed));
    if (!discount) {
      refused.push_back({typed, unknown_code()});
      continue;
    }
    if (i >= codes_max) {
      refused.push_back({typed, not_combinable()});
      continue;
    }
    if (!seen.insert(discount->id).second) continue;
    auto candidate = book_.beside(discount, typed, basket);
    const auto fits = check_code(reader, candidate, basket, person);
    if (fits.ok()) candidates.push_back(std::move(candidate));
    else refused.push_back({typed, fits.error()});
  }
  // What costs nothing to know comes first: most rules do not fit most baskets.
  for (auto& discount : book_.automatic()) {
    auto candidate = book_.beside(std::move(discount), "", basket);
    const Discount& terms = *candidate.discount;
    if (!check_dates(terms, basket.at).ok() || !check_basket(candidate, basket).ok()) continue;
    if (!check_people(terms, facts(reader, terms, basket, person)).ok()) continue;
    candidates.push_back(std::move(candidate));
  }
  Evaluation evaluation = choose(basket, candidates);
  evaluation.refused.insert(evaluation.refused.begin(), refused.begin(), refused.end());
  return evaluation;
}

// --- limits

Status PromotionsService::redeem_one(db::Transaction& tx, std::int64_t order,
                                     const Applied& applied, const Person& person) const {
  const auto discount = book_.find(applied.id);
  if (!discount || discount->version != applied.version) {
    return is_used_by(tx, order, applied.id) ? done() : Status(changed());
  }
  const auto per_person = discount->per_person_max();
  if (!insert_use(tx, {order, applied.id, applied.version, person.account, person.email,
                       per_person.has_value(), clock_.now()})) {
    return is_used_by(tx, order, applied.id) ? done() : Status(changed());
  }
  if (discount->uses_max && !take_use(tx, applied.id, applied.version)) {
    Facts facts;
    facts.used_up = is_used_up(tx, applied.id);
    TRY_DONE(check_people(*discount, facts));
    return changed();
  }
  if (!per_person) return done();
  for (const auto& name : {person.account, person.email}) {
    if (name.empty() || take_person_use(tx, applied.id, name, *per_person)) continue;
    Facts facts;
    facts.used_by_person = true;
    return check_people(*discount, facts);
  }
  return done();
}

// By id, so that two orders with the same discounts cannot wait for each other.
Status PromotionsService::redeem(db::Transaction& tx, std::int64_t order, const Basket& basket,
                                 std::span<const Applied> applied) {
  const Person person = person_of(basket.account_id, basket.email);
  std::vector<const Applied*> sorted;
  for (const auto& one : applied) sorted.push_back(&one);
  std::sort(sorted.begin(), sorted.end(),
            [](const Applied* a, const Applied* b) { return a->id < b->id; });
  for (const Applied* one : sorted) TRY_DONE(redeem_one(tx, order, *one, person));
  return done();
}

void PromotionsService::release(db::Transaction& tx, std::int64_t order) {
  for (const auto& use : release_uses(tx, order, clock_.now())) {
    give_use(tx, use.discount_id);
    if (!use.per_person) continue;
    for (const auto& name : {use.account, use.email}) {
      if (!name.empty()) give_person_use(tx, use.discount_id, name);
    }
  }
}

}  // namespace plaza::promotions
