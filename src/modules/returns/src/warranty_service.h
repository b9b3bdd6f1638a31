// The public class Warranties over rules, store and orders.
#pragma once

#include "returns/module.h"
#include "rules.h"

namespace plaza::returns {

class WarrantyService final : public Warranties {
 public:
  explicit WarrantyService(const Needs& needs) : needs_(needs) {}

  Result<Warranty> add(db::Transaction& tx, const orders::Order& order, orders::LineId line, std::string_view serial) override;
  std::optional<Warranty> find(db::Reader& reader, WarrantyId id) override;
  std::vector<Warranty> of_order(db::Reader& reader, orders::OrderId order) override;
  std::vector<Warranty> of_account(db::Reader& reader, identity::AccountId account) override;
  Result<Claim> claim(db::Transaction& tx, const Warranty& warranty, std::string_view problem,
                      const std::vector<media::MediaId>& photos, const orders::By& by) override;
  std::optional<Claim> find_claim(db::Reader& reader, ClaimId id) override;
  std::vector<Claim> claims(db::Reader& reader, const ClaimQuery& query) override;
  Result<Claim> decide(db::Transaction& tx, ClaimId id, ClaimStatus to, const orders::By& by, std::string_view text,
                       std::optional<std::int64_t> version) override;
  Result<Claim> resolve(db::Transaction& tx, ClaimId id, Remedy remedy, const orders::By& by, std::string_view text,
                        std::optional<std::int64_t> version) override;
  Result<Money> gift_of(db::Reader& reader, ClaimId id, Remedy remedy) override;

 private:
  struct Moving {
    Claim claim;
    orders::Order order;
  };
  Result<Moving> moving(db::Transaction& tx, ClaimId id, ClaimStatus to, std::optional<std::int64_t> version);
  Result<Claim> moved(db::Transaction& tx, Moving moving, ClaimStatus to, const orders::By& by, std::string_view text);
  Status give_back(db::Transaction& tx, Moving& moving, Remedy remedy, const orders::By& by, std::string_view text);
  void publish(db::Transaction& tx, const Claim& claim, const orders::Order& order);

  const Needs needs_;
};

}  // namespace plaza::returns
