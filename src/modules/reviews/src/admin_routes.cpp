// What staff do about reviews, and the shop's rules.
#include "identity/roles.h"
#include "routes.h"
#include "store.h"

namespace plaza::reviews {
namespace {

using http::Call;

struct ListAdminReviews {
  std::optional<ReviewStatus> status;
  std::optional<catalog::ProductId> product_id;
  std::optional<identity::AccountId> account_id;
  std::int64_t stars = 0;
  bool suspected = false;
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("status", status);
    v("product_id", product_id);
    v("account_id", account_id, json::Doc{"Of one member; then no other filter is looked at."});
    v("stars", stars, json::Optional{}, json::Between{0, 5});
    v("suspected", suspected, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};

struct AdminReview : ReviewView {
  static constexpr const char* schema_name = "AdminReview";
  std::string product_handle, product_title, source;
  Trust trust = Trust::none;
  Suspicion suspicion = Suspicion::none;
  std::vector<std::string> reasons;
  moderation::Standing reply_standing = moderation::Standing::visible;
  std::optional<orders::OrderId> order_id;
  template <class V>
  void describe(V& v) {
    ReviewView::describe(v);
    v("product_handle", product_handle);
    v("product_title", product_title);
    v("source", source);
    v("trust", trust);
    v("suspicion", suspicion);
    v("reasons", reasons);
    v("reply_standing", reply_standing);
    v("order_id", order_id);
  }
};

struct StatusCounts {
  static constexpr const char* schema_name = "ReviewCounts";
  std::int64_t pending = 0, published = 0, rejected = 0;
  template <class V>
  void describe(V& v) {
    v("pending", pending);
    v("published", published);
    v("rejected", rejected);
  }
};

struct AdminReviewList {
  std::vector<AdminReview> items;
  std::optional<std::string> next_cursor;
  StatusCounts counts;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
    v("counts", counts);
  }
};

struct ReplyToReview {
  std::string id, text;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Length{0, 2'000}, json::Multiline{});
  }
};

AdminReview admin_view(const Parts& parts, db::Reader& reader, const Review& review) {
  AdminReview view;
  static_cast<ReviewView&>(view) = parts.reviews.view(reader, review, {});
  if (const auto product = parts.needs.catalog.product(reader, review.product_id)) {
    view.product_handle = product->handle;
    view.product_title = product->title;
  }
  view.reply = review.reply;  // however it stands
  view.reply_standing = review.reply_standing;
  view.source = review.source;
  view.trust = review.trust;
  view.suspicion = review.suspicion;
  view.reasons = review.reasons;
  if (review.order_id) view.order_id = review.order_id;
  return view;
}

Result<AdminReviewList> list(const Parts& parts, db::Reader& reader, const ListAdminReviews& request) {
  store::StaffQuery query;
  query.status = request.status;
  query.product_id = request.product_id.value_or(catalog::ProductId{});
  query.account_id = request.account_id.value_or(identity::AccountId{});
  query.stars = request.stars;
  query.suspected = request.suspected;
  query.limit = request.limit;
  if (!request.cursor.empty()) {
    const auto before = parse_id<ReviewId>(request.cursor);
    if (!before) return invalid_field("cursor", "invalid", "is none that was given");
    query.before = *before;
  }
  AdminReviewList all;
  for (const auto& review : store::for_staff(reader, query)) all.items.push_back(admin_view(parts, reader, review));
  if (static_cast<int>(all.items.size()) == request.limit) all.next_cursor = to_text(all.items.back().id);
  const auto counts = store::count_by_status(reader);
  all.counts = {counts[0], counts[1], counts[2]};
  return all;
}

void add_settings(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<http::None, Settings>("/v1/admin/review_settings", "getReviewSettings")
                 .tag("Reviews")
                 .summary("The shop's rules for reviews.")
                 .access(staff_who_review())
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<Settings> {
                   return parts.reviews.settings(reader);
                 }));
  routes.add(http::put<Settings, Settings>("/v1/admin/review_settings", "setReviewSettings")
                 .tag("Reviews")
                 .summary("Changes the rules, from the version that was read.")
                 .access(identity::staff_access(identity::merchandiser))
                 .error("reviews.stale", ErrorKind::conflict, "Somebody changed them in between.")
                 .write(parts.needs.database, [parts](Call&, db::Transaction& tx, const Settings& request) -> Result<Settings> {
                   return parts.reviews.set_settings(tx, request);
                 }));
}

}  // namespace

void add_admin_routes(http::Routes& routes, const Parts& parts) {
  add_settings(routes, parts);
  routes.add(http::get<ListAdminReviews, AdminReviewList>("/v1/admin/reviews", "listAdminReviews")
                 .tag("Reviews")
                 .summary("All reviews, newest first: those that wait, those the guard suspects, those of one product.")
                 .access(staff_who_review())
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const ListAdminReviews& request) -> Result<AdminReviewList> {
                   return list(parts, reader, request);
                 }));
  routes.add(http::get<IdPath, AdminReview>("/v1/admin/reviews/{id}", "getAdminReview")
                 .tag("Reviews")
                 .summary("A review with what the guard thinks of it.")
                 .access(staff_who_review())
                 .error("reviews.not_found", ErrorKind::not_found, "There is no such review.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const IdPath& request) -> Result<AdminReview> {
                   TRY(const auto id, id_in_path<ReviewId>(request.id, "reviews.not_found"));
                   if (const auto review = parts.reviews.find(reader, id)) return admin_view(parts, reader, *review);
                   return Error{ErrorKind::not_found, "reviews.not_found", "There is no such review."};
                 }));
  routes.add(http::put<ReplyToReview, AdminReview>("/v1/admin/reviews/{id}/reply", "replyToReview")
                 .tag("Reviews")
                 .summary("The shop's public answer; an empty text takes it away.")
                 .access(staff_who_review())
                 .error("reviews.not_found", ErrorKind::not_found, "There is no such review.")
                 .error("reviews.stale", ErrorKind::conflict, "It was changed in between.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const ReplyToReview& request) -> Result<AdminReview> {
                   TRY(const auto id, id_in_path<ReviewId>(request.id, "reviews.not_found"));
                   TRY(const auto review, parts.reviews.reply(tx, id, account_of(call), request.text));
                   return admin_view(parts, tx, review);
                 }));
}

}  // namespace plaza::reviews
