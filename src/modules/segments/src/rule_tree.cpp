// The JSON tree: {"type": "and", "rules": […]}, {"type": "count", "event": "Product Viewed", "where": [{"field": …, "op": "=",
// "value": …}], "window": "7 days", "op": ">=", "value": 3} … Durations are texts ("7 days"), money is {"amount", "currency"}.
// Everything that is missing or of a wrong type is told at once, with its path.
#include <cmath>

#include "platform/base/money.h"
#include "platform/json/describe.h"
#include "platform/json/document.h"
#include "rule.h"

namespace plaza::segments {
namespace {

namespace bj = boost::json;

constexpr double exact_max = 9'007'199'254'740'992.0;  // 2^53

class Reader {
 public:
  std::vector<FieldError> errors;

  Node read(const bj::value& tree, const Mark& at, int depth) {
    Node node;
    node.mark = at;
    const auto* object = tree.if_object();
    if (!object) {
      fail(at, "wrong_type", "must be an object");
      return node;
    }
    const auto type = json::parse_enum<Type>(text(*object, "type", at));
    if (!type) {
      fail(at + ".type", "not_allowed",
           "must be one of and, or, not, count, sum, sequence, last, trait, predicted, consent");
      return node;
    }
    node.type = *type;
    if (node.is_group()) read_group(node, *object, depth);
    else read_leaf(node, *object);
    return node;
  }

 private:
  void fail(Mark mark, const char* code, std::string message) {
    if (errors.size() < 50) errors.push_back({std::move(mark), code, std::move(message)});
  }

  void read_group(Node& node, const bj::object& object, int depth) {
    const auto* rules = object.if_contains("rules");
    const auto* list = rules ? rules->if_array() : nullptr;
    if (!list) return fail(node.mark + ".rules", "required", "must be a list of rules");
    if (depth >= 2 * depth_max) return fail(node.mark, "too_deep", "is nested too deeply");
    if (list->size() > static_cast<std::size_t>(nodes_max)) return fail(node.mark + ".rules", "too_many", "has too many rules");
    for (std::size_t i = 0; i < list->size(); ++i) {
      Node part = read((*list)[i], node.mark + ".rules[" + std::to_string(i) + "]", depth + 1);
      if (part.type == node.type && node.type != Type::none_of && !part.rules.empty()) {
        std::move(part.rules.begin(), part.rules.end(), std::back_inserter(node.rules));
      } else {
        node.rules.push_back(std::move(part));
      }
    }
    if (node.rules.size() != 1 || node.type == Type::none_of) return;
    Node only = std::move(node.rules.front());
    node = std::move(only);
  }

  void read_leaf(Node& node, const bj::object& object) {
    node.window_mark = node.mark + ".window";
    node.within_mark = node.mark + ".within";
    node.value_mark = node.mark + ".value";
    switch (node.type) {
      case Type::sum: node.name = text(object, "field", node.mark); [[fallthrough]];
      case Type::count:
        node.first = pattern(object, node.mark);
        node.window = duration(object, "window", node.mark);
        compare(node, object);
        break;
      case Type::sequence: read_sequence(node, object); break;
      case Type::last:
        node.first = pattern(object, node.mark);
        compare(node, object);
        break;
      case Type::trait:
      case Type::predicted:
        node.name = text(object, "name", node.mark);
        compare(node, object);
        break;
      default:
        node.name = text(object, "channel", node.mark);
        node.op = Op::equal;
        const std::string state = text(object, "state", node.mark);
        if (state != "given" && state != "withdrawn") fail(node.mark + ".state", "not_allowed", "must be given or withdrawn");
        node.values = {{ValueKind::boolean, "", state == "given" ? 1.0 : 0.0}};
    }
  }
  void read_sequence(Node& node, const bj::object& object) {
    const auto part = [&](const char* name) {
      const Mark at = node.mark + "." + name;
      const auto* value = object.if_contains(name);
      const auto* inner = value ? value->if_object() : nullptr;
      if (inner) return pattern(*inner, at);
      fail(at, "required", "must be an object with an event");
      return Pattern{};
    };
    node.first = part("first");
    node.second = part("then");
    const auto* absent = object.if_contains("absent");
    node.absent = absent && absent->is_bool() && absent->get_bool();
    node.within = duration(object, "within", node.mark);
    node.window = duration(object, "window", node.mark);
  }

