#include "routes.h"

#include <array>

#include "identity/roles.h"
#include "platform/json/codec.h"
#include "platform/json/encode.h"
#include "segment.h"

namespace plaza::interactions {

namespace {

using http::Access;
using http::Call;
using http::Response;

// What browsers of other origins need; no credentials are ever asked for across origins.
void allow_any_origin(Response& response) {
  response.header("access-control-allow-origin", "*")
      .header("access-control-allow-methods", "GET, POST, OPTIONS")
      .header("access-control-allow-headers", "authorization, content-type, plaza-anonymous-id")
      .header("access-control-max-age", "86400");
}

Response problem_for_any_origin(const Error& error) {
  auto response = http::problem(error);
  allow_any_origin(response);
  return response;
}

// analytics.js sends its write key as the user name of Basic credentials, or in the body.
std::string key_of(const Call& call, const Parsed& parsed) {
  return call.caller.key_kind.empty() ? parsed.write_key : call.caller.key_kind;
}

// Takes out what somebody did not consent to; how many.
std::int64_t withhold(std::vector<Record>& records, const Call& call, Keeping& keeping) {
  const bool gpc = call.request.header("sec-gpc") == "1";
  const auto unwanted = [&](const Record& record) {
    return record.trust != Trust::secret && !keeping.keeps(record.account, record.visitor, gpc);
  };
  return static_cast<std::int64_t>(std::erase_if(records, unwanted));
}

Task<Response> take(Call& call, std::string name, LogService& log, const Clock& clock, const Settings& settings,
                    Keeping* keeping) {
  Sender sender;
  sender.received_at = clock.now();
  sender.secret_key = call.caller.key_kind == "secret";
  if (call.caller.key_kind.empty()) sender.account = call.caller.subject;
  sender.visitor = call.caller.visitor;
  sender.message_prefix = "srv-" + call.request_id + "-";
  auto parsed = parse_call(name, call.request.body, sender);
  if (!parsed.ok()) co_return problem_for_any_origin(parsed.error());

  const bool own_page = !sender.visitor.empty() || sender.account != 0;
  if (settings.require_key && !own_page && key_of(call, *parsed).empty()) {
    co_return problem_for_any_origin(
        Error{ErrorKind::unauthenticated, "interactions.key_required", "A write key is required."});
  }
  const auto refused = parsed->refused;
  const auto dropped = parsed->dropped;
  const auto withheld = keeping ? withhold(parsed->records, call, *keeping) : 0;
  if (!parsed->records.empty()) (void)co_await log.append(std::move(parsed->records));
  Response response;
  response.body = "{\"success\":true";
  if (refused) response.body += ",\"refused\":" + std::to_string(refused);
  if (dropped) response.body += ",\"dropped\":" + std::to_string(dropped);
  if (withheld) response.body += ",\"withheld\":" + std::to_string(withheld);
  response.body += '}';
  allow_any_origin(response);
  co_return response;
}

void add_tracking(http::Routes& routes, LogService& log, const Clock& clock, const Settings& settings,
                  Keeping* const& keeping) {
  struct Alias {
    const char* name;
    const char* letter;
  };
  static constexpr std::array calls = {Alias{"track", "t"},  Alias{"identify", "i"}, Alias{"page", "p"}, Alias{"screen", "s"},
                                       Alias{"group", "g"},  Alias{"alias", "a"},    Alias{"batch", "b"}};
  for (const auto& [name, letter] : calls) {
    for (const char* path : {name, letter}) {
      const std::string call_name = name;
      auto handler = [call_name, &log, &clock, settings, &keeping](Call& call) -> Task<Response> {
        return take(call, call_name, log, clock, settings, keeping);
      };
      auto route = http::post<http::None, http::None>(std::string("/v1/") + path, std::string("segment_") + path)
                       .summary(std::string("Segment HTTP Tracking API: ") + name + ".")
                       .tag("Interactions")
                       .access(Access::anyone())
                       .status(200)
                       .any_content_type()
                       .body_max(4'000'000)  // past the API's own limit, so that its error is the one that is seen
                       .error("interactions.too_large", ErrorKind::invalid, "An event over 32 KB or a batch over 500 KB.")
                       .raw(handler);
      routes.add(route);
      auto preflight = http::RouteBuilder<http::None, http::None>(http::Method::options, std::string("/v1/") + path,
                                                                  std::string("segment_preflight_") + path)
                           .undocumented()
                           .raw([](Call&) -> Task<Response> {
                             Response response;
                             response.status = 204;
                             response.content_type.clear();
                             allow_any_origin(response);
                             co_return response;
                           });
      routes.add(preflight);
    }
  }
}

// analytics-next asks for its settings before it sends anything.
Task<Response> client_settings(Call& call) {
  const auto host = call.request.header("host");
  const bool secure = call.request.header("x-forwarded-proto") == "https";
  Response response;
  response.body = R"({"integrations":{"Segment.io":{"apiKey":)";
  json::append_string(response.body, call.path_value("key"));
  response.body += R"(,"unbundledIntegrations":[],"addBundledMetadata":true,"apiHost":)";
  json::append_string(response.body, std::string(host) + "/v1");
  response.body += R"(,"protocol":)";
  json::append_string(response.body, secure ? "https" : "http");
  response.body += R"(}},"plan":{},"edgeFunction":{},"enabledMiddleware":{},"legacyVideoPluginsEnabled":false})";
  allow_any_origin(response);
  co_return response;
}

struct ListInteractions {
  int limit = 50;
  std::string visitor;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Between{1, 500}, json::Optional{});
    v("visitor", visitor, json::Length{0, 100}, json::Optional{});
  }
};

struct InteractionView {
  std::int64_t position = 0;
  Time at;
  Kind type = Kind::track;
  std::string event;
  std::string visitor;
  std::optional<std::string> user_id;
  bool verified = false;
  json::Raw properties;
  template <class V>
  void describe(V& v) {
    v("position", position);
    v("at", at);
    v("type", type);
    v("event", event);
    v("visitor", visitor);
    v("user_id", user_id);
    v("verified", verified, json::Doc{"The identity was asserted by a session, a secret key or a module."});
    v("properties", properties);
  }
};

struct InteractionList {
  std::vector<InteractionView> items;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 500});
  }
};

InteractionView view_of(const Record& record) {
  return {record.position, record.at, record.kind, record.name, record.visitor,
          record.user_id.empty() ? std::nullopt : std::optional(record.user_id), record.trust != Trust::evidence,
          json::Raw{record.properties}};
}

}  // namespace

void add_routes(http::Routes& routes, LogService& log, const Clock& clock, const Settings& settings,
                Keeping* const& keeping) {
  add_tracking(routes, log, clock, settings, keeping);
  routes.add(http::get<http::None, http::None>("/v1/projects/{key}/settings", "segment_settings")
                 .undocumented()
                 .raw(client_settings));
  routes.add(http::get<ListInteractions, InteractionList>("/v1/admin/interactions", "list_interactions")
                 .summary("The latest interactions, newest first.")
                 .tag("Interactions")
                 .access(identity::staff_access())
                 .memory([&log](Call&, const ListInteractions& request) -> Result<InteractionList> {
                   InteractionList list;
                   for (const auto& record : log.latest(request.limit, request.visitor, 0)) {
                     list.items.push_back(view_of(record));
                   }
                   return list;
                 }));
}

}  // namespace plaza::interactions
