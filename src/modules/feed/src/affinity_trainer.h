// Fits the model of people with one's taste again when enough has happened, on a thread of its own that yields to pages: at most one part in
// ten of one core, and soon after somebody left who must not be in it any more.
#pragma once

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "engine.h"

namespace plaza::feed {

// Is it time? Times are of a clock that only goes forward, in microseconds.
struct TrainingState {
  bool trained = false;
  AffinityNews seen;           // when the last copy was taken
  std::int64_t interactions = 0;  // that were learnt from then
  Micros ended_at = 0, took = 0;
};
bool is_due(const TrainingState& state, const AffinityNews& news, Micros now);

class AffinityTrainer {
 public:
  AffinityTrainer(Engine& engine, const Clock& clock, const AffinityOptions& options = {})
      : engine_(engine), clock_(clock), options_(options) {}
  ~AffinityTrainer() { stop(); }
  void start();
  void stop();  // what is being fitted is thrown away
  // Now, on the calling thread. False when there is too little to learn from, or it was stopped.
  bool train();

 private:
  void run();

  Engine& engine_;
  const Clock& clock_;
  const AffinityOptions options_;
  TrainingState state_;  // of the thread that trains
  std::atomic<bool> stopping_ = false;
  std::mutex mutex_;
  std::condition_variable wake_;
  std::thread thread_;
};

}  // namespace plaza::feed
