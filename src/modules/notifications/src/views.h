// What notifications' routes take and give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "identity/ids.h"
#include "notifications/bell.h"
#include "platform/base/time.h"
#include "platform/json/describe.h"
#include "push_store.h"

namespace plaza::notifications {

struct ActorView {
  static constexpr const char* schema_name = "AuthorView";
  identity::AccountId id;
  std::string handle;
  std::string name;
  std::optional<std::string> avatar_url;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("name", name);
    v("avatar_url", avatar_url);
  }
};

struct TimeView {
  static constexpr const char* schema_name = "NotificationTime";
  std::string text;
  Time starts_at, ends_at;
  template <class V>
  void describe(V& v) {
    v("text", text, json::Doc{"How it stands in the notification's text: by the shop's clock."});
    v("starts_at", starts_at);
    v("ends_at", ends_at);
  }
};

struct NotificationView {
  NotificationId id;
  Kind kind = Kind::welcome;
  std::string text;
  std::vector<TimeView> times;
  std::string url;
  std::optional<ActorView> actor;
  std::optional<std::string> image_url;
  Time created_at;
  bool read = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("text", text);
    v("times", times, json::Doc{"The times that the text says, so that a page can say them by its reader's clock."});
    v("url", url);
    v("actor", actor);
    v("image_url", image_url);
    v("created_at", created_at);
    v("read", read);
  }
};

struct ListNotifications {
  std::int64_t limit = 20;
  std::optional<NotificationId> cursor;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Between{1, 100}, json::Optional{});
    v("cursor", cursor);
  }
};

struct NotificationList {
  std::vector<NotificationView> items;
  std::optional<std::string> next_cursor;
  std::int64_t unread = 0;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
    v("unread", unread, json::Doc{"At most 100."});
  }
};

struct ReadNotifications {
  std::vector<NotificationId> ids;
  bool all = false;
  template <class V>
  void describe(V& v) {
    v("ids", ids, json::Optional{}, json::Items{0, 100});
    v("all", all, json::Optional{});
  }
};

struct UnreadView {
  std::int64_t unread = 0;
  template <class V>
  void describe(V& v) {
    v("unread", unread);
  }
};

// What the stream's `notification` event carries.
struct BellPush {
  std::int64_t unread = 0;
  std::optional<NotificationView> notification;
  template <class V>
  void describe(V& v) {
    v("unread", unread);
    v("notification", notification);
  }
};

struct PreferenceView {
  Kind kind = Kind::welcome;
  bool mail = false;
  std::optional<bool> push;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("mail", mail);
    v("push", push, json::Doc{"To the devices that allowed it. Not said: stays."});
  }
};

struct PreferenceList {
  std::vector<PreferenceView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};

// As PushSubscription.toJSON() of a browser gives it.
struct PushKeys {
  std::string p256dh, auth;
  template <class V>
  void describe(V& v) {
    v("p256dh", p256dh, json::Length{87, 87}, json::Doc{"base64url, without padding."});
    v("auth", auth, json::Length{22, 22});
  }
};
struct AddDevice {
  static constexpr const char* schema_name = "AddPushDevice";
  std::string endpoint;
  PushKeys keys;
  std::string name;
  template <class V>
  void describe(V& v) {
    v("endpoint", endpoint, json::Length{9, 1'000});
    v("keys", keys);
    v("name", name, json::Optional{}, json::Length{0, 80});
  }
};
struct DeviceView {
  static constexpr const char* schema_name = "PushDevice";
  DeviceId id;
  std::string name;
  std::string service;  // host of the push service
  Time created_at;
  std::optional<Time> sent_at;
  bool here = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name);
    v("service", service, json::Doc{"The host of its push service."});
    v("created_at", created_at);
    v("sent_at", sent_at, json::Doc{"When something was last delivered."});
    v("here", here, json::Doc{"Allowed in the session that asks."});
  }
};
struct DeviceList {
  static constexpr const char* schema_name = "PushDeviceList";
  std::vector<DeviceView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct NamedDevice {
  DeviceId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};
struct PushKeyView {
  static constexpr const char* schema_name = "PushKey";
  std::string public_key;
  template <class V>
  void describe(V& v) {
    v("public_key", public_key, json::Doc{"base64url: what a browser asks for as applicationServerKey."});
  }
};
struct PushTrial {
  static constexpr const char* schema_name = "PushTrial";
  std::int64_t devices = 0;
  template <class V>
  void describe(V& v) {
    v("devices", devices);
  }
};

}  // namespace plaza::notifications
