#include "service.h"

#include <random>

#include "store.h"

namespace plaza::interactions {

namespace {

constexpr std::size_t window_ids_max = 4'000'000;
constexpr std::int64_t latest_window = 50'000;
constexpr std::int64_t redact_step = 20'000;

std::uint64_t random_seed() {
  std::random_device device;
  return (static_cast<std::uint64_t>(device()) << 32) | device();
}

}  // namespace

LogService::LogService(db::Database& database, const Clock& clock, Delivery& delivery)
    : database_(database), clock_(clock), delivery_(delivery), window_(window_ids_max, random_seed()) {}

void LogService::load() {
  auto read = [&](db::Reader& reader) {
    store::recent_message_ids(reader, static_cast<std::int64_t>(window_ids_max), clock_.now() - days(1),
                              [&](std::string_view id, Time at) { window_.insert(id, at); });
    return store::last_position(reader);
  };
  const auto last = database_.read_now(read);
  next_ = last + 1;
  committed_ = last;
}

Appended LogService::write(db::Transaction& tx, Attempt& attempt) {
  Appended counts;
  const Time now = clock_.now();
  auto fresh = attempt.fresh;
  {
    const std::lock_guard lock(window_mutex_);
    const auto known = [&](const Record& record) { return !window_.insert(record.message_id, now); };
    counts.duplicates = static_cast<std::int64_t>(std::erase_if(attempt.records, known));
    fresh->swap(attempt.records);
  }
  counts.stored = static_cast<std::int64_t>(fresh->size());
  if (fresh->empty()) return counts;
  for (auto& record : *fresh) {
    record.position = next_++;
    store::insert(tx, record);
  }
  tx.on_commit([this, fresh] {
    committed_ = fresh->back().position;
    delivery_.committed(fresh);
  });
  return counts;
}

void LogService::forget(const Attempt& attempt) {
  const std::lock_guard lock(window_mutex_);
  for (const auto& record : *attempt.fresh) window_.forget(record.message_id);
}

Task<Appended> LogService::append(std::vector<Record> records) {
  Attempt attempt{std::move(records)};
  auto work = [&](db::Transaction& tx) -> Result<Appended> { return write(tx, attempt); };
  std::exception_ptr failure;
  try {
    auto result = co_await database_.write(work);
    co_return result.value();
  } catch (...) {
    failure = std::current_exception();
  }
  forget(attempt);
  std::rethrow_exception(failure);
}

Appended LogService::append_now(std::vector<Record> records) {
  Attempt attempt{std::move(records)};
  auto work = [&](db::Transaction& tx) -> Result<Appended> { return write(tx, attempt); };
  try {
    return database_.write_now(work).value();
  } catch (...) {
    forget(attempt);
    throw;
  }
}

void LogService::append_bridged(std::vector<Record> records, std::int64_t sequence) {
  Attempt attempt{std::move(records)};
  auto work = [&](db::Transaction& tx) -> Result<Appended> {
    if (store::bridged(tx) >= sequence) return Appended{};
    const auto counts = write(tx, attempt);
    store::set_bridged(tx, sequence);
    return counts;
  };
  try {
    (void)database_.write_now(work);
  } catch (...) {
    forget(attempt);
    throw;
  }
}

std::int64_t LogService::read(std::int64_t after, std::int64_t limit, const std::function<void(const Record&)>& each) {
  std::int64_t reached = after;
  auto work = [&](db::Reader& reader) {
    store::read_after(reader, after, limit, [&](const Record& record) {
      reached = record.position;
      each(record);
    });
    return reached;
  };
  return database_.read_now(work);
}

std::vector<Record> LogService::latest(std::int64_t limit, std::string_view visitor, std::int64_t account) {
  const auto after = std::max<std::int64_t>(0, last_position() - latest_window);
  auto work = [&](db::Reader& reader) { return store::latest(reader, after, visitor, account, limit); };
  return database_.read_now(work);
}

std::int64_t LogService::redact(const Redaction& who) {
  delivery_.words_taken_out();
  std::int64_t redacted = 0;
  for (std::int64_t after = 0; after < who.until; after += redact_step) {
    const auto look = [&](db::Reader& reader) { return store::mentioning(reader, after, std::min(who.until, after + redact_step), who); };
    const auto found = database_.read_now(look);
    if (found.empty()) continue;
    const auto work = [&](db::Transaction& tx) -> Status {
      for (const auto& each : found) store::redact(tx, each);
      return done();
    };
    CHECK(database_.write_now(work).ok());
    redacted += static_cast<std::int64_t>(found.size());
  }
  delivery_.words_taken_out();  // states that were made aside meanwhile may hold them, too
  const auto forget = [](db::Transaction& tx) -> Status {
    store::forget_states(tx);
    return done();
  };
  CHECK(database_.write_now(forget).ok());
  return redacted;
}

}  // namespace plaza::interactions
