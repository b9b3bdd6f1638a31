#include "tiktok_api.h"

#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "platform/json/document.h"
#include "reading.h"

namespace plaza::networks::tiktok_api {
namespace {

using boost::json::object;
using reading::text;

constexpr int deadline_ms = 15'000;
constexpr std::int64_t too_often = 40100, too_many_today = 40133;

Error busy(const std::string& why) { return {ErrorKind::upstream, "networks.busy", "TikTok does not take it now (" + why + ")."}; }

}  // namespace

http::ClientRequest answer(const Settings& settings, const Wish& wish) {
  const bool message = wish.thread.kind == Thread::Kind::message;
  object body{{"business_id", settings.tiktok.id}};
  if (message) {
    body["recipient_type"] = "CONVERSATION";
    body["recipient"] = wish.thread.person;
    body["message_type"] = "TEXT";
    body["text"] = object{{"body", wish.text}};
  } else {
    body["video_id"] = wish.thread.post;
    body["comment_id"] = wish.thread.comment;
    body["text"] = wish.text;
  }
  http::ClientRequest out;
  out.method = http::Method::post;
  out.url = settings.tiktok_base_url + (message ? "/business/message/send/" : "/business/comment/reply/create/");
  out.headers = {{"access-token", settings.tiktok.token}, {"content-type", "application/json"}, {"idempotency-key", wish.key}};
  out.body = boost::json::serialize(body);
  out.timeout_ms = deadline_ms;
  out.body_max = 1'000'000;
  out.private_addresses = settings.tiktok_base_url.starts_with("http://");
  return out;
}

Result<std::string> made(const http::ClientResponse& reply) {
  if (reply.status == 429 || reply.status >= 500) return busy(std::to_string(reply.status));
  const auto body = json::parse(reply.body);
  if (!body.ok()) return busy("an answer that cannot be read");
  const auto& root = body->root();
  const auto code = parse_integer(text(root, {"code"})).value_or(reply.status);
  if (code == too_often || code == too_many_today || (code >= 50'000 && code < 60'000)) return busy("code " + std::to_string(code));
  if (code != 0) {
    const auto words = excerpt(text(root, {"message"}, 2'000), 250);
    return Error{ErrorKind::unprocessable, "networks.refused", words.empty() ? "TikTok answered " + std::to_string(code) + "." : words};
  }
  auto id = text(root, {"data", "comment_id"});
  if (id.empty()) id = text(root, {"data", "message", "message_id"});
  return id;
}

}  // namespace plaza::networks::tiktok_api
