// A refund as a provider tells it, by webhook or in its list, is counted once, whoever made it.
#pragma once

#include <string_view>
#include <vector>

#include "payments/provider.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::payments {

enum class Told {
  news,       // written down and announced
  known,      // nothing new, or none of ours
  too_early,  // of a payment that is not known to be taken yet: it will be told again
};
Told learn_refund(db::Transaction& tx, IdSource& ids, std::string_view provider, const ListedRefund& told, Time now);

// Whether learn_refund() could change anything: for lists, of which nearly all is known.
bool is_news(db::Reader& reader, std::string_view provider, const ListedRefund& told);

// A refund of ours that the provider refuses because others were made there: they are counted, and what is left after them is
// asked for instead. False, with nothing changed, if `others` holds none that is new: then it is simply refused.
bool make_room(db::Transaction& tx, IdSource& ids, std::string_view provider, RefundId refused,
               const std::vector<ListedRefund>& others, Time now);

}  // namespace plaza::payments
