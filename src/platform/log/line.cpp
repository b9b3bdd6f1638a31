#include "platform/log/line.h"

#include <charconv>
#include <cmath>
#include <cstdio>

#include "platform/base/text.h"

namespace plaza::log {
namespace {

constexpr std::size_t value_bytes_max = 8192;

// JSON string contents; bytes that are not UTF-8 become U+FFFD, and long texts are cut.
void append_escaped(std::string& out, std::string_view text) {
  const std::size_t end = std::min(text.size(), value_bytes_max);
  std::size_t i = 0;
  while (i < end) {
    const char c = text[i];
    const auto byte = static_cast<unsigned char>(c);
    if (byte >= 0x80) {
      const std::size_t length = byte >= 0xF0 ? 4 : byte >= 0xE0 ? 3 : 2;
      const auto letter = text.substr(i, length);
      if (i + length <= text.size() && is_utf8(letter) && code_points(letter) == 1) {
        out += letter;
        i += length;
      } else {
        out += "\\ufffd";
        ++i;
      }
      continue;
    }
    ++i;
    switch (c) {
      case '"':
        out += "\\\"";
        break;
      case '\\':
        out += "\\\\";
        break;
      case '\n':
        out += "\\n";
        break;
      case '\r':
        out += "\\r";
        break;
      case '\t':
        out += "\\t";
        break;
      default:
        if (byte < 0x20 || byte == 0x7F) {
          char code[8];
          std::snprintf(code, sizeof code, "\\u%04x", static_cast<unsigned>(byte));
          out += code;
        } else {
          out += c;
        }
    }
  }
  if (end < text.size()) out += "…";
}

void append_quoted(std::string& out, std::string_view text) {
  out += '"';
  append_escaped(out, text);
  out += '"';
}

std::string number(double value) {
  if (!std::isfinite(value)) return "null";
  char digits[32];
  const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
  return {digits, end};
}

bool needs_quotes(std::string_view text) {
  if (text.empty()) return true;
  for (char c : text) {
    if (static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '=' || c == '\\' || c == '\x7F')
      return true;
  }
  return !is_utf8(text) || text.size() > value_bytes_max;
}

struct AppendValue {
  std::string& out;
  bool always_quoted;

  void operator()(std::string_view text) const {
    if (always_quoted || needs_quotes(text)) {
      append_quoted(out, text);
    } else {
      out += text;
    }
  }
  void operator()(std::int64_t value) const { out += std::to_string(value); }
  void operator()(double value) const { out += number(value); }
  void operator()(bool value) const { out += value ? "true" : "false"; }
};

}  // namespace

std::string_view level_name(Level level) {
  constexpr std::string_view names[] = {"debug", "info", "warning", "error"};
  return names[static_cast<std::size_t>(level)];
}

std::string text_line(const Line& line) {
  std::string out = to_text(line.at);
  out += ' ';
  out += level_name(line.level);
  out += ' ';
  append_escaped(out, line.message);
  const AppendValue append{out, false};
  if (!line.request_id.empty()) {
    out += " request_id=";
    append(line.request_id);
  }
  for (const Field& field : line.fields) {
    out += ' ';
    out += field.key();
    out += '=';
    std::visit(append, field.value());
  }
  return out;
}

std::string json_line(const Line& line) {
  std::string out = "{\"time\":\"" + to_text(line.at) + "\",\"level\":\"";
  out += level_name(line.level);
  out += "\",\"message\":";
  append_quoted(out, line.message);
  const AppendValue append{out, true};
  if (!line.request_id.empty()) {
    out += ",\"request_id\":";
    append(line.request_id);
  }
  for (const Field& field : line.fields) {
    out += ',';
    append_quoted(out, field.key());
    out += ':';
    std::visit(append, field.value());
  }
  out += '}';
  return out;
}

}  // namespace plaza::log
