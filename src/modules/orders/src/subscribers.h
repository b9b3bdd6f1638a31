// What orders does when payments found out, or gave back, and when an account is gone.
#pragma once

#include "orders/module.h"
#include "order_payment.h"
#include "settling.h"

namespace plaza::orders {

void add_subscriptions(events::Dispatcher& dispatcher, const Needs& needs, Settling& settling, OrderPayments& payments);
void add_periodic_jobs(jobs::Runner& runner, const Needs& needs);

}  // namespace plaza::orders
