// Reviews of a product: read, written, changed, found helpful.
#include "identity/roles.h"
#include "routes.h"
#include "store.h"

namespace plaza::reviews {
namespace {

using http::Call;

struct ListReviews {
  std::string handle;
  ReviewSort sort = ReviewSort::helpful;
  std::int64_t stars = 0;
  bool verified = false, pictures = false;
  std::string aspect;
  std::int64_t aspect_value = 0;
  int limit = 10;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 200});
    v("sort", sort, json::Optional{});
    v("stars", stars, json::Optional{}, json::Between{0, 5});
    v("verified", verified, json::Optional{});
    v("pictures", pictures, json::Optional{});
    v("aspect", aspect, json::Optional{}, json::Length{0, 30});
    v("aspect_value", aspect_value, json::Optional{}, json::Between{0, 5});
    v("limit", limit, json::Optional{}, json::Between{1, 50});
    v("cursor", cursor, json::Optional{}, json::Length{0, 60});
  }
};

struct ReviewList {
  std::vector<ReviewView> items;
  std::optional<std::string> next_cursor;
  RatingView rating;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
    v("rating", rating);
  }
};

struct WriteReview : Writing {
  static constexpr const char* schema_name = "WriteReview";
  std::string handle;
  std::string invitation;  // of a mail that asked for it
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 200});
    v("invitation", invitation, json::Optional{}, json::Length{0, 100});
    Writing::describe(v);
  }
};
struct EditReview : Writing {
  static constexpr const char* schema_name = "EditReview";
  std::string id, invitation;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("invitation", invitation, json::Optional{}, json::Length{0, 100});
    Writing::describe(v);
  }
};

Error sign_in() { return {ErrorKind::unauthenticated, "reviews.sign_in", "Sign in, or follow the link of the mail that asked for it."}; }

// The account, or the guest whose invitation it is.
Result<Writer> writer_of(const Parts& parts, db::Reader& reader, const Call& call, const std::string& invitation) {
  Writer writer{account_of(call), {}, std::string(call.request.remote_address)};
  if (!invitation.empty()) {
    const auto order = parts.invitations.order_of(reader, invitation);
    if (!order) return Error{ErrorKind::not_found, "reviews.invitation_not_found", "This link is not valid."};
    writer.invited_by = *order;
  }
  if (!writer.account_id && !writer.invited_by) return sign_in();
  return writer;
}

// One's own that others do not see.
std::optional<Review> hidden_of(db::Reader& reader, catalog::ProductId product, identity::AccountId account) {
  auto own = account ? store::find_by_person(reader, product, person_of({account, {}, ""})) : std::nullopt;
  if (own && own->status == ReviewStatus::published) own.reset();
  return own;
}
// The beginning of the whole list.
bool is_plain(const ListReviews& request) {
  return request.cursor.empty() && request.stars == 0 && !request.verified && !request.pictures && request.aspect.empty();
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> of_reviews(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Reviews").summary(summary).access(http::Access::anyone());
  return builder;
}

void add_vote(http::Routes& routes, const Parts& parts, bool helpful) {
  auto builder = helpful ? http::put<IdPath, HelpfulView>("/v1/reviews/{id}/helpful", "markReviewHelpful")
                         : http::del<IdPath, HelpfulView>("/v1/reviews/{id}/helpful", "unmarkReviewHelpful");
  routes.add(builder.tag("Reviews")
                 .summary(helpful ? "This review helped; once for each member." : "Takes the vote back.")
                 .access(http::Access::signed_in())
                 .error("reviews.not_found", ErrorKind::not_found, "There is no such review.")
                 .error("reviews.own", ErrorKind::conflict, "It is your own.")
                 .error("reviews.too_often", ErrorKind::too_many, "Try again in a moment.")
                 .write(parts.needs.database, [parts, helpful](Call& call, db::Transaction& tx,
                                                               const IdPath& request) -> Result<HelpfulView> {
                   TRY_DONE(not_too_often(parts.votes, call));
                   TRY(const auto id, id_in_path<ReviewId>(request.id, "reviews.not_found"));
                   TRY(const auto count, parts.reviews.vote(tx, id, account_of(call), helpful));
                   return HelpfulView{count};
                 }));
}

void add_reading(http::Routes& routes, const Parts& parts) {
  routes.add(of_reviews(http::get<ListReviews, ReviewList>("/v1/products/{handle}/reviews", "listReviews"),
                        "Published reviews of a product and what they come to, sorted and filtered. One's own that others do not see comes first.")
                 .error("reviews.product_not_found", ErrorKind::not_found, "There is no such product.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const ListReviews& request) -> Result<ReviewList> {
                   TRY(const auto product, product_of(parts.needs, reader, request.handle));
                   const auto page = parts.reviews.published(
                       reader, {product.id, request.sort, request.stars, request.verified, request.pictures, request.aspect,
                                request.aspect_value, request.cursor, request.limit});
                   ReviewList list;
                   if (const auto own = hidden_of(reader, product.id, account_of(call)); own && is_plain(request)) {
                     list.items.push_back(parts.reviews.view(reader, *own, account_of(call)));
                   }
                   for (const auto& review : page.items) list.items.push_back(parts.reviews.view(reader, review, account_of(call)));
                   if (!page.next_cursor.empty()) list.next_cursor = page.next_cursor;
                   list.rating = parts.showing.rating(reader, product);
                   return list;
                 }));
  routes.add(of_reviews(http::get<IdPath, ReviewView>("/v1/reviews/{id}", "getReview"), "A published review, or one's own.")
                 .error("reviews.not_found", ErrorKind::not_found, "There is no such review.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const IdPath& request) -> Result<ReviewView> {
                   TRY(const auto id, id_in_path<ReviewId>(request.id, "reviews.not_found"));
                   const auto review = parts.reviews.find(reader, id);
                   const auto viewer = account_of(call);
                   const bool own = review && viewer && review->account_id == viewer;
                   if (review && (own || review->status == ReviewStatus::published)) return parts.reviews.view(reader, *review, viewer);
                   return Error{ErrorKind::not_found, "reviews.not_found", "There is no such review."};
                 }));
}

}  // namespace

