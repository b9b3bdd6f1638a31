// The pieces of a MIME text (RFC 5322, 2045, 2047). Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "platform/base/time.h"

namespace plaza::mail {

// "Sun, 01 Mar 2026 09:30:00 +0000"
std::string date_text(Time time);
// A header value: as it is when it is ASCII, else in encoded words. No folding.
std::string encoded_text(std::string_view text);
// A name before an address: atom, quoted string or encoded words.
std::string encoded_name(std::string_view name);
// "Name: value\r\n", folded at spaces so that lines have at most 78 characters where possible.
std::string header_line(std::string_view name, std::string_view value);
// Quoted-printable with CRLF line ends; lines of at most 76 characters. No line starts with a dot or "From ".
std::string quoted_printable(std::string_view text);
// ASCII, one @, a local part and a host that could be real.
bool is_address(std::string_view text);

}  // namespace plaza::mail
