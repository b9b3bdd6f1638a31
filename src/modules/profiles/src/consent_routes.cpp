#include "identity/roles.h"
#include "platform/base/text.h"
#include "routes.h"

namespace plaza::profiles {
namespace {

using identity::AccountId;

constexpr const char* tag = "Privacy";
constexpr const char* people_tag = "People";
constexpr std::size_t choices_max = 20;
constexpr int history_max = 200;

struct StandingView {
  Purpose purpose = Purpose::marketing;
  Channel channel = Channel::onsite;
  ConsentState state = ConsentState::never_asked;
  bool allowed = false;
  std::optional<Time> at;
  std::string source, text_version;
  template <class V>
  void describe(V& v) {
    v("purpose", purpose);
    v("channel", channel);
    v("state", state);
    v("allowed", allowed, json::Doc{"What holds now: the choice, or the shop's default for who was never asked."});
    v("at", at);
    v("source", source, json::Doc{"account, visitor, staff, import or gpc (the browser's Sec-GPC)"});
    v("text_version", text_version);
  }
};

struct MyConsents {
  std::vector<StandingView> items;
  bool gpc = false;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("gpc", gpc, json::Doc{"The browser asked not to be followed (Sec-GPC)."});
  }
};

struct WantedChoice {
  Purpose purpose = Purpose::marketing;
  Channel channel = Channel::onsite;
  bool given = false;
  template <class V>
  void describe(V& v) {
    v("purpose", purpose);
    v("channel", channel, json::Optional{}, json::Doc{"email, sms or push for marketing, else onsite"});
    v("given", given);
  }
};

struct ChangeMyConsents {
  std::vector<WantedChoice> choices;
  std::string text_version;
  template <class V>
  void describe(V& v) {
    v("choices", choices, json::Items{1, choices_max});
    v("text_version", text_version, json::Length{1, 40}, json::Doc{"Of the words that were shown."});
  }
};

struct PastChoiceView {
  Purpose purpose = Purpose::marketing;
  Channel channel = Channel::onsite;
  ConsentState state = ConsentState::never_asked;
  Time at;
  std::string source, text_version, reason;
  std::optional<AccountId> by;
  template <class V>
  void describe(V& v) {
    v("purpose", purpose);
    v("channel", channel);
    v("state", state);
    v("at", at);
    v("source", source);
    v("text_version", text_version);
    v("reason", reason);
    v("by", by, json::Doc{"The staff member who wrote it down."});
  }
};

struct PersonConsents {
  std::vector<StandingView> items;
  std::vector<PastChoiceView> history;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("history", history, json::Items{0, history_max}, json::Doc{"Every choice, newest first."});
  }
};

struct OfPerson {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Length{1, 200});
  }
};

struct ChangeConsent {
  std::string id;
  Purpose purpose = Purpose::marketing;
  Channel channel = Channel::onsite;
  bool given = false;
  std::string reason;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Length{1, 200});
    v("purpose", purpose);
    v("channel", channel, json::Optional{});
    v("given", given);
    v("reason", reason, json::Length{3, 500}, json::Doc{"Where this is known from."});
  }
};

std::vector<StandingView> standing(ConsentBook& book, db::Reader& reader, const Subject& subject) {
  const auto known = book.choices(reader, subject);
  std::vector<StandingView> views;
  const auto add = [&](Purpose purpose, Channel channel) {
    StandingView view{purpose, channel, ConsentState::never_asked, book.allows(subject, purpose, channel), {}, "", ""};
    for (const auto& each : known) {
      if (each.purpose != purpose || each.channel != channel || each.state == ConsentState::never_asked) continue;
      view.state = each.state;
      view.at = each.at;
      view.source = each.source;
      view.text_version = each.text_version;
    }
    views.push_back(std::move(view));
  };
  if (subject.account) {
    for (const Channel channel : {Channel::email, Channel::sms, Channel::push}) add(Purpose::marketing, channel);
  }
  for (const Purpose purpose : {Purpose::personalization, Purpose::analytics, Purpose::sharing}) add(purpose, Channel::onsite);
  return views;
}

Result<Subject> subject_of(const http::Call& call) {
  Subject subject{AccountId{call.caller.key_kind.empty() ? call.caller.subject : 0}, call.caller.visitor};
  if (!subject.account && subject.visitor.empty()) {
    return invalid_field("visitor", "required", "send the cookie plaza_visitor, Plaza-Anonymous-Id or sign in");
  }
  return subject;
}

bool gpc(const http::Call& call) { return call.request.header("sec-gpc") == "1"; }

