// Recursive descent over the tokens; the first thing that does not fit ends it, with its place.
#include <algorithm>
#include <charconv>
#include <cstdlib>

#include "lexer.h"
#include "platform/base/money.h"
#include "platform/base/text.h"
#include "rule.h"

namespace plaza::segments {
namespace {

constexpr int nesting_max = 40;  // of parentheses and `not`, before check() counts real depth

class Parser {
 public:
  explicit Parser(std::vector<Token> tokens) : tokens_(std::move(tokens)) {}

  Result<Node> run() {
    TRY(auto rule, any_of(0));
    if (token().kind != TokenKind::end) return expected("and, or, or the end");
    return rule;
  }

 private:
  const Token& token() const { return tokens_[at_]; }
  bool is_word(std::string_view word) const { return token().kind == TokenKind::word && token().text == word; }
  bool is_sign(std::string_view sign) const { return token().kind == TokenKind::sign && token().text == sign; }
  bool take_word(std::string_view word) {
    if (!is_word(word)) return false;
    ++at_;
    return true;
  }
  bool take_sign(std::string_view sign) {
    if (!is_sign(sign)) return false;
    ++at_;
    return true;
  }
  Error expected(const std::string& what) const {
    return rule_invalid({{token().place, "unexpected", "here should stand " + what}});
  }
  Status need_sign(const char* sign) {
    if (take_sign(sign)) return done();
    return expected(std::string("\"") + sign + "\"");
  }
  Status need_word(const char* word) {
    if (take_word(word)) return done();
    return expected(std::string("\"") + word + "\"");
  }

  // and binds tighter than or.
  Result<Node> any_of(int nesting) { return chain(nesting, Type::any_of, "or"); }
  Result<Node> all_of(int nesting) { return chain(nesting, Type::all_of, "and"); }
  Result<Node> chain(int nesting, Type type, const char* word) {
    if (nesting > nesting_max) return rule_invalid({{token().place, "too_deep", "is nested too deeply"}});
    Node group;
    group.type = type;
    group.mark = token().place;
    do {
      auto part = type == Type::any_of ? all_of(nesting) : one(nesting);
      if (!part.ok()) return std::move(part).error();
      // (a and b) and c is a and b and c.
      if (part->type == type) std::move(part->rules.begin(), part->rules.end(), std::back_inserter(group.rules));
      else group.rules.push_back(std::move(*part));
    } while (take_word(word));
    if (group.rules.size() > 1) return group;
    Node only = std::move(group.rules.front());
    return only;
  }
  Result<Node> one(int nesting) {
    if (is_word("not")) {
      Node node;
      node.type = Type::none_of;
      node.mark = token().place;
      ++at_;
      if (nesting > nesting_max) return expected("less nesting");
      TRY(auto inner, one(nesting + 1));
      node.rules.push_back(std::move(inner));
      return node;
    }
    if (take_sign("(")) {
      TRY(auto inner, any_of(nesting + 1));
      TRY_DONE(need_sign(")"));
      return inner;
    }
    return condition();
  }

  Result<Node> condition() {
    Node node;
    node.mark = token().place;
    if (take_word("count")) return count(std::move(node));
    if (take_word("sum")) return sum(std::move(node));
    if (take_word("sequence")) return sequence(std::move(node));
    if (take_word("last")) return last(std::move(node));
    if (take_word("trait")) return trait(std::move(node));
    if (take_word("predicted")) {
      node.type = Type::predicted;
      TRY(node.name, name("a prediction's name"));
      TRY_DONE(comparison(node));
      return node;
    }
    if (take_word("consent")) {
      node.type = Type::consent;
      node.op = Op::equal;
      TRY(node.name, name("a channel (email, sms)"));
      const bool given = is_word("given");
      if (!given && !is_word("withdrawn")) return expected("given or withdrawn");
      ++at_;
      node.values = {{ValueKind::boolean, "", given ? 1.0 : 0.0}};
      return node;
    }
    return expected("a condition: count, sum, sequence, last, trait, predicted, consent, not or (");
  }

