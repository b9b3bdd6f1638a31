// Price lists, currencies and groups in memory: what Prices answers from. Changes come from this node's commits and from other
// nodes' events; each carries a version and an older one never undoes a newer one. Thread-safe.
#pragma once

#include <boost/unordered/unordered_flat_map.hpp>
#include <memory>
#include <shared_mutex>
#include <string>
#include <vector>

#include "announcer.h"
#include "rules.h"

namespace plaza::pricing {

struct Group {
  CustomerGroupId id;
  std::string name;
  bool tax_exempt = false;
  std::int64_t member_count = 0;
  std::int64_t version = 1;
  Time created_at;
};
struct Membership {
  CustomerGroupId group_id;
  identity::AccountId account_id;
};

// What a commit or an event says of one list. `entries`: those of `targets` as they stand now, or all of them when `whole`.
struct ListState {
  PriceListId id;
  std::optional<PriceList> list;  // nothing: it is gone
  bool whole = true;
  std::vector<Entry> targets;     // what was changed or removed (amounts do not matter)
  std::vector<Entry> entries;
};
struct CurrencyState {
  std::int64_t version = 0;
  std::vector<CurrencyRule> rules;
};
struct GroupState {
  std::int64_t version = 0;
  std::vector<Group> groups;
  std::vector<Membership> members;
};

class PriceBook final : public Prices {
 public:
  PriceBook(Currency base, Announcer& announcer) : base_(base), announcer_(announcer) {}

  std::optional<UnitPrice> of(catalog::VariantId variant, catalog::ProductId product, Money base,
                              std::optional<Money> base_compare_at, const Buyer& buyer) const override;
  std::vector<CurrencyChoice> currencies() const override;
  bool sells_in(Currency currency) const override;
  Currency base_currency() const override { return base_; }
  std::optional<std::int64_t> convert(std::int64_t base_amount, Currency currency) const override;
  std::vector<CustomerGroupId> groups_of(identity::AccountId account) const override;
  bool has_own_prices(identity::AccountId account) const override;
  void on_change(PricesChanged changed) override { announcer_.add(std::move(changed)); }

  void apply(const ListState& state);
  void apply(const CurrencyState& state);
  void apply(const GroupState& state);

  bool knows(PriceListId list) const;
  // The name of a group of this account that pays no tax; empty: none.
  std::string exempt_group(identity::AccountId account) const;
  // When the next sale begins or ends after `at`.
  std::optional<Time> next_border(Time at) const;
  // Says what sales that began or ended in (from, to] touched.
  void announce_borders(Time from, Time to);

 private:
  struct Kept {
    PriceList list;
    boost::unordered_flat_map<std::int64_t, Entry> by_variant, by_product;
  };
  using Lists = std::vector<std::unique_ptr<Kept>>;

  const CurrencyRule* rule_of(Currency currency) const;
  static const Entry* find(const Kept& kept, catalog::VariantId variant, catalog::ProductId product);
  static bool touches_all(const Kept& kept);
  void announce(const Kept& kept);
  void put_entries(Kept& kept, const ListState& state);

  const Currency base_;
  Announcer& announcer_;
  mutable std::shared_mutex mutex_;
  Lists lists_;
  CurrencyState currencies_;
  boost::unordered_flat_map<std::int64_t, Group> groups_;
  boost::unordered_flat_map<std::int64_t, std::vector<CustomerGroupId>> groups_of_;
  std::int64_t group_version_ = 0;
};

}  // namespace plaza::pricing
