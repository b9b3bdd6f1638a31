#include "platform/base/text.h"
#include "routes.h"

namespace plaza::pricing {
namespace {

using http::Call;

enum class ListStateName { active, scheduled, ended, disabled };
constexpr auto enum_names(ListStateName*) { return std::array{"active", "scheduled", "ended", "disabled"}; }

struct PriceListView {
  PriceListId id;
  std::string name;
  std::optional<std::string> currency;
  std::optional<CustomerGroupId> customer_group_id;
  std::optional<Time> starts_at, ends_at;
  std::int64_t off_ppm = 0, rounding_step = 1, rounding_ending = 0;
  bool enabled = true;
  ListStateName state = ListStateName::active;
  std::int64_t entry_count = 0, version = 1;
  Time created_at, updated_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("name", name);
    v("currency", currency);
    v("customer_group_id", customer_group_id);
    v("starts_at", starts_at);
    v("ends_at", ends_at);
    v("off_ppm", off_ppm);
    v("rounding_step", rounding_step);
    v("rounding_ending", rounding_ending);
    v("enabled", enabled);
    v("state", state);
    v("entry_count", entry_count);
    v("version", version);
    v("created_at", created_at);
    v("updated_at", updated_at);
  }
};
struct PriceListPage {
  std::vector<PriceListView> items;
  std::optional<std::string> next_cursor;
  template <class V>
  void describe(V& v) {
    v("items", items);
    v("next_cursor", next_cursor);
  }
};

struct CreatePriceList {
  std::string name;
  std::optional<std::string> currency;
  std::optional<CustomerGroupId> customer_group_id;
  std::optional<Time> starts_at, ends_at;
  std::int64_t off_ppm = 0, rounding_step = 1, rounding_ending = 0;
  bool enabled = true;
  template <class V>
  void describe(V& v) {
    v("name", name, json::Length{1, 100});
    v("currency", currency, json::Pattern{json::Pattern::Name::currency});
    v("customer_group_id", customer_group_id);
    v("starts_at", starts_at);
    v("ends_at", ends_at);
    v("off_ppm", off_ppm, json::Optional{}, json::Between{0, 1'000'000},
      json::Doc{"Off everything in the shop, parts per million: 200000 is 20 %."});
    v("rounding_step", rounding_step, json::Optional{}, json::Between{1, rounding_step_max});
    v("rounding_ending", rounding_ending, json::Optional{}, json::Between{0, rounding_step_max});
    v("enabled", enabled, json::Optional{});
  }
};
struct PatchPriceList {
  PriceListId id;
  std::optional<std::int64_t> version;
  std::optional<std::string> name, currency, customer_group_id, starts_at, ends_at;
  std::optional<std::int64_t> off_ppm, rounding_step, rounding_ending;
  std::optional<bool> enabled;
  template <class V>
  void describe(V& v) {
    const json::Doc clears{"Empty: none any more."};
    v("id", id);
    v("version", version, json::Between{1, std::numeric_limits<std::int64_t>::max()},
      json::Doc{"Of the list that was looked at: an old one is refused."});
    v("name", name, json::Length{1, 100});
    v("currency", currency, json::Length{0, 3}, clears);
    v("customer_group_id", customer_group_id, json::Length{0, 40}, clears);
    v("starts_at", starts_at, json::Length{0, 40}, clears);
    v("ends_at", ends_at, json::Length{0, 40}, clears);
    v("off_ppm", off_ppm, json::Between{0, 1'000'000});
    v("rounding_step", rounding_step, json::Between{1, rounding_step_max});
    v("rounding_ending", rounding_ending, json::Between{0, rounding_step_max});
    v("enabled", enabled);
  }
};

ListStateName state_of(const PriceList& list, Time now) {
  if (!list.enabled) return ListStateName::disabled;
  if (list.starts_at && now < *list.starts_at) return ListStateName::scheduled;
  if (list.ends_at && now >= *list.ends_at) return ListStateName::ended;
  return ListStateName::active;
}

PriceListView view_of(const PriceList& list, Time now) {
  PriceListView view;
  view.id = list.id;
  view.name = list.name;
  if (list.currency) view.currency = std::string(list.currency->code());
  if (list.group_id) view.customer_group_id = list.group_id;
  view.starts_at = list.starts_at;
  view.ends_at = list.ends_at;
  view.off_ppm = list.off_ppm;
  view.rounding_step = list.rounding.step;
  view.rounding_ending = list.rounding.ending;
  view.enabled = list.enabled;
  view.state = state_of(list, now);
  view.entry_count = list.entry_count;
  view.version = list.version;
  view.created_at = list.created_at;
  view.updated_at = list.updated_at;
  return view;
}

Result<PriceListView> create(const RouteParts& parts, db::Transaction& tx, const CreatePriceList& request) {
  PriceList wish;
  wish.name = request.name;
  if (request.currency) wish.currency = parse_currency(*request.currency);
  wish.group_id = request.customer_group_id.value_or(CustomerGroupId{});
  wish.starts_at = request.starts_at;
  wish.ends_at = request.ends_at;
  wish.off_ppm = request.off_ppm;
  wish.rounding = {request.rounding_step, request.rounding_ending};
  wish.enabled = request.enabled;
  TRY(const auto list, parts.service.create_list(tx, wish));
  return view_of(list, parts.clock.now());
}

// The list as it is with what the request changes.
Result<PriceList> patched(PriceList list, const PatchPriceList& request) {
  if (request.name) list.name = *request.name;
  if (request.currency) {
    list.currency = parse_currency(*request.currency);
    if (!request.currency->empty() && !list.currency) return invalid_field("currency", "wrong_format", "is no currency");
  }
  if (request.customer_group_id) {
    const auto group = parse_id<CustomerGroupId>(*request.customer_group_id);
    if (!request.customer_group_id->empty() && !group) return group_not_found();
    list.group_id = group.value_or(CustomerGroupId{});
  }
  if (!patch_time(request.starts_at, list.starts_at)) return invalid_field("starts_at", "wrong_format", "is no time");
  if (!patch_time(request.ends_at, list.ends_at)) return invalid_field("ends_at", "wrong_format", "is no time");
  list.off_ppm = request.off_ppm.value_or(list.off_ppm);
  list.rounding = {request.rounding_step.value_or(list.rounding.step),
                   request.rounding_ending.value_or(list.rounding.ending)};
  list.enabled = request.enabled.value_or(list.enabled);
  return list;
}

// Guarded by the version that was read here: of two patches at once none is lost.
Result<PriceListView> patch(const RouteParts& parts, db::Transaction& tx, const PatchPriceList& request) {
  const auto list = find_list(tx, request.id);
  if (!list) return list_not_found();
  if (request.version && *request.version != list->version) return stale();
  TRY(const auto wish, patched(*list, request));
  TRY(const auto updated, parts.service.update_list(tx, wish, list->version));
  return view_of(updated, parts.clock.now());
}

constexpr const char* no_list = "pricing.list_not_found";
constexpr const char* no_list_text = "There is no such price list.";

}  // namespace