  Result<Node> count(Node node) {
    node.type = Type::count;
    TRY_DONE(need_sign("("));
    TRY(node.first, pattern());
    TRY_DONE(need_sign(","));
    TRY_DONE(duration(node.window, node.window_mark));
    TRY_DONE(need_sign(")"));
    TRY_DONE(comparison(node));
    return node;
  }
  Result<Node> sum(Node node) {
    node.type = Type::sum;
    TRY_DONE(need_sign("("));
    node.first.mark = token().place;
    TRY(node.first.event, event());
    TRY_DONE(need_sign("."));
    TRY(node.name, name("a field"));
    TRY_DONE(where(node.first));
    TRY_DONE(need_sign(","));
    TRY_DONE(duration(node.window, node.window_mark));
    TRY_DONE(need_sign(")"));
    TRY_DONE(comparison(node));
    return node;
  }
  Result<Node> sequence(Node node) {
    node.type = Type::sequence;
    TRY_DONE(need_sign("("));
    TRY(node.first, pattern());
    TRY_DONE(need_word("then"));
    node.absent = take_word("not");
    TRY(node.second, pattern());
    TRY_DONE(need_word("within"));
    TRY_DONE(duration(node.within, node.within_mark));
    TRY_DONE(need_sign(","));
    TRY_DONE(duration(node.window, node.window_mark));
    TRY_DONE(need_sign(")"));
    return node;
  }
  Result<Node> last(Node node) {
    node.type = Type::last;
    TRY_DONE(need_sign("("));
    TRY(node.first, pattern());
    TRY_DONE(need_sign(")"));
    TRY_DONE(ago(node));
    return node;
  }
  Result<Node> trait(Node node) {
    node.type = Type::trait;
    TRY(node.name, name("a trait's name"));
    if (take_word("exists")) {
      node.op = Op::exists;
      return node;
    }
    if (is_word("more") || is_word("less")) {
      TRY_DONE(ago(node));
      return node;
    }
    TRY_DONE(comparison(node));
    return node;
  }
  Status ago(Node& node) {
    if (!is_word("more") && !is_word("less")) return expected("more or less");
    node.op = is_word("more") ? Op::more_ago : Op::less_ago;
    ++at_;
    TRY_DONE(need_word("than"));
    TRY_DONE(duration(node.within, node.within_mark));
    return need_word("ago");
  }

