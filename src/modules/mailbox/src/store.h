// What the e-mail channel keeps.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "care/ids.h"
#include "identity/ids.h"
#include "letter.h"
#include "mailbox/ids.h"
#include "platform/db/connection.h"

namespace plaza::mailbox::store {

// Of one mailbox.
struct Progress {
  std::uint32_t uid_validity = 0, last_uid = 0, old_below = 0;
  Time checked_at, next_at;  // micros 0: never, now
  std::int64_t failures = 0;  // one after the other
  std::string error;
  Time error_at;
  std::int64_t received = 0, duplicates = 0, automatic = 0, bounced = 0, refused = 0;
};
// What became of a mail. gone: it was not there any more.
enum class Outcome { received, duplicate, automatic, bounced, refused, gone };

Progress progress(db::Reader& reader, const std::string& address);
void begin(db::Transaction& tx, const std::string& address, std::uint32_t uid_validity, std::uint32_t uid_next);
// False: another process was here before.
bool advance(db::Transaction& tx, const std::string& address, std::uint32_t uid_validity, std::uint32_t uid, Outcome outcome);
void note_checked(db::Transaction& tx, const std::string& address, Time now);
void note_failure(db::Transaction& tx, const std::string& address, const std::string& error, Time now, std::int64_t failures, Time next);
void check_soon(db::Transaction& tx, const std::string& address);

enum class Direction { in, out };
struct LetterRow {
  LetterId id;
  std::string address;  // the mailbox
  Direction direction = Direction::in;
  std::string rfc_id;
  care::ConversationId conversation;  // none: it went into no conversation
  care::MessageId message;            // none: it is no message of it
  std::string sender;      // the customer's address, of what went out, too
  std::string recipients;  // as it says
  std::string quoted;
  std::int64_t left_out = 0;
  Time at;
};
// False: it is known.
bool insert(db::Transaction& tx, const LetterRow& row, const std::string& digest);
bool knows(db::Reader& reader, const std::string& digest);
std::optional<LetterRow> by_rfc_id(db::Reader& reader, const std::string& rfc_id);
std::optional<LetterRow> by_id(db::Reader& reader, LetterId id);
std::optional<LetterRow> of_message(db::Reader& reader, care::MessageId id);
std::int64_t count_of(db::Reader& reader, const std::string& sender, Time since, std::int64_t most);
std::int64_t count_all(db::Reader& reader, Time since, std::int64_t most);

struct Refused {
  std::string reason, sender, subject;
  std::int64_t bytes = 0;
  Time at;
};
// The last 500 of a mailbox stay.
void refuse(db::Transaction& tx, std::int64_t id, const std::string& address, const Refused& what);
std::vector<Refused> refused(db::Reader& reader, const std::string& address, int limit);

struct FileRow {
  FileId id;
  care::ConversationId conversation;
  care::MessageId message;      // none: a draft
  identity::AccountId account;  // of the agent; none: the customer's
  std::string name, content_type;
  std::int64_t bytes = 0;
  Time at;
};
void insert(db::Transaction& tx, const FileRow& row, std::string_view content);
std::optional<FileRow> file(db::Reader& reader, FileId id);
std::vector<FileRow> files_of(db::Reader& reader, care::MessageId id);
std::optional<std::string> content_of(db::Reader& reader, FileId id);
std::int64_t count_drafts(db::Reader& reader, care::ConversationId id);
bool attach(db::Transaction& tx, FileId id, care::ConversationId conversation, identity::AccountId account, care::MessageId message);
bool drop_draft(db::Transaction& tx, FileId id, identity::AccountId account);
void drop_drafts_before(db::Transaction& tx, Time time);

// True for the first since then.
bool acknowledge(db::Transaction& tx, const std::string& sender, Time now, Time not_since);
// Made at the first call.
std::string secret(db::Transaction& tx);

std::vector<LetterRow> letters_of(db::Reader& reader, const std::string& sender);
std::vector<LetterRow> letters_of(db::Reader& reader, care::ConversationId id);
std::vector<FileRow> files_of(db::Reader& reader, care::ConversationId id);
void blank(db::Transaction& tx, LetterId id);
void drop(db::Transaction& tx, FileId id);
std::int64_t forget(db::Transaction& tx, const std::string& sender);

}  // namespace plaza::mailbox::store
