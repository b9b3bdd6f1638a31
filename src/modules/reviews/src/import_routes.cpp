// Files of reviews, in and out.
#include "identity/roles.h"
#include "platform/csv/writer.h"
#include "routes.h"
#include "store.h"

namespace plaza::reviews {
namespace {

using http::Call;

constexpr std::size_t file_bytes_max = 64'000'000;
constexpr int export_page = 500;

Task<http::Response> start(const Parts parts, Call& call) {
  auto work = [&](db::Transaction& tx) -> Result<Import> { return parts.importer.start(tx, call.request.body); };
  const auto started = co_await parts.needs.database.write(work);
  if (!started.ok()) co_return http::problem(started.error());
  http::Response response;
  response.status = 202;
  response.body = json::encode(*started);
  co_return response;
}

const char* curated(ReviewStatus status) {
  if (status == ReviewStatus::published) return "ok";
  return status == ReviewStatus::rejected ? "spam" : "not-yet";
}

void write_row(const Parts& parts, db::Reader& reader, csv::Writer& csv, const Review& review) {
  const auto product = parts.needs.catalog.product(reader, review.product_id);
  csv.field(review.title).field(review.text).field(review.stars).field(to_text(review.written_at));
  csv.field(review.source.empty() ? "plaza" : review.source).field(curated(review.status));
  csv.field(speaker(parts.needs, review.account_id, review.author_name).name).field(product ? product->handle : "");
  csv.field(review.reply ? review.reply->text : "").field(review.reply ? to_text(review.reply->at) : "");
  csv.field(review.verified ? "true" : "false").field(review.incentive ? "true" : "false").field(review.helpful);
  csv.field(to_text(review.id)).field(review.variant_title);
  csv.end_record();
}

// In Judge.me's columns, with ours behind them. In parts: `before` is the last id of the part before.
std::string export_part(const Parts& parts, db::Reader& reader, ReviewId before, std::string& next) {
  std::string text;
  csv::Writer csv(text);
  if (!before) {
    for (const char* name : {"title", "body", "rating", "review_date", "source", "curated", "reviewer_name", "product_handle", "reply",
                             "reply_date", "verified", "incentive", "helpful", "id", "variant"}) {
      csv.field(name);
    }
    csv.end_record();
  }
  store::StaffQuery query;
  query.before = before;
  query.limit = export_page;
  const auto reviews = store::for_staff(reader, query);
  for (const auto& review : reviews) write_row(parts, reader, csv, review);
  if (reviews.size() == export_page) next = to_text(reviews.back().id);
  return text;
}

// Read part by part, so that nobody waits for the whole table; sent as one file.
Task<http::Response> send_export(const Parts parts, Call& call) {
  auto before = parse_id<ReviewId>(call.request.query_value("cursor").value_or("")).value_or(ReviewId{});
  std::string text, next;
  auto work = [&](db::Reader& reader) -> Result<std::string> {
    next.clear();
    return export_part(parts, reader, before, next);
  };
  do {
    auto part = co_await parts.needs.database.read(work);
    if (!part.ok()) co_return http::problem(part.error());
    text += *part;
    before = parse_id<ReviewId>(next).value_or(ReviewId{});
  } while (!next.empty() && text.size() < file_bytes_max);
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.header("content-disposition", "attachment; filename=\"reviews.csv\"");
  if (!next.empty()) response.header("plaza-next-cursor", next);
  response.body = std::move(text);
  co_return response;
}

struct ImportPath {
  static constexpr const char* schema_name = "ReviewImportPath";
  ImportId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

}  // namespace

void add_import_routes(http::Routes& routes, const Parts& parts) {
  routes.add(http::post<http::None, Import>("/v1/admin/reviews.csv", "importReviews")
                 .summary("Takes the CSV file that is the body in, in the background: an export of Judge.me, Yotpo, Loox, Okendo, Shopify "
                          "Product Reviews, or ours. Addresses are compared and forgotten; taken in again it changes nothing.")
                 .tag("Files")
                 .access(identity::staff_access(identity::merchandiser))
                 .status(202)
                 .any_content_type()
                 .body_max(file_bytes_max)
                 .error("reviews.file_empty", ErrorKind::invalid, "The file is empty.")
                 .error("reviews.unknown_columns", ErrorKind::invalid, "It is no file of reviews that is known.")
                 .raw([parts](Call& call) { return start(parts, call); }));
  routes.add(http::get<ImportPath, Import>("/v1/admin/review_imports/{id}", "getReviewImport")
                 .summary("How far an import of reviews is, and what it could not take, by line.")
                 .tag("Files")
                 .access(identity::staff_access(identity::merchandiser))
                 .error("reviews.import_not_found", ErrorKind::not_found, "There is no such import.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const ImportPath& request) -> Result<Import> {
                   if (auto run = parts.importer.find(reader, request.id)) return std::move(*run);
                   return Error{ErrorKind::not_found, "reviews.import_not_found", "There is no such import."};
                 }));
  routes.add(http::post<ImportPath, Import>("/v1/admin/review_imports/{id}/pictures", "fetchReviewPicturesAgain")
                 .summary("Tries again to fetch the pictures of an import that could not be fetched.")
                 .tag("Files")
                 .access(identity::staff_access(identity::merchandiser))
                 .error("reviews.import_not_found", ErrorKind::not_found, "There is no such import.")
                 .write(parts.needs.database, [parts](Call&, db::Transaction& tx, const ImportPath& request) -> Result<Import> {
                   parts.importer.pictures().again(tx, request.id);
                   if (auto run = parts.importer.find(tx, request.id)) return std::move(*run);
                   return Error{ErrorKind::not_found, "reviews.import_not_found", "There is no such import."};
                 }));
  routes.add(http::get<http::None, http::None>("/v1/admin/reviews.csv", "exportReviews")
                 .summary("All reviews as CSV, newest first, in Judge.me's columns and ours. What is over 64 MB comes in parts "
                          "(Plaza-Next-Cursor, ?cursor=).")
                 .tag("Files")
                 .access(identity::staff_access(identity::merchandiser))
                 .status(200)
                 .raw([parts](Call& call) { return send_export(parts, call); }));
}

}  // namespace plaza::reviews
