#include "interchange/module.h"

#include "routes.h"
#include "statements.h"

namespace plaza::interchange {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs) : needs_(needs), runs_(needs_) {}

  void add_routes(http::Routes& routes) override {
    add_export_routes(routes, needs_);
    add_run_routes(routes, needs_, runs_);
  }
  void add_jobs(jobs::Runner& runner) override { runs_.add_jobs(runner); }

 private:
  const Needs needs_;
  Runs runs_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return sql::statements; }

}  // namespace plaza::interchange
