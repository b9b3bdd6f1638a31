// Pictures of a chat: uploaded by whoever holds it, without an account too.
#include "platform/json/codec.h"
#include "routes.h"
#include "rules.h"

namespace plaza::messaging {
namespace {

using http::Call;
using media::MediaView;

constexpr std::size_t picture_bytes_max = 15'000'000;
constexpr http::RateLimit pictures_from_an_address{.burst = 12, .per_second = 0.05, .keys_max = 50'000};

Task<Result<MediaView>> upload(const RouteParts& parts, const Call& call) {
  media::Upload picture;
  picture.owner = identity::AccountId{call.caller.subject};
  picture.bytes = call.request.body;
  picture.picture_only = true;
  using Outcome = std::shared_ptr<Result<MediaView>>;
  auto start = [&parts, &picture](Awaitable<Outcome>::Resume resume) {
    parts.needs.media.take_later(std::move(picture), [resume](Result<MediaView> taken) {
      resume(std::make_shared<Result<MediaView>>(std::move(taken)));
    });
  };
  Awaitable<Outcome> taken(std::move(start));
  const auto outcome = co_await taken;
  co_return std::move(*outcome);
}

Task<http::Response> take(const RouteParts& parts, http::RateLimiter& limiter, Call& call) {
  if (!takes_one(parts, limiter, call.request.remote_address, call)) co_return http::problem(too_often());
  const Time now = parts.needs.clock.now();
  auto look = [&](db::Reader& reader) -> Result<ThreadId> {
    const auto own = own_chat(reader, call);
    if (!own.thread) return thread_not_found();
    if (store::pictures_since(reader, own.thread->id, now - hours(1)) >= pictures_an_hour) return too_often();
    return own.thread->id;
  };
  const auto thread = co_await parts.needs.database.read(look);
  if (!thread.ok()) co_return http::problem(thread.error());
  auto taken = co_await upload(parts, call);
  if (!taken.ok()) co_return http::problem(taken.error());
  auto note = [&](db::Transaction& tx) -> Status {
    store::insert_picture(tx, *thread, taken->id, now);
    return done();
  };
  [[maybe_unused]] const auto noted = co_await parts.needs.database.write(note);
  http::Response response;
  response.status = 201;
  response.body = json::encode(*taken);
  co_return response;
}

}  // namespace

void add_chat_pictures_route(http::Routes& routes, const RouteParts& parts) {
  const auto limiter = std::make_shared<http::RateLimiter>(pictures_from_an_address);
  routes.add(http::post<http::None, MediaView>("/v1/chat/pictures", "uploadChatPicture")
                 .summary("Takes a picture for one's own chat: the body is the file's bytes. Send its id with a message then.")
                 .tag("Chat")
                 .status(201)
                 .any_content_type()
                 .body_max(picture_bytes_max)
                 .error("messaging.not_found", ErrorKind::not_found, "There is no chat yet.")
                 .error("messaging.too_often", ErrorKind::too_many, "Too many pictures.")
                 .error("media.too_large", ErrorKind::too_large, "Too many bytes or pixels.")
                 .error("media.unsupported", ErrorKind::unsupported, "The bytes are no picture that is taken.")
                 .error("media.broken", ErrorKind::invalid, "The file cannot be read.")
                 .error("media.busy", ErrorKind::unavailable, "Too many uploads are in work here.")
                 .raw([parts, limiter](Call& call) { return take(parts, *limiter, call); }));
}

}  // namespace plaza::messaging
