// Public and staff routes of prices, taxes and shipping. Merchandisers keep prices; money settings are the owners'.
#pragma once

#include "identity/roles.h"
#include "platform/base/time.h"
#include "platform/db/database.h"
#include "platform/http/route.h"
#include "service.h"

namespace plaza::pricing {

struct RouteParts {
  db::Database& database;
  const Clock& clock;
  catalog::Catalog& catalog;
  identity::Accounts& accounts;
  Service& service;
  PriceBook& prices;
};

inline http::Access merchandisers() { return identity::staff_access(identity::merchandiser); }
inline http::Access owners() { return identity::staff_access(identity::owner); }

// A page of a list whose cursor is the last one's id.
template <class I>
struct PageRequest {
  int limit = 20;
  std::optional<I> cursor;
  template <class V>
  void describe(V& v) {
    v("limit", limit, json::Optional{}, json::Between{1, 100});
    v("cursor", cursor);
  }
  // Before everything when there is no cursor.
  I before() const { return cursor.value_or(I{std::numeric_limits<std::int64_t>::max()}); }
};

template <class I>
struct IdPath {
  I id;
  template <class V>
  void describe(V& v) {
    v("id", id);
  }
};

// A patched time: absent stays, empty clears. False: it is no time.
bool patch_time(const std::optional<std::string>& text, std::optional<Time>& time);

void add_list_routes(http::Routes& routes, const RouteParts& parts);
void add_entry_routes(http::Routes& routes, const RouteParts& parts);
void add_group_routes(http::Routes& routes, const RouteParts& parts);
void add_currency_routes(http::Routes& routes, const RouteParts& parts);
void add_tax_routes(http::Routes& routes, const RouteParts& parts);
void add_exemption_routes(http::Routes& routes, const RouteParts& parts);
void add_class_name_routes(http::Routes& routes, const RouteParts& parts);
void add_shipping_routes(http::Routes& routes, const RouteParts& parts);

}  // namespace plaza::pricing
