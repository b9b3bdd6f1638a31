// A log that is told as a story: what people did, and what modules decided, straight into a learner.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "findings.h"
#include "interactions/log.h"
#include "identity/ids.h"
#include "orders/ids.h"
#include "platform/json/describe.h"

namespace plaza::experiments {

inline constexpr Currency eur{{'E', 'U', 'R'}};
inline constexpr ExperimentId exp_one{1'001};

// The interaction log of tests: in memory, with one learner. One thread.
class KeptLog final : public interactions::Log {
 public:
  explicit KeptLog(interactions::Learner* learner = nullptr) : learner_(learner) {}
  void feed(interactions::Learner& learner) { learner_ = &learner; }
  std::vector<interactions::Record> records;

  Task<interactions::Appended> append(std::vector<interactions::Record> added) override { co_return append_now(std::move(added)); }
  interactions::Appended append_now(std::vector<interactions::Record> added) override {
    interactions::Appended appended;
    for (auto& record : added) {
      if (!record.message_id.empty() && !ids_.insert(record.message_id).second) {
        ++appended.duplicates;
        continue;
      }
      record.position = last_position() + 1;
      records.push_back(std::move(record));
      if (learner_) learner_->apply(records.back());
      ++appended.stored;
    }
    return appended;
  }
  std::int64_t last_position() const override { return static_cast<std::int64_t>(records.size()); }
  std::int64_t read(std::int64_t after, std::int64_t, const std::function<void(const interactions::Record&)>& each) override {
    for (auto i = static_cast<std::size_t>(after); i < records.size(); ++i) each(records[i]);
    return last_position();
  }
  std::vector<interactions::Record> latest(std::int64_t, std::string_view, std::int64_t) override { return {}; }

 private:
  interactions::Learner* learner_;
  std::set<std::string> ids_;
};

class Story {
 public:
  explicit Story(interactions::Learner& learner) : log(&learner) {}
  KeptLog log;
  Time now = *parse_time("2026-03-02T10:00:00Z");

  Story& after(Micros length) {
    now = now + length;
    return *this;
  }
  Story& domain(const std::string& topic, const std::string& payload) {
    return add(interactions::Kind::domain, interactions::Trust::domain, 0, "", topic, payload);
  }
  Story& change(Stage stage, const std::string& variants = R"([{"key":"a","name":"","share":50},{"key":"b","name":"","share":50}])",
                ExperimentId id = exp_one) {
    std::string text = R"({"experiment_id":")" + to_text(id) + R"(","key":"one","status":")" + std::string(json::enum_text(stage)) +
                       R"(","variants":)" + variants;
    if (stage != Stage::draft) text += R"(,"started_at":")" + to_text(now) + '"';
    if (stage == Stage::stopped || stage == Stage::decided) text += R"(,"stopped_at":")" + to_text(now) + '"';
    return domain("experiments.experiment_changed", text + "}");
  }
  Story& sign_up(std::int64_t account, const std::string& visitor) { return met("identity.account_created", account, visitor); }
  Story& sign_in(std::int64_t account, const std::string& visitor) { return met("identity.signed_in", account, visitor); }
  Story& expose(std::int64_t account, const std::string& visitor, const std::string& variant,
                interactions::Trust trust = interactions::Trust::domain, ExperimentId id = exp_one) {
    return add(interactions::Kind::track, trust, account, visitor, "Experiment Viewed",
               R"({"experiment_id":")" + to_text(id) + R"(","variation_id":")" + variant + "\"}");
  }
  Story& view(std::int64_t account, const std::string& visitor) {
    return add(interactions::Kind::track, account ? interactions::Trust::session : interactions::Trust::evidence, account, visitor,
               "Post Viewed", "{}");
  }
  Story& pay(std::int64_t order, std::int64_t account, const std::string& visitor, std::int64_t amount, const std::string& currency = "EUR") {
    return domain("orders.order_paid", order_text(order, account, visitor) + R"(,"total":)" + money(amount, currency) + "}");
  }
  Story& give_back(std::int64_t order, std::int64_t amount) {
    return domain("orders.order_partly_refunded", order_text(order, 0, "") + R"(,"amount":)" + money(amount, "EUR") + "}");
  }
  Story& refund(std::int64_t order) { return domain("orders.order_refunded", order_text(order, 0, "") + "}"); }
  Story& like(std::int64_t account, bool on = true) {
    return domain("content.post_reacted", R"({"account_id":")" + to_text(identity::AccountId{account}) + R"(","reaction":"like","on":)" +
                                              (on ? "true}" : "false}"));
  }
  Story& erase(std::int64_t account) { return met("identity.account_erased", account, ""); }

 private:
  static std::string money(std::int64_t amount, const std::string& currency) {
    return R"({"amount":)" + std::to_string(amount) + R"(,"currency":")" + currency + "\"}";
  }
  static std::string order_text(std::int64_t order, std::int64_t account, const std::string& visitor) {
    std::string text = R"({"order_id":")" + to_text(orders::OrderId{order}) + R"(","visitor":")" + visitor + '"';
    if (account) text += R"(,"account_id":")" + to_text(identity::AccountId{account}) + '"';
    return text;
  }
  Story& met(const std::string& topic, std::int64_t account, const std::string& visitor) {
    return domain(topic, R"({"account_id":")" + to_text(identity::AccountId{account}) + R"(","visitor":")" + visitor + "\"}");
  }
  Story& add(interactions::Kind kind, interactions::Trust trust, std::int64_t account, const std::string& visitor, const std::string& name,
             const std::string& properties) {
    interactions::Record record;
    record.at = record.received_at = now;
    record.kind = kind;
    record.trust = trust;
    record.account = account;
    record.visitor = visitor;
    record.name = name;
    record.properties = properties;
    log.append_now({record});
    now = now + seconds(1);
    return *this;
  }
};

}  // namespace plaza::experiments
