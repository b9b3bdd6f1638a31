// Price lists and their entries.
#include <map>
#include <set>

#include "platform/events/outbox.h"
#include "service.h"

namespace plaza::pricing {
namespace {

using catalog::ProductId;
using catalog::VariantId;

Status refused(std::vector<FieldError> wrong) {
  if (wrong.empty()) return done();
  return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", std::move(wrong)};
}

// What is wrong with one entry by itself.
void check_entry(const EntryChange& change, bool has_currency, const std::string& key, std::vector<FieldError>& wrong) {
  const Entry& entry = change.entry;
  if (!entry.product_id && !entry.variant_id) wrong.push_back({key + ".variant_id", "required", "name a variant or a product"});
  if (change.remove) return;
  if (entry.amount.has_value() == entry.off_ppm.has_value()) {
    wrong.push_back({key + ".amount", "required", "give an amount or off_ppm, not both"});
  } else if (entry.amount && !has_currency) {
    wrong.push_back({key + ".amount", "no_currency", "the list has no currency: it can hold percentages only"});
  }
  if (entry.compare_at && (!entry.amount || *entry.compare_at <= *entry.amount)) {
    wrong.push_back({key + ".compare_at", "out_of_range", "must be more than the amount"});
  }
}

}  // namespace

Status Service::check_list(db::Reader& reader, const PriceList& wish) const {
  std::vector<FieldError> wrong;
  if (wish.rounding.step < 1 || wish.rounding.ending < 0 || wish.rounding.ending >= wish.rounding.step) {
    wrong.push_back({"rounding_ending", "out_of_range", "must be less than rounding_step"});
  }
  if (wish.starts_at && wish.ends_at && *wish.ends_at <= *wish.starts_at) {
    wrong.push_back({"ends_at", "out_of_order", "must be after starts_at"});
  }
  TRY_DONE(refused(std::move(wrong)));
  if (wish.currency && !parts_.books.prices.sells_in(*wish.currency)) {
    return Error{ErrorKind::invalid, "pricing.currency_not_sold", "The shop does not sell in this currency.",
                 {{"currency", "not_sold", "is not one of the shop's currencies"}}};
  }
  if (wish.group_id && !find_group(reader, wish.group_id)) return group_not_found();
  return done();
}

Result<PriceList> Service::create_list(db::Transaction& tx, const PriceList& wish) {
  raise(tx, kind_price_list);
  TRY_DONE(check_list(tx, wish));
  if (std::ssize(list_ids(tx)) >= price_lists_max) {
    return Error{ErrorKind::conflict, "pricing.too_many", "There are 200 price lists: remove one first."};
  }
  PriceList list = wish;
  list.id = parts_.ids.make<PriceListId>();
  list.entry_count = 0;
  list.version = 1;
  list.created_at = list.updated_at = parts_.clock.now();
  insert_list(tx, list);
  changed_list(tx, list.id);
  return list;
}

Result<PriceList> Service::update_list(db::Transaction& tx, const PriceList& wish, std::int64_t version) {
  const auto touched = touch_list(tx, wish.id, version, parts_.clock.now());
  if (!touched) return find_list(tx, wish.id) ? stale() : list_not_found();
  TRY_DONE(check_list(tx, wish));
  if (wish.currency != touched->currency && has_amounts(tx, wish.id)) {
    return invalid_field("currency", "in_use", "the list holds amounts of its currency");
  }
  set_list(tx, wish);
  changed_list(tx, wish.id);
  return *find_list(tx, wish.id);
}

Status Service::remove_list(db::Transaction& tx, PriceListId id) {
  raise(tx, kind_price_list);
  if (!pricing::remove_list(tx, id)) return list_not_found();
  changed_list(tx, id);
  return done();
}

// The targets with their products; refuses what the catalogue does not know, unless it is to be removed.
Result<std::vector<Entry>> Service::find_targets(db::Transaction& tx, std::span<const EntryChange> changes) const {
  std::vector<VariantId> asked;
  for (const auto& change : changes) {
    if (change.entry.variant_id) asked.push_back(change.entry.variant_id);
  }
  std::map<VariantId, ProductId> products;
  if (!asked.empty()) {
    for (const auto& sold : parts_.catalog.variants(tx, asked)) products[sold.variant.id] = sold.variant.product_id;
  }
  std::vector<Entry> targets;
  std::vector<FieldError> wrong;
  std::set<std::pair<ProductId, VariantId>> seen;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    const std::string key = "entries[" + std::to_string(i) + "]";
    Entry target = changes[i].entry;
    if (const auto found = products.find(target.variant_id); found != products.end()) target.product_id = found->second;
    else if (target.variant_id && !(changes[i].remove && target.product_id)) {
      wrong.push_back({key + ".variant_id", "not_found", "is no variant"});
    } else if (!target.variant_id && !changes[i].remove && !parts_.catalog.product(tx, target.product_id)) {
      wrong.push_back({key + ".product_id", "not_found", "is no product"});
    }
    if (!seen.insert({target.product_id, target.variant_id}).second) {
      wrong.push_back({key, "duplicate", "is there twice"});
    }
    targets.push_back(target);
  }
  TRY_DONE(refused(std::move(wrong)));
  return targets;
}

Result<PriceList> Service::change_entries(db::Transaction& tx, PriceListId id, std::span<const EntryChange> changes) {
  const auto list = touch_list(tx, id, 0, parts_.clock.now());
  if (!list) return list_not_found();
  std::vector<FieldError> wrong;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    check_entry(changes[i], list->currency.has_value(), "entries[" + std::to_string(i) + "]", wrong);
  }
  TRY_DONE(refused(std::move(wrong)));
  TRY(const auto targets, find_targets(tx, changes));
  std::int64_t more = 0;
  for (std::size_t i = 0; i < changes.size(); ++i) {
    more -= remove_entry(tx, id, targets[i]) ? 1 : 0;
    if (changes[i].remove) continue;
    insert_entry(tx, id, targets[i]);
    ++more;
  }
  if (list->entry_count + more > entries_max) {
    return Error{ErrorKind::conflict, "pricing.too_many", "A price list holds at most 1,000,000 entries."};
  }
  const auto counted = count_entries(tx, id, more);
  PriceChanged event{std::string(kind_price_list), id, changes.size() > entry_changes_max, {}};
  for (const auto& target : targets) {
    if (event.all) break;  // more than an event holds: other nodes read the whole list
    event.targets.push_back({target.product_id, target.variant_id ? std::optional(target.variant_id) : std::nullopt});
  }
  events::publish(tx, id.value, event);
  tx.on_commit([this, state = read_list(tx, id, targets)] { parts_.books.prices.apply(state); });
  return counted;
}

void Service::changed_list(db::Transaction& tx, PriceListId id) {
  events::publish(tx, id.value, PriceChanged{std::string(kind_price_list), id, true, {}});
  tx.on_commit([this, state = read_list(tx, id)] { parts_.books.prices.apply(state); });
}

}  // namespace plaza::pricing
