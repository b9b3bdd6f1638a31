// Intents and refunds in the database.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "payments/payments.h"
#include "platform/db/connection.h"

namespace plaza::payments::store {

void insert(db::Transaction& tx, const Payment& payment);

// The moves are guarded and CHECK that they stand in the table of rules.cpp. False if the payment is in another status.
bool move(db::Transaction& tx, PaymentId id, PaymentStatus from, PaymentStatus to, Time now);
// To authorised or action_required (then with what the browser has to do).
bool hold(db::Transaction& tx, PaymentId id, PaymentStatus from, PaymentStatus to, std::string_view reference,
          const Action& action, Time now);
// To captured, with what was taken in minor units.
bool take(db::Transaction& tx, PaymentId id, PaymentStatus from, std::string_view reference, std::int64_t amount, Time now);
// The same with all that was asked for: one statement, nothing looked up.
bool take_whole(db::Transaction& tx, PaymentId id, PaymentStatus from, std::string_view reference, Time now);
// authorised -> capturing. False also if it is more than is reserved.
bool begin_capture(db::Transaction& tx, PaymentId id, std::int64_t amount, Time now);
void postpone(db::Transaction& tx, PaymentId id, Time now);

std::optional<Payment> find(db::Reader& reader, PaymentId id);
// By the provider's id of it. Only Stripe speaks of payments by its own.
std::optional<Payment> find_at(db::Reader& reader, std::string_view provider, std::string_view reference);
std::vector<Payment> of(db::Reader& reader, std::int64_t subject);
// In one unfinished status since `before` or longer, oldest first, at most 200.
std::vector<Payment> stale(db::Reader& reader, PaymentStatus status, Time before);
// Those that a person has to look at: parked, or not finished although they began before `stuck_before`. Newest first.
std::vector<Payment> parked(db::Reader& reader, int limit, Time stuck_before);
// To mismatched. A reference that is known stays.
bool park(db::Transaction& tx, const Payment& payment, const std::optional<Money>& told, std::string_view reference, Time now);

// What staff said of a payment: minor units that were taken; nothing: nobody said anything.
std::optional<std::int64_t> settled_by_hand(db::Reader& reader, PaymentId id);
// False if it was said before.
bool settle_by_hand(db::Transaction& tx, PaymentId id, std::int64_t captured, std::string_view reason, std::int64_t account,
                    Time now);

struct Sums {
  Money taken, given_back;
};
Sums sums_of(db::Reader& reader, std::int64_t subject);

// Counts the refund's amount against its payment, and writes it. False, with nothing changed, if that is more than was taken or
// the key is known.
bool insert_refund(db::Transaction& tx, const RefundRecord& refund, std::int64_t subject);
std::optional<RefundRecord> find_refund(db::Reader& reader, RefundId id);
std::optional<RefundRecord> refund_by_key(db::Reader& reader, PaymentId payment, std::string_view key);
std::vector<RefundRecord> refunds_of(db::Reader& reader, std::int64_t subject);
std::vector<RefundId> stale_refunds(db::Reader& reader, Time before);
void postpone_refund(db::Transaction& tx, RefundId id, Time now);
// From open to done or failed, or from done to failed; the payment's status follows. False if it is not `from` any more.
bool finish_refund(db::Transaction& tx, const RefundRecord& refund, RefundStatus from, RefundStatus to,
                   std::string_view reference, Time now);

// False if this event of this provider was seen before.
bool remember_event(db::Transaction& tx, std::string_view provider, std::string_view event, Time now);
void forget_events(db::Transaction& tx, Time before);

}  // namespace plaza::payments::store
