// Where the networks tell. The signature is checked over the bytes as they came; the body is on disk before the yes.
#include "platform/crypto/crypto.h"
#include "platform/http/idempotency.h"
#include "platform/metrics/metrics.h"
#include "routes.h"
#include "signature.h"

namespace plaza::networks {
namespace {

using http::Call;
using http::None;

constexpr std::size_t body_max = 8'000'000;

struct Received {
  static constexpr const char* schema_name = "NetworkWebhookReceived";
  bool received = true;
  template <class V>
  void describe(V& v) {
    v("received", received);
  }
};

metrics::Counter webhooks(std::string_view source, std::string_view result) {
  return metrics::counter("plaza_networks_webhooks_total", "Webhooks of social networks.", {{"source", source}, {"result", result}});
}

Error not_configured() { return {ErrorKind::not_found, "networks.not_configured", "There are no webhooks of this network here."}; }

// Meta tries the address once: it must get its own challenge back.
http::Response verify(const Needs& needs, const Call& call) {
  const auto& expected = needs.settings.meta_verify_token;
  if (expected.empty()) return http::problem(not_configured());
  const auto mode = call.request.query_value("hub.mode").value_or("");
  const auto token = call.request.query_value("hub.verify_token").value_or("");
  const auto challenge = call.request.query_value("hub.challenge").value_or("");
  if (mode != "subscribe" || !crypto::equal_constant_time(token, expected)) {
    return http::problem({ErrorKind::forbidden, "networks.not_verified", "The verify token is another."});
  }
  if (challenge.empty() || challenge.size() > 500) return http::problem(invalid_field("hub.challenge", "wrong_format", "must have 1 to 500 characters"));
  http::Response response;
  response.content_type = "text/plain; charset=utf-8";
  response.body = std::string(challenge);
  return response;
}

Task<http::Response> take(const Needs& needs, Intake& intake, std::string source, Status genuine, Call& call) {
  if (!genuine.ok()) {
    webhooks(source, "refused").add();
    co_return http::problem(genuine.error());
  }
  const std::string& body = call.request.body;
  auto work = [&](db::Transaction& tx) { return intake.take(tx, source, body); };
  const auto taken = co_await needs.database.write(work);
  webhooks(source, taken.ok() ? "taken" : "failed").add();
  if (!taken.ok()) co_return http::problem(taken.error());
  co_return http::json_response(200, Received{});
}

Task<http::Response> take_meta(const Needs& needs, Intake& intake, Call& call) {
  if (needs.settings.meta_app_secrets.empty()) co_return http::problem(not_configured());
  auto genuine = check_meta(call.request.header("x-hub-signature-256"), call.request.body, needs.settings.meta_app_secrets);
  auto answer = co_await take(needs, intake, "meta", std::move(genuine), call);
  co_return answer;
}

Task<http::Response> take_tiktok(const Needs& needs, Intake& intake, Call& call) {
  if (needs.settings.tiktok_client_secrets.empty()) co_return http::problem(not_configured());
  auto genuine = check_tiktok(call.request.header("tiktok-signature"), call.request.body, needs.settings.tiktok_client_secrets, needs.clock.now());
  auto answer = co_await take(needs, intake, "tiktok", std::move(genuine), call);
  co_return answer;
}

template <class Builder>
Builder of_webhooks(Builder builder, const char* summary) {
  builder.tag("Networks").access(http::Access::anyone()).summary(summary).status(200).body_max(body_max).any_content_type();
  builder.error("networks.bad_signature", ErrorKind::invalid, "The signature is missing, wrong, or too old.")
      .error("networks.bad_event", ErrorKind::invalid, "The body is no JSON object.")
      .error("networks.not_configured", ErrorKind::not_found, "There are no webhooks of this network here.");
  return builder;
}

}  // namespace

void add_webhook_routes(http::Routes& routes, const Needs& needs, Intake& intake) {
  const Needs* own = &needs;
  routes.add(http::get<None, None>("/v1/webhooks/meta", "verifyMetaWebhook")
                 .tag("Networks")
                 .access(http::Access::anyone())
                 .status(200)
                 .summary("Answers the challenge (hub.challenge) by which Meta tries the address, when hub.verify_token is ours.")
                 .error("networks.not_verified", ErrorKind::forbidden, "The verify token is another.")
                 .error("networks.not_configured", ErrorKind::not_found, "There are no webhooks of this network here.")
                 .raw([own](Call& call) -> Task<http::Response> { co_return verify(*own, call); }));
  routes.add(of_webhooks(http::post<None, Received>("/v1/webhooks/meta", "receiveMetaWebhook"),
                         "Where Meta tells of Instagram, Facebook and WhatsApp. Signed by the header X-Hub-Signature-256.")
                 .raw([own, &intake](Call& call) { return take_meta(*own, intake, call); }));
  routes.add(of_webhooks(http::post<None, Received>("/v1/webhooks/tiktok", "receiveTiktokWebhook"),
                         "Where TikTok tells of comments and messages. Signed by the header TikTok-Signature, at most five minutes ago.")
                 .raw([own, &intake](Call& call) { return take_tiktok(*own, intake, call); }));
}

}  // namespace plaza::networks
