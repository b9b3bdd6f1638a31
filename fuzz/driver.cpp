// Runs a target with inputs made of its seeds and of what reached new code (g++ -fsanitize-coverage=trace-pc tells), under the
// sanitizers:  fuzz_json [SECONDS] [SEED]     (5 seconds, a random seed, which is printed)
//              fuzz_json FILE                 runs that input once
// An input that kills it is written to fuzz-failure-NUMBER in the current folder.
#include <sanitizer/common_interface_defs.h>
#include <signal.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <random>

#include "target.h"

namespace {

constexpr std::size_t bytes_max = 16'384;
constexpr std::size_t inputs_max = 5'000;

std::array<std::uint8_t, 1 << 16> reached;  // edges of the current run
std::uintptr_t last_place = 0;
std::string current;

void keep_current() {
  const std::string name = "fuzz-failure-" + std::to_string(getpid());
  std::ofstream(name, std::ios::binary) << current;
  std::fprintf(stderr, "\nthe input is in %s\n", name.c_str());
}

void on_signal(int number) {
  keep_current();
  signal(number, SIG_DFL);
  raise(number);
}

class Fuzzer {
 public:
  explicit Fuzzer(std::uint32_t seed) : random_(seed) {
    for (auto& input : plaza::fuzz::seeds()) try_one(std::move(input));
    try_one("");
  }
  void step() {
    std::string input = inputs_[below(inputs_.size())];
    for (std::size_t n = 1 + below(6); n > 0; --n) mutate(input);
    if (input.size() > bytes_max) input.resize(bytes_max);
    try_one(std::move(input));
  }
  std::size_t inputs() const { return inputs_.size(); }
  std::size_t edges() const { return edges_; }

 private:
  std::size_t below(std::size_t end) { return end == 0 ? 0 : random_() % end; }

  void mutate(std::string& input) {
    static constexpr std::string_view telling[] = {"\"", "{", "}", "[", "]", ",", ":", ";", "=", "\r\n", "\n", "\\u0000",
                                                   "\\ud800", "\xff", "\xc3\xa9", std::string_view("\0", 1), "-1", "0", "1e999",
                                                   "9223372036854775808", "18446744073709551616", "null", "%00", "%zz", " "};
    const std::size_t at = below(input.size() + 1);
    switch (below(7)) {
      case 0:
        if (at < input.size()) input[at] = static_cast<char>(input[at] ^ (1 << below(8)));
        break;
      case 1:
        if (at < input.size()) input[at] = static_cast<char>(random_());
        break;
      case 2: input.erase(at, 1 + below(16)); break;
      case 3: input.insert(at, telling[below(std::size(telling))]); break;
      case 4: input.insert(at, input.substr(below(input.size() + 1), 1 + below(32))); break;  // a part again
      case 5: {
        const std::string& other = inputs_[below(inputs_.size())];
        input = input.substr(0, at) + other.substr(below(other.size() + 1));
        break;
      }
      default: input.insert(at, std::string(1 + below(300), at < input.size() ? input[at] : '0'));
    }
  }

  void try_one(std::string input) {
    reached.fill(0);
    last_place = 0;
    current = std::move(input);
    plaza::fuzz::read(current);
    bool fresh = false;
    for (std::size_t i = 0; i < reached.size(); ++i) {
      if (!reached[i] || seen_[i]) continue;
      seen_[i] = fresh = true;
      ++edges_;
    }
    if ((fresh || inputs_.empty()) && inputs_.size() < inputs_max) inputs_.push_back(current);
  }

  std::mt19937 random_;
  std::vector<std::string> inputs_;
  std::array<bool, 1 << 16> seen_{};
  std::size_t edges_ = 0;
};

}  // namespace

extern "C" void __sanitizer_cov_trace_pc() {
  const auto place = reinterpret_cast<std::uintptr_t>(__builtin_return_address(0));
  reached[(place ^ last_place) % reached.size()] = 1;
  last_place = place >> 1;
}

int main(int argc, char** argv) {
  __sanitizer_set_death_callback(keep_current);
  signal(SIGABRT, on_signal);
  const double seconds = argc > 1 ? std::atof(argv[1]) : 5;
  if (argc > 1 && seconds == 0) {
    std::ifstream in(argv[1], std::ios::binary);
    current.assign(std::istreambuf_iterator<char>(in), {});
    plaza::fuzz::read(current);
    return 0;
  }
  const auto seed = argc > 2 ? static_cast<std::uint32_t>(std::strtoul(argv[2], nullptr, 10)) : std::random_device{}();
  std::printf("seed %u\n", seed);
  Fuzzer fuzzer(seed);
  const auto start = std::chrono::steady_clock::now();
  const auto took = [&] { return std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count(); };
  std::size_t runs = 0;
  for (; took() < seconds; ++runs) fuzzer.step();
  std::printf("%zu inputs run, %zu edges reached, %zu inputs kept\n", runs, fuzzer.edges(), fuzzer.inputs());
  return fuzzer.edges() > 20 ? 0 : 1;  // fewer: the target was not instrumented
}
