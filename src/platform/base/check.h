// CHECK: an impossible state stops the process, in release builds too. For what may happen, see result.h.
#pragma once

namespace plaza {

// Prints the failed condition with its place and ends the process by abort().
[[noreturn]] void check_failed(const char* condition, const char* file, int line);

}  // namespace plaza

#define CHECK(condition) \
  (static_cast<bool>(condition) ? void(0) : ::plaza::check_failed(#condition, __FILE__, __LINE__))