  Result<Pattern> pattern() {
    Pattern pattern;
    pattern.mark = token().place;
    TRY(pattern.event, event());
    TRY_DONE(where(pattern));
    return pattern;
  }
  // A quoted name, or words up to something that ends it.
  Result<std::string> event() {
    if (token().kind == TokenKind::text) return tokens_[at_++].text;
    std::string name;
    while (token().kind == TokenKind::word && !is_word("where") && !is_word("then") && !is_word("within")) {
      name += (name.empty() ? "" : " ") + token().text;
      ++at_;
    }
    if (name.empty()) return expected("an event's name");
    return name;
  }
  Result<std::string> name(const std::string& what) {
    if (token().kind != TokenKind::text && token().kind != TokenKind::word) return expected(what);
    return tokens_[at_++].text;
  }
  Status where(Pattern& pattern) {
    if (!take_word("where")) return done();
    do {
      Test test;
      test.mark = token().place;
      TRY(test.field, name("a field"));
      if (take_word("in")) {
        test.op = Op::in;
        TRY_DONE(list(test.values));
      } else {
        TRY(test.op, op());
        TRY(auto value, literal());
        test.values.push_back(std::move(value));
      }
      pattern.where.push_back(std::move(test));
    } while (take_word("and"));
    return done();
  }
  Status list(std::vector<Literal>& values) {
    TRY_DONE(need_sign("("));
    do {
      TRY(auto value, literal());
      values.push_back(std::move(value));
    } while (take_sign(","));
    return need_sign(")");
  }
  Status comparison(Node& node) {
    if (take_word("in")) {
      node.op = Op::in;
      node.value_mark = token().place;
      return list(node.values);
    }
    TRY(node.op, op());
    node.value_mark = token().place;
    TRY(auto value, literal());
    node.values.push_back(std::move(value));
    return done();
  }
  Result<Op> op() {
    for (const auto each : {Op::equal, Op::not_equal, Op::at_most, Op::less, Op::at_least, Op::more}) {
      if (take_sign(enum_names(static_cast<Op*>(nullptr))[static_cast<std::size_t>(each)])) return each;
    }
    return expected("=, !=, <, <=, > or >=");
  }
  Result<Literal> literal() {
    const Token& value = token();
    if (value.kind == TokenKind::text) {
      ++at_;
      return Literal{ValueKind::text, value.text, 0};
    }
    if (is_word("true") || is_word("false")) {
      ++at_;
      return Literal{ValueKind::boolean, "", value.text == "true" ? 1.0 : 0.0};
    }
    if (value.kind != TokenKind::number) return expected("a value: a text in quotes, a number, true or false");
    ++at_;
    if (token().kind == TokenKind::word && token().text.size() == 3 && token().text != "and") {
      const auto currency = parse_currency(token().text);
      if (!currency) return expected("a currency of three capital letters");
      const auto money = parse_money(value.text, *currency);
      if (!money)
        return rule_invalid({{value.place, "wrong_format", "is no amount of this currency"}});
      ++at_;
      return Literal{ValueKind::money, std::string(currency->code()), static_cast<double>(money->amount)};
    }
    if (value.text.size() > 18) return rule_invalid({{value.place, "out_of_range", "has too many digits"}});
    return Literal{ValueKind::number, "", std::strtod(value.text.c_str(), nullptr)};
  }
  Status duration(Micros& out, Mark& mark) {
    mark = token().place;
    if (token().kind != TokenKind::number) return expected("a time, such as 7 days");
    const std::string count = token().text;
    ++at_;
    if (token().kind != TokenKind::word) return expected("minutes, hours, days or weeks");
    const auto parsed = parse_duration(count + " " + token().text);
    if (!parsed) return rule_invalid({{mark, "wrong_format", "is no whole number of minutes, hours, days or weeks"}});
    ++at_;
    out = *parsed;
    return done();
  }

  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

bool is_bare(std::string_view name) {
  if (name.empty() || (name[0] >= '0' && name[0] <= '9')) return false;
  for (const char c : name) {
    const bool fits = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
    if (!fits) return false;
  }
  return true;
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += c;
  }
  return out + "\"";
}

std::string name_text(std::string_view name) { return is_bare(name) ? std::string(name) : in_quotes(name); }

std::string event_text(std::string_view event) {
  for (std::size_t at = 0; at <= event.size();) {
    const auto end = std::min(event.find(' ', at), event.size());
    const auto word = event.substr(at, end - at);
    if (!is_bare(word) || word == "where" || word == "then" || word == "within" || word == "not") return in_quotes(event);
    at = end + 1;
  }
  return std::string(event);
}

std::string number_text(double number) {
  char buffer[400];
  const auto end = std::to_chars(buffer, buffer + sizeof buffer, number, std::chars_format::fixed);
  return std::string(buffer, end.ptr);
}

std::string literal_text(const Literal& literal) {
  switch (literal.kind) {
    case ValueKind::text: return in_quotes(literal.text);
    case ValueKind::boolean: return literal.number != 0 ? "true" : "false";
    case ValueKind::number: return number_text(literal.number);
    case ValueKind::money: break;
  }
  const Money money{static_cast<std::int64_t>(literal.number), parse_currency(literal.text).value_or(Currency{})};
  return decimal_text(money) + " " + literal.text;
}

std::string compared_text(Op op, const std::vector<Literal>& values) {
  const std::string sign = enum_names(static_cast<Op*>(nullptr))[static_cast<std::size_t>(op)];
  if (op != Op::in) return " " + sign + " " + (values.empty() ? "0" : literal_text(values.front()));
  std::string out = " in (";
  for (const auto& value : values) out += (&value == &values.front() ? "" : ", ") + literal_text(value);
  return out + ")";
}

std::string where_text(const Pattern& pattern) {
  std::string out;
  for (const auto& test : pattern.where) {
    out += (out.empty() ? " where " : " and ") + name_text(test.field) + compared_text(test.op, test.values);
  }
  return out;
}

std::string pattern_text(const Pattern& pattern) { return event_text(pattern.event) + where_text(pattern); }

std::string ago_text(const Node& node) {
  return std::string(node.op == Op::more_ago ? " more" : " less") + " than " + text_of(node.within) + " ago";
}

std::string group_text(const Node& node) {
  const auto part = [](const Node& rule) {
    const bool chain = rule.type == Type::all_of || rule.type == Type::any_of;
    return chain ? "(" + text_of(rule) + ")" : text_of(rule);
  };
  if (node.type == Type::none_of) return "not " + (node.rules.empty() ? std::string("()") : part(node.rules.front()));
  std::string out;
  for (const auto& rule : node.rules) {
    // and binds tighter: within or it needs no parentheses, but people read them more easily.
    out += (out.empty() ? "" : node.type == Type::all_of ? " and " : " or ") + part(rule);
  }
  return out;
}

}  // namespace

Result<Node> parse_text(std::string_view text) {
  TRY(auto tokens, tokens_of(text));
  return Parser(std::move(tokens)).run();
}

std::string text_of(Micros duration) {
  const auto say = [](std::int64_t count, const char* unit) {
    return std::to_string(count) + " " + unit + (count == 1 ? "" : "s");
  };
  if (duration % days(1) == 0) return say(duration / days(1), "day");
  if (duration % hours(1) == 0) return say(duration / hours(1), "hour");
  return say(duration / minutes(1), "minute");
}

std::optional<Micros> parse_duration(std::string_view text) {
  const auto space = text.find(' ');
  if (space == std::string_view::npos) return std::nullopt;
  const auto count = parse_integer(text.substr(0, space));
  if (!count || *count < 0 || *count > 1'000'000) return std::nullopt;
  auto unit = text.substr(space + 1);
  if (unit.ends_with('s')) unit.remove_suffix(1);
  if (unit == "minute") return minutes(*count);
  if (unit == "hour") return hours(*count);
  if (unit == "day") return days(*count);
  if (unit == "week") return days(7 * *count);
  return std::nullopt;
}

std::string text_of(const Node& node) {
  switch (node.type) {
    case Type::all_of:
    case Type::any_of:
    case Type::none_of: return group_text(node);
    case Type::count:
      return "count(" + pattern_text(node.first) + ", " + text_of(node.window) + ")" + compared_text(node.op, node.values);
    case Type::sum:
      return "sum(" + event_text(node.first.event) + "." + name_text(node.name) + where_text(node.first) + ", " +
             text_of(node.window) + ")" + compared_text(node.op, node.values);
    case Type::sequence:
      return "sequence(" + pattern_text(node.first) + (node.absent ? " then not " : " then ") + pattern_text(node.second) +
             " within " + text_of(node.within) + ", " + text_of(node.window) + ")";
    case Type::last: return "last(" + pattern_text(node.first) + ")" + ago_text(node);
    case Type::trait:
      if (node.op == Op::exists) return "trait " + name_text(node.name) + " exists";
      if (node.op == Op::more_ago || node.op == Op::less_ago) return "trait " + name_text(node.name) + ago_text(node);
      return "trait " + name_text(node.name) + compared_text(node.op, node.values);
    case Type::predicted: return "predicted " + name_text(node.name) + compared_text(node.op, node.values);
    case Type::consent: break;
  }
  const bool given = !node.values.empty() && node.values.front().number != 0;
  return "consent " + name_text(node.name) + (given ? " given" : " withdrawn");
}

}  // namespace plaza::segments
