// What may stay in a WebP that is served. Pure.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace plaza::media {

// The same still picture without anything that is not picture: no EXIF, XMP, colour profile or
// unknown chunk. The tools' own switch for this leaves EXIF in (libvips 8.14). Nothing when it is
// no whole still WebP.
std::optional<std::string> bare_webp(std::string_view webp);

}  // namespace plaza::media
