// The staff's routes of the catalogue. Shoppers read it from the storefront's memory.
#pragma once

#include "catalog/catalog.h"
#include "catalog/columns.h"
#include "catalog/imports.h"
#include "media/media.h"
#include "platform/db/database.h"
#include "platform/http/route.h"

namespace plaza::catalog {

struct RouteParts {
  db::Database& database;
  Catalog& catalog;
  Collections& collections;
  Imports& imports;
  media::Media& media_library;
  Currency currency;
  std::string public_url;
  const ProductColumns* columns = nullptr;
};

void add_product_routes(http::Routes& routes, const RouteParts& parts);
void add_collection_routes(http::Routes& routes, const RouteParts& parts);
void add_import_routes(http::Routes& routes, const RouteParts& parts);
void add_export_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::catalog
