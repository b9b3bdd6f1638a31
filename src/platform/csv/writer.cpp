#include "platform/csv/writer.h"

#include <algorithm>

namespace plaza::csv {
namespace {

bool is_number(std::string_view text) {
  if (text.starts_with('-') || text.starts_with('+')) text.remove_prefix(1);
  return !text.empty() && std::count(text.begin(), text.end(), '.') <= 1 &&
         std::all_of(text.begin(), text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || c == '.'; });
}

// Behind any number of apostrophes.
bool begins_formula(std::string_view text) {
  const std::size_t first = text.find_first_not_of('\'');
  return first != std::string_view::npos &&
         std::string_view("=+-@\t\r\n").find(text[first]) != std::string_view::npos;
}

bool would_run(std::string_view text) { return begins_formula(text) && !is_number(text); }

}  // namespace

std::string unguarded(std::string_view cell) {
  if (cell.starts_with('\'') && begins_formula(cell)) cell.remove_prefix(1);
  return std::string(cell);
}

void Writer::separate() {
  if (!first_) out_ += ',';
  first_ = false;
}

Writer& Writer::field(std::string_view text) {
  separate();
  const bool armed = would_run(text);
  const bool quoted = armed || text.find_first_of(",\"\r\n") != std::string_view::npos ||
                      text.starts_with(' ') || text.ends_with(' ');
  if (!quoted) {
    out_ += text;
    return *this;
  }
  out_ += '"';
  if (armed) out_ += '\'';
  for (const char c : text) {
    if (c == '"') out_ += '"';
    out_ += c;
  }
  out_ += '"';
  return *this;
}

Writer& Writer::field(std::int64_t number) {
  separate();
  out_ += std::to_string(number);
  return *this;
}

void Writer::end_record() {
  out_ += "\r\n";
  first_ = true;
}

}  // namespace plaza::csv
