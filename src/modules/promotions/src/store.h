// Discounts and their uses in the database.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "promotions/discounts.h"

namespace plaza::promotions {

struct Counts {
  std::int64_t all = 0;
  std::int64_t automatic = 0;
};
struct Use {
  DiscountId discount_id;
  std::string account, email;  // persons, or empty
  bool per_person = false;
};
struct NewUse {
  std::int64_t order = 0;
  DiscountId discount_id;
  std::int64_t version = 0;
  std::string_view account, email;
  bool per_person = false;
  Time at;
};

// False: the code is taken.
bool insert_discount(db::Transaction& tx, const Discount& discount);
// False: the version is not the current one.
bool update_discount(db::Transaction& tx, const Discount& discount);
bool archive_discount(db::Transaction& tx, DiscountId id, Time now);
std::optional<Discount> find_discount(db::Reader& reader, DiscountId id);
std::optional<DiscountId> code_owner(db::Reader& reader, std::string_view code_key);
std::vector<Discount> list_discounts(db::Reader& reader, const DiscountQuery& query);
void each_active(db::Reader& reader, const std::function<void(const Discount&)>& each);
Counts count_kept(db::Reader& reader);

bool is_used_up(db::Reader& reader, DiscountId id);
std::int64_t count_uses(db::Reader& reader, DiscountId id, std::int64_t limit);
// While there is a limit; else nothing.
std::optional<std::int64_t> counted_uses(db::Reader& reader, DiscountId id);
std::int64_t person_uses(db::Reader& reader, DiscountId id, std::string_view account,
                         std::string_view email);
bool insert_use(db::Transaction& tx, const NewUse& use);
bool is_used_by(db::Reader& reader, std::int64_t order, DiscountId id);
bool take_use(db::Transaction& tx, DiscountId id, std::int64_t version);
bool take_person_use(db::Transaction& tx, DiscountId id, std::string_view person,
                     std::int64_t uses_max);
std::vector<Use> release_uses(db::Transaction& tx, std::int64_t order, Time now);
void give_use(db::Transaction& tx, DiscountId id);
void give_person_use(db::Transaction& tx, DiscountId id, std::string_view person);
void count_people(db::Transaction& tx, DiscountId id);

}  // namespace plaza::promotions
