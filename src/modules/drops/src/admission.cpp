#include "admission.h"

#include <algorithm>

#include "changes.h"
#include "rules.h"
#include "store.h"

namespace plaza::drops {
namespace {

constexpr int lapsed_batch = 1'000;

}  // namespace

Status Admission::turn() {
  const Time now = clock_.now();
  for (const Drop& drop : lines_.drops()) {
    if (drop.state == State::draft || drop.state == State::closed) continue;
    TRY_DONE(turn(drop, now));
  }
  return done();
}

Status Admission::turn(const Drop& drop, Time now) {
  const bool over = drop.closes_at && *drop.closes_at <= now;
  const bool due = drop.state == State::scheduled && drop.opens_at <= now;
  if (over || due) {
    const State to = over ? State::closed : State::open;
    const auto work = [&](db::Transaction& tx) -> Status {
      move(tx, lines_, drop, to, now);  // somebody was quicker: as well
      return done();
    };
    TRY_DONE(database_.write_now(work));
    return done();  // the first people are let in by the next turn, when all who joined are in the line
  }
  if (drop.state == State::scheduled) return done();
  TRY_DONE(lapse(drop, now));
  if (drop.state != State::open) return done();
  return admit(drop, now);
}

Status Admission::lapse(const Drop& drop, Time now) {
  for (;;) {
    const auto work = [&](db::Transaction& tx) -> Result<std::size_t> {
      auto lapsed = store::lapse(tx, drop.id, now, lapsed_batch);
      const std::size_t count = lapsed.size();
      tell(tx, lines_, std::move(lapsed));
      return count;
    };
    if (lines_.counts(drop.id).admitted == 0) return done();
    TRY(const std::size_t count, database_.write_now(work));
    if (count < lapsed_batch) return done();
  }
}

std::int64_t Admission::in_stock(db::Reader& reader, catalog::ProductId product) const {
  const auto sold = catalog_.product(reader, product);
  if (!sold) return 0;
  std::int64_t units = 0;
  for (const auto& variant : sold->variants)
    units += std::max<std::int64_t>(levels_.available(variant.id), 0);
  return units;
}

Status Admission::admit(const Drop& known, Time now) {
  if (lines_.counts(known.id).waiting == 0) return done();
  const auto work = [&](db::Transaction& tx) -> Status {
    const auto drop = store::find(tx, known.id);
    if (!drop || drop->state != State::open) return done();
    const auto counts = store::counts(tx, drop->id);
    const std::int64_t units =
        std::min(drop->quantity - counts.sold, in_stock(tx, drop->product_id));
    const Step step = next_step(*drop, {units, counts.inside, counts.waiting}, now);
    if (step.people > 0) {
      const Time until = now + seconds(drop->admission_seconds);
      auto admitted = store::admit(tx, drop->id, step.people, now, until);
      tell_admitted(tx, *drop, admitted);
      tell(tx, lines_, std::move(admitted));
    }
    store::set_admit_from(tx, drop->id, step.from);
    return done();
  };
  return database_.write_now(work);
}

}  // namespace plaza::drops
