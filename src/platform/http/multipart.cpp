#include "platform/http/multipart.h"

#include <algorithm>

#include "platform/base/text.h"

namespace plaza::http {
namespace {

constexpr std::size_t parts_max = 20;
constexpr std::size_t head_max = 4096;
constexpr std::size_t boundary_max = 70;

Error malformed(const char* why) { return {ErrorKind::invalid, "request.malformed", why}; }

bool is_boundary(std::string_view text) {
  constexpr std::string_view marks = "'()+_,-./:=? ";
  return !text.empty() && text.size() <= boundary_max && text.back() != ' ' &&
         std::all_of(text.begin(), text.end(), [&](char c) {
           return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                  marks.find(c) != std::string_view::npos;
         });
}

// The value of `name=value` or `name="value"` among the parameters behind the first semicolon.
std::optional<std::string> parameter(std::string_view header, std::string_view name) {
  auto at = header.find(';');
  while (at != std::string_view::npos) {
    auto rest = trimmed(header.substr(at + 1));
    const auto equals = rest.find('=');
    if (equals == std::string_view::npos) return std::nullopt;
    const bool wanted = lower_ascii(trimmed(rest.substr(0, equals))) == name;
    rest = trimmed(rest.substr(equals + 1));
    std::string value;
    if (rest.starts_with('"')) {
      std::size_t i = 1;
      for (; i < rest.size() && rest[i] != '"'; ++i) {
        if (rest[i] == '\\' && i + 1 < rest.size()) ++i;
        value += rest[i];
      }
      if (i >= rest.size()) return std::nullopt;
      rest.remove_prefix(i + 1);
    } else {
      const auto end = std::min(rest.find(';'), rest.size());
      value = trimmed(rest.substr(0, end));
      rest.remove_prefix(end);
    }
    if (wanted) return value;
    header = rest;
    at = header.find(';');
  }
  return std::nullopt;
}

// The name in the content-disposition among a part's header lines.
std::optional<std::string> part_name(std::string_view head) {
  while (!head.empty()) {
    const auto end = std::min(head.find("\r\n"), head.size());
    const auto line = head.substr(0, end);
    head.remove_prefix(std::min(end + 2, head.size()));
    const auto colon = line.find(':');
    if (colon == std::string_view::npos ||
        lower_ascii(line.substr(0, colon)) != "content-disposition")
      continue;
    const auto value = trimmed(line.substr(colon + 1));
    if (lower_ascii(trimmed(value.substr(0, value.find(';')))) != "form-data") return std::nullopt;
    return parameter(value, "name");
  }
  return std::nullopt;
}

}  // namespace

std::optional<std::string> multipart_boundary(std::string_view content_type) {
  if (lower_ascii(trimmed(content_type.substr(0, content_type.find(';')))) != "multipart/form-data")
    return std::nullopt;
  auto boundary = parameter(content_type, "boundary").value_or("");
  return is_boundary(boundary) ? boundary : std::string();
}

Result<std::vector<FormPart>> parse_multipart(std::string_view body, std::string_view boundary) {
  const std::string delimiter = "\r\n--" + std::string(boundary);
  if (!body.starts_with(std::string_view(delimiter).substr(2)))
    return malformed("The form does not begin with its boundary.");
  body.remove_prefix(delimiter.size() - 2);
  std::vector<FormPart> parts;
  while (!body.starts_with("--")) {
    if (!body.starts_with("\r\n"))
      return malformed("A boundary of the form is not followed by a line break.");
    if (parts.size() == parts_max) return malformed("The form has too many parts.");
    const auto head_end = body.substr(0, head_max).find("\r\n\r\n");
    if (head_end == std::string_view::npos)
      return malformed("The head of a part of the form does not end.");
    auto name = part_name(body.substr(2, head_end < 2 ? 0 : head_end - 2));
    if (!name) return malformed("A part of the form has no name.");
    body.remove_prefix(
        head_end +
        2);  // the empty line stays: it is the delimiter's line break when the part is empty
    const auto end = body.find(delimiter);
    if (end == std::string_view::npos) return malformed("The form ends within a part.");
    parts.push_back({std::move(*name), body.substr(2, end < 2 ? 0 : end - 2)});
    body.remove_prefix(end + delimiter.size());
  }
  return parts;
}

}  // namespace plaza::http
