#include "evaluate.h"

#include <algorithm>

namespace plaza::segments {
namespace {

bool compare(Op op, double left, double right) {
  switch (op) {
    case Op::equal:
    case Op::in: return left == right;
    case Op::not_equal: return left != right;
    case Op::less: return left < right;
    case Op::at_most: return left <= right;
    case Op::more: return left > right;
    case Op::at_least: return left >= right;
    default: return false;
  }
}

// Texts have an order only when both are times.
bool compare_texts(Op op, std::string_view left, std::string_view right) {
  if (op == Op::equal || op == Op::in) return left == right;
  if (op == Op::not_equal) return left != right;
  const auto a = parse_time(left), b = parse_time(right);
  return a && b && compare(op, static_cast<double>(a->micros), static_cast<double>(b->micros));
}

bool fits_value(Op op, const Literal& wanted, ValueKind kind, std::string_view text, double number) {
  if (wanted.kind != kind) return false;
  if (kind == ValueKind::text) return compare_texts(op, text, wanted.text);
  if (kind == ValueKind::money && text != wanted.text) return false;
  return compare(op, number, wanted.number);
}

bool fits_any(Op op, const std::vector<Literal>& wanted, ValueKind kind, std::string_view text, double number) {
  return std::any_of(wanted.begin(), wanted.end(),
                     [&](const Literal& each) { return fits_value(op, each, kind, text, number); });
}

bool stands_in(const Test& test, Symbol product, std::span<const Property> properties, const History& history, const World& world) {
  if (!product || !world.in_collection) return false;
  for (const auto& property : properties) {
    if (property.field != product || property.kind != ValueKind::text) continue;
    for (const auto& wanted : test.values)
      if (world.in_collection(history.value_text(property.field, property.text), wanted.text)) return true;
  }
  return false;
}

// One of the values of the field must fit; `!=` holds when none is equal, also when the field is not there.
bool fits(const PreparedPattern::Field& tested, Symbol product, std::span<const Property> properties, const History& history, const World& world) {
  const Test& test = *tested.test;
  if (test.field == "collection" && stands_in(test, product, properties, history, world)) return test.op != Op::not_equal;
  const bool negative = test.op == Op::not_equal;
  const Op op = negative ? Op::equal : test.op;
  for (const auto& property : properties) {
    if (!tested.field || property.field != tested.field) continue;
    const std::string_view text = property.text ? std::string_view(history.value_text(property.field, property.text)) : "";
    if (fits_any(op, test.values, property.kind, text, property.number)) return !negative;
  }
  return negative;
}

constexpr std::size_t members_common = 1;

// Of the part that is looked at; kept for its memory.
struct Scratch {
  std::vector<Time> times;
  std::vector<double> totals;
  std::vector<Property> properties;
};
thread_local Scratch scratch;

}  // namespace

class Evaluator {
 public:
  Evaluator(const Person& person, const World& world, Time now) : person_(person), history_(person.history), world_(world), now_(now) {}

  Verdict look(const Prepared& rule) {
    const Node& node = *rule.rule_;
    switch (node.type) {
      case Type::all_of: return group(rule, true);
      case Type::any_of: return group(rule, false);
      case Type::none_of: {
        const Verdict verdict = look(rule.parts_.front());
        return {!verdict.holds, verdict.next};
      }
      case Type::count: return count(rule);
      case Type::sum: return sum(rule);
      case Type::sequence: return sequence(rule);
      case Type::last: return last(rule);
      case Type::trait: return trait(rule);
      case Type::predicted: return predicted(node);
      case Type::consent: break;
    }
    return {consent(node), never};
  }

 private:
  // A group that one part decides stays as it is until each part that decides it so has changed; else until any part changes.
  Verdict group(const Prepared& rule, bool all) {
    Time soonest = never;
    std::optional<Time> latest;  // of the parts that decide
    for (const auto& part : rule.parts_) {
      const Verdict verdict = look(part);
      if (verdict.holds != all) {
        latest = latest ? std::max(*latest, verdict.next) : verdict.next;
        if (*latest == never) break;
      }
      soonest = std::min(soonest, verdict.next);
    }
    return latest ? Verdict{!all, *latest} : Verdict{all, soonest};
  }

  Time later(Time time) const { return time > now_ ? time : never; }
  static Time sooner(Time a, Time b) { return std::min(a, b); }

  // Calls each(time, properties), the newest of each member first, until it says false. Properties are there when `wanted` or tested.
  template <class Each>
  void each_match(const PreparedPattern& pattern, Time after, bool wanted, const Each& each) {
    if (!pattern.event) return;
    const bool tested = !pattern.where.empty();
    bool more = true;
    for (const Index member : person_.members) {
      const Kept* kept = history_.at(member).find(pattern.event);
      if (!kept) continue;
      kept->occurrences.each_from_newest([&](const Packed::Entry& one) {
        if (one.at <= after) return false;
        if (one.at > now_) return true;
        if (tested || wanted) unpack(one.properties, properties_);
        if (!tested || segments::fits(pattern, properties_, history_, world_)) more = each(one.at, properties_);
        return more;
      });
      if (!more) return;
    }
  }

