#include "platform/db/postgres_connection.h"

#include <poll.h>

#include <charconv>
#include <cstring>

namespace plaza::db {
namespace {

// A server that says nothing for so long is taken for dead. Its own statement_timeout is shorter.
constexpr int silence_max_ms = 60'000;

// Parameters in the form libpq wants: C strings and lengths, which live as long as this.
class Parameters {
 public:
  Parameters(const char* name, std::span<const Value> values) {
    texts_.reserve(values.size());
    for (const auto& value : values) add(name, value);
    for (std::size_t i = 0; i < texts_.size(); ++i) {
      if (pointers_[i] == nullptr) continue;
      if (formats_[i] == 0) pointers_[i] = texts_[i].c_str();
    }
  }
  int count() const { return static_cast<int>(pointers_.size()); }
  const char* const* pointers() const { return pointers_.data(); }
  const int* lengths() const { return lengths_.data(); }
  const int* formats() const { return formats_.data(); }

 private:
  void add(const char* name, const Value& value) {
    std::string text;
    const char* pointer = "";  // texts get their address when all are there
    int format = 0;
    std::size_t length = 0;
    if (const auto* integer = std::get_if<std::int64_t>(&value.state())) {
      text = std::to_string(*integer);
    } else if (const auto* real = std::get_if<double>(&value.state())) {
      char digits[32];
      text.assign(digits, std::to_chars(digits, digits + sizeof digits, *real).ptr);
    } else if (const auto* view = std::get_if<std::string_view>(&value.state())) {
      if (view->find('\0') != std::string_view::npos) {
        throw DatabaseError(DatabaseError::Kind::other,
                            std::string(name) + ": a text holds a zero byte");
      }
      text = *view;
    } else if (const auto* bytes = std::get_if<Bytes>(&value.state())) {
      format = 1;
      length = bytes->data.size();
      if (length > 0) pointer = bytes->data.data();
    } else {
      pointer = nullptr;
    }
    texts_.push_back(std::move(text));
    pointers_.push_back(pointer);
    lengths_.push_back(static_cast<int>(length));
    formats_.push_back(format);
  }

  std::vector<std::string> texts_;
  std::vector<const char*> pointers_;
  std::vector<int> lengths_;
  std::vector<int> formats_;
};

const char* name_of(const Statement& statement) {
  return statement.name ? statement.name : "one-off statement";
}

PostgresError error_of(const PGresult* result, const char* name) {
  using Meaning = PostgresError::Meaning;
  using Kind = DatabaseError::Kind;
  const char* field = PQresultErrorField(result, PG_DIAG_SQLSTATE);
  const std::string_view state = field ? field : "";
  const char* primary = PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
  const std::string text = std::string(name) + ": " +
                           (primary ? primary : PQresultErrorMessage(result)) +
                           (state.empty() ? "" : " (" + std::string(state) + ")");
  const auto of_class = [&](std::string_view letters) { return state.substr(0, 2) == letters; };
  if (state == "40001" || state == "40P01") return {Kind::unavailable, Meaning::run_again, text};
  // The server is going down or has lost us: 57P01-57P05.
  if (state.empty() || of_class("08") || state.substr(0, 3) == "57P") {
    return {Kind::unavailable, Meaning::connection_lost, text};
  }
  if (of_class("23")) return {Kind::constraint, Meaning::failed, text};
  if (of_class("53") || of_class("55") || of_class("57") || of_class("58") || state == "25006") {
    return {Kind::unavailable, Meaning::failed, text};
  }
  return {Kind::other, Meaning::failed, text};
}

constexpr Oid bool_type = 16;
constexpr Oid bytes_type = 17;

class PostgresRow final : public Row {
 public:
  PostgresRow(const PGresult* result, int row) : result_(result), row_(row) {}

