// Pricing in the database.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "platform/db/connection.h"
#include "price_book.h"
#include "zone_book.h"

namespace plaza::pricing {

// The kinds of `pricing_versions`. Raising puts the writers of a kind in a row until they commit.
inline constexpr std::string_view kind_currencies = "currencies", kind_groups = "groups", kind_taxes = "taxes",
                                  kind_shipping = "shipping", kind_price_list = "price_list";
std::int64_t raise(db::Transaction& tx, std::string_view kind);

// What memory holds, as it stands now.
CurrencyState read_currencies(db::Reader& reader);
GroupState read_groups(db::Reader& reader);
TaxState read_taxes(db::Reader& reader);
ShippingState read_shipping(db::Reader& reader);
// A list with all its entries, or with those of `targets`.
ListState read_list(db::Reader& reader, PriceListId id);
ListState read_list(db::Reader& reader, PriceListId id, std::span<const Entry> targets);
std::vector<PriceListId> list_ids(db::Reader& reader);

void put_currency(db::Transaction& tx, const CurrencyRule& rule);
bool remove_currency(db::Transaction& tx, Currency currency);
bool list_in_currency(db::Reader& reader, Currency currency);

void insert_list(db::Transaction& tx, const PriceList& list);
// Raises the version and locks the list; nothing when it is gone or (unless `version` is 0) has another version.
std::optional<PriceList> touch_list(db::Transaction& tx, PriceListId id, std::int64_t version, Time now);
void set_list(db::Transaction& tx, const PriceList& list);
bool remove_list(db::Transaction& tx, PriceListId id);  // and its entries
std::optional<PriceList> find_list(db::Reader& reader, PriceListId id);
std::vector<PriceList> lists_before(db::Reader& reader, PriceListId before, int limit);
bool has_amounts(db::Reader& reader, PriceListId id);
// True when there was one.
bool remove_entry(db::Transaction& tx, PriceListId list, const Entry& target);
void insert_entry(db::Transaction& tx, PriceListId list, const Entry& entry);
PriceList count_entries(db::Transaction& tx, PriceListId id, std::int64_t more);
std::vector<Entry> entries_after(db::Reader& reader, PriceListId list, const Entry& after, int limit);

void insert_group(db::Transaction& tx, const Group& group);
std::optional<Group> touch_group(db::Transaction& tx, CustomerGroupId id, std::int64_t version);
void set_group(db::Transaction& tx, const Group& group);
bool remove_group(db::Transaction& tx, CustomerGroupId id);  // and its members
std::optional<Group> find_group(db::Reader& reader, CustomerGroupId id);
std::vector<Group> groups_before(db::Reader& reader, CustomerGroupId before, int limit);
bool list_of_group(db::Reader& reader, CustomerGroupId id);
bool insert_member(db::Transaction& tx, CustomerGroupId group, identity::AccountId account, Time now);
bool remove_member(db::Transaction& tx, CustomerGroupId group, identity::AccountId account);
Group count_members(db::Transaction& tx, CustomerGroupId id, std::int64_t more);
struct Member {
  identity::AccountId account_id;
  Time added_at;
};
std::vector<Member> members_after(db::Reader& reader, CustomerGroupId group, identity::AccountId after, int limit);
std::vector<Group> all_groups(db::Reader& reader);  // the oldest first
std::vector<Group> groups_named_of(db::Reader& reader, identity::AccountId account);  // whole, the oldest first
std::vector<CustomerGroupId> groups_of_account(db::Reader& reader, identity::AccountId account);

void insert_zone(db::Transaction& tx, const TaxZone& zone);
void insert_zone(db::Transaction& tx, const ShippingZone& zone);
// False: it is gone, or (unless `version` is 0) has another version.
bool set_zone(db::Transaction& tx, const TaxZone& zone, std::int64_t version);
bool set_zone(db::Transaction& tx, const ShippingZone& zone, std::int64_t version);
bool remove_zone(db::Transaction& tx, TaxZoneId id);
bool remove_zone(db::Transaction& tx, ShippingZoneId id);
std::vector<TaxZone> tax_zones(db::Reader& reader);
std::vector<ShippingZone> shipping_zones(db::Reader& reader);

void put_exemption(db::Transaction& tx, const Exemption& exemption, std::string_view actor);
bool remove_exemption(db::Transaction& tx, identity::AccountId account);
std::optional<Exemption> find_exemption(db::Reader& reader, identity::AccountId account);
std::vector<Exemption> exemptions_before(db::Reader& reader, identity::AccountId before, int limit);
// "standard" takes the product out.
void rename_class(db::Transaction& tx, std::string_view from, std::string_view to);
void put_class(db::Transaction& tx, catalog::ProductId product, std::string_view tax_class);
std::string class_of(db::Reader& reader, catalog::ProductId product);
std::vector<ProductClass> classes_after(db::Reader& reader, catalog::ProductId after, int limit);

}  // namespace plaza::pricing
