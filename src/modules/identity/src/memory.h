// What identity answers from memory: faces, roles, sessions and API keys. Changed on commit on this node; on several nodes also
// read again when another node tells of a change. Thread-safe.
#pragma once

#include <array>
#include <atomic>
#include <cstdint>
#include <memory>
#include <optional>
#include <shared_mutex>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "identity/accounts.h"
#include "identity/api_keys.h"
#include "secrets.h"

namespace plaza::identity {

struct LoadedSession {
  SessionId id;
  AccountId account;
  Digest digest;
  Time last_seen_at;
  Time expires_at;
};

struct LoadedKey {
  ApiKeyId id;
  KeyKind kind = KeyKind::public_key;
  Digest digest;
};

class Memory {
 public:
  // --- faces and roles ---
  void put_face(Face face);
  void put_roles(AccountId id, std::uint32_t roles);
  // Everything of the account: face, roles, sessions.
  void forget_account(AccountId id);
  std::optional<Face> face(AccountId id) const;
  std::optional<Face> face_of_handle(std::string_view handle) const;  // lower case
  std::vector<Face> faces_after(AccountId after, std::size_t limit) const;
  std::size_t count() const;

  // --- sessions ---
  void put_session(const LoadedSession& session);
  void forget_session(AccountId account, SessionId session);
  // All that are older than `before`, also those that are put only now: of two commits the later one may be told first.
  void forget_sessions(AccountId account, SessionId before);
  struct Signed {
    SessionId session;
    AccountId account;
    std::uint32_t roles = 0;
    bool touch = false;  // this caller is to write last_seen_at: memory has it already, nobody else is told to
  };
  // Nothing when unknown or over. Slides the session when it was last seen more than an hour ago.
  std::optional<Signed> find_session(const Digest& digest, Time now);
  bool has_session(AccountId account, SessionId session, Time now) const;

  // --- keys ---
  void put_key(const LoadedKey& key);
  void forget_key(ApiKeyId id);
  std::optional<KeyKind> find_key(const Digest& digest) const;

  // --- reading again ---
  void clear();
  // Counts changes. What was read from the database since `seen` may replace memory only if nothing changed in between.
  std::uint64_t changes() const { return changes_.load(); }
  bool replace_account(std::uint64_t seen, AccountId id, const std::optional<Account>& account,
                       const std::vector<LoadedSession>& sessions);
  bool replace_keys(std::uint64_t seen, const std::vector<LoadedKey>& keys);

 private:
  struct Entry {
    SessionId id;
    AccountId account;
    std::atomic<std::int64_t> last_seen;
    std::atomic<std::int64_t> expires;
  };
  struct TextHash {
    using is_transparent = void;
    std::size_t operator()(std::string_view text) const noexcept { return std::hash<std::string_view>()(text); }
  };
  // The lock is held by the caller.
  void put_face_locked(Face face);
  void put_roles_locked(AccountId id, std::uint32_t roles);
  void put_session_locked(const LoadedSession& session);
  void forget_face_locked(AccountId id);
  void forget_sessions_locked(AccountId account);

  mutable std::shared_mutex mutex_;
  std::atomic<std::uint64_t> changes_ = 0;
  std::unordered_map<AccountId, Face> faces_;
  std::unordered_map<std::string, AccountId, TextHash, std::equal_to<>> handles_;
  std::vector<AccountId> order_;  // ascending; ids grow, so nearly every insertion is at the end
  std::unordered_map<AccountId, std::uint32_t> roles_;  // only those that have any
  std::unordered_map<Digest, std::unique_ptr<Entry>, DigestHash> sessions_;
  std::unordered_map<AccountId, std::vector<Digest>> sessions_of_;
  struct Ended {
    AccountId account;
    SessionId before;
  };
  std::array<Ended, 256> ended_;  // lately, the oldest written over: a commit is told within moments
  std::size_t ended_next_ = 0;
  std::unordered_map<Digest, LoadedKey, DigestHash> keys_;
};

Face face_of(const Account& account);

}  // namespace plaza::identity
