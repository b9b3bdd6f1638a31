// A route is data, declared once: method, path, operation id, who may call, request and response types, error codes and the
// handler. Decoder, validator, encoder and openapi.json come from this one declaration.
//
//   routes.add(http::post<AddLine, CartView>("/v1/carts/{id}/lines", "addCartLine")
//                  .summary("Adds a variant to a cart.")
//                  .tag("Carts").access(Access::anyone()).status(201).idempotent()
//                  .error("inventory.out_of_stock", ErrorKind::conflict, "Fewer are left than asked for.")
//                  .write([&](Call& call, db::Transaction& tx, const AddLine& request) -> Result<CartView> { … }));
//
// A described request's members are taken by name from the path template, else for GET/HEAD/DELETE from the query, else from
// the JSON body. Kinds of handler: .memory (answers at once, no database), .read, .write, .task (a coroutine: provider calls,
// several writes) and .raw (the whole exchange by hand: uploads, pages, streams). A path is made of literal segments, {name}
// (one segment) and, at its end, {name...} (the rest of the path).
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "platform/base/task.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/http/caller.h"
#include "platform/http/message.h"
#include "platform/json/codec.h"
#include "platform/json/schema.h"

namespace plaza::http {

struct None {  // no request members, or an empty answer (204)
  template <class V>
  void describe(V&) {}
};

struct Route;

// One exchange, for the handler. `reply_*` change the answer that the typed handler's value becomes.
struct Call {
  const Request& request;
  Caller caller;
  std::string request_id;
  std::vector<std::pair<std::string, std::string>> path_values;  // {"id", "crt_…"}
  int reply_status = 0;    // 0: the route's
  Headers reply_headers;   // Set-Cookie and the like
  Time received_at = {};   // by the server's clock
  const Route* route = nullptr;
  std::optional<Response> reply_instead = {};  // set by a .task handler: this goes out, its value does not (a replayed answer)

  std::string_view path_value(std::string_view name) const;
};

struct ErrorDoc {
  std::string code;
  ErrorKind kind;
  std::string text;
};

using RawHandler = std::function<Task<Response>(Call&)>;

struct Route {
  Method method = Method::get;
  std::string path;
  std::string operation_id;
  std::string summary;
  std::string tag;
  Access access;
  int status = 200;
  bool idempotent = false;     // honours Idempotency-Key: the answer is stored in the write's own transaction
  bool documented = true;      // false: pages and files, left out of openapi.json
  std::size_t body_max = 1'000'000;
  bool any_content_type = false;  // the body is handed over whatever it is called (uploads, tracking)
  std::vector<ErrorDoc> errors;
  json::SchemaOf request;   // empty: none
  json::SchemaOf response;
  RawHandler handler;
};

// Takes the members of a described request out of path, query and body. In route.cpp; used by the templates.
Result<json::Document> request_document(const Call& call, const Route& route, const json::SchemaOf& schema);

// Runs `work` under the call's Idempotency-Key: claims the key in this transaction, replays a stored answer, stores the new one.
// Scope: caller, route, key; 24 hours. Same key with another body: 422 request.key_reused; still running: 409 request.in_flight.
Result<Response> with_idempotency(Call& call, const Route& route, db::Transaction& tx,
                                  const std::function<Result<Response>(db::Transaction&)>& work);

template <class Req, class Res>
class RouteBuilder {
 public:
  RouteBuilder(Method method, std::string path, std::string operation_id) : route_(std::make_shared<Route>()) {
    route_->method = method;
    route_->path = std::move(path);
    route_->operation_id = std::move(operation_id);
    route_->request = json::schema_of<Req>();
    route_->response = json::schema_of<Res>();
    if constexpr (std::is_same_v<Res, None>) route_->status = 204;
  }
  RouteBuilder& summary(std::string text) { route_->summary = std::move(text); return *this; }
  RouteBuilder& tag(std::string text) { route_->tag = std::move(text); return *this; }
  RouteBuilder& access(Access access) { route_->access = access; return *this; }
  RouteBuilder& status(int status) { route_->status = status; return *this; }
  RouteBuilder& idempotent() { route_->idempotent = true; return *this; }
  RouteBuilder& undocumented() { route_->documented = false; return *this; }
  RouteBuilder& body_max(std::size_t bytes) { route_->body_max = bytes; return *this; }
  RouteBuilder& any_content_type() { route_->any_content_type = true; return *this; }
  RouteBuilder& error(std::string code, ErrorKind kind, std::string text) {
    route_->errors.push_back({std::move(code), kind, std::move(text)});
    return *this;
  }

  // Result<Res>(Call&, const Req&): answers from memory on the I/O thread.
  template <class Handler>
  std::shared_ptr<Route> memory(Handler handler);
  // Result<Res>(Call&, db::Reader&, const Req&)
  template <class Handler>
  std::shared_ptr<Route> read(db::Database& database, Handler handler);
  // Result<Res>(Call&, db::Transaction&, const Req&)
  template <class Handler>
  std::shared_ptr<Route> write(db::Database& database, Handler handler);
  // Task<Result<Res>>(Call&, const Req&)
  template <class Handler>
  std::shared_ptr<Route> task(Handler handler);
  // Task<Response>(Call&)
  std::shared_ptr<Route> raw(RawHandler handler) {
    route_->handler = std::move(handler);
    return route_;
  }

