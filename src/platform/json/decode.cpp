#include "platform/json/decode.h"

#include <algorithm>
#include <cmath>
#include <limits>

#include "platform/base/text.h"
#include "platform/json/document.h"

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

template <class T>
T& as(void* value) {
  return *static_cast<T*>(value);
}
template <class T>
const T& as(const void* value) {
  return *static_cast<const T*>(value);
}

// What a Money is in JSON.
struct MoneyMembers {
  std::int64_t amount = 0;  // minor units
  std::string currency;
  template <class V>
  void describe(V& v) {
    v("amount", amount, Between{-1'000'000'000'000'000, 1'000'000'000'000'000});
    v("currency", currency, Pattern{Pattern::Name::currency});
  }
};

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

namespace {

// Whole numbers; null text when it was one, else why it was not.
struct WholeNumber {
  std::int64_t value = 0;
  const char* code = nullptr;
  const char* message = nullptr;
};

WholeNumber whole_number(const boost::json::value& value) {
  if (const auto* number = value.if_int64()) return {*number};
  if (value.is_uint64()) return {0, "out_of_range", "is too large"};
  if (const auto* real = value.if_double(); real && std::abs(*real) < 9e15 && std::trunc(*real) == *real) {
    return {static_cast<std::int64_t>(*real)};
  }
  return {0, "wrong_type", "must be a whole number"};
}

std::optional<std::string_view> text_of(const boost::json::value& value) {
  if (const auto* text = value.if_string()) return std::string_view(*text);
  return std::nullopt;
}

}  // namespace

