#include "webp.h"

#include <cstdint>

namespace plaza::media {
namespace {

constexpr std::size_t chunk_head = 8;
constexpr std::size_t file_head = 12;
constexpr unsigned char alpha_flag = 0x10;

std::uint32_t read_size(std::string_view bytes, std::size_t at) {
  std::uint32_t value = 0;
  for (std::size_t i = 4; i-- > 0;)
    value = (value << 8) | static_cast<unsigned char>(bytes[at + i]);
  return value;
}

void write_size(std::string& bytes, std::size_t at, std::uint32_t value) {
  for (std::size_t i = 0; i < 4; ++i) bytes[at + i] = static_cast<char>((value >> (8 * i)) & 0xff);
}

}  // namespace

std::optional<std::string> bare_webp(std::string_view webp) {
  if (webp.size() < file_head || !webp.starts_with("RIFF") || webp.substr(8, 4) != "WEBP")
    return std::nullopt;
  const std::size_t end = std::size_t{read_size(webp, 4)} + 8;
  if (end > webp.size()) return std::nullopt;
  std::string bare(webp.substr(0, file_head));
  bool picture = false;
  for (std::size_t at = file_head; at + chunk_head <= end;) {
    const auto type = webp.substr(at, 4);
    const std::size_t size = read_size(webp, at + 4), whole = chunk_head + size + size % 2;
    if (size > end - at - chunk_head) return std::nullopt;
    const std::size_t start = bare.size();
    if (type == "VP8 " || type == "VP8L") picture = true;
    if (type == "VP8 " || type == "VP8L" || type == "ALPH" || type == "VP8X") {
      bare.append(webp.substr(at, chunk_head + size));
      if (size % 2) bare += '\0';
    }
    if (type == "VP8X") {
      if (size < 10) return std::nullopt;
      auto& flags = bare[start + chunk_head];
      flags = static_cast<char>(static_cast<unsigned char>(flags) & alpha_flag);
    }
    at += whole;
  }
  if (!picture) return std::nullopt;
  write_size(bare, 4, static_cast<std::uint32_t>(bare.size() - 8));
  return bare;
}

}  // namespace plaza::media
