// What one wrote, what waits for a review, and the links of invitations.
#include <set>

#include "routes.h"
#include "store.h"

namespace plaza::reviews {
namespace {

using http::Call;

constexpr std::size_t waiting_max = 24;

struct WaitingView {
  static constexpr const char* schema_name = "ProductToReview";
  orders::LineProduct product;
  std::string variant_title;
  Time bought_at;
  std::vector<Aspect> aspects;
  template <class V>
  void describe(V& v) {
    v("product", product);
    v("variant_title", variant_title);
    v("bought_at", bought_at);
    v("aspects", aspects);
  }
};

struct OwnReview : ReviewView {
  static constexpr const char* schema_name = "OwnReview";
  std::string product_handle, product_title;
  template <class V>
  void describe(V& v) {
    ReviewView::describe(v);
    v("product_handle", product_handle);
    v("product_title", product_title);
  }
};

struct OwnReviews {
  std::vector<OwnReview> items;
  std::vector<WaitingView> waiting;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("waiting", waiting);
    v("next_cursor", next_cursor);
  }
};

struct ListOwn {
  static constexpr const char* schema_name = "ListOwnReviews";
  int limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Optional{}, json::Between{1, 50});
    v("cursor", cursor, json::Optional{}, json::Length{0, 40});
  }
};

struct TokenPath {
  static constexpr const char* schema_name = "ReviewInvitationPath";
  std::string token;
  template <class V>
  void describe(V& v) {
    v("token", token, json::Length{1, 100});
  }
};

struct InvitationView {
  static constexpr const char* schema_name = "ReviewInvitation";
  std::string order_number, name;
  std::vector<WaitingView> waiting;
  std::vector<OwnReview> written;
  template <class V>
  void describe(V& v) {
    v("order_number", order_number);
    v("name", name);
    v("waiting", waiting);
    v("written", written);
  }
};

// The form of a product for whoever looks at it.
struct FormView {
  static constexpr const char* schema_name = "ReviewForm";
  std::vector<Aspect> aspects;
  bool verified = false;  // they bought it
  bool may_write = false;
  std::optional<ReviewView> own;
  template <class V>
  void describe(V& v) {
    v("aspects", aspects);
    v("verified", verified);
    v("may_write", may_write);
    v("own", own);
  }
};

OwnReview own_of(const Parts& parts, db::Reader& reader, const Review& review, identity::AccountId viewer) {
  OwnReview view;
  static_cast<ReviewView&>(view) = parts.reviews.view(reader, review, viewer);
  if (const auto product = parts.needs.catalog.product(reader, review.product_id)) {
    view.product_handle = product->handle;
    view.product_title = product->title;
  }
  return view;
}

std::optional<WaitingView> waiting_of(const Parts& parts, db::Reader& reader, const Purchase& purchase, const Settings& settings) {
  const auto product = parts.needs.catalog.product(reader, purchase.product_id);
  if (!product || product->status != catalog::ProductStatus::active) return std::nullopt;
  return WaitingView{{product->id, product->handle, product->title, purchase.image},
                     purchase.variant_title == "Default" ? "" : purchase.variant_title, purchase.at, aspects_of(settings, *product)};
}

Result<OwnReviews> own_reviews(const Parts& parts, db::Reader& reader, const Call& call, const ListOwn& request) {
  const auto account = account_of(call);
  OwnReviews all;
  const auto before = parse_id<ReviewId>(request.cursor).value_or(ReviewId{});
  const auto found = store::of_account(reader, account, before, request.limit);
  for (const auto& review : found) all.items.push_back(own_of(parts, reader, review, account));
  if (static_cast<int>(found.size()) == request.limit) all.next_cursor = to_text(found.back().id);
  if (before) return all;
  const auto settings = store::read_settings(reader);
  const std::string person = person_of({account, {}, ""});
  for (const auto& purchase : all_bought(parts.needs.orders, reader, account)) {
    if (all.waiting.size() == waiting_max) break;
    if (store::find_by_person(reader, purchase.product_id, person)) continue;
    if (auto waiting = waiting_of(parts, reader, purchase, settings)) all.waiting.push_back(std::move(*waiting));
  }
  return all;
}

