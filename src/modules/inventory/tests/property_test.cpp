// Any sequence of moves against a model of twenty lines: the same refusals, the same balances, a
// ledger that explains them.
#include <rapidcheck.h>

#include "inventory_fixture.h"

namespace plaza::inventory {
namespace {

constexpr LocationId second{2};

struct Part {
  std::int64_t on_hand = 0, reserved = 0;
  std::int64_t free() const { return on_hand - reserved; }
};
using Place = std::pair<VariantId, LocationId>;

struct Held {
  std::string reference;
  Place place;
  std::int64_t quantity;
  Time until;
};

struct Model {
  std::map<Place, Part> parts;
  std::vector<Held> holds;
  std::map<std::pair<std::string, VariantId>, LocationId> sold_from;

  void give_back(const std::function<bool(const Held&)>& which) {
    for (const auto& held : holds) {
      if (which(held)) parts[held.place].reserved -= held.quantity;
    }
    std::erase_if(holds, which);
  }

  std::optional<Place> find(const StockLine& line) {
    for (auto& [place, part] : parts) {
      if (place.first == line.variant_id && part.free() >= line.quantity) return place;
    }
    return std::nullopt;
  }

  bool take(const std::vector<StockLine>& lines, Time now,
            const std::function<void(Place, std::int64_t)>& move) {
    auto sorted = lines;
    std::stable_sort(sorted.begin(), sorted.end(), [](const StockLine& a, const StockLine& b) {
      return a.variant_id < b.variant_id;
    });
    bool all = true;
    for (const auto& line : sorted) {
      auto place = find(line);
      if (!place) {
        give_back([&](const Held& held) {
          return held.place.first == line.variant_id && held.until <= now;
        });
        place = find(line);
      }
      if (place)
        move(*place, line.quantity);
      else
        all = false;
    }
    return all;
  }

  std::string reserve(const std::string& reference, const std::vector<StockLine>& lines, Time now,
                      Time until) {
    Model after = *this;
    const bool all = after.take(lines, now, [&](Place place, std::int64_t quantity) {
      after.parts[place].reserved += quantity;
      after.holds.push_back({reference, place, quantity, until});
    });
    if (!all) return "inventory.out_of_stock";
    *this = after;
    return "ok";
  }

  void sell_at(const std::string& order, Place place, std::int64_t quantity) {
    parts[place].on_hand -= quantity;
    sold_from.emplace(std::pair(order, place.first), place.second);
  }

  std::string sell(const std::string& order, const std::vector<StockLine>& lines, Time now) {
    Model after = *this;
    const bool all = after.take(
        lines, now, [&](Place place, std::int64_t q) { after.sell_at(order, place, q); });
    if (!all) return "inventory.out_of_stock";
    *this = after;
    return "ok";
  }

  std::string commit(const std::string& reference, const std::string& order) {
    const auto mine = [&](const Held& held) { return held.reference == reference; };
    if (std::none_of(holds.begin(), holds.end(), mine)) return "inventory.hold_gone";
    auto sold = holds;
    give_back(mine);
    std::erase_if(sold, std::not_fn(mine));
    std::stable_sort(sold.begin(), sold.end(),
                     [](const Held& a, const Held& b) { return a.place < b.place; });
    for (const auto& held : sold) sell_at(order, held.place, held.quantity);
    return "ok";
  }

  std::string set(Place place, std::int64_t on_hand) {
    if (on_hand < parts[place].reserved) return "inventory.below_reserved";
    parts[place].on_hand = on_hand;
    return "ok";
  }

  std::string extend(const std::string& reference, Time until) {
    bool any = false;
    for (auto& held : holds) {
      if (held.reference != reference) continue;
      any = true;
      held.until = std::max(held.until, until);
    }
    return any ? "ok" : "inventory.hold_gone";
  }
};

class InventoryProperty : public InventoryFixture {
 protected:
  InventoryProperty() {
    const auto there = [&](db::Transaction& tx) -> Status {
      insert_location(tx, {second, "second", "Second"}, clock.now());
      return done();
    };
    EXPECT_TRUE(write(there).ok());
  }

