// Pictures of conversations: uploaded for one thread by whoever may write there, without an account too, and restricted: their addresses
// are given to who reads the thread, and end.
#include "pictures.h"

#include <memory>

#include "media/taking.h"
#include "platform/json/codec.h"
#include "routes.h"
#include "rules.h"

namespace plaza::messaging {
namespace {

using http::Call;
using media::MediaView;

constexpr std::size_t picture_bytes_max = 15'000'000;
constexpr http::RateLimit pictures_from_an_address{.burst = 12, .per_second = 0.05, .keys_max = 50'000};
constexpr http::RateLimit pictures_of_a_member{.burst = 24, .per_second = 0.1, .keys_max = 50'000};
constexpr Micros unsent_for = days(1);
constexpr int purged_at_once = 500;

Task<Result<MediaView>> upload(const RouteParts& parts, const Call& call) {
  media::Upload picture;
  picture.owner = identity::AccountId{call.caller.subject};
  picture.bytes = call.request.body;
  picture.picture_only = true;
  picture.visibility = media::Visibility::restricted;
  return media::taken(parts.needs.media, std::move(picture));
}

// For one's own chat.
Result<ThreadId> chat_for(const RouteParts& parts, db::Reader& reader, const Call& call) {
  const auto own = own_chat(reader, call);
  if (!own.thread) return thread_not_found();
  const Time since = parts.needs.clock.now() - hours(1);
  if (store::pictures_since(reader, own.thread->id, since) >= pictures_an_hour) return too_often();
  return own.thread->id;
}

// For a thread with another member: who may not write there may not put anything there.
Result<ThreadId> direct_for(const RouteParts& parts, db::Reader& reader, const Call& call) {
  const auto id = parse_id<ThreadId>(call.path_value("id"));
  if (!id) return thread_not_found();
  const auto account = account_of(call);
  TRY(const Seat seat, parts.direct.seat(reader, account, *id));
  TRY_DONE(parts.messages.may_show_pictures(seat.thread, account));
  const Time since = parts.needs.clock.now() - hours(1);
  if (store::pictures_since(reader, *id, since) >= pictures_an_hour_between_members) return too_often();
  return *id;
}

using Place = Result<ThreadId> (*)(const RouteParts&, db::Reader&, const Call&);

Task<http::Response> take(const RouteParts& parts, Place place, Call& call) {
  auto look = [&](db::Reader& reader) { return place(parts, reader, call); };
  const auto thread = co_await parts.needs.database.read(look);
  if (!thread.ok()) co_return http::problem(thread.error());
  auto taken = co_await upload(parts, call);
  if (!taken.ok()) co_return http::problem(taken.error());
  auto note = [&](db::Transaction& tx) -> Status {
    store::insert_picture(tx, *thread, taken->id, parts.needs.clock.now());
    return done();
  };
  [[maybe_unused]] const auto noted = co_await parts.needs.database.write(note);
  http::Response response;
  response.status = 201;
  response.body = json::encode(*taken);
  co_return response;
}

Task<http::Response> refused() { co_return http::problem(too_often()); }

http::RouteBuilder<http::None, MediaView> taking(const char* path, const char* id) {
  auto builder = http::post<http::None, MediaView>(path, id);
  builder.status(201)
      .any_content_type()
      .body_max(picture_bytes_max)
      .error("messaging.too_often", ErrorKind::too_many, "Too many pictures.")
      .error("media.too_large", ErrorKind::too_large, "Too many bytes or pixels.")
      .error("media.unsupported", ErrorKind::unsupported, "The bytes are no picture that is taken.")
      .error("media.broken", ErrorKind::invalid, "The file cannot be read.")
      .error("media.too_many", ErrorKind::too_many, "The caller's other uploads are still in work.")
      .error("media.busy", ErrorKind::unavailable, "Too many uploads are in work here.");
  return builder;
}

void withhold(MediaView& picture) {
  picture.url.clear();
  picture.srcset.reset();
  picture.poster_url = picture.mp4_url = picture.hls_url = picture.model_url = std::nullopt;
}

}  // namespace

void withhold_pictures(std::vector<MessageView>& messages, identity::AccountId author) {
  for (auto& message : messages) {
    if (!message.author.person || message.author.person->id != author) continue;
    for (auto& picture : message.attachments) withhold(picture);
  }
}

std::int64_t purge_unsent(db::Transaction& tx, media::Media& media, Time now) {
  std::int64_t purged = 0;
  for (const auto picture : store::unsent_pictures(tx, now - unsent_for, purged_at_once)) {
    if (!store::delete_unsent(tx, picture)) continue;
    [[maybe_unused]] const auto removed = media.remove(tx, picture);
    purged += 1;
  }
  return purged;
}

void add_picture_routes(http::Routes& routes, const RouteParts& parts) {
  const auto strangers = std::make_shared<http::RateLimiter>(pictures_from_an_address);
  const auto members = std::make_shared<http::RateLimiter>(pictures_of_a_member);
  routes.add(taking("/v1/chat/pictures", "uploadChatPicture")
                 .summary("Takes a picture for one's own chat: the body is the file's bytes. Send its id with a message then. Only who "
                          "reads the chat can read it, by addresses that end.")
                 .tag("Chat")
                 .error("messaging.not_found", ErrorKind::not_found, "There is no chat yet.")
                 .raw([parts, strangers](Call& call) {
                   const bool fine = takes_one(parts, *strangers, call.request.remote_address, call);
                   return fine ? take(parts, chat_for, call) : refused();
                 }));
  routes.add(taking("/v1/messages/threads/{id}/pictures", "uploadMessagePicture")
                 .summary("Takes a picture for a conversation with a member: the body is the file's bytes. Send its id with a message then. "
                          "Only the two can read it, by addresses that end.")
                 .tag("Messages")
                 .access(http::Access::signed_in())
                 .error("messaging.not_found", ErrorKind::not_found, "There is no such conversation, or it is not yours.")
                 .error("messaging.not_reachable", ErrorKind::forbidden, "This member does not take messages from the caller.")
                 .error("messaging.request_pending", ErrorKind::conflict, "The request waits to be accepted: one message until then.")
                 .raw([parts, members](Call& call) {
                   const bool fine = takes_one(parts, *members, std::to_string(call.caller.subject), call);
                   return fine ? take(parts, direct_for, call) : refused();
                 }));
}

}  // namespace plaza::messaging
