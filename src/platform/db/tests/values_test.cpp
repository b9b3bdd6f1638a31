// What goes in comes out: parameters and columns of every type, on both engines.
#include <cmath>

#include "platform/db/tests/shop.h"

namespace plaza::db {
namespace {

struct Stock {
  std::int64_t id;
  std::string name;
  std::int64_t units;
  std::optional<double> weight;
  std::optional<std::string> picture;
};

std::optional<Stock> stock(Database& database, std::int64_t id) {
  return database.read_now([&](Reader& reader) {
    return reader.one(get_row, {id}, [](const Row& row) {
      Stock found{row.integer(0), row.string(1), row.integer(2), std::nullopt, std::nullopt};
      if (!row.is_null(3)) found.weight = row.real(3);
      if (!row.is_null(4)) found.picture = std::string(row.bytes(4));
      return found;
    });
  });
}

void write(Database& database, const Statement& statement, Values values) {
  (void)database.write_now([&](Transaction& tx) -> Status {
    tx.execute(statement, values);
    return done();
  });
}

ENGINE_TEST(ShopTest, KeepsEveryTypeOfValue) {
  const std::string picture("\x00\xff\\x'\n", 6);
  write(database(), put_stock,
        {std::int64_t{9'007'199'254'740'993}, "Bình gốm ☂ 'x' \\", -0, 0.1, Bytes{picture}});
  const auto found = stock(database(), 9'007'199'254'740'993);
  ASSERT_TRUE(found);
  EXPECT_EQ(found->name, "Bình gốm ☂ 'x' \\");
  EXPECT_EQ(found->units, 0);
  EXPECT_EQ(found->weight, 0.1);
  EXPECT_EQ(found->picture, picture);
}

ENGINE_TEST(ShopTest, TellsNullFromEmpty) {
  write(database(), put_stock, {1, std::string_view(), 0, nullptr, std::nullopt});
  write(database(), put_stock, {2, "two", 0, std::optional<double>(), Bytes{std::string_view()}});
  EXPECT_EQ(stock(database(), 1)->name, "");
  EXPECT_EQ(stock(database(), 1)->weight, std::nullopt);
  EXPECT_EQ(stock(database(), 1)->picture, std::nullopt);
  EXPECT_EQ(stock(database(), 2)->picture, "");
}

ENGINE_TEST(ShopTest, ReadsNullAsZeroAndNothing) {
  put(database(), 1, 1);
  const bool same = database().read_now([](Reader& reader) {
    bool right = false;
    reader.each(get_row, {1}, [&](const Row& row) {
      right = row.is_null(3) && row.integer(3) == 0 && row.real(3) == 0 && row.text(3).empty() &&
              row.bytes(4).empty() && !row.maybe_integer(3) && !row.maybe_text(4) &&
              row.maybe_integer(2) == 1 && row.maybe_text(1) == "item 1";
    });
    return right;
  });
  EXPECT_TRUE(same);
}

ENGINE_TEST(ShopTest, KeepsTheEdgesOfNumbers) {
  write(database(), put_stock, {1, "greatest", INT64_MAX, 1e300, nullptr});
  write(database(), put_stock, {INT64_MIN, "least", 0, -2.2250738585072014e-308, nullptr});
  EXPECT_EQ(stock(database(), 1)->units, INT64_MAX);
  EXPECT_EQ(stock(database(), 1)->weight, 1e300);
  EXPECT_EQ(stock(database(), INT64_MIN)->weight, -2.2250738585072014e-308);
}

ENGINE_TEST(ShopTest, BindsByNumberNotByPlaceInTheText) {
  put(database(), 7, 1);
  write(database(), set_units, {7, 30});
  EXPECT_EQ(units_of(database(), 7), 30);
  write(database(), take_units, {7, 12});  // uses $2 twice
  EXPECT_EQ(units_of(database(), 7), 18);
}

ENGINE_TEST(ShopTest, CountsChangedRows) {
  put(database(), 1, 5);
  const auto counts =
      database().write_now([](Transaction& tx) -> Result<std::vector<std::int64_t>> {
        constexpr Statement twice{"shop.twice", R"sql(
INSERT INTO shop_stock (id, name, units) VALUES ($1, $2, 1) ON CONFLICT DO NOTHING)sql"};
        constexpr Statement returning{"shop.returning",
                                      "UPDATE shop_stock SET units = units + 1 RETURNING id"};
        std::vector<std::int64_t> found;
        found.push_back(tx.execute(take_units, {1, 2}));
        found.push_back(tx.execute(take_units, {1, 9}));
        found.push_back(tx.execute(get_units, {1}));  // a SELECT changes nothing
        found.push_back(tx.execute(twice, {2, "two"}));
        found.push_back(tx.execute(twice, {2, "two"}));
        found.push_back(tx.execute(returning, {}));
        return found;
      });
  EXPECT_EQ(*counts, (std::vector<std::int64_t>{1, 0, 0, 1, 0, 2}));
}

ENGINE_TEST(ShopTest, ReadsSumsAndBooleansAsIntegers) {
  put(database(), 1, 5);
  put(database(), 2, 6);
  constexpr Statement truths{"shop.truths",
                             "SELECT SUM(units), 1 < 2, 2 < 1, AVG(units) FROM shop_stock"};
  const auto row = database().read_now([&](Reader& reader) {
    return reader.one(truths, {}, [](const Row& r) {
      return std::vector<double>{
          static_cast<double>(r.integer(0)), static_cast<double>(r.integer(1)),
          static_cast<double>(r.integer(2)), static_cast<double>(r.integer(3)), r.real(3)};
    });
  });
  EXPECT_EQ(*row, (std::vector<double>{11, 1, 0, 5, 5.5}));
}

ENGINE_TEST(ShopTest, KeepsALargePicture) {
  std::string picture(3'000'000, '\0');
  for (std::size_t i = 0; i < picture.size(); ++i) picture[i] = static_cast<char>(i * 31 >> 3);
  write(database(), put_stock, {1, "large", 0, nullptr, Bytes{picture}});
  EXPECT_TRUE(stock(database(), 1)->picture == picture);
}

ENGINE_TEST(ShopTest, RefusesTheWrongNumberOfValues) {
  EXPECT_THROW(write(database(), set_units, {1}), DatabaseError);
  EXPECT_THROW(write(database(), set_units, {1, 2, 3}), DatabaseError);
}

ENGINE_TEST(ShopTest, FollowsTheTextWhenTwoTextsShareAnAddress) {
  char text[64] = "SELECT 1";
  const auto first = [&] {
    return database().read_now([&](Reader& reader) {
      return *reader.one(Statement{"shop.moving", text}, {},
                         [](const Row& row) { return row.integer(0); });
    });
  };
  EXPECT_EQ(first(), 1);
  text[7] = '2';
  EXPECT_EQ(first(), 2);
}

ENGINE_TEST(ShopTest, NamesTheStatementThatFailed) {
  put(database(), 1, 1);
  try {
    put(database(), 1, 1);
    FAIL() << "the key is taken";
  } catch (const DatabaseError& e) {
    EXPECT_EQ(e.kind(), DatabaseError::Kind::constraint);
    EXPECT_EQ(std::string(e.what()).substr(0, 9), "shop.put:");
  }
}

ENGINE_TEST(ShopTest, KeepsForeignKeys) {
  try {
    write(database(), put_line, {1, 404});
    FAIL() << "there is no such stock";
  } catch (const DatabaseError& e) {
    EXPECT_EQ(e.kind(), DatabaseError::Kind::constraint);
  }
}

}  // namespace
}  // namespace plaza::db
