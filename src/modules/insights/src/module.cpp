#include "insights/module.h"

#include "counters.h"
#include "identity/roles.h"
#include "overview.h"

namespace plaza::insights {

namespace {

constexpr std::int64_t low_units = 5;
constexpr int series_days = 14;
constexpr int series_hours = 48;

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs) : needs_(needs) {}
  interactions::Learner& learner() override { return counters_; }

  void add_routes(http::Routes& routes) override {
    routes.add(http::get<http::None, Overview>("/v1/admin/overview", "get_overview")
                   .summary("What happens now: sales, posts, stock that runs out, what needs a person.")
                   .tag("Insights")
                   .access(identity::staff_access())
                   .read(needs_.database, [this](http::Call& call, db::Reader& reader, const http::None&) -> Result<Overview> {
                     return overview(reader, {call.caller.subject});
                   }));
  }

 private:
  Money money(std::int64_t amount) const { return {amount, needs_.currency}; }

  Overview overview(db::Reader& reader, identity::AccountId staff) {
    Overview view;
    const Time now = needs_.clock.now();
    fill_now(view, now);
    for (const auto& sales : counters_.sales_by_day(now, series_days)) {
      view.series.revenue_by_day.push_back({to_text(Time{sales.day * days(1)}).substr(0, 10), money(sales.amount), sales.orders});
    }
    for (const auto& hour : counters_.interactions_by_hour(now, series_hours)) {
      view.series.interactions_by_hour.push_back({hour.at, hour.count});
    }
    fill_top(view, reader, staff);
    fill_stock(view, reader);
    orders::OrderQuery latest;
    latest.limit = 8;
    for (const auto& order : needs_.orders.list(reader, latest)) {
      view.latest_orders.push_back(needs_.orders.view(reader, order));
    }
    view.parked_jobs = static_cast<std::int64_t>(needs_.runner.parked(100).size() + needs_.dispatcher.parked(100).size());
    if (view.parked_jobs > 0) {
      view.alerts.push_back({"parked", std::to_string(view.parked_jobs) + " jobs wait for a person", "/studio/settings"});
    }
    for (const auto& low : view.low_stock) {
      if (low.available > 0) continue;
      view.alerts.push_back({"sold_out", low.product_title + " (" + low.variant_title + ") is sold out", "/studio/stock?q=" + low.sku});
      if (view.alerts.size() >= 5) break;
    }
    return view;
  }

  void fill_now(Overview& view, Time now) {
    const auto sales = counters_.sales_by_day(now, 2);
    view.now.visitors_5m = counters_.visitors_since(now - minutes(5));
    view.now.interactions_per_minute = counters_.interactions_per_minute(now);
    view.now.orders_today = sales[1].orders;
    view.now.revenue_today = money(sales[1].amount);
    view.now.orders_yesterday = sales[0].orders;
    view.now.revenue_yesterday = money(sales[0].amount);
  }

  void fill_top(Overview& view, db::Reader& reader, identity::AccountId staff) {
    std::int64_t taps = 0, orders = 0;
    for (const auto& score : counters_.top_posts(500)) {
      taps += score.taps;
      orders += score.orders;
      if (view.top_posts.size() >= 6) continue;
      const std::vector<content::PostId> id{score.id};
      auto views = needs_.views.views(reader, id, staff);
      if (!views.empty()) view.top_posts.push_back({std::move(views[0]), score.views, score.likes, score.taps, score.orders});
    }
    view.now.conversion = taps > 0 ? 100.0 * static_cast<double>(orders) / static_cast<double>(taps) : 0;
    for (const auto& score : counters_.top_products(8)) {
      if (auto card = needs_.cards.card(score.id)) view.top_products.push_back({std::move(*card), score.units, money(score.revenue)});
    }
  }

  void fill_stock(Overview& view, db::Reader& reader) {
    const auto levels = needs_.stock.levels(reader, low_units, {}, 40);
    std::vector<catalog::VariantId> ids;
    for (const auto& level : levels) ids.push_back(level.variant_id);
    const auto variants = needs_.catalog.variants(reader, ids);
    for (const auto& sold : variants) {
      if (sold.status != catalog::ProductStatus::active) continue;
      const auto level = std::find_if(levels.begin(), levels.end(),
                                      [&](const inventory::StockLevel& one) { return one.variant_id == sold.variant.id; });
      view.low_stock.push_back({sold.variant.id, sold.variant.product_id, sold.product_handle, sold.product_title,
                                sold.variant.title, sold.variant.sku, level->available()});
    }
    std::stable_sort(view.low_stock.begin(), view.low_stock.end(),
                     [](const LowStock& a, const LowStock& b) { return a.available < b.available; });
    if (view.low_stock.size() > 12) view.low_stock.resize(12);
  }

  Needs needs_;
  Counters counters_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

}  // namespace plaza::insights
