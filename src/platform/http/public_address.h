// Which addresses belong to the public internet; all others are refused to URLs that users gave us. Private to http.
#pragma once

struct sockaddr;

namespace plaza::http {

// False for loopback, private, link-local, carrier, test, multicast and reserved ranges of IPv4 and IPv6, for IPv4 embedded
// in IPv6 of those, and for other families.
bool is_public_address(const sockaddr* address);

}  // namespace plaza::http
