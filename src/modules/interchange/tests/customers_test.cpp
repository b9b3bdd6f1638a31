#include "customer_sheet.h"
#include "interchange_fixture.h"
#include "moments.h"
#include "statements.h"

namespace plaza::interchange {
namespace {

using profiles::ConsentState;

class Customers : public InterchangeFixture {
 protected:
  std::string exported(HandShop& from, std::string_view q = "") {
    return database().read_now([&](db::Reader& reader) {
      return write_customers(reader, from.needs, q, {}, 1'000).text;
    });
  }
  AccountId make(HandShop& in, const char* email, const char* name) {
    const auto work = [&](db::Transaction& tx) {
      identity::NewAccount wish;
      wish.email = email;
      wish.display_name = name;
      return in.accounts.create(tx, wish);
    };
    return database().write_now(work)->id;
  }
  profiles::Customer everything() const {
    profiles::Customer customer;
    customer.first_name = "=cmd|' /C calc'!A0";
    customer.last_name = "O'Neil, \"Jr\"";
    customer.phone = "+84 901 234 567";
    customer.note = "Line one\r\nline two\n=1+2\t";
    customer.tags = {"vip", "a, b", "-minus", "'=quoted"};
    customer.addresses = {{"Nguyễn Văn An", "@Home", "12 Lê Lợi", "", "Huế", "HUE", "049000", "VN", "+84901"},
                          {"", "", "-1 Street", "\"2\"", "Paris", "", "75001", "FR", ""}};
    customer.email = {ConsentState::given, Time{1'700'000'000'123'456}, "checkout", ""};
    customer.sms = {ConsentState::withdrawn, Time{1'600'000'000'000'000}, "import", "+form"};
    return customer;
  }
};

ENGINE_TEST(Customers, PrepareEachStatement) {
  testing::expect_prepares(database(), sql::statements, migrations());
}

ENGINE_TEST(Customers, AnotherShopWritesTheSameBytes) {
  const auto an = make(shop, "an@example.com", "@An");
  shop.customers.kept[an] = everything();
  clock.advance(hours(1));
  make(shop, "binh@example.com", "Bình");
  const std::string file = exported(shop);
  clock.advance(days(3));
  const auto run = import(other, Kind::customers, file);
  EXPECT_EQ(told(run), "");
  EXPECT_EQ(run.created, 2);
  EXPECT_EQ(exported(other), file);
  auto expected = everything();
  const auto& taken = other.customers.kept[other.accounts.known.begin()->first];
  EXPECT_EQ(taken.note, expected.note);
  EXPECT_EQ(taken.tags, expected.tags);
  EXPECT_EQ(taken.addresses, expected.addresses);
  EXPECT_EQ(taken.email.source, "import");
  EXPECT_EQ(taken.email.origin, "checkout");
  EXPECT_EQ(taken.email.at, expected.email.at);
  EXPECT_TRUE(other.accounts.made[0].password_hash.empty());
}

ENGINE_TEST(Customers, TheSecondTimeNothingChanges) {
  shop.customers.kept[make(shop, "an@example.com", "An")] = everything();
  const std::string file = exported(shop);
  import(other, Kind::customers, file);
  for (auto* again : {&other, &shop}) {
    const auto run = import(*again, Kind::customers, file);
    EXPECT_EQ(run.unchanged, 1) << told(run);
    EXPECT_EQ(run.created + run.updated + run.failed, 0);
  }
}

ENGINE_TEST(Customers, StaffAreNeitherWrittenNorTouched) {
  const auto boss = make(shop, "boss@example.com", "Boss");
  shop.accounts.known[boss].roles = 1;
  EXPECT_EQ(exported(shop).find("boss@"), std::string::npos);
  const auto run = import(shop, Kind::customers, "Email,Note\nboss@example.com,hm\n");
  EXPECT_EQ(run.failed, 1);
  EXPECT_EQ(told(run), "2 Email: It is of a member of staff: nothing was changed.\n");
  EXPECT_EQ(shop.customers.kept[boss].note, "");
  EXPECT_EQ(shop.accounts.known[boss].roles, 1u);
}

ENGINE_TEST(Customers, NamesWhatIsWrongByLineAndColumn) {
  const auto run = import(shop, Kind::customers,
                          std::string("Email,Phone,Accepts Email Marketing,Plaza / Customer since,Plaza / More addresses\n"
                          "nobody,,,,\n"
                          ",,,,\n"
                          "a@example.com,,perhaps,yesterday,{\n"
                          "b@example.com,too long,,,\n"
                          "\"c@example.com,,,,\n"
                          "d@example.com,") + '\0' + ",,,\n"
                          "e@example.com,,yes,,\n");
  EXPECT_EQ(run.status, RunStatus::finished);
  EXPECT_EQ(run.created, 2) << told(run);
  EXPECT_EQ(run.failed, 4) << told(run);
  EXPECT_NE(told(run).find("2 Email: It is no e-mail address.\n"), std::string::npos) << told(run);
  EXPECT_NE(told(run).find("4 Accepts Email Marketing: Must be yes or no.\n"), std::string::npos);
  EXPECT_NE(told(run).find("4 Plaza / Customer since: Is no time.\n"), std::string::npos);
  EXPECT_NE(told(run).find("5 phone: It is too long.\n"), std::string::npos);
}

ENGINE_TEST(Customers, AFileOfAnotherShopIsTaken) {
  const auto run = import(shop, Kind::customers,
                          "Customer ID,First Name,Last Name,Email,Accepts Email Marketing,Default Address Company,"
                          "Default Address Address1,Default Address City,Default Address Country Code,Default Address Zip,"
                          "Phone,Accepts SMS Marketing,Total Spent,Total Orders,Note,Tax Exempt,Tags\n"
                          "'6543210987,Lan,Phạm,lan@example.com,yes,,12 Phố Huế,Hà Nội,VN,'01234,'+84901234567,no,99.50,2,"
                          "Hi,no,\"vip, gốm\"\n");
  EXPECT_EQ(told(run), "");
  ASSERT_EQ(shop.accounts.made.size(), 1u);
  EXPECT_EQ(shop.accounts.made[0].display_name, "Lan Phạm");
  const auto& lan = shop.customers.kept[shop.accounts.known.begin()->first];
  EXPECT_EQ(lan.known_as, "6543210987");
  EXPECT_EQ(lan.phone, "+84901234567");
  EXPECT_EQ(lan.addresses.at(0).postal_code, "01234");
  EXPECT_EQ(lan.tags, (std::vector<std::string>{"vip", "gốm"}));
  EXPECT_EQ(lan.email.state, ConsentState::given);
  EXPECT_EQ(lan.email.source, "import");
  EXPECT_EQ(lan.email.at, clock.now());
  EXPECT_EQ(lan.sms.state, ConsentState::never_asked);
}

ENGINE_TEST(Customers, WhoSaidNoIsNotWonBackByAnOlderFile) {
  const auto an = make(shop, "an@example.com", "An");
  shop.customers.kept[an].email = {ConsentState::withdrawn, clock.now(), "account", ""};
  const std::string head = "Email,Accepts Email Marketing,Plaza / Email marketing since\n";
  import(shop, Kind::customers, head + "an@example.com,yes,\n");
  import(shop, Kind::customers, head + "an@example.com,yes,2020-01-01T00:00:00Z\n");
  EXPECT_EQ(shop.customers.kept[an].email.state, ConsentState::withdrawn);
  import(shop, Kind::customers, head + "an@example.com,yes,2030-01-01T00:00:00Z\n");
  EXPECT_EQ(shop.customers.kept[an].email.state, ConsentState::given);
}

ENGINE_TEST(Customers, WhatAPersonSaidOfThemselvesStays) {
  const auto an = make(shop, "an@example.com", "An");
  const auto run = import(shop, Kind::customers, "Email,Plaza / Display name,Plaza / Bio,Note\nan@example.com,Evil,x,new\n");
  EXPECT_EQ(run.updated, 1);
  EXPECT_EQ(shop.accounts.known[an].display_name, "An");
  EXPECT_EQ(shop.customers.kept[an].note, "new");
}

ENGINE_TEST(Customers, OtherFilesAreRefusedAsAWhole) {
  const auto code = [&](std::string file) {
    const auto work = [&](db::Transaction& tx) { return shop.runs.start(tx, TakenFile{}, file); };
    return database().write_now(work).error().code;
  };
  EXPECT_EQ(code(""), "interchange.file_empty");
  EXPECT_EQ(code("Handle,Title\nx,y\n"), "interchange.unknown_columns");
  EXPECT_EQ(code(std::string("\xFF\xFE") + "E\0m\0"), "interchange.unknown_columns");
  EXPECT_EQ(code(std::string(100'000, ',') + "Email\n"), "interchange.unknown_columns");
}

ENGINE_TEST(Customers, AHugeCellIsRefusedAndTheRestGoesOn) {
  const auto run = import(shop, Kind::customers,
                          "\xEF\xBB\xBF" "Email,Note\na@example.com," + std::string(1'100'000, 'x') + "\nb@example.com,ok\n");
  EXPECT_EQ(run.created, 1);
  EXPECT_EQ(told(run), "2 : A field is too long.\n");
}

TEST(Moments, AreReadAsFilesWriteThem) {
  EXPECT_EQ(to_text(*parse_moment("2024-05-01T10:11:12.5Z")), "2024-05-01T10:11:12.500000Z");
  EXPECT_EQ(to_text(*parse_moment("2024-05-01 10:11:12 +0200")), "2024-05-01T08:11:12Z");
  EXPECT_EQ(to_text(*parse_moment("2024-05-01 10:11:12 UTC")), "2024-05-01T10:11:12Z");
  EXPECT_EQ(to_text(*parse_moment("2024-05-01")), "2024-05-01T00:00:00Z");
  EXPECT_FALSE(parse_moment("yesterday"));
  EXPECT_FALSE(parse_moment("2024-05-01 25:00:00 +0200"));
}

}  // namespace
}  // namespace plaza::interchange
