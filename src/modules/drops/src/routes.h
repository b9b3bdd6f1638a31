#pragma once

#include "admission.h"
#include "desk.h"
#include "open_pages.h"
#include "platform/http/route.h"
#include "views.h"
#include "waiting_room.h"

namespace plaza::drops {

struct RouteParts {
  db::Database& database;
  const Clock& clock;
  catalog::Catalog& catalog;
  LineTable& lines;
  WaitingRoom& room;
  Desk& desk;
  OpenPages& pages;
};

inline constexpr const char* ticket_header = "plaza-drop-ticket";

void add_guest_routes(http::Routes& routes, const RouteParts& parts);
void add_staff_routes(http::Routes& routes, const RouteParts& parts);
void add_watch_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::drops
