#include "platform/mail/mime.h"

#include <chrono>
#include <cstdio>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"

namespace plaza::mail {
namespace {

constexpr std::size_t line_max = 78;
constexpr std::size_t quoted_line_max = 76;
constexpr std::size_t word_bytes_max = 45;  // of UTF-8 in one encoded word of at most 75 characters
constexpr std::string_view atom_marks = "!#$%&'*+-/=?^_`{|}~";

bool is_alphanumeric(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

bool is_plain(std::string_view text) {
  for (char c : text) {
    if (c < ' ' || c > '~') return false;
  }
  return true;
}

std::string encoded_words(std::string_view text) {
  std::string out;
  while (!text.empty()) {
    std::size_t length = 0;
    while (length < text.size()) {
      std::size_t next = length + 1;
      while (next < text.size() && (static_cast<unsigned char>(text[next]) & 0xC0) == 0x80) ++next;
      if (next > word_bytes_max) break;
      length = next;
    }
    if (length == 0) length = std::min(text.size(), word_bytes_max);
    out += (out.empty() ? "=?UTF-8?B?" : " =?UTF-8?B?") + crypto::base64(text.substr(0, length)) +
           "?=";
    text.remove_prefix(length);
  }
  return out;
}

std::string hex_code(char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'=', digits[byte >> 4], digits[byte & 15]};
}

// One line without its end.
void append_quoted_line(std::string& out, std::string_view line) {
  std::size_t column = 0;
  for (std::size_t i = 0; i < line.size(); ++i) {
    const char c = line[i];
    const bool last = i + 1 == line.size();
    const bool blank = c == ' ' || c == '\t';
    const bool plain = (c > ' ' && c <= '~' && c != '=') || (blank && !last);
    const bool starts_badly = column == 0 && (c == '.' || line.substr(i, 5) == "From ");
    const std::string piece = plain && !starts_badly ? std::string(1, c) : hex_code(c);
    if (column + piece.size() > quoted_line_max - (last ? 0 : 1)) {
      out += "=\r\n";
      column = 0;
      if (c == '.') {  // now at the start of a line
        out += hex_code(c);
        column = 3;
        continue;
      }
    }
    out += piece;
    column += piece.size();
  }
}

}  // namespace

std::string date_text(Time time) {
  using namespace std::chrono;
  constexpr const char* weekdays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
  constexpr const char* months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                    "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
  const auto whole = floor<std::chrono::seconds>(
      sys_time<std::chrono::microseconds>(std::chrono::microseconds(time.micros)));
  const auto day = floor<std::chrono::days>(whole);
  const year_month_day date{day};
  const hh_mm_ss clock{whole - day};
  char text[64];
  std::snprintf(text, sizeof text, "%s, %02u %s %04d %02d:%02d:%02d +0000",
                weekdays[weekday{day}.c_encoding()], static_cast<unsigned>(date.day()),
                months[static_cast<unsigned>(date.month()) - 1], static_cast<int>(date.year()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

std::string encoded_text(std::string_view text) {
  // What looks like an encoded word would be shown decoded.
  const bool misleading = text.find("=?") != std::string_view::npos;
  return is_plain(text) && !misleading ? std::string(text) : encoded_words(text);
}

std::string encoded_name(std::string_view name) {
  if (!is_plain(name) || name.find("=?") != std::string_view::npos) return encoded_words(name);
  bool atoms = true;
  for (char c : name)
    atoms =
        atoms && (is_alphanumeric(c) || c == ' ' || atom_marks.find(c) != std::string_view::npos);
  if (atoms) return std::string(name);
  std::string quoted = "\"";
  for (char c : name) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return quoted + '"';
}

std::string header_line(std::string_view name, std::string_view value) {
  std::string out = std::string(name) + ":";
  std::size_t column = out.size();
  while (!value.empty()) {
    const auto end = value.find(' ', 1);
    const auto word = value.substr(0, end);  // with the space before it, but for the first
    value.remove_prefix(word.size());
    const bool first = out.size() == name.size() + 1;
    if (column + word.size() + (first ? 1 : 0) > line_max && !first) {
      out += "\r\n";
      column = 0;
    }
    if (first && word.front() != ' ') {
      out += ' ';
      ++column;
    }
    out += word;
    column += word.size();
  }
  return out + "\r\n";
}

std::string quoted_printable(std::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 8);
  while (!text.empty()) {
    const auto end = text.find_first_of("\r\n");
    append_quoted_line(out, text.substr(0, end));
    out += "\r\n";
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + (text.substr(end, 2) == "\r\n" ? 2 : 1));
  }
  return out;
}

bool is_address(std::string_view text) {
  const auto at = text.find('@');
  if (at == std::string_view::npos || at == 0 || at > 64 || text.size() > 254) return false;
  const auto local = text.substr(0, at);
  const auto host = text.substr(at + 1);
  char before = '.';
  for (char c : local) {
    if (c == '.' ? before == '.'
                 : !is_alphanumeric(c) && atom_marks.find(c) == std::string_view::npos)
      return false;
    before = c;
  }
  if (before == '.') return false;
  before = '.';
  for (char c : host) {
    const bool fine = is_alphanumeric(c) || (c == '-' && before != '.') ||
                      (c == '.' && before != '.' && before != '-');
    if (!fine) return false;
    before = c;
  }
  return !host.empty() && before != '.' && before != '-';
}

}  // namespace plaza::mail
