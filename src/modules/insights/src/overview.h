// The overview as the API shows it.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "content/view.h"
#include "orders/views.h"
#include "platform/json/describe.h"
#include "storefront/cards.h"

namespace plaza::insights {

struct NowView {
  std::int64_t visitors_5m = 0;
  double interactions_per_minute = 0;
  std::int64_t orders_today = 0;
  Money revenue_today;
  double conversion = 0;
  std::int64_t orders_yesterday = 0;
  Money revenue_yesterday;
  template <class V>
  void describe(V& v) {
    v("visitors_5m", visitors_5m);
    v("interactions_per_minute", interactions_per_minute);
    v("orders_today", orders_today);
    v("revenue_today", revenue_today);
    v("conversion", conversion, json::Doc{"Orders for each hundred taps on product tags, over seven days."});
    v("orders_yesterday", orders_yesterday);
    v("revenue_yesterday", revenue_yesterday);
  }
};
struct DayPoint {
  std::string day;  // "2026-03-01"
  Money amount;
  std::int64_t orders = 0;
  template <class V>
  void describe(V& v) {
    v("day", day);
    v("amount", amount);
    v("orders", orders);
  }
};
struct HourPoint {
  Time at;
  std::int64_t count = 0;
  template <class V>
  void describe(V& v) {
    v("at", at);
    v("count", count);
  }
};
struct SeriesView {
  std::vector<DayPoint> revenue_by_day;
  std::vector<HourPoint> interactions_by_hour;
  template <class V>
  void describe(V& v) {
    v("revenue_by_day", revenue_by_day);
    v("interactions_by_hour", interactions_by_hour);
  }
};
struct TopPost {
  content::PostView post;
  std::int64_t views = 0, likes = 0, tag_taps = 0, orders = 0;
  template <class V>
  void describe(V& v) {
    v("post", post);
    v("views", views);
    v("likes", likes);
    v("tag_taps", tag_taps);
    v("orders", orders);
  }
};
struct TopProduct {
  storefront::ProductCard product;
  std::int64_t units = 0;
  Money revenue;
  template <class V>
  void describe(V& v) {
    v("product", product);
    v("units", units);
    v("revenue", revenue);
  }
};
struct LowStock {
  catalog::VariantId variant_id;
  catalog::ProductId product_id;
  std::string handle, product_title, variant_title, sku;
  std::int64_t available = 0;
  template <class V>
  void describe(V& v) {
    v("variant_id", variant_id);
    v("product_id", product_id);
    v("handle", handle);
    v("product_title", product_title);
    v("variant_title", variant_title);
    v("sku", sku);
    v("available", available);
  }
};
struct AlertView {
  std::string code, text, url;
  template <class V>
  void describe(V& v) {
    v("code", code);
    v("text", text);
    v("url", url);
  }
};
struct Overview {
  NowView now;
  SeriesView series;
  std::vector<TopPost> top_posts;
  std::vector<TopProduct> top_products;
  std::vector<LowStock> low_stock;
  std::vector<orders::OrderView> latest_orders;
  std::int64_t parked_jobs = 0;
  std::vector<AlertView> alerts;
  template <class V>
  void describe(V& v) {
    v("now", now);
    v("series", series);
    v("top_posts", top_posts);
    v("top_products", top_products);
    v("low_stock", low_stock);
    v("latest_orders", latest_orders);
    v("parked_jobs", parked_jobs);
    v("alerts", alerts);
  }
};

}  // namespace plaza::insights
