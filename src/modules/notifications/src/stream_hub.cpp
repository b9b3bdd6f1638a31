#include "stream_hub.h"

#include <chrono>

#include "platform/json/describe.h"

namespace plaza::notifications {
namespace {
constexpr std::chrono::seconds heartbeat_period{20};
}

std::string event_frame(Topic topic, std::string_view data) {
  std::string frame = "event: " + std::string(json::enum_text(topic)) + "\ndata: ";
  for (const char c : data) frame += c == '\n' || c == '\r' ? ' ' : c;
  return frame + "\n\n";
}

StreamHub::StreamHub(const identity::Sessions& sessions) : sessions_(sessions), thread_([this] { run(); }) {}

StreamHub::~StreamHub() { stop(); }

void StreamHub::to_account(identity::AccountId account, Topic topic, std::string data) {
  if (listens(account)) enqueue({Frame::To::account, account, {}, {}, event_frame(topic, data)});
}

void StreamHub::to_account_in_locale(identity::AccountId account, Topic topic, const InLocale& data) {
  if (!listens(account)) return;
  for (const char* locale : {"en", "vi"}) {
    enqueue({Frame::To::account, account, {}, locale, event_frame(topic, data(locale))});
  }
}

void StreamHub::to_visitor(std::string_view visitor, Topic topic, std::string data) {
  if (visitor.empty()) return;
  enqueue({Frame::To::visitor, {}, std::string(visitor), {}, event_frame(topic, data)});
}

void StreamHub::to_all(Topic topic, std::string data) {
  enqueue({Frame::To::all, {}, {}, {}, event_frame(topic, data)});
}

std::int64_t StreamHub::open_pages() const {
  std::lock_guard lock(mutex_);
  return static_cast<std::int64_t>(pages_.size());
}

bool StreamHub::listens(identity::AccountId account) const {
  std::lock_guard lock(mutex_);
  return of_account_.contains(account);
}

bool StreamHub::is_full() const {
  std::lock_guard lock(mutex_);
  return stopping_ || pages_.size() >= streams_max;
}

void StreamHub::add(Listener listener, std::shared_ptr<http::Stream> stream) {
  std::lock_guard lock(mutex_);
  // The browser comes again by itself after three seconds when the connection breaks.
  if (stopping_ || pages_.size() >= streams_max || !stream->send("retry: 3000\n\n")) {
    stream->close();
    return;
  }
  const std::uint64_t page = next_page_++;
  if (listener.account) {
    auto& pages = of_account_[listener.account];
    close_oldest(pages);
    of_account_[listener.account].insert(page);
  }
  if (!listener.visitor.empty()) {
    close_oldest(of_visitor_[listener.visitor]);
    of_visitor_[listener.visitor].insert(page);
  }
  pages_.emplace(page, Page{std::move(listener), std::move(stream)});
}

void StreamHub::close_oldest(const std::set<std::uint64_t>& pages) {
  if (pages.size() < streams_per_listener_max) return;
  const std::uint64_t oldest = *pages.begin();
  pages_.at(oldest).stream->close();
  forget(oldest);
}

void StreamHub::forget(std::uint64_t page) {
  const auto found = pages_.find(page);
  if (found == pages_.end()) return;
  const Listener& listener = found->second.listener;
  const auto leave = [page](auto& index, const auto& key) {
    const auto entry = index.find(key);
    if (entry == index.end()) return;
    entry->second.erase(page);
    if (entry->second.empty()) index.erase(entry);
  };
  leave(of_account_, listener.account);
  leave(of_visitor_, listener.visitor);
  pages_.erase(found);
}

void StreamHub::enqueue(Frame frame) {
  std::lock_guard lock(mutex_);
  if (stopping_ || queue_.size() >= queue_max) return;
  queue_.push_back(std::move(frame));
  changed_.notify_all();
}

void StreamHub::beat() { enqueue({Frame::To::beat, {}, {}, {}, ": here\n\n"}); }

void StreamHub::run() {
  auto next_beat = std::chrono::steady_clock::now() + heartbeat_period;
  std::unique_lock lock(mutex_);
  while (!stopping_) {
    changed_.wait_until(lock, next_beat, [&] { return stopping_ || !queue_.empty(); });
    if (stopping_) return;
    if (std::chrono::steady_clock::now() >= next_beat) {
      next_beat += heartbeat_period;
      queue_.push_back({Frame::To::beat, {}, {}, {}, ": here\n\n"});
    }
    if (queue_.empty()) continue;
    const Frame frame = std::move(queue_.front());
    queue_.pop_front();
    sending_ = true;
    lock.unlock();
    send(frame);
    lock.lock();
    sending_ = false;
    changed_.notify_all();
  }
}

std::vector<std::uint64_t> StreamHub::pages_for(const Frame& frame) const {
  const auto listed = [](const auto& index, const auto& key) {
    const auto entry = index.find(key);
    if (entry == index.end()) return std::vector<std::uint64_t>();
    return std::vector<std::uint64_t>(entry->second.begin(), entry->second.end());
  };
  if (frame.to == Frame::To::account) return listed(of_account_, frame.account);
  if (frame.to == Frame::To::visitor) return listed(of_visitor_, frame.visitor);
  std::vector<std::uint64_t> all;
  all.reserve(pages_.size());
  for (const auto& [page, entry] : pages_) all.push_back(page);
  return all;
}

// Without the lock while sending: a page more or less in between does not matter.
void StreamHub::send(const Frame& frame) {
  std::vector<std::pair<std::uint64_t, Page>> pages;
  {
    std::lock_guard lock(mutex_);
    for (const auto page : pages_for(frame)) pages.emplace_back(page, pages_.at(page));
  }
  for (auto& [id, page] : pages) {
    const Listener& listener = page.listener;
    if (frame.to == Frame::To::account && !frame.locale.empty() && frame.locale != listener.locale) continue;
    // Signed out meanwhile: the page comes again as whoever it is then.
    const bool personal = frame.to == Frame::To::account || frame.to == Frame::To::beat;
    const bool signed_out = personal && listener.session && !sessions_.is_open(listener.account, listener.session);
    if (signed_out) page.stream->close();
    if (signed_out || !page.stream->send(frame.text)) {
      std::lock_guard lock(mutex_);
      forget(id);
    }
  }
}

void StreamHub::drain() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return stopping_ || (queue_.empty() && !sending_); });
}

void StreamHub::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
    queue_.clear();
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  std::lock_guard lock(mutex_);
  for (auto& [id, page] : pages_) page.stream->close();
  pages_.clear();
  of_account_.clear();
  of_visitor_.clear();
}

}  // namespace plaza::notifications
