// The networks whose people write to the shop. The name is the care channel's, too.
#pragma once

#include <array>
#include <string_view>

namespace plaza::networks {

enum class Network { instagram, facebook, whatsapp, tiktok };
constexpr auto enum_names(Network*) { return std::array<std::string_view, 4>{"instagram", "facebook", "whatsapp", "tiktok"}; }
inline constexpr std::array<Network, 4> all_networks{Network::instagram, Network::facebook, Network::whatsapp, Network::tiktok};

}  // namespace plaza::networks
