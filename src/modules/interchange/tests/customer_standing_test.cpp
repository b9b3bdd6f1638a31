// Groups, tax exemptions and store credit in the file of customers.
#include "customer_standing.h"

#include "customer_sheet.h"
#include "interchange_fixture.h"

namespace plaza::interchange {
namespace {

using pricing::GroupName;
using pricing::Standing;
using pricing::TaxExemption;

inline constexpr Currency jpy{{'J', 'P', 'Y'}};

class CustomerStanding : public InterchangeFixture {
 protected:
  std::string exported(HandShop& from) {
    return database().read_now([&](db::Reader& reader) { return write_customers(reader, from.needs, "", {}, 1'000).text; });
  }
  AccountId make(HandShop& in, const char* email) {
    const auto work = [&](db::Transaction& tx) {
      identity::NewAccount wish;
      wish.email = email;
      wish.display_name = "Somebody";
      return in.accounts.create(tx, wish);
    };
    return database().write_now(work)->id;
  }
  AccountId id_of(HandShop& in, const std::string& email) {
    for (const auto& [id, account] : in.accounts.known)
      if (account.email == email) return id;
    return {};
  }
  // Four customers: one with everything, one with a lapsed exemption, one whose groups have names of spreadsheets, one plain.
  void fill() {
    const auto an = make(shop, "an@example.com"), binh = make(shop, "binh@example.com"), chi = make(shop, "chi@example.com");
    make(shop, "dung@example.com");
    shop.standings.kept[an] = {{{"Trade", true}, {"VIP", false}}, TaxExemption{"=DE 123", {}}};
    shop.wallets.kept[an] = {{5'000, eur}, {300, jpy}};
    shop.standings.kept[binh] = {{{"Trade", true}}, TaxExemption{"until May", clock.now() - days(1)}};
    shop.wallets.kept[binh] = {{0, eur}, {7, jpy}};
    shop.standings.kept[chi] = {{{"=SUM(A1)"}, {"a, b"}, {"[first"}}, TaxExemption{"soon", clock.now() + days(300)}};
  }
};

ENGINE_TEST(CustomerStanding, AnotherShopWritesTheSameBytes) {
  fill();
  const std::string file = exported(shop);
  clock.advance(days(3));
  const auto run = import(other, Kind::customers, file);
  EXPECT_EQ(told(run), "");
  EXPECT_EQ(run.created, 4);
  EXPECT_EQ(exported(other), file);
  const auto an = id_of(other, "an@example.com"), binh = id_of(other, "binh@example.com"), chi = id_of(other, "chi@example.com");
  EXPECT_EQ(other.standings.kept[an], shop.standings.kept[id_of(shop, "an@example.com")]);
  EXPECT_EQ(other.standings.kept[binh], shop.standings.kept[id_of(shop, "binh@example.com")]);
  EXPECT_EQ(other.standings.kept[chi], shop.standings.kept[id_of(shop, "chi@example.com")]);
  EXPECT_EQ(other.wallets.kept[an], (std::vector<Money>{{5'000, eur}, {300, jpy}}));
  EXPECT_EQ(other.wallets.kept[binh], (std::vector<Money>{{7, jpy}}));
  EXPECT_TRUE(other.wallets.keys.contains(to_text(id_of(shop, "an@example.com")) + ":EUR"));
  EXPECT_EQ(other.standings.calls, 1);  // all of them at once
}

ENGINE_TEST(CustomerStanding, TheSecondTimeNothingChanges) {
  fill();
  const std::string file = exported(shop);
  import(other, Kind::customers, file);
  for (auto* again : {&other, &shop}) {
    const auto run = import(*again, Kind::customers, file);
    EXPECT_EQ(told(run), "");
    EXPECT_EQ(run.unchanged, 4);
    EXPECT_EQ(exported(*again), file);
  }
}

ENGINE_TEST(CustomerStanding, StoreCreditThatWasSpentIsNotGivenAgain) {
  fill();
  const std::string file = exported(shop);
  import(other, Kind::customers, file);
  const auto an = id_of(other, "an@example.com");
  other.wallets.kept[an] = {{1'000, eur}, {0, jpy}};
  const auto run = import(other, Kind::customers, file);
  EXPECT_EQ(told(run),
            "2 Plaza / Store credit: A file opens store credit and never changes it: 10.00 EUR stays.\n"
            "2 Plaza / Store credit: A file opens store credit and never changes it: 0 JPY stays.\n");
  EXPECT_EQ(other.wallets.kept[an], (std::vector<Money>{{1'000, eur}, {0, jpy}}));
  other.accounts.known[an].email = "new@example.com";  // the row makes somebody new, who does not get it once more
  const auto moved = import(other, Kind::customers, file);
  EXPECT_EQ(moved.created, 1);
  EXPECT_NE(told(moved).find("50.00 EUR was given to another account before: it was left out."), std::string::npos) << told(moved);
  EXPECT_TRUE(other.wallets.kept[id_of(other, "an@example.com")].empty());
}

ENGINE_TEST(CustomerStanding, OnlyAnOwnerBringsStoreCreditInAndTheRestGoesIn) {
  fill();
  const std::string file = exported(shop);
  const auto run = import(other, Kind::customers, file, false, "old.example", false);
  EXPECT_EQ(run.created, 4);
  EXPECT_EQ(run.failed, 0);
  EXPECT_EQ(told(run),
            "2 Plaza / Store credit: Only the owner brings store credit in: 50.00 EUR was left out, the rest was taken.\n"
            "2 Plaza / Store credit: Only the owner brings store credit in: 300 JPY was left out, the rest was taken.\n"
            "3 Plaza / Store credit: Only the owner brings store credit in: 7 JPY was left out, the rest was taken.\n");
  EXPECT_TRUE(other.wallets.keys.empty());
  EXPECT_EQ(other.standings.kept[id_of(other, "an@example.com")].groups.size(), 2u);
  const auto owners = import(other, Kind::customers, file);
  EXPECT_EQ(told(owners), "");
  EXPECT_EQ(owners.updated, 2);
  EXPECT_EQ(exported(other), file);
}

ENGINE_TEST(CustomerStanding, FilesOfOtherShopsSayYesAndNo) {
  const auto an = make(shop, "an@example.com"), binh = make(shop, "binh@example.com"), chi = make(shop, "chi@example.com");
  const Standing exempt{{{"VIP"}}, TaxExemption{"DE 123", clock.now() + days(9)}};
  shop.standings.kept[an] = shop.standings.kept[binh] = shop.standings.kept[chi] = exempt;
  const auto run = import(shop, Kind::customers,
                          "Email,Tax Exempt\nan@example.com,yes\nbinh@example.com,no\nchi@example.com,\nnew@example.com,TRUE\n");
  EXPECT_EQ(told(run), "");
  EXPECT_EQ(shop.standings.kept[an], exempt);
  EXPECT_EQ(shop.standings.kept[binh], (Standing{{{"VIP"}}, {}}));
  EXPECT_EQ(shop.standings.kept[chi], exempt);
  EXPECT_EQ(shop.standings.kept[id_of(shop, "new@example.com")].exemption, (TaxExemption{"imported", {}}));
}

ENGINE_TEST(CustomerStanding, WhatIsWrongIsNamedAndTheRestGoesIn) {
  const auto run = import(shop, Kind::customers,
                          "Email,Note,Tax Exempt,Plaza / Tax exemption,Plaza / Tax exempt until,Plaza / Groups,Plaza / Store credit\n"
                          "a@example.com,x,perhaps,,,,\n"
                          "b@example.com,x,yes,,tomorrow,,\n"
                          "c@example.com,x,yes,too long,,,\n"
                          "d@example.com,x,,,,too long,5.00 USD\n"
                          "e@example.com,x,,,,[{,50\n"
                          "f@example.com,x,,,,,\"1.00 EUR, 2.00 EUR\"\n"
                          "g@example.com,x,,,,\" VIP ,, Trade\",\"-1.00 EUR\"\n"
                          "h@example.com,x,,,,,\"0.00 EUR, 3 JPY\"\n");
  EXPECT_EQ(run.created, 8);
  EXPECT_EQ(run.failed, 0);
  for (const char* words :
       {"2 Tax Exempt: Must be yes or no.\n", "3 Plaza / Tax exempt until: Is no time: the exemption was left as it is.\n",
        "4 Plaza / Tax exemption: It must be shorter.\n", "5 Plaza / Groups: They must be shorter.\n",
        "5 Plaza / Store credit: The shop does not sell in this currency: 5.00 USD was left out.\n", "6 Plaza / Groups: ",
        "6 Plaza / Store credit: Must be amounts, each currency once: 12.50 EUR, 300 JPY.\n",
        "7 Plaza / Store credit: Must be amounts", "8 Plaza / Store credit: Must be amounts"})
    EXPECT_NE(told(run).find(words), std::string::npos) << words << told(run);
  EXPECT_EQ(shop.standings.kept[id_of(shop, "b@example.com")], Standing{});
  EXPECT_EQ(shop.standings.kept[id_of(shop, "g@example.com")].groups, (std::vector<GroupName>{{"VIP"}, {"Trade"}}));
  EXPECT_EQ(shop.wallets.kept[id_of(shop, "h@example.com")], (std::vector<Money>{{3, jpy}}));
}

}  // namespace
}  // namespace plaza::interchange
