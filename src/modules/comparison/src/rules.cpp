#include "rules.h"

#include <algorithm>
#include <cmath>

#include "platform/base/text.h"
#include "units.h"

namespace plaza::comparison {

namespace {

std::string key_of(std::string_view key) {
  std::string out;
  for (const char c : lower_ascii(key)) {
    if (c != ' ' && c != '-' && c != '_') out += c;
  }
  return out;
}

// What two texts must share to say the same: letters without case, single spaces.
std::string plain(std::string_view text) {
  std::string out;
  for (const char c : lower_ascii(trimmed(text))) {
    const bool space = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!space) out += c;
    else if (out.back() != ' ') out += ' ';
  }
  return out;
}

bool same_number(double a, double b) { return std::fabs(a - b) <= 1e-6 * std::max(std::fabs(a), std::fabs(b)); }

// "350 ml" is its number and nothing else; "350 ml, lid included" says more.
bool is_pure_measure(const Statement& statement) {
  std::string_view rest = trimmed(statement.text);
  const auto digits = rest.find_first_not_of("+-0123456789.,'");
  if (digits == std::string_view::npos) return true;
  rest = trimmed(rest.substr(digits));
  if (plain(rest) == plain(statement.unit)) return true;
  const auto* said = find_unit(rest);
  return said && said == find_unit(statement.unit);
}

// How the numbers of a row are made comparable.
struct Scale {
  bool comparable = false;
  std::string unit;             // shown; may be empty
  const Unit* known = nullptr;  // of the table
};

// The largest stated unit in which no value falls below 1, else the smallest: 0.35 l and 500 ml are shown in ml.
const Unit* readable_unit(const std::vector<const Unit*>& units, const std::vector<double>& numbers) {
  const Unit* best = nullptr;
  const Unit* smallest = units[0];
  for (const auto* candidate : units) {
    if (candidate->factor < smallest->factor) smallest = candidate;
    bool readable = true;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
      const double shown = std::fabs(convert(numbers[i], *units[i], *candidate));
      if (numbers[i] != 0 && shown < 1 && !same_number(shown, 1)) readable = false;
    }
    if (readable && (!best || candidate->factor > best->factor)) best = candidate;
  }
  return best ? best : smallest;
}

Scale scale_of(const Topic& topic) {
  std::vector<const Unit*> units;
  std::vector<double> numbers;
  std::vector<std::string> names;
  for (const auto& statement : topic.statements) {
    if (!statement) continue;
    if (!statement->number || !std::isfinite(*statement->number)) return {};
    units.push_back(find_unit(statement->unit));
    numbers.push_back(*statement->number);
    names.emplace_back(trimmed(statement->unit));
  }
  if (names.empty()) return {};
  const bool all_known = std::all_of(units.begin(), units.end(), [](const Unit* unit) { return unit != nullptr; });
  if (!all_known) {
    const bool one_name = std::all_of(names.begin(), names.end(), [&](const auto& name) { return plain(name) == plain(names[0]); });
    return one_name ? Scale{true, names[0], nullptr} : Scale{};
  }
  const auto of_first = [&](const Unit* unit) { return unit->quantity == units[0]->quantity; };
  if (!std::all_of(units.begin(), units.end(), of_first)) return {};
  const bool one_unit = std::all_of(units.begin(), units.end(), [&](const Unit* unit) { return unit == units[0]; });
  const Unit* shown = one_unit ? units[0] : readable_unit(units, numbers);
  return {true, one_unit ? names[0] : std::string(shown->symbol), shown};
}

ComparisonCell cell_of(const Statement& statement, const Scale& scale) {
  if (!scale.comparable) return {statement.text, std::nullopt};
  const auto* own = scale.known ? find_unit(statement.unit) : nullptr;
  if (!own || own == scale.known) return {statement.text, statement.number};
  const double number = convert(*statement.number, *own, *scale.known);
  const std::string measure = number_text(number) + ' ' + scale.unit;
  return {is_pure_measure(statement) ? measure : measure + " (" + statement.text + ')', number};
}

