// The HTTP routes of community, by what they are about.
#pragma once

#include <string>

#include "platform/http/rate_limit.h"
#include "platform/http/route.h"
#include "presenter.h"
#include "tastes.h"
#include "votes.h"

namespace plaza::community {

struct Parts {
  const Needs& needs;
  GroupBook& book;
  ThreadIndex& index;
  Tastes& tastes;
  Trust& trust;
  Threads& threads;
  Votes& votes;
  Rooms& rooms;
  LivePages& pages;
  const Presenter& presenter;
};

void add_group_routes(http::Routes& routes, const Parts& parts);
void add_member_routes(http::Routes& routes, const Parts& parts);
void add_group_feed_routes(http::Routes& routes, const Parts& parts);
void add_discussion_routes(http::Routes& routes, const Parts& parts);
void add_list_routes(http::Routes& routes, const Parts& parts);
void add_reply_routes(http::Routes& routes, const Parts& parts);
void add_vote_routes(http::Routes& routes, const Parts& parts);
void add_event_routes(http::Routes& routes, const Parts& parts);
void add_calendar_routes(http::Routes& routes, const Parts& parts);
void add_people_routes(http::Routes& routes, const Parts& parts);
void add_desk_routes(http::Routes& routes, const Parts& parts);
void add_admin_routes(http::Routes& routes, const Parts& parts);

Looker looker_of(const http::Call& call);
Viewing viewing_of(const http::Call& call);
// An account by handle: community.person_not_found.
Result<identity::AccountId> person_of(const Parts& parts, std::string_view handle);
// The group when this looker may know of it, and with what it takes.
Result<Group> moderated_group(const Parts& parts, const http::Call& call, std::string_view slug);

struct SlugPath {
  static constexpr const char* schema_name = "CommunityGroupPath";
  std::string slug;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
  }
};
struct ThreadPath {
  static constexpr const char* schema_name = "CommunityDiscussionPath";
  DiscussionId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct ReplyPath {
  static constexpr const char* schema_name = "CommunityReplyPath";
  ReplyId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

// A cursor of two whole numbers, "12.34"; nothing when it is none.
struct Pair {
  std::int64_t first = 0, second = 0;
};
std::optional<Pair> parse_pair(std::string_view cursor);
std::string pair_text(std::int64_t first, std::int64_t second);
Error bad_cursor();

}  // namespace plaza::community
