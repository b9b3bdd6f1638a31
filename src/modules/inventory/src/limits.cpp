#include "limits.h"

#include <algorithm>
#include <map>
#include <mutex>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"

namespace plaza::inventory {
namespace {

using catalog::VariantId;

Error limit_reached(std::size_t line, const std::string& text) {
  return {ErrorKind::conflict,
          "inventory.limit_reached",
          "More than one person may buy.",
          {{"lines[" + std::to_string(line) + "].quantity", "limit_reached", text}}};
}

std::string most_text(std::int64_t most, const char* of_what) {
  if (most <= 0) return std::string("is more than ") + of_what + " may have: all of it was bought";
  return "is more than the " + std::to_string(most) + " that " + of_what + " may have";
}

// Units of each variant, with the first line that names it.
struct Wanted {
  std::int64_t units = 0;
  std::size_t line = 0;
};
std::map<VariantId, Wanted> add_up(std::span<const StockLine> lines) {
  std::map<VariantId, Wanted> wanted;
  for (std::size_t i = 0; i < lines.size(); ++i) {
    auto [at, fresh] = wanted.try_emplace(lines[i].variant_id, Wanted{0, i});
    at->second.units += lines[i].quantity;
  }
  return wanted;
}

}  // namespace

std::vector<std::string> person_keys(std::string_view account, std::string_view email) {
  std::vector<std::string> keys;
  if (!account.empty()) keys.push_back("acc:" + std::string(account));
  std::string folded = lower_ascii(trimmed(email));
  const auto at = folded.find('@');
  const auto plus = folded.find('+');
  if (at != std::string::npos && plus < at) folded.erase(plus, at - plus);
  // Counting needs no address: a digest is enough, and nothing of it has to be erased.
  if (!folded.empty()) keys.push_back("mail:" + crypto::hex(crypto::view(crypto::sha256(folded)).substr(0, 16)));
  return keys;
}

void Limits::load(db::Reader& reader) {
  std::unordered_map<std::int64_t, LimitRow> limits;
  each_limit(reader, [&](const LimitRow& limit) { limits[limit.variant_id.value] = limit; });
  std::unique_lock lock(mutex_);
  limits_ = std::move(limits);
}

void Limits::put(const LimitRow& limit) {
  std::unique_lock lock(mutex_);
  limits_[limit.variant_id.value] = limit;
}

void Limits::remove(VariantId variant) {
  std::unique_lock lock(mutex_);
  limits_.erase(variant.value);
}

std::optional<LimitRow> Limits::of(VariantId variant) const {
  std::shared_lock lock(mutex_);
  const auto found = limits_.find(variant.value);
  return found == limits_.end() ? std::nullopt : std::optional(found->second);
}

Status Limits::check(std::span<const StockLine> lines, std::span<const StockLine> has) const {
  {
    std::shared_lock lock(mutex_);
    if (limits_.empty()) return done();
  }
  const auto before = add_up(has);
  for (const auto& [variant, wanted] : add_up(lines)) {
    const auto limit = of(variant);
    if (!limit || !limit->per_order) continue;
    const auto known = before.find(variant);
    const std::int64_t units = wanted.units + (known == before.end() ? 0 : known->second.units);
    if (units > *limit->per_order)
      return limit_reached(wanted.line, most_text(*limit->per_order, "one order"));
  }
  return done();
}

Status Limits::take(db::Transaction& tx, std::string_view order, std::span<const StockLine> lines,
                    const Buyer& buyer) const {
  TRY_DONE(check(lines, buyer.has));
  {
    std::shared_lock lock(mutex_);
    if (limits_.empty()) return done();
  }
  std::vector<std::string> keys(buyer.people.begin(), buyer.people.end());
  std::sort(keys.begin(), keys.end());  // rows are taken in one order
  keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
  const Time now = clock_.now();
  for (const auto& [variant, wanted] : add_up(lines)) {
    const auto limit = of(variant);
    if (!limit || !limit->per_person) continue;
    const Time since = limit->days > 0 ? now - days(limit->days) : Time{-1};
    for (const auto& person : keys) {
      const auto used = used_since(tx, variant, person, since, now);
      if (used + wanted.units > *limit->per_person) {
        return limit_reached(wanted.line, most_text(*limit->per_person - used, "one person"));
      }
      insert_use(tx, {ids_.next(), variant, person, order, wanted.units}, now);
    }
  }
  return done();
}

void Limits::give_back(db::Transaction& tx, std::string_view order, const StockLine& line) const {
  const auto limit = of(line.variant_id);
  if (limit && limit->per_person) give_back_use(tx, order, line.variant_id, line.quantity);
}

}  // namespace plaza::inventory
