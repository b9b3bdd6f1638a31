// The seed of a test that draws: PLAZA_TEST_SEED, or fresh. It is printed, so that a failure can be drawn again. `./test` gives
// a fixed one (what it says of a change is the same each time), `./test --all` lets each run draw its own.
#pragma once

#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <random>

namespace plaza::testing {

inline std::uint32_t draw_seed() {
  const char* given = std::getenv("PLAZA_TEST_SEED");
  const std::uint32_t seed = given ? static_cast<std::uint32_t>(std::strtoul(given, nullptr, 10))
                                   : std::random_device{}();
  std::printf("PLAZA_TEST_SEED=%u\n", seed);
  return seed;
}

}  // namespace plaza::testing
