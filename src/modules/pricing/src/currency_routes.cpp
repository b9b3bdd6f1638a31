#include "routes.h"

namespace plaza::pricing {
namespace {

using http::Call;

struct CurrencyView {
  std::string currency;
  int digits = 2;
  bool base = false;
  template <class V>
  void describe(V& v) {
    v("currency", currency);
    v("digits", digits, json::Doc{"After the point: 0, 2 or 3."});
    v("base", base);
  }
};
struct CurrencyList {
  std::vector<CurrencyView> items;
  template <class V>
  void describe(V& v) {
    v("items", items);
  }
};
struct CurrencyRuleView {
  std::string currency, rate;
  std::int64_t rounding_step = 1, rounding_ending = 0;
  template <class V>
  void describe(V& v) {
    v("currency", currency);
    v("rate", rate);
    v("rounding_step", rounding_step);
    v("rounding_ending", rounding_ending);
  }
};
struct CurrencyRuleList {
  std::string base;
  std::vector<CurrencyRuleView> items;
  template <class V>
  void describe(V& v) {
    v("base", base);
    v("items", items);
  }
};
struct CurrencyPath {
  std::string currency;
  template <class V>
  void describe(V& v) {
    v("currency", currency, json::Pattern{json::Pattern::Name::currency});
  }
};
struct PutCurrency : CurrencyPath {
  std::string rate;
  std::int64_t rounding_step = 1, rounding_ending = 0;
  template <class V>
  void describe(V& v) {
    CurrencyPath::describe(v);
    v("rate", rate, json::Length{1, 20}, json::Doc{"Units of it for one unit of the shop's currency, as text: \"0.85\"."});
    v("rounding_step", rounding_step, json::Optional{}, json::Between{1, rounding_step_max});
    v("rounding_ending", rounding_ending, json::Optional{}, json::Between{0, rounding_step_max});
  }
};

CurrencyRuleView view_of(const CurrencyRule& rule) {
  return {std::string(rule.currency.code()), rate_text(rule.rate), rule.rounding.step, rule.rounding.ending};
}

Result<CurrencyRuleView> put(const RouteParts& parts, db::Transaction& tx, const PutCurrency& request) {
  const auto rate = parse_rate(request.rate);
  if (!rate) return invalid_field("rate", "wrong_format", "must be a number above 0 with at most nine decimals");
  const auto currency = parse_currency(request.currency);
  if (!currency) return invalid_field("currency", "wrong_format", "is no currency");
  const Rounding rounding{request.rounding_step, request.rounding_ending};
  TRY_DONE(parts.service.put_currency(tx, *currency, *rate, rounding));
  return view_of({*currency, *rate, rounding});
}

}  // namespace

void add_currency_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<http::None, CurrencyList>("/v1/currencies", "listCurrencies")
                 .summary("The currencies that the shop sells in, its own first.")
                 .tag("Prices")
                 .access(http::Access::anyone())
                 .memory([parts](Call&, const http::None&) -> Result<CurrencyList> {
                   CurrencyList list;
                   for (const auto& choice : parts.prices.currencies()) {
                     list.items.push_back({std::string(choice.currency.code()), choice.digits, choice.base});
                   }
                   return list;
                 }));
  routes.add(http::get<http::None, CurrencyRuleList>("/v1/admin/currencies", "listCurrencyRules")
                 .summary("Currencies beside the shop's own, with their rates and rounding.")
                 .tag("Settings")
                 .access(merchandisers())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const http::None&) -> Result<CurrencyRuleList> {
                   CurrencyRuleList list{std::string(parts.prices.base_currency().code()), {}};
                   for (const auto& rule : read_currencies(reader).rules) list.items.push_back(view_of(rule));
                   return list;
                 }));
  routes.add(http::put<PutCurrency, CurrencyRuleView>("/v1/admin/currencies/{currency}", "putCurrency")
                 .summary("Sells in a currency at this rate from now on.")
                 .tag("Settings")
                 .access(owners())
                 .error("pricing.too_many", ErrorKind::conflict, "There are as many as there may be.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const PutCurrency& request) {
                   return put(parts, tx, request);
                 }));
  routes.add(http::del<CurrencyPath, http::None>("/v1/admin/currencies/{currency}", "removeCurrency")
                 .summary("Sells in a currency no longer.")
                 .tag("Settings")
                 .access(owners())
                 .error("pricing.currency_not_found", ErrorKind::not_found, "The shop does not sell in this currency.")
                 .error("pricing.currency_in_use", ErrorKind::conflict, "A price list is in this currency.")
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx, const CurrencyPath& request) -> Result<http::None> {
                          const auto currency = parse_currency(request.currency);
                          if (!currency) return invalid_field("currency", "wrong_format", "is no currency");
                          TRY_DONE(parts.service.remove_currency(tx, *currency));
                          return http::None{};
                        }));
}

}  // namespace plaza::pricing
