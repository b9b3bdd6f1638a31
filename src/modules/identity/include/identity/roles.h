// Staff roles as bits of http::Caller::roles. An owner passes every staff check: ask with staff_access(), which adds the bit.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "platform/http/caller.h"

namespace plaza::identity {

enum class Role { owner, merchandiser, agent, moderator };
constexpr auto enum_names(Role*) {
  return std::array<std::string_view, 4>{"owner", "merchandiser", "agent", "moderator"};
}

inline constexpr std::uint32_t owner = 1;         // staff, keys, settings, and everything below
inline constexpr std::uint32_t merchandiser = 2;  // catalogue, stock, orders, content of the brand
inline constexpr std::uint32_t agent = 4;         // orders and people, to help customers
inline constexpr std::uint32_t moderator = 8;     // posts, comments, reports
inline constexpr std::uint32_t any_staff = owner | merchandiser | agent | moderator;
// What a secret API key may do: all staff work except managing staff and keys.
inline constexpr std::uint32_t secret_key_roles = merchandiser | agent | moderator;

constexpr std::uint32_t bit_of(Role role) { return 1u << static_cast<unsigned>(role); }

// {"owner", "agent"} for 5, in the order of the bits.
std::vector<std::string> role_names(std::uint32_t roles);

// Access for staff routes: any of `roles`, or an owner.
inline http::Access staff_access(std::uint32_t roles = any_staff) { return http::Access::any_of(roles | owner); }
inline bool has_role(const http::Caller& caller, std::uint32_t roles) {
  return (caller.roles & (roles | owner)) != 0;
}

}  // namespace plaza::identity
