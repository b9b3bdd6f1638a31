// The staff's routes of segments.
#pragma once

#include "desk.h"
#include "identity/accounts.h"
#include "identity/roles.h"
#include "platform/db/database.h"
#include "platform/http/route.h"
#include "previewer.h"

namespace plaza::segments {

struct RouteParts {
  db::Database& database;
  identity::Accounts& accounts;
  catalog::Collections& collections;
  Desk& desk;
  Roster& roster;
  Shelves& shelves;
  Previewer& previewer;
  const Consents* const* consents;  // plugged in after the routes were made
};

void add_segment_routes(http::Routes& routes, const RouteParts& parts);
void add_member_routes(http::Routes& routes, const RouteParts& parts);

inline http::Access may_read() { return identity::staff_access(identity::merchandiser | identity::agent); }
inline http::Access may_write() { return identity::staff_access(identity::merchandiser); }

}  // namespace plaza::segments
