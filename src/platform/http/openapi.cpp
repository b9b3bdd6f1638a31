// openapi.json, from nothing but the routes. The order is stable: paths and components by name, members as declared.
#include <map>
#include <set>

#include "platform/http/openapi_schema.h"
#include "platform/http/router.h"
#include "platform/http/server.h"
#include "platform/http/status_text.h"
#include "platform/json/document.h"

namespace plaza::http {

namespace {

namespace bj = boost::json;
using Use = OpenapiSchemas::Use;

bool is_read(Method method) { return method == Method::get || method == Method::del; }

std::string lower_method(Method method) {
  std::string text(method_text(method));
  for (auto& c : text) c = static_cast<char>(c + 32);
  return text;
}

// "/files/{path...}" is plain {path} to OpenAPI.
std::string documented_path(std::string path) {
  if (const auto dots = path.find("...}"); dots != std::string::npos) path.erase(dots, 3);
  return path;
}

// The route's fields by where they travel.
struct Parts {
  std::vector<json::Field> path, query, body;
};
Parts parts_of(const Route& route) {
  Parts parts;
  std::set<std::string> named;
  for (const auto& name : path_parameters(route.path)) named.insert(name);
  for (const auto& field : route.request->fields) {
    if (named.erase(field.name)) parts.path.push_back(field);
    else (is_read(route.method) ? parts.query : parts.body).push_back(field);
  }
  for (const auto& name : named) {  // of handlers that read the path themselves
    auto text = std::make_shared<json::Schema>();
    text->kind = json::Schema::Kind::string;
    parts.path.push_back({name, text, true, false, {}});
  }
  return parts;
}

bj::object parameter(const OpenapiSchemas& schemas, const json::Field& field, const char* where) {
  json::Field plain = field;  // a parameter is there or not; null is no value of it
  plain.nullable = false;
  plain.doc.clear();
  bj::object out{{"name", field.name}, {"in", where}, {"required", field.required || where == std::string_view("path")}};
  if (!field.doc.empty()) out["description"] = field.doc;
  out["schema"] = schemas.of(plain);
  return out;
}

std::vector<ErrorDoc> errors_of(const Route& route, const Parts& parts) {
  std::vector<ErrorDoc> errors = route.errors;
  if (!route.request->fields.empty()) {
    errors.push_back({"request.invalid", ErrorKind::invalid, "Some members are wrong; `errors` names them all."});
  }
  if (!parts.body.empty()) {
    errors.push_back({"request.malformed", ErrorKind::invalid, "The body is not JSON."});
    errors.push_back({"request.unsupported_media_type", ErrorKind::unsupported, "The body must be application/json."});
  }
  if (route.access.level != Access::Level::anyone) {
    errors.push_back({"request.unauthenticated", ErrorKind::unauthenticated, "Sign in first."});
  }
  if (route.access.level == Access::Level::roles) {
    errors.push_back({"request.forbidden", ErrorKind::forbidden, "The caller's role does not allow this."});
  }
  if (route.idempotent) {
    errors.push_back({"request.in_flight", ErrorKind::conflict, "A request with this Idempotency-Key is running."});
    errors.push_back({"request.key_reused", ErrorKind::unprocessable, "The Idempotency-Key was used for another request."});
  }
  std::stable_sort(errors.begin(), errors.end(), [](const ErrorDoc& a, const ErrorDoc& b) {
    return std::pair(status_of(a.kind), std::string_view(a.code)) < std::pair(status_of(b.kind), std::string_view(b.code));
  });
  const auto same = [](const ErrorDoc& a, const ErrorDoc& b) { return a.code == b.code; };
  errors.erase(std::unique(errors.begin(), errors.end(), same), errors.end());
  return errors;
}

bj::object responses_of(const OpenapiSchemas& schemas, const Route& route, const std::vector<ErrorDoc>& errors) {
  bj::object out;
  bj::object success{{"description", status_text(route.status)}};
  if (!route.response->fields.empty() || route.response->kind != json::Schema::Kind::object) {
    success["content"] = bj::object{{"application/json", bj::object{{"schema", schemas.of(route.response)}}}};
  }
  out[std::to_string(route.status)] = std::move(success);
  std::map<int, std::string> refused;
  for (const auto& error : errors) {
    auto& text = refused[status_of(error.kind)];
    text += (text.empty() ? "" : "; ") + error.code;
  }
  for (const auto& [status, codes] : refused) {
    bj::object schema{{"$ref", "#/components/schemas/Problem"}};
    out[std::to_string(status)] = bj::object{
        {"description", codes},
        {"content", bj::object{{problem_content_type, bj::object{{"schema", std::move(schema)}}}}}};
  }
  return out;
}

bj::array security_of(const Access& access) {
  bj::array ways;
  if (access.level == Access::Level::anyone) {
    ways.push_back(bj::object{});
    ways.push_back(bj::object{{"access_token", bj::array{}}});
  }
  ways.push_back(bj::object{{"session", bj::array{}}});
  ways.push_back(bj::object{{"bearer", bj::array{}}});
  return ways;
}

bj::object operation(const OpenapiSchemas& schemas, const Route& route) {
  const Parts parts = parts_of(route);
  bj::object out{{"operationId", route.operation_id}};
  if (!route.summary.empty()) out["summary"] = route.summary;
  if (!route.tag.empty()) out["tags"] = bj::array{bj::string(route.tag)};
  out["security"] = security_of(route.access);
  bj::array parameters;
  for (const auto& field : parts.path) parameters.push_back(parameter(schemas, field, "path"));
  for (const auto& field : parts.query) parameters.push_back(parameter(schemas, field, "query"));
  if (route.idempotent) parameters.push_back(bj::object{{"$ref", "#/components/parameters/IdempotencyKey"}});
  if (!parameters.empty()) out["parameters"] = std::move(parameters);
  if (!parts.body.empty()) {
    const bool whole = parts.body.size() == route.request->fields.size();
    bj::object schema = whole ? schemas.of(route.request) : schemas.inline_object(parts.body);
    out["requestBody"] = bj::object{
        {"required", true},
        {"content", bj::object{{"application/json", bj::object{{"schema", std::move(schema)}}}}}};
  }
  if (parts.body.empty() && route.any_content_type && !is_read(route.method)) {  // uploads
    bj::object binary{{"type", "string"}, {"format", "binary"}};
    out["requestBody"] = bj::object{{"required", true},
                                    {"content", bj::object{{"*/*", bj::object{{"schema", std::move(binary)}}}}}};
  }
  const auto errors = errors_of(route, parts);
  out["responses"] = responses_of(schemas, route, errors);
  bj::array codes;
  for (const auto& error : errors) {
    codes.push_back(bj::object{{"code", error.code}, {"status", status_of(error.kind)}, {"description", error.text}});
  }
  if (!codes.empty()) out["x-errors"] = std::move(codes);
  return out;
}

bj::value fixed(std::string_view json) { return bj::parse(json); }

constexpr std::string_view problem_schema = R"({
  "type": "object", "required": ["type", "title", "status", "detail", "code", "instance"],
  "properties": {
    "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
    "detail": {"type": "string"}, "code": {"type": "string", "description": "Stable and dotted: inventory.out_of_stock."},
    "instance": {"type": "string", "description": "The request's id."},
    "errors": {"type": "array", "items": {
      "type": "object", "required": ["field", "code", "message"],
      "properties": {"field": {"type": "string"}, "code": {"type": "string"}, "message": {"type": "string"}}}}}})";
