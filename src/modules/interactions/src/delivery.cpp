#include "delivery.h"

#include <algorithm>

#include "platform/log/log.h"
#include "state_file.h"
#include "store.h"

namespace plaza::interactions {

namespace {

constexpr std::size_t queue_max = 256;   // batches; beyond it the disk is the queue
constexpr std::int64_t read_step = 5'000;
constexpr std::int64_t bytes_per_record = 400;  // of snapshots, for each record of the log, at most
constexpr int pause_share = 100;                // at most one part of so many of the time goes into making snapshots
constexpr std::int64_t told_from_milliseconds = 50;

}  // namespace

bool Delivery::restore(Follower& follower) {
  const auto state = snapshots_.find(*follower.learner);
  follower.position = follower.saved = 0;
  follower.bytes = state ? state->bytes : 0;
  if (!state || state->version != follower.learner->version()) {
    follower.learner->restore({});
    return false;
  }
  if (!snapshots_.restore(*follower.learner, *state)) return false;
  follower.position = follower.saved = state->position;
  return true;
}

// Each on a thread of its own: they share nothing, and the largest decides how long it takes.
void Delivery::restore_all(std::vector<Follower>& followers) {
  std::vector<std::thread> threads;
  for (auto& follower : followers) threads.emplace_back([this, &follower] { restore(follower); });
  for (auto& thread : threads) thread.join();
}

void Delivery::apply(std::vector<Follower>& followers, const Record& record) {
  for (auto& follower : followers) {
    if (record.position <= follower.position) continue;
    follower.learner->apply(record);
    follower.position = record.position;
  }
}

void Delivery::catch_up(std::vector<Follower>& followers, std::int64_t to, const std::function<void(std::int64_t)>& progress) {
  std::int64_t from = to;
  for (const auto& follower : followers) from = std::min(from, follower.position);
  while (from < to) {
    std::int64_t reached = from;
    auto read = [&](db::Reader& reader) {
      store::read_after(reader, from, std::min(read_step, to - from), [&](const Record& record) {
        apply(followers, record);
        reached = record.position;
      });
      return true;
    };
    database_.read_now(read);
    if (reached == from) break;
    from = reached;
    if (progress) progress(from);
  }
}

void Delivery::start(std::int64_t last_position) {
  restore_all(learners_);
  catch_up(learners_, last_position);
  for (auto& follower : learners_) follower.saved_at = std::chrono::steady_clock::now();
  known_ = delivered_ = last_position;
  running_ = true;
  thread_ = std::thread([this] { run(); });
}

void Delivery::stop() {
  {
    const std::lock_guard lock(mutex_);
    if (!running_ || stopping_) return;
    stopping_ = true;
  }
  arrived_.notify_all();
  thread_.join();
  for (auto& follower : learners_) {
    if (follower.position != follower.saved) save(follower);
  }
  snapshots_.wait();
  const std::lock_guard lock(mutex_);
  running_ = false;
}

void Delivery::committed(Batch batch) {
  {
    const std::lock_guard lock(mutex_);
    known_ = std::max(known_, batch->back().position);
    if (!running_) return;
    if (queue_.size() < queue_max) queue_.push_back(std::move(batch));
  }
  arrived_.notify_one();
}

void Delivery::wait_for(std::int64_t position) {
  std::unique_lock lock(mutex_);
  applied_.wait(lock, [&] { return !running_ || delivered_ >= position; });
}

void Delivery::run() {
  std::unique_lock lock(mutex_);
  for (;;) {
    arrived_.wait(lock, [&] { return stopping_ || !queue_.empty() || delivered_ < known_; });
    if (queue_.empty() && delivered_ >= known_) return;  // stopping, and nothing is left
    Batch batch;
    if (!queue_.empty()) {
      batch = std::move(queue_.front());
      queue_.pop_front();
    }
    const std::int64_t target = batch ? batch->back().position : known_;
    const bool gap = !batch || batch->front().position > delivered_ + 1;
    lock.unlock();
    if (gap) {
      catch_up(learners_, target);
    } else {
      for (const auto& record : *batch) apply(learners_, record);
    }
    lock.lock();
    delivered_ = std::max(delivered_, target);
    applied_.notify_all();
    if (snapshots_.busy() || stopping_) continue;
    lock.unlock();
    const auto due = std::find_if(learners_.begin(), learners_.end(), [this](const Follower& each) { return is_due(each); });
    if (due != learners_.end()) save(*due);
    lock.lock();
  }
}

bool Delivery::is_due(const Follower& follower) const {
  if (!is_far_behind(follower.position - follower.saved, follower.bytes)) return false;
  return std::chrono::steady_clock::now() - follower.saved_at >= pause_share * follower.pause;
}

bool Delivery::is_far_behind(std::int64_t records, std::int64_t bytes) const {
  return records >= std::max<std::int64_t>(snapshot_every_, bytes / bytes_per_record);
}

void Delivery::save(Follower& follower) {
  const auto begun = std::chrono::steady_clock::now();
  const Learner& learner = *follower.learner;
  // Of what was learnt since start(): before words were taken out, or without words.
  const std::uint64_t at = follower.in_tables ? snapshots_.redactions() : 0;
  snapshots_.save({learner.name(), learner.version(), follower.position, at}, [&](const Pieces& out) { learner.save(out); });
  follower.saved_at = std::chrono::steady_clock::now();
  follower.pause = follower.saved_at - begun;
  follower.saved = follower.position;
  if (const auto before = snapshots_.find(*follower.learner)) follower.bytes = before->bytes;  // about as many again
  const auto paused = std::chrono::duration_cast<std::chrono::milliseconds>(follower.pause).count();
  if (paused >= told_from_milliseconds) {
    log::info("a learner waited for its snapshot", {{"learner", follower.learner->name()}, {"milliseconds", paused}});
  }
}

std::vector<LearnerState> Delivery::states() {
  std::vector<LearnerState> told;
  std::int64_t position = 0;
  {
    const std::lock_guard lock(mutex_);
    position = delivered_;
  }
  for (const auto& follower : learners_) {
    LearnerState state{follower.learner->name(), follower.learner->version(), position, {}, {}, {}};
    if (const auto kept = snapshots_.find(*follower.learner)) {
      state.saved_position = kept->position;
      state.saved_bytes = kept->bytes;
      state.saved_hash = kept->hash;
    }
    told.push_back(std::move(state));
  }
  return told;
}

std::optional<std::uint64_t> Delivery::states_wanted() {
  const auto redactions = snapshots_.redactions();
  if (redactions == 0) return std::nullopt;
  std::int64_t position = 0;
  {
    const std::lock_guard lock(mutex_);
    position = delivered_;
  }
  for (const auto& follower : learners_) {
    if (follower.in_tables) continue;
    const auto kept = snapshots_.find(*follower.learner);
    const bool fits = kept && kept->version == follower.learner->version();
    if (!fits || is_far_behind(position - kept->position, kept->bytes)) return redactions;
  }
  return std::nullopt;
}

int Delivery::write_states(std::int64_t last_position, const std::string& folder) {
  std::vector<Follower> followers;
  for (const auto& follower : learners_) {
    if (!follower.in_tables) followers.push_back(follower);
  }
  restore_all(followers);
  catch_up(followers, last_position);
  for (const auto& follower : followers) write_state_file(folder, *follower.learner, follower.position);
  return static_cast<int>(followers.size());
}

bool Delivery::take_states(const std::string& folder, std::uint64_t wanted) {
  bool all = true;
  for (const auto& follower : learners_) {
    if (follower.in_tables) continue;
    StateFile file(folder, *follower.learner);
    all = file.fits() && snapshots_.keep({follower.learner->name(), follower.learner->version(), file.position(), wanted},
                                         [&](const Pieces& out) { file.read(out); }) && all;
  }
  return all;
}

std::vector<LearnerCheck> Delivery::check(std::int64_t last_position, bool replay, const std::function<void(std::int64_t)>& progress) {
  std::vector<LearnerCheck> checks;
  for (auto& follower : learners_) {
    auto& check = checks.emplace_back();
    check.name = follower.learner->name();
    check.version = follower.learner->version();
    const auto kept = snapshots_.find(*follower.learner);
    check.restored = restore(follower);
    check.from = follower.position;
    const auto bytes = [&](const Pieces& out) { follower.learner->save(out); };
    check.intact = !check.restored || hash_of(bytes).hash == kept->hash;
  }
  catch_up(learners_, last_position, progress);
  std::vector<std::unique_ptr<Learner>> rehearsals;
  std::vector<Follower> anew;
  for (std::size_t i = 0; i < learners_.size(); ++i) {
    auto& learner = *learners_[i].learner;
    const auto bytes = [&](const Pieces& out) { learner.state(out); };
    const auto hashed = hash_of(bytes);
    checks[i].position = learners_[i].position;
    checks[i].hash = hashed.hash;
    checks[i].bytes = hashed.bytes;
    if (!replay) continue;
    auto& rehearsal = rehearsals.emplace_back(learner.rehearsal());
    if (!rehearsal) learner.restore({});
    anew.push_back({rehearsal ? rehearsal.get() : &learner, 0, 0, 0, {}, {}, false});
  }
  if (!replay) return checks;
  catch_up(anew, last_position, progress);
  for (std::size_t i = 0; i < anew.size(); ++i) {
    const auto bytes = [&](const Pieces& out) { anew[i].learner->state(out); };
    checks[i].replayed = hash_of(bytes).hash;
  }
  return checks;
}

}  // namespace plaza::interactions
