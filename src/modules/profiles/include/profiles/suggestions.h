// Links that are likely but not proven, for staff to look at: nothing is linked until somebody accepts, and what was rejected is never
// suggested again. What a public write key says is no reason: anybody can say it. Thread-safe.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"
#include "platform/json/describe.h"

namespace plaza::profiles {

struct SuggestionTag {
  static constexpr const char* prefix = "sug";
};
using SuggestionId = Id<SuggestionTag>;

// same_email: a guest ordered with the account's verified address. same_phone: the customer files of both say so.
// shared_device: both signed in on it.
enum class Reason { same_email, same_phone, shared_device };
constexpr auto enum_names(Reason*) {
  return std::array<std::string_view, 3>{"same_email", "same_phone", "shared_device"};
}

enum class SuggestionState { open, accepted, rejected };
constexpr auto enum_names(SuggestionState*) {
  return std::array<std::string_view, 3>{"open", "accepted", "rejected"};
}

struct Because {
  Reason reason = Reason::same_email;
  std::string detail;  // an order's number, how many devices; never an address or a number of a phone
  Time at;
  int score = 0;  // in thousandths, alone
  friend bool operator==(const Because&, const Because&) = default;
  template <class V>
  void describe(V& v) {
    v("reason", reason);
    v("detail", detail);
    v("at", at);
    v("score", score, json::Doc{"How sure this reason alone makes, in thousandths."});
  }
};

struct Suggestion {
  SuggestionId id;
  identity::AccountId account;
  std::string visitor;          // or, when empty,
  identity::AccountId twin;     // another account
  int score = 0;                // of all reasons together, in thousandths
  std::vector<Because> because;  // one of a kind, the latest
  SuggestionState state = SuggestionState::open;
  Time made_at;
};

class Suggestions {
 public:
  virtual ~Suggestions() = default;
  // Nothing happens when they are linked, or somebody decided on the pair before. A reason of the same kind is replaced.
  virtual void propose(db::Transaction& tx, identity::AccountId account, std::string_view visitor, const Because& because) = 0;
  virtual void propose(db::Transaction& tx, identity::AccountId account, identity::AccountId twin, const Because& because) = 0;
  // Newest first, before `before` (none: from the newest).
  virtual std::vector<Suggestion> list(db::Reader& reader, SuggestionState state, SuggestionId before, int limit) = 0;
  // The open ones of a person, likeliest first, at most 20.
  virtual std::vector<Suggestion> list_of(db::Reader& reader, identity::AccountId account) = 0;
  virtual std::vector<Suggestion> list_of(db::Reader& reader, std::string_view visitor) = 0;
  // Accepting links them. Errors: profiles.suggestion_not_found (404), profiles.suggestion_decided (409).
  virtual Status accept(db::Transaction& tx, SuggestionId id, identity::AccountId by) = 0;
  virtual Status reject(db::Transaction& tx, SuggestionId id, identity::AccountId by) = 0;
};

}  // namespace plaza::profiles
