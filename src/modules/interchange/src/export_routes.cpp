// Files out: in parts, so that a shop of any size leaves in bounded memory. Who took them is noted.
#include "customer_sheet.h"
#include "identity/roles.h"
#include "order_sheet.h"
#include "platform/base/text.h"
#include "routes.h"

namespace plaza::interchange {
namespace {

using http::Call;

constexpr int customers_in_part = 5'000;
constexpr int orders_in_part = 2'000;

// Personal data in bulk: for shopkeepers. Those who help customers see them one by one.
http::Access may_export() { return identity::staff_access(identity::merchandiser); }

Result<std::string> text_in(const Call& call, const char* name) {
  const std::string text(call.request.query_value(name).value_or(""));
  if (text.size() > 400 || !is_utf8(text) || text.find('\0') != std::string::npos)
    return invalid_field(name, "too_long", "is too long");
  return text;
}

template <class I>
Result<I> cursor_in(const Call& call) {
  const auto text = call.request.query_value("cursor").value_or("");
  if (text.empty()) return I{};
  const auto id = parse_id<I>(text);
  if (!id) return invalid_field("cursor", "wrong_format", "is no cursor");
  return *id;
}

template <class E>
Result<std::optional<E>> choice_in(const Call& call, const char* name) {
  const auto text = call.request.query_value(name).value_or("");
  if (text.empty()) return std::optional<E>();
  const auto value = json::parse_enum<E>(text);
  if (!value) return invalid_field(name, "not_allowed", "is none of those that there are");
  return std::optional<E>(value);
}

Result<orders::OrderQuery> order_query(const Call& call) {
  orders::OrderQuery query;
  TRY(query.q, text_in(call, "q"));
  TRY(query.before, cursor_in<orders::OrderId>(call));
  TRY(query.status, choice_in<orders::OrderStatus>(call, "status"));
  TRY(query.fulfilment, choice_in<orders::FulfilmentStatus>(call, "fulfilment"));
  query.waiting = call.request.query_value("waiting") == "true";
  return query;
}

// Before the first part leaves.
Task<Status> note(const Needs& needs, const Call& call, Kind kind) {
  if (!call.request.query_value("cursor").value_or("").empty()) co_return done();
  std::string filter;
  for (const auto& [name, value] : call.request.query) filter += (filter.empty() ? "" : "&") + name + "=" + value;
  const std::string actor = actor_of(call), kept(first_code_points(filter, 1'000));
  auto work = [&](db::Transaction& tx) -> Status {
    note_in_trail(needs, tx, actor, "export", kind, kept);
    return done();
  };
  co_return co_await needs.database.write(work);
}

http::Response file(std::string text, const char* name, const std::string& next) {
  http::Response response;
  response.content_type = "text/csv; charset=utf-8";
  response.header("content-disposition", std::string("attachment; filename=\"") + name + "\"");
  response.header("cache-control", "no-store");
  if (!next.empty()) response.header("plaza-next-cursor", next);
  response.body = std::move(text);
  return response;
}

Task<http::Response> customers(const Needs& needs, Call& call) {
  const auto q = text_in(call, "q");
  if (!q.ok()) co_return http::problem(q.error());
  const auto after = cursor_in<identity::AccountId>(call);
  if (!after.ok()) co_return http::problem(after.error());
  const auto noted = co_await note(needs, call, Kind::customers);
  if (!noted.ok()) co_return http::problem(noted.error());
  auto work = [&](db::Reader& reader) { return write_customers(reader, needs, *q, *after, customers_in_part); };
  auto page = co_await needs.database.read(work);
  co_return file(std::move(page.text), "customers.csv", page.next ? to_text(*page.next) : std::string());
}

Task<http::Response> orders_out(const Needs& needs, Call& call) {
  const auto query = order_query(call);
  if (!query.ok()) co_return http::problem(query.error());
  const auto noted = co_await note(needs, call, Kind::orders);
  if (!noted.ok()) co_return http::problem(noted.error());
  auto work = [&](db::Reader& reader) { return write_orders(reader, needs, *query, orders_in_part); };
  auto page = co_await needs.database.read(work);
  co_return file(std::move(page.text), "orders.csv", page.next ? to_text(*page.next) : std::string());
}

}  // namespace

void add_export_routes(http::Routes& routes, const Needs& needs) {
  routes.add(http::get<http::None, http::None>("/v1/admin/customers.csv", "exportCustomers")
                 .summary("Customers as CSV that can be imported again, oldest first, some 5,000 of them: all, or those of ?q=. "
                          "Plaza-Next-Cursor says where to go on (?cursor=). Who took it is noted.")
                 .tag("Files")
                 .access(may_export())
                 .status(200)
                 .raw([&needs](Call& call) { return customers(needs, call); }));
  routes.add(http::get<http::None, http::None>("/v1/admin/orders.csv", "exportOrders")
                 .summary("Orders as CSV that can be imported again, newest first, some 2,000 of them: all, or those of the "
                          "filters of the list. Plaza-Next-Cursor says where to go on (?cursor=). Who took it is noted.")
                 .tag("Files")
                 .access(may_export())
                 .status(200)
                 .raw([&needs](Call& call) { return orders_out(needs, call); }));
}

}  // namespace plaza::interchange
