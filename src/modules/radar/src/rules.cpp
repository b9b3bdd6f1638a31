#include "rules.h"

#include <algorithm>
#include <cmath>

#include "platform/base/text.h"

namespace plaza::radar {
namespace {

using ml::text::Severity;

// Until this shop's own posts have taught how far such ones go: as if one of so many viewers had passed the post on, and to so many others,
// which what is seen soon outweighs. Of followers only some see what is passed on.
constexpr double viewers_before = 30, others_least = 10, followers_who_see = 0.2;
constexpr double makes_most = 0.75;          // others that each viewer makes
constexpr double hours_at_this_pace = 2;     // and then it is over, for all that is known
constexpr std::int64_t growth_high = 15;
// A post that ended teaches about one that it was not far behind at the same age.
constexpr double as_far = 1.0 / 3;

constexpr double clearly = -0.5, strongly = -0.75;  // a feeling

// "My old one broke, so this is the new one" complains of nothing.
bool speaks_of_an_old_one(std::string_view text) {
  const auto words = folded(text);
  for (const std::string_view each : {"my old ", "old one", "the old ", "cai cu", "chiec cu", " cu cua minh"}) {
    if (words.find(each) != std::string::npos) return true;
  }
  return false;
}

std::int64_t people(double number) { return std::llround(std::clamp(number, 0.0, 1e12)); }

}  // namespace

ml::forecast::Cascade cascade_of(const Spread& spread) {
  ml::forecast::Cascade cascade;
  cascade.shares.push_back({0, static_cast<double>(std::max<std::int64_t>(1, spread.author_reach))});
  std::int64_t before = 0;
  auto share = spread.shares.begin();
  for (const auto& seen : spread.curve) {
    const auto fresh = seen.reach - before;
    before = seen.reach;
    const Time end{(seen.hour + 1) * hours(1)};
    double sharers = 0;
    for (; share != spread.shares.end() && share->at < end; ++share) sharers += static_cast<double>(share->reach);
    if (fresh <= 0) continue;
    const Time middle{seen.hour * hours(1) + hours(1) / 2};
    const double at = std::max(1.0, static_cast<double>(middle - spread.published_at) / 1e6);
    cascade.shares.push_back({at, 1 + sharers / static_cast<double>(fresh), static_cast<double>(fresh)});
  }
  return cascade;
}

double growth_by_passing_on(const Spread& spread) {
  double others = others_least;
  for (const auto& share : spread.shares) others += std::max(others_least, followers_who_see * static_cast<double>(share.reach));
  return 1 / (1 - std::min(makes_most, others / (viewers_before + static_cast<double>(spread.reach))));
}

double viewers_of_last_hour(const Spread& spread, Time now) {
  const auto hour = now.micros / hours(1);
  const double left = 1 - static_cast<double>(now.micros % hours(1)) / static_cast<double>(hours(1));
  double count = 0;
  std::int64_t before = 0;
  for (const auto& seen : spread.curve) {
    const auto fresh = static_cast<double>(seen.reach - before);
    before = seen.reach;
    if (seen.hour == hour - 1) count += left * fresh;
    if (seen.hour >= hour) count += fresh;
  }
  return count;
}

namespace {

std::vector<ml::forecast::Cascade> comparable(std::span<const ml::forecast::Cascade> ended, std::int64_t reach, double age) {
  std::vector<ml::forecast::Cascade> found;
  for (const auto& cascade : ended) {
    double so_far = 0;
    for (std::size_t i = 1; i < cascade.shares.size() && cascade.shares[i].seconds <= age; ++i) so_far += cascade.shares[i].count;
    if (so_far >= as_far * static_cast<double>(reach)) found.push_back(cascade);
  }
  return found;
}

}  // namespace

Forecast forecast(const Spread& spread, Time now, std::span<const ml::forecast::Cascade> all_ended) {
  auto cascade = cascade_of(spread);
  const double age = std::max(60.0, static_cast<double>(now - spread.published_at) / 1e6);
  // The hour that runs has no middle yet.
  for (auto& share : cascade.shares) share.seconds = std::min(share.seconds, age);
  const auto ended = comparable(all_ended, spread.reach, age);
  const auto model = ml::forecast::CascadeModel::fit(ended, age);
  const auto made = model.forecast(cascade);
  Forecast result{std::max(spread.reach, people(made.size)), std::max(spread.reach, people(made.low)),
                  std::max(spread.reach, people(made.high)), ended.size() >= ml::forecast::CascadeModel::examples_min};
  if (!result.learnt) {
    const auto reach = static_cast<double>(spread.reach);
    const double most = std::min(growth_by_passing_on(spread) * reach, reach + hours_at_this_pace * viewers_of_last_hour(spread, now));
    result.expected = std::min(result.expected, people(most));
    result.high = std::min(result.high, growth_high * spread.reach);
  }
  result.high = std::max(result.high, result.expected);
  result.low = std::min(result.low, result.expected);
  return result;
}

Verdict verdict(std::string_view text, const CommentMood& comments) { return verdict(text, read(text), comments); }

Verdict verdict(std::string_view text, const Reading& reading, const CommentMood& comments) {
  const auto& feeling = reading.feeling;
  const auto& found = reading.intents;
  Verdict said;
  said.score = feeling.score;
  const bool echoed = comments.negative >= 3 && comments.negative > 2 * comments.positive;
  said.severity = ml::text::severity(found, feeling);
  // One dislike is no complaint: it must be strongly unhappy, or say what went wrong; or those who comment feel it, too.
  const bool went_wrong = said.severity >= Severity::late && feeling.sign() < 0;
  const bool unhappy = feeling.score < strongly || (went_wrong && (feeling.score < clearly || !speaks_of_an_old_one(text)));
  said.negative = unhappy || (echoed && feeling.sign() <= 0) || (said.severity >= Severity::money && feeling.sign() <= 0);
  said.negative = said.negative || (reading.complains && feeling.sign() <= 0);
  if ((reading.advertises || reading.harmless) && said.severity < Severity::safety) said.negative = false;
  if (!said.negative) said.severity = Severity::none;
  else if (said.severity == Severity::none) said.severity = Severity::taste;
  for (const auto& word : feeling.words) {
    if (word.weight < 0 && said.words.size() < 8) said.words.push_back(word.text);
  }
  for (const auto& intent : found) {
    if (!said.negative) break;
    for (const auto& word : intent.words) {
      if (said.words.size() < 8 && std::find(said.words.begin(), said.words.end(), word) == said.words.end()) said.words.push_back(word);
    }
  }
  return said;
}

double value_of_author(const Worth& worth) {
  double usual_orders = static_cast<double>(worth.orders);
  if (worth.usual_order > 0 && (worth.net_paid || worth.expected)) {
    const auto money = std::max<std::int64_t>(0, worth.net_paid.value_or(0)) + std::max<std::int64_t>(0, worth.expected.value_or(0));
    usual_orders = static_cast<double>(money) / static_cast<double>(worth.usual_order);
  }
  return 1 + 0.25 * std::clamp(usual_orders, 0.0, 4.0);
}

double urgency(std::int64_t expected, Severity severity, const Worth& worth) {
  return static_cast<double>(expected) * ml::text::severity_weight(severity) * value_of_author(worth);
}

bool is_alert(const Settings& settings, std::int64_t reach, double urgency) {
  return reach >= settings.reach_least && urgency >= static_cast<double>(settings.alert_from);
}

bool is_told_again(std::int64_t told, std::int64_t expected) { return expected >= 2 * std::max<std::int64_t>(1, told); }

bool is_urgent(const Settings& settings, Severity severity, double urgency) {
  return severity == Severity::safety || urgency >= 10 * static_cast<double>(settings.alert_from);
}

bool is_paused_at_once(AutoPause from, Severity severity) {
  switch (from) {
    case AutoPause::never: return false;
    case AutoPause::safety: return severity >= Severity::safety;
    case AutoPause::money: return severity >= Severity::money;
    case AutoPause::defect: return severity >= Severity::defect;
  }
  return false;
}

namespace {

struct Local {
  int day = 1;  // of the week, 1: Monday
  int minute = 0;
};

Local local_of(const Settings& settings, Time now) {
  const auto minute = now.micros / minutes(1) + settings.utc_offset_minutes;
  const auto day = minute / 1'440;
  return {static_cast<int>((day + 3) % 7) + 1, static_cast<int>(minute % 1'440)};  // 1970 began on a Thursday
}

bool serves(const Duty& duty, const Local& local) {
  const auto on = [&](int day) { return std::find(duty.days.begin(), duty.days.end(), day) != duty.days.end(); };
  if (duty.from == duty.to) return on(local.day);
  if (duty.from < duty.to) return on(local.day) && local.minute >= duty.from && local.minute < duty.to;
  if (local.minute >= duty.from) return on(local.day);
  return local.minute < duty.to && on(local.day == 1 ? 7 : local.day - 1);
}

}  // namespace

bool is_quiet(const Settings& settings, Time now) {
  if (settings.quiet_from == settings.quiet_to) return false;
  const int minute = local_of(settings, now).minute;
  if (settings.quiet_from < settings.quiet_to) return minute >= settings.quiet_from && minute < settings.quiet_to;
  return minute >= settings.quiet_from || minute < settings.quiet_to;
}

std::vector<Told> on_duty(const Settings& settings, Time now, bool urgent) {
  const auto local = local_of(settings, now);
  const bool quiet = !urgent && is_quiet(settings, now);
  std::vector<Told> all;
  for (const auto& duty : settings.duty) {
    if (!serves(duty, local)) continue;
    auto known = std::find_if(all.begin(), all.end(), [&](const Told& each) { return each.account == duty.account_id; });
    if (known == all.end()) known = all.insert(all.end(), Told{duty.account_id, false, false});
    known->push = known->push || (duty.push && !quiet);
    known->mail = known->mail || duty.mail || (duty.push && quiet);
  }
  return all;
}

}  // namespace plaza::radar
