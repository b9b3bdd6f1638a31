// Who has a page open on this node, and what is pushed to it: WebSockets of members, of visitors with a chat, and of the brand's
// agents, who say which chats they look at. A page that is too slow is let go (it asks again when it is back); more pages of one
// person than eight let go the oldest. Frames to an account go only to sockets whose session is still open. Thread-safe.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "identity/sessions.h"
#include "messaging/desk.h"
#include "messaging/messages.h"
#include "platform/http/message.h"
#include "platform/http/rate_limit.h"

namespace plaza::messaging {

enum class Speaks { customer, agent };

struct Listener {
  identity::AccountId account;  // none: a visitor, by the key of their chat
  identity::SessionId session;
  ThreadId chat;                // of a visitor
  Speaks speaks = Speaks::customer;
};

// "{"type":"typing",…}": who is typing where.
std::string typing_frame(ThreadId thread, AuthorKind kind, identity::AccountId account);
// "{"type":"<type>","<type>":<json>}"
std::string frame(std::string_view type, std::string_view json);

class Sockets final : public Presence {
 public:
  static constexpr std::size_t sockets_max = 20'000;
  static constexpr std::size_t per_listener_max = 8;
  static constexpr std::size_t watched_max = 50;      // chats that an agent's page looks at
  static constexpr std::size_t frame_max = 4'096;     // bytes of what a page may send
  static constexpr http::RateLimit frames_of_a_page{.burst = 20, .per_second = 2, .keys_max = sockets_max};

  Sockets(const identity::Sessions& sessions, const Clock& clock)
      : sessions_(sessions), clock_(clock), frames_(frames_of_a_page) {}

  std::int64_t agents_here() const override;
  bool customer_here(const Thread& chat) const override;
  bool here(identity::AccountId account) const;

  bool is_full() const;
  // Gives the page's number. All later calls of a page come with it.
  std::uint64_t add(const Listener& listener, std::shared_ptr<http::WebSocket> socket);
  // What a page said: {"type":"watch","thread_ids":[…]} of an agent. Anything else, too much or too often ends it.
  void received(std::uint64_t page, std::string_view text);
  void remove(std::uint64_t page);

  void to_account(identity::AccountId account, const std::string& text);
  // The customer's pages (the account's, or the visitor's) and the agents who look at it.
  void to_chat(ThreadId chat, identity::AccountId account, const std::string& text);
  // Whose pages look at it.
  std::vector<identity::AccountId> watchers(ThreadId chat) const;
  // Closes those of the agent's pages that look at chats; they may come again as what the agent is now.
  void close_watching(identity::AccountId agent);
  // Visitors' pages of the chat come again as the account's.
  void close_chat(ThreadId chat);
  // Closes all; nobody comes in any more.
  void stop();

 private:
  struct Page {
    Listener listener;
    std::shared_ptr<http::WebSocket> socket;
    std::set<std::int64_t> watched;
  };
  using Pages = std::set<std::uint64_t>;

  // The lock is held.
  void forget(std::uint64_t page);
  void gather(const Pages& pages, std::vector<std::pair<std::uint64_t, std::shared_ptr<http::WebSocket>>>& found) const;
  Pages& of(const Listener& listener);
  void send(const std::vector<std::pair<std::uint64_t, std::shared_ptr<http::WebSocket>>>& to, const std::string& text);

  const identity::Sessions& sessions_;
  const Clock& clock_;
  http::RateLimiter frames_;
  mutable std::mutex mutex_;  // guards the rest
  std::uint64_t next_ = 1;
  bool stopped_ = false;
  std::map<std::uint64_t, Page> pages_;  // by age
  std::unordered_map<std::int64_t, Pages> of_account_, of_chat_, watching_;
  Pages agents_;
};

}  // namespace plaza::messaging
