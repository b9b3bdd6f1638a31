// The routes of care, by whom they serve.
#pragma once

#include "identity/roles.h"
#include "platform/http/rate_limit.h"
#include "platform/http/route.h"
#include "approvals.h"
#include "presence.h"
#include "search.h"
#include "views.h"

namespace plaza::care {

struct Parts {
  const Needs& needs;
  Desk& desk;
  Actions& actions;
  Approvals& approvals;
  Search& search;
  Presence& presence;
  Views& views;
  http::RateLimiter& strangers;  // how often somebody may begin a conversation
};

void add_inbox_routes(http::Routes& routes, const Parts& parts);
void add_picture_route(http::Routes& routes, const Parts& parts);
void add_message_routes(http::Routes& routes, const Parts& parts);
void add_merging_routes(http::Routes& routes, const Parts& parts);
void add_approval_routes(http::Routes& routes, const Parts& parts);
void add_action_routes(http::Routes& routes, const Parts& parts);
void add_settings_routes(http::Routes& routes, const Parts& parts);
void add_report_routes(http::Routes& routes, const Parts& parts);
void add_help_routes(http::Routes& routes, const Parts& parts);

// Who may read and answer, and who may give money, too.
inline http::Access answering() { return identity::staff_access(identity::agent | identity::moderator); }
inline http::Access giving() { return identity::staff_access(identity::agent | identity::merchandiser); }
inline http::Access leading() { return identity::staff_access(identity::merchandiser); }
inline Agent agent_of(const http::Call& call) { return {identity::AccountId{call.caller.subject}, call.caller.roles}; }

struct ConversationPath {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

inline Result<ConversationId> conversation_id(std::string_view text) {
  if (const auto id = parse_id<ConversationId>(text)) return *id;
  return conversation_missing();
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> of_care(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Admin: care").access(answering()).summary(summary);
  return builder;
}
template <class Req, class Res>
http::RouteBuilder<Req, Res> of_one(http::RouteBuilder<Req, Res> builder, const char* summary) {
  auto made = of_care(std::move(builder), summary);
  made.error("care.not_found", ErrorKind::not_found, "There is no such conversation.");
  return made;
}

}  // namespace plaza::care
