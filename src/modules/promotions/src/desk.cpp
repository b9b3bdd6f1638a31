#include "desk.h"

#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "promotions/events.h"
#include "rules.h"
#include "store.h"

namespace plaza::promotions {
namespace {

constexpr std::int64_t discounts_max = 20'000;
constexpr std::int64_t automatic_max = 50;
constexpr std::int64_t uses_shown_max = 100'000;

Error not_found() {
  return Error{ErrorKind::not_found, "promotions.discount_not_found",
               "There is no such discount."};
}
Error code_taken() {
  return Error{ErrorKind::conflict,
               "promotions.code_taken",
               "Another discount has this code.",
               {{"code", "taken", "is another discount's"}}};
}
Error stale() {
  return Error{ErrorKind::conflict, "promotions.stale",
               "Somebody else changed this discount. Read it again."};
}
Error too_many(std::string detail) {
  return Error{ErrorKind::conflict, "promotions.too_many", std::move(detail)};
}

DiscountTerms cleaned(DiscountTerms terms) {
  terms.code = std::string(trimmed(terms.code));
  terms.title = std::string(trimmed(terms.title));
  terms.audience = std::string(trimmed(terms.audience));
  return terms;
}

}  // namespace

std::optional<Discount> Desk::discount(db::Reader& reader, DiscountId id) {
  return find_discount(reader, id);
}

std::vector<Discount> Desk::discounts(db::Reader& reader, const DiscountQuery& query) {
  return list_discounts(reader, query);
}

std::int64_t Desk::uses(db::Reader& reader, const Discount& discount) {
  if (const auto counted = counted_uses(reader, discount.id)) return *counted;
  return count_uses(reader, discount.id, uses_shown_max);
}

Members Desk::members_of(db::Reader& reader, const Discount& discount) const {
  Members members;
  for (const auto id : collections_of(discount))
    members[id] = parts_.collections.products(reader, id);
  return members;
}

// What the terms name must be there; what was deleted later simply matches nothing.
Status Desk::check(db::Reader& reader, const DiscountTerms& terms) const {
  TRY_DONE(check_terms(terms));
  const auto check_target = [&](const Target& target, const std::string& path) -> Status {
    for (std::size_t i = 0; i < target.products.size(); ++i) {
      if (parts_.catalog.product(reader, target.products[i])) continue;
      return invalid_field(path + ".products[" + std::to_string(i) + "]", "not_found",
                           "is no product");
    }
    for (std::size_t i = 0; i < target.collections.size(); ++i) {
      if (parts_.collections.collection(reader, target.collections[i])) continue;
      return invalid_field(path + ".collections[" + std::to_string(i) + "]", "not_found",
                           "is no collection");
    }
    return done();
  };
  TRY_DONE(check_target(terms.target, "target"));
  if (terms.buy_get) TRY_DONE(check_target(terms.buy_get->get, "buy_get.get"));
  return done();
}

Result<Discount> Desk::announce(db::Transaction& tx, DiscountId id) {
  auto written = find_discount(tx, id);
  CHECK(written.has_value());
  events::publish(tx, id.value, DiscountChanged{id, written->version});
  tx.on_commit([this, discount = *written, members = members_of(tx, *written)] {
    parts_.book.put(discount, members);
  });
  return std::move(*written);
}

Result<Discount> Desk::create(db::Transaction& tx, const DiscountTerms& terms) {
  Discount discount;
  static_cast<DiscountTerms&>(discount) = cleaned(terms);
  TRY_DONE(check(tx, discount));
  const Counts counts = count_kept(tx);
  if (counts.all >= discounts_max)
    return too_many("There are 20,000 discounts; delete some that are over.");
  if (discount.code.empty() && counts.automatic >= automatic_max)
    return too_many("There are 50 automatic discounts; delete some that are over.");
  discount.id = parts_.ids.make<DiscountId>();
  discount.created_at = parts_.clock.now();
  if (!insert_discount(tx, discount)) return code_taken();
  return announce(tx, discount.id);
}

Result<Discount> Desk::update(db::Transaction& tx, const Discount& wish) {
  const auto before = find_discount(tx, wish.id);
  if (!before || before->status == DiscountStatus::archived) return not_found();
  if (before->version != wish.version) return stale();
  Discount after = *before;
  static_cast<DiscountTerms&>(after) = cleaned(wish);
  after.status = wish.status;
  CHECK(after.status != DiscountStatus::archived);
  TRY_DONE(check(tx, after));
  if (after == *before) return after;
  if (after.code.empty() && !before->code.empty() && count_kept(tx).automatic >= automatic_max)
    return too_many("There are 50 automatic discounts; delete some that are over.");
  const auto owner = code_owner(tx, code_key(after.code));
  if (owner && *owner != after.id) return code_taken();
  after.updated_at = parts_.clock.now();
  if (!update_discount(tx, after)) return stale();
  if (after.per_person_max() && !before->per_person_max()) count_people(tx, after.id);
  return announce(tx, after.id);
}

Status Desk::archive(db::Transaction& tx, DiscountId id) {
  const auto before = find_discount(tx, id);
  if (!before) return not_found();
  if (!archive_discount(tx, id, parts_.clock.now())) return done();
  TRY_DONE(announce(tx, id));
  return done();
}

}  // namespace plaza::promotions
