#include "store.h"

#include "platform/base/check.h"
#include "statements.h"

namespace plaza::pricing {
namespace {

using identity::AccountId;

std::optional<Time> maybe_time(const db::Row& row, int column) {
  return row.is_null(column) ? std::nullopt : std::optional(row.time(column));
}

std::string code_of(const std::optional<Currency>& currency) {
  return currency ? std::string(currency->code()) : std::string();
}

PriceList list_from(const db::Row& row) {
  PriceList list;
  list.id = row.id<PriceListId>(0);
  list.name = row.string(1);
  list.currency = parse_currency(row.text(2));
  list.group_id = row.id<CustomerGroupId>(3);
  list.starts_at = maybe_time(row, 4);
  list.ends_at = maybe_time(row, 5);
  list.off_ppm = row.integer(6);
  list.rounding = {row.integer(7), row.integer(8)};
  list.enabled = row.integer(9) != 0;
  list.entry_count = row.integer(10);
  list.version = row.integer(11);
  list.created_at = row.time(12);
  list.updated_at = row.time(13);
  return list;
}

Entry entry_from(const db::Row& row) {
  return {row.id<catalog::ProductId>(0), row.id<catalog::VariantId>(1), row.maybe_integer(2), row.maybe_integer(3),
          row.maybe_integer(4)};
}

Group group_from(const db::Row& row) {
  return {row.id<CustomerGroupId>(0), row.string(1), row.integer(2) != 0, row.integer(3), row.integer(4), row.time(5)};
}

std::int64_t first_integer(const db::Row& row) { return row.integer(0); }

std::int64_t version_of(db::Reader& reader, std::string_view kind) {
  return reader.one(sql::version, {kind}, first_integer).value_or(0);
}

}  // namespace

std::int64_t raise(db::Transaction& tx, std::string_view kind) {
  const auto raised = tx.one(sql::raise, {kind}, first_integer);
  CHECK(raised.has_value());
  return *raised;
}

// The version first: rows that a commit adds in between are then newer than what they are called, which does no harm.
CurrencyState read_currencies(db::Reader& reader) {
  CurrencyState state;
  state.version = version_of(reader, kind_currencies);
  state.rules = reader.all(sql::currencies, {}, [](const db::Row& row) {
    return CurrencyRule{parse_currency(row.text(0)).value_or(Currency{}), row.integer(1), {row.integer(2), row.integer(3)}};
  });
  return state;
}

GroupState read_groups(db::Reader& reader) {
  GroupState state;
  state.version = version_of(reader, kind_groups);
  state.groups = all_groups(reader);
  state.members = reader.all(sql::members, {}, [](const db::Row& row) {
    return Membership{row.id<CustomerGroupId>(0), row.id<AccountId>(1)};
  });
  return state;
}

ListState read_list(db::Reader& reader, PriceListId id) {
  ListState state;
  state.id = id;
  state.list = find_list(reader, id);
  if (state.list) state.entries = reader.all(sql::entries, {id}, entry_from);
  return state;
}

ListState read_list(db::Reader& reader, PriceListId id, std::span<const Entry> targets) {
  ListState state;
  state.id = id;
  state.whole = false;
  state.list = find_list(reader, id);
  if (!state.list) return state;
  state.targets.assign(targets.begin(), targets.end());
  for (const auto& target : targets) {
    if (auto entry = reader.one(sql::entry, {id, target.product_id, target.variant_id}, entry_from)) {
      state.entries.push_back(*entry);
    }
  }
  return state;
}

std::vector<PriceListId> list_ids(db::Reader& reader) {
  return reader.all(sql::list_ids, {}, [](const db::Row& row) { return row.id<PriceListId>(0); });
}

void put_currency(db::Transaction& tx, const CurrencyRule& rule) {
  tx.send(sql::put_currency, {rule.currency.code(), rule.rate, rule.rounding.step, rule.rounding.ending});
}

bool remove_currency(db::Transaction& tx, Currency currency) {
  return tx.execute(sql::remove_currency, {currency.code()}) == 1;
}

bool list_in_currency(db::Reader& reader, Currency currency) {
  return reader.one(sql::list_in_currency, {currency.code()}, first_integer).has_value();
}

void insert_list(db::Transaction& tx, const PriceList& list) {
  const std::string code = code_of(list.currency);
  tx.send(sql::insert_list, {list.id, list.name, code, list.group_id, list.starts_at, list.ends_at, list.off_ppm,
                             list.rounding.step, list.rounding.ending, list.enabled, list.created_at});
}

std::optional<PriceList> touch_list(db::Transaction& tx, PriceListId id, std::int64_t version, Time now) {
  return tx.one(sql::touch_list, {id, version, now}, list_from);
}

void set_list(db::Transaction& tx, const PriceList& list) {
  const std::string code = code_of(list.currency);
  tx.send(sql::set_list, {list.id, list.name, code, list.group_id, list.starts_at, list.ends_at, list.off_ppm,
                          list.rounding.step, list.rounding.ending, list.enabled});
}

bool remove_list(db::Transaction& tx, PriceListId id) {
  tx.send(sql::remove_entries, {id});
  return tx.execute(sql::remove_list, {id}) == 1;
}

std::optional<PriceList> find_list(db::Reader& reader, PriceListId id) { return reader.one(sql::list, {id}, list_from); }

std::vector<PriceList> lists_before(db::Reader& reader, PriceListId before, int limit) {
  return reader.all(sql::lists_before, {before, limit}, list_from);
}

bool has_amounts(db::Reader& reader, PriceListId id) {
  return reader.one(sql::amounts_in_list, {id}, first_integer).has_value();
}

bool remove_entry(db::Transaction& tx, PriceListId list, const Entry& target) {
  return tx.execute(sql::remove_entry, {list, target.product_id, target.variant_id}) == 1;
}

void insert_entry(db::Transaction& tx, PriceListId list, const Entry& entry) {
  tx.send(sql::insert_entry,
          {list, entry.product_id, entry.variant_id, entry.amount, entry.compare_at, entry.off_ppm});
}

PriceList count_entries(db::Transaction& tx, PriceListId id, std::int64_t more) {
  const auto list = tx.one(sql::count_entries, {id, more}, list_from);
  CHECK(list.has_value());
  return *list;
}

std::vector<Entry> entries_after(db::Reader& reader, PriceListId list, const Entry& after, int limit) {
  return reader.all(sql::entries_after, {list, after.product_id, after.variant_id, limit}, entry_from);
}

void insert_group(db::Transaction& tx, const Group& group) {
  tx.send(sql::insert_group, {group.id, group.name, group.tax_exempt, group.created_at});
}

std::optional<Group> touch_group(db::Transaction& tx, CustomerGroupId id, std::int64_t version) {
  return tx.one(sql::touch_group, {id, version}, group_from);
}

void set_group(db::Transaction& tx, const Group& group) {
  tx.send(sql::set_group, {group.id, group.name, group.tax_exempt});
}

bool remove_group(db::Transaction& tx, CustomerGroupId id) {
  tx.send(sql::remove_members, {id});
  return tx.execute(sql::remove_group, {id}) == 1;
}

std::optional<Group> find_group(db::Reader& reader, CustomerGroupId id) {
  return reader.one(sql::group, {id}, group_from);
}

std::vector<Group> groups_before(db::Reader& reader, CustomerGroupId before, int limit) {
  return reader.all(sql::groups_before, {before, limit}, group_from);
}

bool list_of_group(db::Reader& reader, CustomerGroupId id) {
  return reader.one(sql::list_of_group, {id}, first_integer).has_value();
}

bool insert_member(db::Transaction& tx, CustomerGroupId group, AccountId account, Time now) {
  return tx.execute(sql::insert_member, {group, account, now}) == 1;
}

bool remove_member(db::Transaction& tx, CustomerGroupId group, AccountId account) {
  return tx.execute(sql::remove_member, {group, account}) == 1;
}

Group count_members(db::Transaction& tx, CustomerGroupId id, std::int64_t more) {
  const auto group = tx.one(sql::count_members, {id, more}, group_from);
  CHECK(group.has_value());
  return *group;
}

std::vector<Member> members_after(db::Reader& reader, CustomerGroupId group, AccountId after, int limit) {
  return reader.all(sql::members_after, {group, after, limit},
                    [](const db::Row& row) { return Member{row.id<AccountId>(0), row.time(1)}; });
}

std::vector<Group> all_groups(db::Reader& reader) { return reader.all(sql::groups, {}, group_from); }

std::vector<Group> groups_named_of(db::Reader& reader, AccountId account) {
  return reader.all(sql::groups_with, {account}, group_from);
}

std::vector<CustomerGroupId> groups_of_account(db::Reader& reader, AccountId account) {
  return reader.all(sql::groups_of_account, {account}, [](const db::Row& row) { return row.id<CustomerGroupId>(0); });
}

}  // namespace plaza::pricing
