#include <algorithm>

#include "identity/roles.h"
#include "routes.h"

namespace plaza::profiles {
namespace {

using identity::AccountId;

constexpr const char* tag = "People";

// One of the two, and not this account itself.
template <class Request>
Status check_other(const Request& request) {
  if (request.visitor.empty() == !request.account_id) return invalid_field("visitor", "required", "name a visitor or an account");
  if (request.account_id == request.id) return invalid_field("account_id", "not_allowed", "is this account itself");
  return done();
}

Evidence by_staff(const http::Call& call) {
  return {call.caller.subject ? to_text(AccountId{call.caller.subject}) : "key", "", call.received_at};
}

Result<http::None> link(const PeopleParts& parts, const http::Call& call, db::Transaction& tx, const ChangeLink& request) {
  TRY_DONE(check_other(request));
  if (!parts.accounts.find(tx, request.id)) return person_not_found();
  if (request.account_id && !parts.accounts.find(tx, *request.account_id)) return person_not_found();
  const Evidence evidence = by_staff(call);
  if (request.account_id) TRY_DONE(parts.profiles.join(tx, request.id, *request.account_id, Proof::staff, evidence));
  else TRY_DONE(parts.profiles.merge(tx, request.visitor, request.id, Proof::staff, evidence));
  return http::None{};
}

Result<http::None> unlink(const PeopleParts& parts, db::Transaction& tx, const ChangeLink& request) {
  TRY_DONE(check_other(request));
  if (request.account_id) TRY_DONE(parts.profiles.part(tx, request.id, *request.account_id));
  else TRY_DONE(parts.profiles.unmerge(tx, request.visitor, request.id));
  return http::None{};
}

StateView state_of(const std::optional<Profile>& profile) {
  if (!profile) return {0, std::nullopt, std::nullopt, 0, {"{}"}};
  StateView view;
  view.interactions = profile->interactions;
  if (profile->interactions) {
    view.first_seen = profile->first_seen;
    view.last_seen = profile->last_seen;
  }
  view.visitors = static_cast<std::int64_t>(profile->members.visitors.size());
  view.traits = {profile->traits};
  return view;
}

template <class T>
void drop(std::vector<T>& list, const T& value) {
  list.erase(std::remove(list.begin(), list.end(), value), list.end());
}

// Everybody of `more` who is not there yet.
Members joined(Members members, const Members& more) {
  const auto add = [](auto& list, const auto& value) {
    if (std::find(list.begin(), list.end(), value) == list.end()) list.push_back(value);
  };
  if (more.account && more.account != members.account) add(members.also, more.account);
  for (const auto& visitor : more.visitors) add(members.visitors, visitor);
  for (const auto account : more.also) {
    if (account != members.account) add(members.also, account);
  }
  return members;
}

// The other side as it would be found alone.
Members other_alone(const PeopleParts& parts, db::Reader& reader, const PreviewLink& request) {
  if (!request.account_id) return {{}, {request.visitor}};
  Members members{*request.account_id, store::list_visitors(reader, *request.account_id)};
  if (request.change == LinkChange::merge) members = parts.profiles.members_of(reader, *request.account_id);
  return members;
}

Result<LinkPreview> preview(const PeopleParts& parts, db::Reader& reader, const PreviewLink& request) {
  TRY_DONE(check_other(request));
  if (!parts.accounts.find(reader, request.id)) return person_not_found();
  if (request.account_id && !parts.accounts.find(reader, *request.account_id)) return person_not_found();
  const Members now = parts.profiles.members_of(reader, request.id);
  const Members other = other_alone(parts, reader, request);
  Members after = now;
  LinkPreview answer;
  if (request.change == LinkChange::merge) {
    after = joined(now, other);
    answer.other_before = state_of(parts.profiles.assemble(reader, other));
    answer.other_after = state_of(parts.profiles.assemble(reader, after));
  } else {
    for (const auto& visitor : other.visitors) drop(after.visitors, visitor);
    if (other.account) drop(after.also, other.account);
    answer.other_before = state_of(parts.profiles.assemble(reader, now));
    answer.other_after = state_of(parts.profiles.assemble(reader, other));
  }
  answer.before = state_of(parts.profiles.assemble(reader, now));
  answer.after = state_of(parts.profiles.assemble(reader, after));
  return answer;
}

Result<SuggestionList> list(const PeopleParts& parts, db::Reader& reader, const ListSuggestions& request) {
  SuggestionList answer;
  const auto found = parts.suggestions.list(reader, request.state, request.cursor.value_or(SuggestionId{}),
                                            static_cast<int>(request.limit));
  for (const auto& each : found) answer.items.push_back(view_of(each));
  if (found.size() == static_cast<std::size_t>(request.limit)) answer.next_cursor = found.back().id;
  return answer;
}

void add_suggestion_routes(http::Routes& routes, const PeopleParts& parts) {
  routes.add(http::get<ListSuggestions, SuggestionList>("/v1/admin/people/suggestions", "listSuggestions")
                 .summary("Links that are likely, newest first; nothing is linked until somebody accepts.")
                 .tag(tag)
                 .access(identity::staff_access())
                 .read(parts.database, [parts](http::Call&, db::Reader& reader, const ListSuggestions& request) {
                   return list(parts, reader, request);
                 }));
  for (const bool accepts : {true, false}) {
    const std::string word = accepts ? "accept" : "reject";
    routes.add(http::post<OneSuggestion, http::None>("/v1/admin/people/suggestions/{id}/" + word, word + "Suggestion")
                   .summary(accepts ? "Links the two." : "Leaves them apart; the two are not suggested again.")
                   .tag(tag)
                   .access(identity::staff_access(identity::agent))
                   .error("profiles.suggestion_not_found", ErrorKind::not_found, "There is no such suggestion.")
                   .error("profiles.suggestion_decided", ErrorKind::conflict, "Somebody decided on it before.")
                   .write(parts.database,
                          [parts, accepts](http::Call& call, db::Transaction& tx,
                                           const OneSuggestion& request) -> Result<http::None> {
                            const AccountId by{call.caller.subject};
                            TRY_DONE(accepts ? parts.suggestions.accept(tx, request.id, by)
                                             : parts.suggestions.reject(tx, request.id, by));
                            return http::None{};
                          }));
  }
}

}  // namespace

SuggestionView view_of(const Suggestion& suggestion) {
  SuggestionView view;
  view.id = suggestion.id;
  view.account_id = suggestion.account;
  if (suggestion.visitor.empty()) view.other_account_id = suggestion.twin;
  else view.visitor = suggestion.visitor;
  view.score = suggestion.score;
  view.reasons = suggestion.because;
  view.state = suggestion.state;
  view.made_at = suggestion.made_at;
  return view;
}

void add_link_routes(http::Routes& routes, const PeopleParts& parts) {
  routes.add(http::post<ChangeLink, http::None>("/v1/admin/people/{id}/merge", "mergePerson")
                 .summary("Says that a visitor, or another account, is the same person as this account.")
                 .tag(tag)
                 .access(identity::staff_access(identity::agent))
                 .error("profiles.not_found", ErrorKind::not_found, "There is no such account.")
                 .write(parts.database, [parts](http::Call& call, db::Transaction& tx, const ChangeLink& request) {
                   return link(parts, call, tx, request);
                 }));
  routes.add(http::post<ChangeLink, http::None>("/v1/admin/people/{id}/unmerge", "unmergePerson")
                 .summary("Says that they are not. Nothing is lost: both are again what they would be without the link.")
                 .tag(tag)
                 .access(identity::staff_access(identity::agent))
                 .error("profiles.not_linked", ErrorKind::conflict, "They are not linked.")
                 .write(parts.database, [parts](http::Call&, db::Transaction& tx, const ChangeLink& request) {
                   return unlink(parts, tx, request);
                 }));
  routes.add(http::get<PreviewLink, LinkPreview>("/v1/admin/people/{id}/link_preview", "previewLink")
                 .summary("What merging or unmerging would change.")
                 .tag(tag)
                 .access(identity::staff_access(identity::agent))
                 .error("profiles.not_found", ErrorKind::not_found, "There is no such account.")
                 .read(parts.database, [parts](http::Call&, db::Reader& reader, const PreviewLink& request) {
                   return preview(parts, reader, request);
                 }));
  add_suggestion_routes(routes, parts);
}

}  // namespace plaza::profiles
