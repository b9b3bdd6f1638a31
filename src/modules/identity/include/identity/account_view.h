// An account as the API shows it. Filled by identity for oneself; pages about people fill the counts and is_following.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "identity/ids.h"
#include "identity/surroundings.h"

namespace plaza::identity {

struct AccountView {
  AccountId id;
  std::string handle;
  std::string display_name;
  std::string bio;
  std::optional<Picture> avatar;
  std::int64_t followers = 0;
  std::int64_t following = 0;
  std::int64_t posts = 0;
  bool is_following = false;
  bool is_me = false;
  std::vector<std::string> roles;              // only for oneself and staff
  std::optional<std::string> email;            // only for oneself
  std::optional<bool> email_verified;          // only for oneself
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("handle", handle);
    v("display_name", display_name);
    v("bio", bio);
    v("avatar", avatar);
    v("followers", followers);
    v("following", following);
    v("posts", posts);
    v("is_following", is_following);
    v("is_me", is_me);
    v("roles", roles);
    v("email", email);
    v("email_verified", email_verified);
  }
};

}  // namespace plaza::identity
