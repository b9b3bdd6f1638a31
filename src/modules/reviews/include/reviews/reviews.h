// Reviews: what people say of a product they have, or know. A review belongs to the product and remembers the variant; each person
// has one a product and edits it. Whether they bought it is read from orders, never said by them. Thread-safe.
//
// Errors: reviews.not_found (404), reviews.product_not_found (404), reviews.already_written (409: edit it), reviews.buyers_only (403),
// reviews.own (409: no vote for one's own), reviews.stale (409), request.invalid (400), and what moderation::Submissions refuses. An
// error changes nothing.
#pragma once

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/product.h"
#include "orders/orders.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"
#include "reviews/review.h"
#include "reviews/settings.h"

namespace plaza::reviews {

enum class ReviewSort { helpful, newest, highest, lowest, pictures };
constexpr auto enum_names(ReviewSort*) {
  return std::array<std::string_view, 5>{"helpful", "newest", "highest", "lowest", "pictures"};
}

struct ReviewQuery {
  catalog::ProductId product_id;
  ReviewSort sort = ReviewSort::helpful;
  std::int64_t stars = 0;           // 0: all
  bool verified = false, pictures = false;
  std::string aspect;               // that rate it
  std::int64_t aspect_value = 0;    // with this value; 0: any
  std::string cursor;
  int limit = 10;                   // 1..50
};

struct ReviewPage {
  std::vector<Review> items;
  std::string next_cursor;  // empty: that was all
};

// Who writes: an account, or a guest whose order asked them.
struct Writer {
  identity::AccountId account_id;
  orders::OrderId invited_by;   // none: nobody asked
  std::string address;          // of the network; empty: not known
};

class Reviews {
 public:
  virtual ~Reviews() = default;

  virtual Settings settings(db::Reader& reader) = 0;
  virtual Result<Settings> set_settings(db::Transaction& tx, const Settings& settings) = 0;

  virtual Result<Review> write(db::Transaction& tx, const catalog::Product& product, const Writer& writer,
                               const Writing& writing) = 0;
  virtual Result<Review> edit(db::Transaction& tx, ReviewId id, const Writer& writer, const Writing& writing) = 0;
  virtual Status remove(db::Transaction& tx, ReviewId id, identity::AccountId account) = 0;
  // The new number of votes.
  virtual Result<std::int64_t> vote(db::Transaction& tx, ReviewId id, identity::AccountId account, bool helpful) = 0;

  // The shop's public answer, by one of its staff; empty: none any more.
  virtual Result<Review> reply(db::Transaction& tx, ReviewId id, identity::AccountId by, std::string_view text) = 0;
  // For moderation: what stands so already changes nothing. A visible one is cleared of what the guard thought.
  virtual Status stand(db::Transaction& tx, ReviewId id, moderation::Standing to) = 0;
  virtual Status stand_reply(db::Transaction& tx, ReviewId id, moderation::Standing to) = 0;

  virtual std::optional<Review> find(db::Reader& reader, ReviewId id) = 0;
  virtual ReviewPage published(db::Reader& reader, const ReviewQuery& query) = 0;
  // Of all products, newest first: published ones before this id, at most `limit` (1..500). For whoever reads them all.
  virtual std::vector<Review> published_before(db::Reader& reader, ReviewId before, int limit) = 0;
  virtual ReviewView view(db::Reader& reader, const Review& review, identity::AccountId viewer) = 0;
};

}  // namespace plaza::reviews
