// Rows of trust, badges and experts, and the counts of the whole community.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "community/groups.h"
#include "platform/db/connection.h"
#include "rules.h"

namespace plaza::community {

struct Deeds {  // what is added to somebody's standing
  int discussions_read = 0, replies = 0, accepted = 0;
  double helpful = 0;
  std::int64_t day = 0;  // since 1970; 0: not counted as a day here
};
struct GivenBadge {
  rules::Badge badge = rules::Badge::welcome;
  Time at;
};
struct Endorsed {
  std::string tag;
  identity::AccountId account;
  std::int64_t count = 0;
};
struct EndorsedIn {
  GroupId group;
  std::string tag;
  std::int64_t count = 0;
};
struct Overview {
  std::int64_t groups = 0, members = 0, discussions = 0, replies = 0, unanswered = 0, questions = 0, accepted = 0, active_week = 0;
  std::int64_t median_first_answer_minutes = 0;
};

namespace store {

void each_level(db::Reader& reader, const std::function<void(identity::AccountId, int)>& each);
rules::Standing standing(db::Reader& reader, identity::AccountId account);
void count(db::Transaction& tx, identity::AccountId account, const Deeds& deeds);
bool set_level(db::Transaction& tx, identity::AccountId account, int level);
void give_level(db::Transaction& tx, identity::AccountId account, int level);  // -1: earned again

// False: it was given already.
bool put_badge(db::Transaction& tx, identity::AccountId account, rules::Badge badge, Time at);
std::vector<GivenBadge> badges(db::Reader& reader, identity::AccountId account);

void endorse(db::Transaction& tx, GroupId group, std::string_view tag, identity::AccountId account, identity::AccountId by, Time at);
void unendorse(db::Transaction& tx, GroupId group, std::string_view tag, identity::AccountId account, identity::AccountId by);
bool has_endorsed(db::Reader& reader, GroupId group, std::string_view tag, identity::AccountId account, identity::AccountId by);
std::vector<Endorsed> endorsed(db::Reader& reader, GroupId group, std::string_view tag);
std::vector<EndorsedIn> endorsed_of(db::Reader& reader, identity::AccountId account);
std::int64_t accepted_in(db::Reader& reader, identity::AccountId account, GroupId group, std::string_view tag);

Overview overview(db::Reader& reader, Time week_ago);

}  // namespace store
}  // namespace plaza::community
