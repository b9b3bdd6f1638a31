// POST /v1/carts/{id}/checkout. Decoded by hand, so that what the description finds wrong and what the shop's settings find
// wrong is told at once, and so that a repeated request gets its stored answer as it was.
#include "platform/http/idempotency.h"
#include "platform/json/document.h"
#include "routes.h"

namespace plaza::orders {
namespace {

struct CheckoutAnswer {
  OrderView order;
  std::optional<PaymentStep> payment;  // what the browser has to do, while the order is only placed
  template <class V>
  void describe(V& v) {
    v("order", order);
    v("payment", payment);
  }
};

http::Response answer_of(const Placed& placed, const Viewer& viewer) {
  std::vector<payments::Payment> payments;
  if (placed.payment) payments.push_back(*placed.payment);
  CheckoutAnswer answer{view_of(placed.order, payments, viewer), std::nullopt};
  answer.order.access_token = placed.order.access_token;
  if (placed.payment && placed.order.status == OrderStatus::placed) answer.payment = step_of(*placed.payment);
  return http::json_response(201, answer);
}

// Refusals that would be the same again. Others depend on what somebody else does at the moment: the key stays free.
bool is_final(const Error& error) {
  return error.kind == ErrorKind::payment || error.code == "inventory.out_of_stock" || error.code == "orders.line_unavailable";
}

class KeptByKey final : public AnswerKeeper {
 public:
  KeptByKey(const http::Call& call, const CheckoutService& checkout)
      : call_(call), checkout_(checkout), name_(http::claim_name(call)) {}

  std::string name() const override { return name_; }
  Status claim(db::Transaction& tx) override {
    TRY(stored_, http::claim(call_, tx));
    if (!stored_) return done();
    return Error{ErrorKind::conflict, "request.replayed", "The answer is stored."};
  }
  bool prepare(const Result<Placed>& result) override {
    if (name_.empty()) return false;
    answer_ = result.ok() ? answer_of(*result, checkout_.viewer()) : http::problem(result.error());
    return result.ok() || is_final(result.error());
  }
  Status keep(db::Transaction& tx) override { return http::complete(call_, tx, answer_); }

  // The answer of an earlier request with this key.
  std::optional<http::Response> stored() { return std::move(stored_); }

 private:
  const http::Call& call_;
  const CheckoutService& checkout_;
  const std::string name_;
  std::optional<http::Response> stored_;
  http::Response answer_;
};

bool told_already(const std::vector<FieldError>& fields, const std::string& field) {
  for (const auto& known : fields) {
    if (known.field == field || field.starts_with(known.field + ".")) return true;
  }
  return false;
}

Result<CheckoutRequest> decode(const http::Call& call, const Checkout& checkout) {
  TRY(auto document, json::parse(call.request.body));
  auto* members = document.root().if_object();
  if (!members) return Error{ErrorKind::invalid, "request.malformed", "The body must be a JSON object."};
  if (auto* note = members->if_contains("note"); note && note->is_string()) {
    *note = boost::json::object{{"text", *note}};  // a plain text is a note, too
  }
  CheckoutRequest request;
  json::Decoder decoder;
  decoder.read(request, document.root());
  std::vector<FieldError> wrong = decoder.failed() ? decoder.error().fields : std::vector<FieldError>();
  if (const auto status = checkout.validate(request); !status.ok()) {
    const auto found = wrong;
    for (const auto& field : status.error().fields) {
      if (!told_already(found, field.field)) wrong.push_back(field);
    }
  }
  if (wrong.empty()) return request;
  // Whether a payment is needed at all the cart will say; while other things are missing it is asked for with them.
  if (!request.payment && !told_already(wrong, "payment")) wrong.push_back({"payment", "required", "is required"});
  return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.", std::move(wrong)};
}

Task<http::Response> run(CheckoutService& checkout, http::Call& call) {
  const auto id = parse_id<CartId>(call.path_value("id"));
  if (!id) co_return http::problem(cart_missing());
  auto request = decode(call, checkout);
  if (!request.ok()) co_return http::problem(request.error());
  KeptByKey keeper(call, checkout);
  auto placed = co_await checkout.run_kept(shopper_of(call), *id, std::move(*request), keeper);
  if (auto stored = keeper.stored()) co_return std::move(*stored);
  if (!placed.ok()) co_return http::problem(placed.error());
  co_return answer_of(*placed, checkout.viewer());
}

}  // namespace

void add_checkout_route(http::Routes& routes, CheckoutService& checkout) {
  auto route = drop_errors(http::post<CheckoutRequest, CheckoutAnswer>("/v1/carts/{id}/checkout", "checkOut"));
  for (const char* code : {"promotions.expired", "promotions.used_up", "promotions.used_by_you", "promotions.not_for_you",
                           "promotions.minimum_not_met", "promotions.nothing_matches"}) {
    route.error(code, ErrorKind::conflict, "A code of the cart does not hold (any more).");
  }
  for (const char* code : {"credit.insufficient", "credit.expired", "credit.disabled", "credit.wrong_currency"}) {
    route.error(code, ErrorKind::conflict, "A gift card or the store credit of the cart cannot pay.");
  }
  routes.add(route.tag("Carts")
                 .access(http::Access::anyone())
                 .summary("Orders and pays what is in the cart.")
                 .status(201)
                 .idempotent()
                 .error("orders.cart_not_found", ErrorKind::not_found, "There is no such cart, or it is somebody else's.")
                 .error("orders.empty_cart", ErrorKind::invalid, "The cart is empty.")
                 .error("orders.cart_ordered", ErrorKind::conflict, "The cart has been ordered, or is being ordered.")
                 .error("orders.cart_busy", ErrorKind::conflict, "Others change the cart at the same time; try again.")
                 .error("orders.line_unavailable", ErrorKind::conflict, "Some of it is not sold any more.")
                 .error("orders.cancelled", ErrorKind::conflict, "The order was cancelled while it was being paid.")
                 .error("inventory.out_of_stock", ErrorKind::conflict, "Fewer are left than asked for.")
                 .error("payment.declined", ErrorKind::payment, "The money was refused; the cart is as it was.")
                 .error("payment.provider_failed", ErrorKind::upstream,
                        "The provider broke or was too slow; the cart is as it was, and money that was taken goes back.")
                 .error("orders.total_changed", ErrorKind::conflict, "It does not cost what was shown any more.")
                 .raw([&checkout](http::Call& call) { return run(checkout, call); }));
}

}  // namespace plaza::orders
