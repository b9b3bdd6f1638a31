#include "store.h"

#include <limits>

#include "platform/json/codec.h"
#include "statements.h"

namespace plaza::notifications::store {
namespace {

// A kind that a newer version wrote reads as the plainest one.
Kind kind_from(std::string_view text) { return json::parse_enum<Kind>(text).value_or(Kind::welcome); }

// Two columns from `at` on.
Preference preference_from(const db::Row& row, int at) {
  Preference chosen{row.integer(at) != 0, std::nullopt};
  if (!row.is_null(at + 1)) chosen.push = row.integer(at + 1) != 0;
  return chosen;
}

Line line_from(const db::Row& row) {
  Line line;
  line.id = row.id<NotificationId>(0);
  line.kind = kind_from(row.text(1));
  line.actor = row.id<identity::AccountId>(2);
  line.about = row.string(3);
  line.subject = row.string(4);
  line.url = row.string(5);
  line.image_url = row.string(6);
  line.created_at = row.time(7);
  line.read = row.integer(8) != 0;
  if (const auto stored = row.text(9); !stored.empty()) {
    auto occasion = json::decode<Occasion>(stored);
    if (occasion.ok()) line.occasion = std::move(*occasion);
  }
  return line;
}

}  // namespace

bool insert_line(db::Transaction& tx, identity::AccountId account, const Line& line) {
  return tx.execute(sql::insert_line, {line.id, account, json::enum_text(line.kind), line.actor, line.about, line.subject,
                                       line.url, line.image_url, line.created_at, line.occasion ? json::encode(*line.occasion) : std::string()}) == 1;
}

bool delete_unread_line(db::Transaction& tx, const Notice& notice) {
  return tx.execute(sql::delete_unread_line, {notice.to, json::enum_text(notice.kind), notice.actor, notice.about}) == 1;
}

std::vector<Line> list_lines(db::Reader& reader, identity::AccountId account, NotificationId before, int limit) {
  const NotificationId end = before ? before : NotificationId{std::numeric_limits<std::int64_t>::max()};
  return reader.all(sql::list_lines, {account, end, limit}, line_from);
}

std::optional<Line> find_line(db::Reader& reader, identity::AccountId account, NotificationId id) {
  return reader.one(sql::find_line, {account, id}, line_from);
}

std::int64_t count_unread(db::Reader& reader, identity::AccountId account) {
  return *reader.one(sql::count_unread, {account}, [](const db::Row& row) { return row.integer(0); });
}

std::int64_t read_line(db::Transaction& tx, identity::AccountId account, NotificationId id, Time now) {
  return tx.execute(sql::read_line, {account, id, now});
}

std::int64_t read_all(db::Transaction& tx, identity::AccountId account, Time now) {
  return tx.execute(sql::read_all, {account, now});
}

std::int64_t forget_account(db::Transaction& tx, identity::AccountId account) {
  tx.execute(sql::delete_lines_of, {account});
  tx.execute(sql::delete_preferences, {account});
  return tx.execute(sql::delete_lines_by, {account});
}

std::int64_t purge_lines(db::Transaction& tx, Time all_before, Time read_before) {
  return tx.execute(sql::purge_lines, {all_before, read_before});
}

std::map<Kind, Preference> list_preferences(db::Reader& reader, identity::AccountId account) {
  std::map<Kind, Preference> chosen;
  reader.each(sql::list_preferences, {account}, [&](const db::Row& row) {
    if (const auto kind = json::parse_enum<Kind>(row.text(0))) chosen[*kind] = preference_from(row, 1);
  });
  return chosen;
}

std::optional<Preference> find_preference(db::Reader& reader, identity::AccountId account, Kind kind) {
  return reader.one(sql::find_preference, {account, json::enum_text(kind)}, [](const db::Row& row) { return preference_from(row, 0); });
}

void set_preference(db::Transaction& tx, identity::AccountId account, Kind kind, const Preference& chosen) {
  tx.execute(sql::set_preference, {account, json::enum_text(kind), chosen.mail, chosen.push});
}

bool claim_mail(db::Transaction& tx, std::string_view key, Time now) {
  return tx.execute(sql::claim_mail, {key, now}) == 1;
}

std::int64_t purge_mails(db::Transaction& tx, Time before) { return tx.execute(sql::purge_mails, {before}); }

}  // namespace plaza::notifications::store
