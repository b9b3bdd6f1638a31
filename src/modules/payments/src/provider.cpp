#include "payments/provider.h"

namespace plaza::payments {
namespace {

Error not_supported() { return {ErrorKind::upstream, "payment.not_supported", "The provider cannot do this."}; }

}  // namespace

Task<Result<Paid>> Provider::retrieve(Known) { co_return not_supported(); }
Task<Result<Paid>> Provider::capture(Known, Money) { co_return not_supported(); }
Task<Result<Settlement>> Provider::void_(Known known) {
  auto settled = co_await settle(std::move(known));
  co_return settled;
}
Task<Result<ListedPage>> Provider::recent(Time, std::string) { co_return ListedPage{}; }
Task<Result<RefundPage>> Provider::recent_refunds(RefundQuery) { co_return RefundPage{}; }

}  // namespace plaza::payments
