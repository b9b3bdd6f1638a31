// From path values, query and body to one JSON document that the decoder reads, so that every kind of input is validated by
// the same description and all its errors are told at once.
#include "platform/http/route.h"

#include <charconv>

#include "platform/base/text.h"
#include "platform/json/document.h"

namespace plaza::http {

namespace {

using Kind = json::Schema::Kind;
namespace bj = boost::json;

// A text value as the schema's kind; what does not fit stays text, so that the decoder names the field.
bj::value typed(const json::Schema& schema, std::string_view text) {
  switch (schema.kind) {
    case Kind::boolean:
      if (text == "true" || text == "1") return true;
      if (text == "false" || text == "0") return false;
      break;
    case Kind::integer:
      if (auto number = parse_integer(text)) return static_cast<std::int64_t>(*number);
      break;
    case Kind::number: {
      double number = 0;
      const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), number);
      if (failure == std::errc{} && end == text.data() + text.size()) return number;
      break;
    }
    default: break;
  }
  return bj::string(text);
}

// `?tag=a&tag=b` or `?tag=a,b`.
bj::value typed_list(const json::Schema& items, const std::vector<std::string_view>& values) {
  bj::array list;
  if (values.size() > 1) {
    for (const auto value : values) list.push_back(typed(items, value));
    return list;
  }
  std::string_view rest = values.front();
  while (!rest.empty()) {
    const auto end = rest.find(',');
    list.push_back(typed(items, trimmed(rest.substr(0, end))));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return list;
}

void add_from_query(const Request& request, const json::Field& field, bj::object& out) {
  std::vector<std::string_view> values;
  for (const auto& [name, value] : request.query) {
    if (name == field.name) values.push_back(value);
  }
  if (values.empty()) return;
  if (field.schema->kind == Kind::list) {
    out[field.name] = typed_list(*field.schema->items, values);
  } else if (!values.back().empty() || field.schema->kind == Kind::string) {
    // `?limit=` says nothing about limit; an empty text is a text.
    if (values.back().empty() && (!field.schema->values.empty() || !field.schema->format.empty())) return;
    out[field.name] = typed(*field.schema, values.back());
  }
}

bool from_query(Method method) {
  return method == Method::get || method == Method::head || method == Method::del || method == Method::options;
}

}  // namespace

std::string_view Call::path_value(std::string_view name) const {
  for (const auto& [key, value] : path_values) {
    if (key == name) return value;
  }
  return {};
}

namespace {

// Takes the members of a described request out of path, query and body.
Result<json::Document> request_document(const Call& call, const Route& route, const json::SchemaOf& schema) {
  bj::object members;
  const bool query = from_query(route.method);
  if (!query && !schema->fields.empty() && !trimmed(call.request.body).empty()) {
    TRY(auto document, json::parse(call.request.body));
    auto* object = document.root().if_object();
    if (!object) {
      return Error{ErrorKind::invalid, "request.malformed", "The body must be a JSON object."};
    }
    members = std::move(*object);
  }
  for (const auto& field : schema->fields) {
    const auto value = std::find_if(call.path_values.begin(), call.path_values.end(),
                                    [&](const auto& pair) { return pair.first == field.name; });
    if (value != call.path_values.end()) {
      members[field.name] = typed(*field.schema, value->second);
    } else if (query) {
      add_from_query(call.request, field, members);
    }
  }
  return json::Document(bj::value(std::move(members)));
}

using HeldRequest = std::unique_ptr<void, void (*)(void*)>;

Result<HeldRequest> decode(Call& call, const Route& route, const RequestKind& kind) {
  TRY(auto document, request_document(call, route, route.request));
  HeldRequest request(kind.make(), kind.destroy);
  json::Decoder decoder;
  decoder.read(request.get(), kind.type, document.root());
  if (decoder.failed()) return decoder.error();
  return request;
}

}  // namespace

RouteSetup::RouteSetup(Method method, std::string_view path, std::string_view operation_id, const json::Type& request,
                       const json::Type& response, bool answers_nothing)
    : route_(std::make_shared<Route>()) {
  route_->method = method;
  route_->path = path;
  route_->operation_id = operation_id;
  route_->request = json::schema_of(request);
  route_->response = json::schema_of(response);
  if (answers_nothing) route_->status = 204;
}

void RouteSetup::add_error(std::string_view code, ErrorKind kind, std::string_view text) {
  route_->errors.push_back({std::string(code), kind, std::string(text)});
}

Response RouteSetup::respond(Call& call, const Route& route, const void* value, const json::Type& type) {
  Response response;
  response.status = call.reply_status ? call.reply_status : route.status;
  response.headers = std::move(call.reply_headers);
  if (value) json::append_value(response.body, value, type);
  else response.content_type.clear();
  return response;
}

std::shared_ptr<Route> RouteSetup::with_memory(const RequestKind& kind, MemoryWork work) {
  route_->handler = [route = route_.get(), &kind, work = std::move(work)](Call& call) -> Task<Response> {
    const auto request = decode(call, *route, kind);
    if (!request.ok()) co_return problem(request.error());
    auto response = work(call, request->get());
    if (!response.ok()) co_return problem(response.error());
    co_return std::move(*response);
  };
  return route_;
}

std::shared_ptr<Route> RouteSetup::with_read(const RequestKind& kind, db::Database& database, ReadWork work) {
  route_->handler = [route = route_.get(), &kind, &database, work = std::move(work)](Call& call) -> Task<Response> {
    const auto request = decode(call, *route, kind);
    if (!request.ok()) co_return problem(request.error());
    const auto read = [&](db::Reader& reader) { return work(call, reader, request->get()); };
    auto response = co_await database.read(read);
    if (!response.ok()) co_return problem(response.error());
    co_return std::move(*response);
  };
  return route_;
}

std::shared_ptr<Route> RouteSetup::with_write(const RequestKind& kind, db::Database& database, WriteWork work) {
  route_->handler = [route = route_.get(), &kind, &database, work = std::move(work)](Call& call) -> Task<Response> {
    const auto request = decode(call, *route, kind);
    if (!request.ok()) co_return problem(request.error());
    const auto write = [&](db::Transaction& tx) {
      return with_idempotency(call, *route, tx, [&](db::Transaction& inner) -> Result<Response> {
        call.reply_status = 0;  // the write may be run again
        call.reply_headers.clear();
        return work(call, inner, request->get());
      });
    };
    auto response = co_await database.write(write);
    if (!response.ok()) co_return problem(response.error());
    co_return std::move(*response);
  };
  return route_;
}

std::shared_ptr<Route> RouteSetup::with_task(const RequestKind& kind, TaskWork work) {
  route_->handler = [route = route_.get(), &kind, work = std::move(work)](Call& call) -> Task<Response> {
    const auto request = decode(call, *route, kind);
    if (!request.ok()) co_return problem(request.error());
    auto response = co_await work(call, request->get());
    if (call.reply_instead) co_return std::move(*call.reply_instead);
    if (!response.ok()) co_return problem(response.error());
    co_return std::move(*response);
  };
  return route_;
}

void Routes::add(std::shared_ptr<Route> route) {
  CHECK(route && route->handler);
  CHECK(route->path.starts_with('/'));
  for (const auto& other : routes_) {
    CHECK(other->operation_id != route->operation_id);
    CHECK(other->method != route->method || other->path != route->path);
  }
  routes_.push_back(std::move(route));
}

}  // namespace plaza::http
