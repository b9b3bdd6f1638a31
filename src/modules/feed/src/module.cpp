#include "feed/module.h"

#include <algorithm>
#include <unordered_map>
#include <unordered_set>

#include "affinity_trainer.h"
#include "catalog/events.h"
#include "content/events.h"
#include "desk.h"
#include "engine.h"
#include "fact_log.h"
#include "feed/events.h"
#include "identity/events.h"
#include "learner.h"
#include "page_log.h"
#include "routes.h"
#include "statements.h"

namespace plaza::feed {

namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        page_log_(needs.log, needs.clock),
        engine_(needs.clock, needs.settings, [this](std::string json) { page_log_.add(std::move(json)); }),
        learner_(engine_),
        facts_(needs.log, needs.clock, engine_),
        trainer_(engine_, needs.clock),
        desk_({needs.database, needs.ids, needs.clock, needs.posts, needs.catalog, engine_}) {
    engine_.plug(needs.visibility);
    needs_.levels.on_change([this](catalog::ProductId product, catalog::VariantId variant, std::int64_t available) {
      level_changed(product, variant, available);
    });
  }

  Feed& feed() override { return engine_; }
  Tastes& tastes() override { return engine_; }
  interactions::Learner& learner() override { return learner_; }
  void plug(const Audience* audience) override { engine_.plug(audience); }
  void plug(const HoldOut* hold_out) override { engine_.plug(hold_out); }
  void plug(const Allowance* allowance) override { engine_.plug(allowance); }
  void plug(const Promotion* promotion) override { engine_.plug(promotion); }

  void load() override {
    auto work = [this](db::Reader& reader) {
      needs_.posts.for_each_published(reader, [this](const content::Post& post) { engine_.put(post, Origin::catalogue); });
      needs_.posts.for_each_follow(reader, [this](identity::AccountId follower, identity::AccountId followed) {
        engine_.follow(follower, followed, true);
      });
      needs_.catalog.for_each_active(reader, [this](const catalog::Product& product) { take(product); });
      return true;
    };
    needs_.database.read_now(work);
    desk_.load();
  }

  void subscribe(events::Dispatcher& dispatcher) override {
    dispatcher.every_node("feed.facts",
                          {content::PostPublished::topic, content::PostRemoved::topic, content::FollowChanged::topic,
                           catalog::ProductChanged::topic},
                          [this](const std::vector<events::Event>& events) { apply(events); });
    dispatcher.every_node("feed.decisions", {SettingsChanged::topic, RuleChanged::topic},
                          [this](const std::vector<events::Event>&) { desk_.load(); });
  }

  void add_routes(http::Routes& routes) override {
    const RouteParts parts{needs_.database, needs_.log, needs_.clock, needs_.catalog, engine_, desk_, needs_.currency};
    add_viewer_routes(routes, parts);
    add_admin_routes(routes, parts);
  }
  void start() override {
    facts_.tell_all();
    page_log_.start();
    trainer_.start();
  }
  void stop() override {
    trainer_.stop();
    page_log_.stop();
  }

 private:
  // What the events are about, as it is now.
  struct Subjects {
    std::unordered_map<content::PostId, content::Post> posts;
    std::unordered_map<catalog::ProductId, catalog::Product> products;
  };

  // The log is told first: what is done with a post on a page comes after that in it.
  void apply(const std::vector<events::Event>& events) {
    Subjects subjects;
    std::vector<PostFacts> posts;
    FactLog::Prices prices;
    const auto look = [&](db::Reader& reader) {
      for (const auto& event : events) {
        if (event.topic == content::PostPublished::topic) {
          const auto id = events::read<content::PostPublished>(event).post_id;
          auto post = needs_.posts.post(reader, id);
          if (post && subjects.posts.emplace(id, *post).second) posts.push_back(facts_of(*post));
        } else if (event.topic == catalog::ProductChanged::topic) {
          const auto id = events::read<catalog::ProductChanged>(event).product_id;
          auto product = needs_.catalog.product(reader, id);
          if (!product || product->status != catalog::ProductStatus::active) continue;
          prices.emplace_back(id, price_of(*product));
          subjects.products.emplace(id, std::move(*product));
        }
      }
      return true;
    };
    needs_.database.read_now(look);
    facts_.tell(posts, std::move(prices));
    for (const auto& event : events) apply(event, subjects);
  }

  void apply(const events::Event& event, const Subjects& subjects) {
    if (event.topic == content::PostPublished::topic) {
      const auto found = subjects.posts.find(events::read<content::PostPublished>(event).post_id);
      if (found != subjects.posts.end()) engine_.put(found->second, Origin::catalogue);
    } else if (event.topic == content::PostRemoved::topic) {
      engine_.remove(events::read<content::PostRemoved>(event).post_id);
    } else if (event.topic == content::FollowChanged::topic) {
      const auto change = events::read<content::FollowChanged>(event);
      engine_.follow(change.follower_id, change.followed_id, change.on);
    } else {
      const auto change = events::read<catalog::ProductChanged>(event);
      if (const auto found = subjects.products.find(change.product_id); found != subjects.products.end()) {
        take(found->second);
      } else {
        const std::lock_guard lock(mutex_);
        inactive_.insert(change.product_id);
        engine_.set_available(change.product_id, false);
      }
    }
  }

  static std::int64_t price_of(const catalog::Product& product) {
    std::int64_t price = 0;
    for (const auto& variant : product.variants) {
      if (price == 0 || variant.price.amount < price) price = variant.price.amount;
    }
    return price;
  }

  // Which variants a product is made of, and which of them can be bought.
  void take(const catalog::Product& product) {
    const std::lock_guard lock(mutex_);
    inactive_.erase(product.id);
    auto& levels = levels_of_[product.id];
    levels.clear();
    price_of_[product.id] = price_of(product);
    for (const auto& variant : product.variants) levels[variant.id] = needs_.levels.available(variant.id);
    publish(product.id);
  }
  void level_changed(catalog::ProductId product, catalog::VariantId variant, std::int64_t available) {
    const std::lock_guard lock(mutex_);
    const auto found = levels_of_.find(product);
    if (found == levels_of_.end()) return;
    auto& level = found->second[variant];
    const bool matters = (level > 0) != (available > 0) || std::min(level, available) < plenty;
    level = available;
    if (matters) publish(product);
  }
  void publish(catalog::ProductId product) {
    std::int64_t units = 0;
    for (const auto& [variant, available] : levels_of_[product]) units += std::max<std::int64_t>(available, 0);
    engine_.set_available(product, units > 0 && !inactive_.contains(product));
    engine_.set_offer(product, price_of_[product], units, Origin::catalogue);
  }

  static constexpr std::int64_t plenty = 100;  // beyond so many units a change of the number changes nothing in the feed

  Needs needs_;
  PageLog page_log_;
  Engine engine_;
  FeedLearner learner_;
  FactLog facts_;
  AffinityTrainer trainer_;
  Desk desk_;
  std::mutex mutex_;
  std::unordered_map<catalog::ProductId, std::unordered_map<catalog::VariantId, std::int64_t>> levels_of_;
  std::unordered_map<catalog::ProductId, std::int64_t> price_of_;
  std::unordered_set<catalog::ProductId> inactive_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::feed
