// Which orders an agent may show to the customer of a conversation: those of the account that is signed in, of an address that was shown to
// be theirs, and those that the customer has shown there themselves, for which the channel has asked for the key.
#pragma once

#include <vector>

#include "care/module.h"

namespace plaza::care {

bool may_show_order(const Needs& needs, db::Reader& reader, const Conversation& each, orders::OrderId id);
// The newest first, at most 20.
std::vector<orders::Order> orders_to_show(const Needs& needs, db::Reader& reader, const Conversation& each);

}  // namespace plaza::care
