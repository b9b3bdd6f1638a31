#include "videos.h"

#include <algorithm>
#include <boost/json.hpp>
#include <cmath>
#include <filesystem>
#include <stdexcept>

#include "pictures.h"
#include "platform/base/text.h"
#include "playlist.h"
#include "webp.h"

namespace plaza::media {
namespace {

namespace bj = boost::json;
namespace fs = std::filesystem;

constexpr std::int64_t frame_pixels_max = 4096 * 4096;
constexpr int short_side_max = 720;
constexpr int low_short_side = 360;
constexpr int poster_short_side = 720;
constexpr int work_seconds_max = 1800;
constexpr std::int64_t memory_max = 4'000'000'000;
constexpr const char* segment_seconds = "4";

// Sound and pictures as cameras, phones and browsers write them.
constexpr const char* decoders =
    "h264,hevc,vp8,vp9,libvpx,libvpx-vp9,av1,libdav1d,libaom-av1,mpeg4,mjpeg,prores,aac,mp3,"
    "mp3float,opus,libopus,vorbis,"
    "libvorbis,flac,alac,ac3,amrnb,amr_nb,pcm_s16le,pcm_s16be,pcm_s24le,pcm_f32le,pcm_u8";

const char* demuxer(Format format) { return format == Format::webm ? "matroska" : "mov"; }

std::vector<std::string> input_arguments(const char* demux, const std::string& input) {
  return {"-protocol_whitelist", "file,pipe", "-codec_whitelist", decoders, "-f", demux, "-i",
          "file:" + input};
}

std::int64_t number(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  if (!value) return 0;
  if (value->is_int64()) return value->get_int64();
  return value->is_double() ? std::llround(std::clamp(value->get_double(), -1e6, 1e6)) : 0;
}

// "12.345678" -> 12345
std::int64_t milliseconds_of(const bj::object& object, const char* name) {
  const auto* value = object.if_contains(name);
  if (!value || !value->is_string()) return 0;
  const double seconds = std::strtod(value->get_string().c_str(), nullptr);
  return std::isfinite(seconds) ? std::llround(std::clamp(seconds, 0.0, 1e7) * 1000) : 0;
}

std::int64_t rotation(const bj::object& stream) {
  const auto* list = stream.if_contains("side_data_list");
  if (!list || !list->is_array()) return 0;
  for (const auto& item : list->get_array()) {
    if (item.is_object() && item.get_object().contains("rotation"))
      return number(item.get_object(), "rotation");
  }
  return 0;
}

// "4:3": how much wider than high a pixel is shown.
double pixel_shape(const bj::object& stream) {
  const auto* value = stream.if_contains("sample_aspect_ratio");
  if (!value || !value->is_string()) return 1;
  const std::string_view text = value->get_string();
  const auto colon = text.find(':');
  if (colon == std::string_view::npos) return 1;
  const auto wide = parse_integer(text.substr(0, colon)),
             high = parse_integer(text.substr(colon + 1));
  if (!wide || !high || *wide < 1 || *high < 1) return 1;
  return std::clamp(static_cast<double>(*wide) / static_cast<double>(*high), 0.25, 4.0);
}

std::optional<VideoFacts> parse_facts(const std::string& text) {
  boost::system::error_code failure;
  const auto root = bj::parse(text, failure);
  if (failure || !root.is_object()) return std::nullopt;
  VideoFacts facts;
  const auto* streams = root.get_object().if_contains("streams");
  if (!streams || !streams->is_array()) return std::nullopt;
  for (const auto& item : streams->get_array()) {
    if (!item.is_object()) continue;
    const auto& stream = item.get_object();
    const auto* type = stream.if_contains("codec_type");
    if (!type || !type->is_string()) continue;
    if (type->get_string() == "audio") facts.sound = true;
    if (type->get_string() != "video" || facts.width) continue;
    const auto* uses = stream.if_contains("disposition");
    if (uses && uses->is_object() && number(uses->get_object(), "attached_pic") == 1) continue;
    facts.width = std::llround(static_cast<double>(number(stream, "width")) * pixel_shape(stream));
    facts.height = number(stream, "height");
    if (std::abs(rotation(stream)) % 180 == 90) std::swap(facts.width, facts.height);
  }
  if (const auto* format = root.get_object().if_contains("format"); format && format->is_object()) {
    facts.duration_ms = milliseconds_of(format->get_object(), "duration");
  }
  if (facts.width < 1 || facts.height < 1) return std::nullopt;
  return facts;
}

std::string scale(const Size& size) {
  return "scale=" + std::to_string(size.width) + ":" + std::to_string(size.height) +
         ",setsar=1,format=yuv420p";
}

int short_side(const Size& size) { return std::min(size.width, size.height); }

void add(std::vector<std::string>& arguments, std::vector<std::string> more) {
  arguments.insert(arguments.end(), std::make_move_iterator(more.begin()),
                   std::make_move_iterator(more.end()));
}

// Arguments without anything that varies.
void add_words(std::vector<std::string>& arguments, std::string_view words) {
  while (!words.empty()) {
    const auto end = std::min(words.find(' '), words.size());
    arguments.emplace_back(words.substr(0, end));
    words.remove_prefix(std::min(end + 1, words.size()));
  }
}

// Streams are cut at these frames.
std::string cut_frames() { return std::string("expr:gte(t,n_forced*") + segment_seconds + ")"; }

}  // namespace

Size fitted(std::int64_t width, std::int64_t height, int short_max) {
  const double small = static_cast<double>(std::min(width, height)),
               large = static_cast<double>(std::max(width, height));
  const double factor = std::min({1.0, short_max / small, short_max * 16.0 / 9 / large});
  const auto even = [&](std::int64_t side) {
    return std::max(2, static_cast<int>(std::lround(static_cast<double>(side) * factor / 2)) * 2);
  };
  return {even(width), even(height)};
}

Result<VideoFacts> VideoWork::look(const std::string& input) const {
  Child child;
  child.folder = bench_.folder();
  child.arguments = {"ffprobe", "-v", "error"};
  add(child.arguments, input_arguments(demuxer(format_), input));
  add(child.arguments,
      {"-show_entries",
       "stream=codec_type,width,height,sample_aspect_ratio:stream_side_data=rotation:"
       "stream_disposition=attached_pic:format=duration",
       "-of", "json"});
  const auto end = run_child(child, workshop_.stopping());
  if (end.stopped) throw std::runtime_error("Work on a video ended with the process.");
  const auto facts = end.ok() ? parse_facts(end.output) : std::nullopt;
  if (!facts) return broken_file("is no video that can be read");
  if (facts->width * facts->height > frame_pixels_max)
    return file_too_large("has frames that are too large");
  if (facts->duration_ms > (seconds_max_ + 1) * 1000LL) {
    return file_too_large("must last at most " + std::to_string(seconds_max_) + " seconds");
  }
  return *facts;
}

bool VideoWork::run(std::vector<std::string> arguments, int most_seconds, std::int64_t duration_ms,
                    const std::function<void(int)>& progress) const {
  Child child;
  child.folder = bench_.folder();
  child.limits = {most_seconds, most_seconds, memory_max, 500'000'000};
  child.arguments = {"ffmpeg", "-nostdin", "-hide_banner", "-v", "error", "-y"};
  add(child.arguments, std::move(arguments));
  if (progress && duration_ms > 0) {
    static constexpr std::string_view prefix = "out_time_us=";  // the line comes when this scope is gone
    child.on_line = [&](std::string_view line) {
      if (!line.starts_with(prefix)) return;
      const auto micros = parse_integer(line.substr(prefix.size()));
      if (micros)
        progress(static_cast<int>(std::clamp<std::int64_t>(*micros / 10 / duration_ms, 0, 100)));
    };
  }
  const auto end = run_child(child, workshop_.stopping());
  if (end.stopped) throw std::runtime_error("Work on a video ended with the process.");
  return end.ok();
}

plaza::Status VideoWork::make_poster(const VideoFacts& facts) const {
  const auto size = fitted(facts.width, facts.height, poster_short_side);
  // Not the first frame, which is often black; but that one when there is no other.
  for (const std::int64_t at_ms :
       {std::min<std::int64_t>(1000, facts.duration_ms / 3), std::int64_t{0}}) {
    std::vector<std::string> arguments{"-ss", std::to_string(at_ms) + "ms", "-t", "10"};
    add(arguments, input_arguments(demuxer(format_), "input"));
    add(arguments, {"-map", "0:V:0", "-frames:v", "1", "-vf", scale(size), "-map_metadata", "-1",
                    "-c:v", "libwebp", "-quality", "82", "-f", "webp", "poster.webp"});
    const bool made = run(std::move(arguments), 60, 0, {});
    if (!made || !fs::exists(bench_.path("poster.webp"))) continue;
    const auto bare = bare_webp(bench_.read("poster.webp"));
    if (!bare) continue;
    bench_.write("poster.webp", *bare);
    return done();
  }
  return broken_file("has no picture that can be read");
}

plaza::Status VideoWork::make_mp4(const VideoFacts& facts,
                                  const std::function<void(int)>& progress) const {
  std::vector<std::string> arguments{"-t", std::to_string(seconds_max_ + 1)};
  add(arguments, input_arguments(demuxer(format_), "input"));
  add_words(arguments,
            "-map 0:V:0 -map 0:a:0? -sn -dn -map_metadata -1 -map_chapters -1 -fpsmax 60");
  add(arguments, {"-vf", scale(fitted(facts.width, facts.height, short_side_max))});
  add_words(arguments, "-c:v libx264 -preset veryfast -crf 23 -maxrate 4M -bufsize 8M");
  add(arguments, {"-profile:v", "high", "-threads", "2", "-force_key_frames", cut_frames()});
  add_words(arguments, "-c:a aac -b:a 128k -ac 2 -ar 48000");
  add(arguments, {"-t", std::to_string(seconds_max_ + 1)});
  add_words(arguments, "-movflags +faststart -progress pipe:1 -nostats -f mp4 video.mp4");
  if (!run(std::move(arguments), work_seconds_max, facts.duration_ms, progress)) {
    return broken_file("could not be read to its end, or takes too much work");
  }
  return done();
}

// The upper rung is the MP4 itself, cut; a lower one is for slow networks.
std::vector<Size> VideoWork::rungs_of(const VideoFacts& facts) const {
  std::vector<Size> rungs{{static_cast<int>(facts.width), static_cast<int>(facts.height)}};
  const Size low = fitted(facts.width, facts.height, low_short_side);
  if (short_side(low) < short_side(rungs.front())) rungs.push_back(low);
  return rungs;
}

Result<std::vector<std::string>> VideoWork::make_hls(
    const VideoFacts& facts, const std::function<void(int)>& progress) const {
  const auto rungs = rungs_of(facts);
  auto arguments = input_arguments("mov", "video.mp4");
  std::string streams;
  for (std::size_t i = 0; i < rungs.size(); ++i) {
    const auto number_text = std::to_string(i);
    add(arguments, {"-map", "0:v:0"});
    if (facts.sound) add(arguments, {"-map", "0:a:0"});
    streams += (i > 0 ? " v:" : "v:") + number_text + (facts.sound ? ",a:" + number_text : "") +
               ",name:" + std::to_string(short_side(rungs[i]));
    fs::create_directories(bench_.path("hls/" + std::to_string(short_side(rungs[i]))));
  }
  add(arguments, {"-c:a", "copy", "-c:v:0", "copy"});
  if (rungs.size() > 1) {
    add(arguments, {"-filter:v:1", scale(rungs[1]), "-force_key_frames:v:1", cut_frames()});
    add_words(arguments,
              "-c:v:1 libx264 -preset veryfast -crf 25 -maxrate:v:1 900k -bufsize:v:1 1800k");
    add_words(arguments, "-profile:v:1 main -threads 2");
  }
  add_words(arguments, "-map_metadata -1 -progress pipe:1 -nostats -f hls -hls_playlist_type vod");
  add_words(arguments, "-hls_flags independent_segments -hls_segment_type mpegts");
  add(arguments, {"-hls_time", segment_seconds, "-hls_segment_filename", "hls/%v/seg_%04d.ts",
                  "-var_stream_map", streams, "hls/%v/index.m3u8"});
  if (!run(std::move(arguments), work_seconds_max, facts.duration_ms, progress)) {
    return broken_file("could not be cut into a stream");
  }
  write_master(rungs);
  return ladder_files();
}

// Written here: ffmpeg knows nothing of the width of a stream that it only copies.
void VideoWork::write_master(const std::vector<Size>& sizes) const {
  std::vector<Rung> rungs;
  for (const auto& size : sizes) {
    const auto folder = std::to_string(short_side(size)) + "/";
    Rung rung{folder + "index.m3u8", size.width, size.height, 0, 0};
    measure(rung, bench_.read("hls/" + rung.list), [&](std::string_view segment) {
      return static_cast<std::int64_t>(
          fs::file_size(bench_.path("hls/" + folder + std::string(segment))));
    });
    rungs.push_back(std::move(rung));
  }
  bench_.write("hls/index.m3u8", master_list(std::move(rungs)));
}

Result<std::vector<std::string>> VideoWork::ladder_files() const {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(bench_.path("hls"))) {
    if (!entry.is_regular_file()) continue;
    auto name = fs::relative(entry.path(), bench_.folder()).string();
    if (content_type_of(name).empty()) return broken_file("gave a stream with unknown parts");
    names.push_back(std::move(name));
  }
  std::sort(names.begin(), names.end());
  return names;
}

}  // namespace plaza::media
