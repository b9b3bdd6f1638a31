// Keeps the index beside the sources: what events say has changed, and in the background of the start all that there is. Until that is
// through, what is there already can be found, and ready() says that more may come. Thread-safe.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <unordered_set>
#include <vector>

#include "answer_index.h"
#include "answers/module.h"

namespace plaza::answers {

class Answers {
 public:
  explicit Answers(const Needs& needs) : needs_(needs) {}
  ~Answers() { stop(); }
  void plug(Source& source) { sources_.push_back(&source); }

  std::vector<std::string> topics() const;
  // Begins to read; once.
  void load();
  // Ends it where it is. Safe to call twice.
  void stop();
  void wait_until_ready();
  bool ready() const { return ready_.load(); }
  // Of the events that every node gets.
  void follow(const std::vector<events::Event>& events);
  std::optional<Document> document(db::Reader& reader, std::string_view id) const;
  std::vector<Offer> find(const Query& query) const { return index_.find(query); }
  std::size_t size() const { return index_.size(); }

 private:
  void read_all();
  void read_all_of(Source& source);
  // False: stopped.
  bool put_page(DocumentPage page);
  bool pause();

  const Needs& needs_;
  std::vector<Source*> sources_;
  AnswerIndex index_;
  std::atomic<bool> ready_ = false;
  std::mutex mutex_;  // of what follows: an event's word is newer than a page that was read before it
  std::condition_variable changed_;
  std::unordered_set<std::string> followed_;  // ids that events brought while all was read
  bool stopping_ = false;
  std::thread reading_;
};

}  // namespace plaza::answers
