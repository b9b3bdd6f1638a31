// What is found out about a payment without its own request is written down and announced, whoever brings it and how often.
#pragma once

#include <optional>
#include <string_view>

#include "payments/payments.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "rules.h"

namespace plaza::payments {

// Whether anything was changed. The owner of the subject hears of it by an event in the same transaction.
bool learn(db::Transaction& tx, PaymentId id, const Finding& finding, Time now);

// A payment whose provider tells another amount: never paid, announced, and shown to staff until a person has dealt with it.
// `told`, `reference`: what the provider said.
bool park(db::Transaction& tx, const Payment& payment, const std::optional<Money>& told, std::string_view reference, Time now);

}  // namespace plaza::payments
