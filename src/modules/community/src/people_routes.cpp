// Trust, badges, experts, the end of digest mails, and posts in a group's feed.
#include <limits>

#include "refusals.h"
#include "routes.h"

namespace plaza::community {

namespace {

using http::Call;
constexpr const char* tag = "Communities";

struct ProgressView {
  static constexpr const char* schema_name = "CommunityProgress";
  std::string what;
  std::int64_t have = 0, need = 0;
  template <class V>
  void describe(V& v) {
    v("what", what);
    v("have", have);
    v("need", need);
  }
};
struct LevelView {
  static constexpr const char* schema_name = "CommunityLevel";
  std::int64_t level = 0, discussions_a_day = 0, replies_a_day = 0, links = 0, pictures = 0, mentions = 0;
  std::vector<rules::Power> powers;
  template <class V>
  void describe(V& v) {
    v("level", level);
    v("discussions_a_day", discussions_a_day);
    v("replies_a_day", replies_a_day);
    v("links", links);
    v("pictures", pictures);
    v("mentions", mentions);
    v("powers", powers);
  }
};
struct BadgeView {
  static constexpr const char* schema_name = "CommunityBadge";
  rules::Badge badge = rules::Badge::welcome;
  Time at;
  template <class V>
  void describe(V& v) {
    v("badge", badge);
    v("at", at);
  }
};
struct OwnStanding {
  static constexpr const char* schema_name = "OwnCommunityStanding";
  std::int64_t level = 0;
  std::string name;
  std::optional<std::int64_t> next;
  std::vector<ProgressView> progress;
  std::vector<rules::Power> powers;
  std::vector<LevelView> limits;
  std::vector<BadgeView> badges;
  template <class V>
  void describe(V& v) {
    v("level", level);
    v("name", name);
    v("next", next, json::Doc{"The level that can be earned next; none: the last one is given by hand."});
    v("progress", progress);
    v("powers", powers);
    v("limits", limits);
    v("badges", badges);
  }
};
struct ExpertIn {
  static constexpr const char* schema_name = "CommunityExpertise";
  std::string tag;
  GroupRef group;
  template <class V>
  void describe(V& v) {
    v("tag", tag);
    v("group", group);
  }
};
struct PersonStanding {
  static constexpr const char* schema_name = "CommunityStanding";
  PersonView person;
  std::int64_t level = 0, accepted = 0;
  std::vector<BadgeView> badges;
  std::vector<ExpertIn> expert_in;
  template <class V>
  void describe(V& v) {
    v("person", person);
    v("level", level);
    v("badges", badges);
    v("accepted", accepted);
    v("expert_in", expert_in);
  }
};
struct HandlePath {
  static constexpr const char* schema_name = "CommunityHandlePath";
  std::string handle;
  template <class V>
  void describe(V& v) {
    v("handle", handle, json::Length{1, 40});
  }
};
struct ExpertsPage {
  static constexpr const char* schema_name = "CommunityExpertsPage";
  std::string slug, tag;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("tag", tag, json::Optional{}, json::Length{0, 40});
  }
};
struct ExpertView {
  static constexpr const char* schema_name = "CommunityExpert";
  PersonView person;
  std::string tag;
  std::int64_t endorsed = 0, accepted = 0;
  bool expert = false, mine = false;
  template <class V>
  void describe(V& v) {
    v("person", person);
    v("tag", tag);
    v("endorsed", endorsed);
    v("accepted", accepted);
    v("expert", expert);
    v("mine", mine);
  }
};
struct ExpertList {
  static constexpr const char* schema_name = "CommunityExpertList";
  std::vector<ExpertView> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 200});
  }
};
struct ExpertPath {
  static constexpr const char* schema_name = "CommunityExpertPath";
  std::string slug, handle, tag;
  template <class V>
  void describe(V& v) {
    v("slug", slug, json::Length{1, 80});
    v("handle", handle, json::Length{1, 40});
    v("tag", tag, json::Length{1, 60});
  }
};
struct Token {
  static constexpr const char* schema_name = "CommunityDigestToken";
  std::string token;
  template <class V>
  void describe(V& v) {
    v("token", token, json::Length{1, 60});
  }
};
struct Unsubscribed {
  static constexpr const char* schema_name = "CommunityUnsubscribed";
  std::string group;
  template <class V>
  void describe(V& v) {
    v("group", group);
  }
};

