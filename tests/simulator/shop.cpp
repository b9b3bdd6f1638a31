#include "shop.h"

#include <algorithm>
#include <cmath>

namespace plaza::simulator {

namespace {

constexpr Time opening{1'772'366'400'000'000};  // 2026-03-01T12:00:00Z
// As the storefront asks (web/storefront/feed/store.svelte.ts): six come with the page; fours, when two are left, until there are twelve;
// then tens, when four are left.
constexpr int home_size = 6, small_size = 4, page_size = 10;
constexpr std::size_t small_until = 12;
constexpr std::size_t small_ahead = 2, ahead = 4;
enum : std::uint64_t { of_visit = 1'001, of_look, of_patience };

bool is_sold(const std::vector<std::int64_t>& stock, int product) { return product >= 0 && stock[static_cast<std::size_t>(product)] <= 0; }

}  // namespace

std::string visitor_name(int person) { return "v" + std::to_string(person); }
content::PostId id_of(int post) { return content::PostId{post + 1}; }
int post_of(content::PostId id) { return static_cast<int>(id.value) - 1; }

void Popularity::saw(int post, double came, Time at) {
  if (of_.size() <= static_cast<std::size_t>(post)) of_.resize(static_cast<std::size_t>(post) + 1);
  auto& counts = of_[static_cast<std::size_t>(post)];
  const double age = static_cast<double>(at - counts.at) / static_cast<double>(days(1));
  counts.heat = counts.heat * std::exp2(-std::max(age, 0.0)) + (came > 0 ? 1 : 0);
  counts.at = at;
  counts.looks += 1;
  counts.came += came;
  looks_ += 1;
  came_ += came;
}

std::vector<int> Popularity::best(std::size_t count, const std::function<bool(int)>& shown, const std::function<double(int)>& of) const {
  std::vector<std::pair<double, int>> all;
  for (std::size_t i = 0; i < of_.size(); ++i) {
    const int post = static_cast<int>(i);
    if (shown(post)) all.emplace_back(-of(post), post);
  }
  std::sort(all.begin(), all.end());
  std::vector<int> made;
  for (const auto& [value, post] : all) {
    if (made.size() >= count) break;
    made.push_back(post);
  }
  return made;
}

std::vector<int> Popularity::by_count(std::size_t count, Time now, const std::function<bool(int)>& shown) const {
  return best(count, shown, [&](int post) {
    const auto& counts = of_[static_cast<std::size_t>(post)];
    return counts.heat * std::exp2(-static_cast<double>(now - counts.at) / static_cast<double>(days(1)));
  });
}

double Popularity::value(int post) const {
  constexpr double prior_looks = 20;
  const double average = looks_ > 0 ? came_ / looks_ : 0;
  if (of_.size() <= static_cast<std::size_t>(post)) return average;
  const auto& counts = of_[static_cast<std::size_t>(post)];
  return (counts.came + prior_looks * average) / (counts.looks + prior_looks);
}

std::vector<int> Popularity::by_value(std::size_t count, const std::function<bool(int)>& shown) const {
  return best(count, shown, [&](int post) { return value(post); });
}

Shop::Shop(Population& people, const Plan& plan, const feed::Tuning& tuning)
    : people_(people),
      plan_(plan),
      worth_(people.worth()),
      clock_(opening),
      engine_(clock_, feed::Settings{0.1, people.seed * 2 + 1, 1'000'000}, [this](std::string json) { record_ = std::move(json); }),
      learner_(engine_) {
  engine_.tune(tuning);
  for (std::size_t i = 0; i < people_.products.size(); ++i) {
    const auto& product = people_.products[i];
    stock_.push_back(product.stock);
    engine_.set_offer(catalog::ProductId{static_cast<std::int64_t>(i) + 1}, product.price, product.stock);
  }
  while (people_.posts.size() < static_cast<std::size_t>(plan_.posts)) people_.add_post();
  for (int post = 0; post < plan_.posts; ++post) {  // of the last three weeks, oldest first
    clock_.set(opening - days(21) * (plan_.posts - post) / plan_.posts);
    publish(post);
  }
  clock_.set(opening);
}

void Shop::publish(int number) {
  const auto& post = people_.posts[static_cast<std::size_t>(number)];
  content::Post made;
  made.id = id_of(number);
  made.author_id = identity::AccountId{100'000 + post.creator};
  made.hashtags.push_back("topic" + std::to_string(post.topic));
  if (post.second_topic >= 0 && post.second_topic != post.topic) made.hashtags.push_back("topic" + std::to_string(post.second_topic));
  if (post.product >= 0) made.tags.push_back({catalog::ProductId{post.product + 1}, 0, 0.5, 0.5, {}});
  made.created_at = made.published_at = clock_.now();
  engine_.put(made);
  if (published_.size() <= static_cast<std::size_t>(number)) published_.resize(static_cast<std::size_t>(number) + 1, false);
  published_[static_cast<std::size_t>(number)] = true;
  if (heard_) heard_(published(number));
}

interactions::Record Shop::published(int number) const {
  interactions::Record record;
  record.kind = interactions::Kind::domain;
  record.trust = interactions::Trust::domain;
  record.name = "content.post_published";
  record.at = record.received_at = clock_.now();
  record.properties = "{\"post_id\":\"" + to_text(id_of(number)) + "\",\"author_id\":\"" +
                      to_text(identity::AccountId{100'000 + people_.posts[static_cast<std::size_t>(number)].creator}) + "\"}";
  return record;
}

void Shop::seen_elsewhere(const std::string& visitor, int post) {
  interactions::Record record;
  record.kind = interactions::Kind::track;
  record.trust = interactions::Trust::evidence;
  record.name = "Post Viewed";
  record.visitor = visitor;
  record.properties = "{\"post_id\":\"" + to_text(id_of(post)) + "\",\"watch_ms\":6500}";
  hear(std::move(record));
}

void Shop::passed_on(const std::string& visitor, int post) {
  interactions::Record record;
  record.kind = interactions::Kind::track;
  record.trust = interactions::Trust::evidence;
  record.name = "Post Shared";
  record.visitor = visitor;
  record.properties = "{\"post_id\":\"" + to_text(id_of(post)) + "\"}";
  hear(std::move(record));
}

void Shop::hear(interactions::Record record) {
  record.position = ++position_;
  record.at = record.received_at = clock_.now();
  learner_.apply(record);
  if (heard_) heard_(record);
}

bool Shop::is_shown(int post) const {
  if (static_cast<std::size_t>(post) >= published_.size() || !published_[static_cast<std::size_t>(post)]) return false;
  return !is_sold(stock_, people_.posts[static_cast<std::size_t>(post)].product);
}

void Shop::post_arrives() { publish(people_.add_post()); }

bool Shop::next_is_new() const {
  return chance_of(people_.seed, of_visit, static_cast<std::uint64_t>(visit_)) < plan_.new_visitors;
}

int Shop::next_person() const {
  if (next_is_new()) return people_so_far();
  const auto visit = static_cast<std::uint64_t>(visit_);
  const double chance = chance_of(people_.seed, of_visit, visit, 1) * (0.3 + 0.7 * chance_of(people_.seed, of_visit, visit, 2));
  return static_cast<int>(chance * people_.shape.members);  // some come often
}

void Shop::write(interactions::Kind kind, std::string name, int person, std::string properties) {
  interactions::Record record;
  record.kind = kind;
  record.trust = kind == interactions::Kind::track ? interactions::Trust::evidence : interactions::Trust::domain;
  record.name = std::move(name);
  if (person >= 0) record.visitor = visitor_name(person);
  record.properties = std::move(properties);
  hear(std::move(record));
}

void Shop::did(const char* name, int person, int post, std::int64_t watch_ms, bool with_product) {
  std::string json = "{\"post_id\":\"" + to_text(id_of(post)) + "\"";
  if (watch_ms > 0) json += ",\"watch_ms\":" + std::to_string(watch_ms);
  if (with_product) {
    const catalog::ProductId product{people_.posts[static_cast<std::size_t>(post)].product + 1};
    json += ",\"product_id\":\"" + to_text(product) + "\"";
  }
  write(interactions::Kind::track, name, person, json + "}");
}

void Shop::buy(const Look& look) {
  const int product = people_.posts[static_cast<std::size_t>(look.post)].product;
  const int order = ++orders_;
  write(interactions::Kind::domain, "orders.order_paid", -1,
        "{\"order_id\":\"ord_" + std::to_string(order) + "\",\"visitor\":\"" + visitor_name(look.person) +
            "\",\"lines\":[{\"product_id\":\"" + to_text(catalog::ProductId{product + 1}) + "\",\"source\":{\"post_id\":\"" +
            to_text(id_of(look.post)) + "\"}}]}");
  auto& left = stock_[static_cast<std::size_t>(product)];
  --left;
  engine_.set_offer(catalog::ProductId{product + 1}, people_.products[static_cast<std::size_t>(product)].price, left);
  engine_.set_available(catalog::ProductId{product + 1}, left > 0);
  const auto drawn = [&](std::uint64_t what) { return chance_of(people_.seed, of_look + what, static_cast<std::uint64_t>(order), 77); };
  if (drawn(1) * look.truth.purchase >= look.truth.returned) return;
  returns_.push({clock_.now() + hours(12) + static_cast<Micros>(drawn(2) * static_cast<double>(days(2))), order, product});
}

void Shop::take_back() {
  while (!returns_.empty() && returns_.top().at <= clock_.now()) {
    const auto back = returns_.top();
    returns_.pop();
    write(interactions::Kind::domain, "orders.order_refunded", -1, "{\"order_id\":\"ord_" + std::to_string(back.order) + "\"}");
    auto& left = stock_[static_cast<std::size_t>(back.product)];
    ++left;
    engine_.set_offer(catalog::ProductId{back.product + 1}, people_.products[static_cast<std::size_t>(back.product)].price, left);
    engine_.set_available(catalog::ProductId{back.product + 1}, left > 0);
  }
}

// What really follows: each step by a number that belongs to the viewer, the post, the step and how often they met.
double Shop::act(const Look& look) {
  const auto& truth = look.truth;
  const int times = seen_[static_cast<std::int64_t>(look.person) << 32 | look.post]++;
  const auto with = static_cast<std::uint64_t>(look.person) << 32 | static_cast<std::uint64_t>(look.post);
  const auto happens = [&](int step, double chance, double given) {
    return given > 0 && chance_of(people_.seed, of_look, with, static_cast<std::uint64_t>(step * 1'000 + times)) * given < chance;
  };
  double came = 0;
  const auto value = [&](std::int64_t worth) { came += static_cast<double>(worth); };
  const bool watched = happens(1, truth.watch, 1);
  const bool skipped = !watched && happens(2, 0.5, 1);
  const std::int64_t dwell = watched ? 6'500 : skipped ? 600 : 2'500;
  clock_.advance(dwell * 1'000);
  did("Post Viewed", look.person, look.post, dwell, false);
  if (!watched) {
    if (happens(3, truth.hide, 1 - truth.watch)) {
      did("Post Hidden", look.person, look.post, 0, false);
      value(worth_.hide);
    }
    return came;
  }
  value(worth_.watch);
  if (happens(4, truth.like, truth.watch)) {
    did("Post Liked", look.person, look.post, 0, false);
    value(worth_.like);
  }
  if (happens(5, truth.save, truth.watch)) {
    did("Post Saved", look.person, look.post, 0, false);
    value(worth_.save);
  }
  if (!happens(6, truth.tap, truth.watch) || !is_shown(look.post)) return came;
  did("Tag Tapped", look.person, look.post, 0, true);
  value(worth_.tag_tap);
  clock_.advance(seconds(20));
  if (!happens(7, truth.cart, truth.tap)) return came;
  did("Product Added", look.person, look.post, 0, true);
  value(worth_.add_to_cart);
  clock_.advance(seconds(60));
  if (!happens(8, truth.purchase, truth.cart)) return came;
  buy(look);
  value(worth_.purchase);
  return came;
}

int Shop::next_visit(const Told& told, int looks) {
  const int person = next_person();
  if (next_is_new()) ++strangers_;
  const int visit = visit_++;
  if (visit % plan_.new_post_every == plan_.new_post_every - 1) post_arrives();
  clock_.advance(static_cast<Micros>(plan_.minutes_between * 60e6));
  take_back();
  const double patience = chance_of(people_.seed, of_patience, static_cast<std::uint64_t>(visit));
  const int patient_for = looks > 0 ? looks : 4 + static_cast<int>(-9 * std::log(1 - patience));
  std::vector<int> screen;
  std::string cursor;
  bool ended = false;
  const auto begins = [&] { return screen.size() < small_until; };
  const auto ask = [&] {
    const int size = screen.empty() ? home_size : begins() ? small_size : page_size;
    const auto page = engine_.page({{0, visitor_name(person)}, size, cursor, "", feed::Scope::for_you});
    write(interactions::Kind::domain, "feed.page", -1, std::exchange(record_, {}));
    for (const auto& item : page.items) screen.push_back(post_of(item.post_id));
    cursor = page.next_cursor.value_or("");
    ended = !page.next_cursor;
  };
  ask();
  for (int place = 0; place < std::min(patient_for, 60); ++place) {
    const std::size_t soon = static_cast<std::size_t>(place) + (begins() ? small_ahead : ahead);
    if (place > 0 && soon >= screen.size() && !ended) ask();
    if (place >= static_cast<int>(screen.size())) break;
    const int post = screen[static_cast<std::size_t>(place)];
    const auto met = seen_.find(static_cast<std::int64_t>(person) << 32 | post);
    Look look{visit, person, post, place, people_.chances(person, post, met == seen_.end() ? 0 : met->second), 0};
    clock_.advance(seconds(1));
    look.came = act(look);
    popularity_.saw(post, look.came, clock_.now());
    if (told) told(look);
  }
  return person;
}

std::string Shop::page_unlearnt(int person) {
  engine_.page({{0, visitor_name(person)}, page_size, "", "", feed::Scope::for_you});
  return std::exchange(record_, {});
}

}  // namespace plaza::simulator
