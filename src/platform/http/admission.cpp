#include "platform/http/admission.h"

#include "platform/base/text.h"
#include "platform/http/status_text.h"
#include "platform/http/target.h"

namespace plaza::http {

namespace {

constexpr std::size_t body_max_without_route = 1'000'000;

bool changes_state(Method method) {
  return method != Method::get && method != Method::head && method != Method::options;
}

bool is_one_of_ours(std::string_view language) { return language == "en" || language == "vi"; }

// "https://shop.example:8443/x" -> "shop.example:8443"; empty when it is not an absolute http(s) URL.
std::string_view host_of_url(std::string_view url) {
  for (const std::string_view scheme : {"https://", "http://"}) {
    if (!url.starts_with(scheme)) continue;
    url.remove_prefix(scheme.size());
    return url.substr(0, url.find_first_of("/?#"));
  }
  return {};
}

void resolve_caller(const Request& request, Caller& caller) {
  if (auto anonymous = request.header("plaza-anonymous-id"); is_visitor(anonymous)) {
    caller.visitor.assign(anonymous);
  } else if (auto cookie = request.cookie("plaza_visitor"); is_visitor(cookie)) {
    caller.visitor.assign(cookie);
  }
  caller.access_tokens.assign(request.header("plaza-access-token"));
  caller.locale.assign(locale_of(request));
}

}  // namespace

void Exchange::reset() {
  route = nullptr;
  route_index = 0;
  caller.subject = 0;
  caller.session = 0;
  caller.roles = 0;
  caller.visitor.clear();
  caller.access_tokens.clear();
  caller.key_kind.clear();
  caller.locale.clear();
  path_values.clear();
  answer.reset();
  body_max = body_max_without_route;
}

std::string_view locale_of(const Request& request) {
  if (auto asked = request.query_value("lang"); asked && is_one_of_ours(*asked)) return *asked == "vi" ? "vi" : "en";
  if (auto cookie = request.cookie("plaza_lang"); is_one_of_ours(cookie)) return cookie == "vi" ? "vi" : "en";
  // The first of ours in the list: browsers send it sorted by preference.
  std::string_view list = request.header("accept-language");
  while (!list.empty()) {
    const auto end = list.find(',');
    const auto language = lower_ascii(trimmed(list.substr(0, end)).substr(0, 2));
    if (language == "vi") return "vi";
    if (language == "en") return "en";
    if (end == std::string_view::npos) break;
    list.remove_prefix(end + 1);
  }
  return "en";
}

bool is_visitor(std::string_view text) {
  if (text.empty() || text.size() > 100) return false;
  for (const char c : text) {
    const bool fine = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                      c == '.' || c == ':' || c == '-';
    if (!fine) return false;
  }
  return true;
}

bool is_same_site(const Request& request) {
  const std::string_view host = request.header("host");
  if (auto origin = request.header("origin"); !origin.empty()) {
    return !host.empty() && equal_ignoring_case(host_of_url(origin), host);
  }
  if (auto referer = request.header("referer"); !referer.empty()) {
    return !host.empty() && equal_ignoring_case(host_of_url(referer), host);
  }
  // Browsers send Origin or Sec-Fetch-Site with every request that changes state: a client that sends none of them is a program,
  // whose cookies nobody else can make it send.
  const auto site = request.header("sec-fetch-site");
  return site.empty() || site == "same-origin" || site == "none";
}

bool is_json_type(std::string_view content_type) {
  const auto kind = lower_ascii(trimmed(content_type.substr(0, content_type.find(';'))));
  return kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"));
}

void Admission::admit(const Request& request, BodyFollows body, std::string_view request_id,
                      Exchange& exchange) const {
  exchange.reset();
  resolve_caller(request, exchange.caller);
  const Status known = parts_.authenticator.authenticate(request, exchange.caller);
  if (!known.ok()) {
    exchange.caller.subject = 0;
    exchange.caller.session = 0;
    exchange.caller.roles = 0;
    exchange.caller.key_kind.clear();
  }
  if (request.method == Method::get || request.method == Method::head) {
    for (const auto& front : parts_.fronts) {
      exchange.answer = front(request, exchange.caller);
      if (exchange.answer) return;
    }
  }
  find_route(request, request_id, exchange);
  if (exchange.answer) return;
  exchange.body_max = exchange.route->body_max;
  exchange.answer = refusal(request, body, known, exchange);
}

void Admission::find_route(const Request& request, std::string_view request_id, Exchange& exchange) const {
  const Match match = router_.find(request.method, raw_path(request.target), exchange.path_values);
  exchange.route = match.route;
  exchange.route_index = match.index;
  if (match.route) return;
  if (match.allowed == 0) {
    if (parts_.not_found) {
      Call call{request, exchange.caller, std::string(request_id), {}, 0, {}, {}, nullptr, {}};
      exchange.answer = parts_.not_found(call);
    } else {
      exchange.answer = problem({ErrorKind::not_found, "request.not_found", "There is nothing at this address."});
    }
  } else if (request.method == Method::options) {
    exchange.answer.emplace();
    exchange.answer->status = 204;
    exchange.answer->content_type.clear();
    exchange.answer->header("allow", Router::allow_text(match.allowed));
  } else {
    exchange.answer = problem_with_status(
        405, {ErrorKind::invalid, "request.method_not_allowed", "This address does not take this method."});
    exchange.answer->header("allow", Router::allow_text(match.allowed));
  }
}

std::optional<Response> Admission::refusal(const Request& request, BodyFollows body, const Status& known,
                                           Exchange& exchange) const {
  const Route& route = *exchange.route;
  const Caller& caller = exchange.caller;
  const bool by_header = !request.header("authorization").empty();
  // A cookie that has expired must not keep anybody from signing in again: then they are a stranger.
  if (!known.ok() && (by_header || route.access.level != Access::Level::anyone)) return problem(known.error());

  const bool signed_in = caller.subject != 0 || caller.session != 0;
  const bool upgrade = request.method == Method::get && !request.header("sec-websocket-key").empty();
  if (signed_in && !by_header && (changes_state(request.method) || upgrade) && !is_same_site(request)) {
    return problem({ErrorKind::forbidden, "request.cross_site", "The request came from another site."});
  }
  switch (route.access.level) {
    case Access::Level::anyone: break;
    case Access::Level::signed_in:
      if (caller.subject == 0) {
        return problem({ErrorKind::unauthenticated, "request.unauthenticated", "Sign in first."});
      }
      break;
    case Access::Level::roles:
      if (caller.subject == 0 && caller.key_kind.empty()) {
        return problem({ErrorKind::unauthenticated, "request.unauthenticated", "Sign in first."});
      }
      if ((caller.roles & route.access.roles) == 0) {
        return problem({ErrorKind::forbidden, "request.forbidden", "You are not allowed to do this."});
      }
      break;
  }
  const auto content_type = request.header("content-type");
  if (body == BodyFollows::yes && !route.any_content_type && !content_type.empty() && !is_json_type(content_type)) {
    return problem({ErrorKind::unsupported, "request.unsupported_media_type", "The body must be application/json."});
  }
  return std::nullopt;
}

}  // namespace plaza::http
