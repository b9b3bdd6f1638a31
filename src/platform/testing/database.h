// Real databases for tests: a fresh one per test, on SQLite always and on PostgreSQL when PLAZA_TEST_POSTGRES holds a
// URL (`tools/test_postgres COMMAND...` sets it). One test body runs on both:
//
//   class StoreTest : public testing::OnEachEngine {
//    protected:
//     StoreTest() { database().migrate(inventory::migrations()); }
//   };
//   ENGINE_TEST(StoreTest, TakesOnlyWhatIsThere) { auto left = database().write_now(...); EXPECT_EQ(...); }
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <span>
#include <string>

#include "platform/db/database.h"

namespace plaza::testing {

// A new folder under the system's temporary one, removed with all it holds at the end.
class TemporaryFolder {
 public:
  TemporaryFolder();
  ~TemporaryFolder();
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;
  const std::string& path() const { return path_; }

 private:
  std::string path_;
};

// The URL of the PostgreSQL server to test on; empty: none.
std::string postgres_url();

// A fresh, empty database: a SQLite file in a temporary folder, or a new schema of the PostgreSQL server. Removed at the end.
class TestDatabase {
 public:
  explicit TestDatabase(db::Engine engine);
  ~TestDatabase();
  TestDatabase(const TestDatabase&) = delete;
  TestDatabase& operator=(const TestDatabase&) = delete;

  db::Database& operator*() { return *database_; }
  db::Database* operator->() { return database_.get(); }
  // Closes it and opens it again, as a new process would. References to the old one die.
  void reopen();
  // Another handle on the same database, as a second process would have. PostgreSQL only.
  std::unique_ptr<db::Database> open_another() const;
  // Of SQLite.
  std::string path() const;

 private:
  std::unique_ptr<db::Database> open() const;

  const db::Engine engine_;
  TemporaryFolder folder_;
  std::string schema_;
  std::unique_ptr<db::Database> database_;
};

// The fixture of tests that run on each engine. The database is there from the constructor on.
class OnEachEngine : public ::testing::Test {
 public:
  static void run_next_on(db::Engine engine);

 protected:
  OnEachEngine();
  db::Engine engine() const { return engine_; }
  db::Database& database() { return *test_database_; }
  TestDatabase& test_database() { return test_database_; }

 private:
  const db::Engine engine_;
  TestDatabase test_database_;
};

// The engines of this run; says once when PostgreSQL is not among them.
std::span<const db::Engine> engines();

// Migrates, then lets the engine prepare each statement.
void expect_prepares(db::Database& database, std::span<const db::Statement* const> statements,
                     std::span<const db::Migration> migrations);

template <class Fixture, class Case>
bool register_on_each_engine(const char* suite, const char* name, const char* file, int line) {
  for (const db::Engine engine : engines()) {
    const std::string full =
        std::string(suite) + (engine == db::Engine::sqlite ? "/sqlite" : "/postgres");
    ::testing::RegisterTest(full.c_str(), name, nullptr, nullptr, file, line,
                            [engine]() -> Fixture* {
                              OnEachEngine::run_next_on(engine);
                              return new Case;
                            });
  }
  return true;
}

}  // namespace plaza::testing

#define ENGINE_TEST(Fixture, Name)                                                 \
  class Fixture##_##Name##_Case final : public Fixture {                           \
   public:                                                                         \
    void TestBody() override;                                                      \
  };                                                                               \
  static const bool Fixture##_##Name##_registered =                                \
      ::plaza::testing::register_on_each_engine<Fixture, Fixture##_##Name##_Case>( \
          #Fixture, #Name, __FILE__, __LINE__);                                    \
  void Fixture##_##Name##_Case::TestBody()
