#include "rules.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace plaza::comparison {
namespace {

using catalog::Direction;
using Places = std::vector<std::int64_t>;

Statement said(std::string text, double number, std::string unit) { return {std::move(text), number, std::move(unit)}; }
Statement words(std::string text) { return {std::move(text), std::nullopt, ""}; }
ComparisonRow row_of(Direction direction, std::vector<std::optional<Statement>> statements) {
  return judged({"k", "Label", direction, std::move(statements)}, "facts");
}
std::string text(const ComparisonRow& row, std::size_t place) { return row.cells.at(place).text.value_or("(gap)"); }

TEST(Rows, TheSameThingInDifferentUnitsIsTheSame) {
  const auto row = row_of(Direction::less, {said("0.5 kg", 0.5, "kg"), said("500 g", 500, "g")});
  EXPECT_EQ(row.unit, "g");
  EXPECT_EQ(text(row, 0), "500 g");
  EXPECT_EQ(text(row, 1), "500 g");
  EXPECT_FALSE(row.differs);
  EXPECT_EQ(row.best, Places{});
}

TEST(Rows, AreShownInTheUnitThatReadsBest) {
  const auto small = row_of(Direction::more, {said("0.35 l", 0.35, "l"), said("500 ml", 500, "ml")});
  EXPECT_EQ(text(small, 0), "350 ml");
  EXPECT_EQ(small.best, Places{1});
  const auto large = row_of(Direction::less, {said("1500 g", 1'500, "g"), said("2 kg", 2, "kg")});
  EXPECT_EQ(text(large, 0), "1.5 kg");
  EXPECT_EQ(text(large, 1), "2 kg");
  EXPECT_DOUBLE_EQ(*large.cells[0].number, 1.5);
  EXPECT_EQ(large.best, Places{0});
  const auto times = row_of(Direction::less, {said("90 min", 90, "min"), said("1 h", 1, "h")});
  EXPECT_EQ(text(times, 0), "1.5 h");
  EXPECT_EQ(times.best, Places{1});
}

TEST(Rows, OneUnitStaysAsItWasWritten) {
  const auto row = row_of(Direction::more, {said("1,5 Lít", 1.5, "Lít"), said("2 Lít", 2, "Lít")});
  EXPECT_EQ(row.unit, "Lít");
  EXPECT_EQ(text(row, 0), "1,5 Lít");
  EXPECT_EQ(row.best, Places{1});
}

TEST(Rows, BestFollowsTheDirectionAndIsSharedWhenEqual) {
  const std::vector<std::optional<Statement>> values = {said("3", 3, ""), said("5", 5, ""), said("5", 5, ""), said("1", 1, "")};
  EXPECT_EQ(row_of(Direction::more, values).best, (Places{1, 2}));
  EXPECT_EQ(row_of(Direction::less, values).best, Places{3});
  EXPECT_EQ(row_of(Direction::neutral, values).best, Places{});
  EXPECT_TRUE(row_of(Direction::neutral, values).differs);
  EXPECT_EQ(row_of(Direction::more, values).unit, std::nullopt);
}

TEST(Rows, AGapNeitherWinsNorLosesNorMakesADifference) {
  const auto row = row_of(Direction::more, {said("3 h", 3, "h"), std::nullopt, said("5 h", 5, "h")});
  EXPECT_TRUE(row.gaps);
  EXPECT_EQ(row.cells[1].text, std::nullopt);
  EXPECT_EQ(row.cells[1].number, std::nullopt);
  EXPECT_EQ(row.best, Places{2});
  const auto alone = row_of(Direction::more, {said("3 h", 3, "h"), std::nullopt});
  EXPECT_EQ(alone.best, Places{});
  EXPECT_FALSE(alone.differs);
  EXPECT_TRUE(alone.gaps);
}

TEST(Rows, WhatCannotBeComparedHasNoBest) {
  const auto kinds = row_of(Direction::more, {said("350 g", 350, "g"), said("350 ml", 350, "ml")});
  EXPECT_EQ(kinds.best, Places{});
  EXPECT_EQ(kinds.unit, std::nullopt);
  EXPECT_TRUE(kinds.differs);
  EXPECT_EQ(kinds.cells[0].number, std::nullopt);
  EXPECT_EQ(text(kinds, 1), "350 ml");
  const auto unit_missing = row_of(Direction::more, {said("5", 5, ""), said("4 kg", 4, "kg")});
  EXPECT_EQ(unit_missing.best, Places{});
  const auto strange = row_of(Direction::more, {said("5 puffs", 5, "puffs"), said("4 rolls", 4, "rolls")});
  EXPECT_EQ(strange.best, Places{});
  const auto word = row_of(Direction::more, {said("5 h", 5, "h"), words("all day")});
  EXPECT_EQ(word.best, Places{});
  EXPECT_TRUE(word.differs);
}

TEST(Rows, AnUnknownUnitThatAllShareIsCompared) {
  const auto row = row_of(Direction::more, {said("5 puffs", 5, "puffs"), said("7 Puffs", 7, "Puffs")});
  EXPECT_EQ(row.best, Places{1});
  EXPECT_EQ(row.unit, "puffs");
}

TEST(Rows, WordsDifferByWhatTheySayNotByTheirCase) {
  EXPECT_FALSE(row_of(Direction::neutral, {words("Stoneware,  glazed"), words("stoneware, glazed")}).differs);
  EXPECT_TRUE(row_of(Direction::neutral, {words("má"), words("mà")}).differs);
}

TEST(Rows, MoreThanANumberIsADifferenceEvenWhenTheNumberIsTheSame) {
  const auto row = row_of(Direction::more, {said("350 ml", 350, "ml"), said("350 ml with its lid", 350, "ml")});
  EXPECT_TRUE(row.differs);
  EXPECT_EQ(row.best, Places{});
  EXPECT_FALSE(row_of(Direction::more, {said("350 ml", 350, "ml"), said("350.0 ml", 350, "ml")}).differs);
  const auto turned = row_of(Direction::more, {said("0.35 l with its lid", 0.35, "l"), said("500 ml", 500, "ml")});
  EXPECT_EQ(text(turned, 0), "350 ml (0.35 l with its lid)");
}

catalog::Attribute attribute(std::string key, std::string value, Direction direction = Direction::neutral) {
  return {key, "The " + key, std::move(value), std::nullopt, "", direction};
}

TEST(Topics, ArePutTogetherByKeyInAReadableOrder) {
  std::vector<catalog::Product> products(2);
  products[0].attributes = {attribute("Glaze type", "Sage"), attribute("weight", "1 kg"), attribute("origin", "Hue")};
  products[1].attributes = {attribute("glaze_type", "Bone"), attribute("care", "By hand"), attribute("origin", "Hanoi")};
  const auto topics = topics_of(products);
  ASSERT_EQ(topics.size(), 4u);
  EXPECT_EQ(topics[0].key, "Glaze type");
  EXPECT_EQ(topics[0].statements[1]->text, "Bone");
  EXPECT_EQ(topics[1].key, "origin");  // all state it, so it comes before what only one does
  EXPECT_EQ(topics[2].key, "care");
  EXPECT_EQ(topics[2].statements[0], std::nullopt);
  EXPECT_EQ(topics[3].key, "weight");
  EXPECT_EQ(topics[3].statements[1], std::nullopt);
}

TEST(Topics, OpposedWishesCannotBeJudgedAndSilenceAgrees) {
  std::vector<catalog::Product> products(3);
  products[0].attributes = {attribute("a", "1", Direction::more), attribute("b", "1", Direction::more)};
  products[1].attributes = {attribute("a", "2"), attribute("b", "2", Direction::less)};
  products[2].attributes = {attribute("a", "3"), attribute("b", "3", Direction::more)};
  const auto topics = topics_of(products);
  EXPECT_EQ(topics[0].direction, Direction::more);
  EXPECT_EQ(topics[1].direction, Direction::neutral);
}

TEST(Topics, TheFirstOfTwoThatMeanTheSameKeyIsTaken) {
  std::vector<catalog::Product> products(1);
  products[0].attributes = {attribute("glaze type", "Sage"), attribute("glaze-type", "Bone")};
  const auto topics = topics_of(products);
  ASSERT_EQ(topics.size(), 1u);
  EXPECT_EQ(topics[0].statements[0]->text, "Sage");
}

TEST(Prices, TheLowestIsMarkedUnlessAllAreTheSame) {
  std::vector<content::ProductChip> chips(3);
  chips[0].price.amount = 300, chips[1].price.amount = 200, chips[2].price.amount = 200;
  EXPECT_EQ(lowest(chips), (Places{1, 2}));
  chips[0].price.amount = 200;
  EXPECT_EQ(lowest(chips), Places{});
}

}  // namespace
}  // namespace plaza::comparison
