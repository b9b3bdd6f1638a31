// Brings answers out: a durable job per message, so that a killed process, a lost reply or a mail server that is away costs a delay and
// never a word.
#pragma once

#include "desk.h"
#include "platform/jobs/jobs.h"

namespace plaza::care {

inline constexpr int attempts_max = 8;

class Deliveries {
 public:
  Deliveries(const Needs& needs, Desk& desk) : needs_(needs), desk_(desk) {}
  plaza::Status deliver(const jobs::Job& job);

 private:
  plaza::Status note_outcome(const Conversation& each, const Message& message, const Result<std::string>& outcome);

  const Needs needs_;
  Desk& desk_;
};

}  // namespace plaza::care
