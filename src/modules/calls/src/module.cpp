#include "calls/module.h"

#include "personal_data.h"
#include "routes.h"
#include "service.h"
#include "statements.h"

namespace plaza::calls {
namespace {

// What was said on the telephone cannot be answered where it stands.
class CallChannel final : public care::Channel {
 public:
  std::string_view name() const override { return "call"; }
  care::Capabilities capabilities() const override { return {}; }
  care::Terms terms(const care::Conversation&) const override { return {"call", {}, false, 0}; }
  Result<std::string> send(const care::Outgoing&) override {
    return Error{ErrorKind::unprocessable, "calls.no_answer", "A call is not answered in writing."};
  }
};

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs) : needs_(needs), service_(needs), personal_data_(needs) {}
  Calls& calls() override { return service_; }
  care::Channel& channel() override { return channel_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }
  void add_routes(http::Routes& routes) override { add_all_routes(routes, needs_, service_); }

 private:
  const Needs needs_;
  Service service_;
  CallChannel channel_;
  CallsOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::calls
