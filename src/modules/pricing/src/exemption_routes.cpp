// Who pays no tax, and which products bear another rate than the standard one.
#include "routes.h"

namespace plaza::pricing {
namespace {

using http::Call;
using identity::AccountId;

struct TaxExemptionView {
  AccountId account_id;
  std::string name, note;
  std::optional<Time> until;
  Time created_at;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("name", name);
    v("note", note);
    v("until", until);
    v("created_at", created_at);
  }
};
struct TaxExemptionPage {
  std::vector<TaxExemptionView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct PutTaxExemption {
  AccountId account_id;
  std::string note;
  std::optional<Time> until;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("note", note, json::Length{1, 300}, json::Doc{"Why: a VAT id, a certificate."});
    v("until", until);
  }
};
struct AccountPath {
  AccountId account_id;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
  }
};

struct TaxClassView {
  catalog::ProductId product_id;
  std::string title, tax_class;
  template <class V>
  void describe(V& v) {
    v("product_id", product_id);
    v("title", title);
    v("tax_class", tax_class);
  }
};
struct TaxClassPage {
  std::vector<TaxClassView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};
struct SetTaxClass {
  std::string tax_class;
  std::vector<catalog::ProductId> product_ids;
  template <class V>
  void describe(V& v) {
    v("tax_class", tax_class, json::Length{1, 40}, json::Doc{"standard takes the products out of the others."});
    v("product_ids", product_ids, json::Items{1, 1'000});
  }
};

TaxExemptionView view_of(const RouteParts& parts, const Exemption& exemption) {
  const auto face = parts.accounts.face(exemption.account_id);
  return {exemption.account_id, face ? face->name : std::string(), exemption.note, exemption.until, exemption.created_at};
}

std::string actor_of(const Call& call) { return call.caller.subject ? to_text(AccountId{call.caller.subject}) : "key"; }

Result<TaxExemptionPage> list(const RouteParts& parts, db::Reader& reader, const PageRequest<AccountId>& request) {
  auto found = exemptions_before(reader, request.before(), request.limit + 1);
  TaxExemptionPage page;
  if (std::ssize(found) > request.limit) {
    found.pop_back();
    page.next_cursor = to_text(found.back().account_id);
  }
  for (const auto& exemption : found) page.items.push_back(view_of(parts, exemption));
  return page;
}

Result<TaxClassPage> list_classes(const RouteParts& parts, db::Reader& reader, const PageRequest<catalog::ProductId>& request) {
  auto found = classes_after(reader, request.cursor.value_or(catalog::ProductId{}), request.limit + 1);
  TaxClassPage page;
  if (std::ssize(found) > request.limit) {
    found.pop_back();
    page.next_cursor = to_text(found.back().product_id);
  }
  for (const auto& one : found) {
    const auto product = parts.catalog.product(reader, one.product_id);
    page.items.push_back({one.product_id, product ? product->title : std::string(), one.tax_class});
  }
  return page;
}

void add_class_routes(http::Routes& routes, const RouteParts& parts) {
  using List = PageRequest<catalog::ProductId>;
  routes.add(http::get<List, TaxClassPage>("/v1/admin/tax_classes", "listTaxClasses")
                 .summary("Products that bear another tax class than the standard one.")
                 .tag("Prices")
                 .access(merchandisers())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const List& request) {
                   return list_classes(parts, reader, request);
                 }));
  routes.add(http::put<SetTaxClass, http::None>("/v1/admin/tax_classes", "setTaxClass")
                 .summary("Says which tax class up to 1,000 products bear.")
                 .tag("Prices")
                 .access(merchandisers())
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const SetTaxClass& request) -> Result<http::None> {
                   TRY_DONE(parts.service.set_class(tx, request.tax_class, request.product_ids));
                   return http::None{};
                 }));
}

}  // namespace

void add_exemption_routes(http::Routes& routes, const RouteParts& parts) {
  using List = PageRequest<AccountId>;
  routes.add(http::get<List, TaxExemptionPage>("/v1/admin/tax_exemptions", "listTaxExemptions")
                 .summary("Accounts that pay no tax, and why.")
                 .tag("Settings")
                 .access(merchandisers())
                 .read(parts.database, [parts](Call&, db::Reader& reader, const List& request) {
                   return list(parts, reader, request);
                 }));
  routes.add(http::post<PutTaxExemption, TaxExemptionView>("/v1/admin/tax_exemptions", "putTaxExemption")
                 .summary("Says that an account pays no tax; again: with this note and time.")
                 .tag("Settings")
                 .access(owners())
                 .status(201)
                 .write(parts.database,
                        [parts](Call& call, db::Transaction& tx, const PutTaxExemption& request) -> Result<TaxExemptionView> {
                          const Exemption exemption{request.account_id, request.note, request.until, parts.clock.now()};
                          TRY_DONE(parts.service.put_exemption(tx, exemption, actor_of(call)));
                          return view_of(parts, exemption);
                        }));
  routes.add(http::del<AccountPath, http::None>("/v1/admin/tax_exemptions/{account_id}", "removeTaxExemption")
                 .summary("The account pays tax again.")
                 .tag("Settings")
                 .access(owners())
                 .error("pricing.exemption_not_found", ErrorKind::not_found, "This account has no exemption.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const AccountPath& request) -> Result<http::None> {
                   TRY_DONE(parts.service.remove_exemption(tx, request.account_id));
                   return http::None{};
                 }));
  add_class_routes(routes, parts);
}

}  // namespace plaza::pricing
