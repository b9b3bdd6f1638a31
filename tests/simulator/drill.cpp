#include "drill.h"

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <queue>
#include <stdexcept>
#include <string>
#include <unordered_set>

#include "drill_words.h"
#include "ml/experiment/distributions.h"
#include "modules/classifiers/src/shelf.h"
#include "modules/radar/src/service.h"
#include "modules/radar/src/store.h"
#include "platform/base/id.h"
#include "platform/events/tables.h"
#include "shop.h"

namespace plaza::simulator {
namespace {

enum : std::uint64_t { of_mood = 9'001, of_words, of_passing, of_many, of_delay, of_virality, of_reply, of_writer, of_video, of_idle };
constexpr double passes = 1.0 / 16, passes_idly = 1.0 / 64, tail = 1.6, writes_to_shop = 1.0 / 300;
constexpr int spread_least = 200, few = 50;
constexpr double threshold = 60;  // radar::Settings::alert_from

// The texts of the posts, as radar asks for them.
class Posts final : public content::Posts, public content::PostViews {
 public:
  std::map<content::PostId, content::Post> all;
  std::optional<content::Post> post(db::Reader&, content::PostId id) override {
    const auto found = all.find(id);
    return found == all.end() ? std::nullopt : std::optional(found->second);
  }
  std::vector<content::Post> posts(db::Reader&, std::span<const content::PostId>) override { return {}; }
  void for_each_published(db::Reader&, const std::function<void(const content::Post&)>&) override {}
  void for_each_follow(db::Reader&, const std::function<void(identity::AccountId, identity::AccountId)>&) override {}
  void for_each_reaction(db::Reader&, const std::function<void(identity::AccountId, content::PostId, bool, bool)>&) override {}
  void add_views(db::Transaction&, content::PostId, std::int64_t) override {}
  std::vector<content::PostView> views(db::Reader&, std::span<const content::PostId>, identity::AccountId) override { return {}; }
  content::PostView view(const content::Post&, identity::AccountId) const override { return {}; }
  content::AuthorView author(identity::AccountId, identity::AccountId) const override { return {}; }
};

class Products final : public catalog::Catalog {
 public:
  std::optional<catalog::Product> product(db::Reader&, catalog::ProductId id) override {
    catalog::Product made;
    made.id = id;
    return made;
  }
  std::optional<catalog::Product> product_by_handle(db::Reader&, std::string_view) override { return std::nullopt; }
  std::vector<catalog::SoldVariant> variants(db::Reader&, std::span<const catalog::VariantId>) override { return {}; }
  std::vector<catalog::Product> products(db::Reader&, const catalog::ProductQuery&) override { return {}; }
  void for_each_active(db::Reader&, const std::function<void(const catalog::Product&)>&) override {}
  Result<catalog::Product> create(db::Transaction&, const catalog::NewProduct&) override { return unused(); }
  Result<catalog::Product> update(db::Transaction&, catalog::ProductId, const catalog::ProductPatch&) override { return unused(); }
  Status archive(db::Transaction&, catalog::ProductId) override { return unused(); }
  Result<catalog::Variant> add_variant(db::Transaction&, catalog::ProductId, const catalog::NewVariant&) override { return unused(); }
  Result<catalog::Variant> update_variant(db::Transaction&, catalog::VariantId, const catalog::VariantPatch&) override { return unused(); }

 private:
  static Error unused() { return {ErrorKind::unavailable, "simulator.unused", "Not used."}; }
};

class Promotion final : public feed::Promotion {
 public:
  explicit Promotion(const radar::Promotions& promotions) : promotions_(promotions) {}
  bool is_any_paused() const override { return promotions_.is_any_paused(); }
  bool is_paused(std::int64_t product) const override { return promotions_.is_paused(catalog::ProductId{product}); }

 private:
  const radar::Promotions& promotions_;
};

using Wall = std::chrono::steady_clock;

struct Alarm {
  content::PostId post;
  Time at;
};

class Desk final : public radar::Desk {
 public:
  explicit Desk(const Clock& clock) : clock_(clock) {}
  std::vector<Alarm> alarms;
  Wall::time_point last;
  Result<std::string> take(db::Transaction&, const radar::Complaint& complaint) override {
    last = Wall::now();
    if (complaint.times == 1) alarms.push_back({complaint.post.id, clock_.now()});
    return std::string("cnv_1");
  }
  void advise(db::Transaction&, const radar::StopSale&) override {}

