// What can be decided from a request's head alone, before any of its body is read: who is calling, which route, whether
// they may, and whether the body is of a kind we take. Private to http.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "platform/http/router.h"
#include "platform/http/server.h"

namespace plaza::http {

struct Exchange {
  const Route* route = nullptr;  // null when `answer` is set before one was found
  std::size_t route_index = 0;
  Caller caller;
  std::vector<std::pair<std::string, std::string>> path_values;
  std::optional<Response> answer;  // a refusal, or a front's answer: no handler is run
  std::size_t body_max = 0;

  void reset();
};

enum class BodyFollows { no, yes };

// Thread-safe: only reads what it was built from.
class Admission {
 public:
  Admission(const ServerParts& parts, const Router& router) : parts_(parts), router_(router) {}

  // `request` has its target parsed. Fills `exchange` (reset before).
  void admit(const Request& request, BodyFollows body, std::string_view request_id, Exchange& exchange) const;

 private:
  std::optional<Response> refusal(const Request& request, BodyFollows body, const Status& known,
                                  Exchange& exchange) const;
  void find_route(const Request& request, std::string_view request_id, Exchange& exchange) const;

  const ServerParts& parts_;
  const Router& router_;
};

// "en" or "vi": ?lang=, the cookie plaza_lang, then Accept-Language.
std::string_view locale_of(const Request& request);
// At most 100 of letters, digits, `_`, `.`, `:`, `-`; not empty.
bool is_visitor(std::string_view text);
// True when Origin, else Referer, names the request's own host; or, with neither, Sec-Fetch-Site says same-origin or none.
bool is_same_site(const Request& request);
// application/json with or without parameters, or …+json.
bool is_json_type(std::string_view content_type);

}  // namespace plaza::http
