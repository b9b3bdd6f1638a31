#include "platform/db/migrate.h"

#include "platform/db/platform_tables.h"
#include "platform/db/tests/shop.h"

namespace plaza::db {
namespace {

using MigrateTest = testing::OnEachEngine;

constexpr Statement list_applied{"test.applied", R"sql(
SELECT owner, number, name FROM platform_migrations ORDER BY owner, number)sql"};

std::vector<std::string> applied(Database& database) {
  return database.read_now([](Reader& reader) {
    return reader.all(list_applied, {}, [](const Row& row) {
      return row.string(0) + "/" + std::to_string(row.integer(1)) + "/" + row.string(2);
    });
  });
}

TEST(SplitStatements, CutsAtSemicolonsThatEndALine) {
  EXPECT_EQ(split_statements("a;\n b ; \n-- c;\n\n/* d;\n */e"),
            (std::vector<std::string>{"a", "\n b ", " \n-- c;\n\n/* d;\n */e"}));
}

TEST(SplitStatements, LeavesQuotedSemicolonsAlone) {
  EXPECT_EQ(split_statements("x 'a;\n''b;\n' \"c;\n\";\ny;z;\n"),
            (std::vector<std::string>{"x 'a;\n''b;\n' \"c;\n\"", "\ny;z"}));
}

TEST(SplitStatements, DropsWhatIsOnlyComment) {
  EXPECT_EQ(split_statements("-- nothing;\n;\n  ; -- at all\n"), (std::vector<std::string>{}));
}

TEST(SqliteSchemaText, MakesIntegerPrimaryKeysTheRowid) {
  EXPECT_EQ(sqlite_schema_text("id BIGINT PRIMARY KEY, n BIGINT NOT NULL"),
            "id INTEGER PRIMARY KEY, n BIGINT NOT NULL");
  EXPECT_EQ(sqlite_schema_text("id bigint\n not null  primary key"),
            "id INTEGER\n not null  primary key");
  EXPECT_EQ(sqlite_schema_text("x TEXT DEFAULT 'BIGINT PRIMARY KEY' -- a BIGINT PRIMARY KEY"),
            "x TEXT DEFAULT 'BIGINT PRIMARY KEY' -- a BIGINT PRIMARY KEY");
}

TEST(Checksum, IsFnv1a) {
  EXPECT_EQ(checksum_of(""), "cbf29ce484222325");
  EXPECT_EQ(checksum_of("a"), "af63dc4c8601ec8c");
}

ENGINE_TEST(MigrateTest, AppliesWhatIsMissingOnce) {
  constexpr Migration two[] = {
      shop_tables[0], {"shop", 2, "0002_more", "ALTER TABLE shop_stock ADD COLUMN extra TEXT;\n"}};
  database().migrate(shop_tables);
  put(database(), 1, 3);
  database().migrate(two);
  database().migrate(two);
  EXPECT_EQ(applied(database()),
            (std::vector<std::string>{"shop/1/0001_shop", "shop/2/0002_more"}));
  EXPECT_EQ(units_of(database(), 1), 3);
}

ENGINE_TEST(MigrateTest, RefusesAnEditedMigration) {
  database().migrate(shop_tables);
  constexpr Migration edited[] = {
      {"shop", 1, "0001_shop", "CREATE TABLE shop_other (id BIGINT);\n"}};
  try {
    database().migrate(edited);
    FAIL() << "it was changed";
  } catch (const DatabaseError& e) {
    EXPECT_STREQ(e.what(), "migration shop/0001_shop was changed after it had been applied");
  }
}

ENGINE_TEST(MigrateTest, LeavesNothingOfAMigrationThatFails) {
  constexpr Migration broken[] = {
      {"shop", 1, "0001_broken",
       "CREATE TABLE shop_half (id BIGINT);\nCREATE TABLE shop_half (id BIGINT);\n"}};
  EXPECT_THROW(database().migrate(broken), DatabaseError);
  EXPECT_EQ(applied(database()), (std::vector<std::string>{}));
  EXPECT_THROW(database().prepare_check({"test.half", "SELECT id FROM shop_half"}), DatabaseError);
}

ENGINE_TEST(MigrateTest, RemembersAcrossReopening) {
  database().migrate(shop_tables);
  put(database(), 1, 3);
  test_database().reopen();
  database().migrate(shop_tables);
  EXPECT_EQ(units_of(database(), 1), 3);
}

ENGINE_TEST(MigrateTest, PlatformStatementsCanBePrepared) {
  testing::expect_prepares(database(), platform_statements(), platform_migrations());
}

ENGINE_TEST(MigrateTest, PrepareCheckTellsWhatIsWrong) {
  database().migrate(shop_tables);
  database().prepare_check(get_units);
  EXPECT_THROW(database().prepare_check({"test.typo", "SELEC 1"}), DatabaseError);
  EXPECT_THROW(database().prepare_check({"test.table", "SELECT id FROM nowhere"}), DatabaseError);
  EXPECT_THROW(database().prepare_check({"test.gap", "SELECT id FROM shop_stock WHERE id = $2"}),
               DatabaseError);
  try {
    database().prepare_check({"test.column", "SELECT colour FROM shop_stock"});
    FAIL() << "there is no such column";
  } catch (const DatabaseError& e) {
    EXPECT_NE(std::string(e.what()).find("test.column: "), std::string::npos);
    EXPECT_NE(std::string(e.what()).find("colour"), std::string::npos);
  }
}

TEST(MigrateSqlite, KeepsTheRowidInTheFirstColumn) {
  testing::TestDatabase database(Engine::sqlite);
  database->migrate(shop_tables);
  put(*database, 42, 1);
  const auto rowid = database->read_now([](Reader& reader) {
    constexpr Statement get{"test.rowid", "SELECT rowid FROM shop_stock"};
    return *reader.one(get, {}, [](const Row& row) { return row.integer(0); });
  });
  EXPECT_EQ(rowid, 42);
}

}  // namespace
}  // namespace plaza::db
