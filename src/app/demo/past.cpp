// The year before: customers come, buy again at their own pace and stay away one day. Their orders are those that the brand brought
// along from its old shop (orders::PastOrders: no mail, no stock, no event); their visits stand in the log.
#include <algorithm>
#include <array>
#include <cmath>
#include <stdexcept>

#include "catalog/module.h"
#include "demo/places.h"
#include "demo/world.h"
#include "identity/module.h"
#include "interactions/module.h"
#include "media/module.h"
#include "orders/module.h"
#include "platform/base/text.h"
#include "pricing/price.h"
#include "profiles/module.h"

namespace plaza::app::demo_brand {

namespace {

constexpr Currency euro{{'E', 'U', 'R'}};
constexpr std::int64_t tax_ppm = 190'000;

constexpr std::array first_names = {"Emma",  "Léa",    "Clara",  "Jonas", "Mia",   "Oskar", "Hanna", "Noah",   "Ines",  "Marta", "Lukas", "Nora",
                                    "Paul",  "Sofia",  "Elias",  "Freya", "Anton", "Julia", "Milan", "Greta",  "Hugo",  "Alma",  "Tomás", "Rosa",
                                    "David", "Ingrid", "Samuel", "Vera",  "Lars",  "Ella",  "Rui",   "Astrid", "Felix", "Maren", "Leon",  "Beatriz"};
constexpr std::array last_names = {"Weber",    "Martin",   "Keller",  "Silva",   "Jensen",   "Bakker",  "Moreau",  "Hofer",    "Lindner", "Costa",
                                   "Nielsen",  "de Vries", "Dubois",  "Brandt",  "Almeida",  "Madsen",  "Jansen",  "Bernard",  "Winter",  "Pereira",
                                   "Sørensen", "Visser",   "Lambert", "Schuster", "Carvalho", "Holm",    "Smit",    "Fontaine", "Krämer",  "Ramos"};
constexpr std::array first_names_vi = {"Lan", "Minh", "Thảo", "Huy", "Ngọc", "Phúc", "Hà", "Quân", "My", "Sơn", "Vy", "Khánh"};
constexpr std::array last_names_vi = {"Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Võ", "Đặng", "Bùi"};
constexpr std::array collections = {"morning-ritual", "still-stems", "slow-table", "evening-light", "small-flames"};

// Accents away, letters and dots only.
std::string mail_name(const std::string& name) {
  std::string out;
  for (const char c : folded(name)) {
    if (c >= 'a' && c <= 'z') out += c;
    else if (c == ' ' && !out.empty() && out.back() != '.') out += '.';
  }
  return out;
}

}  // namespace

const Place& place_at(std::size_t index) {
  static const std::array<Place, 10> places = {{{"Berlin", "10115", "DE", "Linienstraße 12"},
                                                {"Hamburg", "20357", "DE", "Marktstraße 41"},
                                                {"Leipzig", "04109", "DE", "Gottschedstraße 7"},
                                                {"Lyon", "69001", "FR", "12 rue Burdeau"},
                                                {"Porto", "4050-162", "PT", "Rua das Flores 80"},
                                                {"København", "1263", "DK", "Bredgade 20"},
                                                {"Utrecht", "3512", "NL", "Oudegracht 101"},
                                                {"Graz", "8010", "AT", "Sporgasse 7"},
                                                {"Hồ Chí Minh", "700000", "VN", "45 Lê Lợi"},
                                                {"Hà Nội", "100000", "VN", "8 Hàng Gai"}}};
  return places[index % places.size()];
}
std::size_t place_for(const std::string& locale, std::uint64_t random) { return locale == "vi" ? 8 + random % 2 : random % 8; }

// Gamma and beta, as people differ: many come once, some come all the time.
void World::arrive(Time from, Micros within, int how_many) {
  const auto gamma = [&](double shape) { return std::gamma_distribution<double>(shape, 1)(random_); };
  for (int i = 0; i < how_many; ++i) {
    Customer customer;
    customer.locale = chance() < 0.18 ? "vi" : "en";
    const bool vi = customer.locale == "vi";
    const auto first = random_(), last = random_();
    customer.name = vi ? std::string(last_names_vi[last % last_names_vi.size()]) + " " + first_names_vi[first % first_names_vi.size()]
                       : std::string(first_names[first % first_names.size()]) + " " + last_names[last % last_names.size()];
    customer.email = mail_name(customer.name) + "." + std::to_string(customers_.size() + 11) + "@post.example";
    customer.visitor = "demo-customer-" + std::to_string(customers_.size());
    customer.collection = collections[random_() % collections.size()];
    for (const auto& word : pick(files_.people).tastes) customer.taste[word] = 0.7;
    customer.place = place_for(customer.locale, random_());
    customer.per_day = gamma(1.6) / 1.6 / 34;
    const double a = gamma(0.9), b = gamma(2.6);
    customer.leaves = a / (a + b);
    customer.generous = chance() < 0.15;
    customer.next = from + static_cast<Micros>(chance() * static_cast<double>(within));
    customers_.push_back(std::move(customer));
  }
}

void World::give_accounts(Time now, std::size_t from) {
  const auto work = [&](db::Transaction& tx) -> Status {
    for (std::size_t i = from; i < customers_.size(); ++i) {
      auto& customer = customers_[i];
      if (chance() < 0.16) continue;  // always as a guest
      identity::NewAccount account;
      account.email = customer.email;
      account.display_name = customer.name;
      account.visitor = customer.visitor;
      account.locale = customer.locale;
      account.email_verified = true;
      TRY(const auto made, program_.identity().accounts().create(tx, account));
      customer.account = made.id;
      if (chance() > 0.55) continue;
      profiles::Choice choice;
      choice.channel = profiles::Channel::email;
      choice.state = chance() < 0.9 ? profiles::ConsentState::given : profiles::ConsentState::withdrawn;
      choice.at = now;
      choice.source = "account";
      choice.text_version = "2026-01";
      TRY_DONE(program_.profiles().consents().choose(tx, {made.id, ""}, choice));
    }
    return done();
  };
  const auto written = program_.database().write_now(work);
  if (!written.ok()) throw std::runtime_error("the demo could not write customers: " + written.error().detail);
}

// What everybody buys until then, in order; sets when they come again.
std::vector<std::pair<Time, std::size_t>> World::buys_until(Time end) {
  std::vector<std::pair<Time, std::size_t>> due;
  for (std::size_t i = 0; i < customers_.size(); ++i) {
    auto& customer = customers_[i];
    while (!customer.gone && customer.next < end) {
      due.emplace_back(customer.next, i);
      customer.gone = chance() < customer.leaves;
      const double gap = std::exponential_distribution<double>(customer.per_day)(random_);
      customer.next = customer.next + static_cast<Micros>(std::clamp(gap, 0.5, 400.0) * static_cast<double>(days(1)));
    }
  }
  std::sort(due.begin(), due.end());
  return due;
}

const catalog::Product* World::goods_of(const std::string& collection, bool generous) {
  const auto shelf = shelf_.find(collection);
  const auto& handles = shelf != shelf_.end() && chance() < 0.65 ? shelf->second : shelf_.at(collections[random_() % collections.size()]);
  const auto& one = products_.at(pick(handles));
  const auto& other = products_.at(pick(handles));
  const bool one_is_dearer = one.variants[0].price.amount > other.variants[0].price.amount;
  return one_is_dearer == generous ? &one : &other;
}

void World::fill_past_lines(orders::Order& order, const Customer& customer) {
  std::vector<pricing::Line> priced;
  const int lines = chance() < 0.62 ? 1 : chance() < 0.75 ? 2 : 3;
  for (int i = 0; i < lines; ++i) {
    const auto& product = *goods_of(customer.collection, customer.generous);
    const auto& variant = product.variants[random_() % product.variants.size()];
    orders::OrderLine line;
    line.id = program_.ids().make<orders::LineId>();
    line.variant_id = variant.id;
    line.product = {product.id, product.handle, product.title, std::nullopt};
    if (const auto view = product.media.empty() ? std::nullopt : program_.media().media().view(product.media[0].media_id)) {
      line.product.image = orders::Image{view->url, view->width, view->height, view->alt};
    }
    line.variant_title = variant.title;
    line.sku = variant.sku;
    line.quantity = variant.price.amount < 4'000 && chance() < 0.4 ? 2 : 1;
    line.unit_price = variant.price;
    line.tax_ppm = tax_ppm;
    line.weight_g = variant.weight_grams;
    priced.push_back({variant.price.amount, line.quantity});
    order.lines.push_back(std::move(line));
  }
  pricing::Basket basket{euro, true, priced};
  std::int64_t subtotal = 0;
  for (const auto& line : priced) subtotal += line.unit_price * line.quantity;
  std::vector<pricing::Deduction> off;
  if (customer.orders == 0 && chance() < 0.3) {
    off.push_back({"WELCOME10", "10 % off your first order", {}, 0});
    for (const auto& line : priced) off[0].lines.push_back(line.unit_price * line.quantity / 10);
    basket.deductions = off;
  }
  basket.shipping = subtotal >= 5'000 ? 0 : 490;
  basket.shipping_text = "Standard shipping";
  basket.rates = {std::vector<std::int64_t>(priced.size(), tax_ppm), tax_ppm};
  const auto quote = pricing::price(basket);
  order.totals = quote.totals;
  for (std::size_t i = 0; i < order.lines.size(); ++i) {
    auto& line = order.lines[i];
    line.total = quote.lines[i].subtotal;
    line.tax = quote.lines[i].tax;
    line.discount = quote.lines[i].discount;
    line.charged = quote.lines[i].total;
  }
  if (!off.empty()) order.discounts.push_back({off[0].code, off[0].text, quote.totals.discount, off[0].lines, 0});
  order.taxed = orders::Taxed{tax_ppm, false};
}

// One of twenty came back, or a part of it.
void World::give_back_past(orders::Order& order) {
  if (chance() > 0.06) return;
  const auto& line = order.lines[0];
  orders::Refund refund;
  refund.id = program_.ids().make<orders::RefundId>();
  refund.kind = orders::RefundKind::returned;
  refund.at = order.placed_at + days(9 + static_cast<std::int64_t>(random_() % 8));
  refund.lines.push_back({line.id, line.quantity, line.charged, line.tax, 0, true});
  const Money none{0, euro};
  refund.shipping = refund.extra = refund.fee = refund.to_store_credit = refund.to_exchange = none;
  refund.amount = refund.to_original = line.charged;
  refund.reason = chance() < 0.5 ? "Changed their mind" : "Smaller than it looked";
  order.after.refunds.push_back(std::move(refund));
}

orders::Order World::past_order(const Customer& customer, Time at) {
  orders::Order order;
  order.status = orders::OrderStatus::delivered;
  order.account_id = customer.account;
  order.visitor = customer.visitor;
  order.email = customer.email;
  order.locale = customer.locale;
  order.placed_at = at;
  order.paid_at = at + seconds(40);
  const auto& place = place_at(customer.place);
  order.shipping_address.name = customer.name;
  order.shipping_address.line1 = place.line;
  order.shipping_address.city = place.city;
  order.shipping_address.postal_code = place.postal_code;
  order.shipping_address.country = place.country;
  order.shipping_option = {"standard", "Standard"};
  fill_past_lines(order, customer);
  const Time shipped = at + hours(20 + static_cast<std::int64_t>(random_() % 30));
  const Time arrived = shipped + days(2 + static_cast<std::int64_t>(random_() % 3));
  orders::Fulfilment parcel;
  parcel.id = program_.ids().make<orders::FulfilmentId>();
  for (const auto& line : order.lines) parcel.lines.push_back({line.id, line.quantity});
  parcel.carrier = "DHL";
  parcel.shipped_at = shipped;
  parcel.delivered_at = arrived;
  order.after.fulfilments.push_back(std::move(parcel));
  using orders::OrderStatus;
  order.history = {{at, OrderStatus::placed, "customer", std::nullopt},
                   {order.paid_at, OrderStatus::paid, "system", std::nullopt},
                   {shipped, OrderStatus::fulfilled, "staff", std::nullopt},
                   {arrived, OrderStatus::delivered, "system", std::nullopt}};
  give_back_past(order);
  return order;
}

void World::write_past_orders(const std::vector<std::pair<Time, std::size_t>>& due) {
  auto& past = program_.orders().past_orders();
  const auto work = [&](db::Transaction& tx) -> Status {
    for (const auto& [at, who] : due) {
      auto& customer = customers_[who];
      const orders::Origin origin{"old.kilnlight.example", "K" + std::to_string(10'000 + ++message_), ""};
      TRY_DONE(past.add(tx, past_order(customer, at), origin, orders::Actor::system));
      ++customer.orders;
    }
    return done();
  };
  const auto written = program_.database().write_now(work);
  if (!written.ok()) throw std::runtime_error("the demo could not write past orders: " + written.error().detail);
}

// They looked before they bought, and now and then without buying.
void World::write_past_visits(Time from, const std::vector<std::pair<Time, std::size_t>>& due) {
  const auto looks = [&](const Customer& customer, Time at, int how_many) {
    for (int i = 0; i < how_many; ++i) {
      const auto& product = *goods_of(customer.collection, customer.generous);
      track("Product Viewed", seer_of(customer), at + seconds(35 * i), "{\"product_id\":\"" + to_text(product.id) + "\"}");
    }
  };
  for (const auto& [at, who] : due) looks(customers_[who], at - minutes(9), 2 + static_cast<int>(random_() % 4));
  for (const auto& customer : customers_) {
    if (customer.gone && chance() < 0.93) continue;
    if (customer.next - from > days(28) && chance() < 0.6) continue;
    if (chance() < 0.3) looks(customer, from + static_cast<Micros>(chance() * static_cast<double>(days(7))), 1 + static_cast<int>(random_() % 3));
  }
  std::sort(records_.begin(), records_.end(), [](const auto& a, const auto& b) { return a.at < b.at; });
  program_.interactions().log().append_now(std::move(records_));
  records_.clear();
}

void World::write_past() {
  const Time opened = start_ - days(7 * weeks_before);
  for (int week = 0; week < weeks_before; ++week) {
    const Time from = opened + days(7 * week);
    program_.shift_clock(from - SystemClock().now());
    const std::size_t known = customers_.size();
    arrive(from, days(7), 6 + week / 5 + static_cast<int>(random_() % 5));
    give_accounts(from, known);
    program_.shift_clock(from + days(7) - SystemClock().now());
    const auto due = buys_until(from + days(7));
    write_past_orders(due);
    program_.drain();
    write_past_visits(from, due);
  }
  program_.drain();
}

}  // namespace plaza::app::demo_brand
