#include <map>

#include "platform/base/text.h"
#include "routes.h"

namespace plaza::pricing {
namespace {

using catalog::ProductId;
using catalog::VariantId;
using http::Call;

struct PriceEntryView {
  ProductId product_id;
  std::optional<VariantId> variant_id;
  std::string title;
  std::optional<Money> amount, compare_at;
  std::optional<std::int64_t> off_ppm;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("variant_id", variant_id);
    v("title", title);
    v("amount", amount);
    v("compare_at", compare_at);
    v("off_ppm", off_ppm);
  }
};
struct PriceEntryPage {
  std::vector<PriceEntryView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct ListEntries {
  PriceListId id;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 60});
  }
};

struct PriceEntryInput {
  std::optional<ProductId> product_id;
  std::optional<VariantId> variant_id;
  std::optional<std::int64_t> amount, compare_at, off_ppm;
  bool remove = false;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("variant_id", variant_id);
    v("amount", amount, json::Between{0, unit_price_max}, json::Doc{"Minor units of the list's currency."});
    v("compare_at", compare_at, json::Between{1, unit_price_max});
    v("off_ppm", off_ppm, json::Between{1, 1'000'000}, json::Doc{"Off the regular price: 200000 is 20 %."});
    v("remove", remove, json::Optional{});
  }
};
struct PutEntries {
  PriceListId id;
  std::vector<PriceEntryInput> entries;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("entries", entries, json::Items{1, entry_changes_max});
  }
};
struct EntriesPut {
  std::int64_t entry_count = 0, version = 1;
  template <class V>
  void describe(V& v) {
    v("entry_count", entry_count);
    v("version", version);
  }
};

// What the entries are about, in words: "Vase · Blue", or the product's name alone.
std::string title_of(const RouteParts& parts, db::Reader& reader, const Entry& entry) {
  if (!entry.variant_id) {
    const auto product = parts.catalog.product(reader, entry.product_id);
    return product ? product->title : std::string();
  }
  const auto sold = parts.catalog.variants(reader, std::span(&entry.variant_id, 1));
  return sold.empty() ? std::string() : sold.front().product_title + " · " + sold.front().variant.title;
}

std::optional<Money> money_of(std::optional<std::int64_t> amount, const PriceList& list) {
  if (!amount) return std::nullopt;
  return Money{*amount, list.currency.value_or(Currency{})};
}

// "product.variant", by number.
std::optional<Entry> parse_cursor(const std::string& cursor) {
  if (cursor.empty()) return Entry{};
  const auto dot = cursor.find('.');
  if (dot == std::string::npos) return std::nullopt;
  const auto product = parse_integer(std::string_view(cursor).substr(0, dot));
  const auto variant = parse_integer(std::string_view(cursor).substr(dot + 1));
  if (!product || !variant) return std::nullopt;
  return Entry{ProductId{*product}, VariantId{*variant}, {}, {}, {}};
}

Result<PriceEntryPage> list_entries(const RouteParts& parts, db::Reader& reader, const ListEntries& request) {
  const auto list = find_list(reader, request.id);
  if (!list) return list_not_found();
  const auto after = parse_cursor(request.cursor);
  if (!after) return invalid_field("cursor", "wrong_format", "is no cursor of this list");
  auto entries = entries_after(reader, request.id, *after, request.limit + 1);
  PriceEntryPage page;
  if (std::ssize(entries) > request.limit) {
    entries.pop_back();
    page.next_cursor = std::to_string(entries.back().product_id.value) + "." + std::to_string(entries.back().variant_id.value);
  }
  for (const auto& entry : entries) {
    PriceEntryView view;
    view.product_id = entry.product_id;
    if (entry.variant_id) view.variant_id = entry.variant_id;
    view.title = title_of(parts, reader, entry);
    view.amount = money_of(entry.amount, *list);
    view.compare_at = money_of(entry.compare_at, *list);
    view.off_ppm = entry.off_ppm;
    page.items.push_back(std::move(view));
  }
  return page;
}

Result<EntriesPut> put_entries(const RouteParts& parts, db::Transaction& tx, const PutEntries& request) {
  std::vector<EntryChange> changes;
  for (const auto& input : request.entries) {
    EntryChange change;
    change.entry = {input.product_id.value_or(ProductId{}), input.variant_id.value_or(VariantId{}), input.amount,
                    input.compare_at, input.off_ppm};
    change.remove = input.remove;
    changes.push_back(change);
  }
  TRY(const auto list, parts.service.change_entries(tx, request.id, changes));
  return EntriesPut{list.entry_count, list.version};
}

}  // namespace

void add_entry_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<ListEntries, PriceEntryPage>("/v1/admin/price_lists/{id}/entries", "listPriceEntries")
                 .summary("The prices of a list, by product.")
                 .tag("Prices")
                 .access(merchandisers())
                 .error("pricing.list_not_found", ErrorKind::not_found, "There is no such price list.")
                 .read(parts.database, [parts](Call&, db::Reader& reader, const ListEntries& request) {
                   return list_entries(parts, reader, request);
                 }));
  routes.add(http::put<PutEntries, EntriesPut>("/v1/admin/price_lists/{id}/entries", "putPriceEntries")
                 .summary("Adds, replaces or removes up to 1,000 prices of a list; others stay. All or nothing.")
                 .tag("Prices")
                 .access(merchandisers())
                 .error("pricing.list_not_found", ErrorKind::not_found, "There is no such price list.")
                 .error("pricing.too_many", ErrorKind::conflict, "The list holds as many as it may.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const PutEntries& request) {
                   return put_entries(parts, tx, request);
                 }));
}

}  // namespace plaza::pricing