// Built on the way down; its text is made only when an error is reported.
struct Decoder::Place {
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

Status decode_text(std::string_view text, void* out, const Type& type) {
  TRY(auto document, parse(text));
  Decoder decoder;
  decoder.read(out, type, document.root());
  if (decoder.failed()) return decoder.error();
  return done();
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

void Decoder::read(void* out, const Type& type, const boost::json::value& value) { assign(out, type, value); }

void Decoder::read_member(void* out, const Member& member, const boost::json::value* found) {
  const Place place(*this, member.name);
  if (!found || (found->is_null() && member.type->kind != Type::Kind::raw)) {
    if (!member.may_be_absent) fail("required", "is required");
    return;
  }
  const auto before = errors_.size();
  assign(out, *member.type, *found);
  if (errors_.size() != before) return;
  default_rules(out, *member.type, &member);
  for (const auto& rule : member.rules) check(out, *member.type, rule);
}

void Decoder::assign_object(void* out, const Shape& shape, const boost::json::value& value) {
  const auto* object = value.if_object();
  if (!object) return fail("wrong_type", "must be an object");
  for (const auto& member : shape.members) {
    read_member(static_cast<char*>(out) + member.offset, member, object->if_contains(member.name));
  }
}

void Decoder::assign_list(void* out, const Type& type, const boost::json::value& value) {
  const auto* list = value.if_array();
  if (!list) return fail("wrong_type", "must be a list");
  if (list->size() > 100'000) return fail("too_many", "has too many items");
  type.clear(out, list->size());
  for (std::size_t i = 0; i < list->size(); ++i) {
    const Place place(*this, {}, static_cast<std::ptrdiff_t>(i));
    assign(type.make(out), *type.inner, (*list)[i]);
  }
}

void Decoder::assign_map(void* out, const Type& type, const boost::json::value& value) {
  const auto* object = value.if_object();
  if (!object) return fail("wrong_type", "must be an object");
  type.clear(out, 0);
  for (const auto& [key, item] : *object) {
    const Place place(*this, key);
    void* const element = type.put(out, key);
    assign(element, *type.inner, item);
    default_rules(element, *type.inner, nullptr);
  }
}

void Decoder::assign_named(void* out, const Type& type, const boost::json::value& value) {
  const auto text = text_of(value);
  if (!text) return fail("wrong_type", "must be text");
  std::string known;
  for (std::size_t i = 0; i < type.name_count; ++i) {
    if (*text == type.names[i]) return type.set_index(out, i);
    known += (known.empty() ? "" : ", ") + std::string(type.names[i]);
  }
  fail("not_allowed", "must be one of " + known);
}

void Decoder::assign(void* out, const Type& type, const boost::json::value& value) {
  using Kind = Type::Kind;
  switch (type.kind) {
    case Kind::boolean:
      if (const auto* flag = value.if_bool()) as<bool>(out) = *flag;
      else fail("wrong_type", "must be true or false");
      return;
    case Kind::int32: {
      const auto whole = whole_number(value);
      if (whole.code) return fail(whole.code, whole.message);
      if (whole.value < std::numeric_limits<int>::min() || whole.value > std::numeric_limits<int>::max()) {
        return fail("out_of_range", "is out of range");
      }
      as<int>(out) = static_cast<int>(whole.value);
      return;
    }
    case Kind::integer: {
      const auto whole = whole_number(value);
      if (whole.code) return fail(whole.code, whole.message);
      as<std::int64_t>(out) = whole.value;
      return;
    }
    case Kind::real: {
      boost::json::error_code failure;
      const double number = value.to_number<double>(failure);
      if (failure || !std::isfinite(number)) return fail("wrong_type", "must be a number");
      as<double>(out) = number;
      return;
    }
    case Kind::text:
      if (const auto text = text_of(value)) as<std::string>(out).assign(*text);
      else fail("wrong_type", "must be text");
      return;
    case Kind::money: {
      if (!value.is_object()) return fail("wrong_type", "must be an object with amount and currency");
      MoneyMembers members;
      assign(&members, json::type<MoneyMembers>, value);
      as<Money>(out).amount = members.amount;
      if (const auto currency = parse_currency(members.currency)) as<Money>(out).currency = *currency;
      return;
    }
    case Kind::time: {
      const auto text = text_of(value);
      const auto parsed = text ? parse_time(*text) : std::nullopt;
      if (!parsed) return fail("wrong_type", "must be a time such as 2026-03-01T09:30:00Z");
      as<Time>(out) = *parsed;
      return;
    }
    case Kind::raw:
      if (holds_infinity(value)) fail("out_of_range", "has a number that is too large");
      else as<Raw>(out).text = boost::json::serialize(value);
      return;
    case Kind::id: {
      const auto text = text_of(value);
      const auto parsed = text ? parse_id(type.prefix, *text) : std::nullopt;
      if (!parsed) return fail("wrong_type", "must be an id that starts with " + std::string(type.prefix) + "_");
      as<std::int64_t>(out) = *parsed;
      return;
    }
    case Kind::named: return assign_named(out, type, value);
    case Kind::optional:
      if (value.is_null()) return type.clear(out, 0);
      return assign(type.make(out), *type.inner, value);
    case Kind::list: return assign_list(out, type, value);
    case Kind::map: return assign_map(out, type, value);
    case Kind::object: return assign_object(out, type.shape(), value);
  }
}

// What holds for every member unless a rule says otherwise; `member` is null for the values of a map.
void Decoder::default_rules(const void* value, const Type& type, const Member* member) {
  const bool length_given = member && member->length_given;
  const bool multiline = member && member->multiline;
  switch (type.kind) {
    case Type::Kind::text: return check_text(as<std::string>(value), length_given, multiline);
    case Type::Kind::optional:
      if (const void* inner = type.get(value)) default_rules(inner, *type.inner, member);
      return;
    case Type::Kind::list:
    case Type::Kind::map:
      if (!(member && member->items_given) && type.count(value) > 100) fail("too_many", "has more than 100 items");
      if (type.kind == Type::Kind::list && type.inner->kind == Type::Kind::text) {
        for (const auto& text : as<std::vector<std::string>>(value)) check_text(text, length_given, multiline);
      }
      return;
    default: return;
  }
}

void Decoder::check(const void* value, const Type& type, const Rule& rule) {
  using Kind = Type::Kind;
  if (type.kind == Kind::optional) {
    if (const void* inner = type.get(value)) check(inner, *type.inner, rule);
    return;
  }
  switch (rule.kind) {
    case Rule::Kind::between:
      if (type.kind == Kind::money) check_number(as<Money>(value).amount, rule);
      else if (type.kind == Kind::int32) check_number(as<int>(value), rule);
      else if (type.kind == Kind::integer) check_number(as<std::int64_t>(value), rule);
      else if (type.kind == Kind::real) check_number(static_cast<std::int64_t>(as<double>(value)), rule);
      return;
    case Rule::Kind::between_real:
      if (!(as<double>(value) >= rule.real_min && as<double>(value) <= rule.real_max)) fail("out_of_range", "is out of range");
      return;
    case Rule::Kind::length:
      if (type.kind == Kind::text) return check_length(as<std::string>(value), rule);
      if (type.kind == Kind::list && type.inner->kind == Kind::text) {
        for (const auto& text : as<std::vector<std::string>>(value)) check_length(text, rule);
      }
      return;
    case Rule::Kind::items:
      if (type.count) check_items(type.count(value), rule);
      return;
    case Rule::Kind::pattern: return check_format(as<std::string>(value), rule.pattern);
    default: return;
  }
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

void Decoder::check_number(std::int64_t value, const Rule& rule) {
  if (value < rule.min) fail("too_small", "must be at least " + std::to_string(rule.min));
  else if (value > rule.max) fail("too_large", "must be at most " + std::to_string(rule.max));
}

void Decoder::check_length(const std::string& text, const Rule& rule) {
  if (!is_utf8(text)) return;  // check_text() has said so
  const auto length = static_cast<std::int64_t>(code_points(text));
  if (length < rule.min) {
    fail("too_short", rule.min == 1 ? "must not be empty" : "must have at least " + std::to_string(rule.min) + " characters");
  } else if (length > rule.max) {
    fail("too_long", "must have at most " + std::to_string(rule.max) + " characters");
  }
}

void Decoder::check_items(std::size_t found, const Rule& rule) {
  const auto count = static_cast<std::int64_t>(found);
  if (count < rule.min) fail("too_few", "must have at least " + std::to_string(rule.min) + " items");
  else if (count > rule.max) fail("too_many", "must have at most " + std::to_string(rule.max) + " items");
}

void Decoder::check_format(const std::string& text, Pattern::Name format) {
  if (has_format(text, format)) return;
  switch (format) {
    case Pattern::Name::email: return fail("not_email", "must be an e-mail address");
    case Pattern::Name::country: return fail("not_country", "must be a two-letter country code such as VN");
    case Pattern::Name::currency: return fail("not_currency", "must be a three-letter currency code such as EUR");
    case Pattern::Name::handle: return fail("not_handle", "may have lower-case letters, digits, dots and dashes");
    case Pattern::Name::url: return fail("not_url", "must be an http or https address");
  }
}

}  // namespace plaza::json