 private:
  static Result<Req> decode(Call& call, const Route& route) {
    TRY(auto document, request_document(call, route, route.request));
    Req value;
    json::Decoder decoder;
    decoder.read(value, document.root());
    if (decoder.failed()) return decoder.error();
    return value;
  }
  static Response respond(Call& call, const Route& route, const Res& value) {
    Response response;
    response.status = call.reply_status ? call.reply_status : route.status;
    response.headers = std::move(call.reply_headers);
    if constexpr (!std::is_same_v<Res, None>) {
      response.body = json::encode(value);
    } else {
      response.content_type.clear();
    }
    return response;
  }
  std::shared_ptr<Route> route_;
};

template <class Req, class Res>
RouteBuilder<Req, Res> get(std::string path, std::string id) { return {Method::get, std::move(path), std::move(id)}; }
template <class Req, class Res>
RouteBuilder<Req, Res> post(std::string path, std::string id) { return {Method::post, std::move(path), std::move(id)}; }
template <class Req, class Res>
RouteBuilder<Req, Res> put(std::string path, std::string id) { return {Method::put, std::move(path), std::move(id)}; }
template <class Req, class Res>
RouteBuilder<Req, Res> patch(std::string path, std::string id) { return {Method::patch, std::move(path), std::move(id)}; }
template <class Req, class Res>
RouteBuilder<Req, Res> del(std::string path, std::string id) { return {Method::del, std::move(path), std::move(id)}; }
// Only for routes that answer other sites' pages (CORS) by hand; else OPTIONS is answered with Allow.
template <class Req, class Res>
RouteBuilder<Req, Res> options(std::string path, std::string id) { return {Method::options, std::move(path), std::move(id)}; }

// All routes of the program. Filled at start-up, then only read.
class Routes {
 public:
  // CHECKs that the method with the path, and the operation id, are new, and that there is a handler.
  void add(std::shared_ptr<Route> route);
  const std::vector<std::shared_ptr<Route>>& all() const { return routes_; }

 private:
  std::vector<std::shared_ptr<Route>> routes_;
};

// --- templates ---------------------------------------------------------------------------------------------------

template <class Req, class Res>
template <class Handler>
std::shared_ptr<Route> RouteBuilder<Req, Res>::memory(Handler handler) {
  Route* route = route_.get();
  route_->handler = [route, handler = std::move(handler)](Call& call) -> Task<Response> {
    auto request = decode(call, *route);
    if (!request.ok()) co_return problem(request.error());
    Result<Res> result = handler(call, *request);
    if (!result.ok()) co_return problem(result.error());
    co_return respond(call, *route, *result);
  };
  return route_;
}

template <class Req, class Res>
template <class Handler>
std::shared_ptr<Route> RouteBuilder<Req, Res>::read(db::Database& database, Handler handler) {
  Route* route = route_.get();
  route_->handler = [route, &database, handler = std::move(handler)](Call& call) -> Task<Response> {
    auto request = decode(call, *route);
    if (!request.ok()) co_return problem(request.error());
    auto work = [&](db::Reader& reader) -> Result<Res> { return handler(call, reader, *request); };
    auto result = co_await database.read(work);
    if (!result.ok()) co_return problem(result.error());
    co_return respond(call, *route, *result);
  };
  return route_;
}

template <class Req, class Res>
template <class Handler>
std::shared_ptr<Route> RouteBuilder<Req, Res>::write(db::Database& database, Handler handler) {
  Route* route = route_.get();
  route_->handler = [route, &database, handler = std::move(handler)](Call& call) -> Task<Response> {
    auto request = decode(call, *route);
    if (!request.ok()) co_return problem(request.error());
    auto work = [&](db::Transaction& tx) -> Result<Response> {
      return with_idempotency(call, *route, tx, [&](db::Transaction& inner) -> Result<Response> {
        call.reply_status = 0;  // the write may be run again
        call.reply_headers.clear();
        Result<Res> result = handler(call, inner, *request);
        if (!result.ok()) return std::move(result).error();
        return respond(call, *route, *result);
      });
    };
    auto result = co_await database.write(work);
    if (!result.ok()) co_return problem(result.error());
    co_return std::move(*result);
  };
  return route_;
}

template <class Req, class Res>
template <class Handler>
std::shared_ptr<Route> RouteBuilder<Req, Res>::task(Handler handler) {
  Route* route = route_.get();
  route_->handler = [route, handler = std::move(handler)](Call& call) -> Task<Response> {
    auto request = decode(call, *route);
    if (!request.ok()) co_return problem(request.error());
    Result<Res> result = co_await handler(call, *request);
    if (call.reply_instead) co_return std::move(*call.reply_instead);
    if (!result.ok()) co_return problem(result.error());
    co_return respond(call, *route, *result);
  };
  return route_;
}

}  // namespace plaza::http