bool patch_time(const std::optional<std::string>& text, std::optional<Time>& time) {
  if (!text) return true;
  time = text->empty() ? std::nullopt : parse_time(*text);
  return text->empty() || time.has_value();
}

void add_list_routes(http::Routes& routes, const RouteParts& parts) {
  routes.add(http::get<PageRequest<PriceListId>, PriceListPage>("/v1/admin/price_lists", "listPriceLists")
                 .summary("Price lists and sales, newest first.")
                 .tag("Prices")
                 .access(merchandisers())
                 .read(parts.database,
                       [parts](Call&, db::Reader& reader, const PageRequest<PriceListId>& request) -> Result<PriceListPage> {
                         auto lists = lists_before(reader, request.before(), request.limit + 1);
                         PriceListPage page;
                         if (std::ssize(lists) > request.limit) {
                           lists.pop_back();
                           page.next_cursor = to_text(lists.back().id);
                         }
                         for (const auto& list : lists) page.items.push_back(view_of(list, parts.clock.now()));
                         return page;
                       }));
  routes.add(http::post<CreatePriceList, PriceListView>("/v1/admin/price_lists", "createPriceList")
                 .summary("Makes a price list: of a currency, a customer group, or (with a time) a sale.")
                 .tag("Prices")
                 .access(merchandisers())
                 .status(201)
                 .idempotent()
                 .error("pricing.currency_not_sold", ErrorKind::invalid, "The shop does not sell in this currency.")
                 .error("pricing.group_not_found", ErrorKind::not_found, "There is no such customer group.")
                 .error("pricing.too_many", ErrorKind::conflict, "There are as many as there may be.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const CreatePriceList& request) {
                   return create(parts, tx, request);
                 }));
  routes.add(http::get<IdPath<PriceListId>, PriceListView>("/v1/admin/price_lists/{id}", "getPriceList")
                 .summary("A price list.")
                 .tag("Prices")
                 .access(merchandisers())
                 .error(no_list, ErrorKind::not_found, no_list_text)
                 .read(parts.database,
                       [parts](Call&, db::Reader& reader, const IdPath<PriceListId>& request) -> Result<PriceListView> {
                         const auto list = find_list(reader, request.id);
                         if (!list) return list_not_found();
                         return view_of(*list, parts.clock.now());
                       }));
  routes.add(http::patch<PatchPriceList, PriceListView>("/v1/admin/price_lists/{id}", "updatePriceList")
                 .summary("Changes what is given.")
                 .tag("Prices")
                 .access(merchandisers())
                 .error(no_list, ErrorKind::not_found, no_list_text)
                 .error("pricing.currency_not_sold", ErrorKind::invalid, "The shop does not sell in this currency.")
                 .error("pricing.group_not_found", ErrorKind::not_found, "There is no such customer group.")
                 .error("pricing.stale", ErrorKind::conflict, "Somebody changed it in the meantime.")
                 .write(parts.database, [parts](Call&, db::Transaction& tx, const PatchPriceList& request) {
                   return patch(parts, tx, request);
                 }));
  routes.add(http::del<IdPath<PriceListId>, http::None>("/v1/admin/price_lists/{id}", "removePriceList")
                 .summary("Removes a price list and its entries.")
                 .tag("Prices")
                 .access(merchandisers())
                 .error(no_list, ErrorKind::not_found, no_list_text)
                 .write(parts.database,
                        [parts](Call&, db::Transaction& tx, const IdPath<PriceListId>& request) -> Result<http::None> {
                          TRY_DONE(parts.service.remove_list(tx, request.id));
                          return http::None{};
                        }));
}

}  // namespace plaza::pricing
