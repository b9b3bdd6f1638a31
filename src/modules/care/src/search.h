// What people wrote, found again: keeps the index beside the messages and answers queries from it.
#pragma once

#include "desk.h"
#include "lists.h"
#include "word_index.h"

namespace plaza::care {

class Search {
 public:
  explicit Search(const Needs& needs) : needs_(needs), index_(needs.index_path) {}

  // Everything that is not in the index yet, and what was taken away while this node slept.
  void load();
  // Of the events that every node gets.
  void follow(const std::vector<events::Event>& events);
  // Takes out what was taken away in the database, and leaves nothing of it in the file.
  void wipe();

  // Conversations in which each word stands in one message, the latest such message first.
  Result<ListPage> find(db::Reader& reader, std::string_view words, const ListQuery& query, Time now);

 private:
  void remove_blanked();
  void take(const std::vector<Message>& messages, bool again = false);
  // Its words were taken away or moved: they are looked at again.
  void take_again(ConversationId id, std::int64_t mark);

  const Needs needs_;
  WordIndex index_;
};

}  // namespace plaza::care
