// The job that takes the pictures of an imported product into the media store. Until then (and when
// an address cannot be fetched) pages show them from where they are.
#pragma once

#include <string>
#include <vector>

#include "catalog/imports.h"
#include "catalog/product.h"
#include "importer.h"
#include "platform/jobs/jobs.h"
#include "platform/json/describe.h"

namespace plaza::catalog {

struct WantedImage {
  std::int64_t line = 0;
  std::string url;
  template <class V>
  void describe(V& v) {
    v("line", line);
    v("url", url);
  }
};
struct FetchImages {
  static constexpr const char* kind = "catalog.fetch_images";
  ProductId product_id;
  ImportId import_id;
  std::vector<WantedImage> images;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("import_id", import_id);
    v("images", images, json::Items{0, 1'000});
  }
};

void add_image_job(jobs::Runner& runner, const ImporterParts& parts);

}  // namespace plaza::catalog
