// The tables of every module, brought up to date before anything is opened.
#pragma once

#include "platform/db/database.h"

namespace plaza::app {

void migrate(db::Database& main, db::Database& log);

}  // namespace plaza::app
