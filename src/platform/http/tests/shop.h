// A small set of routes that the tests of http ask, and an authenticator that knows two people.
#pragma once

#include <functional>
#include <future>
#include <memory>
#include <stdexcept>
#include <string>

#include "platform/http/server.h"
#include "platform/testing/http_client.h"

namespace plaza::http {

struct ShelfTag { static constexpr const char* prefix = "shf"; };
using ShelfId = Id<ShelfTag>;

struct PutItem {
  ShelfId id;
  std::string name;
  std::int64_t count = 1;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name, json::Length{1, 20});
    v("count", count, json::Between{1, 99}, json::Optional{});
  }
};
struct ItemView {
  ShelfId id;
  std::string name;
  std::int64_t count = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name);
    v("count", count);
  }
};
struct FindItems {
  std::string q;
  std::int64_t limit = 20;
  std::optional<bool> available;
  std::vector<std::string> tags;
  template <class V>
  void describe(V& v) {
    v("q", q, json::Optional{});
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("available", available);
    v("tags", tags, json::Optional{});
  }
};
struct FoundItems {
  std::string q;
  std::int64_t limit = 0;
  std::optional<bool> available;
  std::vector<std::string> tags;
  template <class V>
  void describe(V& v) {
    v("q", q);
    v("limit", limit);
    v("available", available);
    v("tags", tags);
  }
};

inline constexpr std::uint32_t staff_role = 1;

// "Bearer ann" (a member), "Bearer bob" (staff), or the same names in the cookie plaza_session; anything else is refused.
class TwoPeople final : public Authenticator {
 public:
  Status authenticate(const Request& request, Caller& caller) override {
    std::string_view name = request.header("authorization");
    if (name.starts_with("Bearer ")) name.remove_prefix(7);
    else name = request.cookie("plaza_session");
    if (name.empty()) return done();
    if (name != "ann" && name != "bob") {
      return Error{ErrorKind::unauthenticated, "identity.session_expired", "Sign in again."};
    }
    caller.subject = name == "ann" ? 1 : 2;
    caller.session = caller.subject + 100;
    caller.roles = name == "bob" ? staff_role : 0;
    return done();
  }
};

// Routes and parts together; lives as long as the server.
struct Shop {
  Shop() {
    add_items();
    add_guarded();
    add_bodies();
    add_failures();
    add_long_ones();
  }

  Routes routes;
  TwoPeople people;
  ServerParts parts{routes, people};

  std::unique_ptr<Server> open(ServerOptions options = {}) {
    options.port = 0;
    if (options.threads == 0) options.threads = 2;
    return serve(options, parts);
  }

  std::string file;  // what GET /v1/file sends
  std::function<void(int)> go_on;  // lets GET /v1/slow answer
  std::promise<void> slow_runs;
  std::promise<std::shared_ptr<Stream>> stream;  // of GET /v1/events
  std::promise<std::shared_ptr<WebSocket>> socket;
  std::promise<void> socket_closed;

 private:
  void add_items() {
    routes.add(get<FindItems, FoundItems>("/v1/items", "findItems")
                   .summary("Finds items.").tag("Items")
                   .memory([](Call&, const FindItems& f) -> Result<FoundItems> {
                     return FoundItems{f.q, f.limit, f.available, f.tags};
                   }));
    routes.add(put<PutItem, ItemView>("/v1/shelves/{id}/item", "putItem")
                   .summary("Puts an item on a shelf.").tag("Items").status(201)
                   .error("shelf.full", ErrorKind::conflict, "The shelf holds no more.")
                   .memory([](Call&, const PutItem& item) -> Result<ItemView> {
                     if (item.count > 50) return Error{ErrorKind::conflict, "shelf.full", "The shelf holds no more."};
                     return ItemView{item.id, item.name, item.count};
                   }));
    routes.add(del<None, None>("/v1/items/{id}", "deleteItem").memory([](Call& call, const None&) -> Result<None> {
      call.reply_headers.emplace_back("x-deleted", std::string(call.path_value("id")));
      return None{};
    }));
    routes.add(get<None, None>("/files/{path...}", "file").raw([](Call& call) -> Task<Response> {
      co_return html(200, std::string(call.path_value("path")));
    }));
    routes.add(get<None, None>("/v1/caller", "caller").raw([](Call& call) -> Task<Response> {
      const auto& c = call.caller;
      co_return html(200, std::to_string(c.subject) + "|" + c.visitor + "|" + c.access_tokens + "|" + c.locale + "|" +
                              call.request.remote_address);
    }));
  }
  void add_guarded() {
    const auto ok = [](Call&, const None&) -> Result<None> { return None{}; };
    routes.add(get<None, None>("/v1/me", "me").access(Access::signed_in()).memory(ok));
    routes.add(post<None, None>("/v1/me", "changeMe").access(Access::signed_in()).memory(ok));
    routes.add(get<None, None>("/v1/admin", "admin").access(Access::any_of(staff_role)).memory(ok));
    routes.add(post<None, None>("/v1/sign-in", "signIn").memory(ok));
  }
  void add_bodies() {
    const RawHandler echo = [](Call& call) -> Task<Response> {
      Response response;
      response.content_type = "application/octet-stream";
      response.body = call.request.body;
      co_return response;
    };
    routes.add(post<None, None>("/v1/echo", "echo").any_content_type().body_max(2'000'000).raw(echo));
    routes.add(post<None, None>("/v1/small", "small").body_max(100).raw(echo));
    routes.add(get<None, None>("/v1/text", "text").raw([](Call& call) -> Task<Response> {
      const auto size = std::stoul(std::string(call.request.query_value("size").value_or("10")));
      Response response = html(200, std::string(size, 'a'));
      response.header("etag", "\"text-" + std::to_string(size) + "\"");
      co_return response;
    }));
    routes.add(get<None, None>("/v1/file", "sendFile").raw([this](Call&) -> Task<Response> {
      Response response;
      response.content_type = "application/octet-stream";
      response.file = file;
      co_return response;
    }));
  }
  void add_failures() {
    routes.add(get<None, None>("/v1/broken", "broken").raw([](Call&) -> Task<Response> {
      throw std::runtime_error("secret detail");
      co_return Response{};
    }));
    routes.add(get<None, None>("/v1/down", "down").raw([](Call&) -> Task<Response> {
      throw db::DatabaseError(db::DatabaseError::Kind::unavailable, "secret detail");
      co_return Response{};
    }));
  }
  void add_long_ones() {
    routes.add(get<None, None>("/v1/slow", "slow").raw([this](Call&) -> Task<Response> {
      Awaitable<int> released([this](Awaitable<int>::Resume resume) {
        go_on = std::move(resume);
        slow_runs.set_value();
      });
      const int status = co_await released;
      co_return html(status, "late");
    }));
    routes.add(get<None, None>("/v1/events", "events").raw([this](Call&) -> Task<Response> {
      Response response;
      response.content_type = "text/event-stream";
      response.stream = [this](std::shared_ptr<Stream> opened) { stream.set_value(std::move(opened)); };
      co_return response;
    }));
    routes.add(get<None, None>("/v1/socket", "socket").raw([this](Call&) -> Task<Response> {
      auto held = std::make_shared<std::shared_ptr<WebSocket>>();
      Response response;
      response.websocket = WebSocketHandlers{
          [this, held](std::shared_ptr<WebSocket> opened) {
            *held = opened;
            socket.set_value(std::move(opened));
          },
          [held](std::string text) { (*held)->send("you said " + text); }, [this] { socket_closed.set_value(); }};
      co_return response;
    }));
  }
};

}  // namespace plaza::http
