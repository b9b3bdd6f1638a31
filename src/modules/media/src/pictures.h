// Pictures through libvips' tools, in limited children.
#pragma once

#include <string>
#include <vector>

#include "platform/base/result.h"
#include "rules.h"
#include "workshop.h"

namespace plaza::media {

struct PictureFacts {
  std::int64_t width = 0;  // upright
  std::int64_t height = 0;
};

// Reads the header of `input` on the bench, without decoding. media.broken, or media.too_large
// above `pixels_max`.
Result<PictureFacts> look_at_picture(const Workshop& workshop, const Bench& bench,
                                     const std::string& input, std::int64_t pixels_max);
// Makes w<width>.webp on the bench: upright, sRGB, with no metadata at all. media.broken.
plaza::Status make_rendition(const Workshop& workshop, const Bench& bench, const std::string& input,
                             int width, const std::string& name);

Error broken_file(std::string why);
Error file_too_large(std::string why);

}  // namespace plaza::media
