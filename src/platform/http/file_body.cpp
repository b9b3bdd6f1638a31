#include "platform/http/file_body.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>

#include "platform/base/text.h"
#include "platform/http/head.h"
#include "platform/http/status_text.h"

namespace plaza::http {

namespace {

std::optional<std::uint64_t> parse_offset(std::string_view text) {
  std::uint64_t value = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (text.empty() || failure != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

std::string_view header_of(const Response& response, std::string_view name) {
  for (const auto& [key, value] : response.headers) {
    if (key == name) return value;
  }
  return {};
}

// If-Range: the part only if the file is still the one the first part was of.
bool range_applies(const Request& request, std::string_view etag, std::int64_t modified) {
  const auto condition = request.header("if-range");
  if (condition.empty()) return true;
  if (condition.starts_with('"')) return condition == etag;
  const auto date = parse_http_date(condition);
  return date && *date == modified;
}

}  // namespace

RangeKind parse_range(std::string_view header, std::uint64_t size, ByteRange& out) {
  out = {0, size};
  if (!header.starts_with("bytes=")) return RangeKind::whole;
  header.remove_prefix(6);
  const auto dash = header.find('-');
  if (dash == std::string_view::npos || header.find(',') != std::string_view::npos) return RangeKind::whole;
  const auto first_text = trimmed(header.substr(0, dash));
  const auto last_text = trimmed(header.substr(dash + 1));
  if (first_text.empty()) {  // the last n bytes
    const auto count = parse_offset(last_text);
    if (!count) return RangeKind::whole;
    if (*count == 0 || size == 0) return RangeKind::unsatisfiable;
    out.length = std::min(*count, size);
    out.first = size - out.length;
    return RangeKind::part;
  }
  const auto first = parse_offset(first_text);
  const auto last = last_text.empty() ? std::optional(size == 0 ? 0 : size - 1) : parse_offset(last_text);
  if (!first || !last || (*last < *first && !last_text.empty())) return RangeKind::whole;
  if (*first >= size) return RangeKind::unsatisfiable;
  out.first = *first;
  out.length = std::min(*last, size - 1) - *first + 1;
  return RangeKind::part;
}

FileBody::~FileBody() { close(); }

void FileBody::close() {
  if (descriptor_ >= 0) ::close(descriptor_);
  descriptor_ = -1;
}

bool FileBody::open(const Request& request, Response& response) {
  close();
  descriptor_ = ::open(response.file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
  struct stat facts {};
  if (descriptor_ < 0 || fstat(descriptor_, &facts) != 0 || !S_ISREG(facts.st_mode)) {
    close();
    response = problem({ErrorKind::not_found, "request.not_found", "There is nothing at this address."});
    return false;
  }
  const auto size = static_cast<std::uint64_t>(facts.st_size);
  const std::int64_t modified = facts.st_mtim.tv_sec;
  if (header_of(response, "etag").empty()) {
    char etag[64];
    std::snprintf(etag, sizeof etag, "\"%llx-%llx%08llx\"", static_cast<unsigned long long>(size),
                  static_cast<unsigned long long>(modified), static_cast<unsigned long long>(facts.st_mtim.tv_nsec));
    response.header("etag", etag);
  }
  const std::string etag(header_of(response, "etag"));
  response.header("last-modified", http_date(modified)).header("accept-ranges", "bytes");
  answer_conditional(request, response);
  if (response.status == 304) {
    close();
    return false;
  }
  const auto range = request.header("range");
  RangeKind kind = RangeKind::whole;
  rest_ = {0, size};
  if (!range.empty() && request.method == Method::get && response.status == 200 &&
      range_applies(request, etag, modified)) {
    kind = parse_range(range, size, rest_);
  }
  if (kind == RangeKind::unsatisfiable) {
    close();
    response = problem_with_status(
        416, {ErrorKind::invalid, "request.range_not_satisfiable", "The file is shorter than the range asked for."});
    response.header("content-range", "bytes */" + std::to_string(size));
    return false;
  }
  if (kind == RangeKind::part) {
    response.status = 206;
    response.header("content-range", "bytes " + std::to_string(rest_.first) + "-" +
                                         std::to_string(rest_.first + rest_.length - 1) + "/" + std::to_string(size));
  }
  return true;
}

void answer_conditional(const Request& request, Response& response) {
  if (response.status != 200 || (request.method != Method::get && request.method != Method::head)) return;
  bool unchanged = false;
  if (auto condition = request.header("if-none-match"); !condition.empty()) {
    unchanged = etag_matches(condition, header_of(response, "etag"));
  } else if (auto since = request.header("if-modified-since"); !since.empty()) {
    const auto modified = parse_http_date(header_of(response, "last-modified"));
    const auto date = parse_http_date(since);
    unchanged = modified && date && *modified <= *date;
  }
  if (!unchanged) return;
  response.status = 304;
  response.body.clear();
  response.shared_body.reset();
  response.encoding = {};
}

}  // namespace plaza::http
