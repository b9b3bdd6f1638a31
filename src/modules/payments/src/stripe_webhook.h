// What Stripe tells by itself. Events come twice, late, in any order and about payments that are none of ours.
#pragma once

#include <string_view>

#include "platform/base/id.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::payments::stripe {

enum class Heard { changed, nothing_new };

// Takes one event whose signature was checked. Errors: payment.bad_event (400: not one of Stripe's), payment.too_early (409: it is
// about money that we do not know of yet; it comes again). After an error nothing is changed, the event counts as not seen.
Result<Heard> hear(db::Transaction& tx, IdSource& ids, std::string_view body, Time now);

}  // namespace plaza::payments::stripe
