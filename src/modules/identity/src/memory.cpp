#include "memory.h"

#include <algorithm>
#include <mutex>

#include "rules.h"

namespace plaza::identity {

Face face_of(const Account& account) {
  return {account.id, account.handle, account.display_name, account.bio, account.avatar_media_id};
}

void Memory::put_face(Face face) {
  std::unique_lock lock(mutex_);
  ++changes_;
  put_face_locked(std::move(face));
}

void Memory::put_face_locked(Face face) {
  const AccountId id = face.id;
  const auto known = faces_.find(id);
  if (known == faces_.end()) {
    order_.insert(std::upper_bound(order_.begin(), order_.end(), id), id);
  } else if (known->second.handle != face.handle) {
    // The old handle may have been given to somebody else already.
    if (const auto old = handles_.find(known->second.handle); old != handles_.end() && old->second == id) handles_.erase(old);
  }
  handles_[face.handle] = id;
  faces_[id] = std::move(face);
}

void Memory::put_roles(AccountId id, std::uint32_t roles) {
  std::unique_lock lock(mutex_);
  ++changes_;
  put_roles_locked(id, roles);
}

void Memory::put_roles_locked(AccountId id, std::uint32_t roles) {
  if (roles == 0) roles_.erase(id);
  else roles_[id] = roles;
}

void Memory::forget_account(AccountId id) {
  std::unique_lock lock(mutex_);
  ++changes_;
  forget_face_locked(id);
  forget_sessions_locked(id);
}

void Memory::forget_face_locked(AccountId id) {
  roles_.erase(id);
  const auto known = faces_.find(id);
  if (known == faces_.end()) return;
  if (const auto handle = handles_.find(known->second.handle); handle != handles_.end() && handle->second == id) {
    handles_.erase(handle);
  }
  faces_.erase(known);
  const auto place = std::lower_bound(order_.begin(), order_.end(), id);
  if (place != order_.end() && *place == id) order_.erase(place);
}

std::optional<Face> Memory::face(AccountId id) const {
  std::shared_lock lock(mutex_);
  const auto found = faces_.find(id);
  return found == faces_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<Face> Memory::face_of_handle(std::string_view handle) const {
  std::shared_lock lock(mutex_);
  const auto id = handles_.find(handle);
  if (id == handles_.end()) return std::nullopt;
  const auto found = faces_.find(id->second);
  return found == faces_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<Face> Memory::faces_after(AccountId after, std::size_t limit) const {
  std::vector<Face> faces;
  std::shared_lock lock(mutex_);
  for (auto at = std::upper_bound(order_.begin(), order_.end(), after); at != order_.end() && faces.size() < limit; ++at) {
    faces.push_back(faces_.at(*at));
  }
  return faces;
}

std::size_t Memory::count() const {
  std::shared_lock lock(mutex_);
  return faces_.size();
}

void Memory::put_session(const LoadedSession& session) {
  std::unique_lock lock(mutex_);
  ++changes_;
  const auto is_over = [&](const Ended& each) { return each.account == session.account && session.id < each.before; };
  if (std::any_of(ended_.begin(), ended_.end(), is_over)) return;
  put_session_locked(session);
}

void Memory::put_session_locked(const LoadedSession& session) {
  auto& entry = sessions_[session.digest];
  if (!entry) {
    entry = std::make_unique<Entry>();
    sessions_of_[session.account].push_back(session.digest);
  }
  entry->id = session.id;
  entry->account = session.account;
  entry->last_seen = session.last_seen_at.micros;
  entry->expires = session.expires_at.micros;
}

void Memory::forget_session(AccountId account, SessionId session) {
  std::unique_lock lock(mutex_);
  ++changes_;
  const auto known = sessions_of_.find(account);
  if (known == sessions_of_.end()) return;
  std::erase_if(known->second, [&](const Digest& digest) {
    const auto found = sessions_.find(digest);
    if (found->second->id != session) return false;
    sessions_.erase(found);
    return true;
  });
  if (known->second.empty()) sessions_of_.erase(known);
}

void Memory::forget_sessions(AccountId account, SessionId before) {
  std::unique_lock lock(mutex_);
  ++changes_;
  ended_[ended_next_++ % ended_.size()] = {account, before};
  const auto known = sessions_of_.find(account);
  if (known == sessions_of_.end()) return;
  std::erase_if(known->second, [&](const Digest& digest) {
    const auto found = sessions_.find(digest);
    if (!(found->second->id < before)) return false;
    sessions_.erase(found);
    return true;
  });
  if (known->second.empty()) sessions_of_.erase(known);
}

void Memory::forget_sessions_locked(AccountId account) {
  const auto known = sessions_of_.find(account);
  if (known == sessions_of_.end()) return;
  for (const auto& digest : known->second) sessions_.erase(digest);
  sessions_of_.erase(known);
}

std::optional<Memory::Signed> Memory::find_session(const Digest& digest, Time now) {
  std::shared_lock lock(mutex_);
  const auto found = sessions_.find(digest);
  if (found == sessions_.end()) return std::nullopt;
  Entry& entry = *found->second;
  if (entry.expires.load() <= now.micros) return std::nullopt;
  Signed answer{entry.id, entry.account};
  if (const auto roles = roles_.find(entry.account); roles != roles_.end()) answer.roles = roles->second;
  std::int64_t seen = entry.last_seen.load();
  // Of many requests at once one wins the exchange and writes.
  if (now.micros - seen >= session_touch_period && entry.last_seen.compare_exchange_strong(seen, now.micros)) {
    entry.expires = (now + session_length).micros;
    answer.touch = true;
  }
  return answer;
}

bool Memory::has_session(AccountId account, SessionId session, Time now) const {
  std::shared_lock lock(mutex_);
  const auto known = sessions_of_.find(account);
  if (known == sessions_of_.end()) return false;
  return std::any_of(known->second.begin(), known->second.end(), [&](const Digest& digest) {
    const Entry& entry = *sessions_.at(digest);
    return entry.id == session && entry.expires.load() > now.micros;
  });
}

void Memory::put_key(const LoadedKey& key) {
  std::unique_lock lock(mutex_);
  ++changes_;
  keys_[key.digest] = key;
}

void Memory::forget_key(ApiKeyId id) {
  std::unique_lock lock(mutex_);
  ++changes_;
  std::erase_if(keys_, [&](const auto& entry) { return entry.second.id == id; });
}

std::optional<KeyKind> Memory::find_key(const Digest& digest) const {
  std::shared_lock lock(mutex_);
  const auto found = keys_.find(digest);
  return found == keys_.end() ? std::nullopt : std::optional(found->second.kind);
}

void Memory::clear() {
  std::unique_lock lock(mutex_);
  ++changes_;
  faces_.clear();
  handles_.clear();
  order_.clear();
  roles_.clear();
  sessions_.clear();
  sessions_of_.clear();
  keys_.clear();
}

bool Memory::replace_account(std::uint64_t seen, AccountId id, const std::optional<Account>& account,
                             const std::vector<LoadedSession>& sessions) {
  std::unique_lock lock(mutex_);
  if (changes_ != seen) return false;
  ++changes_;
  forget_sessions_locked(id);
  if (!account) {
    forget_face_locked(id);
    return true;
  }
  put_face_locked(face_of(*account));
  put_roles_locked(id, account->roles);
  for (const auto& session : sessions) put_session_locked(session);
  return true;
}

bool Memory::replace_keys(std::uint64_t seen, const std::vector<LoadedKey>& keys) {
  std::unique_lock lock(mutex_);
  if (changes_ != seen) return false;
  ++changes_;
  keys_.clear();
  for (const auto& key : keys) keys_[key.digest] = key;
  return true;
}

}  // namespace plaza::identity
