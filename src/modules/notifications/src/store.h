// Rows of notifications.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "notifications/bell.h"
#include "platform/db/connection.h"

namespace plaza::notifications::store {

struct Line {
  NotificationId id;
  Kind kind = Kind::welcome;
  identity::AccountId actor;
  std::string about;
  std::string subject;
  std::string url;
  std::string image_url;
  std::optional<Occasion> occasion;
  Time created_at;
  bool read = false;
};

// False when the same kind, actor and thing was told before.
bool insert_line(db::Transaction& tx, identity::AccountId account, const Line& line);
bool delete_unread_line(db::Transaction& tx, const Notice& notice);
// Newest first, before `before` (0: from the newest).
std::vector<Line> list_lines(db::Reader& reader, identity::AccountId account, NotificationId before, int limit);
std::optional<Line> find_line(db::Reader& reader, identity::AccountId account, NotificationId id);
std::int64_t count_unread(db::Reader& reader, identity::AccountId account);  // at most 100
std::int64_t read_line(db::Transaction& tx, identity::AccountId account, NotificationId id, Time now);
std::int64_t read_all(db::Transaction& tx, identity::AccountId account, Time now);
// The account's lines and preferences, and up to 10,000 lines it caused; how many of those.
std::int64_t forget_account(db::Transaction& tx, identity::AccountId account);
// Lines older than `all_before`, and read ones older than `read_before`; at most 1,000.
std::int64_t purge_lines(db::Transaction& tx, Time all_before, Time read_before);

struct Preference {
  bool mail = false;
  std::optional<bool> push;  // nothing: as the kind is by default
};
std::map<Kind, Preference> list_preferences(db::Reader& reader, identity::AccountId account);
std::optional<Preference> find_preference(db::Reader& reader, identity::AccountId account, Kind kind);
// Without a word about push that stays as it is.
void set_preference(db::Transaction& tx, identity::AccountId account, Kind kind, const Preference& chosen);

// False when the key was claimed before.
bool claim_mail(db::Transaction& tx, std::string_view key, Time now);
std::int64_t purge_mails(db::Transaction& tx, Time before);

}  // namespace plaza::notifications::store
