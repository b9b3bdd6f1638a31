// One SQL text for two engines. Portable SQL here means: parameters `$1`…, ON CONFLICT, RETURNING, BIGINT,
// TEXT, BYTEA, DOUBLE PRECISION; no booleans (0/1), no dates (microseconds), CAST($1 AS BIGINT) where the type of a parameter
// does not follow from a column. SQLite gets the same text: `BIGINT PRIMARY KEY` becomes its rowid (`INTEGER PRIMARY KEY`).
#pragma once

#include <cstdint>
#include <functional>
#include <initializer_list>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "platform/base/function_ref.h"
#include "platform/base/id.h"
#include "platform/base/result.h"
#include "platform/base/time.h"

namespace plaza::db {

enum class Engine { sqlite, postgres };

// A statement has a name (metrics, tests, the slow log) and a text. Declared in a module's statements.h as
// `inline constexpr db::Statement take{"inventory.take", R"sql(...)sql"};`, listed there in `statements[]`.
// Its text is kept prepared by every connection that used it; one without a name (null) is prepared for that call only.
struct Statement {
  const char* name;
  const char* sql;
};

// A parameter. Text and bytes are borrowed: they must live until the call returns.
struct Bytes {
  std::string_view data;
};
class Value {
 public:
  Value(std::nullptr_t) {}                                                     // NOLINT implicit
  Value(std::nullopt_t) {}                                                     // NOLINT implicit
  Value(int v) : state_(std::int64_t{v}) {}                                    // NOLINT implicit
  Value(long v) : state_(std::int64_t{v}) {}                                   // NOLINT implicit
  Value(long long v) : state_(std::int64_t{v}) {}                              // NOLINT implicit
  Value(unsigned v) : state_(std::int64_t{v}) {}                               // NOLINT implicit
  Value(bool v) : state_(std::int64_t{v ? 1 : 0}) {}                           // NOLINT implicit
  Value(double v) : state_(v) {}                                               // NOLINT implicit
  Value(const char* v) : state_(std::string_view(v)) {}                        // NOLINT implicit
  Value(std::string_view v) : state_(v) {}                                     // NOLINT implicit
  Value(const std::string& v) : state_(std::string_view(v)) {}                 // NOLINT implicit
  Value(Bytes v) : state_(v) {}                                                // NOLINT implicit
  Value(Time v) : state_(v.micros) {}                                          // NOLINT implicit
  template <class Tag>
  Value(Id<Tag> v) : state_(v.value) {}                                        // NOLINT implicit
  template <class T>
  Value(const std::optional<T>& v) : Value(v ? Value(*v) : Value(nullptr)) {}  // NOLINT implicit

  using State = std::variant<std::monostate, std::int64_t, double, std::string_view, Bytes>;
  const State& state() const { return state_; }

 private:
  State state_;
};
using Values = std::initializer_list<Value>;

// The current row; columns count from 0. Text and bytes live until the next row.
class Row {
 public:
  virtual ~Row() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t integer(int column) const = 0;  // 0 when null
  virtual double real(int column) const = 0;
  virtual std::string_view text(int column) const = 0;  // empty when null
  virtual std::string_view bytes(int column) const = 0;

  std::string string(int column) const { return std::string(text(column)); }
  Time time(int column) const { return Time{integer(column)}; }
  template <class I>
  I id(int column) const {
    return I{integer(column)};
  }
  std::optional<std::int64_t> maybe_integer(int column) const {
    return is_null(column) ? std::nullopt : std::optional(integer(column));
  }
  std::optional<std::string> maybe_text(int column) const {
    return is_null(column) ? std::nullopt : std::optional(string(column));
  }
};

using EachRow = FunctionRef<void(const Row&)>;

// Reads. Not thread-safe: it belongs to the callback it was given to. All rows are read before each() returns, and a
// callback must not use the same reader. Throws DatabaseError when the world breaks.
class Reader {
 public:
  virtual ~Reader() = default;
  virtual Engine engine() const = 0;
  virtual void each(const Statement& statement, std::span<const Value> values, const EachRow& row) = 0;

  void each(const Statement& statement, Values values, const EachRow& row) {
    each(statement, std::span(values.begin(), values.size()), row);
  }
  // The first row through `map`, or nothing.
  template <class Map>
  auto one(const Statement& statement, Values values, const Map& map)
      -> std::optional<decltype(map(std::declval<const Row&>()))> {
    std::optional<decltype(map(std::declval<const Row&>()))> found;
    each(statement, values, [&](const Row& row) {
      if (!found) found.emplace(map(row));
    });
    return found;
  }
  // All rows through `map`.
  template <class Map>
  auto all(const Statement& statement, Values values, const Map& map)
      -> std::vector<decltype(map(std::declval<const Row&>()))> {
    std::vector<decltype(map(std::declval<const Row&>()))> found;
    each(statement, values, [&](const Row& row) { found.push_back(map(row)); });
    return found;
  }
};

// Writes (and reads its own writes) inside one transaction. Roll back by returning an Error from the write.
class Transaction : public Reader {
 public:
  using Reader::each;
  // Rows changed.
  virtual std::int64_t execute(const Statement& statement, std::span<const Value> values) = 0;
  std::int64_t execute(const Statement& statement, Values values) {
    return execute(statement, std::span(values.begin(), values.size()));
  }
  // Like execute() when the count is not needed: PostgreSQL sends it without waiting (an error then shows at the
  // next statement or at the commit).
  virtual void send(const Statement& statement, std::span<const Value> values) = 0;
  void send(const Statement& statement, Values values) {
    send(statement, std::span(values.begin(), values.size()));
  }
  // Runs `work` in a savepoint of its own: false (or an exception) undoes just what it did.
  virtual bool nested(FunctionRef<bool()> work) = 0;
  // Runs after the COMMIT that made this transaction durable, before the writer's reply; not at all on rollback.
  // For changes to memory. Must not throw. Runs on the writer's thread: be quick, or post elsewhere.
  virtual void on_commit(std::function<void()> action) = 0;
};

}  // namespace plaza::db
