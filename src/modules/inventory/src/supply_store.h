// Pre-orders, what is on its way, purchase limits and alerts in the database.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "catalog/ids.h"
#include "identity/ids.h"
#include "inventory/ids.h"
#include "platform/base/time.h"
#include "platform/db/connection.h"

namespace plaza::inventory {

// --- pre-orders
struct PreorderRow {
  catalog::VariantId variant_id;
  catalog::ProductId product_id;
  std::int64_t cap = 0;
  std::int64_t presold = 0;
  std::optional<Time> promised_at;
  std::int64_t version = 0;
  std::int64_t left() const { return cap > presold ? cap - presold : 0; }
};
PreorderRow put_preorder(db::Transaction& tx, const PreorderRow& wish);
// Nothing: no pre-order, or fewer left.
std::optional<PreorderRow> presell(db::Transaction& tx, catalog::VariantId variant,
                                   std::int64_t quantity);
std::optional<PreorderRow> unpresell(db::Transaction& tx, catalog::VariantId variant,
                                     std::int64_t quantity);
std::optional<PreorderRow> preorder_of(db::Reader& reader, catalog::VariantId variant);
void each_preorder(db::Reader& reader, const std::function<void(const PreorderRow&)>& each);

struct PresaleRow {
  std::int64_t id = 0;
  catalog::VariantId variant_id;
  std::string order;
  std::int64_t quantity = 0;
  std::optional<Time> promised_at, filled_at;
};
void insert_presale(db::Transaction& tx, const PresaleRow& presale, Time at);
std::vector<PresaleRow> presales_of(db::Reader& reader, std::string_view order);
std::vector<std::string> waiting_orders(db::Reader& reader, std::string_view before, int limit);
std::vector<PresaleRow> open_presales(db::Reader& reader, catalog::VariantId variant, int limit);
// False: another one was quicker.
bool fill_presale(db::Transaction& tx, std::int64_t id, Time at);
bool lessen_presale(db::Transaction& tx, std::int64_t id, std::int64_t by);

// --- on its way
struct IncomingRow {
  std::int64_t id = 0;
  catalog::VariantId variant_id;
  catalog::ProductId product_id;
  LocationId location_id;
  std::int64_t quantity = 0;
  std::optional<Time> expected_at;
  std::string note;
  Time created_at;
  std::int64_t received = 0;
  std::optional<Time> closed_at;
};
void insert_incoming(db::Transaction& tx, const IncomingRow& incoming);
std::optional<IncomingRow> incoming_of(db::Reader& reader, std::int64_t id);
// Of one variant (also what is closed), or all that is open; by id.
std::vector<IncomingRow> incoming(db::Reader& reader, std::optional<catalog::VariantId> variant,
                                  std::int64_t after, int limit);
// False: it is closed.
bool close_incoming(db::Transaction& tx, std::int64_t id, std::int64_t received, Time at);

// --- purchase limits
struct LimitRow {
  catalog::VariantId variant_id;
  std::optional<std::int64_t> per_order, per_person;
  std::int64_t days = 0;  // 0: for ever
};
void put_limit(db::Transaction& tx, const LimitRow& limit);
bool remove_limit(db::Transaction& tx, catalog::VariantId variant);
void each_limit(db::Reader& reader, const std::function<void(const LimitRow&)>& each);
// What the person had since then; whoever asks next for the same person waits for this transaction.
std::int64_t used_since(db::Transaction& tx, catalog::VariantId variant, std::string_view person,
                        Time since, Time now);
struct LimitUse {
  std::int64_t id = 0;
  catalog::VariantId variant_id;
  std::string_view person, order;
  std::int64_t quantity = 0;
};
void insert_use(db::Transaction& tx, const LimitUse& use, Time now);
void give_back_use(db::Transaction& tx, std::string_view order, catalog::VariantId variant,
                   std::int64_t quantity);

// --- alerts
struct AlertRow {
  std::int64_t id = 0;
  catalog::VariantId variant_id;
  catalog::ProductId product_id;
  identity::AccountId account_id;  // none: a guest's
  std::string email;               // of a guest
  std::string locale;
};
// False: it is there already.
bool insert_alert(db::Transaction& tx, const AlertRow& alert, Time at);
bool remove_alert(db::Transaction& tx, catalog::VariantId variant, identity::AccountId account,
                  std::string_view email);
// The oldest ones, taken away.
std::vector<AlertRow> claim_alerts(db::Transaction& tx, catalog::VariantId variant, int limit);
void forget_alerts(db::Transaction& tx, identity::AccountId account);
std::int64_t forget_alerts(db::Transaction& tx, Time before, int limit);

}  // namespace plaza::inventory
