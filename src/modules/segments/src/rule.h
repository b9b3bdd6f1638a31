// The rules of segments: one typed tree with two ways to write it. Text is what people type, the JSON tree what screens build;
// each is read into the same nodes, checked once (check.cpp), and written back from them, so that text -> tree -> text and
// tree -> text -> tree lose nothing.
//
//   count(Product Viewed where collection = "lamps", 7 days) >= 3 and not count(order_paid, 7 days) >= 1
//   sum(order_paid.total, 90 days) > 200 EUR
//   sequence(Product Added then not order_paid within 2 days, 30 days)
//   last(anything) more than 30 days ago
//   trait plan = "gold"   trait phone exists   trait birthday less than 30 days ago
//   predicted churn > 0.7   consent email given
//
// A bare name of lower case and underscores that the modules announce (order_paid, signed_in …) is a domain event and can be
// trusted; every other event is what browsers and servers reported.
#pragma once

#include <boost/json.hpp>

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/result.h"
#include "platform/base/time.h"

namespace plaza::segments {

// Where something was written: "text:2:14" (line and column, from 1) or "rule.rules[0].window".
using Mark = std::string;

enum class Type { all_of, any_of, none_of, count, sum, sequence, last, trait, predicted, consent };
constexpr auto enum_names(Type*) {
  return std::array{"and", "or", "not", "count", "sum", "sequence", "last", "trait", "predicted", "consent"};
}

enum class Op { equal, not_equal, less, at_most, more, at_least, in, exists, more_ago, less_ago };
constexpr auto enum_names(Op*) {
  return std::array{"=", "!=", "<", "<=", ">", ">=", "in", "exists", "more_than_ago", "less_than_ago"};
}

enum class ValueKind { text, number, boolean, money };
struct Literal {
  ValueKind kind = ValueKind::number;
  std::string text;   // of a text; of money the currency
  double number = 0;  // of money minor units; of a boolean 0 or 1
  friend bool operator==(const Literal&, const Literal&) = default;
};

// `category = "lamps"`, `price <= 20`, `plan in ("gold", "silver")`
struct Test {
  std::string field;
  Op op = Op::equal;
  std::vector<Literal> values;
  Mark mark;
};

struct Pattern {
  std::string event;
  std::vector<Test> where;
  Mark mark;
};

struct Node {
  Type type = Type::all_of;
  std::vector<Node> rules;  // of and, or, not
  Pattern first;            // of count, sum, sequence, last
  Pattern second;           // of sequence
  bool absent = false;      // sequence: `then not`
  std::string name;         // field of sum, trait, prediction, channel of consent
  Op op = Op::at_least;
  std::vector<Literal> values;  // compared with: one, or several of `in`; of consent: true is given
  Micros window = 0;        // how far back
  Micros within = 0;        // of sequence; of `ago`
  Mark mark, window_mark, within_mark, value_mark;

  bool is_group() const { return type == Type::all_of || type == Type::any_of || type == Type::none_of; }
};

inline constexpr const char* anything = "anything";
inline constexpr std::size_t rule_bytes_max = 8'000;
inline constexpr int nodes_max = 60;
inline constexpr int depth_max = 6;
inline constexpr Micros window_max = days(400);
inline constexpr int count_max = 100;  // what a count may be compared with

// Domain events by their short names ("order_paid").
bool is_domain_event(std::string_view name);
std::span<const std::string_view> domain_events();

// segments.rule_invalid (422) with the place in `field`. Not checked yet.
Result<Node> parse_text(std::string_view text);
// `path` is what marks begin with ("rule").
Result<Node> parse_tree(const boost::json::value& tree, std::string_view path);
// Every problem at once; empty: fine. `predictions` are the names that are known.
std::vector<FieldError> check(const Node& rule, std::span<const std::string> predictions);
// What the rule costs to look at: patterns, tests and what they read. For people: 100 is a lot.
int cost_of(const Node& rule);

std::string text_of(const Node& rule);
boost::json::value tree_of(const Node& rule);
// "7 days", in the largest unit that is whole.
std::string text_of(Micros duration);
// Nothing when it is no duration.
std::optional<Micros> parse_duration(std::string_view text);

Error rule_invalid(std::vector<FieldError> fields);

}  // namespace plaza::segments
