// Files to upload: real ones made by the media tools, and hostile ones made by hand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plaza::media::samples {

// A picture of this size made by libvips: "a.jpg", "a.png", "a.webp", "a.avif", "a.heic", "a.gif".
// Red on its left half, blue on its right.
std::string picture(int width, int height, const std::string& extension);
// A video by ffmpeg's arguments behind `ffmpeg -v error -y`; the last one names the file.
std::string video(const std::string& arguments, const std::string& extension);
// Two seconds of moving pictures of this size with sound.
std::string clip(int width, int height, const std::string& extension = "mp4");

// The JPEG with an EXIF block in front: this orientation, a camera called "SecretCamera" and a
// place.
std::string with_exif(std::string_view jpeg, int orientation);
// A PNG whose head claims this size, of a few bytes.
std::string png_bomb(std::uint32_t width, std::uint32_t height);
// A glTF binary that says it has `length` bytes.
std::string glb(std::uint32_t length);

// Width and height of a file as `tool` sees it: "640x480".
std::string size_of_picture(const std::string& path);
// What ffprobe says of these entries, one line each.
std::string probe(const std::string& path, const std::string& entries);
// "r,g,b" of a point (0..1) of a picture.
std::string color_at(const std::string& path, double x, double y);

std::string run(const std::string& command);  // its standard output; throws when it fails
std::string read(const std::string& path);
void write(const std::string& path, std::string_view bytes);

}  // namespace plaza::media::samples
