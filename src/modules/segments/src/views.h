// What the staff's routes of segments take and give.
#pragma once

#include "desk.h"

namespace plaza::segments {

struct VariantView {
  static constexpr const char* schema_name = "SegmentVariant";
  std::string title, text, landing;
  std::vector<std::string> collections;
  std::int64_t priority = 0;
  template <class V>
  void describe(V& v) {
    v("title", title, json::Optional{}, json::Length{0, 120}, json::Doc{"Of the shop page, instead of its own."});
    v("text", text, json::Optional{}, json::Length{0, 300});
    v("landing", landing, json::Optional{}, json::Length{0, 100}, json::Doc{"Handle of the collection that the title leads to."});
    v("collections", collections, json::Optional{}, json::Items{0, variant_collections_max},
      json::Doc{"Handles of collections that come first, in this order."});
    v("priority", priority, json::Optional{}, json::Between{-1'000, 1'000}, json::Doc{"Of several the highest wins."});
  }
};

struct SegmentView {
  SegmentId id;
  std::string handle, name, description, text;
  json::Raw rule;
  std::int64_t count = 0, cost = 0, version = 0;
  bool building = false;
  std::optional<VariantView> variant;
  Time created_at, updated_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle, json::Doc{"What discounts call it; it stays."});
    v("name", name);
    v("description", description, json::Multiline{});
    v("text", text, json::Multiline{}, json::Doc{"The rule as it is typed."});
    v("rule", rule, json::Doc{"The same rule as a tree."});
    v("count", count, json::Doc{"Members now."});
    v("cost", cost, json::Doc{"Of looking at it once: 300 is the most."});
    v("building", building, json::Doc{"Not everybody has been looked at since it was changed: the count still grows."});
    v("variant", variant);
    v("version", version);
    v("created_at", created_at);
    v("updated_at", updated_at);
  }
};

struct SegmentList {
  std::vector<SegmentView> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, static_cast<std::size_t>(segments_max)});
  }
};

struct RuleMembers : GivenRule {
  template <class V>
  void describe(V& v) {
    v("text", text, json::Length{0, rule_bytes_max}, json::Multiline{}, json::Doc{"The rule as it is typed; or `rule`."});
    v("rule", tree, json::Doc{"The rule as a tree; or `text`."});
  }
};

struct CreateSegment : RuleMembers {
  std::string handle, name, description;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 100});
    v("handle", handle, json::Optional{}, json::Length{0, 60}, json::Doc{"Empty: made from the name."});
    v("description", description, json::Optional{}, json::Length{0, 500}, json::Multiline{});
    RuleMembers::describe(v);
  }
};

struct PatchSegment : RuleMembers {
  SegmentId id;
  std::int64_t version = 0;
  std::optional<std::string> name, description;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("version", version, json::Doc{"The one that was read; segments.stale if it is not the last."});
    v("name", name, json::Length{1, 100});
    v("description", description, json::Length{0, 500}, json::Multiline{});
    RuleMembers::describe(v);
  }
};

struct SegmentPath {
  SegmentId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

struct PutVariant : VariantView {
  SegmentId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    VariantView::describe(v);
  }
};

enum class MemberKind { account, visitor };
constexpr auto enum_names(MemberKind*) { return std::array{"account", "visitor"}; }

struct MemberView {
  static constexpr const char* schema_name = "SegmentMember";
  std::string id;
  MemberKind kind = MemberKind::account;
  std::string name;
  std::optional<Time> since, last_seen;
  template <class V>
  void describe(V& v) {
    v("id", id, json::Doc{"Of an account, or a visitor's anonymous id."});
    v("kind", kind);
    v("name", name);
    v("since", since);
    v("last_seen", last_seen);
  }
};

struct ListMembers {
  SegmentId id;
  int limit = 50;
  std::string cursor;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("limit", limit, json::Optional{}, json::Between{1, 200});
    v("cursor", cursor, json::Optional{}, json::Length{0, 300});
  }
};

struct MemberPage {
  static constexpr const char* schema_name = "SegmentMemberPage";
  std::vector<MemberView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 200});
    v("next_cursor", next_cursor);
  }
};

struct PreviewView {
  static constexpr const char* schema_name = "SegmentPreview";
  std::string text;
  json::Raw rule;
  std::int64_t count = 0, accounts = 0, looked_at = 0, people = 0, cost = 0;
  std::vector<MemberView> sample;
  template <class V>
  void describe(V& v) {
    v("text", text, json::Multiline{});
    v("rule", rule);
    v("count", count, json::Doc{"Members it would have now, among those that were looked at."});
    v("accounts", accounts, json::Doc{"Of them, accounts."});
    v("looked_at", looked_at, json::Doc{"Fewer than `people` when time was up."});
    v("people", people);
    v("cost", cost);
    v("sample", sample, json::Doc{"Ten of them, last seen first."});
  }
};

struct VocabularyField {
  static constexpr const char* schema_name = "SegmentField";
  std::string name;
  bool varied = false;
  std::vector<std::string> values;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("varied", varied, json::Doc{"Too many different texts: newer ones are not kept."});
    v("values", values);
  }
};
struct VocabularyEvent {
  static constexpr const char* schema_name = "SegmentEvent";
  std::string name;
  bool trusted = false;
  std::vector<VocabularyField> fields;
  template <class V>
  void describe(V& v) {
    v("name", name);
    v("trusted", trusted, json::Doc{"The shop's own: money may be summed over it."});
    v("fields", fields, json::Items{0, 200});
  }
};
struct Vocabulary {
  static constexpr const char* schema_name = "SegmentVocabulary";
  std::vector<VocabularyEvent> events;
  std::vector<std::string> traits, predictions, channels, collections;
  std::int64_t people = 0, occurrences = 0, refused = 0;
  template <class V>
  void describe(V& v) {
    v("events", events, json::Items{0, 2'000});
    v("traits", traits, json::Items{0, 2'100});
    v("predictions", predictions);
    v("channels", channels);
    v("collections", collections, json::Items{0, 1'000});
    v("people", people);
    v("occurrences", occurrences, json::Doc{"That are kept in memory."});
    v("refused", refused, json::Doc{"That were not, because something was full."});
  }
};

}  // namespace plaza::segments
