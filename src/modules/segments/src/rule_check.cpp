// What a rule may be, however it was written: sizes, times, types, and who may be believed.
#include <algorithm>
#include <cmath>

#include "platform/base/text.h"
#include "rule.h"

namespace plaza::segments {
namespace {

constexpr std::size_t where_max = 5;
constexpr std::size_t values_max = 50;
constexpr std::size_t name_max = 100;   // code points
constexpr std::size_t value_max = 100;  // code points
constexpr int cost_max = 300;

constexpr std::string_view known_domain_events[] = {"account_created", "commented",    "follow_changed", "order_cancelled", "order_paid",
                                                    "order_refunded",  "post_reacted", "product_saved",  "signed_in"};

bool is_ordering(Op op) { return op == Op::less || op == Op::at_most || op == Op::more || op == Op::at_least; }

class Checker {
 public:
  explicit Checker(std::span<const std::string> predictions) : predictions_(predictions) {}
  std::vector<FieldError> errors;

  void rule(const Node& node, int depth) {
    if (++nodes_ > nodes_max) {
      if (nodes_ == nodes_max + 1) fail(node.mark, "too_many", "is the 61st part of the rule; 60 are allowed");
      return;
    }
    if (node.is_group()) return group(node, depth);
    switch (node.type) {
      case Type::count: count(node); break;
      case Type::sum: sum(node); break;
      case Type::sequence: sequence(node); break;
      case Type::last:
        pattern(node.first, true);
        time(node.within, node.within_mark, window_max);
        break;
      case Type::trait: trait(node); break;
      case Type::predicted: predicted(node); break;
      default:
        if (node.name != "email" && node.name != "sms") fail(node.mark, "not_allowed", "must name the channel email or sms");
    }
  }

