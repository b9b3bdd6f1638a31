#include "defect_service.h"

#include <algorithm>

#include "store.h"

namespace plaza::radar {
namespace {

constexpr int products_looked_at = 500, signals_read = 3'000;
constexpr Micros kept_for = days(200), rest_after_decision = days(30);

std::int64_t day_of(Time at) { return at.micros / days(1); }

}  // namespace

void DefectService::note(db::Transaction& tx, const Signal& signal) {
  store::note_signal(tx, needs_.ids.make<AlertId>().value, signal);
}

void DefectService::sold(db::Transaction& tx, catalog::ProductId product, std::int64_t units, Time at) {
  store::add_sold(tx, product, day_of(at), units);
}

ProductHistory DefectService::history_of(db::Reader& reader, catalog::ProductId product, Time now) {
  ProductHistory history;
  history.units = store::sold(reader, product, day_of(now));
  for (auto& each : store::signals_of(reader, product, now - days(history_days), now, signals_read)) {
    const auto age = (now - each.at) / days(1);
    const auto bought = each.bought_at.micros > 0 ? std::max<std::int64_t>(0, (now - each.bought_at) / days(1)) : -1;
    history.said.push_back({static_cast<int>(age), each.source, std::move(each.person), each.variant.value, each.weight, static_cast<int>(bought)});
  }
  return history;
}

std::vector<DefectService::Found> DefectService::rising(db::Reader& reader, const Settings& settings) {
  const Time now = needs_.clock.now();
  const auto all = store::sold(reader, {}, day_of(now));
  const double rate = shop_rate(store::count_signals(reader, now - days(baseline_days)), exposure(all, 0, baseline_days));
  std::vector<Rise> rises;
  std::vector<catalog::ProductId> products;
  for (const auto id : store::spoken_of(reader, now - days(window_days_max), settings.defect_people_least, products_looked_at)) {
    const auto product = needs_.catalog.product(reader, id);
    if (!product || product->status != catalog::ProductStatus::active) continue;
    auto rise = strongest_rise(history_of(reader, id, now), rate);
    if (rise.bought_from_age >= 0) {
      rise.bought_from = now - days(rise.bought_from_age);
      rise.bought_until = now - days(rise.bought_until_age);
    }
    rises.push_back(rise);
    products.push_back(id);
  }
  const auto many = static_cast<std::size_t>(store::count_sold(reader, day_of(now) - history_days));
  std::vector<Found> found;
  for (const auto at : standing_out(rises, many, static_cast<double>(settings.defect_false_alarms), settings.defect_people_least)) {
    found.push_back({products[at], rises[at]});
  }
  return found;
}

Status DefectService::look() {
  Settings settings;
  std::vector<Found> found;
  const auto read = [&](db::Reader& reader) {
    settings = store::settings(reader);
    if (settings.defects) found = rising(reader, settings);
    return 0;
  };
  needs_.database.read_now(read);
  for (const auto& each : found) {
    const auto write = [&](db::Transaction& tx) { return advise(tx, each, settings); };
    TRY_DONE(needs_.database.write_now(write));
  }
  for (bool more = true; more;) {
    const auto write = [&](db::Transaction& tx) -> Status {
      more = store::purge_signals(tx, needs_.clock.now() - kept_for);
      return done();
    };
    TRY_DONE(needs_.database.write_now(write));
  }
  return done();
}

Status DefectService::advise(db::Transaction& tx, const Found& found, const Settings& settings) {
  const Time now = needs_.clock.now();
  auto before = store::advice_on(tx, found.product);
  if (before && before->status == AdviceStatus::open) {
    if (found.rise.people <= before->rise.people) return done();
    before->rise = found.rise;
    store::renew(tx, *before);
    return done();
  }
  // Decided of late: only twice as many are news.
  if (before && before->closed_at && *before->closed_at > now - rest_after_decision && found.rise.people < 2 * before->rise.people) return done();
  const auto product = needs_.catalog.product(tx, found.product);
  if (!product || product->status != catalog::ProductStatus::active) return done();
  Advice advice;
  advice.id = needs_.ids.make<AlertId>();
  advice.product = found.product;
  advice.rise = found.rise;
  advice.opened_at = now;
  store::insert(tx, advice);
  if (desk_) {
    desk_->advise(tx, {advice.id, product->title, advice.rise.people, advice.rise.days, advice.rise.bought_from, advice.rise.bought_until,
                          on_duty(settings, now, false), is_quiet(settings, now)});
  }
  return done();
}

Result<Advice> DefectService::close(db::Transaction& tx, AlertId id, std::int64_t version, AdviceStatus status, const std::string& note,
                                    identity::AccountId by) {
  const auto advice = store::find_advice(tx, id);
  if (!advice) return Error{ErrorKind::not_found, "radar.not_found", "There is no such advice."};
  if (advice->status != AdviceStatus::open) return Error{ErrorKind::conflict, "radar.wrong_status", "It is decided already."};
  const Time now = needs_.clock.now();
  if (!store::close(tx, id, version, status, note, now, by)) {
    return Error{ErrorKind::conflict, "radar.stale", "Somebody else changed it meanwhile."};
  }
  const auto deed = status == AdviceStatus::stopped ? Deed::stopped : Deed::kept_on_sale;
  store::write_trail(tx, needs_.ids.make<AlertId>().value, {now, by, deed, advice->product, id, note});
  return *store::find_advice(tx, id);
}

Result<Advice> DefectService::stop(db::Transaction& tx, AlertId id, std::int64_t version, const std::string& note, identity::AccountId by) {
  TRY(auto advice, close(tx, id, version, AdviceStatus::stopped, note, by));
  catalog::ProductPatch patch;
  patch.status = catalog::ProductStatus::draft;
  TRY_DONE(needs_.catalog.update(tx, advice.product, patch));
  TRY_DONE(service_.pause(tx, advice.product, note, by, id));
  return advice;
}

Result<Advice> DefectService::keep(db::Transaction& tx, AlertId id, std::int64_t version, const std::string& note, identity::AccountId by) {
  return close(tx, id, version, AdviceStatus::kept, note, by);
}

}  // namespace plaza::radar
