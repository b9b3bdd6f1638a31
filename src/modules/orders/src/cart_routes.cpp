// Carts over HTTP. Guests are known by the header Plaza-Access-Token.
#include "identity/roles.h"
#include "offer.h"
#include "routes.h"

namespace plaza::orders {
namespace {

using http::Access;
using http::Call;

constexpr std::size_t tokens_max = 10;

struct CartPath {
  std::string id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

struct AddCartLine {
  std::string id;
  catalog::VariantId variant_id;
  std::int64_t quantity = 1;
  std::optional<Source> source;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("variant_id", variant_id);
    v("quantity", quantity, json::Optional{}, json::Between{1, line_quantity_max});
    v("source", source);
  }
};

struct ChangeCartLine {
  std::string id;
  std::string line_id;
  std::int64_t quantity = 0;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("line_id", line_id);
    v("quantity", quantity, json::Between{0, line_quantity_max});
  }
};

struct CartLinePath {
  std::string id;
  std::string line_id;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("line_id", line_id);
  }
};

struct NewCart {
  std::string currency;
  template <class V>
  void describe(V& v) {
    v("currency", currency, json::Optional{}, json::Pattern{json::Pattern::Name::currency});
  }
};

struct AskShipping {
  std::string id;
  std::string country;
  std::string region;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("country", country, json::Optional{}, json::Pattern{json::Pattern::Name::country});
    v("region", region, json::Optional{}, json::Length{0, 100});
  }
};

struct AskQuote {
  std::string id;
  std::string country;
  std::string region;
  std::string shipping_option;
  std::string email;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("country", country, json::Optional{}, json::Pattern{json::Pattern::Name::country});
    v("region", region, json::Optional{}, json::Length{0, 100});
    v("shipping_option", shipping_option, json::Optional{}, json::Length{0, 50});
    v("email", email, json::Optional{}, json::Length{0, 254}, json::Doc{"Who buys, as far as codes are counted by person."});
  }
};

struct ShippingOptionView {
  std::string id;
  std::string name;
  Money price;
  int delivery_days_min = 0;
  int delivery_days_max = 0;
  bool pickup = false;
  std::optional<std::string> pickup_address;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name);
    v("price", price);
    v("delivery_days_min", delivery_days_min);
    v("delivery_days_max", delivery_days_max);
    v("pickup", pickup);
    v("pickup_address", pickup_address);
  }
};

