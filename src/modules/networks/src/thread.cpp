#include "thread.h"

namespace plaza::networks {

std::optional<Thread> parse_thread(std::string_view key) {
  const auto first = key.find(':');
  if (first == std::string_view::npos) return std::nullopt;
  const auto kind = key.substr(0, first);
  const auto rest = key.substr(first + 1);
  const auto second = rest.find(':');
  const auto left = rest.substr(0, second);
  const auto right = second == std::string_view::npos ? std::string_view() : rest.substr(second + 1);
  if (left.empty()) return std::nullopt;
  Thread thread;
  if (kind == "dm" && !right.empty()) {
    thread = {Thread::Kind::message, std::string(left), std::string(right), "", ""};
  } else if (kind == "comment") {
    thread = {Thread::Kind::comment, "", "", right.empty() ? "" : std::string(left), std::string(right.empty() ? left : right)};
  } else if (kind == "mention") {
    thread = {Thread::Kind::mention, "", "", std::string(left), std::string(right)};
  } else {
    return std::nullopt;
  }
  return thread;
}

}  // namespace plaza::networks
