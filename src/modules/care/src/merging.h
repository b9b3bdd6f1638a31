// Two conversations of one person become one, or one becomes two. A merge moves every message and what refers to them, and stays as a row
// that leads tokens, channel keys and links to the survivor; it can be undone exactly, but for what was split off since.
//
// Codes: care.not_found (404), care.wrong_status (409: it is merged already, or not merged), care.different_people (409), care.too_long
// (409: together they have more messages than one may have), care.stale (409), request.invalid (400). An error changes nothing.
#pragma once

#include <string>
#include <vector>

#include "desk.h"

namespace plaza::care {

inline constexpr std::size_t split_max = 200;  // messages that are split off at once

// The same account; or the same address or device, unless both have accounts.
bool same_person(const Customer& one, const Customer& other);
// Whether who may read what was merged may read the survivor: an address or a device that was only said to be theirs opens nothing else.
bool opens(const Conversation& merged, const Conversation& survivor);

class Merging {
 public:
  Merging(const Needs& needs, Desk& desk) : needs_(needs), desk_(desk) {}

  // Gives the survivor.
  Result<Conversation> merge(db::Transaction& tx, ConversationId from, ConversationId into, const Agent& by);
  // Gives what was merged, as it was.
  Result<Conversation> unmerge(db::Transaction& tx, ConversationId from, const Agent& by);
  // Gives the new one.
  Result<Conversation> split(db::Transaction& tx, ConversationId from, const std::vector<MessageId>& messages, std::string_view subject,
                             const Agent& by);
  // The thread `from` of the channel belongs to that customer now, and goes on as the thread `into`.
  plaza::Status adopt(db::Transaction& tx, std::string_view channel, std::string_view from, std::string_view into, const Customer& customer);

 private:
  Result<Conversation> standing(db::Reader& reader, ConversationId id);
  plaza::Status give_to(db::Transaction& tx, Conversation& each, const Customer& customer);
  Result<Conversation> begin_from(db::Transaction& tx, const Conversation& each, const std::vector<Message>& moved, std::string_view subject);
  void recount(db::Reader& reader, Conversation& each);
  // The index of each node looks at its words again.
  void moved_words(db::Transaction& tx, ConversationId id);

  const Needs needs_;
  Desk& desk_;
};

// What was merged into it, and what was in it when it was (oldest first, at most `limit`).
std::vector<Conversation> merged_into(db::Reader& reader, ConversationId id);
std::vector<Message> messages_merged(db::Reader& reader, ConversationId from, int limit);

}  // namespace plaza::care
