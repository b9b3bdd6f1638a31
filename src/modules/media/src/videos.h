// Videos through ffmpeg and ffprobe, in limited children that may open nothing but the files of
// their bench.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "platform/base/result.h"
#include "rules.h"
#include "workshop.h"

namespace plaza::media {

struct VideoFacts {
  std::int64_t width = 0;  // upright, in square pixels
  std::int64_t height = 0;
  std::int64_t duration_ms = 0;  // 0: the file does not say
  bool sound = false;
};

struct Size {
  int width = 0, height = 0;
  friend bool operator==(const Size&, const Size&) = default;
};
// Fitted so that the short side has at most `short_max` pixels and the long one 16/9 of that; even
// numbers, never enlarged.
Size fitted(std::int64_t width, std::int64_t height, int short_max);

class VideoWork {
 public:
  // Of the file `input` on the bench, which is of `format`.
  VideoWork(const Workshop& workshop, const Bench& bench, Format format, int seconds_max)
      : workshop_(workshop), bench_(bench), format_(format), seconds_max_(seconds_max) {}

  // media.broken; media.too_large for too many pixels or seconds.
  Result<VideoFacts> look(const std::string& input) const;
  // Makes poster.webp out of `input`. media.broken.
  plaza::Status make_poster(const VideoFacts& facts) const;
  // Makes video.mp4 out of `input`; `progress` hears from 0 to 100. media.broken.
  plaza::Status make_mp4(const VideoFacts& facts, const std::function<void(int)>& progress) const;
  // Makes the ladder under hls/ out of video.mp4, whose facts these are; gives the names of its
  // files.
  Result<std::vector<std::string>> make_hls(const VideoFacts& facts,
                                            const std::function<void(int)>& progress) const;

 private:
  bool run(std::vector<std::string> arguments, int seconds, std::int64_t duration_ms,
           const std::function<void(int)>& progress) const;
  std::vector<Size> rungs_of(const VideoFacts& facts) const;
  void write_master(const std::vector<Size>& sizes) const;
  Result<std::vector<std::string>> ladder_files() const;

  const Workshop& workshop_;
  const Bench& bench_;
  const Format format_;
  const int seconds_max_;
};

}  // namespace plaza::media
