#include "live_world.h"

#include <cstdio>

namespace plaza::bench {

namespace {

using interactions::Kind;
using interactions::Record;
using interactions::Trust;

std::string numbered(const char* name, std::int64_t number) { return name + std::to_string(number); }

std::string quoted(const std::string& text) { return "\"" + text + "\""; }

}  // namespace

std::string World::visitor_of(std::int64_t profile) const {
  char text[40];
  const auto mixed = static_cast<unsigned long long>(profile) * 0x9E3779B97F4A7C15ull;
  std::snprintf(text, sizeof text, "%08llx-%04llx-4%03llx-8%03llx-%012llx", mixed >> 32, (mixed >> 16) & 0xffff, mixed & 0xfff,
                (mixed >> 20) & 0xfff, static_cast<unsigned long long>(profile));
  return text;
}

content::Post World::post(std::int64_t number) {
  content::Post post;
  post.id = content::PostId{number + 1};
  post.author_id = identity::AccountId{1 + popular(authors_made)};
  const auto taste = popular(hashtags_made);
  post.hashtags = {numbered("tag", taste), numbered("tag", popular(hashtags_made))};
  post.tags.push_back({catalog::ProductId{1 + (taste * 10 + below(10)) % products_made}, 0, 0.5, 0.5, {}});
  post.created_at = post.published_at = now_ - minutes(below(60 * 24 * 90));
  return post;
}

std::string World::product_fields() {
  const auto product = popular(products_made);
  return R"("product_id":")" + to_text(catalog::ProductId{product + 1}) + R"(","category":")" + numbered("category-", product % categories_made) +
         R"(","brand":")" + numbered("brand-", product % brands_made) + R"(","price":)" + std::to_string(10 + product % 190) + "." +
         std::to_string(10 + product % 80) + R"(,"currency":"EUR","quantity":1)";
}

Record World::act(std::int64_t profile, Time at) {
  Record record;
  record.at = record.received_at = at;
  if (is_account(profile)) {
    record.account = account_of(profile);
    record.trust = Trust::session;
  } else {
    record.visitor = visitor_of(profile);
  }
  const auto dice = below(100);
  const auto post = [&] {
    return R"({"post_id":")" + to_text(content::PostId{1 + popular(size_.posts)}) + R"(","impression_id":"imp_)" + std::to_string(below(1'000'000'000)) + "_3\"";
  };
  if (dice < 40) {
    record.name = "Post Viewed";
    record.properties = post() + R"(,"watch_ms":)" + std::to_string(below(12) * 1'000) + "}";
  } else if (dice < 72) {
    record.name = "Product Viewed";
    record.properties = "{" + product_fields() + "}";
  } else if (dice < 79) {
    record.name = "Post Liked";
    record.properties = post() + "}";
  } else if (dice < 85) {
    record.name = "Tag Tapped";
    record.properties = post() + R"(,"product_id":")" + to_text(catalog::ProductId{1 + popular(products_made)}) + "\"}";
  } else if (dice < 91) {
    record.name = "Product Added";
    record.properties = "{" + product_fields() + "}";
  } else if (dice < 95) {
    record.name = "Products Searched";
    record.properties = R"({"query":"vase )" + std::to_string(popular(400)) + "\"}";
  } else if (dice < 98) {
    record.kind = Kind::page;
    record.name = numbered("page ", popular(300));
    record.properties = R"({"path":"/lists/)" + std::to_string(popular(300)) + "\"}";
  } else {
    record.kind = Kind::domain;
    record.trust = Trust::domain;
    record.name = "orders.order_paid";
    const auto account = record.account ? record.account : account_of(profile - profile % 5);
    record.properties = R"({"order_id":"ord_x","account_id":")" + to_text(identity::AccountId{account}) + R"(","visitor":"","lines":[{)" + product_fields() +
                        R"(}],"total":{"amount":)" + std::to_string(1'000 + below(30'000)) + R"(,"currency":"EUR"}})";
    record.account = 0;
    record.visitor.clear();
  }
  return record;
}

Record World::past(std::int64_t number) {
  const auto profile = number % size_.profiles;
  const auto round = number / size_.profiles;
  // Rounds follow each other in time, as in a log.
  const Micros step = days(60) / size_.past;
  const Time at = now_ - days(60) + round * step + (number % size_.profiles) * step / size_.profiles;
  auto record = act(profile, at);
  if (round != size_.past - 1 || profile % 10 != 0 || record.kind == Kind::domain) return record;
  record.kind = Kind::identify;
  record.name.clear();
  record.properties = R"({"plan":")" + std::string(below(4) ? "free" : "gold") + R"(","city":"city )" + std::to_string(popular(200)) +
                      R"(","vip":)" + (below(9) ? "false" : "true") + R"(,"age":)" + std::to_string(18 + below(60)) + "}";
  return record;
}

std::vector<std::string> rules(int count) {
  std::vector<std::string> list;
  for (std::int64_t i = 0; static_cast<int>(list.size()) < count; ++i) {
    const auto category = quoted(numbered("category-", i % categories_made)), brand = quoted(numbered("brand-", i * 7 % brands_made));
    const auto city = quoted(numbered("city ", i % 200)), product = quoted(to_text(catalog::ProductId{1 + i % 200}));
    const auto few = std::to_string(2 + i / 40 % 4), span = std::to_string(7 + i % 4 * 8) + " days";
    const std::string texts[] = {
        "count(Product Viewed where category = " + category + ", " + span + ") >= " + few,
        "count(Product Viewed where brand = " + brand + ", " + span + ") >= " + few + " and not count(order_paid, 30 days) >= 1",
        "sequence(Product Added where category = " + category + " then not order_paid within 1 day, 30 days)",
        "sum(order_paid.total, 90 days) > " + std::to_string(20 + i % 37 * 10) + " EUR and count(order_paid where category = " + category + ", 90 days) >= 1",
        "count(Post Liked, 30 days) >= " + few + " and trait city = " + city,
        "sequence(Product Viewed where product_id = " + product + " then order_paid within 7 days, " + span + ")",
        "count(Product Viewed where category = " + category + " and price > 60, 14 days) >= 1 and consent email given",
        "(count(Product Added where brand = " + brand + ", 14 days) >= 1 or count(Product Viewed where brand = " + brand + ", 7 days) >= 3) and not trait vip = true",
        "count(Products Searched where query = \"vase " + std::to_string(i % 400) + "\", 30 days) >= 1",
        i % 10 == 9 ? "last(anything) more than " + std::to_string(10 + i % 40) + " days ago"
                    : "last(order_paid where brand = " + brand + ") more than " + std::to_string(20 + i % 60) + " days ago",
        i % 8 == 2 ? "count(Post Viewed, 7 days) >= " + std::to_string(5 + i % 20) + " and last(order_paid) more than 30 days ago"
                   : "count(Page Viewed where path = \"/lists/" + std::to_string(i % 300) + "\", 30 days) >= 1",
        "trait plan = \"gold\" and sum(order_paid.total, 365 days) >= " + std::to_string(50 + i % 20 * 10) + " EUR",
    };
    list.push_back(texts[static_cast<std::size_t>(i) % std::size(texts)]);
  }
  return list;
}

}  // namespace plaza::bench