std::vector<rules::Power> powers_of(int level) {
  std::vector<rules::Power> found;
  for (int i = 0; i <= static_cast<int>(rules::Power::lock); ++i) {
    const auto power = static_cast<rules::Power>(i);
    if (rules::level_of(power) <= level) found.push_back(power);
  }
  return found;
}

std::vector<BadgeView> badges_of(db::Reader& reader, identity::AccountId account) {
  std::vector<BadgeView> found;
  for (const auto& each : store::badges(reader, account)) found.push_back({each.badge, each.at});
  return found;
}

OwnStanding own_standing(const Parts& parts, db::Reader& reader, const Looker& looker) {
  OwnStanding own;
  const auto standing = store::standing(reader, looker.account);
  const int level = parts.trust.level(looker);
  own.level = level;
  own.name = rules::level_names[static_cast<std::size_t>(level)];
  own.powers = powers_of(level);
  own.badges = badges_of(reader, looker.account);
  for (int i = 0; i < rules::levels; ++i) {
    const auto& most = rules::limits_of_level[static_cast<std::size_t>(i)];
    own.limits.push_back({i, most.discussions_a_day, most.replies_a_day, most.links, most.pictures, most.mentions, powers_of(i)});
  }
  if (level >= 3) return own;
  own.next = level + 1;
  const auto& need = rules::needed_for[static_cast<std::size_t>(level + 1)];
  const auto add = [&](const char* what, std::int64_t have, std::int64_t needed) {
    if (needed > 0) own.progress.push_back({what, have, needed});
  };
  add("discussions_read", standing.discussions_read, need.discussions_read);
  add("days_here", standing.days_here, need.days_here);
  add("replies", standing.replies, need.replies);
  add("helpful_received", static_cast<std::int64_t>(standing.helpful), need.helpful);
  add("accepted", standing.accepted, need.accepted);
  return own;
}

Result<PersonStanding> standing_of(const Parts& parts, const Call& call, db::Reader& reader, const HandlePath& request) {
  const auto looker = looker_of(call);
  TRY(const auto account, person_of(parts, request.handle));
  PersonStanding view;
  auto person = parts.presenter.person(reader, account, GroupId{});
  if (!person || parts.threads.apart(looker, account)) return person_not_found();
  view.person = std::move(*person);
  view.level = view.person.level;
  view.badges = badges_of(reader, account);
  view.accepted = store::standing(reader, account).accepted;
  for (const auto& each : store::endorsed_of(reader, account)) {
    // Not even that somebody is in a secret group.
    if (!parts.book.reads(each.group, {looker.account, false})) continue;
    if (parts.trust.is_expert(reader, each.group, each.tag, account, each.count)) {
      view.expert_in.push_back({each.tag, parts.presenter.ref(each.group)});
    }
  }
  return view;
}

Result<ExpertList> experts(const Parts& parts, const Call& call, db::Reader& reader, const ExpertsPage& request) {
  const auto looker = looker_of(call);
  TRY(const Group group, parts.rooms.readable(looker, request.slug));
  ExpertList list;
  for (const auto& each : store::endorsed(reader, group.id, request.tag)) {
    auto person = parts.presenter.person(reader, each.account, group.id);
    if (!person || parts.threads.apart(looker, each.account)) continue;
    ExpertView view{std::move(*person), each.tag, each.count, store::accepted_in(reader, each.account, group.id, each.tag), false, false};
    view.expert = each.count >= expert_endorsements && view.accepted >= expert_accepted;
    view.mine = looker.account && store::has_endorsed(reader, group.id, each.tag, each.account, looker.account);
    list.items.push_back(std::move(view));
  }
  return list;
}

