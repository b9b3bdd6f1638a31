#include "store.h"

#include <limits>

#include "file_statements.h"
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::reviews::store {
namespace {

namespace sql = statements;

// The column `details`.
struct Details {
  std::string author_name, variant_title, source, title, text;
  std::vector<AspectRating> aspects;
  std::vector<media::MediaId> media_ids;
  std::optional<ReviewReply> reply;
  std::optional<identity::AccountId> reply_by;
  moderation::Standing reply_standing = moderation::Standing::visible;
  std::vector<ReviewEdit> history;
  std::vector<std::string> reasons;
  template <class V>
  void describe(V& v) {
    v("author_name", author_name);
    v("variant_title", variant_title);
    v("source", source);
    v("title", title);
    v("text", text, json::Length{0, 20'000}, json::Multiline{});
    v("aspects", aspects);
    v("media_ids", media_ids);
    v("reply", reply);
    v("reply_by", reply_by);
    v("reply_standing", reply_standing, json::Optional{});
    v("history", history);
    v("reasons", reasons);
  }
};

std::string details_of(const Review& r) {
  const auto by = r.reply_by ? std::optional(r.reply_by) : std::nullopt;
  return json::encode(Details{r.author_name, r.variant_title, r.source, r.title, r.text, r.aspects, r.media_ids, r.reply,
                              by, r.reply_standing, r.history, r.reasons});
}

Review read_review(const db::Row& row) {
  auto details = json::decode<Details>(row.text(17));
  CHECK(details.ok());
  Review r;
  r.id = row.id<ReviewId>(0);
  r.product_id = row.id<catalog::ProductId>(1);
  r.variant_id = row.id<catalog::VariantId>(2);
  r.account_id = row.id<identity::AccountId>(3);
  r.order_id = row.id<orders::OrderId>(4);
  r.person = row.string(5);
  r.import_key = row.string(6);
  r.status = static_cast<ReviewStatus>(row.integer(7));
  r.trust = static_cast<Trust>(row.integer(8));
  r.suspicion = static_cast<Suspicion>(row.integer(9));
  r.stars = row.integer(10);
  r.verified = row.integer(11) != 0;
  r.incentive = row.integer(12) != 0;
  r.helpful = row.integer(13);
  r.version = row.integer(14);
  r.written_at = row.time(15);
  r.edited_at = row.time(16);
  r.author_name = std::move(details->author_name);
  r.variant_title = std::move(details->variant_title);
  r.source = std::move(details->source);
  r.title = std::move(details->title);
  r.text = std::move(details->text);
  r.aspects = std::move(details->aspects);
  r.media_ids = std::move(details->media_ids);
  r.reply = std::move(details->reply);
  r.reply_by = details->reply_by.value_or(identity::AccountId{});
  r.reply_standing = details->reply_standing;
  r.history = std::move(details->history);
  r.reasons = std::move(details->reasons);
  return r;
}

template <class E>
int number(E value) {
  return static_cast<int>(value);
}

void put_aspects(db::Transaction& tx, const Review& review) {
  for (const auto& each : review.aspects) tx.send(sql::insert_aspect, {review.id, review.product_id, each.key, each.value});
}

constexpr std::int64_t last_id = std::numeric_limits<std::int64_t>::max();

// What a list is ordered by, and where it begins.
struct Order {
  const db::Statement* statement;
  std::int64_t first;
  std::int64_t (*rank)(const Review&);
};
Order order_of(ReviewSort sort) {
  switch (sort) {
    case ReviewSort::newest: return {&sql::list_newest, last_id, [](const Review& r) { return r.written_at.micros; }};
    case ReviewSort::highest: return {&sql::list_highest, 6, [](const Review& r) { return r.stars; }};
    case ReviewSort::lowest: return {&sql::list_lowest, 0, [](const Review& r) { return r.stars; }};
    case ReviewSort::pictures:
      return {&sql::list_pictures, last_id, [](const Review& r) { return static_cast<std::int64_t>(r.media_ids.size()); }};
    case ReviewSort::helpful: break;
  }
  return {&sql::list_helpful, last_id, [](const Review& r) { return r.helpful; }};
}

}  // namespace

Settings read_settings(db::Reader& reader) {
  const auto read = [](const db::Row& row) {
    auto found = json::decode<Settings>(row.text(1));
    CHECK(found.ok());
    found->version = row.integer(0);
    return std::move(*found);
  };
  auto settings = reader.one(sql::read_settings, {}, read);
  return settings ? std::move(*settings) : Settings{};
}

bool write_settings(db::Transaction& tx, const Settings& settings) {
  const std::string text = json::encode(settings);
  if (settings.version == 0) return tx.execute(sql::first_settings, {text}) == 1;
  return tx.execute(sql::change_settings, {settings.version, text}) == 1;
}

std::string read_secret(db::Reader& reader) {
  return reader.one(sql::read_secret, {}, [](const db::Row& row) { return std::string(row.bytes(0)); }).value_or("");
}

std::string secret(db::Transaction& tx) {
  auto known = read_secret(tx);
  if (!known.empty()) return known;
  const std::string fresh = crypto::random_bytes(32);
  tx.execute(sql::first_secret, {db::Bytes{fresh}});
  return read_secret(tx);
}

bool insert(db::Transaction& tx, const Review& r) {
  const std::string details = details_of(r);
  const db::Value import_key = r.import_key.empty() ? db::Value(nullptr) : db::Value(r.import_key);
  const auto made = tx.execute(sql::insert_review,
                               {r.id, r.product_id, r.variant_id, r.account_id, r.order_id, r.person, import_key, number(r.status),
                                number(r.trust), number(r.suspicion), r.stars, r.verified, r.incentive,
                                static_cast<std::int64_t>(r.media_ids.size()), r.written_at, details});
  if (made != 1) return false;
  put_aspects(tx, r);
  return true;
}

bool change(db::Transaction& tx, const Review& r) {
  const std::string details = details_of(r);
  if (tx.execute(sql::change_review, {r.id, r.version, r.variant_id, r.account_id, r.order_id, r.person, number(r.status),
                                      number(r.trust), number(r.suspicion), r.stars, r.verified, r.incentive,
                                      static_cast<std::int64_t>(r.media_ids.size()), r.edited_at, details}) != 1) {
    return false;
  }
  tx.send(sql::delete_aspects, {r.id});
  put_aspects(tx, r);
  return true;
}

void remove(db::Transaction& tx, ReviewId id) {
  for (const auto* statement : {&sql::delete_review, &sql::delete_aspects, &sql::delete_votes_of, &sql::delete_trace, &sql::delete_bands, &sql::forget_pictures}) {
    tx.send(*statement, {id});
  }
}

std::optional<Review> find(db::Reader& reader, ReviewId id) { return reader.one(sql::find_review, {id}, read_review); }

std::optional<Review> find_by_person(db::Reader& reader, catalog::ProductId product, const std::string& person) {
  return reader.one(sql::find_by_person, {product, person}, read_review);
}

std::optional<Review> find_by_import(db::Reader& reader, const std::string& key) {
  return reader.one(sql::find_by_import, {key}, read_review);
}

std::vector<Review> of_account(db::Reader& reader, identity::AccountId account, ReviewId before, int limit) {
  return reader.all(sql::reviews_of_account, {account, before ? before.value : last_id, limit}, read_review);
}

std::vector<Review> of_order(db::Reader& reader, orders::OrderId order) {
  return reader.all(sql::reviews_of_order, {order}, read_review);
}

// A cursor is "rank.id" of the last one shown.
ReviewPage published(db::Reader& reader, const ReviewQuery& query) {
  const auto order = order_of(query.sort);
  std::int64_t rank = order.first, id = last_id;
  if (const auto dot = query.cursor.find('.'); dot != std::string::npos) {
    rank = parse_integer(std::string_view(query.cursor).substr(0, dot)).value_or(rank);
    id = parse_integer(std::string_view(query.cursor).substr(dot + 1)).value_or(id);
  }
  ReviewPage page;
  page.items = reader.all(*order.statement,
                          {query.product_id, query.stars, query.verified, query.pictures, query.aspect, query.aspect_value, rank, id,
                           query.limit + 1},
                          read_review);
  if (static_cast<int>(page.items.size()) > query.limit) {
    page.items.pop_back();
    const auto& last = page.items.back();
    page.next_cursor = std::to_string(order.rank(last)) + "." + std::to_string(last.id.value);
  }
  return page;
}

std::vector<Review> for_staff(db::Reader& reader, const StaffQuery& q) {
  if (q.account_id) return reader.all(sql::reviews_of_account, {q.account_id, q.before ? q.before.value : last_id, q.limit}, read_review);
  return reader.all(sql::list_for_staff,
                    {q.status ? number(*q.status) : -1, q.product_id, q.stars, q.suspected, q.before ? q.before.value : last_id, q.limit},
                    read_review);
}

std::array<std::int64_t, 3> count_by_status(db::Reader& reader) {
  std::array<std::int64_t, 3> found{};
  reader.each(sql::count_by_status, {}, [&](const db::Row& row) {
    found.at(static_cast<std::size_t>(row.integer(0))) = row.integer(1);
  });
  return found;
}

std::vector<AspectSum> aspects(db::Reader& reader, catalog::ProductId product) {
  return reader.all(sql::sum_aspects, {product},
                    [](const db::Row& row) { return AspectSum{row.string(0), row.integer(1), row.integer(2)}; });
}

void counts(db::Reader& reader, catalog::ProductId product, const EachCount& each) {
  const auto row_of = [&](const db::Row& row) {
    const auto trust = static_cast<std::size_t>(row.integer(1)), stars = static_cast<std::size_t>(row.integer(2));
    if (trust < 5 && stars >= 1 && stars <= 5) each(row.id<catalog::ProductId>(0), trust, stars - 1, row.integer(3));
  };
  if (product) reader.each(sql::counts_of_product, {product}, row_of);
  else reader.each(sql::counts_of_all, {}, row_of);
}

}  // namespace plaza::reviews::store
