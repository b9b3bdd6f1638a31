// Accounts: the logins of people. Public faces (what everybody may see) are held in memory for every account; rows (with the
// e-mail address) are read from the database. All members are thread-safe.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "identity/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::identity {

// What everybody may see of an account.
struct Face {
  AccountId id;
  std::string handle;  // unique, [a-z0-9_]{3,30}
  std::string name;    // display name, 1..60 code points
  std::string bio;     // at most 500 code points, may hold line breaks
  std::int64_t avatar_media_id = 0;  // value of a media::MediaId; 0: none
};

struct Account {
  AccountId id;
  std::string email;  // as typed at sign-up
  std::string handle;
  std::string display_name;
  std::string bio;
  std::int64_t avatar_media_id = 0;
  Time email_verified_at;  // micros 0: not verified
  Time created_at;
  std::uint32_t roles = 0;  // bits of roles.h
  std::string locale;       // "en" or "vi": of the sign-up, for mails
};

struct NewAccount {
  std::string email;
  std::string display_name;
  std::string handle;         // empty: made from the display name
  std::string password_hash;  // from crypto's hashing queue; empty: nobody can sign in with a password
  std::string visitor;        // the anonymous id that signed up; may be empty
  std::string locale = "en";
  bool email_verified = false;  // true for imports and demo members. create() itself never sends a mail
  std::string bio;              // as of Face
  std::int64_t avatar_media_id = 0;
};

class Accounts {
 public:
  virtual ~Accounts() = default;

  // From memory; nothing when there is no such account (or it was erased).
  virtual std::optional<Face> face(AccountId id) const = 0;
  // `handle` in any case, without "@".
  virtual std::optional<Face> face_of_handle(std::string_view handle) const = 0;
  // In id order, after `after`; at most `limit`. For indexes that start empty.
  virtual std::vector<Face> faces_after(AccountId after, int limit) const = 0;
  virtual std::int64_t count() const = 0;

  virtual std::optional<Account> find(db::Reader& reader, AccountId id) = 0;
  // Compared without case.
  virtual std::optional<Account> find_by_email(db::Reader& reader, std::string_view email) = 0;
  // Newest first, before `before` (0: from the newest); `query` matches the start of e-mail, handle or name; at most 100.
  virtual std::vector<Account> list(db::Reader& reader, std::string_view query, AccountId before, int limit) = 0;

  // Errors: identity.email_taken, identity.handle_taken, request.invalid (email, display_name, handle).
  // Publishes account_created.
  virtual Result<Account> create(db::Transaction& tx, const NewAccount& account) = 0;
  // Removes the account, its sessions and tokens; its id and acting rows elsewhere stay. Publishes account_erased.
  // Errors: identity.not_found, identity.last_owner.
  virtual Status erase(db::Transaction& tx, AccountId id) = 0;
};

}  // namespace plaza::identity
