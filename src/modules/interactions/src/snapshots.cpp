#include "snapshots.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "platform/crypto/crypto.h"
#include "platform/log/log.h"

namespace plaza::interactions {

namespace {

constexpr std::size_t part_bytes = 1u << 20;
constexpr std::size_t waiting_max = 256;     // parts in memory; beyond it making waits for writing
constexpr std::int64_t forgotten_at_once = 64;

std::int64_t checksum_of(std::string_view bytes) {
  const auto digest = crypto::sha256(bytes);
  std::int64_t first = 0;
  std::memcpy(&first, digest.data(), sizeof first);
  return first;
}

}  // namespace

Hashed hash_of(const std::function<void(const Pieces&)>& bytes) {
  crypto::Sha256 hash;
  Hashed made;
  const Pieces take = [&](std::string_view piece) {
    hash.add(piece);
    made.bytes += static_cast<std::int64_t>(piece.size());
  };
  bytes(take);
  const auto digest = hash.finish();
  made.hash = crypto::hex(crypto::view(digest));
  return made;
}

std::optional<store::State> Snapshots::find(const Learner& learner) const {
  auto read = [&](db::Reader& reader) { return store::state(reader, learner.name()); };
  return database_.read_now(read);
}

bool Snapshots::restore(Learner& learner, const store::State& state) const {
  const std::string name = learner.name();
  std::int64_t number = 0;
  const Source next = [&]() -> std::string {
    if (number == state.parts) return {};
    auto read = [&](db::Reader& reader) { return store::part(reader, name, state.generation, number); };
    auto part = database_.read_now(read);
    if (!part || part->checksum != checksum_of(part->data)) {
      throw std::runtime_error("part " + std::to_string(number) + (part ? " is damaged" : " is missing"));
    }
    ++number;
    return std::move(part->data);
  };
  try {
    learner.load(next);
    if (number != state.parts) throw std::runtime_error("it goes on behind its end");
    return true;
  } catch (const std::exception& error) {
    log::warning("a learner's snapshot cannot be read: the log is read from its beginning", {{"learner", name}, {"reason", error.what()}});
    learner.restore({});
    return false;
  }
}

void Snapshots::save(const Origin& origin, const std::function<void(const Pieces&)>& make) {
  const std::lock_guard turn(turn_);
  save_in_turn(origin, make);
}

bool Snapshots::keep(const Origin& origin, const std::function<void(const Pieces&)>& make) {
  const std::lock_guard turn(turn_);
  save_in_turn(origin, make);
  wait_in_turn();
  return written_;
}

void Snapshots::save_in_turn(const Origin& origin, const std::function<void(const Pieces&)>& make) {
  wait_in_turn();
  written_ = false;
  if (redactions_ != origin.redactions) return;
  auto read = [&](db::Reader& reader) { return store::state(reader, origin.learner); };
  const auto before = database_.read_now(read);
  store::State state;
  state.version = origin.version;
  state.position = origin.position;
  state.generation = before ? before->generation + 1 : 1;
  complete_ = broken_ = false;
  const auto start = [&] {
    if (writer_.joinable()) return;
    busy_ = true;
    writer_ = std::thread([this, origin, state] {
      write(origin, state);
      busy_ = false;
    });
  };
  std::string part;
  const Pieces out = [&](std::string_view bytes) {
    while (!bytes.empty()) {
      const auto room = std::min(part_bytes - part.size(), bytes.size());
      part += bytes.substr(0, room);
      bytes.remove_prefix(room);
      if (part.size() < part_bytes) continue;
      start();
      take(std::exchange(part, {}));
    }
  };
  bool made = true;
  try {
    make(out);
  } catch (const std::exception& error) {
    made = false;
    log::warning("a learner's snapshot was not made", {{"learner", origin.learner}, {"reason", error.what()}});
  }
  if (made && !part.empty()) {
    start();
    take(std::move(part));
  }
  const std::lock_guard lock(mutex_);
  (made ? complete_ : broken_) = true;
  changed_.notify_all();
}

void Snapshots::wait() {
  const std::lock_guard turn(turn_);
  wait_in_turn();
}

void Snapshots::wait_in_turn() {
  if (!writer_.joinable()) return;
  writer_.join();
  waiting_.clear();
}

void Snapshots::take(std::string bytes) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() < waiting_max || broken_; });
  if (broken_) return;
  waiting_.push_back(std::move(bytes));
  changed_.notify_all();
}

// The next part, and whether it is the last; false: the bytes could not be made.
bool Snapshots::next(std::string& part, bool& last) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [this] { return waiting_.size() > 1 || complete_ || broken_; });
  if (broken_) return false;
  part = std::move(waiting_.front());
  waiting_.pop_front();
  last = waiting_.empty();
  changed_.notify_all();
  return true;
}

void Snapshots::write(const Origin& origin, store::State state) {
  const auto& name = origin.learner;
  crypto::Sha256 hash;
  std::string data;
  try {
    for (bool last = false; !last;) {
      if (!next(data, last)) return;
      hash.add(data);
      state.bytes += static_cast<std::int64_t>(data.size());
      const auto number = state.parts++;
      const store::Part part{checksum_of(data), std::move(data)};
      if (last) {
        const auto digest = hash.finish();
        state.hash = crypto::hex(crypto::view(digest));
      }
      auto work = [&](db::Transaction& tx) -> Status {
        if (redactions_ != origin.redactions) return done();
        store::write_part(tx, name, state.generation, number, part);
        if (!last) return done();
        store::write_state(tx, name, state);
        if (number < forgotten_at_once) store::forget_other_parts(tx, name, state);
        tx.on_commit([this] { written_ = true; });
        return done();
      };
      (void)database_.write_now(work);
    }
    for (std::int64_t below = forgotten_at_once; state.parts > forgotten_at_once && redactions_ == origin.redactions; below += forgotten_at_once) {
      const bool end = below > 2 * state.parts;
      auto work = [&](db::Transaction& tx) -> Status {
        if (end) store::forget_other_parts(tx, name, state);
        else store::forget_old_parts(tx, name, state.generation, below);
        return done();
      };
      (void)database_.write_now(work);
      if (end) break;
    }
  } catch (const std::exception& error) {
    log::warning("a learner's snapshot was not written", {{"learner", name}, {"reason", error.what()}});
    const std::lock_guard lock(mutex_);
    broken_ = true;
    changed_.notify_all();
  }
}

}  // namespace plaza::interactions
