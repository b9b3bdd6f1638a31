// Every statement of the catalogue.
#pragma once

#include "platform/db/connection.h"

namespace plaza::catalog::sql {

#define CATALOG_PRODUCT                                                                        \
  "id, handle, title, description_html, vendor, product_type, status, document, search_text, " \
  "created_at, updated_at"
#define CATALOG_VARIANT                                                                      \
  "v.id, v.product_id, v.title, v.sku, v.barcode, v.price, v.compare_at_price, v.currency, " \
  "v.weight_grams, v.choices, v.image"

// --- products
inline constexpr db::Statement product_by_id{
    "catalog.product_by_id", "SELECT " CATALOG_PRODUCT " FROM catalog_products WHERE id = $1"};
inline constexpr db::Statement product_by_handle{"catalog.product_by_handle",
                                                 "SELECT " CATALOG_PRODUCT
                                                 " FROM catalog_products WHERE handle = $1"};
inline constexpr db::Statement handle_owner{"catalog.handle_owner",
                                            "SELECT id FROM catalog_products WHERE handle = $1"};
inline constexpr db::Statement newest{
    "catalog.newest",
    "SELECT " CATALOG_PRODUCT " FROM catalog_products WHERE id < $1 ORDER BY id DESC LIMIT $2"};
inline constexpr db::Statement newest_of_status{
    "catalog.newest_of_status",
    "SELECT " CATALOG_PRODUCT
    " FROM catalog_products WHERE status = $3 AND id < $1 ORDER BY id DESC LIMIT $2"};
inline constexpr db::Statement active_after{
    "catalog.active_after",
    "SELECT " CATALOG_PRODUCT
    " FROM catalog_products WHERE status = 0 AND id > $1 ORDER BY id LIMIT $2"};
inline constexpr db::Statement all_after{
    "catalog.all_after",
    "SELECT " CATALOG_PRODUCT " FROM catalog_products WHERE id > $1 ORDER BY id LIMIT $2"};
inline constexpr db::Statement status_after{
    "catalog.status_after",
    "SELECT " CATALOG_PRODUCT
    " FROM catalog_products WHERE status = $3 AND id > $1 ORDER BY id LIMIT $2"};
inline constexpr db::Statement insert_product{"catalog.insert_product", R"sql(
INSERT INTO catalog_products (id, handle, title, description_html, vendor, product_type, status, document, search_text,
  created_at, updated_at, words_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, (SELECT last FROM catalog_sequence WHERE name = 'words'))
ON CONFLICT (handle) DO NOTHING)sql"};
// Guarded by the time of the last change: what was read is what is changed, or nothing is.
inline constexpr db::Statement update_product{"catalog.update_product", R"sql(
UPDATE catalog_products SET handle = $3, title = $4, description_html = $5, vendor = $6, product_type = $7, status = $8,
  document = $9, search_text = $10, updated_at = $11,
  words_version = CASE WHEN CAST($12 AS BIGINT) = 1 THEN (SELECT last FROM catalog_sequence WHERE name = 'words')
    ELSE words_version END
WHERE id = $1 AND updated_at = $2)sql"};

// --- variants
inline constexpr db::Statement variants_of{
    "catalog.variants_of", "SELECT " CATALOG_VARIANT
                           " FROM catalog_variants v WHERE v.product_id = $1 ORDER BY v.position"};
inline constexpr db::Statement variants_between{
    "catalog.variants_between", "SELECT " CATALOG_VARIANT
                                " FROM catalog_variants v WHERE v.product_id >= $1 AND "
                                "v.product_id <= $2 ORDER BY v.product_id, v.position"};
inline constexpr db::Statement sold_variant{
    "catalog.sold_variant", "SELECT " CATALOG_VARIANT
                            ", p.handle, p.title, p.status, p.document, p.product_type FROM "
                            "catalog_variants v "
                            "JOIN catalog_products p ON p.id = v.product_id"
                            " WHERE v.id = $1"};
inline constexpr db::Statement product_of_variant{
    "catalog.product_of_variant", "SELECT product_id FROM catalog_variants WHERE id = $1"};
inline constexpr db::Statement insert_variant{"catalog.insert_variant", R"sql(
INSERT INTO catalog_variants (id, product_id, position, title, sku, barcode, price, compare_at_price, currency, weight_grams,
  choices, image)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12))sql"};
inline constexpr db::Statement update_variant{"catalog.update_variant", R"sql(
UPDATE catalog_variants SET position = $2, title = $3, sku = $4, barcode = $5, price = $6, compare_at_price = $7,
  currency = $8, weight_grams = $9, choices = $10, image = $11
WHERE id = $1)sql"};
inline constexpr db::Statement delete_variant{"catalog.delete_variant",
                                              "DELETE FROM catalog_variants WHERE id = $1"};

// --- words of the staff's list
// The row stays locked until the commit: versions become visible in their order.
inline constexpr db::Statement next_words{
    "catalog.next_words", "UPDATE catalog_sequence SET last = last + 1 WHERE name = 'words'"};