  // What was counted leaves the window one by one, the oldest first.
  Verdict count(const Prepared& rule) {
    const Node& node = *rule.rule_;
    const double wanted = node.values.front().number;
    const Time oldest = now_ - node.window;
    const bool at_least = (node.op == Op::at_least || node.op == Op::more) && person_.members.size() <= members_common;
    times_.clear();
    bool enough = false;
    each_match(rule.first_, oldest, false, [&](Time at, const auto&) {
      times_.push_back(at);
      enough = at_least && compare(node.op, static_cast<double>(times_.size()), wanted);
      return !enough;
    });
    if (enough) return {true, later(times_.back() + node.window)};
    const auto found = times_.size();
    const bool holds = compare(node.op, static_cast<double>(found), wanted);
    if (person_.members.size() > members_common) std::sort(times_.begin(), times_.end(), std::greater<>());
    for (std::size_t left = found; left-- > 0;)
      if (compare(node.op, static_cast<double>(left), wanted) != holds) return {holds, later(times_[left] + node.window)};
    return {holds, never};
  }

  Verdict sum(const Prepared& rule) {
    const Node& node = *rule.rule_;
    const auto& wanted = node.values.front();
    times_.clear();
    totals_.clear();
    double total = 0;
    each_match(rule.first_, now_ - node.window, true, [&](Time at, const std::vector<Property>& properties) {
      for (const auto& property : properties) {
        if (!rule.name_ || property.field != rule.name_ || property.kind != wanted.kind) continue;
        if (wanted.kind == ValueKind::money && history_.value_text(property.field, property.text) != wanted.text) continue;
        total += property.number;
      }
      times_.push_back(at);
      totals_.push_back(total);
      return true;
    });
    const bool holds = compare(node.op, total, wanted.number);
    if (times_.empty()) return {holds, never};
    // Of one member the sums of what will be left are known to the bit.
    if (person_.members.size() > members_common) return {holds, later(*std::min_element(times_.begin(), times_.end()) + node.window)};
    for (std::size_t left = times_.size(); left-- > 0;) {
      if (compare(node.op, left ? totals_[left - 1] : 0, wanted.number) != holds) return {holds, later(times_[left] + node.window)};
    }
    return {holds, never};
  }

  Verdict sequence(const Prepared& rule) {
    const Node& node = *rule.rule_;
    const Time oldest = now_ - node.window;
    times_.clear();
    each_match(rule.first_, oldest, false, [&](Time at, const auto&) {
      times_.push_back(at);
      return true;
    });
    if (times_.empty()) return {};
    std::vector<Time> seconds;
    each_match(rule.second_, oldest, false, [&](Time at, const auto&) {
      seconds.push_back(at);
      return true;
    });
    std::sort(seconds.begin(), seconds.end());
    Time until{};         // what was found is in the window so long
    Time ripe = never;    // when the first of those that nothing followed yet is left for good
    for (const Time at : times_) {
      const auto then = std::upper_bound(seconds.begin(), seconds.end(), at);
      const bool followed = then != seconds.end() && *then <= at + node.within;
      if (followed == node.absent) continue;
      if (node.absent && at + node.within > now_) {
        if (node.within < node.window) ripe = sooner(ripe, at + node.within);
      } else {
        until = std::max(until, at + node.window);
      }
    }
    return until > now_ ? Verdict{true, until} : Verdict{false, ripe};
  }

  Verdict ago(Op op, Micros length, Time at) {
    const bool long_ago = at + length <= now_;
    return {long_ago == (op == Op::more_ago), later(at + length)};
  }

  Verdict last(const Prepared& rule) {
    const Node& node = *rule.rule_;
    std::optional<Time> latest;
    const auto take = [&](Time at) { latest = latest ? std::max(*latest, at) : at; };
    if (node.first.event == anything) {
      for (const Index member : person_.members) take(history_.at(member).last_seen);
      return latest ? ago(node.op, node.within, *latest) : Verdict{};
    }
    const bool alone = person_.members.size() <= members_common;
    each_match(rule.first_, now_ - window_max, false, [&](Time at, const auto&) {
      take(at);
      return !alone;
    });
    if (!latest) return {};
    Verdict verdict = ago(node.op, node.within, *latest);
    verdict.next = sooner(verdict.next, later(*latest + window_max));
    return verdict;
  }

