// Calls that were imported. Thread-safe.
//
// Codes: calls.not_a_transcript, calls.empty, calls.too_long, calls.not_voice (422), calls.erased (409), calls.in_flight (503), calls.not_found (404),
// request.invalid (400). An error changes nothing.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "calls/ids.h"
#include "calls/transcript.h"
#include "care/ids.h"
#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::calls {

// Who called whom, as far as whoever imports knows.
struct About {
  identity::AccountId account;  // none: found by e-mail or telephone
  std::string email, phone;
  std::string customer_name, agent_name;
  Time began_at;           // micros 0: now
  bool follow_up = false;  // somebody should call back: the conversation stays open
};

struct Call {
  CallId id;
  Format format = Format::webvtt;
  std::string contact_id, language;
  identity::AccountId account;  // none: nobody's
  std::string email, phone, customer_name, agent_name;
  Time began_at, imported_at;
  std::int64_t duration_ms = 0, turns = 0, skipped = 0;
  care::ConversationId conversation;
  bool erased = false;
};

struct Imported {
  Call call;
  bool known = false;  // had come before: nothing was done
};

class Calls {
 public:
  virtual ~Calls() = default;
  virtual Result<Imported> import(db::Transaction& tx, std::string_view file, const About& about, identity::AccountId by) = 0;
  virtual std::optional<Call> find(db::Reader& reader, CallId id) = 0;
  virtual std::vector<Turn> turns(db::Reader& reader, CallId id) = 0;
  // Newest first, before `before` (none: from the newest), at most `limit` (1..100); of one account or of all.
  virtual std::vector<Call> list(db::Reader& reader, identity::AccountId account, CallId before, int limit) = 0;
  virtual std::optional<Call> of_conversation(db::Reader& reader, care::ConversationId id) = 0;
};

}  // namespace plaza::calls
