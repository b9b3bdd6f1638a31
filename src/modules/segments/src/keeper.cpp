#include "keeper.h"

#include "platform/events/outbox.h"
#include "platform/log/log.h"
#include "segments/events.h"
#include "store.h"

namespace plaza::segments {
namespace {

constexpr Micros turn_every = milliseconds(250);
constexpr Micros tick_after = seconds(1);     // what happens meanwhile lets time pass too
constexpr Micros shelves_every = seconds(10);
constexpr std::size_t slice = 2'000;          // people looked at while the learner waits
constexpr std::size_t batch = 500;            // moves in one transaction
constexpr std::size_t waiting_max = 50'000;   // moves that may wait while everybody is looked at

template <class E>
void publish(db::Transaction& tx, const Move& move, const std::string& handle) {
  E event;
  event.segment_id = move.segment;
  event.handle = handle;
  if (move.who.account) event.account_id = identity::AccountId{move.who.account};
  event.visitor = move.who.visitor;
  event.at = move.at;
  events::publish(tx, move.segment.value, event);
}

}  // namespace

void Keeper::start() {
  parts_.roster.go_live();
  if (thread_.joinable()) return;
  stopping_ = false;
  thread_ = std::thread([this] { run(); });
}

void Keeper::stop() {
  if (!thread_.joinable()) return;
  stopping_ = true;
  wake_.raise();
  thread_.join();
}

void Keeper::run() {
  std::uint64_t seen = wake_.count();
  for (bool last = false; !last;) {
    last = stopping_;
    try {
      turn();
    } catch (const db::DatabaseError& error) {
      log::warning("segments cannot be written", {{"reason", error.what()}});  // they wait for the next turn
    }
    if (!last) seen = wake_.wait_past(seen, turn_every);
  }
}

void Keeper::settle() {
  parts_.roster.go_live();
  turn();
}

void Keeper::turn() {
  const std::lock_guard lock(mutex_);
  look();
  write_moves();
  if (!stopping_) tick();
}

void Keeper::look() {
  const Time now = parts_.clock.now();
  if (shelves_changed_ && now - shelves_read_at_ >= shelves_every) {
    shelves_changed_ = false;
    shelves_read_at_ = now;
    const auto read = [&](db::Reader& reader) { return parts_.shelves.refresh(reader); };
    if (parts_.database.read_now(read)) parts_.roster.sweep_outside();
  }
  // Everybody may move when a rule is new: what waits to be written stays bounded.
  while (!stopping_ && parts_.roster.sweep(slice)) {
    if (parts_.roster.waiting_moves() >= waiting_max) write_moves();
  }
}

void Keeper::write_moves() {
  for (;;) {
    const auto moves = parts_.roster.take_moves(batch);
    if (moves.empty()) return;
    const auto work = [&](db::Transaction& tx) -> Status {
      for (const auto& move : moves) {
        if (!store::write(tx, move)) continue;  // another node was first, or it was never told
        const auto handle = parts_.roster.handle_of(move.segment);
        if (move.in) publish<SegmentEntered>(tx, move, handle);
        else publish<SegmentLeft>(tx, move, handle);
      }
      return done();
    };
    try {
      (void)parts_.database.write_now(work);
    } catch (...) {
      parts_.roster.give_back(moves);
      throw;
    }
  }
}

void Keeper::tick() {
  const auto due = parts_.roster.next_timer();
  const Time now = parts_.clock.now();
  if (!due || *due + tick_after > now) return;
  interactions::Record record;
  record.kind = interactions::Kind::tick;
  record.trust = interactions::Trust::domain;
  record.name = "tick";
  record.at = record.received_at = now;
  record.message_id = "tick-" + std::to_string(now.micros / seconds(1));
  (void)parts_.log.append_now({record});
}

}  // namespace plaza::segments
