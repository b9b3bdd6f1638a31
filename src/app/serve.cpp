#include <csignal>
#include <cstdio>

#include "commands.h"
#include "platform/log/log.h"
#include "program.h"

namespace plaza::app {

namespace {

sigset_t stop_signals() {
  sigset_t signals;
  sigemptyset(&signals);
  sigaddset(&signals, SIGINT);
  sigaddset(&signals, SIGTERM);
  return signals;
}

}  // namespace

SignalWait::SignalWait() {
  const auto signals = stop_signals();
  pthread_sigmask(SIG_BLOCK, &signals, nullptr);
  std::signal(SIGPIPE, SIG_IGN);
}

void SignalWait::wait() {
  const auto signals = stop_signals();
  int number = 0;
  sigwait(&signals, &number);
  // A second signal ends the process at once.
  pthread_sigmask(SIG_UNBLOCK, &signals, nullptr);
  std::signal(SIGINT, SIG_DFL);
  std::signal(SIGTERM, SIG_DFL);
}

int serve(const Settings& settings) {
  SignalWait signals;
  Program program(settings);
  program.start();
  std::printf("Plaza is at http://%s:%u\n", settings.address.c_str(), program.port());
  std::fflush(stdout);
  signals.wait();
  log::info("stopping");
  program.stop();
  return 0;
}

}  // namespace plaza::app
