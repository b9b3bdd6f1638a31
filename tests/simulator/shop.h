// A shop of a population that is run by the real feed in virtual time: its engine makes the pages, its learner reads what pages wrote and
// what visitors did, as records of the log.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <string>
#include <unordered_map>
#include <vector>

#include "engine.h"
#include "learner.h"
#include "platform/testing/fake_clock.h"
#include "population.h"

namespace plaza::simulator {

struct Look {  // one impression: a post on the screen
  int visit = 0, person = 0, post = 0;
  int place = 0;    // in the visit, from 0
  Chances truth;
  double came = 0;         // value of what really followed, by the shop's worths; returns not yet
};

// What is popular, by the log of the whole shop: a policy that knows nobody. By how much was done with a post lately (fading by half each
// day), and by the value of a look at it (with a prior worth twenty looks of the average).
class Popularity {
 public:
  void saw(int post, double came, Time at);
  std::vector<int> by_count(std::size_t count, Time now, const std::function<bool(int)>& shown) const;
  std::vector<int> by_value(std::size_t count, const std::function<bool(int)>& shown) const;
  double value(int post) const;

 private:
  struct Counts {
    double looks = 0, came = 0, heat = 0;
    Time at;
  };
  std::vector<int> best(std::size_t count, const std::function<bool(int)>& shown, const std::function<double(int)>& of) const;
  std::vector<Counts> of_;
  double looks_ = 0, came_ = 0;
};

struct Plan {
  int posts = 250;             // there at the start
  int visits = 2'000;
  int new_post_every = 12;     // visits
  double new_visitors = 0.3;   // share of visits
  double minutes_between = 4;  // visits
};

class Shop {
 public:
  using Told = std::function<void(const Look&)>;
  Shop(Population& people, const Plan& plan, const feed::Tuning& tuning);

  void publish(int post);
  // The next visit of the plan: somebody comes, looks for a while, acts. `looks` 0: as long as they like. Returns who it was.
  int next_visit(const Told& told, int looks = 0);
  bool next_is_new() const;   // is the next visit that of somebody who was never here?
  int next_person() const;
  void post_arrives();        // a new post of nobody in particular

  // A fresh page, of which nothing is learnt: how the feed would begin now. The record as it was written.
  std::string page_unlearnt(int person);
  bool is_shown(int post) const;
  // Hears every record from now on, and what is published.
  void listen(std::function<void(const interactions::Record&)> heard) { heard_ = std::move(heard); }
  // Somebody who is none of the shop's own visitors, on the post's own page; and a visitor who passes it on.
  void seen_elsewhere(const std::string& visitor, int post);
  void passed_on(const std::string& visitor, int post);
  interactions::Record published(int post) const;  // as content tells of it, now
  const Clock& clock() const { return clock_; }
  feed::Engine& engine() { return engine_; }
  const Popularity& popularity() const { return popularity_; }
  Time now() const { return clock_.now(); }
  int visits() const { return visit_; }
  int people_so_far() const { return people_.shape.members + strangers_; }

 private:
  void write(interactions::Kind kind, std::string name, int person, std::string properties);
  void did(const char* name, int person, int post, std::int64_t watch_ms, bool with_product);
  double act(const Look& look);
  void buy(const Look& look);
  void take_back();
  void hear(interactions::Record record);
  Population& people_;
  const Plan plan_;
  const feed::Worth worth_;
  testing::FakeClock clock_;
  std::string record_;       // the last page's
  std::function<void(const interactions::Record&)> heard_;
  feed::Engine engine_;
  feed::FeedLearner learner_;
  Popularity popularity_;
  std::vector<bool> published_;
  std::vector<std::int64_t> stock_;
  std::unordered_map<std::int64_t, int> seen_;  // by person and post
  struct Return {
    Time at;
    int order = 0, product = 0;
    bool operator>(const Return& other) const { return at > other.at; }
  };
  std::priority_queue<Return, std::vector<Return>, std::greater<>> returns_;
  std::int64_t position_ = 0;
  int visit_ = 0, strangers_ = 0, orders_ = 0;
};

std::string visitor_name(int person);
content::PostId id_of(int post);
int post_of(content::PostId id);

}  // namespace plaza::simulator
