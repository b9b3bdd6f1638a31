#include "platform/json/codec.h"
#include "routes.h"
#include "stock_csv.h"

namespace plaza::inventory {
namespace {

using catalog::VariantId;
using http::Call;

constexpr std::size_t file_bytes_max = 20'000'000;
constexpr std::size_t counts_in_write = 200;  // so that a checkout never waits long behind them

struct RefusedLine {
  std::int64_t line = 0;
  std::string code, detail;
  template <class V>
  void describe(V& v) {
    v("line", line);
    v("code", code);
    v("detail", detail);
  }
};
struct CsvReport {
  std::int64_t lines = 0, changed = 0;
  bool dry_run = false;
  std::vector<RefusedLine> refused;
  template <class V>
  void describe(V& v) {
    v("lines", lines);
    v("changed", changed);
    v("dry_run", dry_run);
    v("refused", refused, json::Items{0, csv_rows_max});
  }
};

Task<http::Response> write_out(const RouteParts& parts, Call& call) {
  VariantId after;
  if (const auto cursor = call.request.query_value("cursor")) {
    const auto parsed = parse_id<VariantId>(*cursor);
    if (!parsed) co_return http::problem(invalid_field("cursor", "wrong_format", "is no cursor"));
    after = *parsed;
  }
  auto work = [&](db::Reader& reader) {
    return write_stock_csv(reader, parts.catalog, locations(reader), after);
  };
  auto page = co_await parts.database.read(work);
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.header("content-disposition", "attachment; filename=\"stock.csv\"");
  response.header("cache-control", "no-store");
  if (page.next) response.header("plaza-next-cursor", to_text(*page.next));
  response.body = std::move(page.text);
  co_return response;
}

// One line; what cannot be (more is held than was counted) is told and leaves the others alone.
void put_one(const RouteParts& parts, db::Transaction& tx, const CsvCount& count,
             const std::string& actor, CsvReport& report) {
  std::optional<Error> refused;
  bool changed = false;
  const auto put = [&] {
    const auto before = parts.stock.ledger(tx, count.variant_id, 0, 1);
    auto level = parts.stock.set_on_hand(tx, count.variant_id, count.location, count.on_hand,
                                         "imported", actor);
    if (!level.ok()) {
      refused = std::move(level).error();
      return false;
    }
    const auto now = parts.stock.ledger(tx, count.variant_id, 0, 1);
    changed = !now.empty() && (before.empty() || now[0].id != before[0].id);
    if (!count.safety || level->safety == *count.safety) return true;
    changed = true;
    auto safe = parts.stock.set_safety(tx, count.variant_id, count.location, *count.safety);
    if (!safe.ok()) refused = std::move(safe).error();
    return safe.ok();
  };
  if (!tx.nested(put)) report.refused.push_back({count.line, refused->code, refused->detail});
  else if (changed) ++report.changed;
}

Task<http::Response> take_in(const RouteParts& parts, Call& call) {
  auto read = [&](db::Reader& reader) {
    return read_stock_csv(reader, parts.catalog, locations(reader), call.request.body);
  };
  auto counts = co_await parts.database.read(read);
  if (!counts.ok()) co_return http::problem(counts.error());
  CsvReport report;
  report.lines = std::ssize(*counts);
  report.dry_run = call.request.query_value("dry_run") == "true";
  const std::string actor = actor_of(call);
  for (std::size_t from = 0; from < counts->size() && !report.dry_run; from += counts_in_write) {
    const std::size_t to = std::min(from + counts_in_write, counts->size());
    CsvReport after;
    auto write = [&](db::Transaction& tx) -> Status {
      after = report;  // the write may be run again
      for (std::size_t i = from; i < to; ++i) put_one(parts, tx, (*counts)[i], actor, after);
      return done();
    };
    auto written = co_await parts.database.write(write);
    if (!written.ok()) co_return http::problem(written.error());
    report = std::move(after);
  }
  http::Response response;
  response.body = json::encode(report);
  co_return response;
}

}  // namespace

void add_csv_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, http::None>("/v1/admin/stock.csv", "exportStock")
                 .summary("Stock as CSV, at most 100,000 lines; Plaza-Next-Cursor says where to go on (?cursor=).")
                 .tag("Stock")
                 .access(staff())
                 .status(200)
                 .raw([parts](Call& call) { return write_out(parts, call); }));
  routes.add(http::post<http::None, CsvReport>("/v1/admin/stock.csv", "importStock")
                 .summary("Counts from CSV (variant_id or sku, location, on_hand, safety). A wrong line: nothing is "
                          "changed. ?dry_run=true looks only.")
                 .tag("Stock")
                 .access(staff())
                 .any_content_type()
                 .body_max(file_bytes_max)
                 .raw([parts](Call& call) { return take_in(parts, call); }));
}

}  // namespace plaza::inventory
