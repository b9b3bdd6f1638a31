#include "study.h"

#include <algorithm>
#include <cmath>

namespace plaza::simulator {

namespace {

constexpr int good_tries = 200;

// A post whose true mean value is in the best tenth of what was there at the start; the others that are tried are never published.
int good_post(Population& people, double bar) {
  int post = 0;
  for (int tries = 0; tries < good_tries; ++tries) {
    const double quality = 1.2;
    post = people.add_post(&quality);
    if (people.mean_value(post, people.worth()) >= bar) break;
  }
  return post;
}

double best_tenth(const Population& people, int posts) {
  std::vector<double> values;
  for (int post = 0; post < posts; ++post) values.push_back(people.mean_value(post, people.worth()));
  std::sort(values.begin(), values.end());
  return values[values.size() * 9 / 10];
}

// What the other guides would show this person now.
void lead(const Shop& shop, const Population& people, int person, Run& run) {
  const auto shown = [&](int post) { return shop.is_shown(post); };
  std::array<std::vector<int>, guide_count> lists;
  lists[by_count] = shop.popularity().by_count(cold_looks, shop.now(), shown);
  lists[by_value] = shop.popularity().by_value(cold_looks, shown);
  for (std::uint64_t i = 0; lists[by_chance].size() < cold_looks && i < 10'000; ++i) {
    const double chance = chance_of(people.seed, 5'555, static_cast<std::uint64_t>(person), i);
    const int post = static_cast<int>(chance * static_cast<double>(people.posts.size()));
    if (shown(post)) lists[by_chance].push_back(post);
  }
  const auto worth = people.worth();
  for (const Guide guide : {by_count, by_value, by_chance}) {
    for (std::size_t place = 0; place < lists[guide].size(); ++place) {
      run.cold[guide][place] += people.chances(person, lists[guide][place], 0).value(worth);
    }
  }
}

struct Cohort {
  std::vector<bool> is_in;  // by post
  double arrived = 0;       // impressions of the whole feed
};

void arrive(Shop& shop, Population& people, const Size& size, double bar, double looks, Cohort& cohort) {
  cohort = {};
  cohort.arrived = looks;
  for (int i = 0; i < size.cohort_posts; ++i) {
    const int post = good_post(people, bar);
    shop.publish(post);
    cohort.is_in.resize(static_cast<std::size_t>(post) + 1, false);
    cohort.is_in[static_cast<std::size_t>(post)] = true;
  }
}

}  // namespace

feed::Tuning tuning_of(const Population& people, Kind kind) {
  feed::Tuning tuning;
  tuning.worth = kind == Kind::clicks ? Population::click_worth() : people.worth();
  if (kind == Kind::no_exploration) tuning.exploration_percent = 0;
  return tuning;
}

Run run(Shop& shop, Population& people, const Size& size) {
  Run made;
  const auto worth = people.worth();
  const double bar = best_tenth(people, size.posts);
  for (int i = 0; i < size.warm_visits; ++i) shop.next_visit({});
  Cohort cohort;
  const int each = size.measured_visits / size.cohorts;
  for (int i = 0; i < size.cohorts * each; ++i) {
    if (i % each == 0) arrive(shop, people, size, bar, made.looks, cohort);
    const bool is_new = shop.next_is_new();
    if (is_new) {
      lead(shop, people, shop.next_person(), made);
      made.strangers += 1;
    }
    const bool late = i * 2 > size.cohorts * each;
    shop.next_visit([&](const Look& look) {
      const double value = look.truth.value(worth);
      made.value += value;
      made.margin += look.truth.margin;
      made.purchases += look.truth.purchase;
      made.returned += look.truth.returned;
      if (is_new && look.place < cold_looks) made.cold[by_feed][static_cast<std::size_t>(look.place)] += value;
      const auto post = static_cast<std::size_t>(look.post);
      if (post < cohort.is_in.size() && cohort.is_in[post]) {
        const auto at = static_cast<std::size_t>((made.looks - cohort.arrived) / block);
        if (made.newcomers.size() <= at) made.newcomers.resize(at + 1, 0);
        made.newcomers[at] += value;
      }
      made.looks += 1;
      if (made.units.size() <= static_cast<std::size_t>(look.person)) made.units.resize(static_cast<std::size_t>(look.person) + 1);
      auto& unit = made.units[static_cast<std::size_t>(look.person)];
      (late ? unit.after : unit.before) += look.came;
    }, is_new ? cold_looks : 0);
  }
  return made;
}

Study study(const Shape& shape, std::uint64_t seed, const Size& size) {
  Study made;
  Plan plan;
  plan.posts = size.posts;
  const auto live = [&](Kind kind, Run& result, bool stays) {
    Population people(shape, seed);
    Shop shop(people, plan, tuning_of(people, kind));
    result = run(shop, people, size);
    if (!stays || size.only_cold) return;
    cover(shop, people, size, made.none_explored, made.half_explored);
    made.alarms = flat(result.units, seed, size.salts);
  };
  live(Kind::as_it_is, made.feed, true);
  if (size.only_cold) return made;
  live(Kind::no_exploration, made.bare, false);
  live(Kind::clicks, made.clicks, false);
  return made;
}

namespace {

double mean_of(const std::array<double, cold_looks>& sums, double count, int from, int to) {
  double sum = 0;
  for (int place = from; place < to; ++place) sum += sums[static_cast<std::size_t>(place)];
  return sum / count / (to - from);
}

using Curve = std::vector<double>;

// Value per impression of the whole feed, averaged over `window` blocks, by block since arrival.
Curve smooth(const std::vector<const Run*>& runs, std::size_t blocks, std::size_t window) {
  Curve sums(blocks, 0), made(blocks, 0);
  for (const auto* run : runs) {
    for (std::size_t i = 0; i < std::min(blocks, run->newcomers.size()); ++i) sums[i] += run->newcomers[i];
  }
  for (std::size_t i = 0; i < blocks; ++i) {
    const std::size_t from = i + 1 > window ? i + 1 - window : 0;
    for (std::size_t j = from; j <= i; ++j) made[i] += sums[j] / static_cast<double>((i + 1 - from) * block * runs.size());
  }
  return made;
}

struct Reach {
  double with = 0, without = 0, attainable = 0;
  double end_with = 0, end_without = 0;
};

Reach reach(const std::vector<const Run*>& with, const std::vector<const Run*>& without) {
  std::size_t blocks = 10'000;
  for (const auto* list : {&with, &without}) {
    for (const auto* run : *list) blocks = std::min(blocks, run->newcomers.size() > 1 ? run->newcomers.size() - 1 : std::size_t{1});
  }
  const std::size_t fifth = std::max<std::size_t>(1, blocks / 5);
  Reach made;
  const auto slow_with = smooth(with, blocks, fifth), slow_without = smooth(without, blocks, fifth);
  for (std::size_t i = fifth - 1; i < blocks; ++i) made.attainable = std::max({made.attainable, slow_with[i], slow_without[i]});
  made.end_with = slow_with.back();
  made.end_without = slow_without.back();
  const auto time = [&](const std::vector<const Run*>& runs) {
    const auto curve = smooth(runs, blocks, std::max<std::size_t>(1, blocks / 20));
    for (std::size_t i = 0; i < blocks; ++i) {
      if (curve[i] >= 0.8 * made.attainable) return static_cast<double>((i + 1) * block);
    }
    return static_cast<double>(blocks * block);
  };
  made.with = time(with);
  made.without = time(without);
  return made;
}

// With a jackknife over studies.
void tell_newcomers(Report& report, const std::string& name, const std::vector<Study>& studies) {
  const auto without_one = [&](std::size_t left_out) {
    std::vector<const Run*> with, bare;
    for (std::size_t i = 0; i < studies.size(); ++i) {
      if (i == left_out) continue;
      with.push_back(&studies[i].feed);
      bare.push_back(&studies[i].bare);
    }
    return reach(with, bare);
  };
  const auto all = without_one(studies.size());
  const auto jackknife = [&](const std::string& what, double value, const std::function<double(const Reach&)>& of) {
    std::vector<double> pseudo;
    const auto count = static_cast<double>(studies.size());
    for (std::size_t i = 0; i < studies.size() && studies.size() > 1; ++i) pseudo.push_back(count * value - (count - 1) * of(without_one(i)));
    const double error = pseudo.empty() ? 0 : figure_of(pseudo).error;
    report.add(name + what, {value - error, value + error});  // of two values the standard error is half their distance
  };
  jackknife(".new.attainable_value", all.attainable, [](const Reach& each) { return each.attainable; });
  jackknife(".new.value_at_end_with", all.end_with, [](const Reach& each) { return each.end_with; });
  jackknife(".new.value_at_end_without", all.end_without, [](const Reach& each) { return each.end_without; });
  jackknife(".new.impressions_with", all.with, [](const Reach& each) { return each.with; });
  jackknife(".new.impressions_without", all.without, [](const Reach& each) { return each.without; });
  jackknife(".new.ratio", all.with / all.without, [](const Reach& each) { return each.with / each.without; });
}

std::vector<double> each_of(const std::vector<Study>& studies, const std::function<double(const Study&)>& of) {
  std::vector<double> made;
  for (const auto& study : studies) made.push_back(of(study));
  return made;
}

void tell_cold(Report& report, const std::string& name, const std::vector<Study>& studies) {
  constexpr std::array<std::pair<int, int>, 3> ranges = {{{0, 10}, {10, 20}, {20, cold_looks}}};
  for (const auto& [from, to] : ranges) {
    const std::string range = std::to_string(from + 1) + "_" + std::to_string(to);
    for (std::size_t guide = 0; guide < guide_count; ++guide) {
      report.add(name + ".cold." + range + "." + guide_names[guide], each_of(studies, [&, f = from, t = to](const Study& study) {
                   return mean_of(study.feed.cold[guide], study.feed.strangers, f, t);
                 }));
    }
    report.add(name + ".cold." + range + ".above_popular", each_of(studies, [f = from, t = to](const Study& study) {
                 const auto& cold = study.feed.cold;
                 const double count = study.feed.strangers;
                 return mean_of(cold[by_feed], count, f, t) /
                            std::max(mean_of(cold[by_count], count, f, t), mean_of(cold[by_value], count, f, t)) - 1;
               }));
  }
}

}  // namespace

void tell(Report& report, const std::string& name, const std::vector<Study>& studies) {
  tell_cold(report, name, studies);
  if (studies.front().bare.looks <= 0) return;
  tell_newcomers(report, name, studies);
  const auto covered = [&](const char* what, Cover Study::*cover, int Cover::*which) {
    report.add(name + ".cover." + what, each_of(studies, [&](const Study& study) { return double(study.*cover.*which) / (study.*cover).asked; }));
  };
  covered("no_exploration.ips", &Study::none_explored, &Cover::ips);
  covered("no_exploration.self_normalised", &Study::none_explored, &Cover::self_normalised);
  covered("no_exploration.doubly_robust", &Study::none_explored, &Cover::doubly_robust);
  covered("half_exploration.ips", &Study::half_explored, &Cover::ips);
  covered("half_exploration.self_normalised", &Study::half_explored, &Cover::self_normalised);
  covered("half_exploration.doubly_robust", &Study::half_explored, &Cover::doubly_robust);
  const auto alarm = [&](const char* what, double Alarms::*which) {
    report.add(name + ".alarms." + what, each_of(studies, [&](const Study& study) { return study.alarms.*which / study.alarms.salts; }));
  };
  alarm("fixed", &Alarms::fixed);
  alarm("fixed_adjusted", &Alarms::adjusted);
  alarm("always_valid", &Alarms::always);
  alarm("sample_ratio", &Alarms::ratio);
  const auto per_thousand = [&](const std::string& what, const std::function<double(const Run&)>& of) {
    report.add(name + "." + what + ".feed", each_of(studies, [&](const Study& study) { return 1'000 * of(study.feed) / study.feed.looks; }));
    report.add(name + "." + what + ".clicks", each_of(studies, [&](const Study& study) { return 1'000 * of(study.clicks) / study.clicks.looks; }));
  };
  per_thousand("margin_per_1000", [](const Run& run) { return run.margin; });
  per_thousand("value_per_1000", [](const Run& run) { return run.value; });
  per_thousand("purchases_per_1000", [](const Run& run) { return run.purchases; });
  per_thousand("returns_per_1000", [](const Run& run) { return run.returned; });
  report.add(name + ".margin_gain", each_of(studies, [](const Study& study) {
               return study.feed.margin / study.feed.looks / (study.clicks.margin / study.clicks.looks) - 1;
             }));
  report.add(name + ".value_cost_of_exploration", each_of(studies, [](const Study& study) {
               return 1 - study.feed.value / study.feed.looks / (study.bare.value / study.bare.looks);
             }));
}

}  // namespace plaza::simulator
