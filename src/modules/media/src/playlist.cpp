#include "playlist.h"

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "platform/base/text.h"

namespace plaza::media {

void measure(Rung& rung, std::string_view list,
             const std::function<std::int64_t(std::string_view)>& bytes_of) {
  constexpr std::string_view length_mark = "#EXTINF:";
  double length = 0, total_length = 0, total_bits = 0, peak = 0;
  while (!list.empty()) {
    const auto end = std::min(list.find('\n'), list.size());
    const auto line = trimmed(list.substr(0, end));
    list.remove_prefix(std::min(end + 1, list.size()));
    if (line.starts_with(length_mark)) {
      length = std::strtod(std::string(line.substr(length_mark.size())).c_str(), nullptr);
    } else if (!line.empty() && !line.starts_with('#') && length > 0) {
      const double bits = static_cast<double>(bytes_of(line)) * 8;
      peak = std::max(peak, bits / length);
      total_bits += bits;
      total_length += length;
      length = 0;
    }
  }
  rung.peak = std::llround(peak);
  rung.average = total_length > 0 ? std::llround(total_bits / total_length) : 0;
}

std::string master_list(std::vector<Rung> rungs) {
  std::sort(rungs.begin(), rungs.end(),
            [](const Rung& a, const Rung& b) { return a.peak < b.peak; });
  std::string list = "#EXTM3U\n#EXT-X-VERSION:6\n#EXT-X-INDEPENDENT-SEGMENTS\n";
  for (const auto& rung : rungs) {
    list += "#EXT-X-STREAM-INF:BANDWIDTH=" + std::to_string(rung.peak) +
            ",AVERAGE-BANDWIDTH=" + std::to_string(rung.average) +
            ",RESOLUTION=" + std::to_string(rung.width) + "x" + std::to_string(rung.height) + "\n" +
            rung.list + "\n";
  }
  return list;
}

}  // namespace plaza::media
