#include "identity/roles.h"

#include "platform/json/describe.h"

namespace plaza::identity {

std::vector<std::string> role_names(std::uint32_t roles) {
  std::vector<std::string> names;
  for (const Role role : {Role::owner, Role::merchandiser, Role::agent, Role::moderator}) {
    if (roles & bit_of(role)) names.emplace_back(json::enum_text(role));
  }
  return names;
}

}  // namespace plaza::identity
