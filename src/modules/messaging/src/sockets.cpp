#include "sockets.h"

#include <algorithm>
#include <optional>

#include "platform/json/codec.h"

namespace plaza::messaging {
namespace {

struct Said {
  std::string type;
  std::vector<ThreadId> thread_ids;
  template <class V>
  void describe(V& v) {
    v("type", type, json::Length{1, 20});
    v("thread_ids", thread_ids, json::Optional{}, json::Items{0, Sockets::watched_max});
  }
};

struct Typing {
  ThreadId thread_id;
  AuthorKind author_kind = AuthorKind::account;
  std::optional<identity::AccountId> account_id;
  template <class V>
  void describe(V& v) {
    v("thread_id", thread_id);
    v("author_kind", author_kind);
    v("account_id", account_id);
  }
};

void drop(std::unordered_map<std::int64_t, std::set<std::uint64_t>>& in, std::int64_t key, std::uint64_t page) {
  const auto there = in.find(key);
  if (there == in.end()) return;
  there->second.erase(page);
  if (there->second.empty()) in.erase(there);
}

}  // namespace

std::string frame(std::string_view type, std::string_view json) {
  std::string text = "{\"type\":\"";
  text.append(type).append("\",\"").append(type).append("\":").append(json).append("}");
  return text;
}

std::string typing_frame(ThreadId thread, AuthorKind kind, identity::AccountId account) {
  Typing typing{thread, kind, std::nullopt};
  if (account) typing.account_id = account;
  return frame("typing", json::encode(typing));
}

std::int64_t Sockets::agents_here() const {
  const std::lock_guard lock(mutex_);
  std::set<std::int64_t> people;
  for (const auto page : agents_) people.insert(pages_.at(page).listener.account.value);
  return static_cast<std::int64_t>(people.size());
}

bool Sockets::customer_here(const Thread& chat) const {
  if (chat.account) return here(chat.account);
  const std::lock_guard lock(mutex_);
  const auto found = of_chat_.find(chat.id.value);
  return found != of_chat_.end() && !found->second.empty();
}

bool Sockets::here(identity::AccountId account) const {
  const std::lock_guard lock(mutex_);
  const auto found = of_account_.find(account.value);
  return found != of_account_.end() && !found->second.empty();
}

bool Sockets::is_full() const {
  const std::lock_guard lock(mutex_);
  return stopped_ || pages_.size() >= sockets_max;
}

Sockets::Pages& Sockets::of(const Listener& listener) {
  return listener.account ? of_account_[listener.account.value] : of_chat_[listener.chat.value];
}

std::uint64_t Sockets::add(const Listener& listener, std::shared_ptr<http::WebSocket> socket) {
  std::shared_ptr<http::WebSocket> oldest;
  std::uint64_t page = 0;
  {
    const std::lock_guard lock(mutex_);
    if (stopped_) {
      oldest = std::move(socket);
    } else {
      page = next_++;
      auto& own = of(listener);
      if (own.size() >= per_listener_max) {
        const auto first = *own.begin();
        oldest = pages_.at(first).socket;
        forget(first);
      }
      pages_.emplace(page, Page{listener, std::move(socket), {}});
      of(listener).insert(page);
      if (listener.speaks == Speaks::agent) agents_.insert(page);
    }
  }
  if (oldest) oldest->close();
  return page;
}

void Sockets::received(std::uint64_t page, std::string_view text) {
  bool fine = text.size() <= frame_max && frames_.take(std::to_string(page), clock_.now());
  const auto said = fine ? json::decode<Said>(text) : Result<Said>(Error{});
  fine = fine && said.ok() && said->type == "watch";
  std::shared_ptr<http::WebSocket> ended;
  {
    const std::lock_guard lock(mutex_);
    const auto found = pages_.find(page);
    if (found == pages_.end()) return;
    auto& here = found->second;
    if (!fine || here.listener.speaks != Speaks::agent) {
      ended = here.socket;
      forget(page);
    } else {
      for (const auto chat : here.watched) drop(watching_, chat, page);
      here.watched.clear();
      for (const auto id : said->thread_ids) {
        here.watched.insert(id.value);
        watching_[id.value].insert(page);
      }
    }
  }
  if (ended) ended->close();
}

void Sockets::remove(std::uint64_t page) {
  const std::lock_guard lock(mutex_);
  forget(page);
}

void Sockets::forget(std::uint64_t page) {
  const auto found = pages_.find(page);
  if (found == pages_.end()) return;
  const auto& listener = found->second.listener;
  if (listener.account) drop(of_account_, listener.account.value, page);
  else drop(of_chat_, listener.chat.value, page);
  for (const auto chat : found->second.watched) drop(watching_, chat, page);
  agents_.erase(page);
  frames_.forget(std::to_string(page));
  pages_.erase(found);
}

void Sockets::gather(const Pages& pages,
                     std::vector<std::pair<std::uint64_t, std::shared_ptr<http::WebSocket>>>& found) const {
  for (const auto page : pages) {
    const auto& here = pages_.at(page);
    const auto& listener = here.listener;
    if (listener.account && !sessions_.is_open(listener.account, listener.session)) continue;
    found.emplace_back(page, here.socket);
  }
}

void Sockets::send(const std::vector<std::pair<std::uint64_t, std::shared_ptr<http::WebSocket>>>& to, const std::string& text) {
  for (const auto& [page, socket] : to) {
    if (!socket->send(text)) remove(page);
  }
}

void Sockets::to_account(identity::AccountId account, const std::string& text) {
  std::vector<std::pair<std::uint64_t, std::shared_ptr<http::WebSocket>>> found;
  {
    const std::lock_guard lock(mutex_);
    const auto own = of_account_.find(account.value);
    if (own == of_account_.end()) return;
    gather(own->second, found);
  }
  send(found, text);
}

void Sockets::to_chat(ThreadId chat, identity::AccountId account, const std::string& text) {
  std::vector<std::pair<std::uint64_t, std::shared_ptr<http::WebSocket>>> found;
  {
    const std::lock_guard lock(mutex_);
    const auto take = [&](const std::unordered_map<std::int64_t, Pages>& in, std::int64_t key) {
      const auto there = in.find(key);
      if (there != in.end()) gather(there->second, found);
    };
    if (account) take(of_account_, account.value);
    take(of_chat_, chat.value);
    take(watching_, chat.value);
  }
  send(found, text);
}

std::vector<identity::AccountId> Sockets::watchers(ThreadId chat) const {
  const std::lock_guard lock(mutex_);
  std::vector<identity::AccountId> found;
  const auto there = watching_.find(chat.value);
  if (there == watching_.end()) return found;
  for (const auto page : there->second) {
    const auto account = pages_.at(page).listener.account;
    if (std::find(found.begin(), found.end(), account) == found.end()) found.push_back(account);
  }
  return found;
}

void Sockets::close_watching(identity::AccountId agent) {
  std::vector<std::shared_ptr<http::WebSocket>> ended;
  {
    const std::lock_guard lock(mutex_);
    const auto found = of_account_.find(agent.value);
    if (found == of_account_.end()) return;
    const Pages pages = found->second;
    for (const auto page : pages) {
      if (pages_.at(page).watched.empty()) continue;
      ended.push_back(pages_.at(page).socket);
      forget(page);
    }
  }
  for (const auto& socket : ended) socket->close();
}

void Sockets::close_chat(ThreadId chat) {
  std::vector<std::shared_ptr<http::WebSocket>> ended;
  {
    const std::lock_guard lock(mutex_);
    const auto found = of_chat_.find(chat.value);
    if (found == of_chat_.end()) return;
    const Pages pages = found->second;
    for (const auto page : pages) {
      ended.push_back(pages_.at(page).socket);
      forget(page);
    }
  }
  for (const auto& socket : ended) socket->close();
}

void Sockets::stop() {
  std::map<std::uint64_t, Page> all;
  {
    const std::lock_guard lock(mutex_);
    stopped_ = true;
    all.swap(pages_);
    of_account_.clear();
    of_chat_.clear();
    watching_.clear();
    agents_.clear();
  }
  for (const auto& [page, here] : all) here.socket->close();
}

}  // namespace plaza::messaging