 private:
  const Clock& clock_;
};

// A database that goes with it; in memory where the machine has such a folder.
class Scratch {
 public:
  explicit Scratch(std::uint64_t seed) {
    const std::filesystem::path root = std::filesystem::is_directory("/dev/shm") ? "/dev/shm" : std::filesystem::temp_directory_path();
    folder_ = root / ("plaza-drill-" + std::to_string(::getpid()) + "-" + std::to_string(seed));
    std::filesystem::create_directories(folder_);
    db::SqliteOptions options;
    options.path = (folder_ / "drill.db").string();
    database_ = db::open_sqlite(options);
    database_->migrate(events::migrations());
    database_->migrate(radar::migrations());
  }
  ~Scratch() {
    database_.reset();
    std::error_code ignored;
    std::filesystem::remove_all(folder_, ignored);
  }
  Scratch(const Scratch&) = delete;
  Scratch& operator=(const Scratch&) = delete;
  db::Database& database() { return *database_; }

 private:
  std::filesystem::path folder_;
  std::unique_ptr<db::Database> database_;
};

struct Arrival {
  Time at;
  int number = 0;
  bool operator>(const Arrival& other) const { return at > other.at; }
};

// One shop, once.
class Story {
 public:
  Story(const Shape& shape, std::uint64_t seed, const DrillSize& size, bool with_radar)
      : people_(shape, seed), size_(size), seed_(seed), with_radar_(with_radar), shop_(people_, plan_of(size), feed::Tuning{}),
        scratch_(seed * 2 + (with_radar ? 1 : 0)), ids_(shop_.clock(), 1), desk_(shop_.clock()),
        service_({scratch_.database(), ids_, shop_.clock(), products_, posts_, posts_, lexicons_,
                  [](db::Reader&, identity::AccountId) { return radar::Worth{}; }}, watch_),
        promotion_(service_.paused()) {
    service_.plug(desk_);
    if (with_radar_) shop_.engine().plug(&promotion_);
    shop_.listen([this](const interactions::Record& record) {
      if (record.name == "content.post_published") {
        write_words(static_cast<int>(people_.posts.size()));
        watched_.insert(id_of(static_cast<int>(people_.posts.size()) - 1).value);
      }
      watch_.apply(record);
    });
    tell_of_earlier_posts();
    radar::Settings settings;
    settings.auto_pause = with_radar_ ? radar::AutoPause::defect : radar::AutoPause::never;
    const auto write = [&](db::Transaction& tx) -> Status {
      radar::store::set(tx, settings);
      return done();
    };
    if (!scratch_.database().write_now(write).ok()) throw std::runtime_error("the drill's database cannot be written");
  }

  void play();
  double reach() const { return static_cast<double>(viewers_.size()); }
  double reach_at(Time at) const {
    return static_cast<double>(std::upper_bound(came_.begin(), came_.end(), at) - came_.begin());
  }
  Time posted() const { return posted_; }
  Time first_writer() const { return writer_; }
  const std::vector<Alarm>& alarms() const { return desk_.alarms; }
  content::PostId video() const { return id_of(video_); }
  double stop_ms() const { return stop_ms_; }
  double shown_after_alert() const { return shown_after_; }
  // Without the video.
  double posts() const { return static_cast<double>(watched_.size()) - 1; }
  double unhappy() const {
    return static_cast<double>(std::count_if(complaining_.begin(), complaining_.end(), [&](auto id) { return watched_.contains(id); })) - 1;
  }
  bool complains(content::PostId post) const { return complaining_.contains(post.value); }
  double gravity_of(content::PostId post) const {
    return ml::text::severity_weight(radar::verdict(posts_.all.at(post).text, {}).severity);
  }
  std::int64_t reach_of(content::PostId post) const {
    const auto spread = watch_.spread(post);
    return spread ? spread->reach : 0;
  }
  // People times gravity in the end, as an alert says it.
  double weight_of(content::PostId post) const { return static_cast<double>(reach_of(post)) * gravity_of(post); }

 private:
  static Plan plan_of(const DrillSize& size) {
    Plan plan;
    plan.posts = size.posts;
    plan.minutes_between = 0.2;
    plan.new_visitors = 0.5;
    return plan;
  }
  void write_words(int posts);
  void tell_of_earlier_posts();
  void publish_video();
  void saw(const std::string& visitor);
  void passed_idly_by(const Look& look);
  void arrive();
  void look();
  double drawn(std::uint64_t what, std::uint64_t which) const { return chance_of(seed_, what, which); }

