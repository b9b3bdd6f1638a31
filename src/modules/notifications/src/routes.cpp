#include "routes.h"

namespace plaza::notifications {
namespace {

constexpr const char* tag = "Notifications";

identity::AccountId account_of(const http::Call& call) {
  CHECK(call.caller.subject != 0);
  return identity::AccountId{call.caller.subject};
}

Result<NotificationList> list(BellService& bell, const http::Call& call, db::Reader& reader,
                              const ListNotifications& request) {
  const auto account = account_of(call);
  const auto limit = static_cast<std::size_t>(request.limit);
  NotificationList answer;
  answer.items = bell.list(reader, account, request.cursor.value_or(NotificationId{}), static_cast<int>(request.limit) + 1,
                           call.caller.locale);
  if (answer.items.size() > limit) {
    answer.items.resize(limit);
    answer.next_cursor = to_text(answer.items.back().id);
  }
  answer.unread = bell.unread(reader, account);
  return answer;
}

Result<UnreadView> read(BellService& bell, const http::Call& call, db::Transaction& tx, const ReadNotifications& request) {
  if (!request.all && request.ids.empty()) return invalid_field("ids", "required", "is required unless all is true");
  const auto account = account_of(call);
  return UnreadView{request.all ? bell.read_all(tx, account) : bell.read(tx, account, request.ids)};
}

void add_preference_routes(http::Routes& routes, db::Database& database, BellService& bell) {
  routes.add(http::get<http::None, PreferenceList>("/v1/me/notification_preferences", "listNotificationPreferences")
                 .summary("Which kinds of notification are mailed.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .read(database,
                       [&bell](http::Call& call, db::Reader& reader, const http::None&) -> Result<PreferenceList> {
                         return PreferenceList{bell.preferences(reader, account_of(call))};
                       }));
  routes.add(
      http::patch<PreferenceList, PreferenceList>("/v1/me/notification_preferences", "changeNotificationPreferences")
          .summary("Turns mails of the given kinds on or off.")
          .tag(tag)
          .access(http::Access::signed_in())
          .write(database,
                 [&bell](http::Call& call, db::Transaction& tx, const PreferenceList& request) -> Result<PreferenceList> {
                   bell.set_preferences(tx, account_of(call), request.items);
                   return PreferenceList{bell.preferences(tx, account_of(call))};
                 }));
}

}  // namespace

void add_bell_routes(http::Routes& routes, db::Database& database, BellService& bell) {
  routes.add(http::get<ListNotifications, NotificationList>("/v1/notifications", "listNotifications")
                 .summary("The bell, newest first.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .read(database, [&bell](http::Call& call, db::Reader& reader, const ListNotifications& request) {
                   return list(bell, call, reader, request);
                 }));
  routes.add(http::post<ReadNotifications, UnreadView>("/v1/notifications/read", "readNotifications")
                 .summary("Marks lines as read: those named, or all.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .write(database, [&bell](http::Call& call, db::Transaction& tx, const ReadNotifications& request) {
                   return read(bell, call, tx, request);
                 }));
  add_preference_routes(routes, database, bell);
}

void add_stream_route(http::Routes& routes, StreamHub& hub) {
  routes.add(http::get<http::None, http::None>("/v1/stream", "openStream")
                 .summary("Server-Sent Events for an open page: notification, cart, stock, order, product.")
                 .tag(tag)
                 .status(200)
                 .error("notifications.too_many_streams", ErrorKind::unavailable, "Too many pages are open.")
                 .raw([&hub](http::Call& call) -> Task<http::Response> {
                   if (hub.is_full()) {
                     co_return http::problem({ErrorKind::unavailable, "notifications.too_many_streams",
                                              "Too many pages are open. Try again."});
                   }
                   const Listener listener{identity::AccountId{call.caller.subject},
                                           identity::SessionId{call.caller.session}, call.caller.visitor,
                                           call.caller.locale};
                   http::Response response;
                   response.content_type = "text/event-stream";
                   response.header("cache-control", "no-store").header("x-accel-buffering", "no");
                   response.stream = [&hub, listener](std::shared_ptr<http::Stream> stream) {
                     hub.add(listener, std::move(stream));
                   };
                   co_return response;
                 }));
}

}  // namespace plaza::notifications
