#pragma once

#include "platform/http/route.h"
#include "presenter.h"
#include "requests.h"
#include "service.h"

namespace plaza::content {

struct Parts {  // what the routes work with
  db::Database& database;
  const Needs& needs;
  Service& service;
  Memory& memory;
  Presenter& presenter;
};

void add_post_routes(http::Routes& routes, const Parts& parts);
void add_social_routes(http::Routes& routes, const Parts& parts);
void add_list_routes(http::Routes& routes, const Parts& parts);
void add_staff_routes(http::Routes& routes, const Parts& parts);

inline identity::AccountId account_of(const http::Call& call) { return {call.caller.subject}; }

// A cursor of these lists is the text of the last id.
template <class I>
Result<I> cursor_id(const std::string& cursor, I none) {
  if (cursor.empty()) return none;
  if (const auto id = parse_id<I>(cursor)) return *id;
  return invalid_field("cursor", "not_allowed", "is not a cursor of this list");
}

}  // namespace plaza::content
