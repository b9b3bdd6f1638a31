// The public class Returns over rules, store and orders.
#pragma once

#include "returns/events.h"
#include "returns/module.h"
#include "rules.h"

namespace plaza::returns {

class ReturnService final : public Returns {
 public:
  explicit ReturnService(const Needs& needs) : needs_(needs) {}

  Policy policy(db::Reader& reader) override;
  Result<Policy> set_policy(db::Transaction& tx, const Policy& policy) override;
  ReturnOptions options(db::Reader& reader, const orders::Order& order) override;
  Result<ReturnMoney> estimate(db::Reader& reader, const orders::Order& order, const ReturnRequest& request) override;
  Result<Return> request(db::Transaction& tx, const orders::Order& order, const ReturnRequest& request,
                         const orders::By& by) override;
  std::optional<Return> find(db::Reader& reader, ReturnId id) override;
  std::vector<Return> list(db::Reader& reader, const ReturnQuery& query) override;
  ReturnView view(db::Reader& reader, const Return& each) override;
  Result<Return> decide(db::Transaction& tx, ReturnId id, ReturnStatus to, const orders::By& by, std::string_view text,
                        std::optional<std::int64_t> version) override;
  Result<Return> receive(db::Transaction& tx, ReturnId id, const std::vector<ReceivedLine>& lines, const orders::By& by,
                         std::optional<std::int64_t> version) override;
  Result<Return> settle(db::Transaction& tx, ReturnId id, const Settlement& settlement, const orders::By& by,
                        std::optional<std::int64_t> version) override;
  Result<Money> gift_of(db::Reader& reader, ReturnId id, const Settlement& settlement, const orders::By& by) override;
  // What settle() would do.
  Result<SettlementPreview> preview(db::Reader& reader, ReturnId id, const Settlement& settlement);

 private:
  struct Moving {
    Return each;
    orders::Order order;
  };
  std::vector<ReturnableLine> lines_of(db::Reader& reader, const orders::Order& order, const Policy& policy);
  // The return on its way to another status; refuses what the table of moves does not allow, and another version.
  Result<Moving> moving(db::Transaction& tx, ReturnId id, ReturnStatus to, std::optional<std::int64_t> version);
  Result<Return> moved(db::Transaction& tx, Moving moving, ReturnStatus to, const orders::By& by, std::string_view text);
  void release_units(db::Transaction& tx, const Return& each);
  Result<ReturnMoney> worth(db::Reader& reader, const orders::Order& order, const ReturnRequest& asked,
                            const std::vector<ReceivedLine>& units);
  // Whether the policy owes what arrived, and somebody else than `by` has a part in it.
  bool is_owed(db::Reader& reader, const Return& each, const orders::Order& order, const orders::By& by);
  std::set<std::int64_t> final_sales(db::Reader& reader, const orders::Order& order, const Policy& policy);
  Result<orders::RefundRequest> wanted_of(db::Reader& reader, Return& each, const orders::Order& order, const Settlement& settlement);
  Result<orders::ExchangeRequest> exchange_of(db::Reader& reader, const Return& each, orders::RefundRequest& wanted,
                                              std::int64_t value);

  const Needs needs_;
};

Error wrong_status(const Return& each, ReturnStatus to);
std::vector<ReceivedLine> as_asked(const std::vector<ReturnLine>& lines);
ReturnFacts facts_of(const Return& each, const orders::Order& order);

}  // namespace plaza::returns
