// What the bytes are, which renditions are made of a picture, by which names files are served, and
// what the API shows. Pure.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "store.h"

namespace plaza::media {

// The kinds of bytes that are taken, recognised by how they begin: names and types that came along
// say nothing.
enum class Format { jpeg, png, gif, webp, avif, heic, mp4, webm, glb };
std::optional<Format> sniff(std::string_view bytes);
Kind kind_of(Format format);

// The widths of the renditions of an upright picture, smallest first: the usual ones below its own
// width, and its own as far as it may be shown (2048 wide, 8192 high). Never wider than the
// picture.
std::vector<int> rendition_widths(std::int64_t width, std::int64_t height);
// The one that is shown where one address is asked for.
int middle_width(const std::vector<int>& widths);
std::string rendition_name(int width);  // "w640.webp"

// The content type of a served name; empty if files are never served by that name.
std::string_view content_type_of(std::string_view name);
// "w640.webp" -> 640; nothing for other names.
std::optional<int> width_of(std::string_view name);

// `address` makes the address of a served name.
MediaView view_of(const UploadRow& upload, const std::vector<File>& files, const std::function<std::string(std::string_view)>& address);

}  // namespace plaza::media
