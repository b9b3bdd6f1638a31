#include "service.h"

#include <algorithm>
#include <mutex>

#include "radar/events.h"
#include "store.h"

namespace plaza::radar {
namespace {

constexpr Micros looked_back = hours(6);
constexpr std::size_t looked_at_max = 500;

Error product_missing() { return {ErrorKind::not_found, "radar.product_not_found", "There is no such product."}; }

std::vector<catalog::ProductId> products_of(const content::Post& post) {
  std::vector<catalog::ProductId> found;
  for (const auto& tag : post.tags) {
    if (std::find(found.begin(), found.end(), tag.product_id) == found.end()) found.push_back(tag.product_id);
  }
  return found;
}

}  // namespace

bool Paused::is_paused(catalog::ProductId product) const {
  const std::shared_lock lock(mutex_);
  return products_.contains(product.value);
}

void Paused::set(catalog::ProductId product, bool paused) {
  const std::unique_lock lock(mutex_);
  if (paused) products_.insert(product.value);
  else products_.erase(product.value);
  count_ = products_.size();
}

void Paused::replace(const std::vector<PausedProduct>& products) {
  const std::unique_lock lock(mutex_);
  products_.clear();
  for (const auto& each : products) products_.insert(each.product_id.value);
  count_ = products_.size();
}

void Service::load() {
  const auto read = [](db::Reader& reader) { return store::paused(reader); };
  paused_.replace(needs_.database.read_now(read));
}

std::optional<Look> Service::look_at(db::Reader& reader, const Spread& spread) const {
  auto post = needs_.posts.post(reader, spread.post);
  const bool is_public = post && post->status == content::PostStatus::published && post->visibility == content::PostVisibility::everyone;
  if (!is_public) return std::nullopt;
  Look look{spread, std::move(*post), {}, {}, 0, 0};
  look.verdict = read(look.post, spread.mood);
  look.forecast = forecast(spread, needs_.clock.now(), watch_.ended());
  const Worth worth = needs_.worth_of(reader, look.post.author_id);
  look.orders = worth.orders;
  if (look.verdict.negative) look.urgency = urgency(look.forecast.expected, look.verdict.severity, worth);
  return look;
}

Verdict Service::read(const content::Post& post, const CommentMood& mood) const {
  return verdict(post.text, radar::read(post.text, needs_.classifiers), mood);
}

bool Service::is_negative(const content::Post& post, const CommentMood& mood) {
  const auto text = std::hash<std::string>()(post.text);
  const auto generation = needs_.classifiers.generation();  // before they are asked
  {
    const std::lock_guard lock(read_mutex_);
    const auto known = read_.find(post.id.value);
    const bool same = known != read_.end() && known->second.text == text && known->second.generation == generation && known->second.mood == mood;
    if (same) return known->second.negative;
  }
  const bool negative = read(post, mood).negative;
  const std::lock_guard lock(read_mutex_);
  if (read_.size() >= 4 * looked_at_max) read_.clear();
  read_[post.id.value] = {text, generation, mood, negative};
  return negative;
}

Status Service::look() {
  const Time now = needs_.clock.now();
  Settings settings;
  std::vector<Look> found;
  const auto spreads = watch_.moving(now - looked_back, looked_at_max);
  const auto read = [&](db::Reader& reader) {
    settings = store::settings(reader);
    for (const auto& spread : spreads) {
      if (spread.reach < settings.reach_least) continue;
      const auto post = needs_.posts.post(reader, spread.post);
      if (!post || !is_negative(*post, spread.mood)) continue;  // most are none: the forecast is for the few
      if (auto look = look_at(reader, spread); look && is_alert(settings, spread.reach, look->urgency)) found.push_back(std::move(*look));
    }
    return 0;
  };
  needs_.database.read_now(read);
  for (const auto& look : found) {
    // About a product, or grave enough to be about the shop.
    if (look.post.tags.empty() && look.verdict.severity < ml::text::Severity::late) continue;
    TRY_DONE(tell(look, settings));
  }
  return done();
}

Status Service::tell(const Look& look, const Settings& settings) {
  const auto write = [&](db::Transaction& tx) { return tell(tx, look, settings); };
  TRY_DONE(needs_.database.write_now(write));
  return done();
}

Result<bool> Service::tell(db::Transaction& tx, const Look& look, const Settings& settings) {
  auto before = store::of_post(tx, look.post.id);
  if (before && (before->status == AlertStatus::dismissed || !is_told_again(before->expected, look.forecast.expected))) return false;
  const Time now = needs_.clock.now();
  Alert alert = before ? std::move(*before) : Alert{};
  const bool again = static_cast<bool>(alert.id);
  alert.severity = ml::text::severity_name(look.verdict.severity);
  alert.reach = look.spread.reach;
  alert.shares = std::ssize(look.spread.shares);
  alert.expected = look.forecast.expected;
  alert.low = look.forecast.low;
  alert.high = look.forecast.high;
  alert.told_at = now;
  if (!again) {
    alert.id = needs_.ids.make<AlertId>();
    alert.post_id = look.post.id;
    alert.author_id = look.post.author_id;
    alert.products = products_of(look.post);
    alert.words = look.verdict.words;
    alert.orders = look.orders;
    alert.opened_at = now;
  }
  const std::int64_t times = again ? alert.times + 1 : 1;
  if (desk_) {
    const auto product = alert.products.empty() ? std::nullopt : needs_.catalog.product(tx, alert.products[0]);
    const bool urgent = is_urgent(settings, look.verdict.severity, look.urgency);
    TRY(alert.conversation, desk_->take(tx, {alert.id, look.post, product ? product->title : "", alert.severity, alert.reach, alert.expected,
                                             times, urgent, look.urgency, alert.conversation, on_duty(settings, now, urgent), !urgent && is_quiet(settings, now)}));
  }
  if (again ? !store::tell_again(tx, alert) : !store::insert(tx, alert)) {
    return Error{ErrorKind::conflict, "radar.stale", "Somebody else was quicker."};  // takes the conversation back, too
  }
  events::publish(tx, alert.post_id.value, ComplaintAlert{alert.id, alert.post_id, alert.reach, alert.expected, times});
  if (!again && is_paused_at_once(settings.auto_pause, look.verdict.severity)) {
    for (const auto product : alert.products) TRY_DONE(pause(tx, product, "", {}, alert.id));
  }
  return true;
}

Result<Alert> Service::close(db::Transaction& tx, AlertId id, std::int64_t version, Outcome outcome, const std::string& note,
                             identity::AccountId by) {
  const auto alert = store::find(tx, id);
  if (!alert) return Error{ErrorKind::not_found, "radar.not_found", "There is no such alert."};
  if (alert->status != AlertStatus::open) return Error{ErrorKind::conflict, "radar.wrong_status", "It is closed already."};
  const Time now = needs_.clock.now();
  if (!store::close(tx, id, version, outcome, note, now, by)) {
    return Error{ErrorKind::conflict, "radar.stale", "Somebody else changed it meanwhile."};
  }
  TRY_DONE(trail(tx, {now, by, outcome == Outcome::handled ? Deed::handled : Deed::dismissed, {}, id, note}));
  return *store::find(tx, id);
}

Status Service::trail(db::Transaction& tx, const TrailEntry& entry) {
  store::write_trail(tx, needs_.ids.make<AlertId>().value, entry);
  return done();
}

void Service::change(db::Transaction& tx, catalog::ProductId product, bool paused) {
  events::publish(tx, product.value, PromotionChanged{product, paused});
  tx.on_commit([this, product, paused] { paused_.set(product, paused); });
}

Status Service::pause(db::Transaction& tx, catalog::ProductId product, const std::string& reason, identity::AccountId by, AlertId alert) {
  if (!needs_.catalog.product(tx, product)) return product_missing();
  const Time now = needs_.clock.now();
  if (!store::pause(tx, {product, now, by, reason})) return done();
  change(tx, product, true);
  return trail(tx, {now, by, Deed::paused, product, alert, reason});
}

Status Service::clear(db::Transaction& tx, catalog::ProductId product, const std::string& reason, identity::AccountId by) {
  if (!needs_.catalog.product(tx, product)) return product_missing();
  if (!store::clear(tx, product)) return done();
  change(tx, product, false);
  return trail(tx, {needs_.clock.now(), by, Deed::cleared, product, {}, reason});
}

}  // namespace plaza::radar
