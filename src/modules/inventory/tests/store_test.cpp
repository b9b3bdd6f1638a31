#include "inventory_fixture.h"
#include "statements.h"

namespace plaza::inventory {
namespace {

class InventoryStore : public InventoryFixture {};

ENGINE_TEST(InventoryStore, PreparesEachStatement) {
  testing::expect_prepares(database(), all_statements(), migrations());
}

// Even a statement without its guard could not go below zero.
ENGINE_TEST(InventoryStore, TheTableRefusesImpossibleBalances) {
  ASSERT_EQ(set(vase, 5), "ok");
  constexpr db::Statement wrong[] = {
      {"test.below_zero", "UPDATE inventory_stock SET on_hand = on_hand - 6 WHERE variant_id = $1"},
      {"test.reserved_below_zero",
       "UPDATE inventory_stock SET reserved = reserved - 1 WHERE variant_id = $1"},
      {"test.reserved_above", "UPDATE inventory_stock SET reserved = 6 WHERE variant_id = $1"}};
  for (const auto& statement : wrong) {
    const auto work = [&](db::Transaction& tx) -> Status {
      tx.execute(statement, {vase});
      return done();
    };
    EXPECT_THROW((void)write(work), db::DatabaseError) << statement.name;
  }
  EXPECT_EQ(balance(vase), "5/0");
}

ENGINE_TEST(InventoryStore, SellsOnlyWhereThereIsEnough) {
  const auto work = [&](db::Transaction& tx) -> Result<std::string> {
    insert_location(tx, {LocationId{5}, "second", "Second"}, clock.now());
    insert_stock(tx, {vase, LocationId{1}, ProductId{1}, 2, 0, 0});
    insert_stock(tx, {vase, LocationId{5}, ProductId{1}, 9, 0, 0});
    std::string from;
    for (const int quantity : {3, 2, 1, 1, 6}) {
      const auto places = with_enough(tx, vase, quantity);
      const auto at = places.empty() ? LocationId{5} : places.front();
      const auto taken = inventory::sell(tx, vase, at, quantity);
      from += taken ? std::to_string(taken->location_id.value) : "-";
    }
    return from;
  };
  EXPECT_EQ(*write(work), "5155-");
}

ENGINE_TEST(InventoryStore, ReadsAllBalancesInPieces) {
  const auto fill = [&](db::Transaction& tx) -> Status {
    insert_location(tx, {LocationId{2}, "second", "Second"}, clock.now());
    for (int i = 1; i <= 25'000; ++i)
      insert_stock(tx, {VariantId{i / 2 + 1}, LocationId{i % 2 + 1}, ProductId{1}, i, 0, 0});
    return done();
  };
  ASSERT_TRUE(write(fill).ok());
  std::int64_t rows = 0, sum = 0;
  const auto read = [&](db::Reader& reader) {
    each_balance(reader, [&](const Balance& balance) {
      ++rows;
      sum += balance.on_hand;
    });
    return 0;
  };
  database().read_now(read);
  EXPECT_EQ(rows, 25'000);
  EXPECT_EQ(sum, 25'000LL * 25'001 / 2);
}

}  // namespace
}  // namespace plaza::inventory
