#include "photos.h"

#include <memory>

#include "media/taking.h"
#include "platform/http/rate_limit.h"
#include "routes.h"
#include "store.h"

namespace plaza::returns {
namespace {

using http::Call;
using media::MediaView;

// From one address: a return's pictures at once, then one every twenty seconds.
constexpr http::RateLimit photos_from_one_address{.burst = 12, .per_second = 0.05, .keys_max = 50'000};

bool has_left(const orders::Order& order) {
  return !order.after.fulfilments.empty() || order.status == orders::OrderStatus::fulfilled ||
         order.status == orders::OrderStatus::delivered;
}

// The order of whoever may open it, with a place for one more picture taken.
Result<orders::Order> take_place(const Needs& needs, db::Transaction& tx, const orders::Shopper& shopper, orders::OrderId id) {
  TRY(auto order, needs.orders.find_for(tx, shopper, id));
  if (!has_left(order)) return Error{ErrorKind::conflict, "returns.not_shipped", "Nothing of this order has been shipped yet."};
  if (store::take_photo_place(tx, id, photos_max)) return order;
  return Error{ErrorKind::conflict, "returns.too_many_photos", "This order has all the pictures that it may have."};
}

http::Response too_often(http::RateLimiter& limiter, const std::string& who, Time now) {
  auto refusal = http::problem({ErrorKind::too_many, "returns.photos_too_often", "Too many pictures. Try again in a moment."});
  refusal.header("retry-after", std::to_string(limiter.wait(who, now) / seconds(1) + 1));
  return refusal;
}

// On media's threads.
Task<Result<MediaView>> upload(const Needs& needs, const Call& call) {
  media::Upload picture;
  picture.owner = identity::AccountId{call.caller.subject};  // none: a guest's
  if (const auto alt = call.request.query_value("alt")) picture.alt = *alt;
  picture.bytes = call.request.body;
  picture.picture_only = true;
  return media::taken(needs.media, std::move(picture));
}

Task<http::Response> take_photo(const Needs& needs, http::RateLimiter& limiter, Call& call) {
  const auto id = parse_id<orders::OrderId>(call.path_value("id"));
  if (!id) co_return http::problem({ErrorKind::not_found, "orders.not_found", "There is no such order."});
  const std::string who(call.request.remote_address);
  if (!limiter.take(who, call.received_at)) co_return too_often(limiter, who, call.received_at);
  const auto shopper = shopper_of(call);
  auto claim = [&](db::Transaction& tx) { return take_place(needs, tx, shopper, *id); };
  const auto order = co_await needs.database.write(claim);
  if (!order.ok()) co_return http::problem(order.error());
  auto taken = co_await upload(needs, call);
  auto note = [&](db::Transaction& tx) -> Status {
    if (taken.ok()) {
      store::insert_photo(tx, *id, taken->id, needs.clock.now());
    } else {
      store::free_photo_place(tx, *id);
    }
    return done();
  };
  [[maybe_unused]] const auto noted = co_await needs.database.write(note);
  if (!taken.ok()) co_return http::problem(taken.error());
  http::Response response;
  response.status = 201;
  response.header("location", "/v1/media/" + to_text(taken->id));
  response.body = json::encode(*taken);
  co_return response;
}

}  // namespace

Status photos_are_there(const Needs& needs, db::Reader& reader, const orders::Order& order,
                        const std::vector<media::MediaId>& photos, const orders::By& by, const std::string& field) {
  for (std::size_t i = 0; i < photos.size(); ++i) {
    const auto view = needs.media.view(photos[i]);
    const auto owner = needs.media.owner(photos[i]);
    const bool own = owner && *owner && (*owner == order.account_id || *owner == by.id);
    const bool good = view && view->kind != media::Kind::model && view->status != media::Status::failed;
    if (good && (own || by.kind == orders::Actor::staff || store::is_photo_of(reader, order.id, photos[i]))) continue;
    return invalid_field(field + "[" + std::to_string(i) + "]", "not_found", "is no picture that was uploaded for this order");
  }
  return done();
}

void add_photo_route(http::Routes& routes, const Needs& needs) {
  const auto limiter = std::make_shared<http::RateLimiter>(photos_from_one_address);
  routes.add(http::post<OrderPath, MediaView>("/v1/orders/{id}/photos", "uploadOrderPhoto")
                 .tag("Returns")
                 .access(http::Access::anyone())
                 .summary("Takes a picture for a return or a claim of an order that has left, by its owner or with its token: the body is "
                          "the file's bytes. An order has room for 24.")
                 .status(201)
                 .any_content_type()
                 .body_max(photo_bytes_max)
                 .error("orders.not_found", ErrorKind::not_found, "There is no such order, or it is somebody else's.")
                 .error("returns.not_shipped", ErrorKind::conflict, "Nothing of it has been shipped yet.")
                 .error("returns.too_many_photos", ErrorKind::conflict, "The order has all the pictures that it may have.")
                 .error("returns.photos_too_often", ErrorKind::too_many, "Too many pictures at once from there.")
                 .error("media.too_large", ErrorKind::too_large, "Too many bytes or pixels.")
                 .error("media.unsupported", ErrorKind::unsupported, "The bytes are no picture that is taken.")
                 .error("media.broken", ErrorKind::invalid, "The file cannot be read.")
                 .error("media.busy", ErrorKind::unavailable, "Too many uploads are in work here.")
                 .raw([needs, limiter](Call& call) { return take_photo(needs, *limiter, call); }));
}

}  // namespace plaza::returns
