// The HTTP routes of notifications.
#pragma once

#include "bell_service.h"
#include "mail_service.h"
#include "platform/http/route.h"
#include "push_service.h"
#include "stream_hub.h"

namespace plaza::notifications {

void add_bell_routes(http::Routes& routes, db::Database& database, BellService& bell);

struct PreviewParts {
  db::Database& database;
  const Clock& clock;
  identity::Accounts& accounts;
  Mailer& mailer;
  Brand brand;
  SampleProducts sample_products;
};
void add_preview_routes(http::Routes& routes, const PreviewParts& parts);

void add_push_routes(http::Routes& routes, db::Database& database, PushService& push);

void add_stream_route(http::Routes& routes, StreamHub& hub);

}  // namespace plaza::notifications
