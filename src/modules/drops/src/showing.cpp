#include "showing.h"

namespace plaza::drops {
namespace {

ShownDrop shown_drop(const Drop& drop) {
  ShownDrop shown;
  shown.id = drop.id;
  shown.product_id = drop.product_id;
  shown.title = drop.title;
  shown.phase = drop.state == State::scheduled ? Phase::comes : drop.state == State::closed ? Phase::over : Phase::runs;
  shown.raffle = drop.mode == Mode::raffle;
  shown.sold_out = drop.sold >= drop.quantity;
  shown.quantity = drop.quantity;
  shown.opens_at = drop.opens_at;
  shown.closes_at = drop.closes_at;
  return shown;
}

}  // namespace

std::vector<ShownDrop> Showing::shown() const {
  const Time now = clock_.now();
  std::vector<ShownDrop> all;
  for (const auto& drop : lines_.drops()) {
    if (all.size() >= listed_max) break;
    const bool long_over = drop.closed_at && now - *drop.closed_at > shown_after_close;
    if (drop.state != State::draft && !long_over) all.push_back(shown_drop(drop));
  }
  return all;
}

std::optional<ShownDrop> Showing::find(DropId id) const {
  const auto drop = lines_.drop(id);
  if (!drop || drop->state == State::draft) return std::nullopt;
  return shown_drop(*drop);
}

Result<DropId> Showing::schedule(db::Transaction& tx, const DropPlan& plan) {
  DropWish wish;
  wish.joins_at = plan.joins_at;
  wish.opens_at = plan.opens_at;
  wish.closes_at = plan.closes_at;
  wish.quantity = plan.quantity;
  wish.per_person = plan.per_person;
  wish.sells_on = plan.sells_on;
  TRY(const Drop made, desk_.create(tx, plan.product_id, plan.raffle ? Mode::raffle : Mode::waiting_room, wish));
  TRY_DONE(desk_.move(tx, made.id, State::scheduled));
  return made.id;
}

}  // namespace plaza::drops
