// What visitors are told about when the brand answers, kept in this node's memory and worked out again when settings change and now and then.
#pragma once

#include <map>
#include <mutex>
#include <string>

#include "care/module.h"
#include "care/opening.h"
#include "care/settings.h"

namespace plaza::care {

class OpeningHours final : public Opening {
 public:
  explicit OpeningHours(const Needs& needs) : needs_(needs) {}

  OpeningStatus status(std::string_view channel) const override;
  Micros ahead_of_utc(Time at) const override;
  void refresh();
  // If the last time was some minutes ago.
  void refresh_now_and_then();

 private:
  const Needs needs_;
  mutable std::mutex mutex_;
  Settings settings_;
  std::map<std::string, std::int64_t, std::less<>> minutes_;  // by channel
  Time refreshed_;
};

// What a promise is rounded up to: 1, 2, 5, 10, 15, 30 minutes, then whole hours.
std::int64_t said_minutes(std::int64_t minutes);

}  // namespace plaza::care
