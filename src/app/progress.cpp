#include "progress.h"

#include <unistd.h>

#include <cstdio>

namespace plaza::app {

namespace {

using namespace std::chrono_literals;
constexpr int width = 32;

}  // namespace

Progress::Progress(std::string what)
    : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) == 1), started_(std::chrono::steady_clock::now()) {}

Progress::~Progress() {
  draw();
  if (terminal_) std::fputc('\n', stderr);
}

void Progress::at(std::int64_t done, std::int64_t total) {
  done_ = done;
  total_ = total;
  const auto now = std::chrono::steady_clock::now();
  if (now - drawn_ < (terminal_ ? 100ms : 5000ms)) return;
  drawn_ = now;
  draw();
}

void Progress::draw() {
  const auto spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  const auto done = static_cast<long long>(done_);
  if (!terminal_) {
    if (total_ > 0) std::fprintf(stderr, "%s: %lld of %lld, %.1f s\n", what_.c_str(), done, static_cast<long long>(total_), spent);
    else std::fprintf(stderr, "%s: %lld, %.1f s\n", what_.c_str(), done, spent);
    return;
  }
  if (total_ <= 0) {
    std::fprintf(stderr, "\r%s %lld  %.1f s ", what_.c_str(), done, spent);
    return;
  }
  const int filled = static_cast<int>(done_ * width / total_);
  std::string bar;
  for (int i = 0; i < width; ++i) bar += i < filled ? "█" : "░";
  std::fprintf(stderr, "\r%s %s %lld/%lld  %.1f s ", what_.c_str(), bar.c_str(), done, static_cast<long long>(total_), spent);
}

Steps::Steps(std::string what)
    : what_(std::move(what)), terminal_(::isatty(STDERR_FILENO) == 1), started_(std::chrono::steady_clock::now()) {}

void Steps::begin(const std::string& step) {
  const auto spent = std::chrono::duration<double>(std::chrono::steady_clock::now() - started_).count();
  std::fprintf(stderr, terminal_ ? "\r\033[K%s: %s (%.0f s)" : "%s: %s (%.0f s)\n", what_.c_str(), step.c_str(), spent);
  std::fflush(stderr);
  open_ = terminal_;
}

void Steps::end() {
  if (open_) std::fputc('\n', stderr);
  open_ = false;
}

}  // namespace plaza::app
