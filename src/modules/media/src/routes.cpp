#include "routes.h"

#include <algorithm>
#include <memory>

#include "platform/http/multipart.h"
#include "platform/http/rate_limit.h"
#include "platform/log/log.h"

namespace plaza::media {
namespace {

using http::Call;

constexpr std::size_t form_extra = 1'000'000;  // what a form adds to its file, at most
constexpr http::RateLimit uploads_per_account{.burst = 30, .per_second = 0.25, .keys_max = 50'000};

struct GetMedia {
  MediaId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

Error not_found() { return {ErrorKind::not_found, "media.not_found", "There is no such upload."}; }
Error busy() {
  return {ErrorKind::unavailable, "media.busy",
          "Too many uploads are in work. Try again in a moment."};
}

// The file and its description out of a form or a raw body.
Result<Upload> read_upload(const Call& call) {
  Upload upload;
  upload.owner = identity::AccountId{call.caller.subject};
  if (const auto alt = call.request.query_value("alt")) upload.alt = *alt;
  const auto boundary = http::multipart_boundary(call.request.header("content-type"));
  if (!boundary) {
    upload.bytes = call.request.body;
    return upload;
  }
  if (boundary->empty())
    return Error{ErrorKind::invalid, "request.malformed", "The form has no good boundary."};
  TRY(const auto parts, http::parse_multipart(call.request.body, *boundary));
  bool found = false;
  for (const auto& part : parts) {
    if (part.name == "alt") upload.alt = part.body;
    if (part.name != "file") continue;
    if (found) return invalid_field("file", "too_many", "must be there once");
    found = true;
    upload.bytes = part.body;
  }
  if (!found) return invalid_field("file", "missing", "must be there");
  return upload;
}

// On a worker.
Result<MediaView> take(const RouteParts& parts, const Call& call) {
  try {
    TRY(const auto upload, read_upload(call));
    return parts.service.take(upload);
  } catch (const std::exception& failure) {
    log::error("an upload could not be taken", {{"reason", failure.what()}});
    return busy();
  }
}

Task<http::Response> take_upload(const RouteParts& parts, http::RateLimiter& limiter, Call& call) {
  const std::string account = std::to_string(call.caller.subject);
  if (!limiter.take(account, call.received_at)) {
    auto refusal = http::problem(
        {ErrorKind::too_many, "media.too_many", "Too many uploads. Try again in a moment."});
    const auto wait = limiter.wait(account, call.received_at);
    refusal.header("retry-after", std::to_string(wait / seconds(1) + 1));
    co_return refusal;
  }
  using Outcome = std::shared_ptr<Result<MediaView>>;
  // The request stays where it is until this coroutine goes on: its bytes are copied only once a
  // worker has time for them.
  auto start = [&parts, &call](Awaitable<Outcome>::Resume resume) {
    const auto work = [&parts, &call, resume] {
      resume(std::make_shared<Result<MediaView>>(take(parts, call)));
    };
    if (!parts.workers.post(work)) resume(std::make_shared<Result<MediaView>>(busy()));
  };
  Awaitable<Outcome> taken(std::move(start));
  const auto outcome = co_await taken;
  if (!outcome->ok()) co_return http::problem(outcome->error());
  http::Response response;
  response.status = 201;
  response.header("location", "/v1/media/" + to_text((*outcome)->id));
  response.body = json::encode(**outcome);
  co_return response;
}

http::Response serve_file(const RouteParts& parts, const Call& call) {
  const auto id = parse_id<MediaId>(call.path_value("id"));
  const auto name = call.path_value("name");
  const auto type = content_type_of(name);
  const auto file = id && !type.empty() ? parts.uploads.file(*id, name) : std::nullopt;
  const auto key = file ? media_store::Key::parse(file->key) : std::nullopt;
  if (!key) return http::problem(not_found());
  http::Response response;
  response.content_type = type;
  response.header("etag", "\"" + file->key.substr(0, 32) + "\"")
      .header("cache-control", "public, max-age=31536000, immutable")
      .header("x-content-type-options", "nosniff")
      .header("content-security-policy", "default-src 'none'; sandbox")
      .header("cross-origin-resource-policy", "cross-origin");
  if (auto path = parts.needs.store.local_path(*key)) {
    response.file = std::move(*path);
    return response;
  }
  auto bytes = parts.needs.store.get(*key);
  if (!bytes.ok()) return http::problem(not_found());
  response.body = std::move(*bytes);
  response.encoding = "identity";
  return response;
}

}  // namespace

void add_routes(http::Routes& routes, const RouteParts& parts) {
  auto limiter = std::make_shared<http::RateLimiter>(uploads_per_account);
  const auto bytes_max =
      std::max(parts.needs.settings.image_bytes_max, parts.needs.settings.video_bytes_max);
  routes.add(
      http::post<http::None, MediaView>("/v1/media", "uploadMedia")
          .summary("Takes a picture or a video: a form with a part named file, or the bytes "
                   "themselves; ?alt= describes it.")
          .tag("Media")
          .access(http::Access::signed_in())
          .status(201)
          .any_content_type()
          .body_max(bytes_max + form_extra)
          .error("media.too_large", ErrorKind::too_large, "Too many bytes, pixels or seconds.")
          .error("media.unsupported", ErrorKind::unsupported,
                 "The bytes are no picture or video that is taken.")
          .error("media.broken", ErrorKind::invalid, "The file cannot be read.")
          .error("media.too_many", ErrorKind::too_many, "Too many uploads at once.")
          .error("media.busy", ErrorKind::unavailable, "Too many uploads are in work here.")
          .raw([parts, limiter](Call& call) { return take_upload(parts, *limiter, call); }));
  routes.add(http::get<GetMedia, MediaView>("/v1/media/{id}", "getMedia")
                 .summary("An upload as it stands: its status, and the addresses of its files.")
                 .tag("Media")
                 .error("media.not_found", ErrorKind::not_found, "There is no such upload.")
                 .memory([parts](Call&, const GetMedia& request) -> Result<MediaView> {
                   auto view = parts.uploads.view(request.id);
                   if (!view) return not_found();
                   return std::move(*view);
                 }));
  routes.add(
      http::get<http::None, http::None>("/media/{id}/{name...}", "getMediaFile")
          .undocumented()
          .raw([parts](Call& call) -> Task<http::Response> { co_return serve_file(parts, call); }));
}

}  // namespace plaza::media