struct CartList {
  std::vector<CartView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct ShippingOptionList {
  std::vector<ShippingOptionView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

Error line_missing() { return {ErrorKind::not_found, "orders.line_not_found", "The cart has no such line."}; }

template <class Req, class Res>
http::RouteBuilder<Req, Res> of_carts(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder.tag("Carts").access(Access::anyone()).summary(summary);
  builder.error("orders.cart_not_found", ErrorKind::not_found, "There is no such cart, or it is somebody else's.");
  return builder;
}

template <class Req, class Res>
http::RouteBuilder<Req, Res> changes_cart(http::RouteBuilder<Req, Res> builder, const char* summary) {
  builder = of_carts(std::move(builder), summary);
  builder.error("orders.cart_ordered", ErrorKind::conflict, "The cart has been ordered, or is being ordered.")
      .error("orders.cart_busy", ErrorKind::conflict, "Others change the cart at the same time; try again.")
      .error("inventory.out_of_stock", ErrorKind::conflict, "Fewer are left than asked for.");
  return drop_errors(std::move(builder));
}

Result<CartView> shown(CartService& carts, db::Reader& reader, Result<Cart> cart) {
  if (!cart.ok()) return std::move(cart).error();
  return carts.view(reader, *cart);
}

void add_line_routes(http::Routes& routes, const Needs& needs, CartService& carts) {
  routes.add(changes_cart(http::post<AddCartLine, CartView>("/v1/carts/{id}/lines", "addCartLine"),
                          "Adds a variant; more of one that is there is added to its line.")
                 .status(201)
                 .idempotent()
                 .error("catalog.variant_not_found", ErrorKind::not_found, "There is no such variant.")
                 .error("orders.cart_full", ErrorKind::conflict, "The cart has no room for another line.")
                 .write(needs.database, [&carts](Call& call, db::Transaction& tx, const AddCartLine& request) {
                   const auto id = id_in_path<CartId>(request.id, cart_missing());
                   if (!id.ok()) return Result<CartView>(id.error());
                   return shown(carts, tx, carts.add_line(tx, shopper_of(call), *id, request.variant_id,
                                                          request.quantity, request.source));
                 }));
  routes.add(changes_cart(http::patch<ChangeCartLine, CartView>("/v1/carts/{id}/lines/{line_id}", "changeCartLine"),
                          "Sets a line's quantity; 0 removes it.")
                 .error("orders.line_not_found", ErrorKind::not_found, "The cart has no such line.")
                 .write(needs.database, [&carts](Call& call, db::Transaction& tx, const ChangeCartLine& request) {
                   const auto id = id_in_path<CartId>(request.id, cart_missing());
                   if (!id.ok()) return Result<CartView>(id.error());
                   const auto line = id_in_path<LineId>(request.line_id, line_missing());
                   if (!line.ok()) return Result<CartView>(line.error());
                   return shown(carts, tx, carts.set_quantity(tx, shopper_of(call), *id, *line, request.quantity));
                 }));
  routes.add(changes_cart(http::del<CartLinePath, CartView>("/v1/carts/{id}/lines/{line_id}", "removeCartLine"),
                          "Removes a line.")
                 .error("orders.line_not_found", ErrorKind::not_found, "The cart has no such line.")
                 .write(needs.database, [&carts](Call& call, db::Transaction& tx, const CartLinePath& request) {
                   const auto id = id_in_path<CartId>(request.id, cart_missing());
                   if (!id.ok()) return Result<CartView>(id.error());
                   const auto line = id_in_path<LineId>(request.line_id, line_missing());
                   if (!line.ok()) return Result<CartView>(line.error());
                   return shown(carts, tx, carts.set_quantity(tx, shopper_of(call), *id, *line, 0));
                 }));
}

// One's own cart. At the first look after signing in, what was gathered before becomes the account's.
Task<Result<std::optional<CartView>>> current_cart(const Needs& needs, CartService& carts, Shopper shopper) {
  struct Look {
    bool adopt = false;
    std::optional<CartView> view;
  };
  auto look = [&](db::Reader& reader) -> Result<Look> {
    if (carts.has_guest_cart(reader, shopper)) return Look{true, std::nullopt};
    const auto cart = carts.current(reader, shopper);
    if (!cart) return Look{};
    return Look{false, carts.view(reader, *cart)};
  };
  auto seen = co_await needs.database.read(look);
  if (seen->adopt) {
    auto adopt = [&](db::Transaction& tx) -> Result<Look> {
      const auto cart = carts.adopt(tx, shopper);
      if (!cart) return Look{};
      return Look{false, carts.view(tx, *cart)};
    };
    seen = co_await needs.database.write(adopt);
    if (!seen.ok()) co_return std::move(seen).error();
  }
  co_return std::move(seen->view);
}

Task<Result<CartView>> the_cart(const Needs& needs, CartService& carts, Shopper shopper) {
  auto cart = co_await current_cart(needs, carts, std::move(shopper));
  if (!cart.ok()) co_return std::move(cart).error();
  if (!*cart) co_return Error{ErrorKind::not_found, "orders.no_cart", "There is no cart yet."};
  co_return std::move(**cart);
}

Task<Result<CartList>> open_carts(const Needs& needs, CartService& carts, Shopper shopper) {
  auto cart = co_await current_cart(needs, carts, std::move(shopper));
  if (!cart.ok()) co_return std::move(cart).error();
  CartList list;
  if (*cart) list.items.push_back(std::move(**cart));
  co_return list;
}

void add_looking_routes(http::Routes& routes, const Needs& needs, CartService& carts) {
  routes.add(of_carts(http::get<CartPath, CartView>("/v1/carts/{id}", "getCart"), "A cart with today's prices and stock.")
                 .read(needs.database, [&carts](Call& call, db::Reader& reader, const CartPath& request) {
                   const auto id = id_in_path<CartId>(request.id, cart_missing());
                   if (!id.ok()) return Result<CartView>(id.error());
                   return shown(carts, reader, carts.find(reader, shopper_of(call), *id));
                 }));
  routes.add(of_carts(http::get<AskShipping, ShippingOptionList>("/v1/carts/{id}/shipping_options", "listShippingOptions"),
                      "How the cart can be delivered (to a country, if it is named), and for how much.")
                 .read(needs.database, [needs, &carts](Call& call, db::Reader& reader,
                                                       const AskShipping& request) -> Result<ShippingOptionList> {
                   TRY(const auto id, id_in_path<CartId>(request.id, cart_missing()));
                   TRY(const auto cart, carts.find(reader, shopper_of(call), id));
                   const Currency currency = currency_of(needs, cart);
                   ShippingOptionList list;
                   for (const auto& option : carts.shipping_options(reader, cart, request.country, request.region)) {
                     ShippingOptionView view{option.id, option.name, Money{option.price, currency}, option.delivery_days_min,
                                             option.delivery_days_max, option.pickup, std::nullopt};
                     if (!option.pickup_address.empty()) view.pickup_address = option.pickup_address;
                     list.items.push_back(std::move(view));
                   }
                   return list;
                 }));
  routes.add(of_carts(http::get<AskQuote, CartView>("/v1/carts/{id}/quote", "quoteCart"),
                      "The cart as it would cost at a destination: delivery, taxes and what is left to pay. Nothing is changed.")
                 .read(needs.database, [&carts](Call& call, db::Reader& reader, const AskQuote& request) -> Result<CartView> {
                   TRY(const auto id, id_in_path<CartId>(request.id, cart_missing()));
                   TRY(const auto cart, carts.find(reader, shopper_of(call), id));
                   Address address;
                   address.country = request.country;
                   if (!request.region.empty()) address.region = request.region;
                   return carts.priced(reader, cart, {request.shipping_option, request.country.empty() ? nullptr : &address,
                                                      cart.account_id, request.email});
                 }));
  routes.add(http::get<http::None, CartView>("/v1/cart", "getCurrentCart")
                 .tag("Carts")
                 .access(Access::anyone())
                 .summary("The caller's own open cart: the account's, else the one that the access token opens.")
                 .error("orders.no_cart", ErrorKind::not_found, "There is no cart yet.")
                 .task([needs, &carts](Call& call, const http::None&) -> Task<Result<CartView>> {
                   return the_cart(needs, carts, shopper_of(call));
                 }));
  routes.add(http::get<http::None, CartList>("/v1/carts", "listOpenCarts")
                 .tag("Carts")
                 .access(Access::anyone())
                 .summary("The same as a list: the caller's own open cart, or nothing.")
                 .task([needs, &carts](Call& call, const http::None&) -> Task<Result<CartList>> {
                   return open_carts(needs, carts, shopper_of(call));
                 }));
}

}  // namespace

Shopper shopper_of(const http::Call& call) {
  Shopper shopper;
  shopper.account_id = identity::AccountId{call.caller.subject};
  shopper.visitor = call.caller.visitor;
  shopper.locale = call.caller.locale;
  shopper.drop_tickets = call.request.header("plaza-drop-ticket");
  std::string_view rest = call.caller.access_tokens;
  while (!rest.empty() && shopper.tokens.size() < tokens_max) {
    const auto end = rest.find_first_of(", ");
    if (end != 0) shopper.tokens.emplace_back(rest.substr(0, end));
    if (end == std::string_view::npos) break;
    rest.remove_prefix(end + 1);
  }
  return shopper;
}

Error cart_missing() { return {ErrorKind::not_found, "orders.cart_not_found", "There is no such cart."}; }

void add_cart_routes(http::Routes& routes, const Needs& needs, CartService& carts) {
  routes.add(http::post<NewCart, CartView>("/v1/carts", "createCart")
                 .tag("Carts")
                 .access(Access::anyone())
                 .summary("Opens a cart, in the shop's currency or another one it sells in. Its access token is given only here.")
                 .status(201)
                 .idempotent()
                 .error("pricing.currency_not_sold", ErrorKind::invalid, "The shop does not sell in this currency.")
                 .write(needs.database, [&carts](Call& call, db::Transaction& tx, const NewCart& request) -> Result<CartView> {
                   TRY(const auto cart, carts.open(tx, shopper_of(call), request.currency));
                   auto view = carts.view(tx, cart);
                   view.access_token = cart.access_token;
                   return view;
                 }));
  routes.add(changes_cart(http::post<CartPath, CartView>("/v1/carts/{id}/reservation", "reserveCart"),
                          "Holds the cart's lines for ten minutes.")
                 .error("orders.empty_cart", ErrorKind::invalid, "The cart is empty.")
                 .write(needs.database, [&carts](Call& call, db::Transaction& tx, const CartPath& request) {
                   const auto id = id_in_path<CartId>(request.id, cart_missing());
                   if (!id.ok()) return Result<CartView>(id.error());
                   return shown(carts, tx, carts.reserve(tx, shopper_of(call), *id));
                 }));
  add_line_routes(routes, needs, carts);
  add_looking_routes(routes, needs, carts);
}

}  // namespace plaza::orders
