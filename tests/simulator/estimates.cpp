// The estimators on what pages logged, and the A/A tests.
#include <boost/json.hpp>
#include <random>

#include "ml/experiment/assignment.h"
#include "ml/experiment/comparison.h"
#include "ml/experiment/off_policy.h"
#include "ml/experiment/planning.h"
#include "study.h"

namespace plaza::simulator {

namespace {

namespace bj = boost::json;
using ml::experiment::Logged;

// Purchases are too rare for so few decisions: what leads to them counts.
feed::Worth bounded(feed::Worth worth) {
  worth.purchase = worth.returned = 0;
  return worth;
}

double really(const Chances& truth, const feed::Worth& worth, std::mt19937_64& random) {
  std::uniform_real_distribution<double> chance(0, 1);
  const auto given = [&](double of, double all) { return all > 0 && chance(random) * all < of; };
  Chances came;
  if (given(truth.watch, 1)) {
    came.watch = 1;
    came.like = given(truth.like, truth.watch);
    came.save = given(truth.save, truth.watch);
    came.tap = given(truth.tap, truth.watch);
    if (came.tap > 0) came.cart = given(truth.cart, truth.tap);
  } else {
    came.hide = given(truth.hide, 1 - truth.watch);
  }
  return came.value(worth);
}

struct FirstPlace {
  int post = 0, best = 0;   // what stands there, and what would without exploration
  double propensity = 1, explore = 0, exploration = 0;
};

int post_in(const bj::value& id) { return post_of(*parse_id<content::PostId>(id.get_string())); }

// As the record says it: the best has the highest score of those shown and of the best that were not.
FirstPlace first_place(const std::string& record) {
  const auto parsed = bj::parse(record);
  const auto& page = parsed.as_object();
  const auto& items = page.at("items").as_array();
  FirstPlace made;
  double most = -1e9;
  const auto look = [&](const bj::value& id, double score) {
    if (score <= most) return;
    most = score;
    made.best = post_in(id);
  };
  for (const auto& item : items) look(item.at("post_id"), item.at("score").to_number<double>());
  for (const auto& next : page.at("next").as_array()) look(next.as_array()[0], next.as_array()[1].to_number<double>());
  const auto& first = items[0].as_object();
  made.post = post_in(first.at("post_id"));
  made.propensity = first.at("propensity").to_number<double>();
  if (const auto* explore = first.if_contains("explore")) made.explore = explore->to_number<double>();
  made.exploration = page.at("exploration").to_number<double>();
  if (made.propensity - made.explore > 1e-9) made.best = made.post;
  return made;
}

int anybody(const Shop& shop, std::mt19937_64& random) { return static_cast<int>(random() % static_cast<std::uint64_t>(shop.people_so_far())); }

double truth_of(Shop& shop, const Population& people, const feed::Worth& worth, int pages, std::mt19937_64& random) {
  double sum = 0;
  for (int i = 0; i < pages; ++i) {
    const int person = anybody(shop, random);
    sum += people.chances(person, first_place(shop.page_unlearnt(person)).post, 0).value(worth);
  }
  return sum / pages;
}

void ask(const std::vector<Logged>& log, double truth, Cover& cover) {
  const auto holds = [&](const ml::experiment::Estimate& estimate) { return estimate.low <= truth && truth <= estimate.high ? 1 : 0; };
  ++cover.asked;
  cover.ips += holds(ml::experiment::inverse_propensity(log));
  cover.self_normalised += holds(ml::experiment::self_normalised(log));
  cover.doubly_robust += holds(ml::experiment::doubly_robust(log));
}

}  // namespace

void cover(Shop& shop, const Population& people, const Size& size, Cover& none_explored, Cover& half_explored) {
  std::mt19937_64 random(people.seed * 31 + 7);
  const auto worth = bounded(people.worth());
  auto tuning = tuning_of(people, Kind::as_it_is);
  const int truth_pages = 10 * size.decisions;
  const auto asked_with = [&](std::int64_t percent, int pages) {
    tuning.exploration_percent = percent;
    shop.engine().tune(tuning);
    return truth_of(shop, people, worth, pages, random);
  };
  const auto usual = tuning_of(people, Kind::as_it_is).exploration_percent;
  const double none = asked_with(0, truth_pages), half = asked_with(usual / 2, truth_pages);
  tuning.exploration_percent = usual;
  shop.engine().tune(tuning);
  for (int replicate = 0; replicate < size.replicates; ++replicate) {
    std::vector<Logged> of_none, of_half;
    for (int i = 0; i < size.decisions; ++i) {
      const int person = anybody(shop, random);
      const auto place = first_place(shop.page_unlearnt(person));
      Logged logged;
      logged.reward = really(people.chances(person, place.post, 0), worth, random);
      logged.propensity = place.propensity;
      // What a look at a post was worth so far is the reward model; for half the exploration that of the best post stands for all.
      const bool is_best = place.post == place.best;
      logged.target_propensity = is_best ? 1 : 0;
      logged.predicted = shop.popularity().value(place.post);
      logged.predicted_target = shop.popularity().value(place.best);
      of_none.push_back(logged);
      const bool can_explore = is_best ? place.propensity < 1 - 1e-9 : true;
      logged.target_propensity = can_explore ? place.explore / 2 + (is_best ? 1 - place.exploration / 2 : 0) : 1;
      logged.predicted = logged.predicted_target;
      of_half.push_back(logged);
    }
    ask(of_none, none, none_explored);
    ask(of_half, half, half_explored);
  }
}

Alarms flat(const std::vector<Unit>& units, std::uint64_t seed, int salts) {
  using namespace ml::experiment;
  constexpr std::int64_t halves[] = {1, 1};
  Alarms alarms;
  ml::experiment::Plan plan;
  plan.units_per_arm = static_cast<double>(units.size()) / 2;
  for (int salt = 0; salt < salts; ++salt) {
    const std::string name = "aa" + std::to_string(seed) + "/" + std::to_string(salt);
    Arm arms[2];
    bool always = false;
    for (std::size_t i = 0; i < units.size(); ++i) {
      const auto arm = pick(halves, place_of(name, visitor_name(static_cast<int>(i))));
      arms[arm].add(units[i].after + units[i].before, units[i].before);
      if (i % 25 == 24) {  // a look
        const auto seen = compare_means(arms[0], arms[1], plan);
        always = always || (seen.known && (seen.low > 0 || seen.high < 0));
      }
    }
    alarms.salts += 1;
    alarms.always += always ? 1 : 0;
    alarms.fixed += compare_means(arms[0], arms[1], plan).fixed_p < 0.05 ? 1 : 0;
    Arm later[2];
    for (std::size_t i = 0; i < units.size(); ++i) {
      later[pick(halves, place_of(name, visitor_name(static_cast<int>(i))))].add(units[i].after, units[i].before);
    }
    alarms.adjusted += compare_adjusted(later[0], later[1], plan).fixed_p < 0.05 ? 1 : 0;
    const double counts[] = {arms[0].units, arms[1].units};
    alarms.ratio += sample_ratio(counts, halves).broken ? 1 : 0;
  }
  return alarms;
}

}  // namespace plaza::simulator
