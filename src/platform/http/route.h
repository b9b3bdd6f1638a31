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

// Runs `work` under the call's Idempotency-Key: claims the key in this transaction, replays a stored answer, stores the new one.
// Scope: caller, route, key; 24 hours. Same key with another body: 422 request.key_reused; still running: 409 request.in_flight.
Result<Response> with_idempotency(Call& call, const Route& route, db::Transaction& tx,
                                  const std::function<Result<Response>(db::Transaction&)>& work);

// How the requests of one type are held while nothing but their type's description is known of them.
struct RequestKind {
  const json::Type& type;
  void* (*make)();
  void (*destroy)(void*);
};
template <class Req>
inline constexpr RequestKind request_kind{json::type<Req>, []() -> void* { return new Req(); },
                                          [](void* request) { delete static_cast<Req*>(request); }};

// What every RouteBuilder does whatever its types are: compiled once, in route.cpp.
class RouteSetup {
 protected:
  using MemoryWork = std::function<Result<Response>(Call&, const void* request)>;
  using ReadWork = std::function<Result<Response>(Call&, db::Reader&, const void* request)>;
  using WriteWork = std::function<Result<Response>(Call&, db::Transaction&, const void* request)>;
  using TaskWork = std::function<Task<Result<Response>>(Call&, const void* request)>;

  RouteSetup(Method method, std::string_view path, std::string_view operation_id, const json::Type& request,
             const json::Type& response, bool answers_nothing);
  std::shared_ptr<Route> with_memory(const RequestKind& kind, MemoryWork work);
  std::shared_ptr<Route> with_read(const RequestKind& kind, db::Database& database, ReadWork work);
  std::shared_ptr<Route> with_write(const RequestKind& kind, db::Database& database, WriteWork work);
  std::shared_ptr<Route> with_task(const RequestKind& kind, TaskWork work);
  void add_error(std::string_view code, ErrorKind kind, std::string_view text);
  // The route's answer; `value` is null where it has none (204).
  static Response respond(Call& call, const Route& route, const void* value, const json::Type& type);

  std::shared_ptr<Route> route_;
};

template <class Req, class Res>
class RouteBuilder : private RouteSetup {
 public:
  RouteBuilder(Method method, std::string_view path, std::string_view operation_id)
      : RouteSetup(method, path, operation_id, json::type<Req>, json::type<Res>, std::is_same_v<Res, None>) {}
  RouteBuilder& summary(std::string_view text) { route_->summary = text; return *this; }
  RouteBuilder& tag(std::string_view text) { route_->tag = text; return *this; }
  RouteBuilder& access(Access access) { route_->access = access; return *this; }
  RouteBuilder& status(int status) { route_->status = status; return *this; }
  RouteBuilder& idempotent() { route_->idempotent = true; return *this; }
  RouteBuilder& undocumented() { route_->documented = false; return *this; }
  RouteBuilder& body_max(std::size_t bytes) { route_->body_max = bytes; return *this; }
  RouteBuilder& any_content_type() { route_->any_content_type = true; return *this; }
  RouteBuilder& error(std::string_view code, ErrorKind kind, std::string_view text) {
    add_error(code, kind, text);
    return *this;
  }

  // Result<Res>(Call&, const Req&): answers from memory on the I/O thread.
  template <class Handler>
  std::shared_ptr<Route> memory(Handler handler) {
    return with_memory(request_kind<Req>, [route = route_.get(), handler = std::move(handler)](Call& call, const void* request) {
      return answer(call, *route, handler(call, *static_cast<const Req*>(request)));
    });
  }
  // Result<Res>(Call&, db::Reader&, const Req&)
  template <class Handler>
  std::shared_ptr<Route> read(db::Database& database, Handler handler) {
    return with_read(request_kind<Req>, database,
                     [route = route_.get(), handler = std::move(handler)](Call& call, db::Reader& reader, const void* request) {
                       return answer(call, *route, handler(call, reader, *static_cast<const Req*>(request)));
                     });
  }
  // Result<Res>(Call&, db::Transaction&, const Req&)
  template <class Handler>
  std::shared_ptr<Route> write(db::Database& database, Handler handler) {
    return with_write(request_kind<Req>, database,
                      [route = route_.get(), handler = std::move(handler)](Call& call, db::Transaction& tx, const void* request) {
                        return answer(call, *route, handler(call, tx, *static_cast<const Req*>(request)));
                      });
  }
  // Task<Result<Res>>(Call&, const Req&)
  template <class Handler>
  std::shared_ptr<Route> task(Handler handler) {
    return with_task(request_kind<Req>,
                     [route = route_.get(), handler = std::move(handler)](Call& call, const void* request) -> Task<Result<Response>> {
                       co_return answer(call, *route, co_await handler(call, *static_cast<const Req*>(request)));
                     });
  }
  // Task<Response>(Call&)
  std::shared_ptr<Route> raw(RawHandler handler) {
    route_->handler = std::move(handler);
    return route_;
  }

 private:
  static Result<Response> answer(Call& call, const Route& route, Result<Res> result) {
    if (!result.ok()) return std::move(result).error();
    return respond(call, route, std::is_same_v<Res, None> ? nullptr : &*result, json::type<Res>);
  }
};

template <class Req, class Res>
RouteBuilder<Req, Res> get(std::string_view path, std::string_view id) { return {Method::get, path, id}; }
template <class Req, class Res>
RouteBuilder<Req, Res> post(std::string_view path, std::string_view id) { return {Method::post, path, id}; }
template <class Req, class Res>
RouteBuilder<Req, Res> put(std::string_view path, std::string_view id) { return {Method::put, path, id}; }
template <class Req, class Res>
RouteBuilder<Req, Res> patch(std::string_view path, std::string_view id) { return {Method::patch, path, id}; }
template <class Req, class Res>
RouteBuilder<Req, Res> del(std::string_view path, std::string_view id) { return {Method::del, path, id}; }
// Only for routes that answer other sites' pages (CORS) by hand; else OPTIONS is answered with Allow.
template <class Req, class Res>
RouteBuilder<Req, Res> options(std::string_view path, std::string_view id) { return {Method::options, path, id}; }

// All routes of the program. Filled at start-up, then only read.
class Routes {
 public:
  // CHECKs that the method with the path, and the operation id, are new, and that there is a handler.
  void add(std::shared_ptr<Route> route);
  const std::vector<std::shared_ptr<Route>>& all() const { return routes_; }

 private:
  std::vector<std::shared_ptr<Route>> routes_;
};

}  // namespace plaza::http
