// How a line looks. Pure, so that tests can say exactly.
#pragma once

#include <string>

#include "platform/base/time.h"
#include "platform/log/log.h"

namespace plaza::log {

struct Line {
  Time at;
  Level level;
  std::string_view message;
  std::string_view request_id;  // empty: none
  Fields fields;
};

std::string_view level_name(Level level);
// 2026-03-01T09:30:00Z info server is listening port=8080
std::string text_line(const Line& line);
// {"time":"…","level":"info","message":"…","port":8080}
std::string json_line(const Line& line);

}  // namespace plaza::log
