// Returns, warranties and claims in the database. A change that gives false met another version.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "catalog/ids.h"
#include "platform/db/connection.h"
#include "returns/policy.h"
#include "returns/return.h"
#include "returns/returns.h"
#include "returns/warranties.h"

namespace plaza::returns::store {

Policy read_policy(db::Reader& reader);  // the standard one while nobody wrote another
bool write_policy(db::Transaction& tx, const Policy& policy);

void insert(db::Transaction& tx, const Return& each, const std::string& email);
std::optional<Return> find(db::Reader& reader, ReturnId id);
// `each` has its new status; the version that it was read with guards it.
bool change(db::Transaction& tx, const Return& each);
std::vector<Return> list(db::Reader& reader, const ReturnQuery& query);

// Of somebody who is erased: all of their returns; one written without its words and address; their serial numbers taken out.
std::vector<Return> returns_of(db::Reader& reader, identity::AccountId account);
void blank(db::Transaction& tx, const Return& each);
std::int64_t blank_serials(db::Transaction& tx, identity::AccountId account);

std::int64_t units_under_way(db::Reader& reader, orders::LineId line);
// False: together they would be more than `most`.
bool take_units(db::Transaction& tx, orders::LineId line, std::int64_t quantity, std::int64_t most);
void drop_units(db::Transaction& tx, orders::LineId line, std::int64_t quantity);

// Pictures of an order: at most `most` places. False: all are taken.
bool take_photo_place(db::Transaction& tx, orders::OrderId order, std::int64_t most);
void free_photo_place(db::Transaction& tx, orders::OrderId order);
void insert_photo(db::Transaction& tx, orders::OrderId order, media::MediaId photo, Time at);
bool is_photo_of(db::Reader& reader, orders::OrderId order, media::MediaId photo);

struct NewWarranty {
  Warranty warranty;
  catalog::ProductId product_id;
  catalog::VariantId variant_id;
};
std::int64_t count_warranties(db::Reader& reader, orders::LineId line);
bool serial_is_taken(db::Reader& reader, catalog::ProductId product, std::string_view serial);
// False: the unit, or the serial number, was registered this moment.
bool insert(db::Transaction& tx, const NewWarranty& warranty, std::int64_t unit);
std::optional<Warranty> find_warranty(db::Reader& reader, WarrantyId id);
std::vector<Warranty> warranties_of(db::Reader& reader, orders::OrderId order);
std::vector<Warranty> warranties_of(db::Reader& reader, identity::AccountId account);

// False: the warranty has a claim that is not decided.
bool insert(db::Transaction& tx, const Claim& claim);
std::optional<Claim> find_claim(db::Reader& reader, ClaimId id);
bool change(db::Transaction& tx, const Claim& claim);
std::vector<Claim> list(db::Reader& reader, const ClaimQuery& query);

}  // namespace plaza::returns::store
