#include "push_store.h"

#include "statements.h"

namespace plaza::notifications::store {
namespace {

Device device_from(const db::Row& row) {
  Device device;
  device.id = row.id<DeviceId>(0);
  device.account = row.id<identity::AccountId>(1);
  device.session = row.id<identity::SessionId>(2);
  device.endpoint = row.string(3);
  device.public_key = row.string(4);
  device.auth = row.string(5);
  device.name = row.string(6);
  device.created_at = row.time(7);
  device.sent_at = row.time(8);
  return device;
}

}  // namespace

void put_device(db::Transaction& tx, const Device& d) {
  tx.execute(sql::put_device, {d.id, d.account, d.session, d.endpoint, d.public_key, d.auth, d.name, d.created_at});
}

std::optional<Device> find_device(db::Reader& reader, DeviceId id) { return reader.one(sql::find_device, {id}, device_from); }

std::optional<Device> device_at(db::Reader& reader, std::string_view endpoint) {
  return reader.one(sql::device_at, {endpoint}, device_from);
}

std::vector<Device> devices_of(db::Reader& reader, identity::AccountId account, int limit) {
  return reader.all(sql::devices_of, {account, limit}, device_from);
}

std::int64_t remove_device(db::Transaction& tx, DeviceId id) { return tx.execute(sql::remove_device, {id}); }

std::int64_t remove_devices_of(db::Transaction& tx, identity::AccountId account) {
  return tx.execute(sql::remove_devices_of, {account});
}

bool count_push(db::Transaction& tx, DeviceId id, std::int64_t hour, std::int64_t most) {
  return tx.execute(sql::count_push, {id, hour, most}) == 1;
}

void note_pushed(db::Transaction& tx, DeviceId id, Time now) { tx.execute(sql::note_pushed, {id, now}); }

std::optional<std::string> push_key(db::Reader& reader) {
  return reader.one(sql::push_key, {}, [](const db::Row& row) { return row.string(0); });
}

void keep_push_key(db::Transaction& tx, std::string_view key, Time now) { tx.execute(sql::keep_push_key, {key, now}); }

}  // namespace plaza::notifications::store
