// Conversations and their messages in the database. A save that gives false met another version.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "care/conversation.h"
#include "care/settings.h"
#include "platform/db/connection.h"
#include "care/saved_reply.h"

namespace plaza::care::store {

void insert(db::Transaction& tx, const Conversation& each);
// With its labels. The version in `each` guards it and is counted up.
bool save(db::Transaction& tx, Conversation& each);
std::optional<Conversation> find(db::Reader& reader, ConversationId id);
// The one that it was merged into, or itself.
std::optional<Conversation> find_survivor(db::Reader& reader, ConversationId id);
std::optional<Conversation> survivor_of(db::Reader& reader, std::optional<Conversation> each);
// Both lead to the survivor of what was merged.
std::optional<Conversation> find_by_token(db::Reader& reader, std::string_view token);
std::optional<Conversation> find_by_key(db::Reader& reader, std::string_view channel, std::string_view key);
// The row that holds the key, merged or not.
std::optional<Conversation> find_own_key(db::Reader& reader, std::string_view channel, std::string_view key);
// Nobody has the key any more; a new one may take it.
void release_key(db::Transaction& tx, const std::string& channel, const std::string& key);
void mark_seen(db::Transaction& tx, ConversationId id);

std::vector<Conversation> of_account(db::Reader& reader, identity::AccountId account, int limit);
std::vector<Conversation> of_address(db::Reader& reader, const std::string& address, int limit);
std::vector<Conversation> of_visitor(db::Reader& reader, const std::string& visitor, int limit);
std::int64_t count_open_of(db::Reader& reader, identity::AccountId assignee, std::int64_t most);

std::vector<ConversationId> asleep_until(db::Reader& reader, Time now, int limit);
std::vector<ConversationId> past_due(db::Reader& reader, Time now, int limit);

void insert(db::Transaction& tx, const Message& message);
std::optional<Message> find_message(db::Reader& reader, MessageId id);
// Newest first.
std::vector<Message> messages_before(db::Reader& reader, ConversationId id, MessageId before, int limit);
// Oldest first, of all conversations.
std::vector<Message> messages_after(db::Reader& reader, MessageId after, int limit);
bool set_delivery(db::Transaction& tx, MessageId id, Delivery from, Delivery to, const std::string& failure, const std::string& external_id);

struct External {
  ConversationId conversation;
  MessageId message;
};
void insert_external(db::Transaction& tx, const std::string& channel, const std::string& external_id, const External& where);
std::optional<External> find_external(db::Reader& reader, const std::string& channel, const std::string& external_id);
// Of the messages before it, oldest first, at most 20.
std::vector<std::string> externals_before(db::Reader& reader, ConversationId id, MessageId before);

Settings read_settings(db::Reader& reader);  // the first ones while nobody wrote others
bool write_settings(db::Transaction& tx, const Settings& settings);

bool insert(db::Transaction& tx, const SavedReply& reply);
bool change(db::Transaction& tx, const SavedReply& reply);
bool delete_reply(db::Transaction& tx, SavedReplyId id);
void use_reply(db::Transaction& tx, SavedReplyId id);
std::vector<SavedReply> saved_replies(db::Reader& reader);

// The customer's words, names, addresses and key go; `words` (their names) are taken out of what staff wrote, and pictures go whole: what
// they show cannot be taken out of them. That there was a conversation, what was answered and done, stays. Gives the pictures.
std::vector<media::MediaId> blank(db::Transaction& tx, const Conversation& each, const std::vector<std::string>& words,
                                  const std::string& new_token, std::int64_t blanked_id);

}  // namespace plaza::care::store
