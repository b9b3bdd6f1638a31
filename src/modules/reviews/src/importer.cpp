#include "importer.h"

#include <algorithm>

#include "file_statements.h"
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "purchases.h"
#include "review_service.h"
#include "store.h"

namespace plaza::reviews {
namespace {

namespace sql = statements;

constexpr std::size_t rows_a_write = 100;
constexpr int attempts_max = 3;

struct TakeFile {
  static constexpr const char* kind = "reviews.take_file";
  ImportId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

struct KeptProblems {
  std::vector<ImportProblem> list;
  template <class V>
  void describe(V& v) {
    v("list", list, json::Items{0, import_problems_max});
  }
};

// The row again, whatever else of it changed. Nobody who reads it learns an address.
std::string key_of(const std::string& secret, const std::string& format, const FileReview& row) {
  std::string text = format + "\n" + row.handle + "\n" + row.product_title + "\n";
  if (!row.id.empty()) text += "id\n" + row.id;
  else if (!row.email.empty()) text += "email\n" + lower_ascii(row.email) + "\n" + std::to_string(row.at.micros);
  else text += "words\n" + row.name + "\n" + std::to_string(row.at.micros) + "\n" + row.title + "\n" + row.text;
  return format + ":" + crypto::hex(crypto::view(crypto::hmac_sha256(secret, text)).substr(0, 16));
}

// Whether this address bought the product, here.
std::optional<Purchase> bought_by_address(orders::Orders& orders, db::Reader& reader, const std::string& email,
                                          catalog::ProductId product) {
  if (email.empty()) return std::nullopt;
  orders::OrderQuery query;
  query.email = email;
  query.limit = 100;
  for (const auto& order : orders.list(reader, query)) {
    if (!counts_as_bought(order)) continue;
    for (auto& purchase : purchases_in(order)) {
      if (purchase.product_id == product) return std::move(purchase);
    }
  }
  return std::nullopt;
}

std::optional<catalog::Product> product_in(const Needs& needs, db::Reader& reader, const FileReview& row) {
  auto product = row.handle.empty() ? std::nullopt : needs.catalog.product_by_handle(reader, row.handle);
  if (!product && !row.product_title.empty()) product = needs.catalog.product_by_handle(reader, slug(row.product_title));
  return product;
}

// By what the shop calls it, or by its name: "Blue / M". What is not found keeps the name of the file.
void put_variant(Review& review, const catalog::Product& product, const FileReview& row) {
  const auto same = [](std::string_view one, std::string_view other) { return !one.empty() && folded(trimmed(one)) == folded(trimmed(other)); };
  const auto& all = product.variants;
  auto found = std::find_if(all.begin(), all.end(), [&](const catalog::Variant& each) { return same(row.sku, each.sku); });
  if (found == all.end()) {
    found = std::find_if(all.begin(), all.end(),
                         [&](const catalog::Variant& each) { return same(row.variant, each.title) || same(row.variant, each.sku); });
  }
  const bool only = lower_ascii(row.variant) == "default" || lower_ascii(row.variant) == "default title";
  if (found != all.end()) review.variant_id = found->id;
  const std::string title = found != all.end() ? found->title : row.variant;
  review.variant_title = only || title == "Default" ? "" : title;
}

bool same_words(const Review& a, const Review& b) {
  const auto reply_of = [](const Review& review) { return review.reply ? review.reply->text : std::string(); };
  const bool same_variant = (!b.variant_id || a.variant_id == b.variant_id) && (b.variant_title.empty() || a.variant_title == b.variant_title);
  return a.stars == b.stars && a.title == b.title && a.text == b.text && reply_of(a) == reply_of(b) && same_variant;
}

}  // namespace

void Importer::complain(Import& run, std::int64_t line, std::string message) const {
  ++run.failed;
  if (run.problems.size() < import_problems_max) run.problems.push_back({line, std::move(message)});
}

void Importer::write(db::Transaction& tx, const FileReview& row, const std::string& format, Import& run) const {
  if (!row.problem.empty()) return complain(run, row.line, row.problem);
  const auto product = product_in(needs_, tx, row);
  if (!product) return complain(run, row.line, "There is no product \"" + (row.handle.empty() ? row.product_title : row.handle) + "\".");
  if (const auto own = parse_id<ReviewId>(row.id); own && store::find(tx, *own)) {  // our own export, where it came from
    ++run.unchanged;
    return;
  }
  Review review;
  review.import_key = key_of(store::secret(tx), format, row);
  review.product_id = product->id;
  review.source = format;
  review.stars = row.stars;
  review.title = row.title;
  review.text = row.text;
  review.author_name = row.name;
  review.incentive = row.incentive;
  review.status = row.status;
  review.written_at = row.at.micros ? row.at : needs_.clock.now();
  if (!row.reply.empty()) review.reply = ReviewReply{row.reply_at.micros ? row.reply_at : review.written_at, row.reply};
  put_variant(review, *product, row);
  const PictureFetcher::From from{run.id, row.line};
  if (auto known = store::find_by_import(tx, review.import_key)) {
    pictures_.enqueue(tx, *known, row.pictures, row.refused, from);  // those that are here already stay
    if (same_words(*known, review)) {
      ++run.unchanged;
      return;
    }
    known->stars = review.stars;
    known->title = review.title;
    known->text = review.text;
    known->reply = review.reply;  // what staff decided about it stays
    if (review.variant_id) known->variant_id = review.variant_id;
    if (!review.variant_title.empty()) known->variant_title = review.variant_title;
    if (store::change(tx, *known)) announce(tx, *known, false);
    ++run.updated;
    return;
  }
  const auto account = row.email.empty() ? std::nullopt : needs_.accounts.find_by_email(tx, row.email);
  if (account) review.account_id = account->id;
  const auto purchase = bought_by_address(needs_.orders, tx, row.email, product->id);
  review.verified = row.verified || purchase;
  if (purchase) {
    review.order_id = purchase->order_id;
    if (!review.variant_id) review.variant_id = purchase->variant_id;
    if (review.variant_title.empty() && purchase->variant_title != "Default") review.variant_title = purchase->variant_title;
  }
  review.person = account ? person_of({account->id, {}, ""}) : "i:" + review.import_key;
  review.id = needs_.ids.make<ReviewId>();
  review.trust = trust_of(review);
  if (!store::insert(tx, review)) {  // they reviewed it here already
    ++run.unchanged;
    return;
  }
  pictures_.enqueue(tx, review, row.pictures, row.refused, from);
  ++run.created;
  announce(tx, review, review.status == ReviewStatus::published);
}

Status Importer::take(Import& run, std::string_view file,
                      const std::function<void(db::Transaction&, const Import&)>& save) const {
  TRY(const auto sheet, ImportSheet::open(file));
  run.format = sheet->format();
  run.status = ImportStatus::running;
  run.done = run.created = run.updated = run.unchanged = run.failed = 0;
  run.problems.clear();
  for (bool more = true; more;) {
    std::vector<FileReview> rows;
    FileReview row;
    while (rows.size() < rows_a_write && (more = sheet->next(row))) rows.push_back(std::move(row));
    Import next;
    const auto work = [&](db::Transaction& tx) -> Status {
      next = run;  // the write may be run again
      for (const auto& each : rows) write(tx, each, run.format, next);
      next.done = sheet->rows();
      if (!more) next.status = ImportStatus::finished;
      save(tx, next);
      return done();
    };
    TRY_DONE(needs_.database.write_now(work));
    run = std::move(next);
  }
  return done();
}

Result<Import> Importer::start(db::Transaction& tx, std::string_view file) const {
  TRY(const auto sheet, ImportSheet::open(file));
  Import run;
  run.id = needs_.ids.make<ImportId>();
  run.format = sheet->format();
  run.total = count_import_rows(file);
  run.started_at = needs_.clock.now();
  tx.send(sql::insert_import, {run.id, run.format, run.total, db::Bytes{file}, run.started_at});
  jobs::enqueue(tx, {.kind = TakeFile::kind, .payload = json::encode(TakeFile{run.id})});
  return run;
}

std::optional<Import> Importer::find(db::Reader& reader, ImportId id) const {
  auto found = reader.one(sql::find_import, {id}, [&](const db::Row& row) {
    Import run;
    run.id = id;
    run.status = static_cast<ImportStatus>(row.integer(0));
    run.format = row.string(1);
    run.total = row.integer(2);
    run.done = row.integer(3);
    run.created = row.integer(4);
    run.updated = row.integer(5);
    run.unchanged = row.integer(6);
    run.failed = row.integer(7);
    if (auto kept = json::decode<KeptProblems>(row.text(8)); kept.ok()) run.problems = std::move(kept->list);
    run.started_at = row.time(9);
    return run;
  });
  if (found) found->pictures = pictures_.of(reader, id);
  return found;
}

// A run that was cut off begins anew: what it did already is found unchanged.
Status Importer::take_job(const jobs::Job& job) const {
  TRY(const auto order, json::decode<TakeFile>(job.payload));
  const auto load = [&](db::Reader& reader) { return find(reader, order.id); };
  auto run = needs_.database.read_now(load);
  const auto load_file = [&](db::Reader& reader) {
    return reader.one(sql::import_bytes, {order.id}, [](const db::Row& row) { return std::string(row.bytes(0)); });
  };
  const auto file = needs_.database.read_now(load_file);
  if (!run || !file) return done();  // it has ended
  const auto save = [&](db::Transaction& tx, const Import& at) {
    const std::string problems = json::encode(KeptProblems{at.problems});
    tx.send(sql::save_import, {at.id, static_cast<int>(at.status), at.done, at.created, at.updated, at.unchanged, at.failed, problems});
    if (at.status == ImportStatus::finished || at.status == ImportStatus::failed) tx.send(sql::drop_import_bytes, {at.id});
  };
  try {
    const auto taken = take(*run, *file, save);
    if (taken.ok() || job.attempt < attempts_max) return taken;
  } catch (const std::exception&) {
    if (job.attempt < attempts_max) throw;
  }
  run->status = ImportStatus::failed;
  complain(*run, 0, "The import broke; what it had done until then stays.");
  const auto note = [&](db::Transaction& tx) -> Status {
    save(tx, *run);
    return done();
  };
  return needs_.database.write_now(note);
}

void Importer::add_jobs(jobs::Runner& runner) {
  pictures_.add_jobs(runner);
  runner.handle(TakeFile::kind, {.attempts_max = attempts_max, .first_pause = seconds(10), .threads = 1},
                [this](const jobs::Job& job) { return take_job(job); });
}

}  // namespace plaza::reviews
