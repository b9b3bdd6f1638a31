#include "returns/module.h"

#include "personal_data.h"
#include "routes.h"
#include "statements.h"

namespace plaza::returns {
namespace {

class Opened final : public Module {
 public:
  explicit Opened(const Needs& needs) : needs_(needs), returns_(needs), warranties_(needs) {}

  Returns& returns() override { return returns_; }
  Warranties& warranties() override { return warranties_; }
  profiles::PersonalData& personal_data() override { return personal_data_; }

  void add_routes(http::Routes& routes) override {
    add_photo_route(routes, needs_);
    add_return_routes(routes, needs_, returns_);
    add_warranty_routes(routes, needs_, warranties_);
    add_admin_return_routes(routes, needs_, returns_);
    add_admin_claim_routes(routes, needs_, warranties_);
  }

 private:
  const Needs needs_;
  ReturnService returns_;
  WarrantyService warranties_;
  ReturnsOfPerson personal_data_;
};

}  // namespace

std::unique_ptr<Module> open(const Needs& needs) { return std::make_unique<Opened>(needs); }

std::span<const db::Statement* const> all_statements() { return statements::all_statements; }

}  // namespace plaza::returns
