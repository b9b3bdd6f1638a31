#include "network_channel.h"

#include "graph.h"
#include "platform/base/text.h"
#include "platform/json/describe.h"
#include "store.h"
#include "tiktok_api.h"

namespace plaza::networks {
namespace {

Error gone(const char* why) { return {ErrorKind::unprocessable, "networks.refused", why}; }

std::size_t text_max_of(Network network, bool message) {
  switch (network) {
    case Network::instagram: return message ? 1'000 : 2'200;
    case Network::facebook: return message ? 2'000 : 8'000;
    case Network::whatsapp: return 4'096;
    case Network::tiktok: break;
  }
  return message ? 6'000 : 150;
}

}  // namespace

care::Terms terms_of(Network network, const care::Conversation& conversation, const Settings& settings) {
  const auto thread = parse_thread(conversation.channel_key);
  const std::string named(json::enum_text(network));
  if (!thread) return {named + "_gone", {}, false, 0};
  const bool message = thread->kind == Thread::Kind::message;
  care::Terms terms{named + (message ? "_24h" : "_public"), {}, true, text_max_of(network, message)};
  if (!message) return terms;
  Micros window = window_24h;
  if (network == Network::tiktok) window = window_tiktok;
  else if (network != Network::whatsapp && settings.human_agent) window = window_human;
  if (window == window_tiktok) terms.rule = named + "_48h";
  if (window == window_human) terms.rule = named + "_7d";
  terms.closes = conversation.last_in_at + window;
  return terms;
}

std::string_view NetworkChannel::name() const { return json::enum_text(network_); }

Result<Wish> NetworkChannel::wish_of(const care::Outgoing& outgoing) {
  const auto thread = parse_thread(outgoing.conversation.channel_key);
  if (!thread) return gone("The thread at the network is not known any more.");
  Wish wish{network_, *thread, outgoing.message.text, outgoing.key, "", false, false};
  wish.late = needs_.clock.now() - outgoing.conversation.last_in_at >= window_24h;
  const auto read = [&](db::Reader& reader) {
    wish.privately = store::is_private(reader, outgoing.message.id);
    for (auto each = outgoing.earlier_ids.rbegin(); each != outgoing.earlier_ids.rend() && wish.quotes.empty(); ++each) {
      if (store::is_known(reader, network_, *each)) wish.quotes = *each;
    }
    return true;
  };
  static_cast<void>(needs_.database.read_now(read));
  return wish;
}

Result<std::string> NetworkChannel::send(const care::Outgoing& outgoing) {
  if (needs_.settings.of(network_).token.empty()) return gone("This network is not connected: its access token is missing in the settings.");
  TRY(const auto wish, wish_of(outgoing));
  const bool tiktok = network_ == Network::tiktok;
  const auto reply = needs_.fetch(tiktok ? tiktok_api::answer(needs_.settings, wish) : graph::answer(needs_.settings, wish));
  auto made = !reply.ok() ? Result<std::string>(reply.error()) : tiktok ? tiktok_api::made(*reply) : graph::made(*reply);
  if (!made.ok()) note(made.error());
  return made;
}

void NetworkChannel::note(const Error& error) {
  const auto write = [&](db::Transaction& tx) -> Status {
    store::note_error(tx, network_, excerpt(error.detail, 300), needs_.clock.now());
    return done();
  };
  static_cast<void>(needs_.database.write_now(write).ok());
}

}  // namespace plaza::networks
