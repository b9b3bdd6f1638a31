#include "pictures.h"

#include <stdexcept>

#include "platform/base/text.h"
#include "webp.h"

namespace plaza::media {
namespace {

constexpr int webp_quality = 82;
constexpr std::int64_t side_max = 65'500;

ChildEnd run(const Workshop& workshop, const Bench& bench, std::vector<std::string> arguments) {
  Child child;
  child.arguments = std::move(arguments);
  child.folder = bench.folder();
  auto end = run_child(child, workshop.stopping());
  if (end.stopped) throw std::runtime_error("Work on a picture ended with the process.");
  return end;
}

// "input: 4000x3000 uchar, 3 bands, srgb, jpegload"
std::optional<PictureFacts> parse_facts(std::string_view line) {
  if (!line.starts_with("input: ")) return std::nullopt;
  line.remove_prefix(7);
  line = line.substr(0, line.find(' '));
  const auto cross = line.find('x');
  if (cross == std::string_view::npos) return std::nullopt;
  const auto width = parse_integer(line.substr(0, cross));
  const auto height = parse_integer(line.substr(cross + 1));
  if (!width || !height || *width < 1 || *height < 1) return std::nullopt;
  return PictureFacts{*width, *height};
}

// EXIF orientations 5 to 8 lie on their side.
bool lies_on_its_side(const Workshop& workshop, const Bench& bench, const std::string& input) {
  const auto end = run(workshop, bench, {"vipsheader", "-f", "orientation", input});
  if (!end.ok()) return false;  // it has none
  const auto orientation = parse_integer(trimmed(end.output));
  return orientation && *orientation >= 5 && *orientation <= 8;
}

}  // namespace

Error broken_file(std::string why) {
  return {ErrorKind::invalid,
          "media.broken",
          "The file could not be read.",
          {{"file", "broken", std::move(why)}}};
}

Error file_too_large(std::string why) {
  return {ErrorKind::too_large,
          "media.too_large",
          "The file is too large.",
          {{"file", "too_large", std::move(why)}}};
}

Result<PictureFacts> look_at_picture(const Workshop& workshop, const Bench& bench,
                                     const std::string& input, std::int64_t pixels_max) {
  const auto end = run(workshop, bench, {"vipsheader", input});
  const auto facts = end.ok() ? parse_facts(end.output) : std::nullopt;
  if (!facts) return broken_file("is no picture that can be read");
  if (facts->width > side_max || facts->height > side_max ||
      facts->width * facts->height > pixels_max) {
    return file_too_large("has more than " + std::to_string(pixels_max / 1'000'000) +
                          " million pixels");
  }
  if (lies_on_its_side(workshop, bench, input)) return PictureFacts{facts->height, facts->width};
  return *facts;
}

plaza::Status make_rendition(const Workshop& workshop, const Bench& bench, const std::string& input,
                             int width, const std::string& name) {
  const auto end =
      run(workshop, bench,
          {"vips", "thumbnail", input, name + "[Q=" + std::to_string(webp_quality) + "]",
           std::to_string(width), "--height", "16383", "--size", "down", "--export-profile", "srgb",
           "--fail-on", "truncated"});
  const auto bare = end.ok() ? bare_webp(bench.read(name)) : std::nullopt;
  if (!bare) return broken_file("is no whole picture");
  bench.write(name, *bare);
  return done();
}

}  // namespace plaza::media