  // New variants and references for each sequence, so that one database serves them all. What the
  // sequence before left held is let go first: a batch of expire() takes the oldest holds.
  void begin() {
    ++round;
    clock.advance(hours(1));
    while (expire() > 0) {
    }
    for (int i = 0; i < 2; ++i) known.titles[variant(i)] = "Thing";
    for (int i = 0; i < 2; ++i) begin({variant(i), main_location}, "main");
    begin({variant(0), second}, "second");
  }
  void begin(Place place, const char* location) {
    const std::int64_t on_hand = *rc::gen::inRange(0, 20);
    model.parts[place] = {on_hand, 0};
    RC_ASSERT(set(place.first, on_hand, location) == "ok");
  }
  VariantId variant(int i) const { return VariantId{10'000 + round * 10 + i}; }
  std::string name(const char* kind, int i) const {
    return kind + std::to_string(round) + "_" + std::to_string(i);
  }

  void step() {
    const auto small = [](int end) { return *rc::gen::inRange(0, end); };
    const std::string cart = name("crt", small(3)), order = name("ord", small(3));
    std::vector<StockLine> lines(static_cast<std::size_t>(1 + small(3)));
    for (auto& line : lines) line = {variant(small(2)), 1 + small(6)};
    const Time until = clock.now() + seconds(1 + small(60));
    const bool two_places = small(2) == 1;
    const Place place{variant(0), two_places ? second : main_location};
    const std::int64_t count = small(15);
    std::string got, expected;
    switch (small(10)) {
      case 0:
      case 1:
        got = outcome([&](db::Transaction& tx) { return stock().reserve(tx, cart, lines, until); });
        expected = model.reserve(cart, lines, clock.now(), until);
        break;
      case 2:
        got = outcome([&](db::Transaction& tx) { return stock().extend(tx, cart, until); });
        expected = model.extend(cart, until);
        break;
      case 3:
        (void)release(cart);
        model.give_back([&](const Held& held) { return held.reference == cart; });
        break;
      case 4:
        got = commit(cart, order);
        expected = model.commit(cart, order);
        break;
      case 5:
        got = sell(order, lines);
        expected = model.sell(order, lines, clock.now());
        break;
      case 6: {
        const StockLine line = lines.front();
        const auto from = model.sold_from.find({order, line.variant_id});
        const LocationId to = from == model.sold_from.end() ? main_location : from->second;
        got = restock(order, {line});
        model.parts[{line.variant_id, to}].on_hand += line.quantity;
        expected = "ok";
        break;
      }
      case 7:
        got = set(place.first, count, two_places ? "second" : "main");
        expected = model.set(place, count);
        break;
      case 8:
        (void)expire();
        model.give_back([&](const Held& held) { return held.until <= clock.now(); });
        break;
      default:
        clock.advance(seconds(small(30)));
    }
    RC_ASSERT(got == expected);
  }

  void compare() {
    for (int i = 0; i < 2; ++i) {
      const auto read = [&](db::Reader& reader) { return stock_of(reader, variant(i)); };
      std::int64_t free = 0;
      for (const auto& balance : database().read_now(read)) {
        const Part& part = model.parts.at({balance.variant_id, balance.location_id});
        RC_ASSERT(balance.on_hand == part.on_hand);
        RC_ASSERT(balance.reserved == part.reserved);
        RC_ASSERT(part.on_hand >= 0 && part.reserved >= 0 && part.free() >= 0);
        free += part.free();
      }
      RC_ASSERT(module->levels().available(variant(i)) == free);
    }
  }

  void compare_ledger() {
    for (int i = 0; i < 2; ++i) {
      std::map<Place, Part> sums;
      std::int64_t before = 0;
      for (bool more = true; more;) {
        const auto read = [&](db::Reader& reader) {
          return stock().ledger(reader, variant(i), before, 100);
        };
        const auto page = database().read_now(read);
        for (const auto& entry : page) {
          Part& sum = sums[{variant(i), entry.location_id}];
          sum.on_hand += entry.delta_on_hand;
          sum.reserved += entry.delta_reserved;
          before = entry.id;
        }
        more = page.size() == 100;
      }
      for (const auto& [place, sum] : sums) {
        RC_ASSERT(sum.on_hand == model.parts[place].on_hand);
        RC_ASSERT(sum.reserved == model.parts[place].reserved);
      }
    }
  }

  Model model;
  int round = 0;
};

ENGINE_TEST(InventoryProperty, EveryMoveDoesWhatTheModelDoes) {
  EXPECT_TRUE(rc::check("moves of stock", [&] {
    model = {};
    begin();
    const int steps = *rc::gen::inRange(1, 40);
    for (int i = 0; i < steps; ++i) {
      step();
      compare();
    }
    compare_ledger();
  }));
}

}  // namespace
}  // namespace plaza::inventory
