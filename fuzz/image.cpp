// What is uploaded: the kind of its bytes, the form that it came in, and a picture without what is not picture.
#include "platform/http/multipart.h"
#include "platform/base/check.h"
#include "rules.h"
#include "target.h"
#include "webp.h"

namespace plaza::fuzz {

void read(std::string_view bytes) {
  (void)media::sniff(bytes);
  if (const auto bare = media::bare_webp(bytes)) {
    CHECK(bare->size() <= bytes.size() && media::sniff(*bare) == media::Format::webp);
    CHECK(media::bare_webp(*bare) == bare);
  }
  const auto line = std::min(bytes.find('\n'), bytes.size());
  const auto boundary = http::multipart_boundary(bytes.substr(0, line));
  if (!boundary || boundary->empty()) return;
  const auto body = bytes.substr(std::min(line + 1, bytes.size()));
  const auto parts = http::parse_multipart(body, *boundary);
  if (!parts.ok()) {
    CHECK(parts.error().code == "request.malformed");
    return;
  }
  CHECK(parts->size() <= 20);
  for (const auto& part : *parts) {
    CHECK(part.body.data() >= body.data() && part.body.data() + part.body.size() <= body.data() + body.size());
  }
}

std::vector<std::string> seeds() {
  using namespace std::string_literals;
  const std::string vp8 = "VP8 \x0a\0\0\0\x30\x01\x00\x9d\x01\x2a\x01\x00\x01\x00"s;
  return {"RIFF\x16\0\0\0WEBP"s + vp8,
          "RIFF\x34\0\0\0WEBPVP8X\x0a\0\0\0\x08\0\0\0\0\0\0\0\0\0"s + vp8 + "EXIF\x04\0\0\0abcd"s,
          "\xff\xd8\xff\xe0\0\x10JFIF"s, "\x89PNG\r\n\x1a\n"s, "GIF89a"s, "\0\0\0\x18" "ftypavif\0\0\0\0mif1avif"s,
          "multipart/form-data; boundary=\"x\"\n--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\nbytes\r\n--x--\r\n"s,
          "multipart/form-data; boundary=abc\n--abc\r\ncontent-disposition: form-data; name=a\r\n\r\n1\r\n--abc--"s};
}

}  // namespace plaza::fuzz
