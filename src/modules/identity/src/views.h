// What identity's routes take and give.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "identity/account_view.h"
#include "identity/api_keys.h"
#include "identity/roles.h"
#include "identity/sessions.h"
#include "parts.h"
#include "platform/http/route.h"

namespace plaza::identity {

// Counted in characters; an argon2 hash of a megabyte would be a way to keep us busy.
inline constexpr json::Length password_length{8, 200};

struct SignUp {
  std::string email;
  std::string password;
  std::string display_name;
  std::optional<std::string> handle;
  template <class V>
  void describe(V& v) {
    v("email", email, json::Pattern{json::Pattern::Name::email});
    v("password", password, password_length);
    v("display_name", display_name, json::Length{1, 60});
    v("handle", handle, json::Length{3, 31});
  }
};

struct SignIn {
  std::string email;
  std::string password;
  template <class V>
  void describe(V& v) {
    v("email", email, json::Length{1, 320});
    v("password", password, json::Length{1, 200});
  }
};

struct SignedInView {
  AccountView account;
  std::string token;
  template <class V>
  void describe(V& v) {
    v("account", account);
    v("token", token);
  }
};

struct SessionView {
  SessionId id;
  Time created_at;
  Time last_seen_at;
  std::string user_agent;
  bool current = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("created_at", created_at);
    v("last_seen_at", last_seen_at);
    v("user_agent", user_agent);
    v("current", current);
  }
};

struct SessionList {
  std::vector<SessionView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct MeView {
  std::optional<AccountView> account;
  std::string visitor;
  std::string locale;
  std::vector<std::string> roles;
  std::int64_t unread = 0;
  template <class V>
  void describe(V& v) {
    v("account", account);
    v("visitor", visitor);
    v("locale", locale);
    v("roles", roles);
    v("unread", unread);
  }
};

struct ChangeMe {
  std::optional<std::string> display_name;
  std::optional<std::string> bio;
  std::optional<std::string> handle;
  std::optional<std::string> avatar_media_id;
  template <class V>
  void describe(V& v) {
    v("display_name", display_name, json::Length{1, 60});
    v("bio", bio, json::Length{0, 500}, json::Multiline{});
    v("handle", handle, json::Length{3, 31});
    v("avatar_media_id", avatar_media_id, json::Doc{"An upload of one's own; empty: no picture."});
  }
};

struct Accepted {
  bool accepted = true;
  template <class V>
  void describe(V& v) {
    v("accepted", accepted);
  }
};

struct ConfirmVerification {
  std::string token;
  template <class V>
  void describe(V& v) {
    v("token", token, json::Length{1, 200});
  }
};

struct AskReset {
  std::string email;
  template <class V>
  void describe(V& v) {
    v("email", email, json::Length{1, 320});
  }
};

struct ConfirmReset {
  std::string token;
  std::string password;
  template <class V>
  void describe(V& v) {
    v("token", token, json::Length{1, 200});
    v("password", password, password_length);
  }
};

struct ChangePassword {
  std::string current_password;
  std::string password;
  template <class V>
  void describe(V& v) {
    v("current_password", current_password, json::Length{1, 200});
    v("password", password, password_length);
  }
};

struct EraseMe {
  std::string password;
  template <class V>
  void describe(V& v) {
    v("password", password, json::Length{1, 200});
  }
};

struct StaffView {
  AccountId id;
  std::string email;
  std::string handle;
  std::string display_name;
  std::vector<std::string> roles;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("email", email);
    v("handle", handle);
    v("display_name", display_name);
    v("roles", roles);
  }
};

struct StaffList {
  std::vector<StaffView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 1'000});
    v("next_cursor", next_cursor);
  }
};

struct AddStaff {
  std::string email;
  Role role = Role::agent;
  template <class V>
  void describe(V& v) {
    v("email", email, json::Pattern{json::Pattern::Name::email});
    v("role", role);
  }
};

struct RemoveStaff {
  AccountId id;
  std::optional<Role> role;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("role", role, json::Doc{"The role to take away; without it, all."});
  }
};

struct ApiKeyView {
  ApiKeyId id;
  KeyKind kind = KeyKind::public_key;
  std::string name;
  std::string hint;
  Time created_at;
  std::optional<Time> revoked_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("kind", kind);
    v("name", name);
    v("hint", hint);
    v("created_at", created_at);
    v("revoked_at", revoked_at);
  }
};

struct ApiKeyList {
  std::vector<ApiKeyView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items, json::Items{0, 1'000});
    v("next_cursor", next_cursor);
  }
};

struct CreateApiKey {
  KeyKind kind = KeyKind::public_key;
  std::string name;
  template <class V>
  void describe(V& v) {
    v("kind", kind);
    v("name", name, json::Length{1, 60});
  }
};

struct CreatedApiKey {
  ApiKeyView key;
  std::string secret;
  template <class V>
  void describe(V& v) {
    v("key", key);
    v("secret", secret, json::Doc{"The key itself. It is never shown again."});
  }
};

struct OneApiKey {
  ApiKeyId id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

// As its owner sees it.
AccountView own_view(Parts& parts, const Account& account);

}  // namespace plaza::identity
