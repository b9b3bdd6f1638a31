#include "rules.h"

#include <gtest/gtest.h>

namespace plaza::identity {
namespace {

std::string field_code(const Result<std::string>& result) {
  return result.ok() ? "" : result.error().fields.at(0).field + "." + result.error().fields.at(0).code;
}

TEST(EmailRules, ComparesWithoutCaseAndWhiteSpace) { EXPECT_EQ(email_key("  An.Nguyen@Shop.Example "), "an.nguyen@shop.example"); }

TEST(EmailRules, KeepsTheAddressAsTyped) { EXPECT_EQ(*valid_email(" An@Shop.Example "), "An@Shop.Example"); }

TEST(EmailRules, RefusesWhatIsNoAddress) {
  for (const char* text : {"", "an", "an@", "@shop.example", "an@shop", "a b@shop.example", "an@shop.example\nBcc: x@y.example",
                           "an@shop.example, x@y.example"}) {
    EXPECT_EQ(field_code(valid_email(text)), "email.not_email") << text;
  }
}

TEST(EmailRules, RefusesLettersThatLookLikeOthers) {
  EXPECT_EQ(field_code(valid_email("аn@shop.example")), "email.not_email");   // Cyrillic a
  EXPECT_EQ(field_code(valid_email("an@shop.examp\u212Ae")), "email.not_email");  // Kelvin sign
  EXPECT_EQ(field_code(valid_email("\u0130an@shop.example")), "email.not_email"); // dotted capital I
}

TEST(NameRules, KeepsAnyScriptAndSingleSpaces) {
  EXPECT_EQ(*valid_name("  Nguyễn   Thị\u00A0An "), "Nguyễn Thị An");
  EXPECT_EQ(*valid_name("👩‍🎨"), "👩‍🎨");
}

TEST(NameRules, RefusesWhatCannotBeSeen) {
  EXPECT_EQ(field_code(valid_name("")), "display_name.too_short");
  EXPECT_EQ(field_code(valid_name(" \u3000 ")), "display_name.too_short");
  EXPECT_EQ(field_code(valid_name("\u200D\u200D")), "display_name.too_short");
  EXPECT_EQ(field_code(valid_name("An\u200Badmin")), "display_name.not_allowed");
  EXPECT_EQ(field_code(valid_name("\u202Enimda")), "display_name.not_allowed");
  EXPECT_EQ(field_code(valid_name("An\r\nBcc: x@y.example")), "display_name.not_allowed");
  EXPECT_EQ(field_code(valid_name("\xff")), "display_name.not_text");
}

TEST(NameRules, CountsCharactersNotBytes) {
  std::string name;
  for (int i = 0; i < 60; ++i) name += "ễ";
  EXPECT_EQ(*valid_name(name), name);
  EXPECT_EQ(field_code(valid_name(name + "ễ")), "display_name.too_long");
}

TEST(HandleRules, IsLowerCaseWithoutAt) { EXPECT_EQ(*valid_handle("@An_Nguyen1"), "an_nguyen1"); }

TEST(HandleRules, RefusesOtherCharactersAndReservedNames) {
  EXPECT_EQ(field_code(valid_handle("ab")), "handle.too_short");
  EXPECT_EQ(field_code(valid_handle(std::string(31, 'a'))), "handle.too_long");
  EXPECT_EQ(field_code(valid_handle("an-nguyen")), "handle.not_handle");
  EXPECT_EQ(field_code(valid_handle("аnna")), "handle.not_handle");  // Cyrillic a
  EXPECT_EQ(field_code(valid_handle("Admin")), "handle.reserved");
  EXPECT_EQ(field_code(valid_handle("acc_1234")), "handle.reserved");
}

TEST(HandleRules, MakesCandidatesFromTheName) {
  const auto candidates = handle_candidates("Nguyễn Thị An", AccountId{1234567890});
  EXPECT_EQ(candidates.at(0), "nguyen_thi_an");
  EXPECT_EQ(candidates.at(1), "nguyen_thi_an_7890");
  EXPECT_EQ(candidates.at(2), "nguyen_thi_an_4567890");
  for (const auto& candidate : candidates) EXPECT_EQ(*valid_handle(candidate), candidate);
}

TEST(HandleRules, MakesCandidatesFromNamesWithoutLetters) {
  for (const char* name : {"👩‍🎨", "!", "Admin", "Ng", "Acc Design", ""}) {
    const auto candidates = handle_candidates(name, AccountId{1234567890});
    for (const auto& candidate : candidates) EXPECT_EQ(*valid_handle(candidate), candidate) << name;
  }
  EXPECT_EQ(handle_candidates("Admin", AccountId{1234567890}).at(0), "admin_7890");
}

TEST(BioRules, KeepsLinesAndCutsNothing) {
  EXPECT_EQ(*valid_bio(" Pots.\nAnd glazes. "), "Pots.\nAnd glazes.");
  EXPECT_EQ(field_code(valid_bio(std::string(501, 'a'))), "bio.too_long");
  EXPECT_EQ(field_code(valid_bio("a\u202Eb")), "bio.not_allowed");
}

TEST(AddressRules, CountsAnIpv6NetworkAsOne) {
  EXPECT_EQ(address_key("192.0.2.7"), "192.0.2.7");
  EXPECT_EQ(address_key("2001:db8:1:2:3:4:5:6"), "2001:db8:1:2::/64");
  EXPECT_EQ(address_key("2001:db8:1:2:ffff::1"), "2001:db8:1:2::/64");
  EXPECT_EQ(address_key("::ffff:192.0.2.7"), "192.0.2.7");
}

TEST(UserAgentRules, KeepsPrintableAsciiOfBoundedLength) {
  EXPECT_EQ(kept_user_agent("Mozilla/5.0\r\nX: y"), "Mozilla/5.0X: y");
  EXPECT_EQ(kept_user_agent(std::string(500, 'a')).size(), 200u);
}

TEST(SearchRules, TakesWildcardsLiterally) { EXPECT_EQ(starts_with_pattern("a%b_c!"), "a!%b!_c!!%"); }

}  // namespace
}  // namespace plaza::identity
