// Kilnlight's drops: one to come, which people may join now, and one that is over.
#include <stdexcept>

#include "catalog/module.h"
#include "drops/module.h"
#include "world.h"

namespace plaza::app::demo_brand {

void World::write_drops() {
  const auto schedule = [&](const char* handle, drops::DropPlan plan) {
    const auto product = products_.find(handle);
    if (product == products_.end()) return;
    plan.product_id = product->second.id;
    auto work = [&](db::Transaction& tx) { return program_.drops().drops().schedule(tx, plan); };
    const auto made = program_.database().write_now(work);
    if (!made.ok()) throw std::runtime_error("the demo could not write a drop: " + made.error().detail);
  };
  drops::DropPlan past;
  past.joins_at = end_ - days(6);
  past.opens_at = end_ - days(4);
  past.closes_at = end_ - days(3);
  past.quantity = 40;
  past.sells_on = true;
  program_.shift_clock(-days(6));
  schedule("gourd-lamp", past);
  program_.shift_clock(0);
  drops::DropPlan next;
  next.joins_at = end_;
  next.opens_at = end_ + days(3);
  next.closes_at = end_ + days(4);
  next.quantity = 30;
  schedule("amphora", next);
}

}  // namespace plaza::app::demo_brand
