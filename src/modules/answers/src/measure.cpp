#include "measure.h"

#include "route_statements.h"

namespace plaza::answers {
namespace {

namespace sql = statements;
constexpr std::size_t known_max = 100'000;
constexpr Micros longest = days(7);    // after this long nothing has to do with what was typed
constexpr Micros kept = days(400);

}  // namespace

std::string Measure::person_of(const Asker& asker) const {
  if (!needs_.consents.allows({asker.account, asker.visitor}, profiles::Purpose::analytics)) return {};
  if (!asker.visitor.empty()) return asker.visitor.size() > 100 ? std::string() : "v:" + asker.visitor;
  return asker.account ? "a:" + to_text(asker.account) : std::string();
}

bool Measure::is_known(const std::string& person) {
  const std::string key = std::to_string(period()) + ":" + person;
  const std::lock_guard lock(mutex_);
  return known_.contains(key);
}

void Measure::begin(db::Transaction& tx, const std::string& person, const Asker& asker, Place place, bool shown) {
  const std::int64_t now_in = period();
  tx.execute(sql::insert_ask, {person, now_in, asker.visitor, asker.account, shown, static_cast<int>(place), needs_.clock.now()});
  tx.on_commit([this, key = std::to_string(now_in) + ":" + person] {
    const std::lock_guard lock(mutex_);
    if (known_.size() >= known_max) known_.clear();
    known_.insert(key);
  });
}

void Measure::asked_anyway(db::Transaction& tx, const Asker& asker, Outcome outcome, Time at) {
  tx.execute(sql::set_outcome, {asker.visitor, asker.account, static_cast<int>(outcome), at, at - longest});
}

void Measure::forget_old(db::Transaction& tx) { tx.execute(sql::delete_old_asks, {needs_.clock.now() - kept}); }

HelpReport Measure::report(db::Reader& reader, const Settings& settings, std::int64_t days_back) {
  HelpReport report;
  report.days = days_back;
  report.outcome_hours = settings.outcome_hours;
  for (const auto place : {Place::product, Place::contact, Place::chat, Place::community}) report.places.push_back({place, 0, 0, 0, 0});
  const Time now = needs_.clock.now();
  const Micros counts = hours(settings.outcome_hours);
  reader.each(sql::count_asks, {now - days(days_back), now - counts, counts}, [&](const db::Row& row) {
    const bool shown = row.integer(0) != 0, anyway = row.integer(3) != 0;
    const auto people = row.integer(4);
    auto& place = report.places.at(static_cast<std::size_t>(row.integer(1)));
    (shown ? place.shown : place.unshown) += people;
    (shown ? report.shown : report.unshown) += people;
    if (!anyway) return;
    (shown ? place.shown_asked : place.unshown_asked) += people;
    (shown ? report.shown_asked : report.unshown_asked) += people;
  });
  reader.each(sql::count_asks, {now - counts, now + 1, counts}, [&](const db::Row& row) { report.running += row.integer(4); });
  const auto effect = effect_of({report.shown, report.shown_asked}, {report.unshown, report.unshown_asked});
  report.shown_rate = effect.shown_rate;
  report.unshown_rate = effect.unshown_rate;
  if (effect.enough) {
    report.prevented = effect.prevented;
    report.low = effect.low;
    report.high = effect.high;
  }
  return report;
}

}  // namespace plaza::answers
