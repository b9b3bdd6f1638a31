#include "push_service.h"

#include <charconv>

#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "platform/log/log.h"
#include "rules.h"

namespace plaza::notifications {
namespace {

constexpr int attempts_max = 8;
constexpr Micros token_lives = hours(12);  // RFC 8292: at most 24 hours
constexpr std::int64_t pause_max_seconds = 3'600;

struct PushJob {
  DeviceId device;
  std::string title, text, url, tag;
  Urgency urgency = Urgency::normal;
  Time until;
  template <class V>
  void describe(V& v) {
    v("device", device);
    v("title", title);
    v("text", text);
    v("url", url);
    v("tag", tag);
    v("urgency", urgency);
    v("until", until);
  }
};

// What the service worker reads.
struct Shown {
  std::string title, text, url, tag;
  template <class V>
  void describe(V& v) {
    v("title", title);
    v("text", text);
    v("url", url);
    v("tag", tag);
  }
};

struct TokenHead {
  std::string typ = "JWT", alg = "ES256";
  template <class V>
  void describe(V& v) {
    v("typ", typ);
    v("alg", alg);
  }
};
struct TokenClaims {
  std::string aud;
  std::int64_t exp = 0;
  std::string sub;
  template <class V>
  void describe(V& v) {
    v("aud", aud);
    v("exp", exp);
    v("sub", sub);
  }
};

struct DeviceExport {
  std::string name, endpoint;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("endpoint", endpoint);
    v("created_at", created_at);
  }
};
struct AllDevices {
  std::vector<DeviceExport> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

// Whole seconds; what is a date or too far counts as the most that is waited.
std::int64_t pause_of(const http::ClientResponse& answer) {
  for (const auto& [name, value] : answer.headers) {
    if (name != "retry-after") continue;
    std::int64_t seconds_asked = 0;
    const auto read = std::from_chars(value.data(), value.data() + value.size(), seconds_asked);
    return read.ec == std::errc() && seconds_asked > 0 && seconds_asked < pause_max_seconds ? seconds_asked : pause_max_seconds;
  }
  return 0;
}

}  // namespace

std::int64_t PushService::send(db::Transaction& tx, const PushMessage& message) {
  CHECK(is_own_path(message.url));
  const Time now = needs_.clock.now();
  const std::int64_t most = message.urgency == Urgency::high ? 2 * pushes_max : pushes_max;
  std::int64_t count = 0;
  for (const auto& device : store::devices_of(tx, message.to, devices_max)) {
    if (!needs_.sessions.is_open(device.account, device.session)) {
      store::remove_device(tx, device.id);  // signed out there: the next who sits at it is somebody else
      continue;
    }
    if (!store::count_push(tx, device.id, now.micros / hours(1), most)) continue;
    const PushJob job{device.id, std::string(first_code_points(message.title, 100)), std::string(first_code_points(message.text, 300)),
                      message.url, message.tag, message.urgency, now + message.lives};
    jobs::enqueue(tx, {.kind = push_job, .payload = json::encode(job)});
    ++count;
  }
  return count;
}

const crypto::EcKeys& PushService::keys() {
  const std::lock_guard lock(mutex_);
  if (keys_) return *keys_;
  const auto read = [](db::Reader& reader) { return store::push_key(reader); };
  auto kept = needs_.database.read_now(read);
  if (!kept) {
    const auto fresh = crypto::base64url(crypto::new_ec_keys().private_key);
    const auto write = [&](db::Transaction& tx) -> Status {
      store::keep_push_key(tx, fresh, needs_.clock.now());
      return done();
    };
    CHECK(needs_.database.write_now(write).ok());
    kept = needs_.database.read_now(read);  // perhaps another node's
  }
  CHECK(kept);
  const auto bytes = crypto::parse_base64url(*kept);
  keys_ = crypto::ec_keys_from(bytes.value_or(""));
  CHECK(keys_);
  return *keys_;
}

Result<DeviceView> PushService::add(db::Transaction& tx, identity::AccountId account, identity::SessionId session, const AddDevice& request) {
  if (push_origin(request.endpoint, needs_.push.anywhere).empty()) {
    return invalid_field("endpoint", "not_allowed", "must be the https address of a push service");
  }
  const auto key = crypto::parse_base64url(request.keys.p256dh), auth = crypto::parse_base64url(request.keys.auth);
  if (!key || !crypto::is_ec_point(*key)) return invalid_field("keys.p256dh", "wrong_format", "must be a point of the curve P-256");
  if (!auth || auth->size() != 16) return invalid_field("keys.auth", "wrong_format", "must be 16 bytes");
  Device device;
  device.id = needs_.ids.make<DeviceId>();
  device.account = account;
  device.session = session;
  device.endpoint = request.endpoint;
  device.public_key = request.keys.p256dh;
  device.auth = request.keys.auth;
  device.name = request.name;
  device.created_at = needs_.clock.now();
  store::put_device(tx, device);
  const auto all = store::devices_of(tx, account, devices_max + 5);
  for (std::size_t i = devices_max; i < all.size(); ++i) store::remove_device(tx, all[i].id);
  return view(*store::device_at(tx, request.endpoint), session);
}

DeviceView PushService::view(const Device& device, identity::SessionId session) const {
  DeviceView view{device.id, device.name, host_of_origin(device.endpoint), device.created_at, std::nullopt, device.session == session};
  if (device.sent_at.micros > 0) view.sent_at = device.sent_at;
  return view;
}

std::vector<DeviceView> PushService::list(db::Reader& reader, identity::AccountId account, identity::SessionId session) {
  std::vector<DeviceView> views;
  for (const auto& device : store::devices_of(reader, account, devices_max)) {
    if (needs_.sessions.is_open(device.account, device.session)) views.push_back(view(device, session));
  }
  return views;
}

Status PushService::remove(db::Transaction& tx, identity::AccountId account, DeviceId id) {
  const auto device = store::find_device(tx, id);
  if (!device || device->account != account) {
    return Error{ErrorKind::not_found, "notifications.device_not_found", "There is no such device."};
  }
  store::remove_device(tx, id);
  return done();
}

std::string PushService::authorization(const std::string& origin) {
  const auto& own = keys();
  const std::int64_t expires = (needs_.clock.now() + token_lives).micros / seconds(1);
  const std::string signed_part = crypto::base64url(json::encode(TokenHead{})) + "." +
                                  crypto::base64url(json::encode(TokenClaims{origin, expires, needs_.push.subject}));
  return "vapid t=" + signed_part + "." + crypto::base64url(crypto::sign_es256(own, signed_part)) + ", k=" + crypto::base64url(own.public_key);
}

Status PushService::deliver(const Device& device, const jobs::Job& job) {
  TRY(const auto message, json::decode<PushJob>(job.payload));
  const Time now = needs_.clock.now();
  const auto plain = json::encode(Shown{message.title, message.text, message.url, message.tag});
  const auto key = crypto::parse_base64url(device.public_key), auth = crypto::parse_base64url(device.auth);
  const auto body = crypto::encrypt_push(plain, {key.value_or(""), auth.value_or("")});
  const auto origin = push_origin(device.endpoint, needs_.push.anywhere);
  http::ClientResponse answer;
  if (body && !origin.empty()) {
    http::ClientRequest request;
    request.method = http::Method::post;
    request.url = device.endpoint;
    request.headers = {{"content-type", "application/octet-stream"}, {"content-encoding", "aes128gcm"},
                       {"ttl", std::to_string((message.until - now) / seconds(1))},
                       {"urgency", std::string(json::enum_text(message.urgency))}, {"authorization", authorization(origin)}};
    if (!message.tag.empty()) {
      request.headers.emplace_back("topic", crypto::base64url(crypto::view(crypto::sha256(message.tag))).substr(0, 32));
    }
    request.body = *body;
    request.body_max = 10'000;
    request.private_addresses = needs_.push.anywhere;
    TRY(answer, needs_.push.post ? needs_.push.post(request) : http::fetch(request));
  } else {
    answer.status = 410;  // kept by a version with other rules
  }
  const bool again = answer.status == 429 || answer.status >= 500;
  const auto pause = again ? pause_of(answer) : 0;
  const auto write = [&](db::Transaction& tx) -> Status {
    if (answer.status == 404 || answer.status == 410) store::remove_device(tx, device.id);
    else if (answer.status >= 200 && answer.status < 300) store::note_pushed(tx, device.id, now);
    else if (pause > 0 && now + seconds(pause) < message.until) {
      jobs::enqueue(tx, {.kind = push_job, .payload = job.payload, .not_before = now + seconds(pause)});
    }
    return done();
  };
  TRY_DONE(needs_.database.write_now(write));
  if (again && pause == 0) return Error{ErrorKind::upstream, "notifications.push_refused", "The push service answered " + std::to_string(answer.status)};
  if (answer.status >= 300 && answer.status != 404 && answer.status != 410 && !again) {
    log::warning("a push service refused a message", {{"host", host_of_origin(origin)}, {"status", std::to_string(answer.status)}});
  }
  return done();
}

Status PushService::run(const jobs::Job& job) {
  TRY(const auto message, json::decode<PushJob>(job.payload));
  if (message.until <= needs_.clock.now()) return done();
  const auto read = [&](db::Reader& reader) { return store::find_device(reader, message.device); };
  const auto device = needs_.database.read_now(read);
  if (!device || !needs_.sessions.is_open(device->account, device->session)) return done();
  auto sent = deliver(*device, job);
  // Nothing of a person's is parked: a push that nobody took for so long is of no use any more.
  if (!sent.ok() && job.attempt >= attempts_max) {
    log::warning("a push was given up", {{"code", sent.error().code}});
    return done();
  }
  return sent;
}

void PushService::add_jobs(jobs::Runner& runner) {
  jobs::Policy policy;
  policy.attempts_max = attempts_max;
  policy.first_pause = seconds(5);
  policy.threads = 2;
  runner.handle(push_job, policy, [this](const jobs::Job& job) { return run(job); });
}

std::string DevicesOfPerson::export_json(db::Reader& reader, const profiles::Person& person) {
  AllDevices all;
  if (person.account) {
    for (const auto& device : store::devices_of(reader, person.account, devices_max)) {
      all.items.push_back({device.name, device.endpoint, device.created_at});
    }
  }
  return all.items.empty() ? "null" : json::encode(all);
}

std::vector<profiles::Erased> DevicesOfPerson::erase(db::Transaction& tx, const profiles::Person& person) {
  if (!person.account) return {};
  return {{"devices for push", store::remove_devices_of(tx, person.account)}};
}

}  // namespace plaza::notifications