Error no_invitation() { return {ErrorKind::not_found, "reviews.invitation_not_found", "This link is not valid."}; }

Result<InvitationView> invitation(const Parts& parts, db::Reader& reader, const std::string& token) {
  const auto id = parts.invitations.order_of(reader, token);
  const auto order = id ? parts.needs.orders.find(reader, *id) : std::nullopt;
  if (!order || !counts_as_bought(*order)) return no_invitation();
  InvitationView view;
  view.order_number = orders::number_text(order->number);
  view.name = short_name(order->shipping_address.name);
  const auto settings = store::read_settings(reader);
  const std::string person = person_of({order->account_id, *id, ""});
  for (const auto& purchase : purchases_in(*order)) {
    if (const auto review = store::find_by_person(reader, purchase.product_id, person)) {
      view.written.push_back(own_of(parts, reader, *review, order->account_id));
    } else if (auto waiting = waiting_of(parts, reader, purchase, settings)) {
      view.waiting.push_back(std::move(*waiting));
    }
  }
  return view;
}

Result<FormView> form(const Parts& parts, db::Reader& reader, const Call& call, const std::string& handle) {
  TRY(const auto product, product_of(parts.needs, reader, handle));
  const auto settings = store::read_settings(reader);
  FormView view;
  view.aspects = aspects_of(settings, product);
  const auto account = account_of(call);
  if (!account) return view;
  view.verified = bought(parts.needs.orders, reader, account, product.id).has_value();
  view.may_write = view.verified || settings.writers == Writers::members;
  if (const auto own = store::find_by_person(reader, product.id, person_of({account, {}, ""}))) {
    view.own = parts.reviews.view(reader, *own, account);
    view.may_write = true;
  }
  return view;
}

}  // namespace

void add_own_routes(http::Routes& routes, const Parts& parts) {
  routes.add(http::get<ListOwn, OwnReviews>("/v1/me/reviews", "listOwnReviews")
                 .tag("Reviews")
                 .summary("What one wrote, newest first, and what one bought that waits for a review.")
                 .access(http::Access::signed_in())
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const ListOwn& request) -> Result<OwnReviews> {
                   return own_reviews(parts, reader, call, request);
                 }));
  routes.add(http::get<HandlePath, FormView>("/v1/products/{handle}/review_form", "reviewForm")
                 .tag("Reviews")
                 .summary("What a review of this product rates, and whether the caller may write one.")
                 .access(http::Access::anyone())
                 .error("reviews.product_not_found", ErrorKind::not_found, "There is no such product.")
                 .read(parts.needs.database, [parts](Call& call, db::Reader& reader, const HandlePath& request) -> Result<FormView> {
                   return form(parts, reader, call, request.handle);
                 }));
  routes.add(http::get<TokenPath, InvitationView>("/v1/review_invitations/{token}", "getReviewInvitation")
                 .tag("Reviews")
                 .summary("What an order's buyer was asked to review, by the link of the mail.")
                 .access(http::Access::anyone())
                 .error("reviews.invitation_not_found", ErrorKind::not_found, "The link is not valid.")
                 .read(parts.needs.database, [parts](Call&, db::Reader& reader, const TokenPath& request) -> Result<InvitationView> {
                   return invitation(parts, reader, request.token);
                 }));
  routes.add(http::post<TokenPath, http::None>("/v1/review_invitations/{token}/stop", "stopReviewInvitations")
                 .tag("Reviews")
                 .summary("No more mails of this kind to this address.")
                 .access(http::Access::anyone())
                 .error("reviews.invitation_not_found", ErrorKind::not_found, "The link is not valid.")
                 .write(parts.needs.database, [parts](Call&, db::Transaction& tx, const TokenPath& request) -> Result<http::None> {
                   const auto id = parts.invitations.order_of(tx, request.token);
                   const auto order = id ? parts.needs.orders.find(tx, *id) : std::nullopt;
                   if (!order) return no_invitation();
                   parts.invitations.be_quiet(tx, order->email);
                   return http::None{};
                 }));
}

}  // namespace plaza::reviews
