#include "picture_fetcher.h"

#include "platform/json/codec.h"
#include "platform/log/log.h"
#include "store.h"

namespace plaza::reviews {
namespace {

constexpr int attempts_max = 5;

struct FetchPictures {
  static constexpr const char* kind = "reviews.fetch_pictures";
  ReviewId review_id;
  std::vector<std::string> addresses;
  template <class V>
  void describe(V& v) {
    v("review_id", review_id);
    v("addresses", addresses, json::Items{0, pictures_max});
  }
};

}  // namespace

void PictureFetcher::enqueue(db::Transaction& tx, ReviewId id, const std::vector<std::string>& addresses) const {
  if (!images_ || addresses.empty()) return;
  jobs::enqueue(tx, {.kind = FetchPictures::kind, .payload = json::encode(FetchPictures{id, addresses})});
}

// What cannot be reached is tried again; what is no picture, or is still away at the last attempt, is left out.
Status PictureFetcher::fetch(const jobs::Job& job) const {
  TRY(const auto wanted, json::decode<FetchPictures>(job.payload));
  const auto load = [&](db::Reader& reader) { return store::find(reader, wanted.review_id); };
  const auto there = needs_.database.read_now(load);
  if (!images_ || !there || !there->media_ids.empty() || there->import_key.empty()) return done();
  std::vector<media::MediaId> fetched;
  for (const auto& address : wanted.addresses) {
    const auto image = images_->fetch(address, "");
    if (image.ok()) {
      fetched.push_back(image->media_id);
    } else if (image.error().kind == ErrorKind::upstream && job.attempt < attempts_max) {
      return image.error();
    } else {
      log::warning("a picture of an imported review was left out", {{"address", address}, {"why", image.error().code}});
    }
  }
  const auto put = [&](db::Transaction& tx) -> Status {
    auto review = store::find(tx, wanted.review_id);
    if (!review || !review->media_ids.empty() || fetched.empty()) return done();
    review->media_ids = fetched;
    store::change(tx, *review);
    return done();
  };
  return needs_.database.write_now(put);
}

void PictureFetcher::add_jobs(jobs::Runner& runner) {
  runner.handle(FetchPictures::kind, {.attempts_max = attempts_max, .first_pause = seconds(20), .threads = 1},
                [this](const jobs::Job& job) { return fetch(job); });
}

}  // namespace plaza::reviews
