// The index as one thing: its file, what of it is in memory, and how both follow the database. Reading is thread-safe; load() and
// apply() take turns.
#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <mutex>
#include <shared_mutex>
#include <span>
#include <string>
#include <thread>
#include <vector>

#include "index_file.h"
#include "sources.h"
#include "speller.h"
#include "vocabulary.h"

namespace plaza::search {

// What finding needs of a document, by its place.
struct Entry {
  std::int64_t id = 0;  // 0: gone
  float weight = 0;
  std::uint32_t title_key = 0;
};

struct Memory {
  std::array<std::vector<Entry>, kinds> entries;  // the one at place_top - 1 first
  Vocabulary words;
  Vocabulary hashtags;
  Speller speller;

  const Entry* entry(Kind kind, std::int64_t place) const {
    const auto& all = entries[static_cast<std::size_t>(kind)];
    const auto index = static_cast<std::size_t>(place_top - 1 - place);
    return index < all.size() && all[index].id != 0 ? &all[index] : nullptr;
  }
};

class Index {
 public:
  explicit Index(const Needs& needs) : clock_(needs.clock), sources_(needs), file_(needs.index_path) {}

  void load();
  // Takes these anew from the database. A broken file is made again.
  void refresh(Kind kind, std::span<const std::int64_t> ids);

  // Takes what was deleted out of the file; updates wait.
  void compact() {
    const std::lock_guard updating(update_mutex_);
    file_.compact();
  }

  template <class Use>
  auto with_memory(const Use& use) const {
    const std::shared_lock lock(memory_mutex_);
    return use(memory_);
  }
  IndexFile& file() { return file_; }
  // Somebody could not read: a broken file is made again, on a thread of its own.
  void report(const IndexError& error);

 private:
  struct Change {
    std::int64_t id = 0;
    std::optional<Document> document;
  };
  using Deltas = std::map<std::string, int, std::less<>>;  // of terms of the levels that are counted
  struct Placed {
    std::int64_t place;
    Entry entry;
  };
  void fill();
  void fill(Kind kind);
  void read_memory();
  void reconcile(Kind kind);
  void apply(Kind kind, std::vector<Change> changes);
  void write_changes(Kind kind, std::vector<Change>& changes, Deltas& deltas, std::vector<Placed>& placed);
  void write_words(Kind kind, const Deltas& deltas);
  void change_memory(Kind kind, const Deltas& deltas, std::span<const Placed> placed);

  const Clock& clock_;
  Sources sources_;
  IndexFile file_;
  std::mutex update_mutex_;
  std::atomic<bool> broken_ = false;
  std::atomic<std::int64_t> complained_ = 0;  // when a failure was logged last
  mutable std::shared_mutex memory_mutex_;
  Memory memory_;
  std::mutex repair_mutex_;
  std::jthread repair_;
};

}  // namespace plaza::search
