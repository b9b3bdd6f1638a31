// The live data layer under load: interactions at a fixed rate through the real log (SQLite, synchronous=FULL), read by the feed, profiles,
// a thousand live segments and the overview's counters, all full of people and their past. Times run from the moment at which a batch
// was due, whether or not the senders were late. Beside it: what the disk alone needs, saturation, and memory by part.
//   live_bench FOLDER [PROFILES] [POSTS] [RATE] [SECONDS] [PAST]    (1000000 1000000 20000 10 8)
#include <algorithm>
#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <mutex>
#include <thread>

#include "interactions/module.h"
#include "live_parts.h"
#include "live_world.h"
#include "modules/feed/src/engine.h"
#include "modules/feed/src/learner.h"
#include "modules/feed/src/page_log.h"
#include "modules/insights/src/counters.h"
#include "modules/segments/src/keeper.h"
#include "platform/events/tables.h"
#include "profiles/module.h"
#include "segments/module.h"

using namespace plaza;         // NOLINT: a program
using namespace plaza::bench;  // NOLINT

namespace {

constexpr int senders = 4;

// One interaction that is followed: somebody hides the first post of their page.
struct Sample {
  feed::Viewer viewer;
  content::PostId hidden;
  Point due, stored, known[4], served;
  bool shown = false, in_segment = false;
};

// Samples by the position of their record's batch: the learners find them by message id.
struct Samples {
  std::mutex mutex;
  std::condition_variable arrived;
  std::vector<std::unique_ptr<Sample>> all;
  std::vector<Sample*> to_serve;
  bool finished = false;
};

constexpr std::string_view sample_mark = "sample-";

// Hands records on to the learner, takes how long each took, and when it knew each sample.
class Timed final : public interactions::Learner {
 public:
  Timed(interactions::Learner& inner, Samples& samples, std::size_t place, bool last)
      : inner_(inner), samples_(samples), place_(place), last_(last) {}
  std::string name() const override { return inner_.name(); }
  int version() const override { return inner_.version(); }
  void restore(std::string_view) override {}  // full already
  std::string snapshot() const override { return {}; }
  void apply(const interactions::Record& record) override {
    const auto start = Steady::now();
    inner_.apply(record);
    const auto end = Steady::now();
    applied_.store(applied_.load(std::memory_order_relaxed) + 1, std::memory_order_release);
    if (measuring_) us_.push_back(std::chrono::duration<double, std::micro>(end - start).count());
    if (!record.message_id.starts_with(sample_mark)) return;
    const std::lock_guard lock(samples_.mutex);
    auto& sample = *samples_.all[std::stoul(record.message_id.substr(sample_mark.size()))];
    sample.known[place_] = end;
    if (!last_) return;
    samples_.to_serve.push_back(&sample);
    samples_.arrived.notify_one();
  }
  void measure(bool on) { measuring_ = on; }
  Spread take() { return spread(std::exchange(us_, {})); }
  std::int64_t applied() const { return applied_.load(std::memory_order_acquire); }

 private:
  interactions::Learner& inner_;
  Samples& samples_;
  const std::size_t place_;
  const bool last_;
  std::atomic<bool> measuring_ = false;
  std::vector<double> us_;
  std::atomic<std::int64_t> applied_ = 0;
};

struct Numbers {
  std::string folder;
  Size size;
  double rate = 20'000, seconds = 10;
};

class Live {
 public:
  explicit Live(const Numbers& numbers);
  ~Live();
  void fill();
  void run();
  void saturate();

 private:
  void fill_profiles();
  void fill_segments();
  void fill_feed();
  void open_log();
  void send(std::int64_t first, std::int64_t step, std::int64_t batches, Point start);
  std::vector<interactions::Record> make_batch(World& world, std::int64_t number, Point due, Sample*& followed);
  void serve_samples();
  void report(double took, double processor, std::int64_t moves);
  std::int64_t members() const;

