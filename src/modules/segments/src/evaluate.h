// Whether a person fits a rule now, and when that may change by itself. Windows reach from `now - window` (not with) to `now`
// (with). Pure: a history and a rule in, a verdict out.
#pragma once

#include <functional>
#include <limits>
#include <span>

#include "history.h"
#include "rule.h"

namespace plaza::segments {

inline constexpr Time never{std::numeric_limits<std::int64_t>::max()};

struct Verdict {
  bool holds = false;
  Time next = never;  // the earliest moment at which it can be another one though nothing happened; may be too early, never too late
};

// What a rule asks of the world outside the log.
struct World {
  // Whether a product (its id as text) stands in a collection (its handle).
  std::function<bool(std::string_view product, std::string_view collection)> in_collection;
  std::function<std::optional<double>(std::string_view name, std::int64_t account, std::string_view visitor)> prediction;
  // 1 given, 0 withdrawn, nothing: never asked.
  std::function<std::optional<bool>(std::int64_t account, std::string_view channel)> consent;
};

// Who is looked at: an account and its visitors, a visitor, or nobody at all (no members).
class Person {
 public:
  static constexpr std::size_t members_max = 100;  // the ones linked last
  Person(const History& history, Index head);
  explicit Person(const History& from) : history(from) {}
  const History& history;
  std::vector<Index> members;  // the account first
};

// A pattern, a rule with their names looked up in a history, so that looking at a person searches no text. The rule is borrowed.
struct PreparedPattern {
  struct Field {
    const Test* test;
    Symbol field;
  };
  Symbol event = 0;
  std::vector<Field> where;
  Symbol product = 0;  // the field that collections are asked by
};

class Prepared {
 public:
  Prepared() = default;
  Prepared(const Node& rule, const History& history);
  // False: a name became known since, or it is of no rule at all.
  bool is_current(const History& history) const { return rule_ != nullptr && names_ == history.names(); }
  Verdict look(const Person& person, const World& world, Time now) const;

 private:
  friend class Evaluator;
  void prepare(const Node& rule, const History& history);

  const Node* rule_ = nullptr;
  std::size_t names_ = 0;
  PreparedPattern first_, second_;
  Symbol name_ = 0;  // the field of a sum, the trait
  std::vector<Prepared> parts_;
};

Verdict evaluate(const Node& rule, const Person& person, const World& world, Time now);

PreparedPattern prepared(const Pattern& pattern, const History& history);
// Whether an occurrence fits a pattern's tests (its event is known to).
bool fits(const PreparedPattern& pattern, std::span<const Property> properties, const History& history, const World& world);

}  // namespace plaza::segments
