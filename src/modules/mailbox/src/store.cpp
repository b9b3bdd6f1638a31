#include "store.h"

#include "platform/crypto/crypto.h"
#include "statements.h"

namespace plaza::mailbox::store {
namespace {

namespace sql = statements;

std::uint32_t uid(std::int64_t value) { return static_cast<std::uint32_t>(value); }

LetterRow read_letter_row(const db::Row& row) {
  LetterRow each;
  each.id = row.id<LetterId>(0);
  each.address = row.string(1);
  each.direction = static_cast<Direction>(row.integer(2));
  each.rfc_id = row.string(3);
  each.conversation = row.id<care::ConversationId>(4);
  each.message = row.id<care::MessageId>(5);
  each.sender = row.string(6);
  each.recipients = row.string(7);
  each.quoted = row.string(8);
  each.left_out = row.integer(9);
  each.at = row.time(10);
  return each;
}

FileRow read_file_row(const db::Row& row) {
  return {row.id<FileId>(0), row.id<care::ConversationId>(1), row.id<care::MessageId>(2), row.id<identity::AccountId>(3), row.string(4),
          row.string(5), row.integer(6), row.time(7)};
}

std::int64_t number(const db::Row& row) { return row.integer(0); }

}  // namespace

Progress progress(db::Reader& reader, const std::string& address) {
  const auto read = [](const db::Row& row) {
    Progress each;
    each.uid_validity = uid(row.integer(0));
    each.last_uid = uid(row.integer(1));
    each.old_below = uid(row.integer(2));
    each.checked_at = row.time(3);
    each.next_at = row.time(4);
    each.failures = row.integer(5);
    each.error = row.string(6);
    each.error_at = row.time(7);
    each.received = row.integer(8);
    each.duplicates = row.integer(9);
    each.automatic = row.integer(10);
    each.bounced = row.integer(11);
    each.refused = row.integer(12);
    return each;
  };
  return reader.one(sql::progress, {address}, read).value_or(Progress{});
}

void begin(db::Transaction& tx, const std::string& address, std::uint32_t uid_validity, std::uint32_t uid_next) {
  tx.send(sql::make_account, {address});
  tx.send(sql::begin_anew, {address, std::int64_t{uid_validity}, std::int64_t{uid_next}});
}

bool advance(db::Transaction& tx, const std::string& address, std::uint32_t uid_validity, std::uint32_t last, Outcome outcome) {
  const auto one = [&](Outcome each) { return outcome == each ? 1 : 0; };
  return tx.execute(sql::advance, {address, std::int64_t{uid_validity}, std::int64_t{last}, one(Outcome::received), one(Outcome::duplicate),
                                   one(Outcome::automatic), one(Outcome::bounced), one(Outcome::refused)}) > 0;
}

void note_checked(db::Transaction& tx, const std::string& address, Time now) {
  tx.send(sql::make_account, {address});
  tx.send(sql::note_checked, {address, now});
}

void note_failure(db::Transaction& tx, const std::string& address, const std::string& error, Time now, std::int64_t failures, Time next) {
  tx.send(sql::make_account, {address});
  tx.send(sql::note_failure, {address, error, now, failures, next});
}

void check_soon(db::Transaction& tx, const std::string& address) { tx.send(sql::soon, {address}); }

bool insert(db::Transaction& tx, const LetterRow& row, const std::string& digest) {
  return tx.execute(sql::insert_letter, {row.id, row.address, static_cast<int>(row.direction), digest, row.rfc_id, row.conversation, row.message,
                                         row.sender, row.recipients, row.quoted, row.left_out, row.at}) > 0;
}

bool knows(db::Reader& reader, const std::string& digest) { return reader.one(sql::knows_digest, {digest}, number).has_value(); }

std::optional<LetterRow> by_rfc_id(db::Reader& reader, const std::string& rfc_id) {
  if (rfc_id.empty()) return std::nullopt;
  return reader.one(sql::letter_by_rfc, {rfc_id}, read_letter_row);
}
std::optional<LetterRow> by_id(db::Reader& reader, LetterId id) { return reader.one(sql::letter_by_id, {id}, read_letter_row); }
std::optional<LetterRow> of_message(db::Reader& reader, care::MessageId id) { return reader.one(sql::letter_of_message, {id}, read_letter_row); }

std::int64_t count_of(db::Reader& reader, const std::string& sender, Time since, std::int64_t most) {
  return reader.one(sql::count_sender, {sender, since, most}, number).value_or(0);
}
std::int64_t count_all(db::Reader& reader, Time since, std::int64_t most) { return reader.one(sql::count_all, {since, most}, number).value_or(0); }

void refuse(db::Transaction& tx, std::int64_t id, const std::string& address, const Refused& what) {
  tx.send(sql::insert_refused, {id, address, what.reason, what.sender, what.subject, what.bytes, what.at});
  tx.send(sql::trim_refused, {address});
}

std::vector<Refused> refused(db::Reader& reader, const std::string& address, int limit) {
  const auto read = [](const db::Row& row) { return Refused{row.string(0), row.string(1), row.string(2), row.integer(3), row.time(4)}; };
  return reader.all(sql::list_refused, {address, limit}, read);
}

void insert(db::Transaction& tx, const FileRow& row, std::string_view content) {
  tx.send(sql::insert_file, {row.id, row.conversation, row.message, row.account, row.name, row.content_type, row.bytes, row.at});
  tx.send(sql::insert_content, {row.id, db::Bytes{content}});
}

std::optional<FileRow> file(db::Reader& reader, FileId id) { return reader.one(sql::find_file, {id}, read_file_row); }
std::vector<FileRow> files_of(db::Reader& reader, care::MessageId id) { return reader.all(sql::files_of, {id}, read_file_row); }

std::optional<std::string> content_of(db::Reader& reader, FileId id) {
  return reader.one(sql::content_of, {id}, [](const db::Row& row) { return std::string(row.bytes(0)); });
}

std::int64_t count_drafts(db::Reader& reader, care::ConversationId id) { return reader.one(sql::count_drafts, {id}, number).value_or(0); }

bool attach(db::Transaction& tx, FileId id, care::ConversationId conversation, identity::AccountId account, care::MessageId message) {
  return tx.execute(sql::attach, {id, conversation, account, message}) > 0;
}

bool drop_draft(db::Transaction& tx, FileId id, identity::AccountId account) {
  tx.send(sql::drop_draft_content, {id, account});
  return tx.execute(sql::drop_draft, {id, account}) > 0;
}

void drop_drafts_before(db::Transaction& tx, Time time) {
  tx.send(sql::drop_old_contents, {time});
  tx.send(sql::drop_old_drafts, {time});
}

bool acknowledge(db::Transaction& tx, const std::string& sender, Time now, Time not_since) {
  return tx.execute(sql::acknowledge, {sender, now, not_since}) > 0;
}

std::string secret(db::Transaction& tx) {
  const auto read = [](const db::Row& row) { return row.string(0); };
  if (auto known = tx.one(sql::read_secret, {}, read)) return std::move(*known);
  const std::string fresh = crypto::hex(crypto::random_bytes(32));
  tx.execute(sql::make_secret, {fresh});
  return tx.one(sql::read_secret, {}, read).value_or(fresh);
}

std::vector<LetterRow> letters_of(db::Reader& reader, const std::string& sender) {
  if (sender.empty()) return {};
  return reader.all(sql::letters_of_sender, {sender}, read_letter_row);
}
std::vector<LetterRow> letters_of(db::Reader& reader, care::ConversationId id) {
  return reader.all(sql::letters_of_conversation, {id}, read_letter_row);
}
std::vector<FileRow> files_of(db::Reader& reader, care::ConversationId id) { return reader.all(sql::files_of_conversation, {id}, read_file_row); }
void blank(db::Transaction& tx, LetterId id) { tx.send(sql::blank_letter, {id}); }

void drop(db::Transaction& tx, FileId id) {
  tx.send(sql::drop_content, {id});
  tx.send(sql::drop_file, {id});
}

std::int64_t forget(db::Transaction& tx, const std::string& sender) {
  if (sender.empty()) return 0;
  tx.send(sql::forget_acknowledged, {sender});
  return tx.execute(sql::forget_refused, {sender});
}

}  // namespace plaza::mailbox::store
