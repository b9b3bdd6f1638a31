#include "rules.h"

#include <algorithm>
#include <array>

#include "platform/base/text.h"

namespace plaza::media {
namespace {

using namespace std::string_view_literals;

constexpr std::array usual_widths{320, 640, 1080};
constexpr std::int64_t width_max = 2048;
constexpr std::int64_t height_max = 8192;  // of a rendition; the format ends at 16383

std::uint32_t little_endian(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;)
    value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

bool among(std::string_view brand, std::initializer_list<std::string_view> brands) {
  return std::find(brands.begin(), brands.end(), brand) != brands.end();
}

// ISO base media files say in their first box what they are.
std::optional<Format> sniff_boxes(std::string_view bytes) {
  if (bytes.size() < 16) return std::nullopt;
  const auto brand = bytes.substr(8, 4);
  if (among(brand, {"avif", "avis"})) return Format::avif;
  if (among(brand, {"heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"}))
    return Format::heic;
  if (among(brand, {"isom", "iso2", "iso3", "iso4", "iso5", "iso6", "mp41", "mp42", "avc1", "qt  ",
                    "M4V ", "MSNV", "dash", "3gp4", "3gp5", "3gp6", "3g2a", "mmp4"})) {
    return Format::mp4;
  }
  return std::nullopt;
}

// glTF binary: version 2, whose length is that of the file and whose first chunk is JSON.
bool is_glb(std::string_view bytes) {
  return bytes.size() >= 20 && bytes.starts_with("glTF") && little_endian(bytes, 4) == 2 &&
         little_endian(bytes, 8) == bytes.size() && bytes.substr(16, 4) == "JSON";
}

bool all_of_class(std::string_view text, bool (*in_class)(char)) {
  return !text.empty() && std::all_of(text.begin(), text.end(), in_class);
}

bool is_digit(char c) { return c >= '0' && c <= '9'; }

// hls/index.m3u8, hls/360/index.m3u8, hls/360/seg_0001.ts
std::string_view hls_type(std::string_view rest) {
  constexpr std::string_view playlist = "application/vnd.apple.mpegurl";
  if (rest == "index.m3u8") return playlist;
  const auto slash = rest.find('/');
  if (slash == std::string_view::npos || slash > 4 ||
      !all_of_class(rest.substr(0, slash), is_digit))
    return {};
  rest.remove_prefix(slash + 1);
  if (rest == "index.m3u8") return playlist;
  if (!rest.starts_with("seg_") || !rest.ends_with(".ts")) return {};
  const auto number = rest.substr(4, rest.size() - 7);
  return number.size() <= 6 && all_of_class(number, is_digit) ? "video/mp2t" : ""sv;
}

}  // namespace

std::optional<Format> sniff(std::string_view bytes) {
  if (bytes.starts_with("\xff\xd8\xff"sv)) return Format::jpeg;
  if (bytes.starts_with("\x89PNG\r\n\x1a\n"sv)) return Format::png;
  if (bytes.starts_with("GIF87a") || bytes.starts_with("GIF89a")) return Format::gif;
  if (bytes.size() >= 16 && bytes.starts_with("RIFF") && bytes.substr(8, 4) == "WEBP")
    return Format::webp;
  if (bytes.size() >= 16 && bytes.substr(4, 4) == "ftyp") return sniff_boxes(bytes);
  if (bytes.starts_with("\x1a\x45\xdf\xa3"sv)) return Format::webm;  // and Matroska
  if (is_glb(bytes)) return Format::glb;
  return std::nullopt;
}

Kind kind_of(Format format) {
  switch (format) {
    case Format::mp4:
    case Format::webm:
      return Kind::video;
    case Format::glb:
      return Kind::model;
    default:
      return Kind::image;
  }
}

std::vector<int> rendition_widths(std::int64_t width, std::int64_t height) {
  std::int64_t most = std::min(width, width_max);
  if (height > 0) most = std::min(most, width * height_max / height);
  most = std::max<std::int64_t>(most, 1);
  std::vector<int> widths;
  for (const int usual : usual_widths) {
    if (usual < most) widths.push_back(usual);
  }
  widths.push_back(static_cast<int>(most));
  return widths;
}

int middle_width(const std::vector<int>& widths) {
  return std::find(widths.begin(), widths.end(), 640) != widths.end() ? 640 : widths.back();
}

std::string rendition_name(int width) { return "w" + std::to_string(width) + ".webp"; }

std::optional<int> width_of(std::string_view name) {
  if (!name.starts_with('w') || !name.ends_with(".webp")) return std::nullopt;
  const auto digits = name.substr(1, name.size() - 6);
  if (digits.size() > 5 || !all_of_class(digits, is_digit) || digits.front() == '0')
    return std::nullopt;
  return static_cast<int>(*parse_integer(digits));
}

std::string_view content_type_of(std::string_view name) {
  if (width_of(name) || name == "poster.webp") return "image/webp";
  if (name == "video.mp4") return "video/mp4";
  if (name == "model.glb") return "model/gltf-binary";
  if (name.starts_with("hls/")) return hls_type(name.substr(4));
  return {};
}

MediaView view_of(const UploadRow& upload, const std::vector<File>& files, const std::function<std::string(std::string_view)>& address) {
  MediaView view;
  view.id = upload.id;
  view.kind = upload.kind;
  view.status = upload.status;
  view.progress = upload.progress;
  view.width = upload.width;
  view.height = upload.height;
  view.alt = upload.alt;
  if (upload.duration_ms > 0) view.duration_ms = upload.duration_ms;
  std::vector<int> widths;
  for (const auto& file : files) {
    if (const auto width = width_of(file.name)) widths.push_back(*width);
    if (file.name == "poster.webp") view.poster_url = address(file.name);
    if (file.name == "video.mp4") view.mp4_url = address(file.name);
    if (file.name == "model.glb") view.model_url = address(file.name);
    if (file.name == "hls/index.m3u8") view.hls_url = address(file.name);
  }
  std::sort(widths.begin(), widths.end());
  for (const int width : widths) {
    auto& srcset = view.srcset ? view.srcset->append(", ") : view.srcset.emplace();
    srcset += address(rendition_name(width)) + " " + std::to_string(width) + "w";
  }
  if (!widths.empty()) {
    view.url = address(rendition_name(middle_width(widths)));
  } else if (view.poster_url) {
    view.url = *view.poster_url;
  }
  return view;
}

}  // namespace plaza::media
