// Groups and who is in them, as other blocks see them. From memory, as of the last commit; thread-safe.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "community/ids.h"
#include "identity/ids.h"
#include "media/ids.h"
#include "platform/base/result.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::community {

// Stored as numbers: new ones go to the end.
// open: everybody reads, who wants to joins. request: everybody sees that it is there, members read. secret: for others it is not there.
enum class Visibility { open, request, secret };
constexpr auto enum_names(Visibility*) { return std::array{"public", "request", "secret"}; }
enum class SubjectKind { interest, product, creator };
constexpr auto enum_names(SubjectKind*) { return std::array{"interest", "product", "creator"}; }
enum class Seat { none, requested, invited, active, banned };
constexpr auto enum_names(Seat*) { return std::array{"none", "requested", "invited", "active", "banned"}; }
enum class Role { member, moderator, owner };
constexpr auto enum_names(Role*) { return std::array{"member", "moderator", "owner"}; }
enum class Digest { none, daily, weekly };
constexpr auto enum_names(Digest*) { return std::array{"none", "daily", "weekly"}; }

struct Group {
  GroupId id;
  std::string slug, name, about, rules;
  Visibility visibility = Visibility::open;
  SubjectKind subject = SubjectKind::interest;
  std::string ref;  // of the subject: a word, a product's handle, a member's handle
  std::vector<std::string> tags;
  media::MediaId cover;
  bool archived = false;
  Time created_at;
};

struct Place {  // one person's in one group
  Seat seat = Seat::none;
  Role role = Role::member;
  bool active() const { return seat == Seat::active; }
  bool moderates() const { return active() && role != Role::member; }
};

// Who looks: an account, or nobody; `staff`: the shop's moderators and owners, who may see everything.
struct Looker {
  identity::AccountId account = {};
  bool staff = false;
};

class Groups {
 public:
  virtual ~Groups() = default;
  virtual std::optional<Group> group(GroupId id) const = 0;
  virtual std::optional<Group> group_of_slug(std::string_view slug) const = 0;
  virtual Place place(GroupId group, identity::AccountId account) const = 0;
  // May they know that it is there?
  virtual bool sees(GroupId group, const Looker& looker) const = 0;
  // May they read what is written in it?
  virtual bool reads(GroupId group, const Looker& looker) const = 0;
  virtual std::vector<GroupId> groups_of(identity::AccountId account) const = 0;  // active ones
  virtual std::int64_t members(GroupId group) const = 0;
  virtual std::vector<identity::AccountId> moderators(GroupId group) const = 0;   // and owners
  virtual identity::AccountId owner(GroupId group) const = 0;                     // the first of them; none: it has none
  virtual int level(const Looker& looker) const = 0;  // how much somebody is trusted, 0..4; of the shop's staff 4
};

struct NewGroup {
  std::string slug;  // empty: made of the name
  std::string name, about, rules;
  Visibility visibility = Visibility::open;
  SubjectKind subject = SubjectKind::interest;
  std::string ref;
  std::vector<std::string> tags;
  media::MediaId cover;
};
struct NewGathering {
  GroupId group;
  std::string title, text, place, url;
  Time starts_at, ends_at;
  std::int64_t capacity = 0;  // 0: no end
};

// Groups, founded and joined. All in the caller's transaction; memory and domain events follow its commit. Thread-safe.
// Codes: community.level_too_low, not_a_member (403), slug_taken, banned, archived (409), group_not_found (404), request.invalid.
class GroupKeeping {
 public:
  virtual ~GroupKeeping() = default;
  virtual Result<Group> create(db::Transaction& tx, const Looker& by, const NewGroup& wanted, Time at) = 0;
  // Enters, or asks to.
  virtual Status join(db::Transaction& tx, const Looker& who, GroupId id, std::string_view note, Time at) = 0;
  virtual Result<GatheringId> announce(db::Transaction& tx, const Looker& by, const NewGathering& wanted) = 0;
  virtual Status attend(db::Transaction& tx, const Looker& who, GatheringId id) = 0;
  virtual Status vote_in_poll(db::Transaction& tx, const Looker& who, DiscussionId id, const std::vector<std::int64_t>& options) = 0;
  virtual Status pin(db::Transaction& tx, const Looker& by, DiscussionId id) = 0;
  // 0..4 by hand; -1: earned again.
  virtual void give_level(db::Transaction& tx, identity::AccountId account, int level) = 0;
};

}  // namespace plaza::community
