#include "cart_service.h"
#include "offer.h"

namespace plaza::orders {
namespace {

constexpr std::int64_t few = 5;  // from here on the number of units left is shown

}  // namespace

CartView CartService::view(db::Reader& reader, const Cart& cart) {
  return priced(reader, cart, {.account_id = cart.account_id});
}

CartView CartService::priced(db::Reader& reader, const Cart& cart, const Destination& destination) {
  auto offer = look_up(needs_, reader, cart, destination);
  CartView view;
  view.id = cart.id;
  view.currency = offer.currency.code();
  std::size_t priced = 0;
  for (const auto& [line, sold, price] : offer.lines) {
    CartLineView shown;
    shown.id = line->id;
    shown.variant_id = line->variant_id;
    shown.quantity = line->quantity;
    if (sold) {
      shown.product = product_of(needs_, *sold);
      shown.variant_title = sold->variant.title;
      shown.unit_price = Money{price.amount, offer.currency};
      if (price.compare_at) shown.compare_at_price = Money{*price.compare_at, offer.currency};
      const auto& totals = offer.quote.lines[priced++];
      shown.total = totals.subtotal;
      shown.discount = totals.discount;
      const std::int64_t left = needs_.levels.available(line->variant_id) + (is_held(cart) ? line->quantity : 0);
      shown.available = left >= line->quantity;
      if (left <= few) shown.units_left = left;
      const auto early = needs_.levels.preorder(line->variant_id, line->quantity);
      shown.preorder = early && (!is_held(cart) || line->preorder);
      if (shown.preorder) shown.promised_at = early->promised_at;
    } else {
      shown.product = {line->product_id, line->handle, line->title, std::nullopt};
      shown.variant_title = line->variant_title;
      shown.unit_price = shown.total = shown.discount = Money{0, offer.currency};
      shown.units_left = 0;
    }
    view.lines.push_back(std::move(shown));
  }
  view.totals = std::move(offer.quote.totals);
  if (is_held(cart)) view.reserved_until = cart.reserved_until;
  if (cart.status == CartStatus::claimed) view.order_id = cart.order_id;
  view.codes = cart.extras.codes;
  view.discounts = std::move(offer.taken_off);
  for (auto& refused : offer.discounts.refused) {
    view.refused_codes.push_back({refused.code, refused.error.code, refused.error.detail});
  }
  view.tenders = std::move(offer.tenders);
  view.use_store_credit = cart.extras.use_store_credit;
  view.amount_due = offer.due;
  return view;
}

std::vector<pricing::ShippingOption> CartService::shipping_options(db::Reader& reader, const Cart& cart,
                                                                  std::string_view country, std::string_view region) {
  Address address;
  address.country = country;
  if (!region.empty()) address.region = region;
  return look_up(needs_, reader, cart, {.address = country.empty() ? nullptr : &address, .account_id = cart.account_id}).options;
}

}  // namespace plaza::orders
