// Every statement of pricing. Writers of a kind (or of a list) first raise its version: that puts them in a row.
#pragma once

#include "platform/db/connection.h"

namespace plaza::pricing::sql {

#define PRICING_LIST                                                                                         \
  "id, name, currency, group_id, starts_at, ends_at, off_ppm, rounding_step, rounding_ending, enabled, entry_count, " \
  "version, created_at, updated_at"
#define PRICING_ENTRY "product_id, variant_id, amount, compare_at, off_ppm"
#define PRICING_GROUP "id, name, tax_exempt, member_count, version, created_at"

// --- versions of what memory holds
inline constexpr db::Statement raise{"pricing.raise",
                                     "UPDATE pricing_versions SET version = version + 1 WHERE kind = $1 RETURNING version"};
inline constexpr db::Statement version{"pricing.version", "SELECT version FROM pricing_versions WHERE kind = $1"};

// --- currencies
inline constexpr db::Statement currencies{
    "pricing.currencies", "SELECT code, rate, rounding_step, rounding_ending FROM pricing_currencies ORDER BY code"};
inline constexpr db::Statement put_currency{"pricing.put_currency", R"sql(
INSERT INTO pricing_currencies (code, rate, rounding_step, rounding_ending) VALUES ($1, $2, $3, $4)
ON CONFLICT (code) DO UPDATE SET rate = excluded.rate, rounding_step = excluded.rounding_step,
  rounding_ending = excluded.rounding_ending)sql"};
inline constexpr db::Statement remove_currency{"pricing.remove_currency", "DELETE FROM pricing_currencies WHERE code = $1"};

// --- price lists
inline constexpr db::Statement insert_list{
    "pricing.insert_list", "INSERT INTO pricing_price_lists (" PRICING_LIST
                           ") VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 0, 1, $11, $11)"};
inline constexpr db::Statement touch_list{
    "pricing.touch_list",
    "UPDATE pricing_price_lists SET version = version + 1, updated_at = $3"
    " WHERE id = $1 AND ($2 = 0 OR version = $2) RETURNING " PRICING_LIST};
inline constexpr db::Statement set_list{"pricing.set_list", R"sql(
UPDATE pricing_price_lists SET name = $2, currency = $3, group_id = $4, starts_at = $5, ends_at = $6, off_ppm = $7,
  rounding_step = $8, rounding_ending = $9, enabled = $10 WHERE id = $1)sql"};
inline constexpr db::Statement count_entries{
    "pricing.count_entries",
    "UPDATE pricing_price_lists SET entry_count = entry_count + $2 WHERE id = $1 RETURNING " PRICING_LIST};
inline constexpr db::Statement remove_list{"pricing.remove_list", "DELETE FROM pricing_price_lists WHERE id = $1"};
inline constexpr db::Statement list{"pricing.list", "SELECT " PRICING_LIST " FROM pricing_price_lists WHERE id = $1"};
inline constexpr db::Statement lists_before{
    "pricing.lists_before", "SELECT " PRICING_LIST " FROM pricing_price_lists WHERE id < $1 ORDER BY id DESC LIMIT $2"};
inline constexpr db::Statement list_ids{"pricing.list_ids", "SELECT id FROM pricing_price_lists ORDER BY id"};
inline constexpr db::Statement list_of_group{"pricing.list_of_group",
                                             "SELECT id FROM pricing_price_lists WHERE group_id = $1 LIMIT 1"};
inline constexpr db::Statement list_in_currency{"pricing.list_in_currency",
                                                "SELECT id FROM pricing_price_lists WHERE currency = $1 LIMIT 1"};

// --- entries
inline constexpr db::Statement remove_entry{
    "pricing.remove_entry", "DELETE FROM pricing_entries WHERE list_id = $1 AND product_id = $2 AND variant_id = $3"};
inline constexpr db::Statement insert_entry{
    "pricing.insert_entry", "INSERT INTO pricing_entries (list_id, " PRICING_ENTRY ") VALUES ($1, $2, $3, $4, $5, $6)"};
inline constexpr db::Statement remove_entries{"pricing.remove_entries", "DELETE FROM pricing_entries WHERE list_id = $1"};
inline constexpr db::Statement entries{"pricing.entries", "SELECT " PRICING_ENTRY " FROM pricing_entries WHERE list_id = $1"};
inline constexpr db::Statement entry{
    "pricing.entry",
    "SELECT " PRICING_ENTRY " FROM pricing_entries WHERE list_id = $1 AND product_id = $2 AND variant_id = $3"};
inline constexpr db::Statement entries_after{
    "pricing.entries_after",
    "SELECT " PRICING_ENTRY " FROM pricing_entries WHERE list_id = $1 AND (product_id, variant_id) > ($2, $3)"
    " ORDER BY product_id, variant_id LIMIT $4"};
inline constexpr db::Statement amounts_in_list{
    "pricing.amounts_in_list", "SELECT product_id FROM pricing_entries WHERE list_id = $1 AND amount IS NOT NULL LIMIT 1"};

// --- customer groups
inline constexpr db::Statement insert_group{
    "pricing.insert_group",
    "INSERT INTO pricing_groups (" PRICING_GROUP ") VALUES ($1, $2, $3, 0, 1, $4)"};
inline constexpr db::Statement touch_group{
    "pricing.touch_group", "UPDATE pricing_groups SET version = version + 1 WHERE id = $1 AND ($2 = 0 OR version = $2)"
                           " RETURNING " PRICING_GROUP};
inline constexpr db::Statement set_group{"pricing.set_group",
                                         "UPDATE pricing_groups SET name = $2, tax_exempt = $3 WHERE id = $1"};
inline constexpr db::Statement count_members{
    "pricing.count_members",
    "UPDATE pricing_groups SET member_count = member_count + $2 WHERE id = $1 RETURNING " PRICING_GROUP};
inline constexpr db::Statement remove_group{"pricing.remove_group", "DELETE FROM pricing_groups WHERE id = $1"};
inline constexpr db::Statement group{"pricing.group", "SELECT " PRICING_GROUP " FROM pricing_groups WHERE id = $1"};
inline constexpr db::Statement groups{"pricing.groups", "SELECT " PRICING_GROUP " FROM pricing_groups ORDER BY id"};
inline constexpr db::Statement groups_before{
    "pricing.groups_before", "SELECT " PRICING_GROUP " FROM pricing_groups WHERE id < $1 ORDER BY id DESC LIMIT $2"};
inline constexpr db::Statement insert_member{
    "pricing.insert_member",
    "INSERT INTO pricing_members (group_id, account_id, added_at) VALUES ($1, $2, $3) ON CONFLICT (group_id, account_id) DO NOTHING"};
inline constexpr db::Statement remove_member{"pricing.remove_member",
                                             "DELETE FROM pricing_members WHERE group_id = $1 AND account_id = $2"};
inline constexpr db::Statement remove_members{"pricing.remove_members", "DELETE FROM pricing_members WHERE group_id = $1"};
inline constexpr db::Statement members{"pricing.members",
                                       "SELECT group_id, account_id FROM pricing_members ORDER BY group_id, account_id"};
inline constexpr db::Statement members_after{
    "pricing.members_after",
    "SELECT account_id, added_at FROM pricing_members WHERE group_id = $1 AND account_id > $2 ORDER BY account_id LIMIT $3"};
inline constexpr db::Statement groups_of_account{"pricing.groups_of_account",
                                                 "SELECT group_id FROM pricing_members WHERE account_id = $1 ORDER BY group_id"};
inline constexpr db::Statement groups_with{
    "pricing.groups_with",
    "SELECT " PRICING_GROUP " FROM pricing_groups WHERE id IN (SELECT group_id FROM pricing_members WHERE account_id = $1)"
    " ORDER BY id"};

// --- taxes
inline constexpr db::Statement insert_tax_zone{
    "pricing.insert_tax_zone", "INSERT INTO pricing_tax_zones (id, body, version, created_at) VALUES ($1, $2, 1, $3)"};
inline constexpr db::Statement set_tax_zone{
    "pricing.set_tax_zone",
    "UPDATE pricing_tax_zones SET body = $3, version = version + 1 WHERE id = $1 AND ($2 = 0 OR version = $2)"};
inline constexpr db::Statement remove_tax_zone{"pricing.remove_tax_zone", "DELETE FROM pricing_tax_zones WHERE id = $1"};
inline constexpr db::Statement tax_zones{"pricing.tax_zones",
                                         "SELECT id, body, version, created_at FROM pricing_tax_zones ORDER BY id"};
inline constexpr db::Statement put_exemption{"pricing.put_exemption", R"sql(
INSERT INTO pricing_tax_exemptions (account_id, note, until, created_at, actor) VALUES ($1, $2, $3, $4, $5)
ON CONFLICT (account_id) DO UPDATE SET note = excluded.note, until = excluded.until, actor = excluded.actor)sql"};
inline constexpr db::Statement remove_exemption{"pricing.remove_exemption",
                                                "DELETE FROM pricing_tax_exemptions WHERE account_id = $1"};
inline constexpr db::Statement exemptions{
    "pricing.exemptions", "SELECT account_id, note, until, created_at FROM pricing_tax_exemptions ORDER BY account_id"};
inline constexpr db::Statement exemption{
    "pricing.exemption", "SELECT account_id, note, until, created_at FROM pricing_tax_exemptions WHERE account_id = $1"};
inline constexpr db::Statement exemptions_before{
    "pricing.exemptions_before",
    "SELECT account_id, note, until, created_at FROM pricing_tax_exemptions WHERE account_id < $1 ORDER BY account_id DESC LIMIT $2"};
inline constexpr db::Statement put_class{"pricing.put_class", R"sql(
INSERT INTO pricing_tax_classes (product_id, tax_class) VALUES ($1, $2)
ON CONFLICT (product_id) DO UPDATE SET tax_class = excluded.tax_class)sql"};
inline constexpr db::Statement remove_class{"pricing.remove_class", "DELETE FROM pricing_tax_classes WHERE product_id = $1"};
inline constexpr db::Statement rename_class{"pricing.rename_class",
                                            "UPDATE pricing_tax_classes SET tax_class = $2 WHERE tax_class = $1"};
inline constexpr db::Statement classes{"pricing.classes",
                                       "SELECT product_id, tax_class FROM pricing_tax_classes ORDER BY product_id"};
inline constexpr db::Statement class_of{"pricing.class_of", "SELECT tax_class FROM pricing_tax_classes WHERE product_id = $1"};
inline constexpr db::Statement classes_after{
    "pricing.classes_after",
    "SELECT product_id, tax_class FROM pricing_tax_classes WHERE product_id > $1 ORDER BY product_id LIMIT $2"};

// --- shipping
inline constexpr db::Statement insert_shipping_zone{
    "pricing.insert_shipping_zone",
    "INSERT INTO pricing_shipping_zones (id, body, version, created_at) VALUES ($1, $2, 1, $3)"};
inline constexpr db::Statement set_shipping_zone{
    "pricing.set_shipping_zone",
    "UPDATE pricing_shipping_zones SET body = $3, version = version + 1 WHERE id = $1 AND ($2 = 0 OR version = $2)"};
inline constexpr db::Statement remove_shipping_zone{"pricing.remove_shipping_zone",
                                                    "DELETE FROM pricing_shipping_zones WHERE id = $1"};
inline constexpr db::Statement shipping_zones{"pricing.shipping_zones",
                                              "SELECT id, body, version, created_at FROM pricing_shipping_zones ORDER BY id"};

inline constexpr const db::Statement* statements[] = {
    &raise,           &version,       &currencies,    &put_currency,     &remove_currency,  &insert_list,
    &touch_list,      &set_list,      &count_entries, &remove_list,      &list,             &lists_before,
    &list_ids,        &list_of_group, &list_in_currency, &remove_entry,  &insert_entry,     &remove_entries,
    &entries,         &entry,         &entries_after, &amounts_in_list,  &insert_group,     &touch_group,
    &set_group,       &count_members, &remove_group,  &group,            &groups,           &groups_before,
    &insert_member,   &remove_member, &remove_members, &members,         &members_after,    &groups_of_account,
    &insert_tax_zone, &set_tax_zone,  &remove_tax_zone, &tax_zones,      &put_exemption,    &remove_exemption,
    &exemptions,      &exemptions_before, &put_class, &remove_class,     &classes,          &classes_after,    &rename_class,
    &insert_shipping_zone, &set_shipping_zone, &remove_shipping_zone, &shipping_zones,
    &groups_with,     &exemption,     &class_of};

}  // namespace plaza::pricing::sql
