// Who has a page open on this node, and what is to be pushed to them. Publishers put frames into a bounded queue; one thread
// sends them and, every 20 seconds, a heartbeat that finds out who is gone. Frames to an account go only to streams whose
// session is still open. Thread-safe.
#pragma once

#include <condition_variable>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <unordered_map>
#include <vector>

#include "identity/sessions.h"
#include "notifications/hub.h"
#include "platform/http/message.h"

namespace plaza::notifications {

struct Listener {
  identity::AccountId account;
  identity::SessionId session;
  std::string visitor;
  std::string locale;
};

class StreamHub final : public Hub {
 public:
  static constexpr std::size_t streams_max = 20'000;
  static constexpr std::size_t streams_per_listener_max = 10;  // the oldest is closed
  static constexpr std::size_t queue_max = 10'000;             // frames; more are dropped

  explicit StreamHub(const identity::Sessions& sessions);
  ~StreamHub() override;
  StreamHub(const StreamHub&) = delete;
  StreamHub& operator=(const StreamHub&) = delete;

  void to_account(identity::AccountId account, Topic topic, std::string data) override;
  void to_visitor(std::string_view visitor, Topic topic, std::string data) override;
  void to_all(Topic topic, std::string data) override;
  std::int64_t open_pages() const override;

  // In each page's language.
  using InLocale = std::function<std::string(std::string_view locale)>;
  void to_account_in_locale(identity::AccountId account, Topic topic, const InLocale& data);
  bool listens(identity::AccountId account) const;

  bool is_full() const;
  void add(Listener listener, std::shared_ptr<http::Stream> stream);
  // Sends a heartbeat now; for tests.
  void beat();
  // Returns when all that was queued before has been sent; for tests.
  void drain();
  // Closes all streams and ends the thread. Nothing is sent any more.
  void stop();

 private:
  struct Page {
    Listener listener;
    std::shared_ptr<http::Stream> stream;
  };
  struct Frame {
    enum class To { account, visitor, all, beat } to = To::all;
    identity::AccountId account;
    std::string visitor;
    std::string locale;  // empty: any
    std::string text;
  };

  void enqueue(Frame frame);
  void run();
  void send(const Frame& frame);
  std::vector<std::uint64_t> pages_for(const Frame& frame) const;  // the lock is held
  void close_oldest(const std::set<std::uint64_t>& pages);         // the lock is held
  void forget(std::uint64_t page);                                 // the lock is held

  const identity::Sessions& sessions_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::deque<Frame> queue_;
  bool stopping_ = false;
  bool sending_ = false;
  std::uint64_t next_page_ = 1;
  std::map<std::uint64_t, Page> pages_;  // by age
  std::unordered_map<identity::AccountId, std::set<std::uint64_t>> of_account_;
  std::unordered_map<std::string, std::set<std::uint64_t>> of_visitor_;
  std::thread thread_;
};

// "event: stock\ndata: {…}\n\n"; line breaks in `data` are turned into spaces, which JSON allows.
std::string event_frame(Topic topic, std::string_view data);

}  // namespace plaza::notifications
