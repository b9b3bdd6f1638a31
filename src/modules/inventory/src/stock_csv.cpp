#include "stock_csv.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/csv/reader.h"
#include "platform/csv/writer.h"

namespace plaza::inventory {
namespace {

using catalog::VariantId;

constexpr std::size_t problems_max = 100;
constexpr int sku_hits_max = 10;
constexpr int balances_page = 1'000;

std::string handle_of(const std::vector<Location>& places, LocationId id) {
  for (const auto& place : places) {
    if (place.id == id) return place.handle;
  }
  return {};
}

void write_row(csv::Writer& out, const catalog::SoldVariant& sold, const std::string& location,
               const Balance& balance) {
  out.field(to_text(balance.variant_id))
      .field(sold.variant.sku)
      .field(sold.product_handle)
      .field(sold.product_title)
      .field(sold.variant.title)
      .field(location)
      .field(balance.on_hand)
      .field(balance.reserved)
      .field(balance.safety)
      .field(balance.available());
  out.end_record();
}

// What stands in a file, line by line, and what is wrong with it.
class CountReader {
 public:
  CountReader(db::Reader& reader, catalog::Catalog& catalog, const std::vector<Location>& places)
      : reader_(reader), catalog_(catalog), places_(places) {}

  Result<std::vector<CsvCount>> read(std::string_view text) {
    csv::Reader file(csv::from_text(text));
    csv::Record record;
    if (!file.next(record) || !record.problem.empty())
      return invalid_field("file", "wrong_format", "is no CSV file with a line of names");
    const csv::Header header(record);
    for (std::size_t i = 0; i < columns_.size(); ++i) columns_[i] = header.find(names[i]);
    if (column(variant_id) < 0 && column(sku) < 0)
      return invalid_field("file", "required", "needs a column variant_id or sku");
    if (column(on_hand) < 0) return invalid_field("file", "required", "needs a column on_hand");
    while (problems_.size() < problems_max && file.next(record)) take(record);
    if (problems_.empty()) return std::move(counts_);
    return Error{ErrorKind::invalid, "request.invalid", "Nothing was changed: some lines are wrong.",
                 std::move(problems_)};
  }

 private:
  enum Column { variant_id, sku, location, on_hand, safety, product_handle, variant_title };
  static constexpr std::array<const char*, 7> names{
      "variant_id", "sku", "location", "on_hand", "safety", "product_handle", "variant_title"};
  int column(Column which) const { return columns_[which]; }

  std::string cell(const csv::Record& record, Column which) const {
    const int at = column(which);
    if (at < 0 || at >= std::ssize(record.fields)) return {};
    return csv::unguarded(trimmed(record.fields[static_cast<std::size_t>(at)]));
  }

  void wrong(std::int64_t line, const char* name, const char* code, std::string message) {
    problems_.push_back({"lines[" + std::to_string(line) + "]." + name, code, std::move(message)});
  }

  std::optional<std::int64_t> units(const csv::Record& record, Column which) {
    const auto number = parse_integer(cell(record, which));
    if (number && *number >= 0 && *number <= on_hand_max) return *number;
    wrong(record.line, names[which], "out_of_range",
          "must be a whole number between 0 and " + std::to_string(on_hand_max));
    return std::nullopt;
  }

  std::optional<VariantId> by_sku(const std::string& text) {
    std::optional<VariantId> found;
    for (const auto& product : catalog_.products(reader_, {text, std::nullopt, {}, sku_hits_max})) {
      for (const auto& variant : product.variants) {
        if (variant.sku != text) continue;
        if (found) return std::nullopt;
        found = variant.id;
      }
    }
    return found;
  }

  std::optional<VariantId> by_product(const std::string& handle, const std::string& title) {
    const auto product = handle.empty() ? std::nullopt : catalog_.product_by_handle(reader_, handle);
    if (!product) return std::nullopt;
    for (const auto& each : product->variants) {
      if (each.title == title) return each.id;
    }
    return std::nullopt;
  }

  // Another shop gave its variants other ids: there the product's handle and the variant's title tell, or the SKU.
  std::optional<VariantId> variant(const csv::Record& record) {
    const std::string id = cell(record, variant_id);
    const std::string code = cell(record, sku);
    const auto parsed = parse_id<VariantId>(id);
    if (parsed && !catalog_.variants(reader_, std::span(&*parsed, 1)).empty()) return parsed;
    const bool may_be_elsewhere = id.empty() || parsed;
    auto found = may_be_elsewhere
                     ? by_product(cell(record, product_handle), cell(record, variant_title))
                     : std::nullopt;
    if (!found && may_be_elsewhere && !code.empty()) found = by_sku(code);
    if (found) return found;
    if (id.empty()) wrong(record.line, "sku", "not_found", "is not the SKU of exactly one variant");
    else wrong(record.line, "variant_id", "not_found", "is no variant");
    return std::nullopt;
  }

  void take(const csv::Record& record) {
    if (!record.problem.empty()) return wrong(record.line, "file", "wrong_format", record.problem);
    if (std::ssize(counts_) >= csv_rows_max)
      return wrong(record.line, "file", "too_long", "is one line too many");
    CsvCount count;
    count.line = record.line;
    count.location = cell(record, location);
    if (count.location.empty()) count.location = "main";
    const auto id = variant(record);
    const auto number = units(record, on_hand);
    if (!cell(record, safety).empty()) count.safety = units(record, safety);
    const bool known = std::any_of(places_.begin(), places_.end(), [&](const Location& place) {
      return place.handle == count.location;
    });
    if (!known) wrong(record.line, "location", "not_found", "is no location's handle");
    if (!id || !number || !known) return;
    count.variant_id = *id;
    count.on_hand = *number;
    counts_.push_back(std::move(count));
  }

  db::Reader& reader_;
  catalog::Catalog& catalog_;
  const std::vector<Location>& places_;
  std::array<int, 7> columns_{};
  std::vector<CsvCount> counts_;
  std::vector<FieldError> problems_;
};

}  // namespace

CsvPage write_stock_csv(db::Reader& reader, catalog::Catalog& catalog,
                        const std::vector<Location>& places, VariantId after) {
  CsvPage page;
  csv::Writer out(page.text);
  for (const char* name : {"variant_id", "sku", "product_handle", "product_title", "variant_title",
                           "location", "on_hand", "reserved", "safety", "available"}) {
    out.field(name);
  }
  out.end_record();
  for (int rows = 0;;) {
    const auto variants = variants_after(reader, after, balances_page);
    for (const auto& sold : catalog.variants(reader, variants)) {
      for (const auto& balance : stock_of(reader, sold.variant.id)) {
        write_row(out, sold, handle_of(places, balance.location_id), balance);
        ++rows;
      }
    }
    if (std::ssize(variants) < balances_page) return page;
    after = variants.back();
    if (rows >= csv_rows_max) {
      page.next = after;
      return page;
    }
  }
}

Result<std::vector<CsvCount>> read_stock_csv(db::Reader& reader, catalog::Catalog& catalog,
                                             const std::vector<Location>& places,
                                             std::string_view text) {
  return CountReader(reader, catalog, places).read(text);
}

}  // namespace plaza::inventory
