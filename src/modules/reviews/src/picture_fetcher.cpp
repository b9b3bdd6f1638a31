#include "picture_fetcher.h"

#include <algorithm>
#include <set>

#include "file_statements.h"
#include "platform/json/codec.h"
#include "platform/log/log.h"
#include "store.h"

namespace plaza::reviews {
namespace {

namespace sql = statements;

constexpr int attempts_max = 5;
enum State { waiting = 0, fetched = 1, lost = 2 };

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

// An address inside our own network, or what is too large, is the same in an hour.
bool may_come_back(const Error& error) {
  return error.kind == ErrorKind::upstream && error.code != "http.forbidden_address" && error.code != "http.too_large";
}

struct Outcome {
  std::string address;
  media::MediaId media;
  std::string why;  // empty: it is here, or is tried again
};

void enqueue_job(db::Transaction& tx, ReviewId id, const std::vector<std::string>& addresses) {
  jobs::enqueue(tx, {.kind = FetchPictures::kind, .payload = json::encode(FetchPictures{id, addresses}), .unique = to_text(id)});
}

}  // namespace

void PictureFetcher::enqueue(db::Transaction& tx, const Review& review, const std::vector<std::string>& addresses,
                             const std::vector<std::string>& refused, const From& from) const {
  if (!images_) return;
  // It has its pictures since before addresses were kept.
  if (!review.media_ids.empty() && !tx.one(sql::has_pictures, {review.id}, [](const db::Row&) { return true; })) return;
  for (std::size_t i = 0; i < addresses.size(); ++i) {
    tx.execute(sql::want_picture, {review.id, addresses[i], from.run, from.line, static_cast<std::int64_t>(i)});
  }
  for (std::size_t i = 0; i < refused.size(); ++i) {
    tx.execute(sql::refuse_picture, {review.id, refused[i], from.run, from.line, static_cast<std::int64_t>(addresses.size() + i), "reviews.address_refused"});
  }
  if (!addresses.empty()) enqueue_job(tx, review.id, addresses);
}

ImportPictures PictureFetcher::of(db::Reader& reader, ImportId run) const {
  ImportPictures found;
  reader.each(sql::count_pictures, {run}, [&](const db::Row& row) {
    (row.integer(0) == waiting ? found.waiting : row.integer(0) == fetched ? found.fetched : found.lost) = row.integer(1);
  });
  found.problems = reader.all(sql::lost_pictures, {run, lost_pictures_max},
                              [](const db::Row& row) { return LostPicture{row.integer(0), row.string(1), row.string(2)}; });
  return found;
}

int PictureFetcher::again(db::Transaction& tx, ImportId run) const {
  std::set<ReviewId> reviews;
  constexpr int all = 10'000;
  tx.each(sql::lost_pictures, {run, all}, [&](const db::Row& row) { reviews.insert(row.id<ReviewId>(3)); });
  for (const auto id : reviews) {
    tx.execute(sql::want_lost_again, {id});
    enqueue_job(tx, id, {});
  }
  return static_cast<int>(reviews.size());
}

// What cannot be reached is tried again; what is no picture, or is still away at the last attempt, keeps its address and the reason.
Status PictureFetcher::fetch(const jobs::Job& job) const {
  TRY(const auto wanted, json::decode<FetchPictures>(job.payload));
  std::vector<std::string> addresses;
  const auto load = [&](db::Reader& reader) {
    addresses = reader.all(sql::wanted_pictures, {wanted.review_id}, [](const db::Row& row) { return row.string(0); });
    return store::find(reader, wanted.review_id);
  };
  const auto there = needs_.database.read_now(load);
  if (!images_ || !there || there->import_key.empty()) return done();
  std::vector<Outcome> outcomes;
  Status unreachable = done();
  for (const auto& address : addresses) {
    const auto image = images_->fetch(address, "");
    if (image.ok()) {
      outcomes.push_back({address, image->media_id, ""});
    } else if (may_come_back(image.error()) && job.attempt < attempts_max) {
      unreachable = image.error();
    } else {
      log::warning("a picture of an imported review could not be fetched", {{"address", address}, {"why", image.error().code}});
      outcomes.push_back({address, {}, image.error().code});
    }
  }
  const auto put = [&](db::Transaction& tx) -> Status {
    auto review = store::find(tx, wanted.review_id);
    if (!review) return done();
    for (const auto& each : outcomes) {
      tx.execute(sql::settle_picture, {review->id, each.address, each.media ? fetched : lost, each.media, each.why});
    }
    auto all = tx.all(sql::fetched_pictures, {review->id}, [](const db::Row& row) { return row.id<media::MediaId>(0); });
    if (all.size() > pictures_max) all.resize(pictures_max);
    if (all == review->media_ids) return done();
    review->media_ids = std::move(all);
    store::change(tx, *review);
    return done();
  };
  TRY_DONE(needs_.database.write_now(put));
  return unreachable;
}

void PictureFetcher::add_jobs(jobs::Runner& runner) {
  runner.handle(FetchPictures::kind, {.attempts_max = attempts_max, .first_pause = seconds(20), .threads = 1},
                [this](const jobs::Job& job) { return fetch(job); });
}

}  // namespace plaza::reviews
