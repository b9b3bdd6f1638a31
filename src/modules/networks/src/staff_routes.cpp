// What staff see: which networks are connected and how they stand; and answers to a comment that go to its author alone.
#include "identity/roles.h"
#include "network_channel.h"
#include "platform/base/text.h"
#include "routes.h"
#include "store.h"

namespace plaza::networks {
namespace {

using http::Call;

struct NetworkView {
  static constexpr const char* schema_name = "NetworkStanding";
  Network name = Network::instagram;
  bool hears = false, answers = false;
  std::string account, webhook_url;
  std::int64_t events = 0;
  std::optional<Time> last_event_at, last_error_at;
  std::string last_error;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("hears", hears, json::Doc{"Its webhooks are believed: there is a secret to check them with."});
    v("answers", answers, json::Doc{"There is an account and a token to answer with."});
    v("account", account);
    v("webhook_url", webhook_url);
    v("events", events);
    v("last_event_at", last_event_at);
    v("last_error_at", last_error_at);
    v("last_error", last_error);
  }
};
struct NetworksView {
  static constexpr const char* schema_name = "NetworkStandings";
  std::vector<NetworkView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

struct ThreadPath {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct ThreadView {
  static constexpr const char* schema_name = "NetworkThread";
  enum class Of { message, comment, mention };
  Of kind = Of::message;
  bool may_reply_privately = false;
  std::vector<care::MessageId> private_ids;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("may_reply_privately", may_reply_privately, json::Doc{"Once for a comment, within seven days."});
    v("private_ids", private_ids, json::Doc{"The answers that went to the author alone."});
  }
};
constexpr auto enum_names(ThreadView::Of*) { return std::array<std::string_view, 3>{"message", "comment", "mention"}; }

struct PrivateReply {
  std::string id, text;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("text", text, json::Length{1, 1'000}, json::Multiline{});
  }
};
struct PrivateReplied {
  static constexpr const char* schema_name = "NetworkPrivateReplied";
  care::MessageId message_id;
  template <class V>
  void describe(V& v) {
    v("message_id", message_id);
  }
};

http::Access answering() { return identity::staff_access(identity::agent | identity::moderator); }

NetworksView standings_of(const Needs& needs, db::Reader& reader) {
  const auto stored = store::standings(reader);
  NetworksView all;
  for (const auto network : all_networks) {
    const bool tiktok = network == Network::tiktok;
    const auto& own = needs.settings.of(network);
    NetworkView view;
    view.name = network;
    view.hears = tiktok ? !needs.settings.tiktok_client_secrets.empty() : !needs.settings.meta_app_secrets.empty();
    view.answers = !own.token.empty() && !own.id.empty();
    view.account = own.id;
    view.webhook_url = needs.settings.public_url + (tiktok ? "/v1/webhooks/tiktok" : "/v1/webhooks/meta");
    if (const auto found = stored.find(network); found != stored.end()) {
      const auto& each = found->second;
      view.events = each.events;
      if (each.last_event_at.micros > 0) view.last_event_at = each.last_event_at;
      if (each.last_error_at.micros > 0) view.last_error_at = each.last_error_at;
      view.last_error = each.last_error;
    }
    all.items.push_back(std::move(view));
  }
  return all;
}

Error no_thread() { return {ErrorKind::not_found, "networks.not_found", "There is no such conversation at a network."}; }

struct Found {
  care::Conversation conversation;
  Network network = Network::instagram;
  Thread thread;
};
Result<Found> found_at(const Needs& needs, db::Reader& reader, std::string_view text) {
  const auto id = parse_id<care::ConversationId>(text);
  auto conversation = id ? needs.care.find(reader, *id) : std::nullopt;
  const auto network = conversation ? json::parse_enum<Network>(conversation->channel) : std::nullopt;
  const auto thread = conversation ? parse_thread(conversation->channel_key) : std::nullopt;
  if (!network || !thread) return no_thread();
  return Found{std::move(*conversation), *network, *thread};
}

// Meta alone has private replies: one for a comment, within seven days.
bool may_reply_privately(const Needs& needs, db::Reader& reader, const Found& found) {
  if (found.network != Network::instagram && found.network != Network::facebook) return false;
  if (found.thread.kind != Thread::Kind::comment) return false;
  return needs.clock.now() < found.conversation.last_in_at + window_private && store::private_of(reader, found.conversation.id).empty();
}

Result<ThreadView> thread_of(const Needs& needs, db::Reader& reader, std::string_view id) {
  TRY(const auto found, found_at(needs, reader, id));
  ThreadView view;
  view.kind = static_cast<ThreadView::Of>(found.thread.kind);
  view.private_ids = store::private_of(reader, found.conversation.id);
  view.may_reply_privately = may_reply_privately(needs, reader, found);
  return view;
}

Result<PrivateReplied> reply_privately(const Needs& needs, const Call& call, db::Transaction& tx, const PrivateReply& request) {
  TRY(const auto found, found_at(needs, tx, request.id));
  if (!may_reply_privately(needs, tx, found)) {
    return Error{ErrorKind::conflict, "networks.not_private", "A private reply goes to the author of a comment once, within seven days."};
  }
  const care::Agent agent{identity::AccountId{call.caller.subject}, call.caller.roles};
  TRY(const auto message, needs.care.answer(tx, found.conversation.id, agent, request.text));
  store::insert_private(tx, message.id, found.conversation.id);
  return PrivateReplied{message.id};
}

}  // namespace

void add_staff_routes(http::Routes& routes, const Needs& needs) {
  const Needs* own = &needs;
  routes.add(http::get<http::None, NetworksView>("/v1/admin/networks", "adminListNetworks")
                 .tag("Admin: care")
                 .access(answering())
                 .summary("The social networks: which are connected, when each told something last, and what went wrong last. Never a secret.")
                 .read(needs.database, [own](Call&, db::Reader& reader, const http::None&) -> Result<NetworksView> { return standings_of(*own, reader); }));
  routes.add(http::get<ThreadPath, ThreadView>("/v1/admin/conversations/{id}/network", "adminGetNetworkThread")
                 .tag("Admin: care")
                 .access(answering())
                 .summary("What a conversation is at its network, and whether its author can be answered privately.")
                 .error("networks.not_found", ErrorKind::not_found, "There is no such conversation at a network.")
                 .read(needs.database, [own](Call&, db::Reader& reader, const ThreadPath& request) { return thread_of(*own, reader, request.id); }));
  routes.add(http::post<PrivateReply, PrivateReplied>("/v1/admin/conversations/{id}/private_replies", "adminReplyPrivately")
                 .tag("Admin: care")
                 .access(answering())
                 .status(201)
                 .idempotent()
                 .summary("Answers a comment by a message to its author alone; a job delivers it.")
                 .error("networks.not_found", ErrorKind::not_found, "There is no such conversation at a network.")
                 .error("networks.not_private", ErrorKind::conflict, "It is no comment, it is older than seven days, or it has its private reply.")
                 .error("care.closed", ErrorKind::conflict, "The network does not take an answer any more.")
                 .write(needs.database, [own](Call& call, db::Transaction& tx, const PrivateReply& request) {
                   return reply_privately(*own, call, tx, request);
                 }));
}

}  // namespace plaza::networks
