#include "pictures.h"

#include <memory>

#include "media/taking.h"
#include "picture_statements.h"
#include "platform/json/codec.h"
#include "routes.h"
#include "store.h"

namespace plaza::care {
namespace {

namespace sql = statements;
using http::Call;
using media::MediaView;

constexpr std::size_t picture_bytes_max = 15'000'000;
constexpr http::RateLimit pictures_of_an_agent{.burst = 24, .per_second = 0.2, .keys_max = 5'000};
constexpr Micros unsent_for = days(1);
constexpr int purged_at_once = 500;

Task<Result<MediaView>> upload(const Needs& needs, const Call& call) {
  media::Upload picture;  // the brand's own
  picture.bytes = call.request.body;
  picture.picture_only = true;
  picture.visibility = media::Visibility::restricted;
  return media::taken(needs.media, std::move(picture));
}

// The conversation, when its channel takes pictures.
Result<ConversationId> place_of(const Desk& desk, db::Reader& reader, std::string_view text) {
  TRY(const auto id, conversation_id(text));
  const auto each = store::find(reader, id);
  if (!each) return conversation_missing();
  if (each->merged_into) return Error{ErrorKind::conflict, "care.wrong_status", "It was merged into another one."};
  const Channel* channel = desk.channel(each->channel);
  if (channel && channel->capabilities().pictures_max > 0) return id;
  return Error{ErrorKind::conflict, "care.no_pictures", "Answers by this channel have no pictures."};
}

Task<http::Response> take(const Parts& parts, http::RateLimiter& limiter, Call& call) {
  if (!parts.needs.unlimited && !limiter.take(std::to_string(call.caller.subject), call.received_at)) {
    co_return http::problem({ErrorKind::too_many, "care.too_often", "Too many pictures. Wait a moment."});
  }
  const std::string where(call.path_value("id"));
  auto look = [&](db::Reader& reader) { return place_of(parts.desk, reader, where); };
  const auto conversation = co_await parts.needs.database.read(look);
  if (!conversation.ok()) co_return http::problem(conversation.error());
  auto taken = co_await upload(parts.needs, call);
  if (!taken.ok()) co_return http::problem(taken.error());
  auto note = [&](db::Transaction& tx) -> plaza::Status {
    store::insert_picture(tx, *conversation, taken->id, parts.needs.clock.now());
    return done();
  };
  [[maybe_unused]] const auto noted = co_await parts.needs.database.write(note);
  http::Response response;
  response.status = 201;
  response.body = json::encode(*taken);
  co_return response;
}

}  // namespace

namespace store {

void insert_picture(db::Transaction& tx, ConversationId conversation, media::MediaId picture, Time at) {
  tx.send(sql::insert_picture, {picture, conversation, at});
}
bool is_picture_of(db::Reader& reader, ConversationId conversation, media::MediaId picture) {
  return reader.one(sql::picture_of, {picture, conversation}, [](const db::Row&) { return true; }).has_value();
}
void set_sent(db::Transaction& tx, const std::vector<media::MediaId>& pictures) {
  for (const auto picture : pictures) tx.send(sql::set_sent, {picture});
}
void delete_picture(db::Transaction& tx, media::MediaId picture) { tx.send(sql::delete_picture, {picture}); }

}  // namespace store

std::int64_t purge_unsent(db::Transaction& tx, media::Media& media, Time now) {
  const Time before = now - unsent_for;
  std::int64_t purged = 0;
  const auto unsent = tx.all(sql::unsent_pictures, {before, purged_at_once}, [](const db::Row& row) { return row.id<media::MediaId>(0); });
  for (const auto picture : unsent) {
    if (tx.execute(sql::delete_unsent, {picture}) == 0) continue;  // sent meanwhile
    [[maybe_unused]] const auto removed = media.remove(tx, picture);
    purged += 1;
  }
  return purged;
}

void add_picture_route(http::Routes& routes, const Parts& parts) {
  const auto limiter = std::make_shared<http::RateLimiter>(pictures_of_an_agent);
  routes.add(of_one(http::post<http::None, MediaView>("/v1/admin/conversations/{id}/pictures", "adminUploadConversationPicture"),
                    "Takes a picture for an answer by a channel that has pictures (chat): the body is the file's bytes. Send its id with the "
                    "answer then.")
                 .status(201)
                 .any_content_type()
                 .body_max(picture_bytes_max)
                 .error("care.no_pictures", ErrorKind::conflict, "Answers by this channel have no pictures.")
                 .error("care.wrong_status", ErrorKind::conflict, "It was merged into another one.")
                 .error("care.too_often", ErrorKind::too_many, "Too many pictures.")
                 .error("media.too_large", ErrorKind::too_large, "Too many bytes or pixels.")
                 .error("media.unsupported", ErrorKind::unsupported, "The bytes are no picture that is taken.")
                 .error("media.broken", ErrorKind::invalid, "The file cannot be read.")
                 .error("media.busy", ErrorKind::unavailable, "Too many uploads are in work here.")
                 .raw([parts, limiter](Call& call) { return take(parts, *limiter, call); }));
}

}  // namespace plaza::care
