// Four weeks of life: members, customers and strangers open the feed, look at what it shows, like what suits their taste, and some buy.
// People come in a few waves a day: a page is learnt from together with what came of it, so both stand in the log within minutes.
#include <algorithm>
#include <array>
#include <cmath>

#include "catalog/module.h"
#include "content/module.h"
#include "demo/places.h"
#include "demo/world.h"
#include "feed/module.h"
#include "interactions/module.h"
#include "platform/json/encode.h"
#include "segments/module.h"

namespace plaza::app::demo_brand {

namespace {

constexpr std::array wave_hours = {7.3, 8.6, 12.2, 13.1, 16.4, 18.2, 19.6, 20.7, 21.5, 22.8};
constexpr Micros wave = minutes(6);
constexpr int posts_a_page = 10;

std::string ids(const char* name, const std::string& id) { return std::string("\"") + name + "\":\"" + id + "\""; }

}  // namespace

void World::track(const char* name, const Seer& who, Time at, std::string properties) {
  interactions::Record record;
  record.kind = interactions::Kind::track;
  record.trust = who.account ? interactions::Trust::session : interactions::Trust::evidence;
  record.account = who.account.value;
  record.visitor = who.visitor;
  record.name = name;
  record.at = record.received_at = at;
  record.message_id = "demo-" + std::to_string(++message_);
  record.properties = std::move(properties);
  records_.push_back(std::move(record));
}

double World::fit(const Tastes& taste, const WrittenPost& post) const {
  double sum = 0;
  for (const auto& word : post.tastes) {
    const auto found = taste.find(word);
    if (found != taste.end()) sum += found->second;
  }
  return sum;
}

World::Seer World::seer_of(const Customer& customer) const {
  return {customer.account, customer.visitor, customer.name, customer.email, customer.locale, &customer.taste, customer.place};
}

// Nobody known: another browser each time.
World::Seer World::stranger() {
  if (kinds_of_taste_.empty()) {
    for (const auto& person : files_.people) {
      Tastes taste;
      for (const auto& word : person.tastes) taste[word] = 0.7;
      kinds_of_taste_.push_back(std::move(taste));
    }
  }
  const std::string visitor = "demo-stranger-" + std::to_string(random_() % 1'000'000);
  const auto& taste = pick(kinds_of_taste_);
  return {{}, visitor, "Guest", visitor + "@shopper.example", "en", &taste, place_for("en", random_())};
}

void World::react(const Seer& who, WrittenPost& post) {
  auto& writing = program_.content().writing();
  const auto account = who.account;
  const auto say = [&](content::Reaction reaction) {
    actions_.push_back([&writing, account, id = post.id, reaction](db::Transaction& tx) {
      (void)tx.nested([&] { return writing.react(tx, account, id, reaction, true).ok(); });
    });
  };
  say(content::Reaction::like);
  if (chance() < 0.25) say(content::Reaction::save);
  if (chance() < 0.08) say(content::Reaction::share);
  const auto& words = files_.words.at(who.locale == "vi" ? "vi" : "en");
  if (chance() > 0.11 || post.comments >= 6) return;
  ++post.comments;
  actions_.push_back([&writing, account, id = post.id, text = pick(words.comments)](db::Transaction& tx) {
    (void)tx.nested([&] { return writing.comment(tx, account, id, text, {}).ok(); });
  });
}

// What is tried shows in what people do: both the tap and the bag are likelier.
void World::tap(const Seer& who, const WrittenPost& post, const std::string& impression, Time at) {
  const auto product = products_.find(pick(post.products));
  if (product == products_.end()) return;
  const std::string both = "{" + ids("post_id", to_text(post.id)) + "," + ids("product_id", to_text(product->second.id)) + "}";
  track("Tag Tapped", who, at, both);
  track("Product Viewed", who, at + seconds(2), both);
  if (chance() > (treated_ ? 0.46 : 0.26)) return;
  track("Product Added", who, at + seconds(20), both);
  if (chance() < 0.42) purchases_.push_back({who, product->first, post.id, impression});
}

void World::look_at(const Seer& who, const feed::Item& item, Time at) {
  const auto known = post_at_.find(item.post_id);
  if (known == post_at_.end()) return;
  auto& post = posts_[known->second];
  const double liking = std::min(1.6, fit(*who.taste, post)) * std::min(post.quality, 2.5);
  const bool stays = chance() < 0.05 + 0.2 * liking;
  const auto watch = static_cast<std::int64_t>(stays ? 5'000 + 7'000 * chance() : 900 + 3'400 * chance());
  track("Post Viewed", who, at,
        "{" + ids("post_id", to_text(post.id)) + "," + ids("impression_id", item.impression_id) + ",\"watch_ms\":" + std::to_string(watch) + "}");
  const Time after = at + milliseconds(watch);
  const std::string named = "{" + ids("post_id", to_text(post.id)) + "}";
  if (chance() < (who.account ? 0.014 : 0.006) + std::min(0.3, 0.08 * liking)) {
    if (who.account) react(who, post);
    else track(chance() < 0.75 ? "Post Liked" : "Post Saved", who, after, named);
  } else if (chance() < 0.004) {
    track("Post Hidden", who, after, named);
  }
  const double taps = (0.006 + 0.05 * std::min(liking, 2.5)) * (treated_ ? 1.7 : 1);
  if (!post.products.empty() && chance() < taps) tap(who, post, item.impression_id, after + seconds(1));
}

// One page or more of the feed, at its own time.
void World::look(Visit& visit) {
  if (!visit.collection.empty()) return go_for(visit);
  feed::PageRequest request;
  request.viewer = {visit.who.account.value, visit.who.visitor};
  request.limit = posts_a_page;
  request.device = chance() < 0.7 ? feed::Device::phone : feed::Device::desk;
  Time at = visit.at;
  program_.shift_clock(at - SystemClock().now());
  treated_ = is_treated(visit.who);
  for (int number = 0; number < 3; ++number) {
    program_.shift_clock(at - SystemClock().now());
    const auto page = program_.feed().feed().page(request);
    const int looked = 4 + static_cast<int>(random_() % 7);
    for (int i = 0; i < looked && i < static_cast<int>(page.items.size()); ++i) {
      at = at + seconds(2 + static_cast<std::int64_t>(random_() % 6));
      look_at(visit.who, page.items[static_cast<std::size_t>(i)], at);
    }
    if (!page.next_cursor || looked < 8 || at - visit.at > minutes(2)) return;
    request.cursor = *page.next_cursor;
    at = at + seconds(3);
  }
}

// They walk through the shop, not through the feed: some know what they want, some only look.
void World::go_for(const Visit& visit) {
  if (!visit.buys) {
    for (int i = 2 + static_cast<int>(random_() % 3); i > 0; --i) {
      const auto& product = *goods_of(visit.collection, chance() < 0.3);
      track("Product Viewed", visit.who, visit.at + seconds(40 * (5 - i)), "{" + ids("product_id", to_text(product.id)) + "}");
    }
    return;
  }
  const auto& wanted = *goods_of(visit.collection, false);
  const int looked = 1 + static_cast<int>(random_() % 3);
  for (int i = 0; i < looked; ++i) {
    const auto& product = i + 1 < looked ? *goods_of(visit.collection, true) : wanted;
    track("Product Viewed", visit.who, visit.at + seconds(30 * i), "{" + ids("product_id", to_text(product.id)) + "}");
  }
  track("Product Added", visit.who, visit.at + seconds(95), "{" + ids("product_id", to_text(wanted.id)) + "}");
  purchases_.push_back({visit.who, wanted.handle, {}, ""});
}

std::vector<World::Visit> World::visits_of(Time day) {
  std::vector<Visit> visits;
  const auto some_time = [&] {
    const double hour = wave_hours[random_() % wave_hours.size()];
    return day + static_cast<Micros>(hour * static_cast<double>(hours(1))) + static_cast<Micros>(chance() * static_cast<double>(wave));
  };
  for (std::size_t i = 1; i < members_.size(); ++i) {
    const auto& member = members_[i];
    if (chance() > 0.6) continue;
    visits.push_back({some_time(), {member.id, member.visitor, member.person->name, member.person->handle + "@kilnlight.example",
                                    member.person->locale, &member.taste, place_for(member.person->locale, i)}, "", false});
  }
  for (const auto& [at, who] : buys_until(day + days(1))) visits.push_back({some_time(), seer_of(customers_[who]), customers_[who].collection, true});
  for (const auto& customer : customers_) {
    if (chance() < (customer.gone ? 0.01 : 0.16)) visits.push_back({some_time(), seer_of(customer), "", false});
    if (chance() < (customer.gone ? 0.01 : 0.07)) visits.push_back({some_time(), seer_of(customer), customer.collection, false});
  }
  const int strangers = 50 + static_cast<int>(random_() % 30);
  for (int i = 0; i < strangers; ++i) visits.push_back({some_time(), stranger(), "", false});
  std::erase_if(visits, [&](const Visit& visit) { return visit.at > end_ - minutes(12); });
  std::sort(visits.begin(), visits.end(), [](const Visit& a, const Visit& b) { return a.at < b.at; });
  return visits;
}

// Page records first (stopping the feed's writer writes what waits), then what was done with them, then what only the shop can say.
void World::flush(Time now) {
  auto& pages = program_.feed();
  pages.stop();
  pages.start();
  std::sort(records_.begin(), records_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  if (!records_.empty()) program_.interactions().log().append_now(std::move(records_));
  records_.clear();
  program_.shift_clock(now - SystemClock().now());
  if (!actions_.empty()) {
    const auto work = [&](db::Transaction& tx) -> Status {
      for (const auto& action : actions_) action(tx);
      return done();
    };
    (void)program_.database().write_now(work);
    actions_.clear();
  }
  for (const auto& purchase : purchases_) buy(purchase);
  purchases_.clear();
  program_.drain();
}

void World::live_through(Time day) {
  program_.shift_clock(day - SystemClock().now());
  const std::size_t known = customers_.size();
  arrive(day, days(1), 1 + static_cast<int>(random_() % 3));
  give_accounts(day, known);
  auto visits = visits_of(day);
  Time parcels = day + hours(9);  // when what was ordered is packed
  for (std::size_t i = 0; i < visits.size();) {
    if (visits[i].at > parcels) {
      program_.shift_clock(parcels - SystemClock().now());
      ship(parcels);
      parcels = end_;
    }
    write_posts_until(visits[i].at);
    program_.drain();
    const Time until = visits[i].at + wave;
    for (; i < visits.size() && visits[i].at < until; ++i) look(visits[i]);
    flush(std::min(until + minutes(3), end_));
  }
  program_.segments().settle();
}

}  // namespace plaza::app::demo_brand
