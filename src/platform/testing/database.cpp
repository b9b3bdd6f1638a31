#include "platform/testing/database.h"

#include <unistd.h>

#include <atomic>
#include <cstdlib>
#include <filesystem>
#include <iostream>

namespace plaza::testing {
namespace {

db::Engine next_engine = db::Engine::sqlite;

// PLAZA_TEST_SQLITE_DIR puts the files elsewhere, for example on the disk that is to be tested.
std::string temporary_root() {
  const char* chosen = std::getenv("PLAZA_TEST_SQLITE_DIR");
  return chosen ? chosen : std::filesystem::temp_directory_path().string();
}

std::string fresh_schema() {
  static std::atomic<int> count{0};
  return "plaza_test_" + std::to_string(::getpid()) + "_" + std::to_string(++count);
}

void run_once(const std::string& sql) {
  auto server = db::open_postgres({.url = postgres_url(), .connections = 1});
  const auto work = [&](db::Transaction& tx) -> Status {
    tx.execute(db::Statement{nullptr, sql.c_str()}, {});
    return done();
  };
  (void)server->write_now(work);
}

class SayWhatIsMissing final : public ::testing::Environment {
 public:
  void SetUp() override {
    std::cout << "PostgreSQL tests are NOT run: PLAZA_TEST_POSTGRES is not set (see "
                 "tools/test_postgres)\n";
  }
};

}  // namespace

TemporaryFolder::TemporaryFolder() {
  std::string pattern = temporary_root() + "/plaza-test-XXXXXX";
  CHECK(::mkdtemp(pattern.data()) != nullptr);
  path_ = pattern;
}

TemporaryFolder::~TemporaryFolder() {
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

std::string postgres_url() {
  const char* url = std::getenv("PLAZA_TEST_POSTGRES");
  return url ? url : "";
}

TestDatabase::TestDatabase(db::Engine engine) : engine_(engine) {
  if (engine == db::Engine::postgres) {
    schema_ = fresh_schema();
    run_once("CREATE SCHEMA " + schema_);
  }
  database_ = open();
}

TestDatabase::~TestDatabase() {
  database_.reset();
  if (engine_ != db::Engine::postgres) return;
  try {
    run_once("DROP SCHEMA " + schema_ + " CASCADE");
  } catch (const std::exception& e) {
    ADD_FAILURE() << "the test's schema could not be dropped: " << e.what();
  }
}

std::unique_ptr<db::Database> TestDatabase::open() const {
  if (engine_ == db::Engine::sqlite) return db::open_sqlite({.path = path(), .vfs = ""});
  // Its schema's name on each connection tells this test's apart from those of tests that run beside it.
  const std::string server = postgres_url();
  const char* more = server.find('?') == std::string::npos ? "?" : "&";
  return db::open_postgres(
      {.url = server + more + "application_name=" + schema_, .connections = 4, .schema = schema_});
}

void TestDatabase::reopen() {
  database_.reset();
  database_ = open();
}

std::unique_ptr<db::Database> TestDatabase::open_another() const {
  CHECK(engine_ == db::Engine::postgres);
  return open();
}

std::string TestDatabase::path() const { return folder_.path() + "/plaza.db"; }

void OnEachEngine::run_next_on(db::Engine engine) { next_engine = engine; }

OnEachEngine::OnEachEngine() : engine_(next_engine), test_database_(next_engine) {}

std::span<const db::Engine> engines() {
  static constexpr db::Engine both[] = {db::Engine::sqlite, db::Engine::postgres};
  static const std::size_t count = [] {
    if (!postgres_url().empty()) return 2;
    ::testing::AddGlobalTestEnvironment(new SayWhatIsMissing);
    return 1;
  }();
  return std::span(both).first(count);
}

void expect_prepares(db::Database& database, std::span<const db::Statement* const> statements,
                     std::span<const db::Migration> migrations) {
  database.migrate(migrations);
  for (const db::Statement* statement : statements) {
    try {
      database.prepare_check(*statement);
    } catch (const std::exception& e) {
      ADD_FAILURE() << statement->name << " cannot be prepared: " << e.what();
    }
  }
}

}  // namespace plaza::testing
