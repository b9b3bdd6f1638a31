#include "platform/db/migrate.h"

#include <cctype>
#include <cstdio>
#include <map>

namespace plaza::db {
namespace {

constexpr Statement lock{nullptr, "SELECT pg_advisory_xact_lock(7291843305)"};
constexpr Statement create_table{nullptr, R"sql(
CREATE TABLE IF NOT EXISTS platform_migrations (
  owner TEXT NOT NULL,
  number BIGINT NOT NULL,
  name TEXT NOT NULL,
  checksum TEXT NOT NULL,
  applied_at BIGINT NOT NULL,
  PRIMARY KEY (owner, number)
))sql"};
constexpr Statement list{"platform.migrations",
                         "SELECT owner, number, checksum FROM platform_migrations"};
constexpr Statement find{
    "platform.migration",
    "SELECT checksum FROM platform_migrations WHERE owner = $1 AND number = $2"};
constexpr Statement insert{"platform.migration_applied", R"sql(
INSERT INTO platform_migrations (owner, number, name, checksum, applied_at)
VALUES ($1, $2, $3, $4, $5))sql"};

// The end of the quoted text or comment that starts at `at`, or `at` when none does.
std::size_t skip_quoted(std::string_view script, std::size_t at) {
  const auto until = [&](std::string_view end) {
    const std::size_t found = script.find(end, at + end.size());
    return found == std::string_view::npos ? script.size() : found + end.size();
  };
  if (script[at] == '\'') return until("'");
  if (script[at] == '"') return until("\"");
  if (script.substr(at, 2) == "--") return std::min(script.find('\n', at), script.size());
  if (script.substr(at, 2) == "/*") {
    const std::size_t found = script.find("*/", at + 2);
    return found == std::string_view::npos ? script.size() : found + 2;
  }
  return at;
}

bool ends_line(std::string_view script, std::size_t at) {
  while (at < script.size() && (script[at] == ' ' || script[at] == '\t' || script[at] == '\r'))
    ++at;
  return at == script.size() || script[at] == '\n' || script.substr(at, 2) == "--";
}

bool equal_ignoring_case(std::string_view a, std::string_view b) {
  return a.size() == b.size() && std::equal(a.begin(), a.end(), b.begin(), [](char x, char y) {
           return std::toupper(static_cast<unsigned char>(x)) == y;
         });
}

// The end of `words` when they stand at `at`, one after the other with white space between; else npos.
std::size_t match_words(std::string_view text, std::size_t at,
                        std::initializer_list<std::string_view> words) {
  const auto space = [&](std::size_t i) {
    return std::isspace(static_cast<unsigned char>(text[i])) != 0;
  };
  for (const auto word : words) {
    while (at < text.size() && space(at)) ++at;
    if (!equal_ignoring_case(text.substr(at, word.size()), word)) return std::string_view::npos;
    at += word.size();
  }
  return at;
}

[[noreturn]] void refuse_changed(const Migration& migration) {
  throw DatabaseError(DatabaseError::Kind::other, "migration " + std::string(migration.owner) +
                                                      "/" + migration.name +
                                                      " was changed after it had been applied");
}

Status apply(Transaction& tx, const Migration& migration) {
  if (tx.engine() == Engine::postgres) tx.each(lock, {}, [](const Row&) {});
  const std::string checksum = checksum_of(migration.sql);
  const auto text = [](const Row& row) { return row.string(0); };
  // Another node may have applied it while this one waited for the lock.
  if (const auto applied = tx.one(find, {migration.owner, migration.number}, text)) {
    if (*applied != checksum) refuse_changed(migration);
    return done();
  }
  for (const auto& sql : split_statements(migration.sql)) {
    const std::string portable = tx.engine() == Engine::sqlite ? sqlite_schema_text(sql) : sql;
    tx.execute(Statement{nullptr, portable.c_str()}, {});
  }
  tx.execute(insert,
             {migration.owner, migration.number, migration.name, checksum, SystemClock().now()});
  return done();
}

}  // namespace

std::vector<std::string> split_statements(std::string_view script) {
  std::vector<std::string> statements;
  std::string current;
  bool something = false;  // more than white space and comments
  const auto finish = [&] {
    if (something) statements.push_back(current);
    current.clear();
    something = false;
  };
  for (std::size_t at = 0; at < script.size();) {
    if (const std::size_t end = skip_quoted(script, at); end != at) {
      something = something || script[at] == '\'' || script[at] == '"';
      current += script.substr(at, end - at);
      at = end;
    } else if (script[at] == ';' && ends_line(script, at + 1)) {
      finish();
      ++at;
    } else {
      something = something || std::isspace(static_cast<unsigned char>(script[at])) == 0;
      current += script[at++];
    }
  }
  finish();
  return statements;
}

std::string sqlite_schema_text(std::string_view statement) {
  std::string text;
  for (std::size_t at = 0; at < statement.size();) {
    if (const std::size_t end = skip_quoted(statement, at); end != at) {
      text += statement.substr(at, end - at);
      at = end;
      continue;
    }
    const bool word_starts =
        at == 0 || std::isspace(static_cast<unsigned char>(statement[at - 1])) != 0;
    if (word_starts &&
        (match_words(statement, at, {"BIGINT", "PRIMARY", "KEY"}) != std::string_view::npos ||
         match_words(statement, at, {"BIGINT", "NOT", "NULL", "PRIMARY", "KEY"}) !=
             std::string_view::npos)) {
      text += "INTEGER";
      at += std::string_view("BIGINT").size();
    } else {
      text += statement[at++];
    }
  }
  return text;
}

std::string checksum_of(std::string_view script) {
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : script) {
    hash ^= static_cast<unsigned char>(c);
    hash *= 0x100000001b3ull;
  }
  char text[17];
  std::snprintf(text, sizeof text, "%016llx", static_cast<unsigned long long>(hash));
  return text;
}

void apply_migrations(Database& database, std::span<const Migration> migrations) {
  const auto create = [](Transaction& tx) -> Status {
    if (tx.engine() == Engine::postgres) tx.each(lock, {}, [](const Row&) {});
    tx.execute(create_table, {});
    return done();
  };
  (void)database.write_now(create);
  std::map<std::pair<std::string, int>, std::string> applied;
  database.read_now([&](Reader& reader) {
    applied.clear();
    reader.each(list, {}, [&](const Row& row) {
      applied[{row.string(0), static_cast<int>(row.integer(1))}] = row.string(2);
    });
    return Done{};
  });
  for (const auto& migration : migrations) {
    const auto found = applied.find({migration.owner, migration.number});
    if (found != applied.end()) {
      if (found->second != checksum_of(migration.sql)) refuse_changed(migration);
      continue;
    }
    (void)database.write_now([&](Transaction& tx) { return apply(tx, migration); });
  }
}

}  // namespace plaza::db
