// Profiles: one person as the brand knows them. Rows and logs elsewhere keep the acting visitor's or account's id for ever; a
// profile is found through the identity graph when it is read. An account and the visitors linked to it are one profile; a
// visitor without an account is one too. Links are edges that can be ended again: nothing is rewritten. Thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::profiles {

// Why a visitor is taken to be an account. A public write key is not among them: it gives evidence, never a link.
// `suggestion`: staff accepted what the program found likely.
enum class Proof { signed_up, signed_in, secret_key, staff, suggestion };
constexpr auto enum_names(Proof*) {
  return std::array<std::string_view, 5>{"signed_up", "signed_in", "secret_key", "staff", "suggestion"};
}

// What a link rests on.
struct Evidence {
  std::string what = {};        // an event's name, or the reasons of a suggestion; for people to read
  std::string message_id = {};  // of the log's record or the domain event that said so; may be empty
  Time at = {};                 // when it was seen; micros 0: now
  int score = 1'000;            // how sure, in thousandths
};

// Everybody who is one person: visitors (last linked first, at most 1,000) and accounts.
struct Members {
  identity::AccountId account;  // none: an anonymous profile
  std::vector<std::string> visitors;
  std::vector<identity::AccountId> also = {};  // the person's other accounts, at most 20
};

struct Profile {
  Members members;
  std::string traits = "{}";    // a JSON object, from identify calls; newer values win, those of accounts over those of visitors
  std::string claimed_user_id;  // what a public key last said: evidence, not proof; may be empty
  Time first_seen;
  Time last_seen;
  std::int64_t interactions = 0;
  std::int64_t acts = 0;  // a digest of all that they did
};

class Profiles {
 public:
  virtual ~Profiles() = default;

  // From memory: the account that a visitor is linked to now; none if it is linked to no account.
  virtual identity::AccountId account_of(std::string_view visitor) const = 0;

  virtual Members members_of(db::Reader& reader, std::string_view visitor) = 0;
  virtual Members members_of(db::Reader& reader, identity::AccountId account) = 0;
  // Nothing when nobody ever saw this visitor (an account always has a profile). Fresh to the last interaction.
  virtual std::optional<Profile> find(db::Reader& reader, std::string_view visitor) = 0;
  virtual Profile find(db::Reader& reader, identity::AccountId account) = 0;

  // Links a visitor to an account; the link to another account, if any, ends (a shared computer belongs to whoever signed in
  // last). Publishes profiles_merged. Errors: request.invalid (visitor).
  virtual Status merge(db::Transaction& tx, std::string_view visitor, identity::AccountId account, Proof proof,
                       const Evidence& evidence = {}) = 0;
  // Takes the link back, by hand: until the person signs in again on this visitor, or staff link them, nothing links it to this
  // account anew; the link that it had ended, if any, is there again. Publishes profiles_unmerged. Errors: profiles.not_linked.
  virtual Status unmerge(db::Transaction& tx, std::string_view visitor, identity::AccountId account) = 0;
  // The same for two accounts of one person. Errors: request.invalid (account_id), profiles.not_linked.
  virtual Status join(db::Transaction& tx, identity::AccountId account, identity::AccountId other, Proof proof,
                      const Evidence& evidence = {}) = 0;
  virtual Status part(db::Transaction& tx, identity::AccountId account, identity::AccountId other) = 0;

  // The derived state as one text, equal for equal states: merging, acting and unmerging leaves it as without the merge.
  virtual std::string canonical_state(db::Reader& reader, std::string_view visitor) = 0;
  virtual std::string canonical_state(db::Reader& reader, identity::AccountId account) = 0;
  // A digest of what was learnt of everybody (not of the links): the same after a replay of the same log. Reads all rows. Not from
  // inside a write: what waits is written first.
  virtual std::string state_hash() = 0;
};

}  // namespace plaza::profiles
