#include "affinity_trainer.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>

#include "platform/log/log.h"

namespace plaza::feed {

namespace {

constexpr Micros pause_least = seconds(20), first_pause = seconds(2);  // the second until there is a model
constexpr std::int64_t pause_times = 10;   // as long as the last fit took
constexpr std::uint64_t deeds_least = 20;
constexpr std::int64_t news_part = 50;     // of what was learnt from, one in so many is worth a fit

Micros steady_now() {
  return std::chrono::duration_cast<std::chrono::microseconds>(std::chrono::steady_clock::now().time_since_epoch()).count();
}

}  // namespace

bool is_due(const TrainingState& state, const AffinityNews& news, Micros now) {
  if (state.ended_at == 0) return true;  // what was restored at the start is there at once
  if (now - state.ended_at < std::max(state.trained ? pause_least : first_pause, state.took * pause_times)) return false;
  if (state.trained && news.leaves > state.seen.leaves) return true;
  const auto enough = state.trained ? std::max(deeds_least, static_cast<std::uint64_t>(state.interactions / news_part)) : deeds_least;
  return news.deeds - state.seen.deeds >= enough;
}

bool AffinityTrainer::train() {
  const auto begun = steady_now();
  state_.seen = engine_.affinity_news();
  const auto evidence = engine_.affinity_evidence(options_.people_max);
  const auto model = AffinityModel::fit(evidence, options_, [this] { return !stopping_.load(); });
  if (model) {
    model->trained_at(clock_.now());
    const auto told = model->report();
    state_.interactions = told.interactions;
    state_.trained = true;
    engine_.adopt(model, evidence.looked_at);
    plaza::log::debug("feed learnt what people with one taste choose",
                     {{"people", told.people}, {"posts", told.posts}, {"indexed", told.indexed}, {"ms", told.took / 1'000}});
  }
  state_.ended_at = steady_now();
  state_.took = state_.ended_at - begun;
  return model != nullptr;
}

void AffinityTrainer::run() {
  (void)::setpriority(PRIO_PROCESS, static_cast<id_t>(::gettid()), 15);
  std::unique_lock lock(mutex_);
  while (!wake_.wait_for(lock, std::chrono::seconds(1), [this] { return stopping_.load(); })) {
    lock.unlock();
    if (is_due(state_, engine_.affinity_news(), steady_now())) {
      try {
        train();
      } catch (const std::exception& error) {  // no memory: pages go on with what there is
        plaza::log::warning("feed could not learn what people with one taste choose", {{"reason", error.what()}});
        state_.ended_at = steady_now();
        state_.took = std::max(state_.took, seconds(60));
      }
    }
    lock.lock();
  }
}

void AffinityTrainer::start() { thread_ = std::thread([this] { run(); }); }

void AffinityTrainer::stop() {
  {
    const std::lock_guard lock(mutex_);
    stopping_ = true;
  }
  wake_.notify_all();
  if (thread_.joinable()) thread_.join();
}

}  // namespace plaza::feed
