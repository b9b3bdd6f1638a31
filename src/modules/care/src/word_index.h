// Full text over all messages, in a file of this node: folded words, newest first. Nothing here is the only copy of anything; a file that
// is broken, or was open when the machine went down, is made again. Reading is thread-safe, one thread writes at a time.
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>
#include <unordered_set>
#include <vector>

#include "care/ids.h"
#include "sqlite_handle.h"

namespace plaza::care {

inline constexpr int candidates_max = 2'000;

struct Words {
  MessageId message;
  ConversationId conversation;
  std::string terms;
};

struct Hit {
  MessageId message;
  ConversationId conversation;
};

class WordIndex {
 public:
  explicit WordIndex(std::string path);  // ":memory:" for tests
  ~WordIndex();

  // True: what it holds goes on; false: it is empty and wants everything.
  bool open();
  // The newest message and the last taking away that it knows of.
  MessageId newest();
  std::int64_t last_blanked();

  // Known ones stay as they are; `again`: they are as they are given now.
  void add(const std::vector<Words>& messages, bool again = false);
  void remove(ConversationId conversation, std::int64_t blanked_id);
  // It holds everything up to now.
  void set_complete();
  // Leaves nothing of what was removed in the file.
  void compact();

  // Messages that hold each of the words, newest first, at most candidates_max. The last word stands for those that begin so, too: for
  // the 64 shortest of them.
  std::vector<Hit> find(std::string_view query, MessageId before);

 private:
  class Lease;
  bool usable();
  void create();
  void put(const Words& each, bool again);
  void learn_words(std::string_view terms);
  void unlearn_words(std::string_view terms);

  const std::string path_;
  const bool in_memory_;
  std::mutex write_mutex_;
  std::unique_ptr<SqliteHandle> writer_;
  std::unordered_set<std::string> seen_;  // words that stand in the vocabulary, a part of them
  std::mutex pool_mutex_;
  std::vector<std::unique_ptr<SqliteHandle>> idle_;
};

// Folded words of letters and digits, without repeats; scripts without blanks between words as pairs of characters.
std::vector<std::string> words_of(std::string_view text);
std::string terms_of(std::string_view text);

}  // namespace plaza::care