Result<http::None> endorse(const Parts& parts, const Call& call, db::Transaction& tx, const ExpertPath& request, bool on) {
  const auto looker = looker_of(call);
  TRY(const Group group, parts.rooms.readable(looker, request.slug));
  if (!looker.staff && !parts.book.place(group.id, looker.account).active()) return not_a_member();
  TRY(const auto account, person_of(parts, request.handle));
  const auto tag_name = rules::tag_of(request.tag);
  if (tag_name.empty()) return invalid_field("tag", "invalid", "needs letters or digits");
  TRY_DONE(parts.trust.endorse(tx, looker, group.id, tag_name, account, on));
  return http::None{};
}

void add_expert_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<ExpertsPage, ExpertList>("/v1/groups/{slug}/experts", "listGroupExperts")
                 .summary("Whom members vouch for, by topic. Three of them and an accepted answer make an expert.")
                 .tag(tag)
                 .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
                 .error("community.not_a_member", ErrorKind::forbidden, "Members read this.")
                 .read(database, [parts](Call& call, db::Reader& reader, const ExpertsPage& request) {
                   return experts(parts, call, reader, request);
                 }));
  const auto described = [](auto builder) {
    return builder.tag(tag).access(http::Access::signed_in())
        .error("community.group_not_found", ErrorKind::not_found, "It is not there, or not for you.")
        .error("community.person_not_found", ErrorKind::not_found, "There is no such member.")
        .error("community.not_a_member", ErrorKind::forbidden, "Join the group first.")
        .error("community.level_too_low", ErrorKind::forbidden, "Takes level 3.")
        .error("community.own", ErrorKind::conflict, "Nobody vouches for themselves.");
  };
  routes.add(described(http::put<ExpertPath, http::None>("/v1/groups/{slug}/experts/{handle}/{tag}", "endorseExpert")
                           .summary("Vouches for a member's knowledge of a topic."))
                 .write(database, [parts](Call& call, db::Transaction& tx, const ExpertPath& request) {
                   return endorse(parts, call, tx, request, true);
                 }));
  routes.add(described(http::del<ExpertPath, http::None>("/v1/groups/{slug}/experts/{handle}/{tag}", "unendorseExpert")
                           .summary("Takes that back."))
                 .write(database, [parts](Call& call, db::Transaction& tx, const ExpertPath& request) {
                   return endorse(parts, call, tx, request, false);
                 }));
}

}  // namespace

void add_people_routes(http::Routes& routes, const Parts& parts) {
  auto& database = parts.needs.database;
  routes.add(http::get<http::None, OwnStanding>("/v1/me/community", "getOwnStanding")
                 .summary("One's level of trust, what it allows, and what the next one takes.")
                 .tag(tag).access(http::Access::signed_in())
                 .read(database, [parts](Call& call, db::Reader& reader, const http::None&) -> Result<OwnStanding> {
                   return own_standing(parts, reader, looker_of(call));
                 }));
  routes.add(http::get<HandlePath, PersonStanding>("/v1/community/people/{handle}", "getStanding")
                 .summary("What a member earned: level, badges, topics.")
                 .tag(tag)
                 .error("community.person_not_found", ErrorKind::not_found, "There is no such member.")
                 .read(database, [parts](Call& call, db::Reader& reader, const HandlePath& request) {
                   return standing_of(parts, call, reader, request);
                 }));
  add_expert_routes(routes, parts);
  routes.add(http::post<Token, Unsubscribed>("/v1/community/unsubscribe", "stopGroupDigest")
                 .summary("No more digest mails of a group: by the link in the mail, without signing in.")
                 .tag(tag)
                 .error("community.bad_token", ErrorKind::not_found, "The link is not one of ours, or the group was left.")
                 .write(database, [parts](Call&, db::Transaction& tx, const Token& request) -> Result<Unsubscribed> {
                   const auto member = store::member_of_token(tx, request.token);
                   const auto group = member ? parts.book.group(member->group) : std::nullopt;
                   if (!group) return Error{ErrorKind::not_found, "community.bad_token", "This link is not valid any more."};
                   store::set_digest(tx, member->group, member->account, Digest::none);
                   return Unsubscribed{group->name};
                 }));
}

}  // namespace plaza::community
