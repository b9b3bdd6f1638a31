#include "intake.h"

#include <map>

#include "meta_events.h"
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "platform/json/document.h"
#include "platform/log/log.h"
#include "store.h"
#include "tiktok_events.h"

namespace plaza::networks {
namespace {

constexpr Micros memory = days(30);
constexpr int patience = 4;  // attempts that wait for an answer of ours that is not known yet, or for a network that does not answer

Error later() { return {ErrorKind::upstream, "networks.later", "Some of it could not be worked off yet."}; }

care::Delivery delivery_of(Became became) {
  switch (became) {
    case Became::delivered: return care::Delivery::delivered;
    case Became::read: return care::Delivery::read;
    case Became::failed: break;
  }
  return care::Delivery::failed;
}

}  // namespace

std::string words_of(const Event& event) {
  std::string words(trimmed(event.text));
  const auto add = [&](const std::string& line) {
    if (!line.empty()) words += (words.empty() ? "" : "\n") + line;
  };
  for (const auto& each : event.attachments) add(each);
  add(event.link);
  return words.empty() ? "[" + std::string(event.kind == Kind::mention ? "mention" : "message") + "]" : words;
}

Status Intake::take(db::Transaction& tx, const std::string& source, const std::string& body) {
  const auto read = json::parse(body);
  if (!read.ok() || !read->root().is_object()) return Error{ErrorKind::invalid, "networks.bad_event", "The body is no JSON object."};
  const std::int64_t id = needs_.ids.next();
  const auto digest = source + ":" + crypto::hex(crypto::view(crypto::sha256(body)));
  if (!store::insert_delivery(tx, id, source, digest, body, needs_.clock.now())) return done();
  jobs::enqueue(tx, {.kind = WorkJob::kind, .payload = json::encode(WorkJob{id})});
  return done();
}

Status Intake::work(const jobs::Job& job) {
  TRY(const auto wish, json::decode<WorkJob>(job.payload));
  const auto read = [&](db::Reader& reader) { return store::find_delivery(reader, wish.delivery); };
  const auto delivery = needs_.database.read_now(read);
  if (!delivery || delivery->done) return done();
  TRY(const auto body, json::parse(delivery->body));
  const auto events = delivery->source == "tiktok" ? tiktok_events(body.root()) : meta_events(body.root());
  std::map<Network, std::int64_t> taken;
  bool waits = false, silent = false;
  for (Event event : events) {
    const auto seen = [&](db::Reader& reader) { return store::is_known(reader, event.network, event.id); };
    if (needs_.database.read_now(seen)) continue;
    // A network that does not answer is not asked a thousand times; at the end its people go without their names.
    if (!silent && !complete(event)) silent = true;
    if (silent && job.attempt < patience && event.kind == Kind::mention) {
      waits = true;
      continue;
    }
    Done outcome = Done::known;
    const auto write = [&](db::Transaction& tx) -> Status {
      outcome = apply(tx, event, job.attempt);
      return outcome == Done::later ? Status(later()) : done();
    };
    static_cast<void>(needs_.database.write_now(write).ok());
    if (outcome == Done::taken) taken[event.network] += 1;
    if (outcome == Done::later) waits = true;
  }
  const auto finish = [&](db::Transaction& tx) -> Status {
    for (const auto& [network, count] : taken) store::count_events(tx, network, count, needs_.clock.now());
    if (!waits) store::finish_delivery(tx, wish.delivery, needs_.clock.now());
    return done();
  };
  TRY_DONE(needs_.database.write_now(finish));
  return waits ? Status(later()) : done();
}

Intake::Done Intake::apply(db::Transaction& tx, const Event& event, int attempt) {
  if (!store::claim_event(tx, event.network, event.id, needs_.clock.now())) return Done::known;
  if (event.kind == Kind::receipt) {
    const auto told = needs_.care.heard_of(tx, json::enum_text(event.network), event.answers_to, delivery_of(event.became), event.failure);
    // Maybe its answer is still on its way into our records; after some attempts it was never ours.
    if (!told.ok()) return attempt < patience ? Done::later : Done::known;
    if (event.became == Became::failed) store::note_error(tx, event.network, excerpt(event.failure, 300), needs_.clock.now());
    return Done::taken;
  }
  const auto received = receive(tx, event);
  if (received.ok()) return Done::taken;
  log::warning("an event of a network could not be taken", {{"network", std::string(json::enum_text(event.network))}, {"reason", received.error().code}});
  store::note_error(tx, event.network, excerpt(received.error().detail, 300), needs_.clock.now());
  return Done::known;
}

Status Intake::receive(db::Transaction& tx, const Event& event) {
  care::Inbound inbound;
  inbound.channel = std::string(json::enum_text(event.network));
  inbound.channel_key = event.thread;
  inbound.external_id = event.id;
  inbound.text = words_of(event);
  inbound.subject = std::string(first_code_points(inbound.text.substr(0, inbound.text.find('\n')), 60));
  inbound.customer = customer_of(tx, event);
  return needs_.care.receive(tx, inbound).ok() ? done() : Status(Error{ErrorKind::invalid, "networks.bad_event", "Care did not take it."});
}

care::Customer Intake::customer_of(db::Reader& reader, const Event& event) {
  care::Customer customer;
  customer.name = event.author_name;
  customer.address = event.handle.empty() ? event.author : event.handle;
  if (event.network != Network::whatsapp) return customer;
  // The network vouches for the number; it is somebody's when the shop's own file says so of one account.
  const auto accounts = needs_.customers.of_phone(reader, event.handle);
  if (accounts.size() == 1) customer.account = accounts.front();
  return customer;
}

bool Intake::complete(Event& event) {
  if (event.network != Network::instagram && event.network != Network::facebook) return true;
  if (needs_.settings.of(event.network).token.empty()) return true;
  if (event.kind == Kind::mention && event.network == Network::instagram) {
    const auto reply = needs_.fetch(graph::mention(needs_.settings, event));
    if (!reply.ok()) return false;
    const auto read = graph::read_mention(*reply, event);
    return read.ok() || read.error().kind != ErrorKind::upstream;
  }
  if (event.kind != Kind::message || event.author.empty()) return true;
  const auto look = [&](db::Reader& reader) { return store::find_person(reader, event.network, event.author); };
  auto known = needs_.database.read_now(look);
  if (!known) {
    const auto reply = needs_.fetch(graph::person(needs_.settings, event.network, event.author));
    if (!reply.ok()) return false;
    const auto name = graph::named(*reply);
    if (!name.ok()) return name.error().kind != ErrorKind::upstream;
    known = store::Name{excerpt(name->name, 120), excerpt(name->handle, 120)};
    const auto keep = [&](db::Transaction& tx) -> Status {
      store::put_person(tx, event.network, event.author, *known, needs_.clock.now());
      return done();
    };
    if (!needs_.database.write_now(keep).ok()) return true;
  }
  event.author_name = known->name.empty() ? known->handle : known->name;
  event.handle = known->handle;
  return true;
}

Status Intake::tidy() {
  const auto write = [&](db::Transaction& tx) -> Status {
    store::drop_before(tx, needs_.clock.now() - memory);
    return done();
  };
  return needs_.database.write_now(write);
}

}  // namespace plaza::networks