bool differ(const Topic& topic, const ComparisonRow& row, bool comparable) {
  const Statement* first = nullptr;
  std::optional<double> first_number;
  for (std::size_t i = 0; i < topic.statements.size(); ++i) {
    if (!topic.statements[i]) continue;
    const auto& statement = *topic.statements[i];
    if (!first) {
      first = &statement;
      first_number = row.cells[i].number;
      continue;
    }
    if (comparable) {
      if (!same_number(*first_number, *row.cells[i].number)) return true;
      if (is_pure_measure(*first) && is_pure_measure(statement)) continue;
    }
    if (plain(first->text) != plain(statement.text)) return true;
  }
  return false;
}

std::vector<std::int64_t> best_of(const ComparisonRow& row) {
  std::vector<double> numbers;
  for (const auto& cell : row.cells) {
    if (cell.number) numbers.push_back(*cell.number);
  }
  if (row.direction == catalog::Direction::neutral || numbers.size() < 2) return {};
  const auto [low, high] = std::minmax_element(numbers.begin(), numbers.end());
  if (same_number(*low, *high)) return {};
  const double wanted = row.direction == catalog::Direction::more ? *high : *low;
  std::vector<std::int64_t> best;
  for (std::size_t i = 0; i < row.cells.size(); ++i) {
    if (row.cells[i].number && same_number(*row.cells[i].number, wanted)) best.push_back(static_cast<std::int64_t>(i));
  }
  return best;
}

// Products that wish for opposite things cannot be judged; one that says nothing of it agrees with the others.
class Directions {
 public:
  void add(catalog::Direction direction) {
    if (direction == catalog::Direction::neutral) return;
    if (agreed_ == catalog::Direction::neutral) agreed_ = direction;
    opposed_ = opposed_ || agreed_ != direction;
  }
  catalog::Direction agreed() const { return opposed_ ? catalog::Direction::neutral : agreed_; }

 private:
  catalog::Direction agreed_ = catalog::Direction::neutral;
  bool opposed_ = false;
};

}  // namespace

std::vector<Topic> topics_of(std::span<const catalog::Product> products) {
  struct Gathered {
    std::string key;
    Topic topic;
    Directions directions;
  };
  std::vector<Gathered> all;
  for (std::size_t p = 0; p < products.size(); ++p) {
    auto after = all.begin();  // where what only this product states goes
    for (const auto& attribute : products[p].attributes) {
      const auto key = key_of(attribute.key);
      auto found = std::find_if(all.begin(), all.end(), [&](const Gathered& one) { return one.key == key; });
      if (found == all.end()) {
        found = all.insert(p == 0 ? all.end() : after, {key, {attribute.key, attribute.label, {}, {}}, {}});
        found->topic.statements.resize(products.size());
      }
      after = found + 1;
      found->directions.add(attribute.direction);
      if (!found->topic.statements[p]) found->topic.statements[p] = Statement{attribute.value, attribute.number, attribute.unit};
    }
  }
  // What all of them state is what can be compared: it comes first.
  std::stable_partition(all.begin(), all.end(), [](const Gathered& one) {
    return std::all_of(one.topic.statements.begin(), one.topic.statements.end(), [](const auto& said) { return said.has_value(); });
  });
  std::vector<Topic> topics;
  for (auto& one : all) {
    one.topic.direction = one.directions.agreed();
    topics.push_back(std::move(one.topic));
  }
  return topics;
}

ComparisonRow judged(const Topic& topic, std::string_view section) {
  ComparisonRow row;
  row.section = section;
  row.key = topic.key;
  row.label = topic.label;
  row.direction = topic.direction;
  const auto scale = scale_of(topic);
  if (scale.comparable && !scale.unit.empty()) row.unit = scale.unit;
  for (const auto& statement : topic.statements) {
    row.cells.push_back(statement ? cell_of(*statement, scale) : ComparisonCell{});
    row.gaps = row.gaps || !statement;
  }
  row.differs = differ(topic, row, scale.comparable);
  row.best = best_of(row);
  return row;
}

std::vector<std::int64_t> lowest(std::span<const content::ProductChip> products) {
  if (products.empty()) return {};
  const auto cheaper = [](const auto& a, const auto& b) { return a.price.amount < b.price.amount; };
  const auto [low, high] = std::minmax_element(products.begin(), products.end(), cheaper);
  if (low->price.amount == high->price.amount) return {};
  std::vector<std::int64_t> places;
  for (std::size_t i = 0; i < products.size(); ++i) {
    if (products[i].price.amount == low->price.amount) places.push_back(static_cast<std::int64_t>(i));
  }
  return places;
}

}  // namespace plaza::comparison
