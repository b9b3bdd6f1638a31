#include "live_parts.h"

#include "straight.h"

namespace plaza::bench {

void print_limits(const std::string& folder, double rate) {
  const auto paced = append_straight(folder + "/straight.db", batch, 3, rate / batch);
  const auto full = append_straight(folder + "/straight.db", 10 * batch, 3);
  std::printf("straight into SQLite: groups of %d at this rate p50 %.2f ms, p99 %.2f ms; in groups of %d %.0f rows/s\n", batch, paced.p50, paced.p99,
              10 * batch, full.rate);
  std::vector<std::uint64_t> words(64 << 20);  // 512 MB
  for (std::size_t i = 0; i < words.size(); ++i) words[i] = (i * 0x9E3779B97F4A7C15ull) >> 38;  // below 2^26
  auto start = Steady::now();
  std::uint64_t sum = 0;
  for (const auto word : words) sum += word;
  const double stream = static_cast<double>(words.size()) * 8 / 1e9 / since(start);
  start = Steady::now();
  constexpr int jumps = 5'000'000;
  for (int i = 0; i < jumps; ++i) sum = words[(sum + static_cast<std::uint64_t>(i)) % words.size()];
  std::printf("memory of this machine: %.1f GB/s read in order, %.0f ns a dependent miss%s\n", stream, since(start) / jumps * 1e9, sum == 1 ? " " : "");
}

}  // namespace plaza::bench
