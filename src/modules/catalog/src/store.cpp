#include "store.h"

#include <algorithm>
#include <limits>

#include "document.h"
#include "platform/base/check.h"
#include "rules.h"
#include "statements.h"

namespace plaza::catalog {
namespace {

constexpr int stream_rows = 250;  // products in memory at once
constexpr std::int64_t last_id = std::numeric_limits<std::int64_t>::max();

Product product_from(const db::Row& row) {
  Product product;
  product.id = row.id<ProductId>(0);
  product.handle = row.string(1);
  product.title = row.string(2);
  product.description_html = row.string(3);
  product.vendor = row.string(4);
  product.product_type = row.string(5);
  product.status = static_cast<ProductStatus>(row.integer(6));
  read_document(row.text(7), product);
  product.created_at = row.time(9);
  product.updated_at = row.time(10);
  return product;
}

Variant variant_from(const db::Row& row) {
  Variant variant;
  variant.id = row.id<VariantId>(0);
  variant.product_id = row.id<ProductId>(1);
  variant.title = row.string(2);
  variant.sku = row.string(3);
  variant.barcode = row.string(4);
  const auto currency = parse_currency(row.text(7));
  CHECK(currency.has_value());
  variant.price = {row.integer(5), *currency};
  if (const auto compare = row.maybe_integer(6))
    variant.compare_at_price = Money{*compare, *currency};
  variant.weight_grams = row.integer(8);
  variant.choices = read_choices(row.text(9));
  variant.image = static_cast<int>(row.integer(10));
  return variant;
}

void add_parts(db::Reader& reader, Product& product) {
  product.variants = reader.all(sql::variants_of, {product.id}, variant_from);
  product.collections = reader.all(sql::memberships, {product.id, product.id},
                                   [](const db::Row& row) { return row.id<CollectionId>(1); });
}

// Of many products with neighbouring ids at once. `products` is in the order of ids.
void add_parts(db::Reader& reader, std::vector<Product>& products) {
  if (products.empty()) return;
  const auto find = [&](ProductId id) -> Product* {
    const auto at = std::lower_bound(
        products.begin(), products.end(), id,
        [](const Product& product, ProductId value) { return product.id < value; });
    return at != products.end() && at->id == id ? &*at : nullptr;
  };
  const ProductId first = products.front().id, last = products.back().id;
  reader.each(sql::variants_between, {first, last}, [&](const db::Row& row) {
    if (Product* product = find(row.id<ProductId>(1)))
      product->variants.push_back(variant_from(row));
  });
  reader.each(sql::memberships, {first, last}, [&](const db::Row& row) {
    if (Product* product = find(row.id<ProductId>(0)))
      product->collections.push_back(row.id<CollectionId>(1));
  });
}

std::optional<Product> with_parts(db::Reader& reader, std::optional<Product> product) {
  if (product) add_parts(reader, *product);
  return product;
}

void insert_variant(db::Transaction& tx, const Variant& v, std::size_t position) {
  const std::string choices = choices_text(v.choices);
  std::optional<std::int64_t> compare;
  if (v.compare_at_price) compare = v.compare_at_price->amount;
  tx.send(sql::insert_variant,
          {v.id, v.product_id, static_cast<std::int64_t>(position), v.title, v.sku, v.barcode,
           v.price.amount, compare, v.price.currency.code(), v.weight_grams, choices, v.image});
}

void update_variant(db::Transaction& tx, const Variant& v, std::size_t position) {
  const std::string choices = choices_text(v.choices);
  std::optional<std::int64_t> compare;
  if (v.compare_at_price) compare = v.compare_at_price->amount;
  tx.send(sql::update_variant,
          {v.id, static_cast<std::int64_t>(position), v.title, v.sku, v.barcode, v.price.amount,
           compare, v.price.currency.code(), v.weight_grams, choices, v.image});
}

void write_variants(db::Transaction& tx, const std::vector<Variant>& before,
                    const std::vector<Variant>& after) {
  const auto position_in = [](const std::vector<Variant>& list, VariantId id) {
    return std::find_if(list.begin(), list.end(), [&](const Variant& v) { return v.id == id; }) -
           list.begin();
  };
  for (const auto& old : before) {
    if (position_in(after, old.id) == std::ssize(after)) tx.send(sql::delete_variant, {old.id});
  }
  for (std::size_t i = 0; i < after.size(); ++i) {
    // Nearly always nothing moved: look at the same place first.
    const bool same_place = i < before.size() && before[i].id == after[i].id;
    const auto at = same_place ? std::ptrdiff_t(i) : position_in(before, after[i].id);
    if (at == std::ssize(before))
      insert_variant(tx, after[i], i);
    else if (!same_place || before[i] != after[i])
      update_variant(tx, after[i], i);
  }
}

void write_memberships(db::Transaction& tx, ProductId id, const std::vector<CollectionId>& before,
                       const std::vector<CollectionId>& after) {
  const auto has = [](const std::vector<CollectionId>& list, CollectionId collection) {
    return std::find(list.begin(), list.end(), collection) != list.end();
  };
  for (const auto collection : before) {
    if (!has(after, collection)) tx.send(sql::delete_member, {collection, id});
  }
  for (const auto collection : after) {
    if (!has(before, collection)) tx.send(sql::append_member, {collection, id});
  }
}

// --- the staff's search

ProductText text_from(const db::Row& row) {
  return {row.integer(0), row.id<ProductId>(1), static_cast<ProductStatus>(row.integer(2)),
          row.string(3)};
}

std::vector<ProductId> search(db::Reader& reader, ProductWords& known,
                              const WordQuestion& question) {
  ProductWords own;  // what a transaction has written must not be remembered
  ProductWords& words = dynamic_cast<db::Transaction*>(&reader) ? own : known;
  refresh(reader, words);
  return words.find(question);
}

}  // namespace

std::optional<Product> find_product(db::Reader& reader, ProductId id) {
  return with_parts(reader, reader.one(sql::product_by_id, {id}, product_from));
}

std::optional<Product> find_product(db::Reader& reader, std::string_view handle) {
  return with_parts(reader, reader.one(sql::product_by_handle, {handle}, product_from));
}

std::optional<SoldVariant> find_sold_variant(db::Reader& reader, VariantId id) {
  return reader.one(sql::sold_variant, {id}, [](const db::Row& row) {
    SoldVariant sold;
    sold.variant = variant_from(row);
    sold.product_handle = row.string(11);
    sold.product_title = row.string(12);
    sold.status = static_cast<ProductStatus>(row.integer(13));
    Product product;
    read_document(row.text(14), product);
    sold.product_type = row.string(15);
    const auto index = static_cast<std::size_t>(std::max(sold.variant.image, 0));
    if (index < product.media.size()) sold.image = std::move(product.media[index]);
    return sold;
  });
}

std::optional<ProductId> product_of(db::Reader& reader, VariantId id) {
  return reader.one(sql::product_of_variant, {id},
                    [](const db::Row& row) { return row.id<ProductId>(0); });
}

void refresh(db::Reader& reader, ProductWords& words) {
  words.refresh([&](std::int64_t after) {
    const auto most = static_cast<std::int64_t>(WordBlock::products_max);
    return reader.all(sql::words_after, {after, most}, text_from);
  });
}

std::vector<Product> list_products(db::Reader& reader, ProductWords& known,
                                   const ProductQuery& query) {
  const ProductId before = query.before ? query.before : ProductId{last_id};
  std::vector<Product> products;
  if (auto words = search_words(query.q); !words.empty()) {
    const auto limit = static_cast<std::size_t>(query.limit);
    for (const auto id : search(reader, known, {std::move(words), query.status, before, limit})) {
      if (auto product = find_product(reader, id)) products.push_back(std::move(*product));
    }
    return products;
  }
  if (query.status) {
    const auto status = static_cast<std::int64_t>(*query.status);
    products = reader.all(sql::newest_of_status, {before, query.limit, status}, product_from);
  } else {
    products = reader.all(sql::newest, {before, query.limit}, product_from);
  }
  for (auto& product : products) add_parts(reader, product);
  return products;
}

std::vector<Product> products_after(db::Reader& reader, std::optional<ProductStatus> status,
                                    ProductId after, int limit) {
  auto products = status ? reader.all(sql::status_after,
                                      {after, limit, static_cast<std::int64_t>(*status)},
                                      product_from)
                         : reader.all(sql::all_after, {after, limit}, product_from);
  add_parts(reader, products);
  return products;
}

void each_active(db::Reader& reader, const std::function<void(const Product&)>& each) {
  ProductId after;
  for (;;) {
    auto products = reader.all(sql::active_after, {after, stream_rows}, product_from);
    if (products.empty()) return;
    after = products.back().id;
    add_parts(reader, products);
    for (const auto& product : products) {
      if (!product.variants.empty()) each(product);
    }
  }
}

ProductId handle_owner(db::Reader& reader, std::string_view handle) {
  const auto id = [](const db::Row& row) { return row.id<ProductId>(0); };
  return reader.one(sql::handle_owner, {handle}, id).value_or(ProductId{});
}

bool insert_product(db::Transaction& tx, const Product& p) {
  const std::string document = document_text(p);
  const std::string text = search_text(words_of(p));
  tx.send(sql::next_words, {});
  const auto inserted = tx.execute(
      sql::insert_product, {p.id, p.handle, p.title, p.description_html, p.vendor, p.product_type,
                            static_cast<std::int64_t>(p.status), document, text, p.created_at});
  if (inserted == 0) return false;
  write_variants(tx, {}, p.variants);
  write_memberships(tx, p.id, {}, p.collections);
  return true;
}

bool update_product(db::Transaction& tx, const Product& before, const Product& p) {
  const std::string document = document_text(p);
  const std::string text = search_text(words_of(p));
  const bool found_otherwise = p.status != before.status || text != search_text(words_of(before));
  if (found_otherwise) tx.send(sql::next_words, {});
  const auto updated = tx.execute(
      sql::update_product,
      {p.id, before.updated_at, p.handle, p.title, p.description_html, p.vendor, p.product_type,
       static_cast<std::int64_t>(p.status), document, text, p.updated_at, found_otherwise});
  if (updated == 0) return false;
  write_variants(tx, before.variants, p.variants);
  write_memberships(tx, p.id, before.collections, p.collections);
  return true;
}

}  // namespace plaza::catalog
