#include "relearning.h"

#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <filesystem>

#include "platform/log/log.h"

namespace plaza::app {

namespace {

constexpr std::chrono::seconds between_looks{2};
constexpr std::chrono::minutes after_failure{10};
constexpr std::chrono::milliseconds between_waits{100};

}  // namespace

void Relearning::start() {
  stopping_ = false;
  std::error_code ignored;  // what a process that was killed has left
  std::filesystem::remove_all(where_.scratch, ignored);
  thread_ = std::thread([this] { run(); });
}

void Relearning::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  changed_.notify_all();
  if (thread_.joinable()) thread_.join();
}

bool Relearning::pause(std::chrono::milliseconds time) {
  std::unique_lock lock(mutex_);
  return !changed_.wait_for(lock, time, [this] { return stopping_; });
}

void Relearning::run() {
  while (pause(between_looks)) {
    try {
      const auto wanted = log_.states_wanted();
      if (!wanted || make(*wanted)) continue;
    } catch (const std::exception& error) {
      log::warning("states of the learners could not be made aside", {{"reason", error.what()}});
    }
    if (!pause(after_failure)) return;
  }
}

// False: try again later.
bool Relearning::make(std::uint64_t wanted) {
  namespace fs = std::filesystem;
  const auto begun = std::chrono::steady_clock::now();
  fs::remove_all(where_.scratch);
  fs::create_directories(where_.scratch);
  std::vector<std::string> words{"plaza",  "learners", "--of",        where_.log_file,        "--into", where_.scratch,
                                 "--data", where_.scratch + "/data", "--set", "brand.currency=" + where_.currency,
                                 "--set",  "log.level=warning",       "--set", "log.file="};
  std::vector<char*> arguments;
  for (auto& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  pid_t process = 0;
  if (const int failed = ::posix_spawn(&process, "/proc/self/exe", nullptr, nullptr, arguments.data(), environ); failed != 0) {
    throw std::system_error(failed, std::generic_category(), "posix_spawn");
  }
  const bool made = wait_for(process);
  const bool taken = made && log_.take_states(where_.scratch, wanted);
  fs::remove_all(where_.scratch);
  if (taken) {
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(std::chrono::steady_clock::now() - begun).count();
    log::info("states of the learners were made of the clean log", {{"seconds", seconds}});
    return true;
  }
  if (!made) log::warning("the process that makes states of the learners ended early");
  return made;  // else words were taken out meanwhile: at once again
}

bool Relearning::wait_for(int process) {
  int status = 0;
  for (;;) {
    const pid_t ended = ::waitpid(process, &status, WNOHANG);
    if (ended == process) return WIFEXITED(status) && WEXITSTATUS(status) == 0;
    if (ended < 0) return false;
    if (pause(between_waits)) continue;
    ::kill(process, SIGKILL);
    ::waitpid(process, &status, 0);
    return false;
  }
}

}  // namespace plaza::app
