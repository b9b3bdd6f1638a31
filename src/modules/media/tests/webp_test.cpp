#include "webp.h"

#include <gtest/gtest.h>

#include "samples.h"

namespace plaza::media {
namespace {

using namespace std::string_view_literals;

std::string riff(std::string_view chunks) {
  std::string text = "RIFF";
  const auto size = static_cast<std::uint32_t>(chunks.size() + 4);
  for (int i = 0; i < 4; ++i) text += static_cast<char>(size >> (8 * i));
  return text + "WEBP" + std::string(chunks);
}

constexpr auto head =
    "VP8X\x0a\0\0\0\x3c\0\0\0\x3f\0\0\x2f\0\0"sv;  // alpha, EXIF, XMP and a profile
constexpr auto bare_head = "VP8X\x0a\0\0\0\x10\0\0\0\x3f\0\0\x2f\0\0"sv;
constexpr auto picture = "VP8 \x03\0\0\0abc\0"sv;

TEST(MediaWebp, OnlyThePictureStays) {
  const std::string noisy = std::string(head) + std::string("ICCP\x02\0\0\0pp"sv) +
                            std::string("ALPH\x02\0\0\0aa"sv) + std::string(picture) +
                            std::string("EXIF\x03\0\0\0gps\0"sv) +
                            std::string("XMP \x02\0\0\0xx"sv) + std::string("LIE \x02\0\0\0zz"sv);
  EXPECT_EQ(
      bare_webp(riff(noisy) + "behind the end"),
      riff(std::string(bare_head) + std::string("ALPH\x02\0\0\0aa"sv) + std::string(picture)));
}

TEST(MediaWebp, APlainPictureStaysAsItIs) {
  EXPECT_EQ(bare_webp(riff(picture)), riff(picture));
  const auto real = samples::picture(64, 48, "webp");
  ASSERT_TRUE(bare_webp(real));
  EXPECT_EQ(bare_webp(*bare_webp(real)), bare_webp(real));
}

TEST(MediaWebp, WhatIsNotWholeIsRefused) {
  const auto whole = riff(std::string(head) + std::string(picture));
  for (std::size_t length = 0; length < whole.size(); ++length) {
    EXPECT_FALSE(bare_webp(whole.substr(0, length))) << length;
  }
  EXPECT_FALSE(bare_webp(riff("")));
  EXPECT_FALSE(bare_webp(riff(head)));
  EXPECT_FALSE(
      bare_webp(riff("VP8 \xff\xff\xff\xff"
                     "abc"sv)));
  EXPECT_FALSE(bare_webp(riff("VP8X\x01\0\0\0\x3c\0"sv)));
  EXPECT_FALSE(bare_webp("RIFF\xff\xff\xff\xffWEBPVP8 "sv));
}

}  // namespace
}  // namespace plaza::media
