// What the API shows of groups.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "community/discussions.h"
#include "content/view.h"
#include "group_store.h"
#include "media/media.h"
#include "moderation/subject.h"
#include "people_store.h"
#include "platform/json/describe.h"

namespace plaza::community {

struct PersonView {
  static constexpr const char* schema_name = "CommunityPerson";
  identity::AccountId id;
  std::string handle, name;
  std::optional<std::string> avatar_url;
  std::int64_t level = 0;
  std::vector<rules::Badge> badges;
  std::optional<Role> role;
  std::vector<std::string> expert_in;
  bool brand = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("name", name);
    v("avatar_url", avatar_url);
    v("level", level, json::Doc{"0 new, 1 basic, 2 member, 3 regular, 4 leader."});
    v("badges", badges);
    v("role", role, json::Doc{"In the group that is shown."});
    v("expert_in", expert_in);
    v("brand", brand, json::Doc{"One of the shop's people: in a group, they speak as the brand."});
  }
};

struct SubjectView {
  static constexpr const char* schema_name = "CommunitySubject";
  SubjectKind kind = SubjectKind::interest;
  std::string ref, title;
  std::optional<std::string> url;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("ref", ref, json::Length{1, 80}, json::Doc{"A word, a product's handle, a member's handle."});
    v("title", title);
    v("url", url);
  }
};

struct MembershipView {
  static constexpr const char* schema_name = "CommunityMembership";
  Seat state = Seat::none;
  Role role = Role::member;
  Digest digest = Digest::none;
  std::optional<Time> since;
  template <class V>
  void describe(V& v) {
    v("state", state);
    v("role", role);
    v("digest", digest);
    v("since", since);
  }
};

struct GroupCard {
  static constexpr const char* schema_name = "CommunityGroupCard";
  GroupId id;
  std::string slug, name, about;
  Visibility visibility = Visibility::open;
  SubjectView subject;
  std::optional<media::MediaView> cover;
  std::int64_t members = 0, discussions = 0;
  bool archived = false;
  MembershipView membership;
  std::int64_t unread = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("slug", slug);
    v("name", name);
    v("about", about, json::Multiline{});
    v("visibility", visibility);
    v("subject", subject);
    v("cover", cover);
    v("members", members);
    v("discussions", discussions);
    v("archived", archived);
    v("membership", membership);
    v("unread", unread, json::Doc{"Discussions with something new since they were read."});
  }
};

struct GroupPowers {
  static constexpr const char* schema_name = "CommunityGroupPowers";
  bool read = false, join = false, post = false, moderate = false, manage = false, invite = false, poll = false, event = false;
  template <class V>
  void describe(V& v) {
    v("read", read);
    v("join", join);
    v("post", post);
    v("moderate", moderate);
    v("manage", manage);
    v("invite", invite);
    v("poll", poll);
    v("event", event);
  }
};

struct LimitsView {
  static constexpr const char* schema_name = "CommunityLimitsLeft";
  std::int64_t level = 0, discussions_left = -1, replies_left = -1, links_max = -1, pictures_max = -1, mentions_max = -1;
  template <class V>
  void describe(V& v) {
    v("level", level);
    v("discussions_left", discussions_left, json::Doc{"Within 24 hours. -1, here and below: no limit."});
    v("replies_left", replies_left);
    v("links_max", links_max);
    v("pictures_max", pictures_max);
    v("mentions_max", mentions_max);
  }
};

struct GroupView : GroupCard {
  static constexpr const char* schema_name = "CommunityGroup";
  std::string rules;
  std::vector<std::string> tags;
  Time created_at;
  std::optional<PersonView> owner;
  GroupPowers may;
  std::optional<LimitsView> limits;
  std::int64_t requests = 0, cases = 0;
  template <class V>
  void describe(V& v) {
    GroupCard::describe(v);
    v("rules", rules, json::Multiline{});
    v("tags", tags);
    v("created_at", created_at);
    v("owner", owner);
    v("may", may);
    v("limits", limits);
    v("requests", requests, json::Doc{"Waiting for moderators; 0 for others."});
    v("cases", cases);
  }
};

struct GroupRef {
  static constexpr const char* schema_name = "CommunityGroupRef";
  GroupId id;
  std::string slug, name;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("slug", slug);
    v("name", name);
  }
};

struct MemberView {
  static constexpr const char* schema_name = "CommunityMember";
  PersonView person;
  Seat state = Seat::active;
  Role role = Role::member;
  std::string note;
  Time since;
  template <class V>
  void describe(V& v) {
    v("person", person);
    v("state", state);
    v("role", role);
    v("note", note, json::Multiline{}, json::Doc{"For moderators: of a request, or why somebody was banned."});
    v("since", since);
  }
};

struct GatheringPowers {
  static constexpr const char* schema_name = "CommunityEventPowers";
  bool edit = false;
  template <class V>
  void describe(V& v) {
    v("edit", edit);
  }
};
struct GatheringView {
  static constexpr const char* schema_name = "CommunityEvent";
  GatheringId id;
  GroupRef group;
  std::string title, text, place, url;
  Time starts_at, ends_at;
  std::int64_t capacity = 0, going = 0, maybe = 0;
  Answer mine = Answer::none;
  bool full = false, cancelled = false;
  std::optional<PersonView> author;
  GatheringPowers may;
  std::vector<PersonView> people;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("group", group);
    v("title", title);
    v("text", text, json::Multiline{});
    v("place", place);
    v("url", url);
    v("starts_at", starts_at);
    v("ends_at", ends_at);
    v("capacity", capacity, json::Doc{"0: no end."});
    v("going", going);
    v("maybe", maybe);
    v("mine", mine);
    v("full", full);
    v("cancelled", cancelled);
    v("author", author);
    v("may", may);
    v("people", people, json::Doc{"The first who go."});
  }
};

}  // namespace plaza::community
