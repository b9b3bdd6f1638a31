#include "collections.h"

#include <set>

#include "catalog/events.h"
#include "collection_store.h"
#include "html.h"
#include "platform/base/text.h"
#include "platform/events/outbox.h"
#include "rules.h"
#include "store.h"

namespace plaza::catalog {
namespace {

constexpr std::size_t members_max = 5'000;

Error collection_not_found() {
  return Error{ErrorKind::not_found, "catalog.collection_not_found",
               "There is no such collection."};
}

Status check(const Collection& collection) {
  std::vector<FieldError> errors;
  if (collection.title.empty()) errors.push_back({"title", "required", "is required"});
  if (code_points(collection.title) > title_max)
    errors.push_back({"title", "too_long", "is too long"});
  if (!is_handle(collection.handle)) {
    errors.push_back({"handle", "wrong_format",
                      "may have lower-case letters, digits, - and _ only, at most 200"});
  }
  if (collection.description_html.size() > html_max) {
    errors.push_back({"description_html", "too_long", "is too long"});
  }
  if (!errors.empty()) return invalid_fields(std::move(errors));
  return done();
}

void publish(db::Transaction& tx, const Collection& collection, bool removed) {
  events::publish(tx, collection.id.value,
                  CollectionChanged{collection.id, collection.handle, removed});
}

}  // namespace

std::vector<Collection> CollectionService::all(db::Reader& reader) {
  return all_collections(reader);
}

std::optional<Collection> CollectionService::collection(db::Reader& reader, CollectionId id) {
  return find_collection(reader, id);
}

std::optional<Collection> CollectionService::collection_by_handle(db::Reader& reader,
                                                                  std::string_view handle) {
  return find_collection(reader, handle);
}

std::vector<ProductId> CollectionService::products(db::Reader& reader, CollectionId id) {
  return members_of(reader, id);
}

Result<Collection> CollectionService::create(db::Transaction& tx, const NewCollection& wish) {
  const std::string title(trimmed(wish.title));
  Collection collection{ids_.make<CollectionId>(),
                        wish.handle.empty() ? handle_from(title) : wish.handle, title,
                        clean_html(wish.description_html), 0};
  TRY_DONE(check(collection));
  if (!insert_collection(tx, collection)) return handle_taken();
  if (wish.product_ids) TRY_DONE(set_members(tx, collection.id, *wish.product_ids));
  publish(tx, collection, false);
  auto written = find_collection(tx, collection.id);
  CHECK(written.has_value());
  return std::move(*written);
}

Result<Collection> CollectionService::update(db::Transaction& tx, CollectionId id,
                                             const CollectionPatch& patch) {
  const auto before = find_collection(tx, id);
  if (!before) return collection_not_found();
  Collection after = *before;
  if (patch.handle) after.handle = *patch.handle;
  if (patch.title) after.title = std::string(trimmed(*patch.title));
  if (patch.description_html) after.description_html = clean_html(*patch.description_html);
  TRY_DONE(check(after));
  const auto owner = find_collection(tx, after.handle);
  if (owner && owner->id != id) return handle_taken();
  const bool reordered = patch.product_ids && members_of(tx, id) != *patch.product_ids;
  if (after == *before && !reordered) return after;
  if (after != *before) update_collection(tx, after);
  if (reordered) TRY_DONE(set_members(tx, id, *patch.product_ids));
  publish(tx, after, false);
  return after;
}

Status CollectionService::remove(db::Transaction& tx, CollectionId id) {
  const auto collection = find_collection(tx, id);
  if (!collection) return collection_not_found();
  TRY_DONE(set_members(tx, id, {}));
  delete_collection(tx, id);
  publish(tx, *collection, true);
  return done();
}

Status CollectionService::set_members(db::Transaction& tx, CollectionId id,
                                      const std::vector<ProductId>& wanted) {
  if (wanted.size() > members_max)
    return invalid_field("product_ids", "too_many", "has too many items");
  const auto list = members_of(tx, id);
  const std::set<ProductId> before(list.begin(), list.end());
  std::set<ProductId> after;
  for (std::size_t i = 0; i < wanted.size(); ++i) {
    const std::string field = "product_ids[" + std::to_string(i) + "]";
    if (!after.insert(wanted[i]).second) return invalid_field(field, "repeated", "is there twice");
    if (!before.contains(wanted[i]) && !find_product(tx, wanted[i])) {
      return invalid_field(field, "not_found", "is no product");
    }
  }
  for (std::size_t i = 0; i < wanted.size(); ++i)
    put_member(tx, id, wanted[i], static_cast<std::int64_t>(i) + 1);
  for (const auto product : before) {
    if (after.contains(product)) continue;
    delete_member(tx, id, product);
    writer_.announce(tx, product);
  }
  for (const auto product : wanted) {
    if (!before.contains(product)) writer_.announce(tx, product);
  }
  return done();
}

}  // namespace plaza::catalog
