#include "routes.h"

#include "identity/roles.h"
#include "views.h"

namespace plaza::promotions {
namespace {

using http::Call;

constexpr const char* none = "promotions.discount_not_found";
constexpr const char* taken = "promotions.code_taken";
constexpr const char* full = "promotions.too_many";
constexpr const char* stale = "promotions.stale";

http::Access staff() { return identity::staff_access(identity::merchandiser); }

DiscountView view(const RouteParts& parts, db::Reader& reader, const Discount& discount) {
  DiscountView view;
  static_cast<DiscountTerms&>(view) = discount;
  view.id = discount.id;
  view.status = discount.status;
  view.class_ = discount.acts_on();
  view.uses = parts.discounts.uses(reader, discount);
  view.version = discount.version;
  view.created_at = discount.created_at;
  view.updated_at = discount.updated_at;
  return view;
}

Result<DiscountView> find(const RouteParts& parts, db::Reader& reader, DiscountId id) {
  const auto discount = parts.discounts.discount(reader, id);
  if (!discount) return Error{ErrorKind::not_found, none, "There is no such discount."};
  return view(parts, reader, *discount);
}

Result<DiscountPage> list(const RouteParts& parts, db::Reader& reader,
                          const ListDiscounts& request) {
  DiscountQuery query{request.q, request.status, {}, request.limit + 1};
  if (!request.cursor.empty()) {
    const auto before = parse_id<DiscountId>(request.cursor);
    if (!before) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
    query.before = *before;
  }
  const auto found = parts.discounts.discounts(reader, query);
  DiscountPage page;
  for (const auto& discount : found) {
    if (std::ssize(page.items) == request.limit) {
      page.next_cursor = to_text(page.items.back().id);
      break;
    }
    page.items.push_back(view(parts, reader, discount));
  }
  return page;
}

template <class T>
void put(T& member, const std::optional<T>& wish) {
  if (wish) member = *wish;
}
template <class T>
void put(std::optional<T>& member, const std::optional<T>& wish) {
  if (wish) member = *wish;
}

void clear(DiscountTerms& terms, Clearable what) {
  switch (what) {
    case Clearable::code: terms.code.clear(); break;
    case Clearable::amount: terms.amount.reset(); break;
    case Clearable::buy_get: terms.buy_get.reset(); break;
    case Clearable::shipping_price_max: terms.shipping_price_max.reset(); break;
    case Clearable::subtotal_min: terms.subtotal_min.reset(); break;
    case Clearable::starts_at: terms.starts_at.reset(); break;
    case Clearable::ends_at: terms.ends_at.reset(); break;
    case Clearable::uses_max: terms.uses_max.reset(); break;
    case Clearable::uses_per_person_max: terms.uses_per_person_max.reset(); break;
  }
}

void apply(Discount& discount, const PatchDiscount& r) {
  for (const auto what : r.clear) clear(discount, what);
  put(discount.status, r.status);
  put(discount.code, r.code);
  put(discount.title, r.title);
  put(discount.kind, r.kind);
  put(discount.percent_bp, r.percent_bp);
  put(discount.amount, r.amount);
  put(discount.buy_get, r.buy_get);
  put(discount.shipping_price_max, r.shipping_price_max);
  put(discount.target, r.target);
  put(discount.excludes_sale, r.excludes_sale);
  put(discount.subtotal_min, r.subtotal_min);
  put(discount.quantity_min, r.quantity_min);
  put(discount.audience, r.audience);
  put(discount.first_order, r.first_order);
  put(discount.starts_at, r.starts_at);
  put(discount.ends_at, r.ends_at);
  put(discount.uses_max, r.uses_max);
  put(discount.uses_per_person_max, r.uses_per_person_max);
  put(discount.priority, r.priority);
  put(discount.combines_with, r.combines_with);
}

Result<DiscountView> change(const RouteParts& parts, db::Transaction& tx, const PatchDiscount& r) {
  if (r.status == DiscountStatus::archived)
    return invalid_field("status", "wrong_value", "is set by deleting the discount");
  auto discount = parts.discounts.discount(tx, r.id);
  if (!discount) return Error{ErrorKind::not_found, none, "There is no such discount."};
  apply(*discount, r);
  discount->version = r.version;
  TRY(auto changed, parts.discounts.update(tx, *discount));
  return view(parts, tx, changed);
}

void add_reading_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<ListDiscounts, DiscountPage>("/v1/admin/discounts", "listDiscounts")
                 .summary("Discounts, newest first; q finds part of a code or title.")
                 .tag("Discounts")
                 .access(staff())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ListDiscounts& r) {
                   return list(parts, reader, r);
                 }));
  routes.add(http::get<DiscountPath, DiscountView>("/v1/admin/discounts/{id}", "getDiscount")
                 .summary("A discount with how often it was used.")
                 .tag("Discounts")
                 .access(staff())
                 .error(none, ErrorKind::not_found, "There is no such discount.")
                 .read(parts.database, [parts](Call&, db::Reader& reader, const DiscountPath& r) {
                   return find(parts, reader, r.id);
                 }));
}

}  // namespace

void add_discount_routes(http::Routes& routes, const RouteParts& parts) {
  add_reading_routes(routes, parts);
  routes.add(
      http::post<CreateDiscount, DiscountView>("/v1/admin/discounts", "createDiscount")
          .summary("Makes a discount: a code, or without one a rule that applies by itself.")
          .tag("Discounts")
          .access(staff())
          .status(201)
          .idempotent()
          .error(taken, ErrorKind::conflict, "Another discount has this code.")
          .error(full, ErrorKind::conflict, "There are as many discounts as there can be.")
          .write(parts.database,
                 [parts](Call&, db::Transaction& tx,
                         const CreateDiscount& request) -> Result<DiscountView> {
                   TRY(auto made, parts.discounts.create(tx, request));
                   return view(parts, tx, made);
                 }));
  routes.add(http::patch<PatchDiscount, DiscountView>("/v1/admin/discounts/{id}", "updateDiscount")
                 .summary("Changes what is given and empties what `clear` names.")
                 .tag("Discounts")
                 .access(staff())
                 .error(none, ErrorKind::not_found, "There is no such discount.")
                 .error(taken, ErrorKind::conflict, "Another discount has this code.")
                 .error(full, ErrorKind::conflict, "There are as many automatic ones as can be.")
                 .error(stale, ErrorKind::conflict, "Somebody else changed it meanwhile.")
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx, const PatchDiscount& request) {
                          return change(parts, tx, request);
                        }));
  routes.add(http::del<DiscountPath, http::None>("/v1/admin/discounts/{id}", "deleteDiscount")
                 .summary("Deletes a discount: its code is free again, orders keep what they had.")
                 .tag("Discounts")
                 .access(staff())
                 .error(none, ErrorKind::not_found, "There is no such discount.")
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx,
                                const DiscountPath& request) -> Result<http::None> {
                          TRY_DONE(parts.discounts.archive(tx, request.id));
                          return http::None{};
                        }));
}

}  // namespace plaza::promotions
