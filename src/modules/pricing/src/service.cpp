// Currencies, customer groups, and what memory is filled from.
#include "service.h"

#include <algorithm>

#include "platform/events/outbox.h"

namespace plaza::pricing {

using identity::AccountId;

Error stale() {
  return {ErrorKind::conflict, "pricing.stale", "Somebody changed this in the meantime: look at it again."};
}
Error list_not_found() { return {ErrorKind::not_found, "pricing.list_not_found", "There is no such price list."}; }
Error group_not_found() { return {ErrorKind::not_found, "pricing.group_not_found", "There is no such customer group."}; }
Error zone_not_found() { return {ErrorKind::not_found, "pricing.zone_not_found", "There is no such zone."}; }

// --- currencies

Status Service::put_currency(db::Transaction& tx, Currency currency, std::int64_t rate, const Rounding& rounding) {
  raise(tx, kind_currencies);
  if (currency == parts_.books.prices.base_currency()) {
    return invalid_field("currency", "own", "is the shop's own: it has no rate");
  }
  if (rate < 1 || rate > rate_max) return invalid_field("rate", "out_of_range", "must be more than 0, at most a million");
  if (rounding.step < 1 || rounding.step > rounding_step_max || rounding.ending < 0 || rounding.ending >= rounding.step) {
    return invalid_field("rounding_ending", "out_of_range", "must be less than rounding_step");
  }
  const auto known = read_currencies(tx).rules;
  const bool there = std::any_of(known.begin(), known.end(), [&](const CurrencyRule& rule) { return rule.currency == currency; });
  if (!there && known.size() >= 99) {
    return Error{ErrorKind::conflict, "pricing.too_many", "A shop sells in at most 100 currencies."};
  }
  pricing::put_currency(tx, {currency, rate, rounding});
  changed_currencies(tx);
  return done();
}

Status Service::remove_currency(db::Transaction& tx, Currency currency) {
  raise(tx, kind_currencies);
  if (list_in_currency(tx, currency)) {
    return Error{ErrorKind::conflict, "pricing.currency_in_use", "A price list is in this currency: remove it first."};
  }
  if (!pricing::remove_currency(tx, currency)) {
    return Error{ErrorKind::not_found, "pricing.currency_not_found", "The shop does not sell in this currency."};
  }
  changed_currencies(tx);
  return done();
}

void Service::changed_currencies(db::Transaction& tx) {
  events::publish(tx, 0, PriceChanged{std::string(kind_currencies), {}, true, {}});
  tx.on_commit([this, state = read_currencies(tx)] { parts_.books.prices.apply(state); });
}

// --- customer groups

Result<CustomerGroupId> Service::create_group(db::Transaction& tx, std::string_view name, bool tax_exempt) {
  raise(tx, kind_groups);
  if (std::ssize(read_groups(tx).groups) >= 1'000) {
    return Error{ErrorKind::conflict, "pricing.too_many", "There are 1,000 customer groups: remove one first."};
  }
  Group group;
  group.id = parts_.ids.make<CustomerGroupId>();
  group.name = name;
  group.tax_exempt = tax_exempt;
  group.created_at = parts_.clock.now();
  insert_group(tx, group);
  changed_groups(tx);
  return group.id;
}

Result<Group> Service::update_group(db::Transaction& tx, const Group& wish, std::int64_t version) {
  raise(tx, kind_groups);
  if (!touch_group(tx, wish.id, version)) return find_group(tx, wish.id) ? stale() : group_not_found();
  set_group(tx, wish);
  changed_groups(tx);
  return *find_group(tx, wish.id);
}

Status Service::remove_group(db::Transaction& tx, CustomerGroupId id) {
  raise(tx, kind_groups);
  if (list_of_group(tx, id)) {
    return Error{ErrorKind::conflict, "pricing.group_in_use", "A price list is for this group: remove it first."};
  }
  if (!pricing::remove_group(tx, id)) return group_not_found();
  changed_groups(tx);
  return done();
}

Status Service::add_members(db::Transaction& tx, CustomerGroupId id, std::span<const AccountId> accounts) {
  raise(tx, kind_groups);
  if (!find_group(tx, id)) return group_not_found();
  std::vector<FieldError> wrong;
  for (std::size_t i = 0; i < accounts.size(); ++i) {
    if (parts_.accounts.face(accounts[i])) continue;
    wrong.push_back({"account_ids[" + std::to_string(i) + "]", "not_found", "is no account"});
  }
  if (!wrong.empty()) return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", std::move(wrong)};
  std::int64_t more = 0;
  for (const auto account : accounts) more += insert_member(tx, id, account, parts_.clock.now()) ? 1 : 0;
  count_members(tx, id, more);
  changed_groups(tx);
  return done();
}

Status Service::remove_member(db::Transaction& tx, CustomerGroupId id, AccountId account) {
  raise(tx, kind_groups);
  if (!find_group(tx, id)) return group_not_found();
  if (!pricing::remove_member(tx, id, account)) return done();
  count_members(tx, id, -1);
  changed_groups(tx);
  return done();
}

void Service::changed_groups(db::Transaction& tx) {
  events::publish(tx, 0, PriceChanged{std::string(kind_groups), {}, true, {}});
  tx.on_commit([this, state = read_groups(tx)] { parts_.books.prices.apply(state); });
}

Status Service::forget(db::Transaction& tx, AccountId account) {
  const auto groups = groups_of_account(tx, account);
  if (!groups.empty()) raise(tx, kind_groups);
  for (const auto group : groups) {
    if (pricing::remove_member(tx, group, account)) count_members(tx, group, -1);
  }
  if (!groups.empty()) changed_groups(tx);
  raise(tx, kind_taxes);
  if (pricing::remove_exemption(tx, account)) changed_taxes(tx);
  return done();
}

// --- memory

void Service::load(db::Reader& reader) {
  parts_.books.prices.apply(read_currencies(reader));
  parts_.books.prices.apply(read_groups(reader));
  for (const auto id : list_ids(reader)) parts_.books.prices.apply(read_list(reader, id));
  parts_.books.taxes.apply(read_taxes(reader));
  parts_.books.shipping.apply(read_shipping(reader));
}

void Service::refresh(db::Reader& reader, const PriceChanged& changed) {
  if (changed.what == kind_currencies) return parts_.books.prices.apply(read_currencies(reader));
  if (changed.what == kind_groups) return parts_.books.prices.apply(read_groups(reader));
  if (changed.what == kind_taxes) return parts_.books.taxes.apply(read_taxes(reader));
  if (changed.what == kind_shipping) return parts_.books.shipping.apply(read_shipping(reader));
  if (!changed.price_list_id) return;
  const PriceListId id = *changed.price_list_id;
  if (changed.all || !parts_.books.prices.knows(id)) return parts_.books.prices.apply(read_list(reader, id));
  std::vector<Entry> targets;
  for (const auto& target : changed.targets) {
    targets.push_back({target.product_id, target.variant_id.value_or(catalog::VariantId{}), {}, {}, {}});
  }
  parts_.books.prices.apply(read_list(reader, id, targets));
}

}  // namespace plaza::pricing
