#include "graph.h"

#include <algorithm>
#include <array>

#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "platform/json/document.h"
#include "reading.h"

namespace plaza::networks::graph {
namespace {

using boost::json::object;
using reading::text;

constexpr int deadline_ms = 15'000;

// Ids stand in addresses: nothing else than letters, digits, "_", "-" and "." may.
std::string safe(std::string_view id) {
  std::string out;
  for (const char c : id) {
    if ((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || c == '-' || c == '.') out += c;
  }
  return out.empty() ? "none" : out;
}

http::ClientRequest request(const Settings& settings, Network network, http::Method method, const std::string& path) {
  http::ClientRequest out;
  out.method = method;
  out.url = settings.graph_base_url + path;
  out.headers = {{"authorization", "Bearer " + settings.of(network).token}};
  out.timeout_ms = deadline_ms;
  out.body_max = 1'000'000;
  out.private_addresses = settings.graph_base_url.starts_with("http://");
  return out;
}

object message_body(const Wish& wish) {
  object recipient;
  if (wish.privately) recipient["comment_id"] = wish.thread.comment;
  else recipient["id"] = wish.thread.person;
  object body{{"recipient", std::move(recipient)}, {"message", object{{"text", wish.text}}}};
  if (wish.privately) return body;
  body["messaging_type"] = wish.late ? "MESSAGE_TAG" : "RESPONSE";
  if (wish.late) body["tag"] = "HUMAN_AGENT";
  return body;
}

object whatsapp_body(const Wish& wish) {
  object body{{"messaging_product", "whatsapp"}, {"recipient_type", "individual"}, {"to", wish.thread.person}, {"type", "text"},
              {"text", object{{"preview_url", false}, {"body", wish.text}}}, {"biz_opaque_callback_data", wish.key}};
  if (!wish.quotes.empty()) body["context"] = object{{"message_id", wish.quotes}};
  return body;
}

// What is worth another attempt: https://developers.facebook.com/docs/graph-api/guides/error-handling, and WhatsApp's own codes.
bool is_passing(int status, std::int64_t code, bool transient) {
  constexpr std::array<std::int64_t, 16> codes{1, 2, 4, 17, 32, 341, 368, 613, 80002, 80006, 80007, 130429, 131000, 131016, 131056, 133004};
  return transient || status == 429 || status >= 500 || std::find(codes.begin(), codes.end(), code) != codes.end();
}

Error error_of(const http::ClientResponse& reply) {
  const auto body = json::parse(reply.body);
  const boost::json::value none;
  const auto& root = body.ok() ? body->root() : none;
  const auto code = parse_integer(text(root, {"error", "code"})).value_or(0);
  const auto subcode = text(root, {"error", "error_subcode"});
  if (is_passing(reply.status, code, reading::flag(root, {"error", "is_transient"}))) {
    return {ErrorKind::upstream, "networks.busy", "The network does not take it now (" + std::to_string(reply.status) + ", code " + std::to_string(code) + ")."};
  }
  std::string words = excerpt(text(root, {"error", "error_data", "details"}, 2'000), 250);
  if (words.empty()) words = excerpt(text(root, {"error", "message"}, 2'000), 250);
  if (words.empty()) words = "The network answered " + std::to_string(reply.status) + ".";
  if (code == 190) words = "The network does not accept the access token any more: " + words;
  if (code == 131047 || subcode == "2534022" || subcode == "2018278") {
    words = "The network takes no answer any more, because the customer's last message is too old: " + words;
  }
  return {ErrorKind::unprocessable, "networks.refused", words};
}

}  // namespace

http::ClientRequest answer(const Settings& settings, const Wish& wish) {
  const auto own = safe(settings.of(wish.network).id);
  const bool message = wish.privately || wish.thread.kind == Thread::Kind::message;
  std::string path;
  object body;
  if (wish.network == Network::whatsapp) {
    path = "/" + safe(wish.thread.account) + "/messages";
    body = whatsapp_body(wish);
  } else if (message) {
    path = "/" + own + "/messages";
    body = message_body(wish);
  } else if (wish.network == Network::instagram && wish.thread.kind == Thread::Kind::mention) {
    path = "/" + own + "/mentions";
    body = object{{"media_id", wish.thread.post}, {"message", wish.text}};
    if (!wish.thread.comment.empty()) body["comment_id"] = wish.thread.comment;
  } else {
    const auto& under = wish.thread.comment.empty() ? wish.thread.post : wish.thread.comment;
    path = "/" + safe(under) + (wish.network == Network::instagram ? "/replies" : "/comments");
    body = object{{"message", wish.text}};
  }
  auto out = request(settings, wish.network, http::Method::post, path);
  out.headers.emplace_back("content-type", "application/json");
  out.headers.emplace_back("idempotency-key", wish.key);
  out.body = boost::json::serialize(body);
  return out;
}

Result<std::string> made(const http::ClientResponse& reply) {
  if (reply.status < 200 || reply.status >= 300) return error_of(reply);
  const auto body = json::parse(reply.body);
  if (!body.ok()) return Error{ErrorKind::upstream, "networks.busy", "The network's answer cannot be read."};
  const auto& root = body->root();
  if (auto id = text(root, {"message_id"}); !id.empty()) return id;
  for (const auto& each : reading::list(root, {"messages"})) {
    if (auto id = text(each, {"id"}); !id.empty()) return id;
  }
  if (auto id = text(root, {"id"}); !id.empty()) return id;
  if (reading::at(root, {"error"})) return error_of(reply);
  return std::string();
}

http::ClientRequest person(const Settings& settings, Network network, const std::string& id) {
  const std::string fields = network == Network::instagram ? "name,username" : "first_name,last_name";
  return request(settings, network, http::Method::get, "/" + safe(id) + "?fields=" + fields);
}

Result<Name> named(const http::ClientResponse& reply) {
  if (reply.status != 200) return error_of(reply);
  TRY(const auto body, json::parse(reply.body));
  Name name{text(body.root(), {"name"}), text(body.root(), {"username"})};
  if (name.name.empty()) {
    name.name = text(body.root(), {"first_name"});
    const auto last = text(body.root(), {"last_name"});
    if (!last.empty()) name.name += (name.name.empty() ? "" : " ") + last;
  }
  if (!name.handle.empty()) name.handle = "@" + name.handle;
  return name;
}

http::ClientRequest mention(const Settings& settings, const Event& event) {
  const std::string fields = event.comment.empty()
                                 ? "mentioned_media.media_id(" + safe(event.post) + "){caption,username,timestamp,permalink}"
                                 : "mentioned_comment.comment_id(" + safe(event.comment) + "){text,username,timestamp,media{id,permalink}}";
  return request(settings, Network::instagram, http::Method::get, "/" + safe(settings.instagram.id) + "?fields=" + fields);
}

Status read_mention(const http::ClientResponse& reply, Event& event) {
  if (reply.status != 200) return error_of(reply);
  TRY(const auto body, json::parse(reply.body));
  const auto* found = reading::at(body.root(), {event.comment.empty() ? "mentioned_media" : "mentioned_comment"});
  if (!found) return Error{ErrorKind::unprocessable, "networks.refused", "The network does not show the mention."};
  event.text = text(*found, {event.comment.empty() ? "caption" : "text"}, 80'000);
  event.author_name = text(*found, {"username"});
  event.handle = event.author_name.empty() ? "" : "@" + event.author_name;
  event.link = text(*found, {"permalink"}, 2'000);
  if (event.link.empty()) event.link = text(*found, {"media", "permalink"}, 2'000);
  if (!event.link.starts_with("https://")) event.link.clear();
  return done();
}

}  // namespace plaza::networks::graph