  bool is_null(int column) const override { return PQgetisnull(result_, row_, column) != 0; }
  std::int64_t integer(int column) const override {
    const auto digits = text(column);
    if (PQftype(result_, column) == bool_type) return digits == "t" ? 1 : 0;
    std::int64_t number = 0;
    const char* end = digits.data() + digits.size();
    const auto [rest, error] = std::from_chars(digits.data(), end, number);
    // "12.50" of a NUMERIC and "1e+20" of a DOUBLE PRECISION are cut, as SQLite does.
    if (rest != end && error == std::errc()) return static_cast<std::int64_t>(real(column));
    return number;
  }
  double real(int column) const override {
    const auto digits = text(column);
    double number = 0;
    std::from_chars(digits.data(), digits.data() + digits.size(), number);
    return number;
  }
  std::string_view text(int column) const override {
    return {PQgetvalue(result_, row_, column),
            static_cast<std::size_t>(PQgetlength(result_, row_, column))};
  }
  std::string_view bytes(int column) const override {
    const auto raw = text(column);
    if (PQftype(result_, column) != bytes_type || raw.substr(0, 2) != "\\x") return raw;
    auto& decoded = decoded_[column];
    decoded.resize((raw.size() - 2) / 2);
    for (std::size_t i = 0; i < decoded.size(); ++i) {
      decoded[i] = static_cast<char>(digit(raw[2 + 2 * i]) * 16 + digit(raw[3 + 2 * i]));
    }
    return decoded;
  }

 private:
  static int digit(char c) { return c <= '9' ? c - '0' : c - 'a' + 10; }

