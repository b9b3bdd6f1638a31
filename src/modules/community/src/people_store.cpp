#include "people_store.h"

#include <algorithm>

#include "people_statements.h"

namespace plaza::community::store {

void each_level(db::Reader& reader, const std::function<void(identity::AccountId, int)>& each) {
  reader.each(sql::all_levels, {}, [&](const db::Row& row) {
    each(row.id<identity::AccountId>(0), static_cast<int>(row.integer(1)));
  });
}
rules::Standing standing(db::Reader& reader, identity::AccountId account) {
  const auto found = reader.one(sql::find_standing, {account}, [](const db::Row& row) {
    return rules::Standing{row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.real(4),
                           row.integer(5), static_cast<int>(row.integer(6)), static_cast<int>(row.integer(7))};
  });
  return found.value_or(rules::Standing{});
}
void count(db::Transaction& tx, identity::AccountId account, const Deeds& d) {
  tx.execute(sql::count_deed, {account, d.discussions_read, d.day, d.replies, d.helpful, d.accepted});
}
bool set_level(db::Transaction& tx, identity::AccountId account, int level) {
  return tx.execute(sql::set_level, {account, level}) == 1;
}
void give_level(db::Transaction& tx, identity::AccountId account, int level) { tx.execute(sql::give_level, {account, level}); }

bool put_badge(db::Transaction& tx, identity::AccountId account, rules::Badge badge, Time at) {
  return tx.execute(sql::put_badge, {account, static_cast<int>(badge), at}) == 1;
}
std::vector<GivenBadge> badges(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::badges_of, {account}, [](const db::Row& row) {
    return GivenBadge{static_cast<rules::Badge>(row.integer(0)), row.time(1)};
  });
}

void endorse(db::Transaction& tx, GroupId group, std::string_view tag, identity::AccountId account, identity::AccountId by, Time at) {
  tx.execute(sql::put_endorsement, {group, tag, account, by, at});
}
void unendorse(db::Transaction& tx, GroupId group, std::string_view tag, identity::AccountId account, identity::AccountId by) {
  tx.execute(sql::delete_endorsement, {group, tag, account, by});
}
bool has_endorsed(db::Reader& reader, GroupId group, std::string_view tag, identity::AccountId account, identity::AccountId by) {
  return reader.one(sql::has_endorsed, {group, tag, account, by}, [](const db::Row&) { return true; }).value_or(false);
}
std::vector<Endorsed> endorsed(db::Reader& reader, GroupId group, std::string_view tag) {
  return reader.all(sql::endorsed_in_group, {group, tag}, [](const db::Row& row) {
    return Endorsed{row.string(0), row.id<identity::AccountId>(1), row.integer(2)};
  });
}
std::vector<EndorsedIn> endorsed_of(db::Reader& reader, identity::AccountId account) {
  return reader.all(sql::endorsed_of, {account}, [](const db::Row& row) {
    return EndorsedIn{row.id<GroupId>(0), row.string(1), row.integer(2)};
  });
}
std::int64_t accepted_in(db::Reader& reader, identity::AccountId account, GroupId group, std::string_view tag) {
  // Tags are letters, digits and '-': nothing in them means more to LIKE than itself.
  const std::string pattern = "%\"" + std::string(tag) + "\"%";
  return reader.one(sql::accepted_in_tag, {account, group, pattern}, [](const db::Row& row) { return row.integer(0); }).value_or(0);
}

Overview overview(db::Reader& reader, Time week_ago) {
  Overview all;
  reader.each(sql::overview, {week_ago}, [&](const db::Row& row) {
    all = {row.integer(0), row.integer(1), row.integer(2), row.integer(3), row.integer(4),
           row.integer(5), row.integer(6), row.integer(7), 0};
  });
  auto waits = reader.all(sql::first_answers, {}, [](const db::Row& row) { return row.integer(0); });
  if (!waits.empty()) {
    const auto middle = waits.begin() + static_cast<std::ptrdiff_t>(waits.size() / 2);
    std::nth_element(waits.begin(), middle, waits.end());
    all.median_first_answer_minutes = *middle / minutes(1);
  }
  return all;
}

}  // namespace plaza::community::store
