// Tax classes by name: in the rates of zones, and on products. Each change is of all of them at once.
#include <algorithm>
#include <map>

#include "platform/base/text.h"
#include "service.h"
#include "store.h"

namespace plaza::pricing {
namespace {

constexpr std::size_t class_name_max = 40;

Error class_not_found() { return {ErrorKind::not_found, "pricing.class_not_found", "There is no such tax class."}; }
Error class_taken() {
  return {ErrorKind::conflict, "pricing.class_taken", "There is a tax class of this name.", {{"name", "taken", "is another class's"}}};
}
Status not_standard(std::string_view name) {
  if (name != standard_tax_class) return done();
  return Error{ErrorKind::conflict, "pricing.class_is_standard", "The standard class stays as it is."};
}

const NamedClass* find(const std::vector<NamedClass>& classes, std::string_view name) {
  const auto found = std::find_if(classes.begin(), classes.end(), [&](const NamedClass& one) { return one.name == name; });
  return found == classes.end() ? nullptr : &*found;
}

}  // namespace

std::vector<NamedClass> named_classes(const TaxState& state) {
  std::map<std::string, NamedClass> classes;
  classes[standard_tax_class].name = standard_tax_class;
  for (const auto& zone : state.zones) {
    for (const auto& rate : zone.body.rates) {
      auto& one = classes[rate.tax_class];
      one.name = rate.tax_class;
      one.rates.push_back({zone.id, zone.body.name, rate.rate_ppm});
    }
  }
  for (const auto& product : state.classes) {
    auto& one = classes[product.tax_class];
    one.name = product.tax_class;
    ++one.product_count;
  }
  std::vector<NamedClass> list;
  for (auto& [name, one] : classes) list.push_back(std::move(one));
  std::stable_partition(list.begin(), list.end(), [](const NamedClass& one) { return one.name == standard_tax_class; });
  return list;
}

Status Service::create_class(db::Transaction& tx, std::string_view wished, std::span<const ZoneRate> rates) {
  raise(tx, kind_taxes);
  const std::string name(trimmed(wished));
  const auto state = read_taxes(tx);
  if (name.empty()) return invalid_field("name", "required", "is required");
  if (find(named_classes(state), name)) return class_taken();
  if (rates.empty()) return invalid_field("rates", "required", "must name a zone");
  for (std::size_t i = 0; i < rates.size(); ++i) {
    const auto zone = std::find_if(state.zones.begin(), state.zones.end(), [&](const TaxZone& one) { return one.id == rates[i].zone_id; });
    if (zone == state.zones.end()) return invalid_field("rates[" + std::to_string(i) + "].zone_id", "not_found", "is no tax zone");
    TaxZone changed = *zone;
    const bool twice = std::any_of(rates.begin(), rates.begin() + static_cast<std::ptrdiff_t>(i),
                                   [&](const ZoneRate& before) { return before.zone_id == rates[i].zone_id; });
    if (twice) return invalid_field("rates[" + std::to_string(i) + "].zone_id", "duplicate", "has a rate already");
    changed.body.rates.push_back({name, rates[i].rate_ppm});
    CHECK(set_zone(tx, changed, 0));
  }
  changed_taxes(tx);
  return done();
}

std::vector<Result<bool>> Service::put_classes(db::Transaction& tx, std::span<const ProductClass> wishes) {
  std::vector<Result<bool>> answers;
  bool changed = false;
  raise(tx, kind_taxes);
  for (const auto& wish : wishes) {
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    const auto& name = wish.tax_class;
    if (name.empty() || !is_utf8(name) || code_points(name) > class_name_max || std::any_of(name.begin(), name.end(), is_control)) {
      answers.push_back(invalid_field("tax_class", "out_of_range", "must be a name of 1 to 40 characters"));
      continue;
    }
    const bool other = class_of(tx, wish.product_id) != name;
    if (other) put_class(tx, wish.product_id, name);
    changed |= other;
    answers.push_back(other);
  }
  if (changed) changed_taxes(tx);
  return answers;
}

Status Service::rename_class(db::Transaction& tx, std::string_view name, std::string_view wished) {
  raise(tx, kind_taxes);
  const std::string to(trimmed(wished));
  const auto state = read_taxes(tx);
  const auto classes = named_classes(state);
  TRY_DONE(not_standard(name));
  if (!find(classes, name)) return class_not_found();
  if (to.empty()) return invalid_field("name", "required", "is required");
  if (to == name) return done();
  if (find(classes, to)) return class_taken();
  for (TaxZone zone : state.zones) {
    bool has = false;
    for (auto& rate : zone.body.rates) {
      if (rate.tax_class != name) continue;
      rate.tax_class = to;
      has = true;
    }
    if (has) CHECK(set_zone(tx, zone, 0));
  }
  pricing::rename_class(tx, name, to);
  changed_taxes(tx);
  return done();
}

Status Service::remove_class(db::Transaction& tx, std::string_view name) {
  raise(tx, kind_taxes);
  const auto state = read_taxes(tx);
  const auto classes = named_classes(state);
  TRY_DONE(not_standard(name));
  const auto* one = find(classes, name);
  if (!one) return class_not_found();
  if (one->product_count > 0) {
    return Error{ErrorKind::conflict, "pricing.class_in_use", "Products bear this tax class. Give them another one first."};
  }
  for (TaxZone zone : state.zones) {
    const auto gone = std::erase_if(zone.body.rates, [&](const ClassRate& rate) { return rate.tax_class == name; });
    if (gone > 0) CHECK(set_zone(tx, zone, 0));
  }
  changed_taxes(tx);
  return done();
}

}  // namespace plaza::pricing