identity::AccountId account_of(const Call& call) { return identity::AccountId{call.caller.subject}; }

http::Access staff_who_review() {
  return identity::staff_access(identity::merchandiser | identity::agent | identity::moderator);
}

Result<catalog::Product> product_of(const Needs& needs, db::Reader& reader, std::string_view handle) {
  auto product = needs.catalog.product_by_handle(reader, handle);
  if (product && product->status == catalog::ProductStatus::active) return std::move(*product);
  return Error{ErrorKind::not_found, "reviews.product_not_found", "There is no such product."};
}

Status not_too_often(http::RateLimiter& limiter, const Call& call) {
  const std::string who = call.caller.subject ? std::to_string(call.caller.subject) : std::string(call.request.remote_address);
  if (limiter.take(who, call.received_at)) return done();
  return Error{ErrorKind::too_many, "reviews.too_often", "That was a lot at once. Try again in some minutes."};
}

void add_review_routes(http::Routes& routes, const Parts& parts) {
  add_reading(routes, parts);
  add_vote(routes, parts, true);
  add_vote(routes, parts, false);
  routes.add(of_reviews(http::post<WriteReview, ReviewView>("/v1/products/{handle}/reviews", "writeReview"),
                        "Reviews a product, signed in or by the link of an invitation. Whether it was bought is read from orders.")
                 .status(201)
                 .idempotent()
                 .error("reviews.product_not_found", ErrorKind::not_found, "There is no such product.")
                 .error("reviews.invitation_not_found", ErrorKind::not_found, "The link is not valid.")
                 .error("reviews.sign_in", ErrorKind::unauthenticated, "Neither signed in nor invited.")
                 .error("reviews.buyers_only", ErrorKind::forbidden, "Only buyers review here.")
                 .error("reviews.already_written", ErrorKind::conflict, "There is one of yours: edit it.")
                 .error("reviews.too_often", ErrorKind::too_many, "Try again in some minutes.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const WriteReview& request) -> Result<ReviewView> {
                   TRY_DONE(not_too_often(parts.writes, call));
                   TRY(const auto product, product_of(parts.needs, tx, request.handle));
                   TRY(const auto writer, writer_of(parts, tx, call, request.invitation));
                   TRY(const auto review, parts.reviews.write(tx, product, writer, request));
                   return parts.reviews.view(tx, review, account_of(call));
                 }));
  routes.add(of_reviews(http::patch<EditReview, ReviewView>("/v1/reviews/{id}", "editReview"),
                        "Changes one's own review as a whole; what it said before stays readable.")
                 .error("reviews.not_found", ErrorKind::not_found, "There is no such review, or it is somebody else's.")
                 .error("reviews.invitation_not_found", ErrorKind::not_found, "The link is not valid.")
                 .error("reviews.sign_in", ErrorKind::unauthenticated, "Neither signed in nor invited.")
                 .error("reviews.stale", ErrorKind::conflict, "It was changed in between.")
                 .error("reviews.too_often", ErrorKind::too_many, "Try again in some minutes.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const EditReview& request) -> Result<ReviewView> {
                   TRY_DONE(not_too_often(parts.writes, call));
                   TRY(const auto id, id_in_path<ReviewId>(request.id, "reviews.not_found"));
                   TRY(const auto writer, writer_of(parts, tx, call, request.invitation));
                   TRY(const auto review, parts.reviews.edit(tx, id, writer, request));
                   return parts.reviews.view(tx, review, account_of(call));
                 }));
  routes.add(http::del<IdPath, http::None>("/v1/reviews/{id}", "deleteReview")
                 .tag("Reviews")
                 .summary("Takes one's own review away.")
                 .access(http::Access::signed_in())
                 .error("reviews.not_found", ErrorKind::not_found, "There is no such review, or it is somebody else's.")
                 .write(parts.needs.database, [parts](Call& call, db::Transaction& tx, const IdPath& request) -> Result<http::None> {
                   TRY(const auto id, id_in_path<ReviewId>(request.id, "reviews.not_found"));
                   TRY_DONE(parts.reviews.remove(tx, id, account_of(call)));
                   return http::None{};
                 }));
}

}  // namespace plaza::reviews
