#include "importer.h"

#include <algorithm>

#include "catalog/events.h"
#include "collection_store.h"
#include "image_job.h"
#include "import_store.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "platform/jobs/jobs.h"
#include "platform/json/codec.h"
#include "product_sheet.h"
#include "rules.h"
#include "store.h"

namespace plaza::catalog {
namespace {

constexpr std::size_t batch_products = 50;
constexpr std::size_t batch_rows = 1'000;

void complain(ImportReport& report, ImportProblem problem) {
  if (report.problems.size() < problems_max) report.problems.push_back(std::move(problem));
}

}  // namespace

Result<ImportReport> Importer::run(
    ImportReport report, csv::Source source, std::string_view actor,
    const std::function<void(const ImportProgress&)>& progress, ImportMode mode) const {
  const auto* columns = parts_.ports.columns;
  ProductFile file(std::move(source), parts_.currency,
                   columns ? columns->names() : std::span<const char* const>());
  if (file.empty()) return Error{ErrorKind::invalid, "catalog.import_empty", "The file is empty."};
  if (!file.valid()) {
    return Error{
        ErrorKind::invalid, "catalog.import_unknown_columns",
        "The first line names no columns of a product file (Handle or URL handle, Title, ...)."};
  }
  report.status = ImportStatus::running;
  for (bool more = true; more;) {
    Batch batch;
    more = gather(file, batch);
    ImportReport next;
    const auto work = [&](db::Transaction& tx) -> Status {
      next = report;  // the write may be run again
      const auto take = [&] {
        write(tx, batch, actor, next, mode);
        return mode == ImportMode::take;
      };
      tx.nested(take);
      if (!more) next.status = ImportStatus::finished;
      save_import(tx, next, more ? Time{} : parts_.clock.now());
      if (!more) forget_file(tx, next.id);
      return done();
    };
    TRY_DONE(parts_.database.write_now(work));
    report = std::move(next);
    if (progress) progress({report.done, report.total});
  }
  return report;
}

// False when the file has ended.
bool Importer::gather(ProductFile& file, Batch& batch) const {
  std::size_t rows = 0;
  bool more = true;
  while (batch.products.size() < batch_products && rows < batch_rows) {
    FileProduct product;
    more = file.next(product, batch.problems);
    if (!more) break;
    rows += product.variants.size() + 1;
    batch.products.push_back(std::move(product));
  }
  batch.rows = file.rows();
  return more;
}

void Importer::write(db::Transaction& tx, const Batch& batch, std::string_view actor,
                     ImportReport& report, ImportMode mode) const {
  for (const auto& problem : batch.problems) complain(report, problem);
  std::vector<Taken> taken;
  for (const auto& product : batch.products) {
    if (const auto one = write_product(tx, product, actor, report, mode)) taken.push_back(*one);
  }
  put_columns(tx, taken, report);
  for (const auto& one : taken)
    ++(one.created ? report.created : one.changed ? report.updated : report.unchanged);
  report.done = batch.rows;
  report.total = std::max(report.total, report.done);
}

// What modules above know of the products: all of a transaction at once.
void Importer::put_columns(db::Transaction& tx, std::vector<Taken>& taken,
                           ImportReport& report) const {
  if (!parts_.ports.columns) return;
  std::vector<ProductColumns::Said> said;
  std::vector<Taken*> of;
  for (auto& one : taken) {
    const auto& cells = one.file->more;
    if (std::all_of(cells.begin(), cells.end(), [](const auto& cell) { return cell.empty(); }))
      continue;
    said.push_back({one.id, cells});
    of.push_back(&one);
  }
  if (said.empty()) return;
  const auto answers = parts_.ports.columns->put(tx, said);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].ok()) {
      of[i]->changed |= *answers[i];
      continue;
    }
    for (const auto& field : answers[i].error().fields)
      complain(report, {of[i]->file->line, field.field, "It " + field.message + "."});
  }
}

// A picture that only this shop keeps is named by its address here, as an export names it.
void Importer::show_addresses(Product& product) const {
  for (auto& media : product.media)
    if (media.source_url.empty())
      media.source_url = media_address(media, parts_.media_library, parts_.public_url);
}

void Importer::hide_addresses(Product& product, const Product& before) const {
  for (const auto& old : before.media) {
    if (!old.source_url.empty()) continue;
    for (auto& media : product.media)
      if (media.media_id == old.media_id) media.source_url.clear();
  }
}

