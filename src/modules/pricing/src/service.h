// The desk and the standings of customers over their store: every write raises a version, publishes, and shows in memory with its commit.
#pragma once

#include "catalog/catalog.h"
#include "identity/accounts.h"
#include "platform/base/id.h"
#include "platform/base/time.h"
#include "pricing/desk.h"
#include "pricing/events.h"
#include "pricing/standing.h"
#include "store.h"

namespace plaza::pricing {

struct Books {
  PriceBook& prices;
  TaxBook& taxes;
  ShippingBook& shipping;
};

class Service final : public Desk, public Standings {
 public:
  struct Parts {
    IdSource& ids;
    const Clock& clock;
    catalog::Catalog& catalog;
    identity::Accounts& accounts;
    Books books;
  };
  explicit Service(const Parts& parts) : parts_(parts) {}

  Status put_currency(db::Transaction& tx, Currency currency, std::int64_t rate, const Rounding& rounding) override;
  Result<PriceList> create_list(db::Transaction& tx, const PriceList& wish) override;
  Result<PriceList> update_list(db::Transaction& tx, const PriceList& wish, std::int64_t version) override;
  Result<PriceList> change_entries(db::Transaction& tx, PriceListId id, std::span<const EntryChange> changes) override;
  Result<CustomerGroupId> create_group(db::Transaction& tx, std::string_view name, bool tax_exempt) override;
  Status add_members(db::Transaction& tx, CustomerGroupId id, std::span<const identity::AccountId> accounts) override;
  Result<TaxZoneId> create_zone(db::Transaction& tx, const TaxZoneBody& zone) override;
  Result<ShippingZoneId> create_zone(db::Transaction& tx, const ShippingZoneBody& zone) override;

  Standing of(db::Reader& reader, identity::AccountId account) override;
  std::vector<Result<bool>> put(db::Transaction& tx, std::span<const StandingWish> wishes, std::string_view actor) override;

  // For the routes.
  Status remove_currency(db::Transaction& tx, Currency currency);
  Status remove_list(db::Transaction& tx, PriceListId id);
  Result<Group> update_group(db::Transaction& tx, const Group& wish, std::int64_t version);
  Status remove_group(db::Transaction& tx, CustomerGroupId id);
  Status remove_member(db::Transaction& tx, CustomerGroupId id, identity::AccountId account);
  Status update_zone(db::Transaction& tx, const TaxZone& wish, std::int64_t version);
  Status update_zone(db::Transaction& tx, const ShippingZone& wish, std::int64_t version);
  Status remove_zone(db::Transaction& tx, TaxZoneId id);
  Status remove_zone(db::Transaction& tx, ShippingZoneId id);
  Status put_exemption(db::Transaction& tx, const Exemption& exemption, std::string_view actor);
  Status remove_exemption(db::Transaction& tx, identity::AccountId account);
  // Tax classes by name. Codes: pricing.class_not_found, class_taken, class_is_standard, class_in_use.
  Status create_class(db::Transaction& tx, std::string_view name, std::span<const ZoneRate> rates);
  Status rename_class(db::Transaction& tx, std::string_view name, std::string_view to);
  Status remove_class(db::Transaction& tx, std::string_view name);
  Status set_class(db::Transaction& tx, std::string_view tax_class, std::span<const catalog::ProductId> products);

  // Of products that this transaction has seen, announced once. An answer to each wish: whether anything changed, or
  // request.invalid with the field "tax_class".
  std::vector<Result<bool>> put_classes(db::Transaction& tx, std::span<const ProductClass> wishes);

  // An account was erased: what is known of it goes.
  Status forget(db::Transaction& tx, identity::AccountId account);
  // Reads anew what an event says was changed.
  void refresh(db::Reader& reader, const PriceChanged& changed);
  void load(db::Reader& reader);

 private:
  Status check_list(db::Reader& reader, const PriceList& wish) const;
  Result<std::vector<Entry>> find_targets(db::Transaction& tx, std::span<const EntryChange> changes) const;
  // `groups`: all there are; those that are made here join them. Whether anything changed.
  Result<bool> put_groups(db::Transaction& tx, const StandingWish& wish, std::vector<Group>& groups);
  bool exempt(db::Transaction& tx, const StandingWish& wish, std::string_view actor);
  // Publishes, and shows with the commit.
  void changed_currencies(db::Transaction& tx);
  void changed_groups(db::Transaction& tx);
  void changed_taxes(db::Transaction& tx);
  void changed_shipping(db::Transaction& tx);
  void changed_list(db::Transaction& tx, PriceListId id);
  template <class Zone>
  Status check_zone(const Zone& wish, const std::vector<Zone>& others) const;

  const Parts parts_;
};

Error stale();
Error list_not_found();
Error group_not_found();
Error zone_not_found();

}  // namespace plaza::pricing
