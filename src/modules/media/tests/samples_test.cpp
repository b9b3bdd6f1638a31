#include "samples.h"

#include <gtest/gtest.h>

#include <array>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <mutex>
#include <stdexcept>

#include "platform/testing/database.h"

namespace plaza::media::samples {
namespace {

const std::string& folder() {
  static const testing::TemporaryFolder kept;
  return kept.path();
}

// Each sample is made once.
std::string made(const std::string& command, const std::string& name) {
  static std::map<std::string, std::string> known;
  const auto found = known.find(command);
  if (found != known.end()) return found->second;
  run("cd " + folder() + " && " + command);
  return known[command] = read(folder() + "/" + name);
}

std::string big_endian(std::uint32_t value) {
  std::string text;
  for (int shift = 24; shift >= 0; shift -= 8) text += static_cast<char>(value >> shift);
  return text;
}

std::string little_endian(std::uint32_t value, int bytes) {
  std::string text;
  for (int i = 0; i < bytes; ++i) text += static_cast<char>(value >> (8 * i));
  return text;
}

std::uint32_t crc(std::string_view bytes) {
  std::uint32_t sum = 0xffffffffu;
  for (const char c : bytes) {
    sum ^= static_cast<unsigned char>(c);
    for (int i = 0; i < 8; ++i) sum = (sum >> 1) ^ ((sum & 1) ? 0xedb88320u : 0u);
  }
  return ~sum;
}

std::string chunk(const std::string& type, const std::string& data) {
  return big_endian(static_cast<std::uint32_t>(data.size())) + type + data +
         big_endian(crc(type + data));
}

std::string tag(std::uint32_t id, std::uint32_t type, std::uint32_t count, std::uint32_t value) {
  return little_endian(id, 2) + little_endian(type, 2) + little_endian(count, 4) +
         little_endian(value, 4);
}

}  // namespace

std::string run(const std::string& command) {
  std::FILE* pipe = popen(("{ " + command + " ; } 2>&1").c_str(), "r");
  if (!pipe) throw std::runtime_error("popen");
  std::string output;
  std::array<char, 4096> piece;
  while (const auto got = fread(piece.data(), 1, piece.size(), pipe))
    output.append(piece.data(), got);
  if (pclose(pipe) != 0) throw std::runtime_error(command + ": " + output);
  return output;
}

std::string read(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  if (!file) throw std::runtime_error("no file " + path);
  return {std::istreambuf_iterator<char>(file), {}};
}

void write(const std::string& path, std::string_view bytes) {
  std::ofstream(path, std::ios::binary)
      .write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
}

std::string picture(int width, int height, const std::string& extension) {
  const auto side = std::to_string(width / 2) + " " + std::to_string(height);
  const auto size = std::to_string(width) + "x" + std::to_string(height);
  const std::string name = "p" + size + "." + extension;
  return made("vips black l.v " + side +
                  " --bands 3 && vips linear l.v red.v \"1 1 1\" \"250 10 10\" --uchar && " +
                  "vips linear l.v blue.v \"1 1 1\" \"10 10 250\" --uchar && vips join red.v "
                  "blue.v j.v horizontal && " +
                  "vips copy j.v c.v --interpretation srgb && vips copy c.v " + name,
              name);
}

std::string video(const std::string& arguments, const std::string& extension) {
  const std::string name = "v." + extension;
  return made("ffmpeg -nostdin -v error -y " + arguments + " " + name, name);
}

std::string clip(int width, int height, const std::string& extension) {
  const auto size = std::to_string(width) + "x" + std::to_string(height);
  const std::string codecs = extension == "webm" ? "-c:v libvpx -deadline realtime -c:a libopus"
                                                 : "-c:v libx264 -preset ultrafast -c:a aac";
  return video("-f lavfi -i testsrc=size=" + size +
                   ":rate=25:duration=2 -f lavfi -i sine=duration=2 " + codecs +
                   " -pix_fmt yuv420p -metadata title=SecretPlace",
               extension);
}

std::string with_exif(std::string_view jpeg, int orientation) {
  const std::string camera("SecretCamera\0", 13);
  const std::uint32_t directory = 2 + 3 * 12 + 4, camera_at = 8 + directory,
                      place_at = camera_at + 13;
  std::string tiff = "II" + little_endian(42, 2) + little_endian(8, 4);
  tiff += little_endian(3, 2) + tag(0x010f, 2, 13, camera_at) +
          tag(0x0112, 3, 1, static_cast<std::uint32_t>(orientation)) + tag(0x8825, 4, 1, place_at) +
          little_endian(0, 4) + camera;
  tiff += little_endian(1, 2) + tag(0x0001, 2, 2, 'N') +
          little_endian(0, 4);  // the northern half of the world
  const std::string block = std::string("Exif\0\0", 6) + tiff;
  std::string length = big_endian(static_cast<std::uint32_t>(block.size() + 2)).substr(2);
  return std::string(jpeg.substr(0, 2)) + "\xff\xe1" + length + block + std::string(jpeg.substr(2));
}

std::string png_bomb(std::uint32_t width, std::uint32_t height) {
  const std::string head =
      big_endian(width) + big_endian(height) + std::string("\x01\x00\x00\x00\x00", 5);
  return "\x89PNG\r\n\x1a\n" + chunk("IHDR", head) +
         chunk("IDAT", std::string("\x78\x9c\x03\x00\x00\x00\x00\x01", 8)) + chunk("IEND", "");
}

std::string glb(std::uint32_t length) {
  const std::string json = R"({"asset":{"version":"2.0"}} )";
  return "glTF" + little_endian(2, 4) + little_endian(length, 4) +
         little_endian(static_cast<std::uint32_t>(json.size()), 4) + "JSON" + json;
}

std::string size_of_picture(const std::string& path) {
  const auto width = run("vipsheader -f width " + path),
             height = run("vipsheader -f height " + path);
  return width.substr(0, width.find('\n')) + "x" + height.substr(0, height.find('\n'));
}

std::string probe(const std::string& path, const std::string& entries) {
  return run("ffprobe -v error -of default=noprint_wrappers=1:nokey=1 -show_entries " + entries +
             " " + path);
}

std::string color_at(const std::string& path, double x, double y) {
  const int width = std::stoi(run("vipsheader -f width " + path)),
            height = std::stoi(run("vipsheader -f height " + path));
  const auto at = [](double part, int side) {
    return std::to_string(static_cast<int>(part * side));
  };
  auto text = run("vips getpoint " + path + " " + at(x, width) + " " + at(y, height));
  while (!text.empty() && (text.back() == '\n' || text.back() == ' ')) text.pop_back();
  return text;
}

TEST(Samples, AreWhatTheySay) {
  EXPECT_EQ(png_bomb(30'000, 30'000).size() < 100, true);
  const auto exif = with_exif(picture(64, 48, "jpg"), 6);
  write(folder() + "/exif.jpg", exif);
  EXPECT_EQ(run("vipsheader -f orientation " + folder() + "/exif.jpg"), "6\n");
  const auto all = run("vipsheader -a " + folder() + "/exif.jpg");
  EXPECT_NE(all.find("SecretCamera"), std::string::npos);
  EXPECT_NE(all.find("GPSLatitudeRef"), std::string::npos);
}

}  // namespace plaza::media::samples
