#include "routes.h"

#include <algorithm>
#include <memory>

#include "platform/base/text.h"
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

// How long a file may be kept by whom; an error: it may not be read by this address.
Result<std::string> keeping(const RouteParts& parts, const Call& call, MediaId id, std::string_view name, Visibility visibility) {
  if (visibility == Visibility::anyone) return std::string("public, max-age=31536000, immutable");
  const auto until = call.request.query_value("until").value_or("");
  const auto signature = call.request.query_value("signature").value_or("");
  const Time now = parts.needs.clock.now();
  switch (parts.addresses.judge(id, name, until, signature, now)) {
    case Addresses::Verdict::good:
      return "private, max-age=" + std::to_string(parse_integer(until).value_or(0) - now.micros / seconds(1));
    case Addresses::Verdict::late:
      return Error{ErrorKind::forbidden, "media.address_ended", "This address has ended. Ask for the message again."};
    case Addresses::Verdict::wrong:
      break;
  }
  return not_found();
}

http::Response serve_file(const RouteParts& parts, const Call& call) {
  const auto id = parse_id<MediaId>(call.path_value("id"));
  const auto name = call.path_value("name");
  const auto type = content_type_of(name);
  const auto served = id && !type.empty() ? parts.uploads.file(*id, name) : std::nullopt;
  const auto key = served ? media_store::Key::parse(served->file.key) : std::nullopt;
  if (!key) return http::problem(not_found());
  const auto kept = keeping(parts, call, *id, name, served->visibility);
  if (!kept.ok()) {
    auto refusal = http::problem(kept.error());
    refusal.header("cache-control", "no-store");
    return refusal;
  }
  const bool restricted = served->visibility == Visibility::restricted;
  http::Response response;
  response.content_type = type;
  response.header("etag", "\"" + served->file.key.substr(0, 32) + "\"")
      .header("cache-control", *kept)
      .header("x-content-type-options", "nosniff")
      .header("content-security-policy", "default-src 'none'; sandbox")
      .header("cross-origin-resource-policy", restricted ? "same-origin" : "cross-origin");
  if (restricted) response.header("referrer-policy", "no-referrer");
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
                 .memory([parts](Call& call, const GetMedia& request) -> Result<MediaView> {
                   const auto owner = parts.uploads.owner(request.id);
                   const bool own = owner && *owner && owner->value == call.caller.subject;
                   // What is restricted is shown here to who uploaded it; others get it where it was sent.
                   auto view = own ? parts.uploads.signed_view(request.id, parts.needs.clock.now()) : parts.uploads.view(request.id);
                   if (!view) return not_found();
                   return std::move(*view);
                 }));
  routes.add(
      http::get<http::None, http::None>("/media/{id}/{name...}", "getMediaFile")
          .undocumented()
          .raw([parts](Call& call) -> Task<http::Response> { co_return serve_file(parts, call); }));
}

}  // namespace plaza::media