  std::string text(const bj::object& object, const char* name, const Mark& at) {
    const auto* value = object.if_contains(name);
    const auto* found = value ? value->if_string() : nullptr;
    if (found) return std::string(found->data(), found->size());
    fail(at + "." + name, "required", "must be a text");
    return {};
  }
  Micros duration(const bj::object& object, const char* name, const Mark& at) {
    const auto* value = object.if_contains(name);
    const auto* found = value ? value->if_string() : nullptr;
    const auto parsed = found ? parse_duration({found->data(), found->size()}) : std::nullopt;
    if (parsed) return *parsed;
    fail(at + "." + name, "wrong_format", "must be a time, such as \"7 days\"");
    return days(1);
  }
  Pattern pattern(const bj::object& object, const Mark& at) {
    Pattern pattern;
    pattern.mark = at + ".event";
    pattern.event = text(object, "event", at);
    const auto* where = object.if_contains("where");
    if (!where || where->is_null()) return pattern;
    const auto* list = where->if_array();
    if (!list) {
      fail(at + ".where", "wrong_type", "must be a list");
      return pattern;
    }
    for (std::size_t i = 0; i < std::min<std::size_t>(list->size(), 20); ++i) {
      Test test;
      test.mark = at + ".where[" + std::to_string(i) + "]";
      const auto* entry = (*list)[i].if_object();
      if (!entry) {
        fail(test.mark, "wrong_type", "must be an object");
        continue;
      }
      test.field = text(*entry, "field", test.mark);
      const auto op = json::parse_enum<Op>(text(*entry, "op", test.mark));
      if (!op || *op > Op::in) fail(test.mark + ".op", "not_allowed", "must be one of =, !=, <, <=, >, >=, in");
      else test.op = *op;
      test.values = values(*entry, test.op, test.mark);
      pattern.where.push_back(std::move(test));
    }
    return pattern;
  }
  void compare(Node& node, const bj::object& object) {
    const auto op = json::parse_enum<Op>(text(object, "op", node.mark));
    const bool ago = op && (*op == Op::more_ago || *op == Op::less_ago);
    const bool may_ago = node.type == Type::last || node.type == Type::trait;
    const bool fits = op && (ago ? may_ago : node.type != Type::last) && (*op != Op::exists || node.type == Type::trait);
    if (!fits) return fail(node.mark + ".op", "not_allowed", "does not fit this condition");
    node.op = *op;
    if (ago) node.within = duration(object, "within", node.mark);
    else if (node.op != Op::exists) node.values = values(object, node.op, node.mark);
  }
  std::vector<Literal> values(const bj::object& object, Op op, const Mark& at) {
    const auto* value = object.if_contains("value");
    const Mark mark = at + ".value";
    if (!value || value->is_null()) {
      fail(mark, "required", "is required");
      return {};
    }
    if (op != Op::in) return {literal(*value, mark)};
    const auto* list = value->if_array();
    if (!list || list->size() > 1'000) {
      fail(mark, "wrong_type", "must be a list");
      return {};
    }
    std::vector<Literal> found;
    for (const auto& each : *list) found.push_back(literal(each, mark));
    return found;
  }
  Literal literal(const bj::value& value, const Mark& mark) {
    if (const auto* text = value.if_string()) return {ValueKind::text, std::string(text->data(), text->size()), 0};
    if (const auto* flag = value.if_bool()) return {ValueKind::boolean, "", *flag ? 1.0 : 0.0};
    if (value.is_number() && std::fabs(value.to_number<double>()) < 1e15) return {ValueKind::number, "", value.to_number<double>()};
    if (const auto* object = value.if_object()) {
      const auto* amount = object->if_contains("amount");
      const auto* currency = object->if_contains("currency");
      if (amount && amount->is_int64() && currency && currency->is_string() &&
          std::fabs(static_cast<double>(amount->get_int64())) < exact_max && parse_currency(currency->get_string())) {
        return {ValueKind::money, std::string(currency->get_string()), static_cast<double>(amount->get_int64())};
      }
    }
    fail(mark, "wrong_type", "must be a text, a number, true, false, or an amount with its currency");
    return {};
  }
};

const char* name_of(Op op) { return enum_names(static_cast<Op*>(nullptr))[static_cast<std::size_t>(op)]; }

bj::value number_tree(double number) {
  if (number == std::floor(number) && std::fabs(number) < exact_max) return static_cast<std::int64_t>(number);
  return number;
}

bj::value literal_tree(const Literal& literal) {
  switch (literal.kind) {
    case ValueKind::text: return bj::string(literal.text);
    case ValueKind::boolean: return literal.number != 0;
    case ValueKind::number: return number_tree(literal.number);
    case ValueKind::money: break;
  }
  return bj::object{{"amount", static_cast<std::int64_t>(literal.number)}, {"currency", literal.text}};
}

void put_value(bj::object& object, Op op, const std::vector<Literal>& values) {
  object["op"] = name_of(op);
  if (op != Op::in) {
    if (!values.empty()) object["value"] = literal_tree(values.front());
    return;
  }
  bj::array list;
  for (const auto& value : values) list.push_back(literal_tree(value));
  object["value"] = std::move(list);
}

void put_pattern(bj::object& object, const Pattern& pattern) {
  object["event"] = pattern.event;
  if (pattern.where.empty()) return;
  bj::array where;
  for (const auto& test : pattern.where) {
    bj::object entry{{"field", test.field}};
    put_value(entry, test.op, test.values);
    where.push_back(std::move(entry));
  }
  object["where"] = std::move(where);
}

void put_comparison(bj::object& object, const Node& node) {
  if (node.op == Op::exists) object["op"] = name_of(node.op);
  else if (node.op == Op::more_ago || node.op == Op::less_ago) {
    object["op"] = name_of(node.op);
    object["within"] = text_of(node.within);
  } else {
    put_value(object, node.op, node.values);
  }
}

}  // namespace

Result<Node> parse_tree(const bj::value& tree, std::string_view path) {
  Reader reader;
  Node rule = reader.read(tree, Mark(path), 0);
  if (!reader.errors.empty()) return rule_invalid(std::move(reader.errors));
  return rule;
}

bj::value tree_of(const Node& node) {
  bj::object object{{"type", enum_names(static_cast<Type*>(nullptr))[static_cast<std::size_t>(node.type)]}};
  if (node.is_group()) {
    bj::array rules;
    for (const auto& rule : node.rules) rules.push_back(tree_of(rule));
    object["rules"] = std::move(rules);
    return object;
  }
  switch (node.type) {
    case Type::count:
    case Type::sum:
      put_pattern(object, node.first);
      if (node.type == Type::sum) object["field"] = node.name;
      object["window"] = text_of(node.window);
      put_comparison(object, node);
      break;
    case Type::sequence: {
      bj::object first, then;
      put_pattern(first, node.first);
      put_pattern(then, node.second);
      object["first"] = std::move(first);
      object["then"] = std::move(then);
      object["absent"] = node.absent;
      object["within"] = text_of(node.within);
      object["window"] = text_of(node.window);
      break;
    }
    case Type::last:
      put_pattern(object, node.first);
      put_comparison(object, node);
      break;
    case Type::consent:
      object["channel"] = node.name;
      object["state"] = !node.values.empty() && node.values.front().number != 0 ? "given" : "withdrawn";
      break;
    default:
      object["name"] = node.name;
      put_comparison(object, node);
  }
  return object;
}

}  // namespace plaza::segments
