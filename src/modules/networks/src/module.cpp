#include "networks/module.h"

#include <array>

#include "intake.h"
#include "network_channel.h"
#include "personal_data.h"
#include "routes.h"
#include "statements.h"

namespace plaza::networks {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs)
      : needs_(needs),
        channels_{{{Network::instagram, needs}, {Network::facebook, needs}, {Network::whatsapp, needs}, {Network::tiktok, needs}}},
        intake_(needs),
        personal_data_(needs) {}

  std::vector<care::Channel*> channels() override {
    std::vector<care::Channel*> all;
    for (auto& each : channels_) all.push_back(&each);
    return all;
  }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  void add_routes(http::Routes& routes) override {
    add_webhook_routes(routes, needs_, intake_);
    add_staff_routes(routes, needs_);
  }
  void add_jobs(jobs::Runner& runner) override {
    runner.handle(WorkJob::kind, {.attempts_max = 8, .threads = 2}, [this](const jobs::Job& job) { return intake_.work(job); });
    runner.every("networks.tidy", days(1), [this] { return intake_.tidy(); });
  }

 private:
  const Needs needs_;
  std::array<NetworkChannel, 4> channels_;
  Intake intake_;
  NetworksOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::networks
