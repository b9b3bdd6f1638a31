#include "platform/jobs/work_list.h"

#include <algorithm>
#include <chrono>
#include <exception>

#include "platform/base/check.h"
#include "platform/base/id.h"
#include "platform/base/text.h"
#include "platform/jobs/store.h"
#include "platform/log/log.h"

namespace plaza::jobs {
namespace {

// What went wrong, or nothing.
template <class Work>
std::optional<std::string> failure_of(const Work& work) {
  try {
    const Status status = work();
    if (status.ok()) return std::nullopt;
    return excerpt(status.error().code + ": " + status.error().detail, reason_max);
  } catch (const std::exception& problem) {
    return excerpt(problem.what(), reason_max);
  }
}

}  // namespace

void WorkList::add(Kind kind) {
  CHECK(kind.policy.attempts_max > 0 && kind.policy.threads > 0);
  const std::string name = kind.name;
  CHECK(kinds_.emplace(name, std::move(kind)).second);
}

void WorkList::add(Periodic periodic) {
  CHECK(periodic.period > 0);
  const std::string name = periodic.name;
  CHECK(periodic_.emplace(name, std::move(periodic)).second);
}

void WorkList::begin() {
  std::vector<std::string> names;
  for (const auto& [name, periodic] : periodic_) names.push_back(name);
  if (names.empty()) return;
  const auto add_all = [&](db::Transaction& tx) -> Status {
    add_runs(tx, names);
    return done();
  };
  (void)database_.write_now(add_all);
}

std::vector<Piece> WorkList::claim(int capacity) {
  std::lock_guard lock(claim_mutex_);
  const Time now = clock_.now();
  std::vector<Piece> pieces = claim_periodic(capacity, now);
  for (Piece& piece : claim_jobs_due(capacity - static_cast<int>(pieces.size()), now))
    pieces.push_back(std::move(piece));
  return pieces;
}

std::vector<Piece> WorkList::claim_periodic(int capacity, Time now) {
  if (periodic_.empty() || capacity <= 0) return {};
  const auto look = [&](db::Reader& reader) { return due_runs(reader, now); };
  std::vector<Piece> pieces;
  for (const std::string& name : database_.read_now(look)) {
    const auto found = periodic_.find(name);
    if (found == periodic_.end() || static_cast<int>(pieces.size()) == capacity) continue;
    const std::int64_t token = random_id();
    const auto take = [&](db::Transaction& tx) -> Result<bool> {
      return claim_run(tx, name, now, token);
    };
    if (*database_.write_now(take)) pieces.push_back({token, {}, nullptr, &found->second});
  }
  hold(pieces);
  return pieces;
}

std::vector<Piece> WorkList::claim_jobs_due(int capacity, Time now) {
  if (kinds_.empty() || capacity <= 0) return {};
  auto places = free_places();
  if (places.empty()) return {};
  const auto look = [&](db::Reader& reader) {
    std::erase_if(places, [&](const auto& place) { return !any_due(reader, place.first->name, now); });
    return Done{};
  };
  database_.read_now(look);
  if (places.empty()) return {};
  const auto take = [&](db::Transaction& tx) -> Result<std::vector<Piece>> {
    std::vector<Piece> pieces;
    int left = capacity;
    for (const auto& [kind, free] : places) {
      if (left == 0) break;
      const std::int64_t token = random_id();
      for (Job& job : claim_jobs(tx, kind->name, now, token, std::min(left, free))) {
        pieces.push_back({token, std::move(job), kind, nullptr});
        --left;
      }
    }
    return pieces;
  };
  auto pieces = *database_.write_now(take);
  hold(pieces);
  return pieces;
}

// Kinds with a free place, those running least first, so that a busy kind does not starve the others.
std::vector<std::pair<const Kind*, int>> WorkList::free_places() {
  std::vector<std::pair<const Kind*, int>> places;
  std::lock_guard lock(mutex_);
  for (const auto& [name, kind] : kinds_) {
    const int free = kind.policy.threads - running_[&kind];
    if (free > 0) places.emplace_back(&kind, free);
  }
  std::stable_sort(places.begin(), places.end(), [&](const auto& a, const auto& b) {
    return running_[a.first] < running_[b.first];
  });
  return places;
}

void WorkList::hold(const std::vector<Piece>& pieces) {
  std::lock_guard lock(mutex_);
  for (const Piece& piece : pieces) {
    held_.push_back(piece);
    if (piece.kind != nullptr) ++running_[piece.kind];
  }
}

void WorkList::leave_place(const Piece& piece) {
  if (piece.kind == nullptr) return;
  std::lock_guard lock(mutex_);
  --running_[piece.kind];
}

void WorkList::let_go(const Piece& piece) {
  std::lock_guard lock(mutex_);
  std::erase_if(held_, [&](const Piece& held) {
    return held.claim == piece.claim && held.job.id == piece.job.id;
  });
  if (--writing_ == 0) written_.notify_all();
}

void WorkList::flush() {
  std::unique_lock lock(mutex_);
  written_.wait(lock, [&] { return writing_ == 0; });
}

void WorkList::renew() {
  std::vector<Piece> pieces;
  {
    std::lock_guard lock(mutex_);
    pieces = held_;
  }
  if (pieces.empty()) return;
  const Time now = clock_.now();
  const auto renew_all = [&](db::Transaction& tx) -> Status {
    for (const Piece& piece : pieces) {
      if (piece.kind != nullptr)
        renew_job(tx, piece.job.id, piece.claim, now);
      else
        renew_run(tx, piece.periodic->name, piece.claim, now);
    }
    return done();
  };
  (void)database_.write_now(renew_all);
}

void WorkList::run(const Piece& piece) {
  if (piece.kind != nullptr)
    run_job(piece);
  else
    run_periodic(piece);
}

// An outcome that cannot be written is not lost: the lease ends, and the job is run again.
void WorkList::write_outcome(const Piece& piece, std::function<void(db::Transaction&)> write) {
  leave_place(piece);
  {
    std::lock_guard lock(mutex_);
    ++writing_;
  }
  database_.submit(db::Database::WriteWork{
      [write = std::move(write)](db::Transaction& tx) {
        write(tx);
        return true;
      },
      [this, piece](std::exception_ptr failure) {
        try {
          if (failure) std::rethrow_exception(failure);
        } catch (const std::exception& problem) {
          const auto& name = piece.kind != nullptr ? piece.kind->name : piece.periodic->name;
          log::warning("the outcome of a job could not be written",
                       {{"job", name}, {"reason", problem.what()}});
        }
        let_go(piece);
      }});
}

void WorkList::run_job(const Piece& piece) {
  using Steady = std::chrono::steady_clock;
  const Kind& kind = *piece.kind;
  const Job& job = piece.job;
  std::optional<std::string> failure;
  const auto start = Steady::now();
  if (job.attempt > kind.policy.attempts_max) {
    failure = "It never came to an end: its process died, or it was lost for too long.";
  } else {
    failure = failure_of([&] { return kind.handler(job); });
    kind.took_seconds.observe(std::chrono::duration<double>(Steady::now() - start).count());
  }
  if (!failure) {
    kind.done.add();
    write_outcome(piece, [id = job.id, claim = piece.claim](db::Transaction& tx) {
      finish_job(tx, id, claim);
    });
    return;
  }
  const bool give_up = job.attempt >= kind.policy.attempts_max;
  const Time now = clock_.now();
  (give_up ? kind.parked : kind.failed).add();
  if (give_up) {
    log::error("a job was parked", {{"kind", kind.name}, {"id", job.id}, {"reason", *failure}});
    write_outcome(piece, [id = job.id, claim = piece.claim, now, reason = *failure](
                             db::Transaction& tx) { park_job(tx, id, claim, now, reason); });
  } else {
    log::warning(
        "a job failed",
        {{"kind", kind.name}, {"id", job.id}, {"attempt", job.attempt}, {"reason", *failure}});
    const Time retry_at = now + retry_pause(kind.policy, job.attempt);
    write_outcome(piece, [id = job.id, claim = piece.claim, retry_at, reason = *failure](
                             db::Transaction& tx) { fail_job(tx, id, claim, retry_at, reason); });
  }
}

void WorkList::run_periodic(const Piece& piece) {
  const Periodic& periodic = *piece.periodic;
  const Time start = clock_.now();
  const auto failure = failure_of(periodic.work);
  Time next = start + periodic.period;
  if (failure) {
    log::warning("periodic work failed", {{"name", periodic.name}, {"reason", *failure}});
    next = clock_.now() + std::min(periodic.period, minutes(1));
  }
  write_outcome(piece, [&periodic, claim = piece.claim, next](db::Transaction& tx) {
    finish_run(tx, periodic.name, claim, next);
  });
}

}  // namespace plaza::jobs
