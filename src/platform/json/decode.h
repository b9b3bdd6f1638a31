// From JSON text to described structs, collecting every wrong field with its path.
#pragma once

#include <boost/json.hpp>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/base/result.h"
#include "platform/json/describe.h"

namespace plaza::json {

// A parsed text, or one built by hand (path and query values).
class Document {
 public:
  explicit Document(boost::json::value root) : root_(std::move(root)) {}
  const boost::json::value& root() const { return root_; }
  boost::json::value& root() { return root_; }

 private:
  boost::json::value root_;
};

// Errors: request.malformed with the position. Depth at most 32.
Result<Document> parse(std::string_view text);

// The named formats of describe.h. `url` is absolute http(s).
bool has_format(std::string_view text, Pattern::Name format);

template <class T>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;

class Decoder {
 public:
  bool failed() const { return !errors_.empty(); }
  Error error() const;

  template <class T>
  void read(T& out, const boost::json::value& value) {
    assign(out, value);
  }

  // The visitor of describe(): one member of the object that is being read.
  template <class T, class... Rules>
  void operator()(const char* name, T& member, const Rules&... rules) {
    const boost::json::value* found = object_ ? object_->if_contains(name) : nullptr;
    const Place place(*this, name);
    constexpr bool may_be_absent = is_optional<T> || (std::is_same_v<Rules, Optional> || ...);
    if (!found || (found->is_null() && !std::is_same_v<T, Raw>)) {
      if (!may_be_absent) fail("required", "is required");
      return;
    }
    const auto before = errors_.size();
    assign(member, *found);
    if (errors_.size() != before) return;
    constexpr bool has_length = (std::is_same_v<Rules, Length> || ...);
    constexpr bool has_items = (std::is_same_v<Rules, Items> || ...);
    constexpr bool multiline = (std::is_same_v<Rules, Multiline> || ...);
    default_rules(member, has_length, has_items, multiline);
    (check(member, rules), ...);
  }

 private:
  // The path to the member being read, built only when an error is reported.
  struct Place {
    Place(Decoder& decoder, std::string_view step, std::ptrdiff_t position = -1)
        : owner(decoder), name(step), index(position), up(decoder.place_) {
      owner.place_ = this;
    }
    ~Place() { owner.place_ = up; }
    Place(const Place&) = delete;
    Place& operator=(const Place&) = delete;
    Decoder& owner;
    std::string_view name;
    std::ptrdiff_t index;
    const Place* up;
  };
  std::string path() const;
  void fail(const char* code, std::string message);

  void assign(bool& out, const boost::json::value& value);
  void assign(int& out, const boost::json::value& value);
  void assign(std::int64_t& out, const boost::json::value& value);
  void assign(double& out, const boost::json::value& value);
  void assign(std::string& out, const boost::json::value& value);
  void assign(Money& out, const boost::json::value& value);
  void assign(Time& out, const boost::json::value& value);
  void assign(Raw& out, const boost::json::value& value);
  void assign_id(std::int64_t& out, std::string_view prefix, const boost::json::value& value);
  template <class Tag>
  void assign(Id<Tag>& out, const boost::json::value& value) {
    assign_id(out.value, Tag::prefix, value);
  }
  template <NamedEnum E>
  void assign(E& out, const boost::json::value& value) {
    std::string text;
    const auto before = errors_.size();
    assign(text, value);
    if (errors_.size() != before) return;
    if (auto parsed = parse_enum<E>(text)) {
      out = *parsed;
      return;
    }
    std::string known;
    for (const auto& name : enum_names(static_cast<E*>(nullptr))) known += (known.empty() ? "" : ", ") + std::string(name);
    fail("not_allowed", "must be one of " + known);
  }
  template <class T>
  void assign(std::optional<T>& out, const boost::json::value& value) {
    if (value.is_null()) {
      out.reset();
      return;
    }
    assign(out.emplace(), value);
  }
  template <class T>
  void assign(std::vector<T>& out, const boost::json::value& value) {
    const auto* list = value.if_array();
    if (!list) return fail("wrong_type", "must be a list");
    if (list->size() > 100'000) return fail("too_many", "has too many items");
    out.clear();
    out.reserve(list->size());
    for (std::size_t i = 0; i < list->size(); ++i) {
      const Place place(*this, {}, static_cast<std::ptrdiff_t>(i));
      T item{};
      assign(item, (*list)[i]);
      out.push_back(std::move(item));
    }
  }
  template <class T>
  void assign(std::map<std::string, T>& out, const boost::json::value& value) {
    const auto* object = value.if_object();
    if (!object) return fail("wrong_type", "must be an object");
    out.clear();
    for (const auto& [key, item] : *object) {
      const Place place(*this, key);
      T element{};
      assign(element, item);
      default_rules(element, false, false, false);
      out.emplace(std::string(key), std::move(element));
    }
  }
  template <Described T>
  void assign(T& out, const boost::json::value& value) {
    const auto* object = value.if_object();
    if (!object) return fail("wrong_type", "must be an object");
    const auto* outer = std::exchange(object_, object);
    out.describe(*this);
    object_ = outer;
  }

  void check_text(const std::string& text, bool length_given, bool multiline);
  template <class T>
  void default_rules(T& member, bool has_length, bool has_items, bool multiline) {
    if constexpr (std::is_same_v<T, std::string>) {
      check_text(member, has_length, multiline);
    } else if constexpr (is_optional<T>) {
      if (member) default_rules(*member, has_length, has_items, multiline);
    } else if constexpr (requires { member.size(); member.begin(); }) {
      if (!has_items && member.size() > 100) fail("too_many", "has more than 100 items");
      if constexpr (std::is_same_v<T, std::vector<std::string>>) {
        for (const auto& text : member) check_text(text, has_length, multiline);
      }
    }
  }

  void check_number(std::int64_t value, const Between& rule);
  void check_length(const std::string& text, const Length& rule);
  void check_items(std::size_t count, const Items& rule);
  void check_format(const std::string& text, Pattern rule);
  template <class T, class Rule>
  void check(const T& member, const Rule& rule) {
    if constexpr (is_optional<T>) {
      if (member) check(*member, rule);
    } else if constexpr (std::is_same_v<Rule, Between>) {
      if constexpr (std::is_same_v<T, Money>) check_number(member.amount, rule);
      else check_number(static_cast<std::int64_t>(member), rule);
    } else if constexpr (std::is_same_v<Rule, BetweenReal>) {
      if (!(member >= rule.min && member <= rule.max)) fail("out_of_range", "is out of range");
    } else if constexpr (std::is_same_v<Rule, Length>) {
      if constexpr (std::is_same_v<T, std::vector<std::string>>) {
        for (const auto& text : member) check_length(text, rule);
      } else {
        check_length(member, rule);
      }
    } else if constexpr (std::is_same_v<Rule, Items>) {
      check_items(member.size(), rule);
    } else if constexpr (std::is_same_v<Rule, Pattern>) {
      check_format(member, rule);
    }
  }

  const boost::json::object* object_ = nullptr;
  const Place* place_ = nullptr;
  std::vector<FieldError> errors_;
};

}  // namespace plaza::json