 private:
  void fail(const Mark& mark, const char* code, std::string message) {
    if (errors.size() < 50) errors.push_back({mark, code, std::move(message)});
  }
  void name(const std::string& text, const Mark& mark, const char* what) {
    if (text.empty()) fail(mark, "required", std::string(what) + " is required");
    else if (!is_utf8(text) || code_points(text) > name_max) fail(mark, "too_long", std::string(what) + " has more than 100 characters");
    else if (std::any_of(text.begin(), text.end(), [](unsigned char c) { return c < 0x20 || c == 0x7f; }))
      fail(mark, "wrong_format", std::string(what) + " has a control character");
  }
  void group(const Node& node, int depth) {
    if (depth > depth_max) return fail(node.mark, "too_deep", "is more than 6 groups deep");
    if (node.rules.empty()) fail(node.mark, "required", "a group needs a condition");
    if (node.type == Type::none_of && node.rules.size() > 1) fail(node.mark, "too_many", "not takes one condition or one group");
    for (const auto& each : node.rules) rule(each, depth + 1);
  }
  void time(Micros length, const Mark& mark, Micros max) {
    if (length < minutes(1) || length > max) fail(mark, "out_of_range", "must be from 1 minute to " + text_of(max));
  }
  void values(const std::vector<Literal>& list, Op op, const Mark& mark) {
    if (list.empty()) return fail(mark, "required", "a value is required");
    if (list.size() > values_max) fail(mark, "too_many", "has more than 50 values");
    for (const auto& value : list) {
      if (value.kind == ValueKind::text && (!is_utf8(value.text) || code_points(value.text) > value_max))
        fail(mark, "too_long", "a value has more than 100 characters");
      if (value.kind == ValueKind::boolean && is_ordering(op)) fail(mark, "wrong_type", "true and false are compared by = and !=");
      if (value.kind != list.front().kind) return fail(mark, "wrong_type", "values must be of one type");
    }
  }
  void pattern(const Pattern& pattern, bool may_be_anything) {
    name(pattern.event, pattern.mark, "an event's name");
    if (pattern.event == anything && (!may_be_anything || !pattern.where.empty()))
      fail(pattern.mark, "not_allowed", "anything stands alone, in last(anything) only");
    if (pattern.where.size() > where_max) fail(pattern.mark, "too_many", "has more than 5 conditions on fields");
    for (const auto& test : pattern.where) {
      name(test.field, test.mark, "a field");
      values(test.values, test.op, test.mark);
      const bool is_collection = test.field == "collection";
      const bool plain = test.op == Op::equal || test.op == Op::not_equal || test.op == Op::in;
      if (is_collection && (!plain || test.values.empty() || test.values.front().kind != ValueKind::text))
        fail(test.mark, "wrong_type", "a collection is compared with its handle by =, != or in");
    }
  }
  void count(const Node& node) {
    pattern(node.first, false);
    time(node.window, node.window_mark, window_max);
    const bool one = node.values.size() == 1 && node.values.front().kind == ValueKind::number && node.op != Op::in;
    if (!one) return fail(node.value_mark, "wrong_type", "a count is compared with one number");
    const double value = node.values.front().number;
    if (value != std::floor(value) || value < 0 || value > count_max)
      fail(node.value_mark, "out_of_range", "must be a whole number from 0 to 100");
  }
  // Money is what modules decided, never what a browser says.
  void sum(const Node& node) {
    pattern(node.first, false);
    name(node.name, node.mark, "a field");
    time(node.window, node.window_mark, window_max);
    const bool one = node.values.size() == 1 && node.op != Op::in;
    const auto kind = one ? node.values.front().kind : ValueKind::text;
    if (!one || (kind != ValueKind::number && kind != ValueKind::money))
      return fail(node.value_mark, "wrong_type", "a sum is compared with one number or one amount");
    if (kind == ValueKind::money && !is_domain_event(node.first.event))
      fail(node.first.mark, "not_trusted", "amounts of money are summed over events of the shop only, such as order_paid");
    if (kind == ValueKind::number && is_domain_event(node.first.event) && node.name == "total")
      fail(node.value_mark, "wrong_type", "needs a currency, such as 200 EUR");
  }
  void sequence(const Node& node) {
    pattern(node.first, false);
    pattern(node.second, false);
    time(node.window, node.window_mark, window_max);
    time(node.within, node.within_mark, days(90));
    if (node.within > node.window) fail(node.within_mark, "out_of_range", "must not be longer than how far the rule looks back");
  }
  void trait(const Node& node) {
    name(node.name, node.mark, "a trait's name");
    if (node.op == Op::exists) return;
    if (node.op == Op::more_ago || node.op == Op::less_ago) return time(node.within, node.within_mark, 10 * window_max);
    values(node.values, node.op, node.value_mark);
    if (!node.values.empty() && node.values.front().kind == ValueKind::money)
      fail(node.value_mark, "wrong_type", "traits hold no amounts of money");
  }
  void predicted(const Node& node) {
    if (std::find(predictions_.begin(), predictions_.end(), node.name) == predictions_.end())
      fail(node.mark, "unknown", "there is no prediction of this name");
    const bool one = node.values.size() == 1 && node.values.front().kind == ValueKind::number && node.op != Op::in;
    if (!one) fail(node.value_mark, "wrong_type", "a prediction is compared with one number");
  }

  std::span<const std::string> predictions_;
  int nodes_ = 0;
};

}  // namespace

std::span<const std::string_view> domain_events() { return known_domain_events; }

bool is_domain_event(std::string_view name) {
  return std::find(std::begin(known_domain_events), std::end(known_domain_events), name) != std::end(known_domain_events);
}

Error rule_invalid(std::vector<FieldError> fields) {
  return Error{ErrorKind::unprocessable, "segments.rule_invalid", "The rule cannot be read.", std::move(fields)};
}

int cost_of(const Node& node) {
  if (node.is_group()) {
    int sum = 0;
    for (const auto& rule : node.rules) sum += cost_of(rule);
    return sum;
  }
  const auto pattern = [](const Pattern& each) {
    int cost = 2;
    for (const auto& test : each.where) cost += 1 + static_cast<int>(test.values.size()) / 10;
    return cost;
  };
  switch (node.type) {
    case Type::sequence: return 2 * (pattern(node.first) + pattern(node.second));
    case Type::count:
    case Type::sum:
    case Type::last: return pattern(node.first);
    default: return 1;
  }
}

std::vector<FieldError> check(const Node& rule, std::span<const std::string> predictions) {
  Checker checker(predictions);
  checker.rule(rule, 1);
  if (checker.errors.empty() && cost_of(rule) > cost_max)
    checker.errors.push_back({rule.mark, "too_costly", "costs more than 300; split it into two segments"});
  return std::move(checker.errors);
}

}  // namespace plaza::segments
