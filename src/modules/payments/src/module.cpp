#include "payments/module.h"

#include <algorithm>

#include "by_hand.h"
#include "caretaker.h"
#include "platform/base/check.h"
#include "platform/json/codec.h"
#include "routes.h"
#include "service.h"
#include "statements.h"
#include "stripe.h"
#include "test_provider.h"
#include "work.h"

namespace plaza::payments {
namespace {

// Money is never given up on silently: after a day of trying it is parked, where staff see it.
constexpr jobs::Policy patient{.attempts_max = 36, .first_pause = seconds(2), .threads = 2};

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : own_timer_(needs.timer ? nullptr : open_timer()),
        timer_(needs.timer ? *needs.timer : *own_timer_),
        test_(needs.database, timer_),
        stripe_(open_stripe(needs)),
        around_{needs.database, needs.ids, needs.clock, needs.settings, timer_, usable(needs)},
        service_(around_),
        caretaker_(around_),
        by_hand_(needs.clock, needs.settings.action_patience) {}

  Payments& payments() override { return service_; }
  ByHand& by_hand() override { return by_hand_; }
  Status reconcile() override { return caretaker_.reconcile(); }
  Status sweep() override { return caretaker_.sweep(); }

  void plug(identity::Allowance& allowance) override { allowance_ = &allowance; }
  void add_routes(http::Routes& routes) override {
    TestProvider* test = around_.settings.test_provider ? &test_ : nullptr;
    add_all_routes(routes, {around_.database, around_.ids, around_.clock, around_.settings, service_, test, allowance_});
  }

  void add_jobs(jobs::Runner& runner) override {
    runner.handle(refund_kind, patient, [this](const jobs::Job& job) -> Status {
      TRY(const auto payload, json::decode<WorkPayload>(job.payload));
      return caretaker_.carry_out_refund(payload.refund_id.value_or(RefundId{payload.payment_id.value}));
    });
    runner.handle(capture_kind, patient, [this](const jobs::Job& job) -> Status {
      TRY(const auto payload, json::decode<WorkPayload>(job.payload));
      return caretaker_.carry_out_capture(payload.payment_id);
    });
    runner.handle(void_kind, patient, [this](const jobs::Job& job) -> Status {
      TRY(const auto payload, json::decode<WorkPayload>(job.payload));
      return caretaker_.carry_out_void(payload.payment_id);
    });
    runner.handle(look_kind, patient, [this](const jobs::Job& job) -> Status {
      TRY(const auto payload, json::decode<WorkPayload>(job.payload));
      return caretaker_.look_at(payload.payment_id);
    });
    runner.handle(look_for_refunds_kind, patient, [this](const jobs::Job& job) -> Status {
      TRY(const auto payload, json::decode<WorkPayload>(job.payload));
      return caretaker_.look_for_refunds(payload.payment_id);
    });
    const Micros often = std::min(seconds(5), around_.settings.reconcile_after);
    runner.every("payments.reconcile", often, [this] { return caretaker_.reconcile(); });
    runner.every("payments.sweep", minutes(30), [this] { return caretaker_.sweep(); });
  }

 private:
  std::vector<Provider*> usable(const Needs& needs) {
    std::vector<Provider*> providers = needs.providers;
    if (stripe_) providers.push_back(stripe_.get());
    if (needs.settings.test_provider) providers.push_back(&test_);
    return providers;
  }
  static std::unique_ptr<StripeProvider> open_stripe(const Needs& needs) {
    if (!needs.settings.stripe) return nullptr;
    return std::make_unique<StripeProvider>(*needs.settings.stripe, needs.clock, needs.settings.deadline);
  }

  std::unique_ptr<Timer> own_timer_;
  Timer& timer_;
  TestProvider test_;
  std::unique_ptr<StripeProvider> stripe_;
  const Surroundings around_;
  Service service_;
  Caretaker caretaker_;
  SettledByHand by_hand_;
  identity::Allowance* allowance_ = nullptr;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return statements; }

}  // namespace plaza::payments
