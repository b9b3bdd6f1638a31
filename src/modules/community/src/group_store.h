// Rows of groups, places, gatherings and posts in groups.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "community/groups.h"
#include "content/ids.h"
#include "platform/db/connection.h"

namespace plaza::community {

struct Member {
  GroupId group;
  identity::AccountId account;
  Place place;
  Digest digest = Digest::weekly;
  std::string note;
  Time since;
  identity::AccountId by;
  Time digested_at;
  std::string token;
};

enum class Answer { none, going, maybe, declined };
constexpr auto enum_names(Answer*) { return std::array{"none", "going", "maybe", "declined"}; }

struct Gathering {
  GatheringId id;
  GroupId group;
  identity::AccountId author;
  std::string title, text, place, url;
  Time starts_at, ends_at;
  std::int64_t capacity = 0, going = 0;
  bool cancelled = false;
  std::int64_t version = 0;
  Time created_at;
  Time timed_at;  // when its time was last set
};

namespace store {

// False: the slug is taken.
bool insert(db::Transaction& tx, const Group& group);
void change(db::Transaction& tx, const Group& group);
std::optional<Group> group(db::Reader& reader, GroupId id);
std::vector<Group> all_groups(db::Reader& reader);

void each_place(db::Reader& reader, const std::function<void(GroupId, identity::AccountId, Place)>& each);
std::optional<Member> member(db::Reader& reader, GroupId group, identity::AccountId account);
void put(db::Transaction& tx, const Member& member);
bool set_digest(db::Transaction& tx, GroupId group, identity::AccountId account, Digest digest);
void set_digested(db::Transaction& tx, GroupId group, identity::AccountId account, Time at);
bool remove_member(db::Transaction& tx, GroupId group, identity::AccountId account);
std::vector<Member> members(db::Reader& reader, GroupId group, Seat seat, std::optional<Role> role, identity::AccountId after,
                            int limit);
std::vector<Member> places_of(db::Reader& reader, identity::AccountId account);
std::optional<Member> member_of_token(db::Reader& reader, std::string_view token);
std::vector<Member> digests_due(db::Reader& reader, Digest digest, Time before);
std::int64_t invited_since(db::Reader& reader, identity::AccountId by, Time since);

bool put_post(db::Transaction& tx, GroupId group, content::PostId post, identity::AccountId author, Time at);
bool remove_post(db::Transaction& tx, GroupId group, content::PostId post);
// By its author after a moderator took it out of the feed; false: it is not so.
bool leave_post(db::Transaction& tx, GroupId group, content::PostId post);
// Out of the feed only; false: it is out already.
bool hide_post(db::Transaction& tx, GroupId group, content::PostId post);
struct GroupPost {
  identity::AccountId author;
  enum class Stage { taken_out, shown, left } stage = Stage::shown;  // left: by its author, after a moderator had taken it out
};
std::optional<GroupPost> find_post(db::Reader& reader, GroupId group, content::PostId post);
std::vector<GroupId> groups_of_post(db::Reader& reader, content::PostId post);
void forget_post(db::Transaction& tx, content::PostId post);
std::vector<content::PostId> posts(db::Reader& reader, GroupId group, content::PostId before, int limit);

void insert(db::Transaction& tx, const Gathering& gathering);
void change(db::Transaction& tx, const Gathering& gathering);
std::optional<Gathering> gathering(db::Reader& reader, GatheringId id);
std::vector<Gathering> coming(db::Reader& reader, GroupId group, Time now, Time after, GatheringId after_id, int limit);
std::vector<Gathering> past(db::Reader& reader, GroupId group, Time now, Time before, GatheringId before_id, int limit);
// False: it is full.
bool move_going(db::Transaction& tx, GatheringId id, int by);
Answer answer(db::Reader& reader, GatheringId id, identity::AccountId account);
void put_answer(db::Transaction& tx, GatheringId id, identity::AccountId account, Answer answer, Time at);
std::int64_t count(db::Reader& reader, GatheringId id, Answer answer);
std::vector<identity::AccountId> going(db::Reader& reader, GatheringId id, int limit);
// Until the end of the transaction nobody else changes it.
void lock(db::Transaction& tx, GatheringId id);
// Not called off; they begin after `after` (or then, with a greater id) and at `until` at the latest. The first one first.
std::vector<Gathering> beginning(db::Reader& reader, Time after, GatheringId after_id, Time until, int limit);
// Those of an author that are neither over nor called off.
std::vector<Gathering> coming_of(db::Reader& reader, identity::AccountId author, Time now);
// Who goes or may go, in the order of their accounts.
std::vector<identity::AccountId> guests(db::Reader& reader, GatheringId id, identity::AccountId after, int limit);
// Those of them who answered at `latest` at the latest and were not reminded of this beginning.
std::vector<identity::AccountId> unreminded(db::Reader& reader, GatheringId id, Time starts_at, Time latest, int limit);
// False: they were reminded of it already, or do not come any more.
bool set_reminded(db::Transaction& tx, GatheringId id, identity::AccountId account, Time starts_at);

}  // namespace store
}  // namespace plaza::community
