#include "rules.h"

#include <gtest/gtest.h>

#include "platform/http/multipart.h"
#include "playlist.h"
#include "samples.h"
#include "videos.h"

namespace plaza::media {
namespace {

using namespace std::string_view_literals;
using http::multipart_boundary;
using http::parse_multipart;

TEST(MediaRules, BytesSayWhatTheyAre) {
  EXPECT_EQ(sniff("\xff\xd8\xff\xe0rest"sv), Format::jpeg);
  EXPECT_EQ(sniff("\x89PNG\r\n\x1a\nrest"sv), Format::png);
  EXPECT_EQ(sniff("GIF89a rest"sv), Format::gif);
  EXPECT_EQ(sniff("RIFF\x10\x00\x00\x00WEBPVP8 rest"sv), Format::webp);
  EXPECT_EQ(sniff("\0\0\0\x20"
                  "ftypavif\0\0\0\0"sv),
            Format::avif);
  EXPECT_EQ(sniff("\0\0\0\x20"
                  "ftypheic\0\0\0\0"sv),
            Format::heic);
  EXPECT_EQ(sniff("\0\0\0\x20"
                  "ftypisom\0\0\0\0"sv),
            Format::mp4);
  EXPECT_EQ(sniff("\0\0\0\x20"
                  "ftypqt  \0\0\0\0"sv),
            Format::mp4);
  EXPECT_EQ(sniff("\x1a\x45\xdf\xa3rest"sv), Format::webm);
  const auto model = samples::glb(0);
  EXPECT_EQ(sniff(samples::glb(static_cast<std::uint32_t>(model.size()))), Format::glb);
}

TEST(MediaRules, EverythingElseIsNothing) {
  for (const auto bytes :
       {""sv, "<svg xmlns='http://www.w3.org/2000/svg'/>"sv, "<!DOCTYPE html><script>"sv,
        "%PDF-1.7"sv, " \xff\xd8\xff"sv, "\xff\xd8"sv, "RIFF\0\0\0\0WAVEfmt    "sv,
        "\0\0\0\x20"
        "ftypevil\0\0\0\0"sv,
        "\0\0\0\x20"
        "ftyp"sv,
        "#EXTM3U\nfile:///etc/passwd"sv, "MZ\x90"sv, "PK\x03\x04"sv, "glTF\x02\0\0\0"sv, "II*\0"sv,
        "BM"sv, "FLV\x01"sv, "ID3"sv, "OggS"sv}) {
    EXPECT_FALSE(sniff(bytes)) << bytes;
  }
  EXPECT_FALSE(sniff(samples::glb(4'000'000'000u)));
}

TEST(MediaRules, RenditionsAreNeverWiderThanThePicture) {
  using Widths = std::vector<int>;
  EXPECT_EQ(rendition_widths(4000, 3000), (Widths{320, 640, 1080, 2048}));
  EXPECT_EQ(rendition_widths(1500, 1500), (Widths{320, 640, 1080, 1500}));
  EXPECT_EQ(rendition_widths(1080, 1350), (Widths{320, 640, 1080}));
  EXPECT_EQ(rendition_widths(640, 480), (Widths{320, 640}));
  EXPECT_EQ(rendition_widths(200, 100), (Widths{200}));
  EXPECT_EQ(rendition_widths(1, 1), (Widths{1}));
  EXPECT_EQ(rendition_widths(1000, 40'000), (Widths{204}));
  EXPECT_EQ(rendition_widths(1, 60'000), (Widths{1}));
  EXPECT_EQ(middle_width({320, 640, 1080}), 640);
  EXPECT_EQ(middle_width({320, 500}), 500);
}

TEST(MediaRules, OnlyNamesOfOursAreServed) {
  EXPECT_EQ(content_type_of("w640.webp"), "image/webp");
  EXPECT_EQ(content_type_of("poster.webp"), "image/webp");
  EXPECT_EQ(content_type_of("video.mp4"), "video/mp4");
  EXPECT_EQ(content_type_of("model.glb"), "model/gltf-binary");
  EXPECT_EQ(content_type_of("hls/index.m3u8"), "application/vnd.apple.mpegurl");
  EXPECT_EQ(content_type_of("hls/720/index.m3u8"), "application/vnd.apple.mpegurl");
  EXPECT_EQ(content_type_of("hls/360/seg_0001.ts"), "video/mp2t");
  for (const std::string_view name :
       std::initializer_list<std::string_view>{"",
                                               "original",
                                               "w.webp",
                                               "w0.webp",
                                               "w06.webp",
                                               "w999999.webp",
                                               "w6a.webp",
                                               "W640.webp",
                                               "w640.svg",
                                               "w640.webp/",
                                               "../w640.webp",
                                               "hls/../w640.webp",
                                               "hls//index.m3u8",
                                               "hls/x/index.m3u8",
                                               "hls/720/../index.m3u8",
                                               "hls/720/seg_.ts",
                                               "hls/720/seg_1.html",
                                               "hls/720/seg_0000001.ts",
                                               "hls/",
                                               "hls/12345/index.m3u8",
                                               "index.html",
                                               "poster.webp\0.html"sv,
                                               "video.mp4 "}) {
    EXPECT_EQ(content_type_of(name), "") << name;
  }
}

MediaView shown(const UploadRow& upload, const std::vector<File>& files) {
  return view_of(upload, files, [&](std::string_view name) { return "/media/" + to_text(upload.id) + "/" + std::string(name); });
}

TEST(MediaRules, TheViewNamesTheMiddleRenditionAndAllWidths) {
  UploadRow upload;
  upload.id = MediaId{1};
  upload.status = Status::ready;
  const auto view =
      shown(upload, {{"w1080.webp", "", 1}, {"w320.webp", "", 1}, {"w640.webp", "", 1}});
  const std::string base = "/media/" + to_text(MediaId{1}) + "/";
  EXPECT_EQ(view.url, base + "w640.webp");
  EXPECT_EQ(view.srcset,
            base + "w320.webp 320w, " + base + "w640.webp 640w, " + base + "w1080.webp 1080w");
  EXPECT_FALSE(view.poster_url || view.mp4_url || view.hls_url || view.model_url ||
               view.duration_ms);
}

TEST(MediaRules, AVideoIsShownByItsPoster) {
  UploadRow upload;
  upload.id = MediaId{1};
  upload.kind = Kind::video;
  upload.duration_ms = 2000;
  const auto nothing = shown(upload, {});
  EXPECT_EQ(nothing.url, "");
  EXPECT_FALSE(nothing.srcset);
  const auto view =
      shown(upload, {{"hls/index.m3u8", "", 1}, {"poster.webp", "", 1}, {"video.mp4", "", 1}});
  const std::string base = "/media/" + to_text(MediaId{1}) + "/";
  EXPECT_EQ(view.url, base + "poster.webp");
  EXPECT_EQ(view.poster_url, base + "poster.webp");
  EXPECT_EQ(view.mp4_url, base + "video.mp4");
  EXPECT_EQ(view.hls_url, base + "hls/index.m3u8");
  EXPECT_EQ(view.duration_ms, 2000);
}

TEST(MediaRules, VideosAreFittedToEvenSizes) {
  EXPECT_EQ(fitted(1920, 1080, 720), (Size{1280, 720}));
  EXPECT_EQ(fitted(1080, 1920, 720), (Size{720, 1280}));
  EXPECT_EQ(fitted(640, 360, 720), (Size{640, 360}));
  EXPECT_EQ(fitted(641, 361, 720), (Size{642, 362}));
  EXPECT_EQ(fitted(4000, 1000, 720), (Size{1280, 320}));
  EXPECT_EQ(fitted(1, 1, 720), (Size{2, 2}));
  EXPECT_EQ(fitted(1920, 1080, 360), (Size{640, 360}));
}

std::string names_of(const Result<std::vector<http::FormPart>>& parts) {
  if (!parts.ok()) return parts.error().code;
  std::string text;
  for (const auto& part : *parts) text += part.name + "=" + std::string(part.body) + ";";
  return text;
}

TEST(MediaMultipart, ReadsWhatBrowsersSend) {
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=----WebKitX1"), "----WebKitX1");
  EXPECT_EQ(multipart_boundary("Multipart/Form-Data; charset=utf-8; boundary=\"a b\""), "a b");
  EXPECT_EQ(multipart_boundary("image/png"), std::nullopt);
  EXPECT_EQ(multipart_boundary("multipart/form-data"), "");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=" + std::string(71, 'a')), "");
  EXPECT_EQ(multipart_boundary("multipart/form-data; boundary=a\"b"), "");
  const std::string form =
      "--B\r\nContent-Disposition: form-data; name=\"alt\"\r\n\r\nA vase\r\n"
      "--B\r\nContent-Type: image/png\r\ncontent-disposition: form-data; "
      "filename=\"x;name=evil\\\".png\"; name=file\r\n\r\n"
      "\r\n--bytes\r\n\r\n"
      "--B\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n--B--\r\n";
  EXPECT_EQ(names_of(parse_multipart(form, "B")), "alt=A vase;file=\r\n--bytes\r\n;empty=;");
}

TEST(MediaMultipart, KeepsEachByteOfAPart) {
  const std::string bytes("\r\n-\r\n--\r\n\0--A", 14);
  const std::string form =
      "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.png\"\r\n\r\n" + bytes +
      "\r\n--B\r\nContent-Disposition: form-data; name=empty\r\n\r\n\r\n--B--\r\n";
  const auto parts = parse_multipart(form, "B");
  ASSERT_TRUE(parts.ok());
  ASSERT_EQ(parts->size(), 2u);
  EXPECT_EQ((*parts)[0].body, bytes);
  EXPECT_EQ((*parts)[1].body, "");
}

TEST(MediaMultipart, RefusesWhatIsNoForm) {
  const std::string head = "--B\r\nContent-Disposition: form-data; name=\"file\"\r\n\r\n";
  for (const std::string& form :
       {std::string(), std::string("--"), std::string("--B"), std::string("--B\r\n"),
        std::string("x--B--"), std::string("--C\r\n"), head, head + "bytes", head + "bytes\r\n--B",
        head + "bytes\r\n--BX", std::string("--B\r\n\r\nbytes\r\n--B--"),
        std::string("--B\r\nContent-Disposition: attachment; name=\"file\"\r\n\r\nx\r\n--B--"),
        std::string("--B\r\nContent-Disposition: form-data; name=\"file\r\n\r\nx\r\n--B--"),
        "--B\r\nX: " + std::string(5000, 'x') + "\r\n" + head.substr(5) + "x\r\n--B--"}) {
    EXPECT_EQ(names_of(parse_multipart(form, "B")), "request.malformed") << form.substr(0, 80);
  }
  std::string many;
  for (int i = 0; i < 21; ++i) many += head + "x\r\n";
  EXPECT_EQ(names_of(parse_multipart(many + "--B--", "B")), "request.malformed");
}

TEST(MediaPlaylist, RungsAreMeasuredByTheirSegments) {
  Rung rung{"720/index.m3u8", 1280, 720, 0, 0};
  measure(
      rung,
      "#EXTM3U\n#EXTINF:4.000000,\nseg_0000.ts\n#EXTINF:2.000000,\nseg_0001.ts\n#EXT-X-ENDLIST\n",
      [](std::string_view segment) { return segment == "seg_0000.ts" ? 1'000'000 : 200'000; });
  EXPECT_EQ(rung.peak, 2'000'000);
  EXPECT_EQ(rung.average, 1'600'000);
  EXPECT_EQ(master_list({rung, {"360/index.m3u8", 640, 360, 600'000, 500'000}}),
            "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n"
            "#EXT-X-STREAM-INF:BANDWIDTH=600000,AVERAGE-BANDWIDTH=500000,RESOLUTION=640x360\n360/"
            "index.m3u8\n"
            "#EXT-X-STREAM-INF:BANDWIDTH=2000000,AVERAGE-BANDWIDTH=1600000,RESOLUTION="
            "1280x720\n720/index.m3u8\n");
}

}  // namespace
}  // namespace plaza::media
