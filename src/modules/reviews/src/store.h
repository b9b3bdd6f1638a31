// Reviews in the database. A change that gives false met another version.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "platform/db/connection.h"
#include "reviews/review.h"
#include "reviews/reviews.h"
#include "rules.h"

namespace plaza::reviews::store {

Settings read_settings(db::Reader& reader);
bool write_settings(db::Transaction& tx, const Settings& settings);
// 32 random bytes, made by whoever asks first.
std::string secret(db::Transaction& tx);
std::string read_secret(db::Reader& reader);  // empty: nobody made it yet

// False: this person has one of this product.
bool insert(db::Transaction& tx, const Review& review);
// `review` as it is to be, with the version that it was read with; aspects follow.
bool change(db::Transaction& tx, const Review& review);
void remove(db::Transaction& tx, ReviewId id);
std::optional<Review> find(db::Reader& reader, ReviewId id);
std::optional<Review> find_by_person(db::Reader& reader, catalog::ProductId product, const std::string& person);
std::optional<Review> find_by_import(db::Reader& reader, const std::string& key);
// Newest first.
std::vector<Review> of_account(db::Reader& reader, identity::AccountId account, ReviewId before, int limit);
std::vector<Review> of_order(db::Reader& reader, orders::OrderId order);
ReviewPage published(db::Reader& reader, const ReviewQuery& query);

struct StaffQuery {
  std::optional<ReviewStatus> status;
  identity::AccountId account_id;  // none: of everybody; else no other filter is looked at
  catalog::ProductId product_id;
  std::int64_t stars = 0;
  bool suspected = false;
  ReviewId before;
  int limit = 20;
};
std::vector<Review> for_staff(db::Reader& reader, const StaffQuery& query);
std::array<std::int64_t, 3> count_by_status(db::Reader& reader);

struct AspectSum {
  std::string key;
  std::int64_t sum = 0, count = 0;
};
std::vector<AspectSum> aspects(db::Reader& reader, catalog::ProductId product);

// Calls for each (product, trust, stars, count); none: of all products.
using EachCount = std::function<void(catalog::ProductId, std::size_t trust, std::size_t star, std::int64_t count)>;
void counts(db::Reader& reader, catalog::ProductId product, const EachCount& each);

}  // namespace plaza::reviews::store