Result<MyConsents> mine(ConsentBook& book, const http::Call& call, db::Reader& reader) {
  TRY(const Subject subject, subject_of(call));
  if (gpc(call)) book.note_gpc(subject);
  return MyConsents{standing(book, reader, subject), gpc(call)};
}

Result<http::None> change_mine(ConsentBook& book, const http::Call& call, db::Transaction& tx, const ChangeMyConsents& request) {
  TRY(const Subject subject, subject_of(call));
  for (const auto& wanted : request.choices) {
    if (wanted.purpose == Purpose::marketing && !subject.account) {
      return Error{ErrorKind::unauthenticated, "profiles.account_needed", "Sign in to choose what is sent to you."};
    }
    Choice choice;
    choice.purpose = wanted.purpose;
    choice.channel = wanted.channel;
    choice.state = wanted.given ? ConsentState::given : ConsentState::withdrawn;
    choice.at = call.received_at;
    choice.source = subject.account ? "account" : "visitor";
    choice.text_version = request.text_version;
    TRY_DONE(book.choose(tx, subject, choice));
  }
  return http::None{};
}

// An account, or a visitor that was seen.
Result<Subject> person(const PeopleParts& parts, db::Reader& reader, const std::string& id) {
  if (const auto account = parse_id<AccountId>(id)) {
    if (!parts.accounts.find(reader, *account)) return person_not_found();
    return Subject{*account, ""};
  }
  if (!parts.profiles.find(reader, id)) return person_not_found();
  return Subject{{}, id};
}

Result<PersonConsents> of_person(const PeopleParts& parts, db::Reader& reader, const std::string& id) {
  TRY(const Subject subject, person(parts, reader, id));
  PersonConsents answer;
  answer.items = standing(parts.consents, reader, subject);
  for (const auto& each : parts.consents.history(reader, subject, history_max)) {
    PastChoiceView view{each.purpose, each.channel, each.state, each.at, each.source, each.text_version, each.reason, {}};
    if (each.by) view.by = each.by;
    answer.history.push_back(std::move(view));
  }
  return answer;
}

Result<http::None> change_of(const PeopleParts& parts, const http::Call& call, db::Transaction& tx, const ChangeConsent& request) {
  TRY(const Subject subject, person(parts, tx, request.id));
  Choice choice;
  choice.purpose = request.purpose;
  choice.channel = request.channel;
  choice.state = request.given ? ConsentState::given : ConsentState::withdrawn;
  choice.at = call.received_at;
  choice.source = "staff";
  choice.reason = request.reason;
  choice.by = AccountId{call.caller.subject};
  TRY_DONE(parts.consents.choose(tx, subject, choice));
  return http::None{};
}

}  // namespace

void add_consent_routes(http::Routes& routes, const PeopleParts& parts) {
  ConsentBook& book = parts.consents;
  routes.add(http::get<http::None, MyConsents>("/v1/me/consents", "getMyConsents")
                 .summary("What the person who asks agreed to; for visitors without an account too.")
                 .tag(tag)
                 .read(parts.database, [&book](http::Call& call, db::Reader& reader, const http::None&) {
                   return mine(book, call, reader);
                 }));
  routes.add(http::put<ChangeMyConsents, http::None>("/v1/me/consents", "changeMyConsents")
                 .summary("Agrees to a use of one's data, or takes that back. It holds at once.")
                 .tag(tag)
                 .body_max(10'000)
                 .error("profiles.account_needed", ErrorKind::unauthenticated, "Marketing is chosen when signed in.")
                 .write(parts.database, [&book](http::Call& call, db::Transaction& tx, const ChangeMyConsents& request) {
                   return change_mine(book, call, tx, request);
                 }));
  routes.add(http::get<OfPerson, PersonConsents>("/v1/admin/people/{id}/consents", "getPersonConsents")
                 .summary("What a person agreed to, and every choice they made.")
                 .tag(people_tag)
                 .access(identity::staff_access())
                 .error("profiles.not_found", ErrorKind::not_found, "Nobody is known by this id.")
                 .read(parts.database, [parts](http::Call&, db::Reader& reader, const OfPerson& request) {
                   return of_person(parts, reader, request.id);
                 }));
  routes.add(http::put<ChangeConsent, http::None>("/v1/admin/people/{id}/consents", "changePersonConsent")
                 .summary("Writes down what a person said elsewhere, with the reason.")
                 .tag(people_tag)
                 .access(identity::staff_access(identity::agent))
                 .error("profiles.not_found", ErrorKind::not_found, "Nobody is known by this id.")
                 .write(parts.database, [parts](http::Call& call, db::Transaction& tx, const ChangeConsent& request) {
                   return change_of(parts, call, tx, request);
                 }));
}

}  // namespace plaza::profiles
