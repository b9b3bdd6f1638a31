// Reading rules in plain text. Every line that cannot be read is named, with what was expected there.
#include <re2/re2.h>

#include <algorithm>
#include <cstdlib>

#include "platform/base/text.h"
#include "rules.h"
#include "text_parts.h"

namespace plaza::moderation::rules {

namespace {

struct Token {
  enum class Type { word, quoted, pattern, comma } type = Type::word;
  std::string text;  // folded, patterns as written
};

struct Trouble {
  std::string message;
};

std::vector<Token> tokens_of(std::string_view line) {
  std::vector<Token> tokens;
  std::size_t at = 0;
  const auto until = [&](char end, const char* what) {
    const auto close = line.find(end, at + 1);
    if (close == std::string_view::npos) throw Trouble{std::string(what) + " has no end."};
    const auto inside = line.substr(at + 1, close - at - 1);
    at = close + 1;
    return std::string(inside);
  };
  while (at < line.size()) {
    const char c = line[at];
    if (c == ' ' || c == '\t' || c == '\r') {
      ++at;
    } else if (c == ',') {
      tokens.push_back({Token::Type::comma, ","});
      ++at;
    } else if (c == '"') {
      tokens.push_back({Token::Type::quoted, case_folded(until('"', "A quotation"))});
    } else if (c == '/') {
      tokens.push_back({Token::Type::pattern, until('/', "A pattern")});
    } else {
      const auto end = std::min(line.find_first_of(" \t\r,", at), line.size());
      tokens.push_back({Token::Type::word, case_folded(line.substr(at, end - at))});
      at = end;
    }
  }
  return tokens;
}

std::optional<Kind> kind_named(std::string_view name) {
  if (const auto kind = json::parse_enum<Kind>(name)) return kind;
  if (name == "replies") return Kind::reply;
  if (name == "review_replies") return Kind::review_reply;
  if (name.ends_with('s')) return json::parse_enum<Kind>(name.substr(0, name.size() - 1));
  return std::nullopt;
}

class LineReader {
 public:
  explicit LineReader(std::string_view text) : tokens_(tokens_of(text)) {}

  bool next_is(std::string_view word) const {
    return at_ < tokens_.size() && tokens_[at_].type == Token::Type::word && tokens_[at_].text == word;
  }
  bool take(std::string_view word) {
    if (!next_is(word)) return false;
    ++at_;
    return true;
  }
  void need(std::string_view word) {
    if (!take(word)) throw Trouble{"Expected “" + std::string(word) + "”" + before() + "."};
  }
  bool at_end() const { return at_ == tokens_.size(); }
  std::string before() const { return at_end() ? " at the end of the line" : " before “" + tokens_[at_].text + "”"; }
  const Token& any(const char* what) {
    if (at_end()) throw Trouble{std::string("Expected ") + what + " at the end of the line."};
    return tokens_[at_++];
  }
  std::int64_t number(const char* what) {
    const auto& token = any(what);
    const auto value = parse_integer(token.text);
    if (!value || *value < 1 || *value > 1'000'000) throw Trouble{"“" + token.text + "” is not a number from 1 to 1000000."};
    return *value;
  }
  double real(double least, double most, const char* range) {
    const auto& token = any("a number");
    char* end = nullptr;
    const double value = std::strtod(token.text.c_str(), &end);
    if (token.text.empty() || *end != 0 || !(value >= least && value <= most)) {
      throw Trouble{"“" + token.text + "” is not a number " + range + "."};
    }
    return value;
  }
  Micros length() {
    const auto count = take("a") || take("an") ? 1 : number("a time, such as 10 minutes");
    const auto& unit = any("minutes, hours or days").text;
    if (unit == "minute" || unit == "minutes") return minutes(count);
    if (unit == "hour" || unit == "hours") return hours(count);
    if (unit == "day" || unit == "days") return days(count);
    throw Trouble{"“" + unit + "” is not minutes, hours or days."};
  }
  bool list_ends() const { return at_end() || next_is("in") || next_is("from") || next_is("because"); }
  // What stands between commas, words joined by spaces.
  std::vector<std::string> list(const char* what) {
    std::vector<std::string> items;
    for (;;) {
      std::string item;
      while (!list_ends() && tokens_[at_].type != Token::Type::comma) {
        item += (item.empty() ? "" : " ") + tokens_[at_].text;
        ++at_;
      }
      if (item.empty()) throw Trouble{std::string("Expected ") + what + before() + "."};
      items.push_back(std::move(item));
      if (list_ends()) return items;
      ++at_;
    }
  }

