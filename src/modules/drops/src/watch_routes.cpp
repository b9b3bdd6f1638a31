// The two streams of Server-Sent Events: one's own place, and the live numbers of staff.
#include "identity/roles.h"
#include "platform/json/codec.h"
#include "routes.h"

namespace plaza::drops {
namespace {

using http::Call;

Error too_many() {
  return {ErrorKind::unavailable, "drops.too_many_streams", "Too many pages are open. Ask again."};
}

http::Response stream_of(OpenPages& pages, OpenPages::Look look) {
  http::Response response;
  response.content_type = "text/event-stream";
  response.header("cache-control", "no-store").header("x-accel-buffering", "no");
  response.stream = [&pages, look = std::move(look)](std::shared_ptr<http::Stream> stream) {
    pages.add(std::move(stream), look);
  };
  return response;
}

OpenPages::Frame ticket_frame(const RouteParts& parts, DropId drop_id, TicketId ticket_id) {
  const auto drop = parts.lines.drop(drop_id);
  const auto ticket = parts.lines.ticket(drop_id, ticket_id);
  if (!drop || !ticket) return {"gone", "{}", "gone", true};
  auto view = ticket_view(parts.room.standing(*drop, *ticket), parts.lines, parts.clock.now());
  std::string data = json::encode(view);
  view.now = {};
  view.waiting = 0;  // of no news by itself to who waits
  const bool last = view.status == Standpoint::over || view.status == Standpoint::bought;
  return {"ticket", std::move(data), json::encode(view), last};
}

OpenPages::Frame live_frame(const RouteParts& parts, DropId id) {
  const auto drop = parts.lines.drop(id);
  if (!drop) return {"gone", "{}", "gone", true};
  auto view = live_view(*drop, parts.lines, parts.clock.now());
  std::string data = json::encode(view);
  view.now = {};
  return {"live", std::move(data), json::encode(view), false};
}

Result<http::Response> watch_ticket(const RouteParts& parts, const Call& call) {
  const auto id = parse_id<DropId>(call.path_value("id"));
  if (!id) return Error{ErrorKind::not_found, "drops.not_found", "There is no such drop."};
  if (parts.pages.is_full()) return too_many();
  const auto named = call.request.query_value("ticket");
  const std::string tickets(named ? *named : call.request.header(ticket_header));
  TRY(const Standing standing,
      parts.room.standing(*id, tickets, identity::AccountId{call.caller.subject}));
  const TicketId ticket = standing.ticket.id;
  return stream_of(parts.pages,
                   [parts, drop = *id, ticket] { return ticket_frame(parts, drop, ticket); });
}

Result<http::Response> watch_live(const RouteParts& parts, const Call& call) {
  const auto id = parse_id<DropId>(call.path_value("id"));
  if (!id || !parts.lines.drop(*id))
    return Error{ErrorKind::not_found, "drops.not_found", "There is no such drop."};
  if (parts.pages.is_full()) return too_many();
  return stream_of(parts.pages, [parts, drop = *id] { return live_frame(parts, drop); });
}

Task<http::Response> answer(Result<http::Response> result) {
  if (!result.ok()) co_return http::problem(result.error());
  co_return std::move(*result);
}

}  // namespace

void add_watch_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, http::None>("/v1/drops/{id}/tickets/current/stream",
                                               "watchOwnDropTicket")
                 .summary("One's own place as Server-Sent Events (ticket), with ?ticket= or the header.")
                 .tag("Drops")
                 .status(200)
                 .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
                 .error("drops.ticket_not_found", ErrorKind::not_found, "No place in this line.")
                 .error("drops.too_many_streams", ErrorKind::unavailable, "Too many pages are open.")
                 .raw([parts](Call& call) { return answer(watch_ticket(parts, call)); }));
  routes.add(http::get<http::None, http::None>("/v1/admin/drops/{id}/live/stream", "watchDrop")
                 .summary("The numbers of a drop as Server-Sent Events (live), once a second.")
                 .tag("Drops")
                 .access(identity::staff_access(identity::merchandiser))
                 .status(200)
                 .error("drops.not_found", ErrorKind::not_found, "There is no such drop.")
                 .error("drops.too_many_streams", ErrorKind::unavailable, "Too many pages are open.")
                 .raw([parts](Call& call) { return answer(watch_live(parts, call)); }));
}

}  // namespace plaza::drops
