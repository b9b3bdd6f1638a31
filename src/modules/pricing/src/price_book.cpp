#include "price_book.h"

#include <algorithm>
#include <mutex>

namespace plaza::pricing {

using catalog::ProductId;
using catalog::VariantId;

const CurrencyRule* PriceBook::rule_of(Currency currency) const {
  for (const auto& rule : currencies_.rules) {
    if (rule.currency == currency) return &rule;
  }
  return nullptr;
}

const Entry* PriceBook::find(const Kept& kept, VariantId variant, ProductId product) {
  if (const auto found = kept.by_variant.find(variant.value); found != kept.by_variant.end()) return &found->second;
  if (const auto found = kept.by_product.find(product.value); found != kept.by_product.end()) return &found->second;
  return nullptr;
}

std::optional<UnitPrice> PriceBook::of(VariantId variant, ProductId product, Money base,
                                       std::optional<Money> base_compare_at, const Buyer& buyer) const {
  std::shared_lock lock(mutex_);
  UnitPrice catalogue;
  catalogue.amount = base.amount;
  if (base_compare_at) catalogue.compare_at = base_compare_at->amount;
  std::optional<Rounding> foreign;
  if (buyer.currency != base_) {
    const auto* rule = rule_of(buyer.currency);
    if (!rule) return std::nullopt;
    foreign = rule->rounding;
    catalogue.amount = converted(base.amount, base_, *rule);
    if (base_compare_at) catalogue.compare_at = converted(base_compare_at->amount, base_, *rule);
  }
  const std::vector<CustomerGroupId>* groups = nullptr;
  if (buyer.account_id) {
    const auto found = groups_of_.find(buyer.account_id.value);
    if (found != groups_of_.end()) groups = &found->second;
  }
  std::vector<Candidate> candidates;  // empty costs no memory, and most shops have few
  for (const auto& kept : lists_) {
    const PriceList& list = kept->list;
    if (!list.active_at(buyer.at) || (list.currency && *list.currency != buyer.currency)) continue;
    if (list.group_id && (!groups || std::find(groups->begin(), groups->end(), list.group_id) == groups->end())) continue;
    const Entry* entry = find(*kept, variant, product);
    if (entry || list.off_ppm > 0) candidates.push_back({&list, entry});
  }
  return best_price(catalogue, candidates, foreign);
}

std::vector<CurrencyChoice> PriceBook::currencies() const {
  std::shared_lock lock(mutex_);
  std::vector<CurrencyChoice> choices = {{base_, minor_digits(base_), true}};
  for (const auto& rule : currencies_.rules) choices.push_back({rule.currency, minor_digits(rule.currency), false});
  return choices;
}

bool PriceBook::sells_in(Currency currency) const {
  std::shared_lock lock(mutex_);
  return currency == base_ || rule_of(currency);
}

std::optional<std::int64_t> PriceBook::convert(std::int64_t base_amount, Currency currency) const {
  if (currency == base_) return base_amount;
  std::shared_lock lock(mutex_);
  const auto* rule = rule_of(currency);
  return rule ? std::optional(converted(base_amount, base_, *rule)) : std::nullopt;
}

std::vector<CustomerGroupId> PriceBook::groups_of(identity::AccountId account) const {
  std::shared_lock lock(mutex_);
  const auto found = groups_of_.find(account.value);
  return found == groups_of_.end() ? std::vector<CustomerGroupId>() : found->second;
}

bool PriceBook::has_own_prices(identity::AccountId account) const {
  if (!account) return false;
  std::shared_lock lock(mutex_);
  const auto found = groups_of_.find(account.value);
  if (found == groups_of_.end()) return false;
  return std::any_of(lists_.begin(), lists_.end(), [&](const auto& kept) {
    const auto group = kept->list.group_id;
    return group && std::find(found->second.begin(), found->second.end(), group) != found->second.end();
  });
}

bool PriceBook::knows(PriceListId list) const {
  std::shared_lock lock(mutex_);
  return std::any_of(lists_.begin(), lists_.end(), [&](const auto& kept) { return kept->list.id == list; });
}

std::string PriceBook::exempt_group(identity::AccountId account) const {
  if (!account) return {};
  std::shared_lock lock(mutex_);
  const auto found = groups_of_.find(account.value);
  if (found == groups_of_.end()) return {};
  for (const auto id : found->second) {
    const auto group = groups_.find(id.value);
    if (group != groups_.end() && group->second.tax_exempt) return group->second.name;
  }
  return {};
}

bool PriceBook::touches_all(const Kept& kept) { return kept.list.off_ppm > 0; }

void PriceBook::announce(const Kept& kept) {
  if (touches_all(kept)) return announcer_.changed_all();
  std::vector<ProductId> products;
  for (const auto& [id, entry] : kept.by_variant) products.push_back(entry.product_id);
  for (const auto& [id, entry] : kept.by_product) products.push_back(entry.product_id);
  announcer_.changed(products);
}

void PriceBook::put_entries(Kept& kept, const ListState& state) {
  if (state.whole) {
    kept.by_variant.clear();
    kept.by_product.clear();
  }
  for (const auto& target : state.targets) {
    if (target.variant_id) kept.by_variant.erase(target.variant_id.value);
    else kept.by_product.erase(target.product_id.value);
  }
  for (const auto& entry : state.entries) {
    if (entry.variant_id) kept.by_variant[entry.variant_id.value] = entry;
    else kept.by_product[entry.product_id.value] = entry;
  }
}

void PriceBook::apply(const ListState& state) {
  std::unique_lock lock(mutex_);
  const auto at = std::find_if(lists_.begin(), lists_.end(), [&](const auto& kept) { return kept->list.id == state.id; });
  if (!state.list) {
    if (at == lists_.end()) return;
    announce(**at);
    lists_.erase(at);
    return;
  }
  if (at == lists_.end()) {
    auto kept = std::make_unique<Kept>();
    kept->list = *state.list;
    put_entries(*kept, state);
    announce(*kept);
    lists_.push_back(std::move(kept));
    return;
  }
  Kept& kept = **at;
  if (state.list->version < kept.list.version) return;
  if (state.whole) {
    announce(kept);
    kept.list = *state.list;
    put_entries(kept, state);
    announce(kept);
    return;
  }
  kept.list = *state.list;
  put_entries(kept, state);
  std::vector<ProductId> products;
  for (const auto& target : state.targets) products.push_back(target.product_id);
  announcer_.changed(products);
}

void PriceBook::apply(const CurrencyState& state) {
  std::unique_lock lock(mutex_);
  if (state.version < currencies_.version) return;
  const bool same = state.rules == currencies_.rules;
  currencies_ = state;
  if (!same) announcer_.changed_all();
}

void PriceBook::apply(const GroupState& state) {
  std::unique_lock lock(mutex_);
  if (state.version < group_version_) return;
  group_version_ = state.version;
  groups_.clear();
  groups_of_.clear();
  for (const auto& group : state.groups) groups_[group.id.value] = group;
  for (const auto& member : state.members) groups_of_[member.account_id.value].push_back(member.group_id);
}

std::optional<Time> PriceBook::next_border(Time at) const {
  std::shared_lock lock(mutex_);
  std::optional<Time> next;
  const auto look = [&](const std::optional<Time>& border) {
    if (border && *border > at && (!next || *border < *next)) next = border;
  };
  for (const auto& kept : lists_) {
    if (!kept->list.enabled) continue;
    look(kept->list.starts_at);
    look(kept->list.ends_at);
  }
  return next;
}

void PriceBook::announce_borders(Time from, Time to) {
  std::shared_lock lock(mutex_);
  const auto passed = [&](const std::optional<Time>& border) { return border && *border > from && *border <= to; };
  for (const auto& kept : lists_) {
    const auto& list = kept->list;
    if (list.enabled && (passed(list.starts_at) || passed(list.ends_at))) announce(*kept);
  }
}

}  // namespace plaza::pricing
