// Idempotency-Key: one answer per caller, operation and key, for 24 hours. Routes of one write get it from
// `.idempotent()`; handlers of several writes claim in the first and complete in the last:
//
//   first write:   TRY(auto stored, http::claim(call, tx));   if (stored) return …the stored answer, do nothing else…
//   (the provider is asked)
//   last write:    TRY_DONE(http::complete(call, tx, http::json_response(201, view)));
//
// Kept per claim: a digest of caller, operation and key, one of the request, and the answer sealed by a key that only the
// client's Idempotency-Key gives, so that tokens and addresses in answers do not lie open in the database.
#pragma once

#include <optional>
#include <span>

#include "platform/db/connection.h"
#include "platform/db/migration.h"
#include "platform/http/route.h"

namespace plaza::http {

inline constexpr Micros idempotency_kept = hours(24);
inline constexpr Micros claim_held = minutes(2);  // an older unfinished claim may be taken over: its process died

// Claims the call's key in this transaction. An answer: it was stored before, give it back and do nothing (header
// idempotent-replayed: true). Nothing: go on; also when the call has no key. Errors: request.invalid (no key of 1 to 255
// printable ASCII characters), request.key_reused (another request had it), request.in_flight.
Result<std::optional<Response>> claim(const Call& call, db::Transaction& tx);

// Stores the answer under the key claimed by this call; nothing is stored for 400, 401, 403, 429 and 5xx: the claim is
// abandoned. Error request.in_flight: the claim took too long and is another's now; roll back.
Status complete(const Call& call, db::Transaction& tx, const Response& answer);

// Gives the key back: the client may try again with it.
void abandon(const Call& call, db::Transaction& tx);

// Names this call's claim, for a recovery that has no call any more; empty without a key. The recovery gives the key back by it,
// if no answer was stored.
std::string claim_name(const Call& call);
void abandon_claim(std::string_view name, db::Transaction& tx);

// Forgets up to `limit` expired answers; gives how many.
std::int64_t purge_idempotency(db::Transaction& tx, Time now, int limit = 1000);

// Whether an answer of this status is kept for replay.
bool is_stored(int status);

template <class Res>
Response json_response(int status, const Res& value) {
  Response response;
  response.status = status;
  response.body = json::encode(value);
  return response;
}

std::span<const db::Migration> migrations();
std::span<const db::Statement* const> all_statements();

}  // namespace plaza::http
