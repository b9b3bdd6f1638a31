// From a cart to a paid order: two writes around the provider's call. The first claims the cart, sells the stock and leaves an order
// `placed` with its payment intent; the second records what the provider said. A process that dies in between leaves a payment
// `processing`: reconciliation asks the provider, and the order becomes paid, or is dropped with its stock given back.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "orders/cart.h"
#include "orders/ids.h"
#include "orders/orders.h"
#include "orders/views.h"
#include "platform/base/result.h"
#include "platform/base/task.h"
#include "platform/db/connection.h"

namespace plaza::orders {

struct ChosenPayment {
  static constexpr const char* schema_name = "CheckoutPayment";
  std::string provider;
  std::string token;
  template <class V>
  void describe(V& v) {
    v("provider", provider, json::Length{1, 50});
    v("token", token, json::Optional{}, json::Length{0, 500},
      json::Doc{"What the provider's script gave the browser; none: the shopper chooses in the provider's form, see payment.action."});
  }
};

struct OrderNote {
  std::string text;
  template <class V>
  void describe(V& v) {
    v("text", text, json::Length{0, 500}, json::Multiline{});
  }
};

struct CheckoutRequest {
  std::string email;
  Address shipping_address;
  std::string shipping_option = "standard";
  std::optional<ChosenPayment> payment;  // only if credit does not pay for all of it
  std::optional<OrderNote> note;
  std::optional<Money> amount_due;       // as it was shown: refused if it is another by now
  std::optional<std::string> return_url; // where a provider that takes the browser away sends it back to
  template <class V>
  void describe(V& v) {
    v("email", email, json::Pattern{json::Pattern::Name::email}, json::Length{3, 254});
    v("shipping_address", shipping_address);
    v("shipping_option", shipping_option, json::Optional{}, json::Length{1, 50});
    v("payment", payment);
    v("note", note);
    v("amount_due", amount_due);
    v("return_url", return_url, json::Pattern{json::Pattern::Name::url}, json::Length{1, 500});
  }
};

class Checkout {
 public:
  virtual ~Checkout() = default;

  // Everything a request may have wrong that its description does not know; all fields at once.
  virtual Status validate(const CheckoutRequest& request) const = 0;

  // Errors: orders.cart_not_found (404), orders.empty_cart (400), orders.cart_ordered, orders.cart_busy,
  // orders.line_unavailable, inventory.out_of_stock, orders.total_changed (409), payment.declined (402), payment.provider_failed
  // (502), request.invalid (400), and those of promotions (a code that does not hold), credit and drops. After any of them the cart is as it was (a reservation may be gone), stock and money too, or they
  // soon will be. The order that comes back is
  // paid; or placed, if the buyer's browser has something to do for the payment first.
  virtual Task<Result<Order>> run(Shopper shopper, CartId cart, CheckoutRequest request) = 0;
};

}  // namespace plaza::orders