inline constexpr db::Statement words_after{
    "catalog.words_after",
    "SELECT words_version, id, status, search_text FROM catalog_products WHERE words_version > $1 "
    "ORDER BY words_version LIMIT $2"};

// --- collections
inline constexpr db::Statement collections{
    "catalog.collections",
    "SELECT id, handle, title, description_html, position FROM catalog_collections ORDER BY "
    "position, id LIMIT 1000"};
inline constexpr db::Statement collection_by_id{
    "catalog.collection_by_id",
    "SELECT id, handle, title, description_html, position FROM catalog_collections WHERE id = $1"};
inline constexpr db::Statement collection_by_handle{
    "catalog.collection_by_handle",
    "SELECT id, handle, title, description_html, position FROM catalog_collections WHERE handle = "
    "$1"};
inline constexpr db::Statement insert_collection{"catalog.insert_collection", R"sql(
INSERT INTO catalog_collections (id, handle, title, description_html, position)
SELECT CAST($1 AS BIGINT), CAST($2 AS TEXT), CAST($3 AS TEXT), CAST($4 AS TEXT), COALESCE(MAX(position), 0) + 1
FROM catalog_collections HAVING COUNT(*) < 1000
ON CONFLICT (handle) DO NOTHING)sql"};
inline constexpr db::Statement update_collection{
    "catalog.update_collection",
    "UPDATE catalog_collections SET handle = $2, title = $3, description_html = $4 WHERE id = $1"};
inline constexpr db::Statement delete_collection{"catalog.delete_collection",
                                                 "DELETE FROM catalog_collections WHERE id = $1"};
inline constexpr db::Statement members{"catalog.members",
                                       "SELECT product_id FROM catalog_members WHERE collection_id "
                                       "= $1 ORDER BY position, product_id"};
inline constexpr db::Statement memberships{"catalog.memberships",
                                           "SELECT product_id, collection_id FROM catalog_members "
                                           "WHERE product_id >= $1 AND product_id <= $2"
                                           " ORDER BY product_id, collection_id"};
inline constexpr db::Statement put_member{"catalog.put_member", R"sql(
INSERT INTO catalog_members (collection_id, product_id, position) VALUES ($1, $2, $3)
ON CONFLICT (collection_id, product_id) DO UPDATE SET position = excluded.position)sql"};
inline constexpr db::Statement append_member{"catalog.append_member", R"sql(
INSERT INTO catalog_members (collection_id, product_id, position)
SELECT CAST($1 AS BIGINT), CAST($2 AS BIGINT), COALESCE(MAX(position), 0) + 1
FROM catalog_members WHERE collection_id = CAST($1 AS BIGINT)
ON CONFLICT DO NOTHING)sql"};
inline constexpr db::Statement delete_member{
    "catalog.delete_member",
    "DELETE FROM catalog_members WHERE collection_id = $1 AND product_id = $2"};

// --- imports
inline constexpr db::Statement insert_import{"catalog.insert_import", R"sql(
INSERT INTO catalog_imports (id, kind, status, actor, total, done, created, updated, unchanged, failed, problems, file, started_at)
VALUES ($1, $2, $3, $4, $5, 0, 0, 0, 0, 0, '', $6, $7))sql"};
inline constexpr db::Statement import_by_id{"catalog.import_by_id", R"sql(
SELECT id, status, total, done, created, updated, unchanged, failed, problems, started_at, actor
FROM catalog_imports WHERE id = $1)sql"};
inline constexpr db::Statement import_file{
    "catalog.import_file", "SELECT file FROM catalog_imports WHERE id = $1 AND file IS NOT NULL"};
inline constexpr db::Statement save_import{"catalog.save_import", R"sql(
UPDATE catalog_imports SET status = $2, total = $3, done = $4, created = $5, updated = $6, unchanged = $7, failed = $8,
  problems = $9, finished_at = $10
WHERE id = $1)sql"};
inline constexpr db::Statement forget_file{"catalog.forget_file",
                                           "UPDATE catalog_imports SET file = NULL WHERE id = $1"};
inline constexpr db::Statement save_problems{
    "catalog.save_problems",
    "UPDATE catalog_imports SET problems = $2 WHERE id = $1 AND problems = $3"};

inline constexpr const db::Statement* statements[] = {
    &product_by_id,      &product_by_handle,  &handle_owner,       &newest,
    &newest_of_status,   &active_after,       &all_after,          &status_after,
    &insert_product,     &update_product,     &variants_of,        &variants_between,
    &sold_variant,       &product_of_variant, &insert_variant,     &update_variant,
    &delete_variant,     &next_words,         &words_after,        &collections,
    &collection_by_id,   &collection_by_handle, &insert_collection,  &update_collection,
    &delete_collection,  &members,            &memberships,        &put_member,
    &append_member,      &delete_member,      &insert_import,      &import_by_id,
    &import_file,        &save_import,        &forget_file,        &save_problems};

}  // namespace plaza::catalog::sql
