#include "answers.h"

#include <algorithm>
#include <chrono>

#include "platform/log/log.h"

namespace plaza::answers {
namespace {

constexpr int batch = 500;

}  // namespace

std::vector<std::string> Answers::topics() const {
  std::vector<std::string> all;
  for (const auto* source : sources_) {
    for (auto& topic : source->topics()) {
      if (std::find(all.begin(), all.end(), topic) == all.end()) all.push_back(std::move(topic));
    }
  }
  return all;
}

void Answers::load() {
  const std::lock_guard lock(mutex_);
  if (reading_.joinable() || stopping_) return;
  reading_ = std::thread([this] { read_all(); });
}

void Answers::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (reading_.joinable()) reading_.join();
}

void Answers::wait_until_ready() {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return ready_.load() || stopping_; });
}

void Answers::read_all() {
  for (auto* source : sources_) read_all_of(*source);
  {
    const std::lock_guard lock(mutex_);
    if (stopping_) return;
    followed_ = {};
    ready_ = true;
  }
  changed_.notify_all();
}

void Answers::read_all_of(Source& source) {
  std::string cursor;
  for (;;) {
    try {
      const auto read = [&](db::Reader& reader) { return source.documents(reader, cursor, batch); };
      auto page = needs_.database.read_now(read);
      const auto next = page.next;
      if (!put_page(std::move(page)) || next.empty()) return;
      cursor = next;
    } catch (const std::exception& failure) {
      log::warning("answers cannot be read, and are tried again", {{"why", failure.what()}});
      if (!pause()) return;
    }
  }
}

bool Answers::put_page(DocumentPage page) {
  for (auto& each : page.items) {
    const std::lock_guard lock(mutex_);
    if (stopping_) return false;
    if (!followed_.contains(each.id)) index_.put(std::move(each));
  }
  return true;
}

bool Answers::pause() {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_; });
}

void Answers::follow(const std::vector<events::Event>& all) {
  for (const auto& event : all) {
    for (auto* source : sources_) {
      const auto topics = source->topics();
      if (std::find(topics.begin(), topics.end(), event.topic) == topics.end()) continue;
      using Changed = std::vector<std::pair<std::string, std::optional<Document>>>;
      const auto read = [&](db::Reader& reader) {
        Changed changed;
        for (auto& id : source->touched(reader, event)) {
          auto found = source->document(reader, id);
          changed.emplace_back(std::move(id), std::move(found));
        }
        return changed;
      };
      auto changed = needs_.database.read_now(read);
      for (auto& [id, document] : changed) {
        const std::lock_guard lock(mutex_);
        if (!ready_) followed_.insert(id);
        if (document) index_.put(std::move(*document));
        else index_.remove(id);
      }
    }
  }
}

std::optional<Document> Answers::document(db::Reader& reader, std::string_view id) const {
  for (auto* source : sources_) {
    if (auto found = source->document(reader, id)) return found;
  }
  return std::nullopt;
}

}  // namespace plaza::answers
