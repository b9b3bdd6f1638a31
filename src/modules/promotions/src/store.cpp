#include "store.h"

#include <algorithm>
#include <limits>
#include <stdexcept>

#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "rules.h"
#include "statements.h"

namespace plaza::promotions {
namespace {

constexpr int page_rows = 1'000;

Discount discount_from(const db::Row& row) {
  auto terms = json::decode<DiscountTerms>(row.text(1));
  if (!terms.ok()) throw std::runtime_error("A discount's definition cannot be read.");
  Discount discount;
  static_cast<DiscountTerms&>(discount) = std::move(*terms);
  discount.id = row.id<DiscountId>(0);
  discount.status =
      json::parse_enum<DiscountStatus>(row.text(2)).value_or(DiscountStatus::archived);
  discount.version = row.integer(3);
  discount.created_at = row.time(4);
  discount.updated_at = row.time(5);
  return discount;
}

// "%part%" for LIKE, with nothing in it that means something there.
std::string pattern_of(std::string_view part) {
  std::string pattern = "%";
  for (const char c : folded(trimmed(part))) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  if (pattern.size() > 1) pattern += '%';
  return pattern;
}

std::string definition_of(const DiscountTerms& terms) { return json::encode(terms); }

}  // namespace

bool insert_discount(db::Transaction& tx, const Discount& d) {
  const std::string definition = definition_of(d), code = code_key(d.code);
  const std::string title = folded(d.title);
  return tx.execute(sql::insert_discount,
                    {d.id, d.code, code, d.title, title, json::enum_text(d.status), definition,
                     d.uses_max, d.created_at}) == 1;
}

bool update_discount(db::Transaction& tx, const Discount& d) {
  const std::string definition = definition_of(d), code = code_key(d.code);
  const std::string title = folded(d.title);
  return tx.execute(sql::update_discount,
                    {d.id, d.version, d.code, code, d.title, title, json::enum_text(d.status),
                     definition, d.uses_max, d.updated_at}) == 1;
}

bool archive_discount(db::Transaction& tx, DiscountId id, Time now) {
  return tx.execute(sql::archive_discount, {id, now}) == 1;
}

std::optional<Discount> find_discount(db::Reader& reader, DiscountId id) {
  return reader.one(sql::find_discount, {id}, discount_from);
}

std::optional<DiscountId> code_owner(db::Reader& reader, std::string_view code_key) {
  return reader.one(sql::code_owner, {code_key},
                    [](const db::Row& row) { return row.id<DiscountId>(0); });
}

std::vector<Discount> list_discounts(db::Reader& reader, const DiscountQuery& query) {
  const std::int64_t before =
      query.before ? query.before.value : std::numeric_limits<std::int64_t>::max();
  const std::string pattern = pattern_of(query.q);
  const std::string_view status = query.status ? json::enum_text(*query.status) : "";
  return reader.all(sql::list_discounts,
                    {before, status, pattern, std::clamp(query.limit, 1, 101)}, discount_from);
}

void each_active(db::Reader& reader, const std::function<void(const Discount&)>& each) {
  DiscountId last;
  for (int rows = page_rows; rows == page_rows;) {
    rows = 0;
    reader.each(sql::active_after, {last, page_rows}, [&](const db::Row& row) {
      const Discount discount = discount_from(row);
      last = discount.id;
      ++rows;
      each(discount);
    });
  }
}

Counts count_kept(db::Reader& reader) {
  const auto counts = reader.one(sql::count_kept, {}, [](const db::Row& row) {
    return Counts{row.integer(0), row.integer(1)};
  });
  return counts.value_or(Counts{});
}

std::optional<std::int64_t> counted_uses(db::Reader& reader, DiscountId id) {
  const auto uses = reader.one(sql::uses_left, {id}, [](const db::Row& row) {
    return row.is_null(1) ? std::optional<std::int64_t>() : row.maybe_integer(0);
  });
  return uses.value_or(std::nullopt);
}

bool is_used_up(db::Reader& reader, DiscountId id) {
  const auto used = reader.one(sql::uses_left, {id}, [](const db::Row& row) {
    return !row.is_null(1) && row.integer(0) >= row.integer(1);
  });
  return used.value_or(false);
}

std::int64_t count_uses(db::Reader& reader, DiscountId id, std::int64_t limit) {
  const auto count = [](const db::Row& row) { return row.integer(0); };
  return reader.one(sql::count_uses, {id, limit}, count).value_or(0);
}

std::int64_t person_uses(db::Reader& reader, DiscountId id, std::string_view account,
                         std::string_view email) {
  const auto uses = [](const db::Row& row) { return row.integer(0); };
  return reader.one(sql::person_uses, {id, account, email}, uses).value_or(0);
}

bool insert_use(db::Transaction& tx, const NewUse& use) {
  return tx.execute(sql::insert_use, {use.order, use.discount_id, use.version, use.account,
                                      use.email, use.per_person, use.at}) == 1;
}

bool is_used_by(db::Reader& reader, std::int64_t order, DiscountId id) {
  const auto there = [](const db::Row&) { return true; };
  return reader.one(sql::use_of, {order, id}, there).has_value();
}

bool take_use(db::Transaction& tx, DiscountId id, std::int64_t version) {
  return tx.execute(sql::take_use, {id, version}) == 1;
}

bool take_person_use(db::Transaction& tx, DiscountId id, std::string_view person,
                     std::int64_t uses_max) {
  return tx.execute(sql::take_person_use, {id, person, uses_max}) == 1;
}

std::vector<Use> release_uses(db::Transaction& tx, std::int64_t order, Time now) {
  auto uses = tx.all(sql::release_uses, {order, now}, [](const db::Row& row) {
    return Use{row.id<DiscountId>(0), row.string(1), row.string(2), row.integer(3) != 0};
  });
  std::sort(uses.begin(), uses.end(),
            [](const Use& a, const Use& b) { return a.discount_id < b.discount_id; });
  return uses;
}

void give_use(db::Transaction& tx, DiscountId id) { tx.send(sql::give_use, {id}); }

void give_person_use(db::Transaction& tx, DiscountId id, std::string_view person) {
  tx.send(sql::give_person_use, {id, person});
}

void count_people(db::Transaction& tx, DiscountId id) {
  tx.send(sql::forget_people, {id});
  tx.send(sql::count_people, {id});
  tx.send(sql::mark_per_person, {id});
}

}  // namespace plaza::promotions
