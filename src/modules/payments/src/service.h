// Payments over the store and the providers: what a request does.
#pragma once

#include <string>
#include <vector>

#include "payments/module.h"
#include "payments/payments.h"
#include "platform/metrics/metrics.h"

namespace plaza::payments {

// What everything in here works with. Borrowed.
struct Surroundings {
  db::Database& database;
  IdSource& ids;
  const Clock& clock;
  const Settings settings;
  Timer& timer;
  const std::vector<Provider*> providers;

  Provider* provider(std::string_view name) const;  // null: there is none of this name
};

Known known_of(const Payment& payment);

class Service final : public Payments {
 public:
  explicit Service(const Surroundings& surroundings);

  std::vector<std::string> providers() const override;
  bool has_provider(std::string_view name) const override { return around_.provider(name) != nullptr; }
  bool has_form(std::string_view provider) const override {
    const auto* known = around_.provider(provider);
    return known && known->has_form();
  }
  Payment begin(db::Transaction& tx, std::int64_t subject, std::string_view provider, Money amount, Purpose purpose,
                Capture capture) override;
  Task<Outcome> pay(Payment payment, std::string token, std::string return_url) override;
  Task<Outcome> confirm(PaymentId id) override;
  Task<Outcome> give_up(PaymentId id) override;
  bool record(db::Transaction& tx, PaymentId id, const Outcome& outcome) override;
  Status capture(db::Transaction& tx, PaymentId id, Money amount) override;
  Status void_(db::Transaction& tx, PaymentId id) override;
  bool refund(db::Transaction& tx, PaymentId id) override;
  Result<RefundId> refund(db::Transaction& tx, PaymentId id, Money amount, std::string_view reason,
                          std::string_view key) override;

  std::optional<Payment> find(db::Reader& reader, PaymentId id) override;
  std::vector<Payment> of(db::Reader& reader, std::int64_t subject) override;
  std::vector<RefundRecord> refunds_of(db::Reader& reader, std::int64_t subject) override;
  Money paid(db::Reader& reader, std::int64_t subject) override;
  Money refunded(db::Reader& reader, std::int64_t subject) override;

 private:
  Task<Outcome> heard(Payment payment, Task<Outcome> answer);
  using Question = Task<Outcome> (*)(Provider&, Known);
  Task<Outcome> ask_about(PaymentId id, Question question);

  const Surroundings& around_;
  const metrics::Counter paid_, declined_, unknown_, held_;
};

}  // namespace plaza::payments
