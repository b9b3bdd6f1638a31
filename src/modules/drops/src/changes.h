// Telling of a change: this node's memory at the commit, other nodes by event.
#pragma once

#include <span>
#include <vector>

#include "drop.h"
#include "line_table.h"
#include "platform/db/connection.h"

namespace plaza::drops {

void tell(db::Transaction& tx, LineTable& lines, const Drop& drop);
// All of one drop.
void tell(db::Transaction& tx, LineTable& lines, std::vector<Ticket> tickets);
// Members among those who were just let in, when they have time enough that a mail helps.
void tell_admitted(db::Transaction& tx, const Drop& drop, const std::vector<Ticket>& admitted);
// Moves a drop by the table of states and tells of it. False: it is not in its state any more.
bool move(db::Transaction& tx, LineTable& lines, const Drop& drop, State to, Time now);

}  // namespace plaza::drops
