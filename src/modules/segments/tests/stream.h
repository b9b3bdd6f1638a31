// Records for tests of the learner.
#pragma once

#include <gtest/gtest.h>

#include "roster.h"

namespace plaza::segments {

inline constexpr Time start{1'772'357'400'000'000};  // 2026-03-01T09:30:00Z

inline std::string account_text(std::int64_t account) { return to_text(identity::AccountId{account}); }

class Stream {
 public:
  Time now = start;
  std::vector<interactions::Record> records;

  interactions::Record& add(interactions::Kind kind, interactions::Trust trust, std::string name, std::string properties) {
    auto& record = records.emplace_back();
    record.position = static_cast<std::int64_t>(records.size());
    record.kind = kind;
    record.trust = trust;
    record.at = record.received_at = now;
    record.name = std::move(name);
    record.properties = std::move(properties);
    return record;
  }
  interactions::Record& track(std::string visitor, std::string name, std::string properties = "{}") {
    auto& record = add(interactions::Kind::track, interactions::Trust::evidence, std::move(name), std::move(properties));
    record.visitor = std::move(visitor);
    return record;
  }
  interactions::Record& track(std::int64_t account, std::string name, std::string properties = "{}") {
    auto& record = add(interactions::Kind::track, interactions::Trust::session, std::move(name), std::move(properties));
    record.account = account;
    return record;
  }
  interactions::Record& identify(std::string visitor, std::string traits) {
    auto& record = add(interactions::Kind::identify, interactions::Trust::evidence, "", std::move(traits));
    record.visitor = std::move(visitor);
    return record;
  }
  interactions::Record& domain(std::string topic, std::string payload) {
    return add(interactions::Kind::domain, interactions::Trust::domain, std::move(topic), std::move(payload));
  }
  interactions::Record& paid(std::int64_t account, std::int64_t cents, const std::string& currency = "EUR") {
    return domain("orders.order_paid", R"({"account_id":")" + account_text(account) + R"(","visitor":"","lines":[{"product_id":"prd_1","quantity":1}],"total":{"amount":)" +
                                           std::to_string(cents) + R"(,"currency":")" + currency + R"("}})");
  }
  interactions::Record& merged(const std::string& visitor, std::int64_t account) { return link("profiles.profiles_merged", visitor, account); }
  interactions::Record& unmerged(const std::string& visitor, std::int64_t account) { return link("profiles.profiles_unmerged", visitor, account); }
  interactions::Record& tick() { return add(interactions::Kind::tick, interactions::Trust::domain, "tick", ""); }

 private:
  interactions::Record& link(const char* topic, const std::string& visitor, std::int64_t account) {
    return domain(topic, R"({"account_id":")" + account_text(account) + R"(","visitor":")" + visitor + "\"}");
  }
};

inline Node rule_of(std::string_view text) {
  auto rule = parse_text(text);
  EXPECT_TRUE(rule.ok()) << text << ": " << (rule.ok() ? "" : rule.error().fields[0].field + " " + rule.error().fields[0].message);
  return rule.ok() ? std::move(*rule) : Node{};
}

}  // namespace plaza::segments
