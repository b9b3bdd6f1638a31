#include "duplicate_window.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace plaza::interactions {
namespace {

TEST(DuplicateWindow, KnowsAnIdForADayAndNoLonger) {
  DuplicateWindow window(1'000, 1);
  EXPECT_TRUE(window.insert("m", Time{0}));
  EXPECT_FALSE(window.insert("m", Time{hours(23)}));
  EXPECT_TRUE(window.insert("m", Time{hours(25)}));
}

TEST(DuplicateWindow, ForgetsTheOldestFirstWhenItIsFull) {
  DuplicateWindow window(512, 1);
  for (int i = 0; i < 513; ++i) EXPECT_TRUE(window.insert(std::to_string(i), Time{0}));
  EXPECT_EQ(window.size(), 512u);
  EXPECT_TRUE(window.insert("0", Time{0}));
  EXPECT_FALSE(window.insert("500", Time{0}));
}

TEST(DuplicateWindow, AForgottenIdMayComeAgain) {
  DuplicateWindow window(512, 1);
  EXPECT_TRUE(window.insert("m", Time{0}));
  window.forget("m");
  EXPECT_TRUE(window.insert("m", Time{0}));
}

TEST(DuplicateWindow, AgreesWithASetOverRandomIds) {
  DuplicateWindow window(100'000, 42);
  std::set<std::string> model;
  std::mt19937 random(7);
  for (int i = 0; i < 50'000; ++i) {
    const auto id = std::to_string(random() % 20'000);
    EXPECT_EQ(window.insert(id, Time{i}), model.insert(id).second);
  }
}

}  // namespace
}  // namespace plaza::interactions
