#include "platform/http/message.h"

#include "platform/http/status_text.h"
#include "platform/json/encode.h"

namespace plaza::http {

std::string_view method_text(Method method) {
  switch (method) {
    case Method::get: return "GET";
    case Method::head: return "HEAD";
    case Method::post: return "POST";
    case Method::put: return "PUT";
    case Method::patch: return "PATCH";
    case Method::del: return "DELETE";
    case Method::options: return "OPTIONS";
  }
  return "GET";
}

std::string_view Request::header(std::string_view lower_case_name) const {
  for (const auto& [name, value] : headers) {
    if (name == lower_case_name) return value;
  }
  return {};
}

namespace {

// One Cookie header: `a=1; b=2`.
std::optional<std::string_view> find_cookie(std::string_view header, std::string_view name) {
  while (!header.empty()) {
    const auto end = header.find(';');
    auto pair = header.substr(0, end);
    header = end == std::string_view::npos ? std::string_view{} : header.substr(end + 1);
    while (!pair.empty() && pair.front() == ' ') pair.remove_prefix(1);
    if (pair.size() <= name.size() || pair[name.size()] != '=' || !pair.starts_with(name)) continue;
    auto value = pair.substr(name.size() + 1);
    while (!value.empty() && value.back() == ' ') value.remove_suffix(1);
    if (value.size() >= 2 && value.front() == '"' && value.back() == '"') value = value.substr(1, value.size() - 2);
    return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view Request::cookie(std::string_view name) const {
  for (const auto& [header_name, value] : headers) {
    if (header_name != "cookie") continue;
    if (auto found = find_cookie(value, name)) return *found;
  }
  return {};
}

std::optional<std::string_view> Request::query_value(std::string_view name) const {
  for (const auto& [key, value] : query) {
    if (key == name) return value;
  }
  return std::nullopt;
}

int status_of(ErrorKind kind) {
  switch (kind) {
    case ErrorKind::invalid: return 400;
    case ErrorKind::unauthenticated: return 401;
    case ErrorKind::payment: return 402;
    case ErrorKind::forbidden: return 403;
    case ErrorKind::not_found: return 404;
    case ErrorKind::conflict: return 409;
    case ErrorKind::too_large: return 413;
    case ErrorKind::unsupported: return 415;
    case ErrorKind::unprocessable: return 422;
    case ErrorKind::too_many: return 429;
    case ErrorKind::upstream: return 502;
    case ErrorKind::unavailable: return 503;
  }
  return 500;
}

Response problem_with_status(int status, const Error& error) {
  Response response;
  response.status = status;
  response.content_type = problem_content_type;
  std::string& out = response.body;
  out = R"({"type":"about:blank","title":)";
  json::append_string(out, status_text(status));
  out += ",\"status\":" + std::to_string(status) + ",\"detail\":";
  json::append_string(out, error.detail);
  out += ",\"code\":";
  json::append_string(out, error.code);
  if (!error.fields.empty()) {
    out += ",\"errors\":[";
    for (const auto& field : error.fields) {
      if (out.back() != '[') out += ',';
      out += "{\"field\":";
      json::append_string(out, field.field);
      out += ",\"code\":";
      json::append_string(out, field.code);
      out += ",\"message\":";
      json::append_string(out, field.message);
      out += '}';
    }
    out += ']';
  }
  out += '}';
  return response;
}

Response problem(const Error& error) { return problem_with_status(status_of(error.kind), error); }

void add_instance(Response& response, std::string_view request_id) {
  if (response.content_type != problem_content_type || !response.body.ends_with('}')) return;
  response.body.pop_back();
  response.body += ",\"instance\":";
  json::append_string(response.body, request_id);
  response.body += '}';
}

Response redirect(int status, std::string location) {
  Response response;
  response.status = status;
  response.content_type.clear();
  response.header("location", std::move(location));
  return response;
}

Response html(int status, std::string body) {
  Response response;
  response.status = status;
  response.content_type = "text/html; charset=utf-8";
  response.body = std::move(body);
  return response;
}

std::string_view status_text(int status) {
  switch (status) {
    case 100: return "Continue";
    case 101: return "Switching Protocols";
    case 200: return "OK";
    case 201: return "Created";
    case 202: return "Accepted";
    case 204: return "No Content";
    case 206: return "Partial Content";
    case 301: return "Moved Permanently";
    case 302: return "Found";
    case 303: return "See Other";
    case 304: return "Not Modified";
    case 307: return "Temporary Redirect";
    case 308: return "Permanent Redirect";
    case 400: return "Bad Request";
    case 401: return "Unauthorized";
    case 402: return "Payment Required";
    case 403: return "Forbidden";
    case 404: return "Not Found";
    case 405: return "Method Not Allowed";
    case 406: return "Not Acceptable";
    case 408: return "Request Timeout";
    case 409: return "Conflict";
    case 410: return "Gone";
    case 412: return "Precondition Failed";
    case 413: return "Content Too Large";
    case 415: return "Unsupported Media Type";
    case 416: return "Range Not Satisfiable";
    case 422: return "Unprocessable Content";
    case 426: return "Upgrade Required";
    case 429: return "Too Many Requests";
    case 431: return "Request Header Fields Too Large";
    case 500: return "Internal Server Error";
    case 501: return "Not Implemented";
    case 502: return "Bad Gateway";
    case 503: return "Service Unavailable";
    case 504: return "Gateway Timeout";
    default: return status < 300 ? "OK" : status < 400 ? "Redirect" : status < 500 ? "Client Error" : "Server Error";
  }
}

}  // namespace plaza::http
