// Web push: devices, the shop's key, and a job for each message to each device.
#pragma once

#include <mutex>
#include <optional>
#include <string>

#include "notifications/module.h"
#include "notifications/push.h"
#include "platform/crypto/web_push.h"
#include "profiles/personal_data.h"
#include "push_store.h"
#include "views.h"

namespace plaza::notifications {

inline constexpr const char* push_job = "notifications.push";
inline constexpr int devices_max = 20;        // of one account; the oldest goes
inline constexpr std::int64_t pushes_max = 30;  // to one device within an hour; what is urgent may be so many more

class PushService final : public Push {
 public:
  explicit PushService(const Needs& needs) : needs_(needs) {}

  std::int64_t send(db::Transaction& tx, const PushMessage& message) override;

  // Makes the shop's key when there is none yet. Blocks; kept in memory afterwards.
  const crypto::EcKeys& keys();
  // Codes: request.invalid with the field.
  Result<DeviceView> add(db::Transaction& tx, identity::AccountId account, identity::SessionId session, const AddDevice& request);
  std::vector<DeviceView> list(db::Reader& reader, identity::AccountId account, identity::SessionId session);
  // Code: notifications.device_not_found.
  Status remove(db::Transaction& tx, identity::AccountId account, DeviceId id);

  void add_jobs(jobs::Runner& runner);

 private:
  Status run(const jobs::Job& job);
  Status deliver(const Device& device, const jobs::Job& job);
  std::string authorization(const std::string& origin);
  DeviceView view(const Device& device, identity::SessionId session) const;

  const Needs& needs_;
  std::mutex mutex_;
  std::optional<crypto::EcKeys> keys_;
};

class DevicesOfPerson final : public profiles::PersonalData {
 public:
  std::string_view name() const override { return "push_devices"; }
  std::string export_json(db::Reader& reader, const profiles::Person& person) override;
  std::vector<profiles::Erased> erase(db::Transaction& tx, const profiles::Person& person) override;
};

}  // namespace plaza::notifications
