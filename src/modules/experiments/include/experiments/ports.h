// What experiments ask of a module that stands beside or above: who belongs to a segment. Without it an experiment with an
// audience reaches nobody.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace plaza::experiments {

// An account, or a visitor by the anonymous id, or both (the account's browser), or nobody.
struct Viewer {
  std::int64_t account = 0;
  std::string visitor = {};
};

// From memory; thread-safe.
class Audience {
 public:
  virtual ~Audience() = default;
  virtual bool contains(std::string_view segment, const Viewer& viewer) const = 0;
};

// Whether what somebody does may be measured. From memory; thread-safe. Without it everybody's may.
class Allowance {
 public:
  virtual ~Allowance() = default;
  virtual bool may_measure(const Viewer& viewer) const = 0;
};

}  // namespace plaza::experiments
