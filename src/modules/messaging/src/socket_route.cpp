// The WebSocket of an open page: a member's, or a visitor's with the key of their chat. Pages only listen; what they write goes by
// the other routes, whose answers say that it is on disk.
#include <memory>

#include "identity/roles.h"
#include "platform/base/text.h"
#include "routes.h"

namespace plaza::messaging {
namespace {

using http::Call;

// Browsers send Origin with every WebSocket: another site's page gets nothing with our cookies.
bool from_our_own_page(const http::Request& request) {
  std::string_view origin = request.header("origin");
  if (origin.empty()) return true;  // a program
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (origin.starts_with(scheme)) return lower_ascii(origin.substr(scheme.size())) == lower_ascii(request.header("host"));
  }
  return false;
}

http::Response upgrade(Sockets& sockets, const Listener& listener) {
  struct Held {
    std::uint64_t page = 0;
  };
  const auto held = std::make_shared<Held>();
  http::WebSocketHandlers handlers;
  handlers.opened = [&sockets, listener, held](std::shared_ptr<http::WebSocket> socket) {
    held->page = sockets.add(listener, socket);
    if (held->page) socket->send("{\"type\":\"hello\"}");
  };
  handlers.received = [&sockets, held](std::string text) { sockets.received(held->page, text); };
  handlers.closed = [&sockets, held] { sockets.remove(held->page); };
  http::Response response;
  response.websocket = std::move(handlers);
  return response;
}

Task<http::Response> open(const RouteParts& parts, Call& call) {
  if (!from_our_own_page(call.request)) {
    co_return http::problem({ErrorKind::forbidden, "messaging.other_site", "Another site's page may not listen."});
  }
  if (parts.sockets.is_full()) {
    co_return http::problem({ErrorKind::unavailable, "messaging.too_many_sockets", "Too many pages are open. Ask again instead."});
  }
  Listener listener;
  listener.account = account_of(call);
  listener.session = identity::SessionId{call.caller.session};
  if (call.caller.session && identity::has_role(call.caller, may_watch)) listener.speaks = Speaks::agent;
  if (listener.account && call.caller.session) co_return upgrade(parts.sockets, listener);
  auto look = [&](db::Reader& reader) -> Result<ThreadId> {
    const auto own = own_chat(reader, call);
    if (!own.thread) return thread_not_found();
    return own.thread->id;
  };
  const auto chat = co_await parts.needs.database.read(look);
  if (!chat.ok()) co_return http::problem(chat.error());
  listener.account = {};
  listener.chat = *chat;
  co_return upgrade(parts.sockets, listener);
}

}  // namespace

void add_socket_route(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, http::None>("/v1/messages/socket", "openMessageSocket")
                 .summary("A WebSocket that brings what is new: {type: message | thread | typing | moved}. A member's carries all their "
                          "conversations, a visitor's their chat. Agents may say {\"type\":\"watch\",\"thread_ids\":[…]}.")
                 .tag("Messages")
                 .status(200)
                 .error("messaging.not_found", ErrorKind::not_found, "A visitor has no chat yet.")
                 .error("messaging.other_site", ErrorKind::forbidden, "The page is another site's.")
                 .error("messaging.too_many_sockets", ErrorKind::unavailable, "Too many pages are open.")
                 .raw([parts](Call& call) { return open(parts, call); }));
}

}  // namespace plaza::messaging
