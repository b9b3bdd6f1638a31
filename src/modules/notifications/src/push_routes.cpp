#include "platform/crypto/crypto.h"
#include "routes.h"

namespace plaza::notifications {
namespace {

constexpr const char* tag = "Notifications";
constexpr const char* none = "notifications.device_not_found";

identity::AccountId account_of(const http::Call& call) { return identity::AccountId{call.caller.subject}; }
identity::SessionId session_of(const http::Call& call) { return identity::SessionId{call.caller.session}; }

}  // namespace

void add_push_routes(http::Routes& routes, db::Database& database, PushService& push) {
  routes.add(http::get<http::None, PushKeyView>("/v1/push_key", "getPushKey")
                 .summary("The key that a browser asks its push service to bind a subscription to.")
                 .tag(tag)
                 .access(http::Access::anyone())
                 .memory([&push](http::Call&, const http::None&) -> Result<PushKeyView> {
                   return PushKeyView{crypto::base64url(push.keys().public_key)};
                 }));
  routes.add(http::get<http::None, DeviceList>("/v1/me/push_devices", "listPushDevices")
                 .summary("One's devices that take web push.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .read(database, [&push](http::Call& call, db::Reader& reader, const http::None&) -> Result<DeviceList> {
                   return DeviceList{push.list(reader, account_of(call), session_of(call))};
                 }));
  routes.add(http::post<AddDevice, DeviceView>("/v1/me/push_devices", "addPushDevice")
                 .summary("This device takes web push while its session is open. The same endpoint is the same device.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .status(201)
                 .write(database, [&push](http::Call& call, db::Transaction& tx, const AddDevice& request) {
                   return push.add(tx, account_of(call), session_of(call), request);
                 }));
  routes.add(http::del<NamedDevice, http::None>("/v1/me/push_devices/{id}", "removePushDevice")
                 .summary("This device takes no web push any more.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .error(none, ErrorKind::not_found, "There is no such device.")
                 .write(database, [&push](http::Call& call, db::Transaction& tx, const NamedDevice& request) -> Result<http::None> {
                   TRY_DONE(push.remove(tx, account_of(call), request.id));
                   return http::None{};
                 }));
  routes.add(http::post<http::None, PushTrial>("/v1/me/push_trials", "tryPush")
                 .summary("Sends a trial to one's own devices.")
                 .tag(tag)
                 .access(http::Access::signed_in())
                 .write(database, [&push](http::Call& call, db::Transaction& tx, const http::None&) -> Result<PushTrial> {
                   const bool vietnamese = call.caller.locale == "vi";
                   PushMessage message;
                   message.to = account_of(call);
                   message.title = vietnamese ? "Thông báo thử" : "A trial";
                   message.text = vietnamese ? "Thiết bị này nhận được thông báo." : "This device gets messages.";
                   message.url = "/notifications";
                   message.tag = "trial";
                   message.lives = minutes(10);
                   return PushTrial{push.send(tx, message)};
                 }));
}

}  // namespace plaza::notifications
