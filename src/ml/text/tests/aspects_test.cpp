#include "ml/text/aspects.h"

#include <gtest/gtest.h>

namespace plaza::ml::text {
namespace {

// "+glaze: lovely; -cable: short"
std::string read(std::string_view text, const std::set<std::string>& own = {}) {
  std::string all;
  const auto found = opinions(text, own);
  for (const auto& each : found) {
    if (!all.empty()) all += "; ";
    all += (each.weight > 0 ? "+" : "-") + each.thing + ": " + each.said;
  }
  return all;
}

TEST(Aspects, TheNearestThingIsMeant) {
  EXPECT_EQ(read("Lovely glaze, and it stands well."), "+glaze: lovely");
  EXPECT_EQ(read("The glaze is lovely. The cable is short and stiff."), "+glaze: lovely; -cable: short");
  EXPECT_EQ(read("Good light, short cable."), "+light: good; -cable: short");
  EXPECT_EQ(read("The rim was chipped when it came."), "-rim: chipped");
}

TEST(Aspects, NegationTurnsWhatIsSaid) {
  EXPECT_EQ(read("The glaze is not beautiful, I find."), "-glaze: not beautiful");
  EXPECT_EQ(read("Màu không đẹp"), "-màu: không đẹp");
}

TEST(Aspects, VietnamesePutsTheThingFirst) {
  EXPECT_EQ(read("Men rất đẹp và mịn"), "+men: rất đẹp");
  EXPECT_EQ(read("Chất lượng tốt, giao hàng nhanh"), "+chất lượng: tốt; +giao hàng: nhanh");
  EXPECT_EQ(read("Dây điện ngắn quá, mình phải mua thêm ổ nối"), "-dây điện: ngắn");
}

TEST(Aspects, WhatIsNoJudgementOfAThingIsLeftOut) {
  EXPECT_EQ(read("I gave it to my mother."), "");
  EXPECT_EQ(read("Nice."), "");
  EXPECT_EQ(read("Mình mua tặng mẹ"), "");
  EXPECT_EQ(read("Does the lid fit the big one?"), "");
  EXPECT_EQ(read("Beautiful vase, beautiful glaze", {"vase"}), "+glaze: beautiful");
  EXPECT_EQ(read(""), "");
  EXPECT_EQ(read("\xff\xfe broken"), "");
}

TEST(Aspects, FormsOfAThingAreOne) {
  EXPECT_EQ(plain_thing("Glazes"), "glaze");
  EXPECT_EQ(plain_thing("glass"), "glass");
  EXPECT_EQ(plain_thing("Chất lượng"), "chat luong");
}

TEST(Aspects, TheClauseIsPartOfTheText) {
  const std::string text = "I was not sure at first. The glaze is lovely, though.";
  const auto found = opinions(text);
  ASSERT_EQ(found.size(), 1u);
  EXPECT_EQ(found[0].clause, "The glaze is lovely");
  EXPECT_EQ(found[0].clause.data(), text.data() + 25);
}

}  // namespace
}  // namespace plaza::ml::text
