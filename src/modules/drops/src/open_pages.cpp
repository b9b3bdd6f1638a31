#include "open_pages.h"

#include <algorithm>
#include <chrono>

namespace plaza::drops {
namespace {

constexpr auto pause = std::chrono::seconds(1);
constexpr int heartbeat = 15;  // looks

}  // namespace

bool OpenPages::is_full() const {
  std::lock_guard lock(mutex_);
  return stopping_ || pages_.size() >= pages_max;
}

void OpenPages::show(Page& page) {
  const Frame frame = page.look();
  if (frame.essence != page.essence) {
    page.essence = frame.essence;
    page.quiet = 0;
    page.open = page.stream->send("event: " + frame.name + "\ndata: " + frame.data + "\n\n");
  } else if (++page.quiet >= heartbeat) {
    page.quiet = 0;
    page.open = page.stream->send(": still here\n\n");
  }
  if (!page.open || frame.last) {
    page.stream->close();
    page.open = false;
  }
}

void OpenPages::add(std::shared_ptr<http::Stream> stream, Look look) {
  auto page = std::make_shared<Page>(Page{std::move(stream), std::move(look), "", 0, true});
  if (!page->stream->send("retry: 3000\n\n")) return;
  show(*page);
  if (!page->open) return;
  std::lock_guard lock(mutex_);
  if (stopping_ || pages_.size() >= pages_max) {
    page->stream->close();
    return;
  }
  pages_.push_back(std::move(page));
}

void OpenPages::send() {
  std::vector<std::shared_ptr<Page>> pages;
  {
    std::lock_guard lock(mutex_);
    pages = pages_;
  }
  for (const auto& page : pages) show(*page);
  std::lock_guard lock(mutex_);
  std::erase_if(pages_, [](const auto& page) { return !page->open; });
}

void OpenPages::start() {
  stopping_ = false;
  thread_ = std::thread([this] { loop(); });
}

void OpenPages::stop() {
  {
    std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  woken_.notify_all();
  if (thread_.joinable()) thread_.join();
  std::lock_guard lock(mutex_);
  for (const auto& page : pages_) page->stream->close();
  pages_.clear();
}

void OpenPages::loop() {
  std::unique_lock lock(mutex_);
  while (!woken_.wait_for(lock, pause, [&] { return stopping_; })) {
    lock.unlock();
    send();
    lock.lock();
  }
}

}  // namespace plaza::drops
