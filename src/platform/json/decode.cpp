#include "platform/json/decode.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "platform/base/text.h"

namespace plaza::json {

namespace {

constexpr std::size_t errors_max = 50;

// Boost.JSON reads 11e999 as infinity, which no JSON text can say again. Nesting is bounded by the parser.
bool holds_infinity(const boost::json::value& value) {
  if (const auto* number = value.if_double()) return !std::isfinite(*number);
  if (const auto* list = value.if_array()) return std::any_of(list->begin(), list->end(), holds_infinity);
  if (const auto* object = value.if_object()) {
    return std::any_of(object->begin(), object->end(), [](const auto& pair) { return holds_infinity(pair.value()); });
  }
  return false;
}

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_digit(char c) { return c >= '0' && c <= '9'; }

bool is_host(std::string_view host) {
  if (host.empty() || host.size() > 253) return false;
  bool label_start = true;
  char previous = '.';
  for (const char c : host) {
    if (c == '.') {
      if (label_start || previous == '-') return false;
      label_start = true;
    } else {
      if (!is_letter(c) && !is_digit(c) && c != '-') return false;
      if (label_start && c == '-') return false;
      label_start = false;
    }
    previous = c;
  }
  return !label_start && previous != '-';
}

bool is_email(std::string_view text) {
  const auto at = text.rfind('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  const auto host = text.substr(at + 1);
  if (host.find('.') == std::string_view::npos || !is_host(host)) return false;
  char previous = '.';
  for (const char c : text.substr(0, at)) {
    const bool allowed = is_letter(c) || is_digit(c) || std::string_view("!#$%&'*+/=?^_`{|}~-.").find(c) != std::string_view::npos;
    if (!allowed || (c == '.' && previous == '.')) return false;
    previous = c;
  }
  return previous != '.';
}

bool is_handle(std::string_view text) {
  if (text.empty() || text.size() > 80 || text.front() == '-' || text.back() == '-') return false;
  for (const char c : text) {
    if (!(c >= 'a' && c <= 'z') && !is_digit(c) && c != '-' && c != '_' && c != '.') return false;
  }
  return true;
}

bool is_url(std::string_view text) {
  std::string_view rest;
  if (text.starts_with("https://")) rest = text.substr(8);
  else if (text.starts_with("http://")) rest = text.substr(7);
  else return false;
  if (text.size() > 2'000) return false;
  for (const char c : text) {
    if (static_cast<unsigned char>(c) <= 0x20 || c == '"' || c == '<' || c == '>') return false;
  }
  const auto authority = rest.substr(0, rest.find_first_of("/?#"));
  return !authority.empty() && authority.find('@') == std::string_view::npos;
}

}  // namespace

bool has_format(std::string_view text, Pattern::Name format) {
  switch (format) {
    case Pattern::Name::email: return is_email(text);
    case Pattern::Name::country: return text.size() == 2 && is_upper(text[0]) && is_upper(text[1]);
    case Pattern::Name::currency: return parse_currency(text).has_value();
    case Pattern::Name::handle: return is_handle(text);
    case Pattern::Name::url: return is_url(text);
  }
  return false;
}

Result<Document> parse(std::string_view text) {
  boost::json::parse_options options;
  options.max_depth = 32;
  boost::json::error_code failure;
  boost::json::stream_parser parser({}, options);
  const auto used = parser.write_some(text.data(), text.size(), failure);
  if (!failure && used == text.size()) parser.finish(failure);
  if (failure || used != text.size()) {
    return Error{ErrorKind::invalid, "request.malformed",
                 "The JSON text is broken at byte " + std::to_string(used) + "."};
  }
  return Document(parser.release());
}

Error Decoder::error() const {
  return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", errors_};
}

std::string Decoder::path() const {
  std::vector<const Place*> steps;
  for (const Place* place = place_; place; place = place->up) steps.push_back(place);
  std::string text;
  for (auto step = steps.rbegin(); step != steps.rend(); ++step) {
    if ((*step)->index >= 0) {
      text += '[' + std::to_string((*step)->index) + ']';
    } else {
      if (!text.empty()) text += '.';
      text += (*step)->name.substr(0, 100);
    }
  }
  return text;
}

void Decoder::fail(const char* code, std::string message) {
  if (errors_.size() < errors_max) errors_.push_back({path(), code, std::move(message)});
}

void Decoder::assign(bool& out, const boost::json::value& value) {
  if (const auto* flag = value.if_bool()) out = *flag;
  else fail("wrong_type", "must be true or false");
}

void Decoder::assign(std::int64_t& out, const boost::json::value& value) {
  if (const auto* number = value.if_int64()) {
    out = *number;
  } else if (value.is_uint64()) {
    fail("out_of_range", "is too large");
  } else if (const auto* real = value.if_double()) {
    if (std::abs(*real) < 9e15 && std::trunc(*real) == *real) out = static_cast<std::int64_t>(*real);
    else fail("wrong_type", "must be a whole number");
  } else {
    fail("wrong_type", "must be a whole number");
  }
}

void Decoder::assign(int& out, const boost::json::value& value) {
  std::int64_t wide = 0;
  const auto before = errors_.size();
  assign(wide, value);
  if (errors_.size() != before) return;
  if (wide < std::numeric_limits<int>::min() || wide > std::numeric_limits<int>::max()) {
    fail("out_of_range", "is out of range");
    return;
  }
  out = static_cast<int>(wide);
}

void Decoder::assign(double& out, const boost::json::value& value) {
  boost::json::error_code failure;
  const double number = value.to_number<double>(failure);
  if (failure || !std::isfinite(number)) fail("wrong_type", "must be a number");
  else out = number;
}

void Decoder::assign(std::string& out, const boost::json::value& value) {
  if (const auto* text = value.if_string()) out.assign(text->data(), text->size());
  else fail("wrong_type", "must be text");
}

void Decoder::assign(Money& out, const boost::json::value& value) {
  const auto* object = value.if_object();
  if (!object) return fail("wrong_type", "must be an object with amount and currency");
  const auto* outer = std::exchange(object_, object);
  std::string code;
  (*this)("amount", out.amount, Between{-1'000'000'000'000'000, 1'000'000'000'000'000});
  (*this)("currency", code, Pattern{Pattern::Name::currency});
  object_ = outer;
  if (auto currency = parse_currency(code)) out.currency = *currency;
}

void Decoder::assign(Time& out, const boost::json::value& value) {
  const auto* text = value.if_string();
  const auto parsed = text ? parse_time({text->data(), text->size()}) : std::nullopt;
  if (parsed) out = *parsed;
  else fail("wrong_type", "must be a time such as 2026-03-01T09:30:00Z");
}

void Decoder::assign(Raw& out, const boost::json::value& value) {
  if (holds_infinity(value)) fail("out_of_range", "has a number that is too large");
  else out.text = boost::json::serialize(value);
}

void Decoder::assign_id(std::int64_t& out, std::string_view prefix, const boost::json::value& value) {
  const auto* text = value.if_string();
  const auto parsed = text ? parse_id(prefix, {text->data(), text->size()}) : std::nullopt;
  if (parsed) out = *parsed;
  else fail("wrong_type", "must be an id that starts with " + std::string(prefix) + "_");
}

void Decoder::check_text(const std::string& text, bool length_given, bool multiline) {
  if (!is_utf8(text)) return fail("not_text", "is not valid UTF-8");
  if (!length_given && code_points(text) > 10'000) fail("too_long", "has more than 10000 characters");
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    const bool break_or_tab = c == '\n' || c == '\r' || c == '\t';
    if ((byte < 0x20 && !(multiline && break_or_tab)) || byte == 0x7f) {
      fail("control_character", "has a control character");
      return;
    }
  }
}

void Decoder::check_number(std::int64_t value, const Between& rule) {
  if (value < rule.min) fail("too_small", "must be at least " + std::to_string(rule.min));
  else if (value > rule.max) fail("too_large", "must be at most " + std::to_string(rule.max));
}

void Decoder::check_length(const std::string& text, const Length& rule) {
  if (!is_utf8(text)) return;  // check_text() has said so
  const auto length = code_points(text);
  if (length < rule.min) {
    fail("too_short", rule.min == 1 ? "must not be empty" : "must have at least " + std::to_string(rule.min) + " characters");
  } else if (length > rule.max) {
    fail("too_long", "must have at most " + std::to_string(rule.max) + " characters");
  }
}

void Decoder::check_items(std::size_t count, const Items& rule) {
  if (count < rule.min) fail("too_few", "must have at least " + std::to_string(rule.min) + " items");
  else if (count > rule.max) fail("too_many", "must have at most " + std::to_string(rule.max) + " items");
}

void Decoder::check_format(const std::string& text, Pattern rule) {
  if (has_format(text, rule.name)) return;
  switch (rule.name) {
    case Pattern::Name::email: return fail("not_email", "must be an e-mail address");
    case Pattern::Name::country: return fail("not_country", "must be a two-letter country code such as VN");
    case Pattern::Name::currency: return fail("not_currency", "must be a three-letter currency code such as EUR");
    case Pattern::Name::handle: return fail("not_handle", "may have lower-case letters, digits, dots and dashes");
    case Pattern::Name::url: return fail("not_url", "must be an http or https address");
  }
}

}  // namespace plaza::json
