// The HTTP routes of messaging, by whom they serve.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "direct.h"
#include "platform/http/rate_limit.h"
#include "platform/http/route.h"
#include "presenter.h"
#include "service.h"
#include "sockets.h"

namespace plaza::messaging {

inline constexpr const char* chat_cookie = "plaza_chat";

struct RouteParts {
  const Needs& needs;
  MessageService& messages;
  DirectService& direct;
  Sockets& sockets;
  const Presenter& presenter;
};

// The customer's chat, and whether a visitor's chat waits to become the account's.
struct OwnChat {
  std::optional<StoredThread> thread;
  std::optional<StoredThread> to_adopt;
};
OwnChat own_chat(db::Reader& reader, const http::Call& call);

// What a member or a visitor sends.
struct MessageWords {
  std::string client_id, text;
  std::vector<media::MediaId> media_ids;
  std::vector<Card> cards;
};
// Are the pictures theirs, the products shown, the orders their own? Errors: request.invalid.
Status may_show(const RouteParts& parts, db::Reader& reader, const http::Call& call, const Thread& thread, const MessageWords& words);
NewMessage to_send(const MessageWords& words, ThreadId thread, AuthorKind kind, identity::AccountId author);

identity::AccountId account_of(const http::Call& call);
Error too_often();
// True: one more is fine.
bool takes_one(const RouteParts& parts, http::RateLimiter& limiter, const std::string& who, const http::Call& call);

void add_chat_routes(http::Routes& routes, const RouteParts& parts);
void add_picture_routes(http::Routes& routes, const RouteParts& parts);
void add_thread_routes(http::Routes& routes, const RouteParts& parts);
void add_direct_message_routes(http::Routes& routes, const RouteParts& parts);
void add_socket_route(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::messaging