 private:
  std::vector<Token> tokens_;
  std::size_t at_ = 0;
};

std::vector<std::string> phrase_of(const std::string& item) {
  auto words = words_of(item);
  if (words.empty()) throw Trouble{"“" + item + "” has no letter or digit."};
  if (item.ends_with('*')) words.back() += '*';
  return words;
}

std::vector<std::string> hosts(LineReader& reader) {
  auto names = reader.list("a host, such as example.com");
  for (auto& name : names) {
    for (const std::string_view prefix : {"https://", "http://", "www."}) {
      if (name.starts_with(prefix)) name.erase(0, prefix.size());
    }
    if (name.ends_with('/')) name.pop_back();
    if (name.find('.') == std::string::npos || name.find_first_of(" /") != std::string::npos) {
      throw Trouble{"“" + name + "” is not a host, such as example.com."};
    }
  }
  return names;
}

void read_pattern(LineReader& reader, Line& line) {
  const auto& token = reader.any("a pattern between slashes");
  if (token.type != Token::Type::pattern) throw Trouble{"A pattern stands between slashes: /free +followers/."};
  re2::RE2::Options options;
  options.set_log_errors(false);
  options.set_case_sensitive(false);
  options.set_max_mem(1 << 20);
  auto pattern = std::make_shared<re2::RE2>(token.text, options);
  if (!pattern->ok()) throw Trouble{"The pattern cannot be read: " + pattern->error() + "."};
  line.pattern = std::move(pattern);
}

// What follows hold or refuse.
void read_what(LineReader& reader, Line& line) {
  if (reader.take("words") || reader.take("word")) {
    line.what = What::words;
    for (const auto& item : reader.list("a word")) line.phrases.push_back(phrase_of(item));
  } else if (reader.take("pattern")) {
    line.what = What::pattern;
    read_pattern(reader, line);
  } else if (reader.take("links") || reader.take("link")) {
    line.reason = Reason::links;
    line.what = What::links;
    if (reader.take("to")) line.what = What::links_to;
    else if (reader.take("except")) {
      reader.take("to");
      line.what = What::links_except;
    }
    if (line.what != What::links) line.hosts = hosts(reader);
  } else if (reader.take("pictures")) {
    line.what = What::pictures;
  } else if (reader.take("everything")) {
    line.what = What::everything;
  } else if (reader.take("repeats")) {
    line.what = What::repeats;
    line.reason = Reason::repeated;
    reader.need("over");
    line.count = reader.number("a number");
    reader.need("in");
    line.within = reader.length();
  } else if (reader.take("more")) {
    line.what = What::rate;
    line.reason = Reason::spam;
    reader.need("than");
    line.count = reader.number("a number");
    reader.need("in");
    line.within = reader.length();
  } else {
    line.what = What::score;
    line.score = reader.any("words, pattern, links, pictures, everything, repeats, more than, or a score").text;
    if (!reader.take("above")) {
      throw Trouble{"“" + line.score + "” is not known here. Write words, pattern, links, pictures, everything, repeats over, "
                    "more than, or a score with “above”."};
    }
    line.above = reader.real(0, 1, "from 0 to 1");
    if (line.score == "toxicity") line.reason = Reason::abuse;
    if (line.score == "spam") line.reason = Reason::spam;
    if (line.score == "likeness") line.reason = Reason::repeated;
  }
  if (line.within > days(1)) throw Trouble{"At most one day can be looked back."};
}

// in comments, reviews · from new members · because spam: in any order, each once.
void read_conditions(LineReader& reader, Line& line) {
  bool reasoned = false;
  while (!reader.at_end()) {
    if (line.kinds.empty() && reader.take("in")) {
      for (const auto& name : reader.list("posts, comments, reviews …")) {
        const auto kind = kind_named(name);
        if (!kind) throw Trouble{"“" + name + "” is not a kind of content. (Words with “in” stand in quotation marks.)"};
        line.kinds.push_back(*kind);
      }
    } else if (!line.new_members && reader.take("from")) {
      reader.need("new");
      reader.need("members");
      line.new_members = true;
      if (line.what == What::everything && !reasoned) line.reason = Reason::new_member;
    } else if (!reasoned && reader.take("because")) {
      const auto& name = reader.any("a reason").text;
      const auto reason = json::parse_enum<Reason>(name);
      if (!reason) {
        std::string all;
        for (const auto* each : enum_names(static_cast<Reason*>(nullptr))) all += (all.empty() ? "" : ", ") + std::string(each);
        throw Trouble{"“" + name + "” is not a reason. Reasons are " + all + "."};
      }
      line.reason = *reason;
      reasoned = true;
    } else {
      throw Trouble{"Nothing more is understood" + reader.before() + "."};
    }
  }
}

void read_new_members(LineReader& reader, Rules& rules) {
  rules.new_age = 0;
  rules.new_pieces = 0;
  do {
    reader.need("under");
    const auto count = reader.number("a number");
    const auto& unit = reader.any("days, hours or pieces").text;
    if (unit == "days" || unit == "day") rules.new_age = days(count);
    else if (unit == "hours" || unit == "hour") rules.new_age = hours(count);
    else if (unit == "pieces" || unit == "piece") rules.new_pieces = count;
    else throw Trouble{"“" + unit + "” is not days, hours or pieces."};
  } while (reader.take("or"));
  if (!reader.at_end()) throw Trouble{"Nothing more is understood" + reader.before() + "."};
}

void read_line(std::string_view text, int number, Rules& rules) {
  LineReader reader(text);
  if (reader.take("new")) {
    if (!reader.take("members:")) reader.need("members");
    return read_new_members(reader, rules);
  }
  if (reader.take("hide")) {
    for (const auto* word : {"after", "reports", "worth"}) reader.need(word);
    rules.hide_at = reader.real(1.5, 1'000, "from 1.5 on (one report alone hides nothing)");
    if (!reader.at_end()) throw Trouble{"Nothing more is understood" + reader.before() + "."};
    return;
  }
  Line line;
  line.number = number;
  line.text = std::string(text);
  if (reader.take("refuse")) line.outcome = Outcome::refuse;
  else if (!reader.take("hold")) throw Trouble{"A rule begins with hold, refuse, hide or new members."};
  read_what(reader, line);
  read_conditions(reader, line);
  rules.lines.push_back(std::move(line));
}

}  // namespace

Parsed parse(std::string_view text) {
  Parsed parsed;
  int number = 0;
  std::size_t at = 0;
  while (at <= text.size()) {
    const auto end = std::min(text.find('\n', at), text.size());
    const auto line = trimmed(text.substr(at, end - at));
    at = end + 1;
    ++number;
    if (line.empty() || line.front() == '#') continue;
    try {
      if (parsed.rules.lines.size() >= lines_max) throw Trouble{"There are more than 500 rules."};
      read_line(line, number, parsed.rules);
    } catch (const Trouble& trouble) {
      if (parsed.problems.size() < 50) parsed.problems.push_back({number, trouble.message});
    }
  }
  if (!parsed.problems.empty()) parsed.rules = {};
  return parsed;
}

}  // namespace plaza::moderation::rules
