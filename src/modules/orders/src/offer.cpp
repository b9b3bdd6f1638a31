#include "offer.h"

#include <algorithm>
#include <unordered_map>

#include "platform/base/check.h"
#include "quoting.h"

namespace plaza::orders {
namespace {

std::vector<catalog::SoldVariant> find_sold(const Needs& needs, db::Reader& reader, const Cart& cart) {
  if (cart.lines.empty()) return {};
  std::vector<catalog::VariantId> ids;
  for (const auto& line : cart.lines) ids.push_back(line.variant_id);
  return needs.catalog.variants(reader, ids);
}

// Products and prices; gives the lines to be priced.
std::vector<pricing::Line> find_lines(const Needs& needs, db::Reader& reader, const Cart& cart, const pricing::Buyer& buyer,
                                      Offer& offer) {
  auto variants = find_sold(needs, reader, cart);
  std::unordered_map<catalog::VariantId, catalog::SoldVariant*> by_id;
  for (auto& sold : variants) by_id.emplace(sold.variant.id, &sold);
  std::vector<pricing::Line> lines;
  for (const auto& line : cart.lines) {
    OfferedLine offered{&line, std::nullopt};
    const auto found = by_id.find(line.variant_id);
    if (found != by_id.end() && found->second->status == catalog::ProductStatus::active) {
      if (auto price = unit_price(needs, *found->second, buyer)) {
        offered.price = std::move(*price);
        offered.sold = std::move(*found->second);
        lines.push_back(priced_line(needs, *offered.sold, offered.price.amount, line.quantity));
      }
    }
    offer.lines.push_back(std::move(offered));
  }
  return lines;
}

void find_discounts(const Needs& needs, db::Reader& reader, const Cart& cart, const Destination& destination, Offer& offer) {
  auto& basket = offer.basket;
  basket.currency = offer.currency;
  basket.codes = cart.extras.codes;
  basket.account_id = destination.account_id;
  basket.email = destination.email;
  basket.at = needs.clock.now();
  for (const auto& [line, sold, price] : offer.lines) {
    if (!sold) continue;
    basket.lines.push_back({line->variant_id, sold->variant.product_id, line->quantity, price.amount, price.compare_at.has_value(),
                            credit::is_gift_card(sold->product_type)});
  }
  if (basket.lines.empty()) return;
  offer.discounts = needs.promotions->evaluate(reader, basket);
}

void choose_shipping(const Needs& needs, const Destination& destination, std::span<const pricing::Line> lines, Offer& offer) {
  std::int64_t subtotal = 0, weight = 0;
  for (const auto& line : lines) {
    subtotal += line.unit_price * line.quantity;
    weight += line.weight_g * line.quantity;
  }
  for (const auto& applied : offer.discounts.applied) subtotal -= applied.total();
  const auto* address = destination.address;
  const std::string_view country = address ? std::string_view(address->country) : std::string_view();
  const std::string_view region = address && address->region ? std::string_view(*address->region) : std::string_view();
  offer.options = shipping_options(needs, country, region, std::max<std::int64_t>(0, subtotal), weight, offer.currency);
  for (const auto& option : offer.options) {
    if (option.id == destination.option) offer.option = option;
  }
}

// What pricing takes off, and what the order says of it.
std::vector<pricing::Deduction> deductions_of(Offer& offer) {
  std::vector<pricing::Deduction> deductions;
  std::int64_t shipping_left = offer.option ? offer.option->price : 0;
  for (const auto& applied : offer.discounts.applied) {
    pricing::Deduction deduction{applied.code, applied.title, applied.lines, 0};
    const bool free = applied.free_shipping && offer.option &&
                      (!applied.free_shipping_price_max || offer.option->price <= *applied.free_shipping_price_max);
    if (free) deduction.shipping = std::exchange(shipping_left, 0);
    OrderDiscount taken;
    if (!applied.code.empty()) taken.code = applied.code;
    taken.title = applied.title;
    taken.lines = applied.lines;
    taken.shipping = deduction.shipping;
    taken.amount = {applied.total() + deduction.shipping, offer.currency};
    offer.taken_off.push_back(std::move(taken));
    deductions.push_back(std::move(deduction));
  }
  return deductions;
}

const char* card_problem(const credit::GiftCard& card, Currency currency) {
  if (card.status == credit::CardStatus::disabled) return "credit.disabled";
  if (card.status == credit::CardStatus::expired) return "credit.expired";
  if (card.balance.currency != currency) return "credit.wrong_currency";
  return card.balance.amount == 0 ? "credit.insufficient" : nullptr;
}

// Gift cards first, in their order, then store credit; the rest is due in money.
void find_tenders(const Needs& needs, db::Reader& reader, const Cart& cart, const Destination& destination, Offer& offer) {
  offer.due = offer.quote.totals.total;
  if (!needs.credit) return;
  for (const auto& text : cart.extras.gift_cards) {
    const auto id = parse_id<credit::GiftCardId>(text);
    const auto card = id ? needs.credit->card(reader, *id) : std::nullopt;
    if (!card) continue;
    TenderView tender{{TenderKind::gift_card, text, "•••• " + card->last4, Money{0, offer.currency}}, card->balance, std::nullopt};
    if (const char* problem = card_problem(*card, offer.currency)) {
      tender.problem = problem;
    } else {
      tender.amount.amount = std::min(card->balance.amount, offer.due.amount);
      offer.due.amount -= tender.amount.amount;
    }
    offer.tenders.push_back(std::move(tender));
  }
  if (!cart.extras.use_store_credit || !destination.account_id) return;
  const Money balance = needs.credit->balance(reader, destination.account_id, offer.currency);
  TenderView tender{{TenderKind::store_credit, "", "", Money{std::min(balance.amount, offer.due.amount), offer.currency}},
                    balance, std::nullopt};
  offer.due.amount -= tender.amount.amount;
  offer.tenders.push_back(std::move(tender));
}

}  // namespace

Currency currency_of(const Needs& needs, const Cart& cart) {
  const auto chosen = parse_currency(cart.extras.currency);
  return chosen ? *chosen : needs.pricing.currency;
}

Offer look_up(const Needs& needs, db::Reader& reader, const Cart& cart, const Destination& destination) {
  Offer offer;
  offer.currency = currency_of(needs, cart);
  const auto lines = find_lines(needs, reader, cart, {offer.currency, destination.account_id, needs.clock.now()}, offer);
  if (needs.promotions) find_discounts(needs, reader, cart, destination, offer);
  choose_shipping(needs, destination, lines, offer);
  const auto deductions = deductions_of(offer);
  offer.taxes = taxation(needs, lines, destination.address, offer.option ? &*offer.option : nullptr, destination.account_id);
  pricing::Basket basket;
  basket.currency = offer.currency;
  basket.prices_include_tax = offer.taxes.prices_include_tax;
  basket.lines = lines;
  basket.deductions = deductions;
  if (offer.option) {
    basket.shipping = offer.option->price;
    basket.shipping_text = pricing::shipping_text(*offer.option, offer.option->price, offer.currency);
  }
  basket.rates = offer.taxes.rates;
  basket.tax_exempt = offer.taxes.tax_exempt;
  offer.quote = pricing::price(basket);
  find_tenders(needs, reader, cart, destination, offer);
  return offer;
}

LineProduct product_of(const Needs& needs, const catalog::SoldVariant& sold) {
  LineProduct product;
  product.id = sold.variant.product_id;
  product.handle = sold.product_handle;
  product.title = sold.product_title;
  if (sold.image) product.image = needs.pictures.picture(*sold.image);
  return product;
}

std::vector<OrderLine> order_lines(const Needs& needs, const Offer& offer) {
  CHECK(offer.lines.size() == offer.quote.lines.size());
  std::vector<OrderLine> lines;
  for (std::size_t i = 0; i < offer.lines.size(); ++i) {
    const auto& [line, sold, price] = offer.lines[i];
    const auto& totals = offer.quote.lines[i];
    OrderLine ordered;
    ordered.id = line->id;
    ordered.variant_id = line->variant_id;
    ordered.product = product_of(needs, *sold);
    ordered.gift_card = credit::is_gift_card(sold->product_type);
    ordered.variant_title = sold->variant.title;
    ordered.sku = sold->variant.sku;
    ordered.quantity = line->quantity;
    ordered.unit_price = Money{price.amount, offer.currency};
    ordered.total = totals.subtotal;
    ordered.tax = totals.tax;
    ordered.source = line->source;
    ordered.discount = totals.discount;
    ordered.charged = totals.total;
    ordered.tax_ppm = offer.taxes.rates.lines[i];
    ordered.weight_g = sold->variant.weight_grams;
    lines.push_back(std::move(ordered));
  }
  return lines;
}

}  // namespace plaza::orders
