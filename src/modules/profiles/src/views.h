// What profiles' routes take and give. Staff only.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "identity/ids.h"
#include "platform/base/money.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"
#include "profiles/customers.h"
#include "profiles/suggestions.h"

namespace plaza::profiles {

enum class PersonKind { account, visitor };
constexpr auto enum_names(PersonKind*) { return std::array<std::string_view, 2>{"account", "visitor"}; }

struct PersonView {
  std::string id;  // "acc_…" or a visitor's id
  PersonKind kind = PersonKind::account;
  std::optional<std::string> display_name;
  std::optional<std::string> handle;
  std::optional<std::string> email;
  std::optional<Time> first_seen;
  std::optional<Time> last_seen;
  std::int64_t interactions = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("display_name", display_name);
    v("handle", handle);
    v("email", email);
    v("first_seen", first_seen);
    v("last_seen", last_seen);
    v("interactions", interactions);
  }
};

struct ListPeople {
  std::string q;
  PersonKind kind = PersonKind::account;
  std::int64_t limit = 20;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Optional{}, json::Length{0, 200});
    v("kind", kind, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor, json::Optional{}, json::Length{0, 200});
  }
};

struct PeopleList {
  std::vector<PersonView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct OnePerson {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Length{1, 200});
  }
};

struct LinkView {
  std::string visitor;
  identity::AccountId account_id;
  std::string proof;
  Time made_at;
  std::optional<Time> ended_at;
  std::optional<std::string> ended_by;
  std::int64_t score = 1'000;
  std::string evidence;
  std::string message_id;
  std::optional<identity::AccountId> other_account_id;
  template <class V>
  void describe(V& v) {
    v("visitor", visitor, json::Doc{"Empty when two accounts are linked."});
    v("account_id", account_id);
    v("proof", proof, json::Doc{"signed_up, signed_in, secret_key, staff or suggestion"});
    v("made_at", made_at);
    v("ended_at", ended_at);
    v("ended_by", ended_by, json::Doc{"newer (another sign-in) or staff"});
    v("score", score, json::Doc{"How sure the link is, in thousandths."});
    v("evidence", evidence, json::Doc{"What was seen: an event's name, or the reasons of a suggestion."});
    v("message_id", message_id, json::Doc{"Of the interaction or the domain event that said so."});
    v("other_account_id", other_account_id);
  }
};

struct SuggestionView {
  static constexpr const char* schema_name = "PersonSuggestionView";
  SuggestionId id;
  identity::AccountId account_id;
  std::optional<std::string> visitor;
  std::optional<identity::AccountId> other_account_id;
  std::int64_t score = 0;
  std::vector<Because> reasons;
  SuggestionState state = SuggestionState::open;
  Time made_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("account_id", account_id);
    v("visitor", visitor);
    v("other_account_id", other_account_id);
    v("score", score, json::Doc{"Of all reasons together, in thousandths."});
    v("reasons", reasons);
    v("state", state);
    v("made_at", made_at);
  }
};

struct ListSuggestions {
  SuggestionState state = SuggestionState::open;
  std::int64_t limit = 20;
  std::optional<SuggestionId> cursor;
  template <class V>
  void describe(V& v) {
    v("state", state, json::Optional{});
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor);
  }
};

struct SuggestionList {
  static constexpr const char* schema_name = "PersonSuggestionList";
  std::vector<SuggestionView> items;
  std::optional<SuggestionId> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct OneSuggestion {
  SuggestionId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

enum class LinkChange { merge, unmerge };
constexpr auto enum_names(LinkChange*) { return std::array<std::string_view, 2>{"merge", "unmerge"}; }

struct PreviewLink {
  identity::AccountId id;
  LinkChange change = LinkChange::merge;
  std::string visitor;
  std::optional<identity::AccountId> account_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("change", change);
    v("visitor", visitor, json::Optional{}, json::Length{0, 128});
    v("account_id", account_id);
  }
};

// What is known of one person, in short.
struct StateView {
  static constexpr const char* schema_name = "PersonStateView";
  std::int64_t interactions = 0;
  std::optional<Time> first_seen;
  std::optional<Time> last_seen;
  std::int64_t visitors = 0;
  json::Raw traits;
  template <class V>
  void describe(V& v) {
    v("interactions", interactions);
    v("first_seen", first_seen);
    v("last_seen", last_seen);
    v("visitors", visitors);
    v("traits", traits);
  }
};

struct LinkPreview {
  StateView before, after;
  StateView other_before, other_after;
  template <class V>
  void describe(V& v) {
    v("before", before);
    v("after", after);
    v("other_before", other_before, json::Doc{"Of the visitor or the other account, taken alone."});
    v("other_after", other_after);
  }
};

struct RecentView {
  Time at;
  std::string type;
  std::string event;
  std::string visitor;
  std::optional<identity::AccountId> account_id;
  json::Raw properties;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("type", type);
    v("event", event);
    v("visitor", visitor);
    v("account_id", account_id);
    v("properties", properties);
  }
};

struct OrdersView {
  std::int64_t count = 0;
  std::optional<Money> revenue;
  std::optional<Time> last_order_at;
  template <class V>
  void describe(V& v) {
    v("count", count);
    v("revenue", revenue);
    v("last_order_at", last_order_at);
  }
};

struct ConsentView {
  ConsentState state = ConsentState::never_asked;
  std::optional<Time> at;
  std::string source;
  template <class V>
  void describe(V& v) {
    v("state", state);
    v("at", at);
    v("source", source);
  }
};

// What the brand's customer file says of an account.
struct CustomerView {
  std::string first_name, last_name, phone, note;
  std::vector<std::string> tags;
  std::vector<CustomerAddress> addresses;
  ConsentView email_marketing, sms_marketing;
  template <class V>
  void describe(V& v) {
    v("first_name", first_name);
    v("last_name", last_name);
    v("phone", phone);
    v("note", note, json::Multiline{});
    v("tags", tags, json::Items{0, customer_tags_max});
    v("addresses", addresses, json::Items{0, customer_addresses_max});
    v("email_marketing", email_marketing);
    v("sms_marketing", sms_marketing);
  }
};

struct PersonDetail {
  PersonView person;
  std::optional<CustomerView> customer;
  std::vector<std::string> visitors;
  json::Raw traits;
  std::optional<std::string> claimed_user_id;
  OrdersView orders;
  std::vector<LinkView> links;
  std::vector<SuggestionView> suggestions;
  std::vector<RecentView> recent;
  template <class V>
  void describe(V& v) {
    v("person", person);
    v("customer", customer, json::Doc{"For those who help customers."});
    v("visitors", visitors, json::Items{0, 1'000});
    v("traits", traits);
    v("claimed_user_id", claimed_user_id, json::Doc{"Said by a public key: evidence, not proof."});
    v("orders", orders);
    v("links", links, json::Doc{"Newest first, ended ones too."});
    v("suggestions", suggestions, json::Doc{"Who may be the same person, likeliest first."});
    v("recent", recent);
  }
};

// A visitor or another account.
struct ChangeLink {
  identity::AccountId id;
  std::string visitor;
  std::optional<identity::AccountId> account_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("visitor", visitor, json::Optional{}, json::Length{0, 128});
    v("account_id", account_id);
  }
};

}  // namespace plaza::profiles