  const PGresult* result_;
  int row_;
  mutable std::unordered_map<int, std::string> decoded_;
};

}  // namespace

void each_row(const PGresult* result, const EachRow& row) {
  const int count = PQntuples(result);
  for (int i = 0; i < count; ++i) row(PostgresRow(result, i));
}

std::int64_t changed_rows(PGresult* result) {
  if (std::string_view(PQcmdStatus(result)).substr(0, 6) == "SELECT") return 0;
  const std::string_view digits = PQcmdTuples(result);
  std::int64_t number = 0;
  std::from_chars(digits.data(), digits.data() + digits.size(), number);
  return number;
}

PostgresConnection::PostgresConnection(const PostgresOptions& options) {
  const char* names[] = {
      "dbname",           "connect_timeout",  "keepalives_idle", "keepalives_interval",
      "keepalives_count", "tcp_user_timeout", "client_encoding", nullptr};
  const char* values[] = {options.url.c_str(), "5", "10", "5", "3", "30000", "UTF8", nullptr};
  connection_ = PQconnectdbParams(names, values, 1);
  try {
    if (PQstatus(connection_) != CONNECTION_OK) lost("cannot connect");
    configure(options);
  } catch (...) {
    PQfinish(connection_);
    throw;
  }
}

PostgresConnection::~PostgresConnection() { PQfinish(connection_); }

void PostgresConnection::configure(const PostgresOptions& options) {
  PQsetNoticeProcessor(
      connection_, [](void*, const char*) {}, nullptr);
  // Reads need no transaction of their own, yet must not write: only BEGIN READ WRITE may.
  std::string settings =
      "SET default_transaction_read_only = on; SET statement_timeout = '30s'; SET lock_timeout = "
      "'20s';"
      "SET idle_in_transaction_session_timeout = '60s'; SET bytea_output = hex;";
  if (!options.schema.empty()) {
    char* quoted = PQescapeIdentifier(connection_, options.schema.data(), options.schema.size());
    if (quoted == nullptr) lost("the schema's name");
    settings += "SET search_path = " + std::string(quoted) + ";";
    PQfreemem(quoted);
  }
  const PostgresResult result(PQexec(connection_, settings.c_str()));
  if (PQresultStatus(result.get()) != PGRES_COMMAND_OK)
    throw error_of(result.get(), "db.configure");
  if (PQsetnonblocking(connection_, 1) != 0 || PQenterPipelineMode(connection_) != 1) {
    lost("cannot start the pipeline");
  }
}

void PostgresConnection::lost(const std::string& where) {
  broken_ = true;
  throw PostgresError(DatabaseError::Kind::unavailable, PostgresError::Meaning::connection_lost,
                      where + ": " + PQerrorMessage(connection_));
}

PostgresConnection::Prepared& PostgresConnection::prepared(const Statement& statement) {
  auto& entry = statements_[statement.sql];
  // The text is compared too: a text on the heap may take the address of an older one.
  if (entry.text != statement.sql) {
    entry.text = statement.sql;
    entry.server_name = "s" + std::to_string(++names_);
    entry.ready = false;
  }
  if (!entry.ready) {
    if (!PQsendPrepare(connection_, entry.server_name.c_str(), statement.sql, 0, nullptr)) {
      lost(name_of(statement));
    }
    entry.ready = true;
    expected_.push_back({name_of(statement), &entry});
  }
  return entry;
}

void PostgresConnection::queue(const Statement& statement, std::span<const Value> values) {
  const Parameters parameters(name_of(statement), values);
  int sent = 0;
  if (statement.name) {
    const auto& entry = prepared(statement);
    sent =
        PQsendQueryPrepared(connection_, entry.server_name.c_str(), parameters.count(),
                            parameters.pointers(), parameters.lengths(), parameters.formats(), 0);
  } else {
    deadline_ = false;
    sent = PQsendQueryParams(connection_, statement.sql, parameters.count(), nullptr,
                             parameters.pointers(), parameters.lengths(), parameters.formats(), 0);
  }
  if (!sent) lost(name_of(statement));
  expected_.push_back({name_of(statement), nullptr});
}

PostgresResult PostgresConnection::run(const Statement& statement, std::span<const Value> values) {
  queue(statement, values);
  return collect();
}

void PostgresConnection::wait() { collect(); }

void PostgresConnection::prepare_check(const Statement& statement) {
  if (!PQsendPrepare(connection_, "", statement.sql, 0, nullptr)) lost(name_of(statement));
  expected_.push_back({name_of(statement), nullptr});
  collect();
}

PostgresResult PostgresConnection::next_result() {
  for (;;) {
    const int unsent = PQflush(connection_);
    if (unsent < 0) lost("sending");
    if (!PQisBusy(connection_)) return PostgresResult(PQgetResult(connection_));
    pollfd waiting{PQsocket(connection_), static_cast<short>(unsent ? POLLIN | POLLOUT : POLLIN),
                   0};
    const int ready = ::poll(&waiting, 1, deadline_ ? silence_max_ms : -1);
    if (ready == 0) lost("no answer");
    if (ready < 0 && errno != EINTR) lost("waiting");
    if (!PQconsumeInput(connection_)) lost("receiving");
  }
}

// Reads the answers to all that was queued; gives the last one.
PostgresResult PostgresConnection::collect() {
  if (PQpipelineSync(connection_) != 1) lost("sending");
  std::optional<PostgresError> failure;
  PostgresResult last;
  while (!expected_.empty()) {
    const Expected expected = expected_.front();
    expected_.pop_front();
    PostgresResult result = next_result();
    const auto status = PQresultStatus(result.get());
    const bool fine = status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK;
    if (!fine && expected.prepares) expected.prepares->ready = false;
    if (!fine && !failure && status != PGRES_PIPELINE_ABORTED) {
      failure = result ? error_of(result.get(), expected.name)
                       : PostgresError(
                             DatabaseError::Kind::other, PostgresError::Meaning::connection_lost,
                             std::string(expected.name) + ": the answers are out of step");
      if (failure->meaning() == PostgresError::Meaning::connection_lost) {
        broken_ = true;
        throw *failure;
      }
    }
    last = std::move(result);
    while (next_result()) {  // the null that ends the answers to one statement
    }
  }
  const PostgresResult sync = next_result();
  if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) lost("the pipeline is out of step");
  deadline_ = true;
  if (failure) throw *failure;
  return last;
}

}  // namespace plaza::db
