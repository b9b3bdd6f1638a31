// Who hears of what: every subscription of the program that is not inside one module stands in subscriptions.cpp.
#pragma once

#include "content/view.h"
#include "identity/accounts.h"
#include "interactions/module.h"
#include "inventory/levels.h"
#include "notifications/bell.h"
#include "notifications/hub.h"
#include "platform/db/database.h"
#include "platform/events/outbox.h"

namespace plaza::app {

struct Hearers {
  db::Database& database;
  interactions::Module& interactions;
  inventory::Levels& levels;
  notifications::Bell& bell;
  notifications::Hub& hub;
};

void subscribe_all(events::Dispatcher& dispatcher, const Hearers& hearers);

}  // namespace plaza::app