  Population people_;
  const DrillSize size_;
  const std::uint64_t seed_;
  const bool with_radar_;
  Shop shop_;
  Scratch scratch_;
  IdSource ids_;
  Posts posts_;
  Products products_;
  classifiers::Shelf lexicons_;  // nothing is learnt yet
  radar::Watch watch_;
  Desk desk_;
  radar::Service service_;
  Promotion promotion_;
  std::unordered_set<std::int64_t> complaining_, watched_;
  int video_ = -1, outside_ = 0;
  Time posted_, writer_{std::numeric_limits<std::int64_t>::max()};
  std::unordered_set<std::string> viewers_;
  std::vector<Time> came_;
  std::priority_queue<Arrival, std::vector<Arrival>, std::greater<>> arrivals_;
  double stop_ms_ = 0, shown_after_ = 0;
  bool alerted_ = false;
};

// Of every post that has no words yet: one of twenty is unhappy, but nobody passes it on.
void Story::write_words(int posts) {
  for (int number = static_cast<int>(posts_.all.size()); number < posts; ++number) {
    const auto which = static_cast<std::uint64_t>(number);
    const auto& drawn_post = people_.posts[which];
    const bool sad = drawn(of_mood, which) < 0.05;
    const auto pick = [&](const auto& words) { return words[static_cast<std::size_t>(drawn(of_words, which) * static_cast<double>(words.size()))]; };
    content::Post post;
    post.id = id_of(number);
    post.author_id = identity::AccountId{100'000 + drawn_post.creator};
    post.text = sad ? pick(complaints) : pick(ordinary);
    if (drawn_post.product >= 0) post.tags.push_back({catalog::ProductId{drawn_post.product + 1}, 0, 0.5, 0.5, {}});
    if (sad) complaining_.insert(post.id.value);
    posts_.all.emplace(post.id, std::move(post));
  }
}

// Those of the last three weeks, of which the radar watches two.
void Story::tell_of_earlier_posts() {
  write_words(size_.posts);
  for (int number = 0; number < size_.posts; ++number) {
    auto record = shop_.published(number);
    record.at = record.received_at = shop_.now() - days(21) * (size_.posts - number) / size_.posts;
    if (record.at >= shop_.now() - radar::watched_for) watched_.insert(id_of(number).value);
    watch_.apply(record);
  }
}

void Story::publish_video() {
  const double quality = 1.5;  // people watch what makes them angry
  do video_ = people_.add_post(&quality);
  while (people_.posts[static_cast<std::size_t>(video_)].product < 0);
  shop_.publish(video_);
  auto& post = posts_.all.at(id_of(video_));
  post.text = complaints[static_cast<std::size_t>(drawn(of_video, 1) * static_cast<double>(complaints.size()))];
  complaining_.insert(post.id.value);
  posted_ = shop_.now();
  for (int i = 0; i < 12; ++i) arrivals_.push({posted_ + static_cast<Micros>(drawn(of_video, 10 + static_cast<std::uint64_t>(i)) * 3'600e6), ++outside_});
}

void Story::saw(const std::string& visitor) {
  if (!viewers_.insert(visitor).second) return;
  const auto which = static_cast<std::uint64_t>(viewers_.size());
  came_.push_back(shop_.now());
  if (drawn(of_writer, which) < writes_to_shop) writer_ = std::min(writer_, shop_.now());
  if (drawn(of_passing, which) >= passes) return;
  shop_.passed_on(visitor, video_);
  const double others = (0.6 + 0.35 * drawn(of_virality, 0)) / passes;  // on average
  const double least = others * (tail - 1) / tail;
  const auto many = static_cast<int>(std::min(300.0, least / std::pow(1 - drawn(of_many, which), 1 / tail)));
  for (int i = 0; i < many; ++i) {
    const double late = 60 / std::pow(1 - drawn(of_delay, which * 1'000 + static_cast<std::uint64_t>(i)), 1 / 0.8);
    if (late < 3 * 86'400.0) arrivals_.push({shop_.now() + static_cast<Micros>(late * 1e6), ++outside_});
  }
}

void Story::arrive() {
  while (!arrivals_.empty() && arrivals_.top().at <= shop_.now() && outside_ < 20'000) {
    const auto visitor = "o" + std::to_string(arrivals_.top().number);
    arrivals_.pop();
    shop_.seen_elsewhere(visitor, video_);
    saw(visitor);
  }
}

void Story::passed_idly_by(const Look& look) {
  const auto who = static_cast<std::uint64_t>(look.person), which = static_cast<std::uint64_t>(look.post);
  if (chance_of(seed_, of_idle, who, which) < passes_idly) shop_.passed_on(visitor_name(look.person), look.post);
}

void Story::look() {
  if (!service_.look().ok()) throw std::runtime_error("the radar cannot look");
  if (!with_radar_ || alerted_) return;
  for (const auto& alarm : desk_.alarms) alerted_ = alerted_ || alarm.post == id_of(video_);
  if (!alerted_) return;
  const bool stopped = service_.paused().is_paused(posts_.all.at(id_of(video_)).tags.at(0).product_id);
  stop_ms_ = stopped ? std::chrono::duration<double, std::milli>(Wall::now() - desk_.last).count() : 1e9;
}

void Story::play() {
  for (int i = 0; i < size_.warm_visits; ++i) shop_.next_visit([&](const Look& look) { passed_idly_by(look); });
  look();
  publish_video();
  const Time end = posted_ + hours(size_.hours);
  while (shop_.now() < end) {
    const bool was = alerted_;
    std::size_t by_feed = 0;
    shop_.next_visit([&](const Look& look) {
      if (look.post != video_) {
        passed_idly_by(look);
        return;
      }
      ++by_feed;
      saw(visitor_name(look.person));
    });
    if (was) shown_after_ += static_cast<double>(by_feed);
    arrive();
    look();
  }
}

double clock_hours(Time at) { return static_cast<double>(at.micros % days(1)) / static_cast<double>(hours(1)); }

// Of the people who answer; the same luck in both plays.
Time answered(std::uint64_t seed, Time heard) {
  const double hour = clock_hours(heard);
  const double median = hour >= 8 && hour < 22 ? 15 : 45;
  const double luck = ml::experiment::normal_quantile(std::clamp(chance_of(seed, of_reply, 1), 1e-6, 1 - 1e-6));
  return heard + static_cast<Micros>(median * std::exp(0.8 * luck) * 60e6);
}

// At nine and at four somebody looks through what was posted.
Time looked_through(Time posted) {
  const Time day{posted.micros / days(1) * days(1)};
  for (const Time at : {day + hours(9), day + hours(16), day + hours(33), day + hours(40)}) {
    if (at > posted) return at;
  }
  return day + hours(57);
}

double minutes_between(Time from, Time to) { return static_cast<double>(to - from) / 60e6; }

}  // namespace

Drill drill(const Shape& shape, std::uint64_t seed, const DrillSize& size) {
  Drill made;
  Story without(shape, seed, size, false), with(shape, seed, size, true);
  without.play();
  with.play();
  made.final_without = without.reach();
  made.final_with = with.reach();
  made.spread = made.final_without >= spread_least;
  made.posts = without.posts();
  made.complaints = without.unhappy();
  for (const auto& alarm : with.alarms()) {
    if (alarm.post == with.video()) {
      made.told = true;
      made.minutes_to_alert = minutes_between(with.posted(), alarm.at);
      made.reach_at_alert = with.reach_at(alarm.at);
      const Time reply = answered(seed, alarm.at);
      made.minutes_to_reply_with = minutes_between(with.posted(), reply);
      made.reach_at_reply_with = with.reach_at(reply);
      continue;
    }
    if (!with.complains(alarm.post) || without.weight_of(alarm.post) < threshold / 2) made.small_in_the_other_play += 1;
  }
  for (const auto& alarm : without.alarms()) {
    if (alarm.post == without.video()) continue;
    const double weight = without.weight_of(alarm.post);
    if (!without.complains(alarm.post)) made.misread += 1;
    else if (weight < threshold / 2) made.less_than_half += 1;
    else if (weight < threshold) made.less_than_said += 1;
    else made.other_complaints += 1;
    if (without.reach_of(alarm.post) < few) made.seen_by_few += 1;
  }
  made.stop_ms = with.stop_ms();
  made.shown_after_alert = with.shown_after_alert();
  const Time reply = answered(seed, std::min(looked_through(without.posted()), without.first_writer()));
  made.minutes_to_reply_without = minutes_between(without.posted(), reply);
  made.reach_at_reply_without = without.reach_at(reply);
  return made;
}

namespace {

double median_of(std::vector<double> values) {
  if (values.empty()) return 0;
  std::sort(values.begin(), values.end());
  return values[values.size() / 2];
}

}  // namespace

void tell(Report& report, const std::vector<Drill>& drills, bool is_small) {
  const auto each = [&](const char* name, const auto& of, bool told_only) {
    std::vector<double> values;
    for (const auto& drill : drills) {
      if (drill.spread && (!told_only || drill.told)) values.push_back(of(drill));
    }
    if (values.empty()) values.push_back(0);
    report.add(std::string("drill.") + name, values);
    report.add(std::string("drill.") + name + ".median", {median_of(values)});
  };
  std::vector<double> spread, alarms, others, posts, unhappy, few_saw, misread, half, less, other_play;
  for (const auto& drill : drills) {
    spread.push_back(drill.spread ? 1 : 0);
    alarms.push_back(drill.misread + drill.less_than_half + drill.less_than_said);
    half.push_back(drill.less_than_half);
    less.push_back(drill.less_than_half + drill.less_than_said);
    other_play.push_back(drill.small_in_the_other_play);
    others.push_back(drill.other_complaints);
    few_saw.push_back(drill.seen_by_few);
    misread.push_back(drill.misread);
    posts.push_back(drill.posts);
    unhappy.push_back(drill.complaints);
  }
  report.add("drill.runs", {static_cast<double>(drills.size())});
  report.add("drill.spread", spread);
  each("told", [](const Drill& d) { return d.told ? 1.0 : 0.0; }, false);
  each("told_before_80_percent", [](const Drill& d) { return d.told && d.reach_at_alert < 0.8 * d.final_without ? 1.0 : 0.0; }, false);
  each("told_before_80_percent_of_paused", [](const Drill& d) { return d.told && d.reach_at_alert < 0.8 * d.final_with ? 1.0 : 0.0; }, false);
  each("minutes_to_alert", [](const Drill& d) { return d.minutes_to_alert; }, true);
  each("share_of_reach_at_alert", [](const Drill& d) { return d.reach_at_alert / d.final_without; }, true);
  each("milliseconds_until_promotion_stops", [](const Drill& d) { return d.stop_ms; }, true);
  each("shown_by_the_feed_after_alert", [](const Drill& d) { return d.shown_after_alert; }, true);
  each("minutes_to_reply.with", [](const Drill& d) { return d.minutes_to_reply_with; }, true);
  each("minutes_to_reply.without", [](const Drill& d) { return d.minutes_to_reply_without; }, true);
  each("reach_at_reply.with", [](const Drill& d) { return d.reach_at_reply_with; }, true);
  each("reach_at_reply.without", [](const Drill& d) { return d.reach_at_reply_without; }, true);
  each("final_reach.with", [](const Drill& d) { return d.final_with; }, true);
  each("final_reach.without", [](const Drill& d) { return d.final_without; }, true);
  const auto sum = [](const std::vector<double>& values) {
    double all = 0;
    for (const double value : values) all += value;
    return all;
  };
  const auto in_1000 = [&](double count) { return 1'000 * count / std::max(1.0, sum(posts)); };
  report.add("drill.posts", {sum(posts)});
  report.add("drill.complaints", {sum(unhappy)});
  report.add("drill.false_alarms_per_1000", {in_1000(sum(alarms))});
  report.add("drill.false_alarms_per_1000.misread", {in_1000(sum(misread))});
  report.add("drill.false_alarms_per_1000.stayed_smaller_than_said", {in_1000(sum(less))});
  report.add("drill.false_alarms_per_1000.stayed_smaller_than_half", {in_1000(sum(half))});
  report.add("drill.told_but_small_in_the_other_play_per_1000", {in_1000(sum(other_play))});
  report.add("drill.other_complaints_told", {sum(others)});
  report.add("drill.told_but_seen_by_fewer_than_50_per_1000", {in_1000(sum(few_saw))});
  char line[400];
  std::snprintf(line, sizeof line,
                "%.1f %% of %.0f complaints that spread were told of before 80 %% of their reach. Of %.0f other posts (%.0f complaints) %.0f alerts "
                "were false, %.2f in 1,000: %.0f for posts that complain of nothing (%.2f), %.0f for complaints that stayed smaller than said (%.2f), "
                "%.0f of them than half of it (%.2f).",
                100 * report.mean("drill.told_before_80_percent"), sum(spread), sum(posts), sum(unhappy), sum(alarms), in_1000(sum(alarms)),
                sum(misread), in_1000(sum(misread)), sum(less), in_1000(sum(less)), sum(half), in_1000(sum(half)));
  report.say(line);
  report.require("drill: the alert comes before 80 % of the reach", report.mean("drill.told_before_80_percent") >= (is_small ? 0.5 : 0.9));
  report.require("drill: at most one false alarm in 1,000 posts", report.mean("drill.false_alarms_per_1000") <= (is_small ? 8 : 1));
  report.require("drill: the promotion stops within a second", is_small || report.mean("drill.milliseconds_until_promotion_stops") < 1'000);
  report.require("drill: nothing is shown by the feed after the alert", report.mean("drill.shown_by_the_feed_after_alert") <= 0);
  report.require("drill: the reply comes earlier", report.mean("drill.minutes_to_reply.with") < report.mean("drill.minutes_to_reply.without"));
}

}  // namespace plaza::simulator