std::optional<Importer::Taken> Importer::write_product(db::Transaction& tx, const FileProduct& file,
                                                       std::string_view actor, ImportReport& report,
                                                       ImportMode mode) const {
  std::vector<Merged::Quantity> quantities;
  std::vector<ImportProblem> problems;
  const auto merge_into = [&](Product& product, const Product* existing) -> Status {
    Product shown;
    if (existing) {
      shown = *existing;
      show_addresses(shown);
    }
    auto merged = merge(file, existing ? &shown : nullptr, parts_.currency);
    if (existing) hide_addresses(merged.product, *existing);
    problems = std::move(merged.problems);
    if (!merged.usable) return Error{ErrorKind::invalid, "catalog.import_unusable", ""};
    quantities = std::move(merged.quantities);
    product = std::move(merged.product);
    for (const auto id : collections_of(tx, file)) {
      if (std::find(product.collections.begin(), product.collections.end(), id) ==
          product.collections.end()) {
        product.collections.push_back(id);
      }
    }
    return done();
  };
  const auto refuse = [&](const Error& error) {
    ++report.failed;
    for (auto& problem : problems) complain(report, std::move(problem));
    for (const auto& field : error.fields)
      complain(report, {file.line, field.field, "It " + field.message + "."});
    return std::optional<Taken>();
  };

  Product written;
  bool created = false, changed = false;
  if (const ProductId id = handle_owner(tx, file.handle)) {
    const auto edit = [&](Product& product) {
      const Product existing = product;
      return merge_into(product, &existing);
    };
    auto result = parts_.writer.change(tx, id, edit);
    if (!result.ok()) return refuse(result.error());
    written = std::move(result->product);
    changed = result->changed;
  } else {
    if (const auto status = merge_into(written, nullptr); !status.ok())
      return refuse(status.error());
    normalise(written);
    if (auto fields = problems_of(written); !fields.empty())
      return refuse(invalid_fields(std::move(fields)));
    created = parts_.writer.insert(tx, written);
    if (!created) return refuse(handle_taken());  // somebody else made it just now
  }
  for (auto& problem : problems) complain(report, std::move(problem));
  int moved = 0;
  if (mode == ImportMode::take) {
    moved = set_quantities(tx, written, quantities, actor, report);
    enqueue_images(tx, file, written, report.id);
  }
  return Taken{&file, written.id, created, changed || moved > 0};
}

// Those that the file names; those that do not exist are made.
std::vector<CollectionId> Importer::collections_of(db::Transaction& tx,
                                                   const FileProduct& file) const {
  std::vector<CollectionId> ids;
  const auto add = [&](const std::string& handle, const std::string& title) {
    const auto id = collection_of(tx, handle, title);
    if (id.ok()) ids.push_back(*id);
  };
  for (const auto& title : file.collections) add(handle_from(title), title);
  for (const auto& named : file.named_collections)
    if (is_handle(named.handle)) add(named.handle, named.title);
  return ids;
}

Result<CollectionId> Importer::collection_of(db::Transaction& tx, const std::string& handle,
                                             const std::string& title) const {
  if (const auto known = find_collection(tx, handle)) return known->id;
  const std::string name(first_code_points(title.empty() ? handle : title, title_max));
  const Collection made{parts_.ids.make<CollectionId>(), handle, name, "", 0};
  if (!insert_collection(tx, made))
    return Error{ErrorKind::conflict, "catalog.too_many", "There are too many collections."};
  events::publish(tx, made.id.value, CollectionChanged{made.id, handle, false});
  return made.id;
}

int Importer::set_quantities(db::Transaction& tx, const Product& product,
                             const std::vector<Merged::Quantity>& quantities,
                             std::string_view actor, ImportReport& report) const {
  int moved = 0;
  if (!parts_.ports.stock) return moved;
  for (const auto& quantity : quantities) {
    const VariantQuantity wish{product.variants[quantity.variant].id, product.id, quantity.on_hand};
    const auto result = parts_.ports.stock->set_on_hand(tx, {&wish, 1}, actor);
    if (result.ok())
      moved += *result;
    else
      complain(report, {quantity.line, "Inventory quantity", result.error().detail});
  }
  return moved;
}

void Importer::enqueue_images(db::Transaction& tx, const FileProduct& file, const Product& product,
                              ImportId run) const {
  if (!parts_.ports.images || !file.images) return;
  FetchImages order{product.id, run, {}};
  for (const auto& image : *file.images) {
    const bool waits =
        std::any_of(product.media.begin(), product.media.end(), [&](const ProductMedia& media) {
          return media.source_url == image.url && !media.media_id;
        });
    if (waits) order.images.push_back({image.line, image.url});
  }
  if (order.images.empty()) return;
  jobs::enqueue(
      tx,
      {.kind = FetchImages::kind, .payload = json::encode(order), .unique = to_text(product.id)});
}

}  // namespace plaza::catalog