  const Numbers numbers_;
  SystemClock clock_;
  IdSource ids_{clock_, 1};
  MadeAccounts accounts_;
  NoCollections collections_;
  std::unique_ptr<db::Database> main_, log_database_;
  std::unique_ptr<interactions::Module> interactions_;
  std::unique_ptr<profiles::Module> profiles_;
  std::unique_ptr<segments::Roster> roster_;
  std::unique_ptr<segments::Shelves> shelves_;
  std::unique_ptr<segments::Keeper> keeper_;
  insights::Counters counters_;
  std::unique_ptr<feed::PageLog> page_log_;
  std::unique_ptr<feed::Engine> engine_;
  std::unique_ptr<feed::FeedLearner> feed_learner_;
  std::vector<std::unique_ptr<Timed>> timed_;
  Samples samples_;
  std::atomic<std::int64_t> sent_ = 0;
};

Live::Live(const Numbers& numbers) : numbers_(numbers) {
  main_ = db::open_sqlite({numbers.folder + "/live-main.db"});
  log_database_ = db::open_sqlite({numbers.folder + "/live-log.db"});
  main_->migrate(events::migrations());
  main_->migrate(profiles::migrations());
  main_->migrate(segments::migrations());
  log_database_->migrate(interactions::migrations());
  // The past is not in the log: its one record stands where the past ends.
  constexpr db::Statement start{"bench.start", "INSERT INTO interactions_log VALUES ($1, $2, $2, 7, 3, 0, '', '', 'tick', 'start', '', '')"};
  const auto work = [&](db::Transaction& tx) -> Status {
    tx.execute(start, {numbers.size.profiles * numbers.size.past, clock_.now()});
    return done();
  };
  CHECK(log_database_->write_now(work).ok());
  open_log();
}

void Live::open_log() {
  interactions_ = interactions::open({*log_database_, clock_, {}});
  profiles_ = profiles::open({*main_, ids_, clock_, accounts_, interactions_->log()});
  shelves_ = std::make_unique<segments::Shelves>(collections_);
  segments::World world;
  world.in_collection = [this](std::string_view product, std::string_view name) { return shelves_->holds(product, name); };
  world.consent = [](std::int64_t account, std::string_view) { return account % 3 ? std::optional(account % 3 == 1) : std::nullopt; };
  roster_ = std::make_unique<segments::Roster>(world);
  keeper_ = std::make_unique<segments::Keeper>(segments::KeeperParts{*main_, clock_, interactions_->log(), *roster_, *shelves_});
  page_log_ = std::make_unique<feed::PageLog>(interactions_->log(), clock_);
  engine_ = std::make_unique<feed::Engine>(clock_, feed::Settings{0.1, 7}, [this](std::string json) { page_log_->add(std::move(json)); });
  feed_learner_ = std::make_unique<feed::FeedLearner>(*engine_);
}

Live::~Live() {
  keeper_->stop();
  profiles_->stop();
  page_log_->stop();
  interactions_->stop();
}

void Live::fill_profiles() {
  const Part part("profiles");
  World world(numbers_.size, clock_.now());
  std::vector<std::pair<std::string, std::int64_t>> order;  // of their rows: an index is filled fastest from one end
  for (std::int64_t n = 0; n < numbers_.size.profiles; ++n) {
    order.emplace_back(world.is_account(n) ? "a:" + std::to_string(world.account_of(n)) : "v:" + world.visitor_of(n), n);
  }
  std::sort(order.begin(), order.end());
  std::int64_t position = 0;
  for (const auto& [who, n] : order) {
    auto record = world.act(n, world.now() - days(30) + position);
    record.position = ++position;
    record.message_id = "past";
    profiles_->learner().apply(record);
  }
  (void)profiles_->learner().snapshot();
  order = {};
  part.end(static_cast<double>(numbers_.size.profiles), "profiles (they are on disk)");
}

std::int64_t Live::members() const {
  std::int64_t count = 0;
  for (std::int64_t id = 1; id <= 1'000; ++id) count += roster_->count(segments::SegmentId{id});
  return count;
}

void Live::fill_segments() {
  const Part past("history");
  World world(numbers_.size, clock_.now());
  const auto all = numbers_.size.profiles * numbers_.size.past;
  for (std::int64_t n = 0; n < all; ++n) roster_->apply(world.past(n));
  const auto figures = roster_->figures();
  past.end(static_cast<double>(figures.occurrences), "occurrences",
           ", " + std::to_string(figures.people) + " identities, " + std::to_string(figures.refused) + " refused");
  const Part part("segments");
  auto texts = rules(999);
  texts.insert(texts.begin(), "count(Post Hidden, 1 day) >= 1");  // of the samples
  std::int64_t id = 0;
  for (const auto& text : texts) {
    auto rule = segments::parse_text(text);
    if (!rule.ok() || !segments::check(*rule, {}).empty()) {
      std::fprintf(stderr, "a wrong rule: %s\n", text.c_str());
      std::exit(1);
    }
    ++id;
    roster_->put({segments::SegmentId{id}, "s" + std::to_string(id), "", std::move(*rule), 1});
  }
  roster_->go_live();
  const auto take_all = [&] {
    while (!roster_->take_moves(10'000).empty()) {
    }
  };
  while (roster_->sweep(2'000)) take_all();
  take_all();  // as if they had been written
  const auto count = members();
  part.end(static_cast<double>(count), "memberships", ", " + std::to_string(roster_->figures().timers) + " timers");
}

void Live::fill_feed() {
  World world(numbers_.size, clock_.now());
  {
    const Part part("posts");
    for (std::int64_t n = 0; n < numbers_.size.posts; ++n) engine_->put(world.post(n));
    part.end(static_cast<double>(numbers_.size.posts), "posts");
  }
  const Part part("viewers");
  const auto all = numbers_.size.profiles * numbers_.size.past;
  for (std::int64_t n = 0; n < all; ++n) feed_learner_->apply(world.past(n));
  part.end(static_cast<double>(engine_->viewers()), "viewers");
}

void Live::fill() {
  const double before = memory_mb();
  const auto start = Steady::now();
  std::printf("full of %lld profiles with %lld interactions each, %lld posts, 1000 segments:\n", static_cast<long long>(numbers_.size.profiles),
              static_cast<long long>(numbers_.size.past), static_cast<long long>(numbers_.size.posts));
  fill_profiles();
  fill_segments();
  fill_feed();
  {
    const Part part("counters");
    World world(numbers_.size, clock_.now());
    const auto all = numbers_.size.profiles * numbers_.size.past;
    for (std::int64_t n = all - all / 10; n < all; ++n) counters_.apply(world.past(n));
    part.end(static_cast<double>(numbers_.size.posts), "posts");
  }
  std::printf("  all        %8.0f MB  %6.1f s   (resident: %.0f MB)\n", memory_mb() - before, since(start), resident_mb());
  const auto add = [&](interactions::Learner& learner, bool last) {
    timed_.push_back(std::make_unique<Timed>(learner, samples_, timed_.size(), last));
    interactions_->add_learner(*timed_.back());
  };
  add(*feed_learner_, false);
  add(profiles_->learner(), false);
  add(*roster_, false);
  add(counters_, true);
  interactions_->start();
  profiles_->start();
  keeper_->start();
  page_log_->start();
}

// The first record of a batch is the sample.
std::vector<interactions::Record> Live::make_batch(World& world, std::int64_t number, Point due, Sample*& followed) {
  std::vector<interactions::Record> records;
  records.reserve(batch);
  const Time now = clock_.now();
  for (int n = 0; n < batch; ++n) {
    records.push_back(world.act(world.some_profile(), now));
    records.back().message_id = "live-" + std::to_string(number * batch + n);
  }
  auto& record = records.front();
  if (record.kind != interactions::Kind::track) return records;
  auto sample = std::make_unique<Sample>();
  sample->viewer = {record.account, record.visitor};
  sample->due = due;
  const auto page = engine_->page({sample->viewer, 10, "", "", feed::Scope::for_you});
  if (page.items.empty()) return records;
  sample->hidden = page.items.front().post_id;
  record.name = "Post Hidden";
  record.properties = R"({"post_id":")" + to_text(sample->hidden) + R"(","impression_id":")" + page.items.front().impression_id + "\"}";
  followed = sample.get();
  const std::lock_guard lock(samples_.mutex);
  record.message_id = std::string(sample_mark) + std::to_string(samples_.all.size());
  samples_.all.push_back(std::move(sample));
  return records;
}

void Live::send(std::int64_t first, std::int64_t step, std::int64_t batches, Point start) {
  World world({numbers_.size.profiles, numbers_.size.posts, 1}, clock_.now(), 100 + static_cast<std::uint64_t>(first));
  const auto every = std::chrono::nanoseconds(static_cast<std::int64_t>(1e9 * batch / numbers_.rate));
  for (std::int64_t number = first; number < batches; number += step) {
    const auto due = start + number * every;
    std::this_thread::sleep_until(due);
    Sample* followed = nullptr;
    auto records = make_batch(world, number, due, followed);
    (void)interactions_->log().append_now(std::move(records));
    const auto stored = Steady::now();
    sent_ += batch;
    if (!followed) continue;
    const std::lock_guard lock(samples_.mutex);
    followed->stored = stored;
  }
}

// The next page of somebody who is known to have hidden a post, as soon as that is known.
void Live::serve_samples() {
  std::unique_lock lock(samples_.mutex);
  for (;;) {
    samples_.arrived.wait(lock, [&] { return samples_.finished || !samples_.to_serve.empty(); });
    if (samples_.to_serve.empty()) return;
    const auto todo = std::exchange(samples_.to_serve, {});
    lock.unlock();
    for (auto* sample : todo) {
      const auto page = engine_->page({sample->viewer, 10, "", "", feed::Scope::for_you});
      const auto served = Steady::now();
      const segments::Member who{sample->viewer.account, sample->viewer.account ? "" : sample->viewer.visitor};
      sample->in_segment = roster_->contains("s1", who);
      for (const auto& item : page.items) sample->shown = sample->shown || item.post_id == sample->hidden;
      sample->served = served;
    }
    lock.lock();
  }
}

void Live::run() {
  for (auto& each : timed_) each->measure(true);
  const auto applied = timed_.back()->applied();
  const auto batches = static_cast<std::int64_t>(numbers_.rate * numbers_.seconds / batch);
  std::thread server([this] { serve_samples(); });
  const double processor = processor_seconds();
  const auto start = Steady::now() + std::chrono::milliseconds(20);
  std::vector<std::thread> threads;
  for (int n = 0; n < senders; ++n) threads.emplace_back([=, this] { send(n, senders, batches, start); });
  for (auto& thread : threads) thread.join();
  const double sent = since(start);
  interactions_->drain();
  const double took = since(start);
  const double used = processor_seconds() - processor;
  {
    const std::lock_guard lock(samples_.mutex);
    samples_.finished = true;
  }
  samples_.arrived.notify_one();
  server.join();
  for (auto& each : timed_) each->measure(false);
  std::printf("%.0f interactions/s for %.1f s in batches of %d (all known %.0f ms after the last; %lld records with those of pages):\n",
              static_cast<double>(batches * batch) / sent, sent, batch, 1e3 * (took - sent),
              static_cast<long long>(timed_.back()->applied() - applied));
  report(took, used, 0);
}

void Live::report(double took, double processor, std::int64_t) {
  const char* names[] = {"feed", "profile", "segment", "counters"};
  std::vector<double> ms[6];
  std::size_t wrong = 0;
  for (const auto& each : samples_.all) {
    const auto to = [&](Point point) { return std::chrono::duration<double, std::milli>(point - each->due).count(); };
    ms[0].push_back(to(each->stored));
    for (std::size_t place = 0; place < 4; ++place) ms[place + 1].push_back(to(each->known[place]));
    ms[5].push_back(to(each->served));
    wrong += each->shown || !each->in_segment;
  }
  const auto print = [](const char* name, const Spread& all) {
    std::printf("  %-28s p50 %7.2f ms  p99 %7.2f ms  max %7.2f ms\n", name, all.p50, all.p99, all.max);
  };
  print("due to stored on disk", spread(ms[0]));
  for (std::size_t place = 0; place < 4; ++place) print((std::string("due to known: ") + names[place]).c_str(), spread(ms[place + 1]));
  print("due to next feed page made", spread(ms[5]));
  std::printf("  %zu samples, %zu wrong (promise: all p99 < 100 ms, none wrong)\n", samples_.all.size(), wrong);
  for (std::size_t place = 0; place < 4; ++place) {
    const auto us = timed_[place]->take();
    std::printf("  %-28s mean %6.2f us  p50 %6.2f us  p99 %7.2f us  max %8.0f us an interaction\n", names[place], us.mean, us.p50, us.p99, us.max);
  }
  std::printf("  processor: %.2f cores (senders, page maker and writers included)\n", processor / took);
}

// In the process, with no learner: what a core takes in.
void append_alone(const Numbers& numbers) {
  SystemClock clock;
  const auto database = db::open_sqlite({numbers.folder + "/live-alone.db"});
  database->migrate(interactions::migrations());
  const auto module = interactions::open({*database, clock, {}});
  World world({numbers.size.profiles, numbers.size.posts, 1}, clock.now());
  std::vector<std::vector<interactions::Record>> batches(200);
  for (std::size_t n = 0; n < batches.size() * 1'000; ++n) {
    auto& records = batches[n / 1'000];
    records.push_back(world.act(world.some_profile(), clock.now()));
    records.back().message_id = "alone-" + std::to_string(n);
  }
  const double processor = processor_seconds();
  const auto start = Steady::now();
  for (auto& each : batches) (void)module->log().append_now(std::move(each));
  const double took = since(start), used = processor_seconds() - processor;
  std::printf("appended in the process         %9.0f /s in batches of 1000, one after the other: %.0f /s of processor time (promise: 100000 per core)\n",
              200'000 / took, 200'000 / used);
}

// As many as it takes: the rate at which learners are done with all of it.
void Live::saturate() {
  const auto applied = timed_.back()->applied();
  std::atomic<bool> stopped = false;
  const auto start = Steady::now();
  std::vector<std::thread> threads;
  for (int n = 0; n < senders; ++n) {
    threads.emplace_back([&, n] {
      World world({numbers_.size.profiles, numbers_.size.posts, 1}, clock_.now(), 200 + static_cast<std::uint64_t>(n));
      for (std::int64_t number = 0; !stopped; ++number) {
        std::vector<interactions::Record> records;
        for (int i = 0; i < 10 * batch; ++i) {
          records.push_back(world.act(world.some_profile(), clock_.now()));
          records.back().message_id = "full-" + std::to_string(n) + "-" + std::to_string(number * 10 * batch + i);
        }
        (void)interactions_->log().append_now(std::move(records));
        // Not further ahead than a second or so: what is in memory is what is measured.
        while (!stopped && interactions_->log().last_position() - numbers_.size.profiles * numbers_.size.past - timed_.back()->applied() > 40'000) {
          std::this_thread::sleep_for(std::chrono::milliseconds(1));
        }
      }
    });
  }
  std::this_thread::sleep_for(std::chrono::duration<double>(numbers_.seconds / 2));
  const double rate = static_cast<double>(timed_.back()->applied() - applied) / since(start);
  stopped = true;
  for (auto& thread : threads) thread.join();
  interactions_->drain();
  std::printf("saturation                      %9.0f interactions/s through log and all learners\n", rate);
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) {
    std::fprintf(stderr, "usage: live_bench FOLDER [PROFILES] [POSTS] [RATE] [SECONDS] [PAST]\n");
    return 2;
  }
  Numbers numbers;
  numbers.folder = argv[1];
  if (argc > 2) numbers.size.profiles = std::atoll(argv[2]);
  if (argc > 3) numbers.size.posts = std::atoll(argv[3]);
  if (argc > 4) numbers.rate = std::atof(argv[4]);
  if (argc > 5) numbers.seconds = std::atof(argv[5]);
  if (argc > 6) numbers.size.past = std::atoll(argv[6]);
  print_limits(numbers.folder, numbers.rate);
  append_alone(numbers);
  Live live(numbers);
  live.fill();
  live.run();
  live.saturate();
}
