// The index in its file: for each kind a table of documents and a full-text table over their terms. The key of both is a document's
// place: newer documents have smaller places, so that reading in the order of places gives the newest first without sorting.
// Nothing here is the only copy of anything: what is broken is made again. Reading is thread-safe; one thread writes.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "document.h"
#include "sqlite_handle.h"
#include "vocabulary.h"

namespace plaza::search {

// Before the first document.
inline constexpr std::int64_t place_top = std::int64_t{1} << 40;

class IndexFile {
 public:
  explicit IndexFile(std::string path);  // ":memory:" for tests
  ~IndexFile();

  // Opens the file, or begins an empty one when it is missing, of another version, or was being written when the machine went down.
  // True: what it holds can be used.
  bool open();
  // Begins again with an empty file.
  void reset();
  void close();
  // Leaves nothing of what was deleted in the file.
  void compact();

  struct Entry {
    std::int64_t place, id, stamp;
    double weight;
    std::uint32_t title_key;
  };
  void each_document(Kind kind, const std::function<void(const Entry&)>& each);
  void each_word(const std::function<void(std::string_view word, const Counts& counts)>& each);

  // After the first write(), which filled it: from now on others read it.
  void set_complete();

  // All of `work` or nothing; when it throws, nothing.
  void write(const std::function<void()>& work);
  // Inside write():
  struct Stored {
    std::int64_t place, stamp;
    std::string terms;
  };
  std::optional<Stored> find(Kind kind, std::int64_t id);
  void put(Kind kind, std::int64_t place, const Document& document, const Stored* before);
  void erase(Kind kind, const Stored& before);
  void put_word(std::string_view word, const Counts& counts);
  // For filling an empty index: documents first, in any order, then one pass over them.
  void add_unindexed(Kind kind, std::int64_t place, const Document& document);
  void index_all(Kind kind);

  // Places in [first, last] that match the full-text expression, smallest first.
  void match(Kind kind, const std::string& expression, std::int64_t first, std::int64_t last, std::int64_t limit,
             std::vector<std::int64_t>& places);
  std::string title(Kind kind, std::int64_t place);

 private:
  class Lease;
  bool usable();
  void create();
  void remove_files();

  const std::string path_;
  const bool in_memory_;
  std::mutex write_mutex_;
  std::unique_ptr<SqliteHandle> writer_;
  std::mutex pool_mutex_;
  std::vector<std::unique_ptr<SqliteHandle>> idle_;
  std::uint64_t generation_ = 0;  // of the file: handles of an older one are not used again
};

}  // namespace plaza::search
