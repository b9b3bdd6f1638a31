// drops::Drops, from the memory of the lines.
#pragma once

#include "desk.h"
#include "drops/drops.h"
#include "line_table.h"

namespace plaza::drops {

inline constexpr std::size_t listed_max = 50;
inline constexpr Micros shown_after_close = days(7);

class Showing final : public Drops {
 public:
  Showing(const Clock& clock, const LineTable& lines, Desk& desk) : clock_(clock), lines_(lines), desk_(desk) {}
  std::vector<ShownDrop> shown() const override;
  std::optional<ShownDrop> find(DropId id) const override;
  Result<DropId> schedule(db::Transaction& tx, const DropPlan& plan) override;

 private:
  const Clock& clock_;
  const LineTable& lines_;
  Desk& desk_;
};

}  // namespace plaza::drops
