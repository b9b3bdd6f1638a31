// A channel of care in a hundred lines: short messages by a gateway that speaks JSON over HTTP. docs/channels.md goes through it; its
// test runs it. Coming in: the gateway posts {"id", "from", "text", "at"}, signed with a shared secret. Going out: {"to", "text", "ref"}.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "care/care.h"
#include "care/channel.h"
#include "platform/base/time.h"
#include "platform/crypto/crypto.h"
#include "platform/http/client.h"
#include "platform/json/codec.h"

namespace plaza::sms {

// 1. What the gateway says and hears, described once: decoded, checked and encoded from here.
struct Incoming {
  std::string id, from, text;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Length{1, 100});
    v("from", from, json::Length{3, 20});
    v("text", text, json::Length{1, 1'600}, json::Multiline{});
  }
};
struct Leaving {
  std::string to, text, ref;
  template <class V>
  void describe(V& v) {
    v("to", to);
    v("text", text, json::Multiline{});
    v("ref", ref);
  }
};
struct Accepted {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Optional{});
  }
};

struct Settings {
  std::string url, secret;  // from the configuration, never from the code
};
using Fetch = std::function<Result<http::ClientResponse>(const http::ClientRequest&)>;

class Channel final : public care::Channel {
 public:
  Channel(Settings settings, Fetch fetch) : settings_(std::move(settings)), fetch_(std::move(fetch)) {}

  // 2. The name stands in every conversation of the channel: it never changes.
  std::string_view name() const override { return "sms"; }
  care::Capabilities capabilities() const override { return {true, 1'600}; }

  // 3. What agents must know before they write: here, a day after the customer's last message the gateway asks for a new consent.
  care::Terms terms(const care::Conversation& conversation) const override { return {"sms_24h", conversation.last_in_at + hours(24), true, 0}; }

  // 4. Out. A job calls this, again and again with the same key until it is ok or refused for good (invalid, unprocessable).
  Result<std::string> send(const care::Outgoing& outgoing) override {
    http::ClientRequest request;
    request.method = http::Method::post;
    request.url = settings_.url + "/messages";
    request.headers = {{"content-type", "application/json"}, {"idempotency-key", outgoing.key}};
    request.body = json::encode(Leaving{outgoing.conversation.customer.address, outgoing.message.text, outgoing.key});
    TRY(const auto reply, fetch_(request));  // nobody answered: upstream, so it is tried again
    if (reply.status == 429 || reply.status >= 500) return Error{ErrorKind::upstream, "sms.busy", "The gateway is busy."};
    if (reply.status >= 300) return Error{ErrorKind::unprocessable, "sms.refused", "The gateway refused it (" + std::to_string(reply.status) + ")."};
    TRY(const auto accepted, json::decode<Accepted>(reply.body));
    return accepted.id;  // what the gateway will call it: heard_of() finds the answer by it
  }

  // 5. In. A route hands over the bytes as they came; the caller's transaction makes it durable before the gateway hears a yes.
  Status take(db::Transaction& tx, care::Care& care, std::string_view body, std::string_view signature) const {
    const auto expected = crypto::hmac_sha256(settings_.secret, body);
    if (!crypto::equal_constant_time(crypto::parse_hex(signature).value_or(""), crypto::view(expected))) {
      return Error{ErrorKind::invalid, "sms.bad_signature", "The signature does not fit."};
    }
    TRY(const auto incoming, json::decode<Incoming>(body));
    care::Inbound inbound;
    inbound.channel = "sms";
    inbound.channel_key = incoming.from;  // one conversation for each number
    inbound.external_id = incoming.id;    // the same again is nothing new
    inbound.text = incoming.text;
    inbound.subject = incoming.text.substr(0, incoming.text.find('\n'));
    inbound.customer.address = incoming.from;
    TRY_DONE(care.receive(tx, inbound));
    return done();
  }

 private:
  const Settings settings_;
  const Fetch fetch_;
};

}  // namespace plaza::sms