constexpr std::string_view security_schemes = R"({
  "session": {"type": "apiKey", "in": "cookie", "name": "plaza_session"},
  "bearer": {"type": "http", "scheme": "bearer", "description": "A session's token or an API key."},
  "access_token": {"type": "apiKey", "in": "header", "name": "Plaza-Access-Token", "description": "Of a guest's cart or order."}})";
constexpr std::string_view shared_parameters = R"({
  "IdempotencyKey": {"name": "Idempotency-Key", "in": "header", "required": false,
    "description": "The same key with the same request gets the first answer again, for 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255}}})";

void print(std::string& out, const bj::value& value, std::size_t depth) {
  const auto line = [&](std::size_t at) { out += "\n" + std::string(at * 2, ' '); };
  if (const auto* object = value.if_object(); object && !object->empty()) {
    out += '{';
    for (const auto& [key, member] : *object) {
      if (out.back() != '{') out += ',';
      line(depth + 1);
      out += bj::serialize(bj::value(key)) + ": ";
      print(out, member, depth + 1);
    }
    line(depth);
    out += '}';
  } else if (const auto* array = value.if_array(); array && !array->empty()) {
    out += '[';
    for (const auto& item : *array) {
      if (&item != array->begin()) out += ',';
      line(depth + 1);
      print(out, item, depth + 1);
    }
    line(depth);
    out += ']';
  } else {
    out += bj::serialize(value);
  }
}

}  // namespace

std::string openapi(const Routes& routes, const std::string& title, const std::string& version) {
  std::map<std::string, std::map<std::string, const Route*>> sorted;
  for (const auto& route : routes.all()) {
    if (route->documented) sorted[documented_path(route->path)][lower_method(route->method)] = route.get();
  }
  OpenapiSchemas schemas;
  for (const auto& [path, methods] : sorted) {
    for (const auto& [method, route] : methods) {
      const Parts parts = parts_of(*route);
      const bool whole = !parts.body.empty() && parts.body.size() == route->request->fields.size();
      if (whole) schemas.show(route->request, Use::request);
      else for (const auto& field : route->request->fields) schemas.show(field.schema, Use::request);
      if (!route->response->fields.empty() || route->response->items) schemas.show(route->response, Use::response);
    }
  }
  bj::object paths;
  for (const auto& [path, methods] : sorted) {
    bj::object item;
    for (const auto& [method, route] : methods) item[method] = operation(schemas, *route);
    paths[path] = std::move(item);
  }
  bj::object components_schemas = schemas.components();
  components_schemas["Problem"] = fixed(problem_schema);
  const bj::value document = {
      {"openapi", "3.1.0"},
      {"info", {{"title", title}, {"version", version}}},
      {"paths", std::move(paths)},
      {"components",
       {{"schemas", std::move(components_schemas)},
        {"parameters", fixed(shared_parameters)},
        {"securitySchemes", fixed(security_schemes)}}}};
  std::string out;
  print(out, document, 0);
  return out + "\n";
}

}  // namespace plaza::http
