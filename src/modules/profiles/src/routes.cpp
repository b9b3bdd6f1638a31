#include "routes.h"

#include <algorithm>
#include <limits>

#include "identity/roles.h"
#include "platform/base/text.h"
#include "rules.h"
#include "views.h"

namespace plaza::profiles {
namespace {

using identity::AccountId;

constexpr const char* tag = "People";
constexpr std::int64_t recent_max = 50;
constexpr std::size_t visitors_read = 3;  // of a person, for the recent interactions

PersonView person_of(const identity::Account& account, const Profile& profile) {
  PersonView view;
  view.id = to_text(account.id);
  view.display_name = account.display_name;
  view.handle = account.handle;
  view.email = account.email;
  view.first_seen = profile.interactions ? std::min(profile.first_seen, account.created_at) : account.created_at;
  if (profile.interactions) view.last_seen = profile.last_seen;
  view.interactions = profile.interactions;
  return view;
}

PersonView person_of(std::string visitor, Time first_seen, Time last_seen, std::int64_t interactions) {
  PersonView view;
  view.id = std::move(visitor);
  view.kind = PersonKind::visitor;
  view.first_seen = first_seen;
  view.last_seen = last_seen;
  view.interactions = interactions;
  return view;
}

Result<PeopleList> list_accounts(const PeopleParts& parts, db::Reader& reader, const ListPeople& request) {
  AccountId before;
  if (!request.cursor.empty()) {
    const auto parsed = parse_id<AccountId>(request.cursor);
    if (!parsed) return invalid_field("cursor", "not_cursor", "is not a cursor of this list");
    before = *parsed;
  }
  auto accounts = parts.accounts.list(reader, request.q, before, static_cast<int>(request.limit));
  PeopleList list;
  for (const auto& account : accounts) list.items.push_back(person_of(account, parts.profiles.find(reader, account.id)));
  if (accounts.size() == static_cast<std::size_t>(request.limit)) list.next_cursor = list.items.back().id;
  return list;
}

// The cursor is "<last seen>.<who>".
Result<PeopleList> list_visitors(db::Reader& reader, const ListPeople& request) {
  Time last_seen{std::numeric_limits<std::int64_t>::max()};
  std::string who;
  if (!request.cursor.empty()) {
    const auto dot = request.cursor.find('.');
    const auto micros = parse_integer(std::string_view(request.cursor).substr(0, dot));
    if (dot == std::string::npos || !micros) return invalid_field("cursor", "not_cursor", "is not a cursor of this list");
    last_seen = Time{*micros};
    who = request.cursor.substr(dot + 1);
  }
  const auto seen =
      store::list_visitors_seen(reader, trimmed(request.q), last_seen, who, static_cast<int>(request.limit));
  PeopleList list;
  for (const auto& entry : seen) {
    list.items.push_back(person_of(entry.who.substr(2), entry.first_seen, entry.last_seen, entry.interactions));
  }
  if (seen.size() == static_cast<std::size_t>(request.limit)) {
    list.next_cursor = std::to_string(seen.back().last_seen.micros) + "." + seen.back().who;
  }
  return list;
}

std::vector<LinkView> link_views(const std::vector<store::Edge>& edges) {
  std::vector<LinkView> views;
  for (const auto& edge : edges) {
    LinkView view{edge.visitor, edge.account, edge.proof, edge.made_at, std::nullopt, std::nullopt,
                  edge.score,   edge.evidence, edge.message_id, std::nullopt};
    if (edge.ended_at.micros) {
      view.ended_at = edge.ended_at;
      view.ended_by = edge.ended_by;
    }
    views.push_back(std::move(view));
  }
  return views;
}

void add_twins(std::vector<LinkView>& views, const std::vector<store::Twin>& twins, AccountId account) {
  for (const auto& twin : twins) {
    LinkView view{"", account, twin.proof, twin.made_at, std::nullopt, std::nullopt, twin.score, twin.evidence, "",
                  twin.account == account ? twin.twin : twin.account};
    if (twin.ended_at.micros) {
      view.ended_at = twin.ended_at;
      view.ended_by = twin.ended_by;
    }
    views.push_back(std::move(view));
  }
}

std::vector<RecentView> recent_of(const PeopleParts& parts, const Members& members) {
  std::vector<interactions::Record> records;
  const auto take = [&](std::string_view visitor, std::int64_t account) {
    auto found = parts.log.latest(recent_max, visitor, account);
    records.insert(records.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  };
  if (members.account) take("", members.account.value);
  for (std::size_t i = 0; i < std::min(members.visitors.size(), visitors_read); ++i) take(members.visitors[i], 0);
  std::sort(records.begin(), records.end(), [](const auto& a, const auto& b) { return a.position > b.position; });
  const auto same = [](const auto& a, const auto& b) { return a.position == b.position; };
  records.erase(std::unique(records.begin(), records.end(), same), records.end());

  std::vector<RecentView> views;
  for (const auto& record : records) {
    if (views.size() == static_cast<std::size_t>(recent_max)) break;
    RecentView view{record.at, std::string(json::enum_text(record.kind)), record.name, record.visitor, std::nullopt,
                    {record.properties}};
    if (record.account) view.account_id = AccountId{record.account};
    views.push_back(std::move(view));
  }
  return views;
}

ConsentView consent_of(const Consent& consent) {
  if (consent.state == ConsentState::never_asked) return {};
  return {consent.state, consent.at, consent.source};
}

std::optional<CustomerView> customer_of(const PeopleParts& parts, db::Reader& reader, AccountId account) {
  auto kept = parts.customers.find(reader, account);
  if (kept == Customer{}) return std::nullopt;
  return CustomerView{std::move(kept.first_name), std::move(kept.last_name), std::move(kept.phone),
                      std::move(kept.note),       std::move(kept.tags),      std::move(kept.addresses),
                      consent_of(kept.email),     consent_of(kept.sms)};
}

Result<PersonDetail> detail(const PeopleParts& parts, const http::Call& call, db::Reader& reader,
                            const OnePerson& request) {
  PersonDetail answer;
  const auto id = parse_id<AccountId>(request.id);
  const auto account = id ? parts.accounts.find(reader, *id) : std::nullopt;
  if (id && !account) return person_not_found();
  Profile profile;
  if (account) {
    profile = parts.profiles.find(reader, account->id);
    answer.person = person_of(*account, profile);
    answer.links = link_views(store::list_edges(reader, account->id));
    add_twins(answer.links, store::list_twins(reader, account->id), account->id);
    const bool may_see = identity::has_role(call.caller, identity::merchandiser | identity::agent);
    if (may_see) answer.customer = customer_of(parts, reader, account->id);
  } else {
    auto found = parts.profiles.find(reader, request.id);
    if (!found) return person_not_found();
    profile = std::move(*found);
    answer.person = person_of(request.id, profile.first_seen, profile.last_seen, profile.interactions);
    answer.links = link_views(store::list_edges(reader, request.id));
  }
  if (account && parts.orders) {
    const OrderSummary orders = parts.orders->summary(reader, account->id);
    answer.orders = {orders.orders, orders.revenue, orders.last_order_at};
  }
  const auto suggested = account ? parts.suggestions.list_of(reader, account->id)
                                 : parts.suggestions.list_of(reader, request.id);
  for (const auto& each : suggested) answer.suggestions.push_back(view_of(each));
  answer.traits = {profile.traits};
  if (!profile.claimed_user_id.empty()) answer.claimed_user_id = profile.claimed_user_id;
  answer.recent = recent_of(parts, profile.members);
  answer.visitors = std::move(profile.members.visitors);
  return answer;
}

}  // namespace

Error person_not_found() { return Error{ErrorKind::not_found, "profiles.not_found", "Nobody is known by this id."}; }

void add_people_routes(http::Routes& routes, const PeopleParts& parts) {
  routes.add(http::get<ListPeople, PeopleList>("/v1/admin/people", "listPeople")
                 .summary("Accounts, newest first, by the start of e-mail, handle or name; or visitors, last seen first, by id.")
                 .tag(tag)
                 .access(identity::staff_access())
                 .read(parts.database, [parts](http::Call&, db::Reader& reader, const ListPeople& request) {
                   return request.kind == PersonKind::account ? list_accounts(parts, reader, request)
                                                              : list_visitors(reader, request);
                 }));
  routes.add(http::get<OnePerson, PersonDetail>("/v1/admin/people/{id}", "getPerson")
                 .summary("One person: identities, traits, orders and what they did last.")
                 .tag(tag)
                 .access(identity::staff_access())
                 .error("profiles.not_found", ErrorKind::not_found, "Nobody is known by this id.")
                 .read(parts.database, [parts](http::Call& call, db::Reader& reader, const OnePerson& request) {
                   return detail(parts, call, reader, request);
                 }));
  add_link_routes(routes, parts);
  add_consent_routes(routes, parts);
  add_erasure_routes(routes, parts);
  add_block_routes(routes, parts);
}

}  // namespace plaza::profiles
