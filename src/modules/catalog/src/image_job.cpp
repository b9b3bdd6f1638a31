#include "image_job.h"

#include <algorithm>

#include "import_store.h"
#include "platform/json/codec.h"
#include "store.h"

namespace plaza::catalog {
namespace {

constexpr int attempts_max = 3;

Status keep(const ImporterParts& parts, ProductId product, const std::string& url,
            const FetchedImage& image) {
  const auto edit = [&](Product& p) {
    for (auto& media : p.media) {
      if (media.source_url != url || media.media_id) continue;
      media.media_id = image.media_id;
      media.width = image.width;
      media.height = image.height;
    }
    return done();
  };
  const auto work = [&](db::Transaction& tx) -> Status {
    TRY_DONE(parts.writer.change(tx, product, edit));
    return done();
  };
  return parts.database.write_now(work);
}

Status report(const ImporterParts& parts, ImportId run, const WantedImage& image,
              const Error& error) {
  const ImportProblem problem{image.line, "Image Src",
                              "The picture stays at " + image.url + ": " + error.detail};
  const auto work = [&](db::Transaction& tx) -> Status {
    add_problem(tx, run, problem);
    return done();
  };
  return parts.database.write_now(work);
}

Status fetch_images(const ImporterParts& parts, const jobs::Job& job) {
  TRY(auto order, json::decode<FetchImages>(job.payload));
  if (!parts.ports.images) return done();
  const auto find = [&](db::Reader& reader) { return find_product(reader, order.product_id); };
  const auto product = parts.database.read_now(find);
  if (!product) return done();
  std::optional<Error> failure;
  for (const auto& wanted : order.images) {
    const auto waiting =
        std::find_if(product->media.begin(), product->media.end(), [&](const ProductMedia& media) {
          return media.source_url == wanted.url && !media.media_id;
        });
    if (waiting == product->media.end()) continue;
    const auto image = parts.ports.images->fetch(wanted.url, waiting->alt);
    if (image.ok()) {
      TRY_DONE(keep(parts, order.product_id, wanted.url, *image));
      continue;
    }
    if (job.attempt >= attempts_max)
      TRY_DONE(report(parts, order.import_id, wanted, image.error()));
    else
      failure = image.error();
  }
  if (failure) return std::move(*failure);  // tried again, for those that are still missing
  return done();
}

}  // namespace

void add_image_job(jobs::Runner& runner, const ImporterParts& parts) {
  runner.handle(FetchImages::kind,
                {.attempts_max = attempts_max, .first_pause = seconds(30), .threads = 2},
                [parts](const jobs::Job& job) { return fetch_images(parts, job); });
}

}  // namespace plaza::catalog
