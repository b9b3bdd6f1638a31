#include "links.h"

#include <gtest/gtest.h>

namespace plaza::profiles {
namespace {

using identity::AccountId;

TEST(Links, FindTheAccountOfAVisitor) {
  Links links;
  links.link("v1", AccountId{1});
  links.link("v1", AccountId{2});
  EXPECT_EQ(links.account_of("v1"), AccountId{2});
  EXPECT_EQ(links.account_of("v2"), AccountId{});
  links.clear();
  EXPECT_EQ(links.account_of("v1"), AccountId{});
}

TEST(Links, AnOlderEndDoesNotTakeANewerLink) {
  Links links;
  links.link("v1", AccountId{2});
  links.unlink("v1", AccountId{1});
  EXPECT_EQ(links.account_of("v1"), AccountId{2});
  links.unlink("v1", AccountId{2});
  EXPECT_EQ(links.account_of("v1"), AccountId{});
  links.unlink("v1", AccountId{2});
}

}  // namespace
}  // namespace plaza::profiles
