// Kilnlight's segments: who looked and did not buy, who came back, who went quiet.
#include <stdexcept>

#include "segments/module.h"
#include "world.h"

namespace plaza::app::demo_brand {

void World::write_segments() {
  const segments::NewSegment made[] = {
      {"looked-at-lamps", "Looked at lamps three times, did not buy", "Three looks within two weeks and no order: a nudge may help.",
       R"(count(Product Viewed where collection = "evening-light", 14 days) >= 3 and count(order_paid, 14 days) = 0)"},
      {"bought-twice", "Bought twice in three weeks", "They came back by themselves.", "count(order_paid, 21 days) >= 2"},
      {"gone-quiet", "Gone quiet", "Members who were here, and not for five days.",
       "trait account exists and last(anything) more than 5 days ago"},
  };
  const auto work = [&](db::Transaction& tx) -> Status {
    for (const auto& segment : made) {
      const auto id = program_.segments().create(tx, segment);
      if (!id.ok()) return id.error();
      if (segment.handle != "looked-at-lamps") continue;
      TRY_DONE(program_.segments().show(tx, {*id, "Light for the evening", "Lamps that make a room slow down, chosen by what you looked at.",
                                            "evening-light", {"evening-light", "small-flames"}, 10}));
    }
    return done();
  };
  const auto written = program_.database().write_now(work);
  if (!written.ok()) throw std::runtime_error("the demo could not write segments: " + written.error().detail);
}

}  // namespace plaza::app::demo_brand