  // The account's own word counts most, then that of the visitor linked last.
  const Trait* find_trait(Symbol symbol) const {
    if (!symbol) return nullptr;
    for (const Index member : person_.members) {
      for (const auto& trait : history_.at(member).traits)
        if (trait.name == symbol) return &trait;
    }
    return nullptr;
  }
  std::optional<Time> seen(std::string_view name) const {
    std::optional<Time> found;
    for (const Index member : person_.members) {
      const auto& each = history_.at(member);
      if (name == "first_seen") found = found ? std::min(*found, each.first_seen) : each.first_seen;
      else found = found ? std::max(*found, each.last_seen) : each.last_seen;
    }
    return found;
  }
  Verdict trait(const Prepared& rule) {
    const Node& node = *rule.rule_;
    if (person_.members.empty()) return {};
    if (node.name == "account") {
      const bool member = history_.at(person_.members.front()).account != 0;
      if (node.op == Op::exists) return {member, never};
      return {!node.values.empty() && fits_any(node.op, node.values, ValueKind::boolean, "", member ? 1 : 0), never};
    }
    if (node.name == "first_seen" || node.name == "last_seen") {
      const auto time = seen(node.name);
      if (node.op == Op::more_ago || node.op == Op::less_ago) return time ? ago(node.op, node.within, *time) : Verdict{};
      return {node.op == Op::exists || (time && fits_any(node.op, node.values, ValueKind::text, to_text(*time), 0)), never};
    }
    const Trait* found = find_trait(rule.name_);
    if (!found) return {node.op == Op::not_equal, never};
    if (node.op == Op::exists) return {true, never};
    if (node.op == Op::more_ago || node.op == Op::less_ago) {
      const auto time = parse_time(found->text.size() == 10 ? found->text + "T00:00:00Z" : found->text);
      if (!time) return {};
      return *time <= now_ ? ago(node.op, node.within, *time) : Verdict{false, *time};  // of days to come
    }
    if (node.op == Op::not_equal) return {!fits_any(Op::equal, node.values, found->kind, found->text, found->number), never};
    return {fits_any(node.op, node.values, found->kind, found->text, found->number), never};
  }

  // Predictions are made anew over night.
  Verdict predicted(const Node& node) {
    if (person_.members.empty() || !world_.prediction) return {};
    const auto& head = history_.at(person_.members.front());
    const auto value = world_.prediction(node.name, head.account, head.visitor);
    return {value && compare(node.op, *value, node.values.front().number), Time{(now_.micros / days(1) + 1) * days(1)}};
  }
  bool consent(const Node& node) {
    if (person_.members.empty() || !world_.consent) return false;
    const auto& head = history_.at(person_.members.front());
    if (!head.account) return false;
    const auto given = world_.consent(head.account, node.name);
    return given && *given == (node.values.front().number != 0);
  }

  const Person& person_;
  const History& history_;
  const World& world_;
  const Time now_;
  std::vector<Time>& times_ = scratch.times;
  std::vector<double>& totals_ = scratch.totals;
  std::vector<Property>& properties_ = scratch.properties;
};

Prepared::Prepared(const Node& rule, const History& history) { prepare(rule, history); }

void Prepared::prepare(const Node& rule, const History& history) {
  rule_ = &rule;
  names_ = history.names();
  if (rule.is_group()) {
    parts_.resize(rule.rules.size());
    for (std::size_t i = 0; i < parts_.size(); ++i) parts_[i].prepare(rule.rules[i], history);
    return;
  }
  if (rule.type == Type::trait) {
    name_ = history.trait(rule.name);
    return;
  }
  if (rule.type == Type::sum) name_ = history.field(rule.name);
  if (!rule.first.event.empty()) first_ = prepared(rule.first, history);
  if (!rule.second.event.empty()) second_ = prepared(rule.second, history);
}

Verdict Prepared::look(const Person& person, const World& world, Time now) const { return Evaluator(person, world, now).look(*this); }

PreparedPattern prepared(const Pattern& pattern, const History& history) {
  PreparedPattern found;
  found.event = history.event(event_key(pattern.event));
  for (const auto& test : pattern.where) {
    found.where.push_back({&test, history.field(test.field)});
    if (test.field == "collection") found.product = history.field("product_id");
  }
  return found;
}

Person::Person(const History& from, Index head) : history(from) {
  members.push_back(head);
  const auto& visitors = from.at(head).visitors;
  for (auto each = visitors.rbegin(); each != visitors.rend() && members.size() < members_max; ++each) members.push_back(*each);
}

bool fits(const PreparedPattern& pattern, std::span<const Property> properties, const History& history, const World& world) {
  return std::all_of(pattern.where.begin(), pattern.where.end(),
                     [&](const auto& each) { return fits(each, pattern.product, properties, history, world); });
}

Verdict evaluate(const Node& rule, const Person& person, const World& world, Time now) {
  return Prepared(rule, person.history).look(person, world, now);
}

}  // namespace plaza::segments
