// Devices that take web push, and the shop's own key. The only place with their SQL.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "identity/ids.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::notifications {

struct DeviceTag {
  static constexpr const char* prefix = "dvc";
};
using DeviceId = Id<DeviceTag>;

struct Device {
  DeviceId id;
  identity::AccountId account;
  identity::SessionId session;
  std::string endpoint;    // of the browser's push service
  std::string public_key;  // base64url, as the browser gave them
  std::string auth;
  std::string name;
  Time created_at, sent_at;  // sent_at, micros 0: never
};

namespace store {

// The same endpoint is one device: it belongs to who allowed it last.
void put_device(db::Transaction& tx, const Device& device);
std::optional<Device> find_device(db::Reader& reader, DeviceId id);
std::optional<Device> device_at(db::Reader& reader, std::string_view endpoint);
std::vector<Device> devices_of(db::Reader& reader, identity::AccountId account, int limit);  // newest first
std::int64_t remove_device(db::Transaction& tx, DeviceId id);
std::int64_t remove_devices_of(db::Transaction& tx, identity::AccountId account);
// False when it got `most` within this hour already.
bool count_push(db::Transaction& tx, DeviceId id, std::int64_t hour, std::int64_t most);
void note_pushed(db::Transaction& tx, DeviceId id, Time now);

std::optional<std::string> push_key(db::Reader& reader);  // base64url
void keep_push_key(db::Transaction& tx, std::string_view key, Time now);  // the first one stays

}  // namespace store
}  // namespace plaza::notifications
