#include "desk.h"

#include "changes.h"
#include "drops/events.h"
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/events/outbox.h"
#include "rules.h"
#include "store.h"

namespace plaza::drops {
namespace {

constexpr std::size_t secret_bytes = 32;

Error wrong_state(const char* detail) { return {ErrorKind::conflict, "drops.wrong_state", detail}; }
Error stale() { return {ErrorKind::conflict, "drops.stale", "Somebody else has changed this drop."}; }

void put(Drop& drop, const DropWish& wish) {
  if (wish.title) drop.title = trimmed(*wish.title);
  if (wish.joins_at) drop.joins_at = *wish.joins_at;
  if (wish.opens_at) drop.opens_at = *wish.opens_at;
  if (wish.closes_at) drop.closes_at = wish.closes_at->micros > 0 ? wish.closes_at : std::nullopt;
  if (wish.quantity) drop.quantity = *wish.quantity;
  if (wish.per_person) drop.per_person = *wish.per_person;
  if (wish.rate_per_minute) drop.rate_per_minute = *wish.rate_per_minute;
  if (wish.admission_seconds) drop.admission_seconds = *wish.admission_seconds;
  if (wish.work_bits) drop.work_bits = *wish.work_bits;
  if (wish.sells_on) drop.sells_on = *wish.sells_on;
}

Status check(const Drop& drop) {
  std::vector<FieldError> wrong;
  if (drop.opens_at < drop.joins_at)
    wrong.push_back({"opens_at", "out_of_range", "must not be before people may join"});
  if (drop.closes_at && *drop.closes_at <= drop.opens_at)
    wrong.push_back({"closes_at", "out_of_range", "must be after the opening"});
  if (drop.quantity < 1) wrong.push_back({"quantity", "required", "must be 1 or more"});
  if (drop.per_person > drop.quantity)
    wrong.push_back({"per_person", "out_of_range", "is more than there is to sell"});
  if (wrong.empty()) return done();
  return Error{ErrorKind::invalid, "request.invalid", "The request has invalid fields.",
               std::move(wrong)};
}

// Everybody joined under these.
bool changes_terms(const Drop& before, const Drop& after) {
  return before.opens_at != after.opens_at || before.joins_at != after.joins_at ||
         before.per_person != after.per_person;
}

}  // namespace

Result<Drop> Desk::find(db::Reader& reader, DropId id) const {
  auto drop = store::find(reader, id);
  if (!drop) return Error{ErrorKind::not_found, "drops.not_found", "There is no such drop."};
  return std::move(*drop);
}

Result<Drop> Desk::create(db::Transaction& tx, catalog::ProductId product, Mode mode,
                          const DropWish& wish) {
  const auto sold = catalog_.product(tx, product);
  if (!sold) {
    return Error{ErrorKind::not_found,
                 "drops.product_not_found",
                 "There is no such product.",
                 {{"product_id", "not_found", "is no product"}}};
  }
  Drop drop;
  drop.id = ids_.make<DropId>();
  drop.product_id = product;
  drop.title = sold->title;
  drop.mode = mode;
  if (mode == Mode::raffle) drop.admission_seconds = 24 * 60 * 60;
  drop.created_at = clock_.now();
  drop.joins_at = drop.created_at;
  drop.seed = crypto::random_bytes(secret_bytes);
  drop.secret = crypto::random_bytes(secret_bytes);
  put(drop, wish);
  TRY_DONE(check(drop));
  if (!store::insert(tx, drop)) {
    return Error{ErrorKind::conflict,
                 "drops.product_has_drop",
                 "This product has a drop that is not over.",
                 {{"product_id", "taken", "has a drop that is not over"}}};
  }
  tell(tx, lines_, drop);
  return drop;
}

Result<Drop> Desk::change(db::Transaction& tx, DropId id, std::int64_t version,
                          const DropWish& wish) {
  TRY(const Drop before, find(tx, id));
  if (before.version != version) return stale();
  if (before.state == State::closed) return wrong_state("This drop is over.");
  Drop after = before;
  put(after, wish);
  const bool begun = before.state != State::draft && before.state != State::scheduled;
  if (begun && changes_terms(before, after))
    return wrong_state("Times and the limit per person stay as they are after the opening.");
  TRY_DONE(check(after));
  if (after.quantity < before.sold) {
    return Error{ErrorKind::conflict,
                 "drops.below_sold",
                 "More are sold already.",
                 {{"quantity", "below_sold", "is below what is sold"}}};
  }
  if (!store::update(tx, after)) return stale();
  after.version = before.version + 1;
  tell(tx, lines_, after);
  return after;
}

Result<Drop> Desk::move(db::Transaction& tx, DropId id, State to) {
  TRY(const Drop drop, find(tx, id));
  if (drop.state == to) return drop;
  if (!may_move(drop.state, to)) return wrong_state("A drop cannot go from its state to that one.");
  const Time now = clock_.now();
  if (to == State::scheduled && drop.opens_at <= now)
    return invalid_field("opens_at", "out_of_range", "must be in the future");
  if (!drops::move(tx, lines_, drop, to, now)) return stale();
  return find(tx, id);
}

Status Desk::remove(db::Transaction& tx, DropId id) {
  TRY_DONE(find(tx, id));
  if (!store::delete_draft(tx, id)) return wrong_state("Only a draft can be deleted. Close it instead.");
  events::publish(tx, id.value, DropChanged{id});
  tx.on_commit([this, id] { lines_.forget(id); });
  return done();
}

}  // namespace plaza::drops
