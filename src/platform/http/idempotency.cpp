#include "platform/http/idempotency.h"

#include "platform/crypto/crypto.h"

namespace plaza::http {

namespace {

constexpr db::Migration table[] = {{"http", 1, "0001_idempotency", R"sql(
CREATE TABLE platform_idempotency (
  id TEXT PRIMARY KEY,
  request_hash TEXT NOT NULL,
  status BIGINT NOT NULL,
  answer BYTEA NOT NULL,
  claimed_at BIGINT NOT NULL
);
CREATE INDEX platform_idempotency_by_age ON platform_idempotency (claimed_at);
)sql"}};

// status 0: claimed, no answer yet.
constexpr db::Statement insert_claim{"http.idempotency_claim", R"sql(
INSERT INTO platform_idempotency (id, request_hash, status, answer, claimed_at) VALUES ($1, $2, 0, $3, $4)
ON CONFLICT (id) DO NOTHING)sql"};
constexpr db::Statement find_claim{"http.idempotency_find", R"sql(
SELECT request_hash, status, answer, claimed_at FROM platform_idempotency WHERE id = $1)sql"};
constexpr db::Statement take_over{"http.idempotency_take_over", R"sql(
UPDATE platform_idempotency SET request_hash = $2, status = 0, answer = $3, claimed_at = $4
WHERE id = $1 AND claimed_at = $5)sql"};
constexpr db::Statement store_answer{"http.idempotency_complete", R"sql(
UPDATE platform_idempotency SET status = $2, answer = $3 WHERE id = $1 AND status = 0 AND claimed_at = $4)sql"};
constexpr db::Statement drop_claim{"http.idempotency_abandon", R"sql(
DELETE FROM platform_idempotency WHERE id = $1 AND status = 0 AND claimed_at = $2)sql"};
constexpr db::Statement drop_named_claim{"http.idempotency_abandon_named", R"sql(
DELETE FROM platform_idempotency WHERE id = $1 AND status = 0)sql"};
constexpr db::Statement purge{"http.idempotency_purge", R"sql(
DELETE FROM platform_idempotency WHERE id IN
  (SELECT id FROM platform_idempotency WHERE claimed_at < $1 ORDER BY claimed_at LIMIT $2))sql"};
constexpr const db::Statement* statements[] = {&insert_claim, &find_claim, &take_over,
                                               &store_answer, &drop_claim, &drop_named_claim, &purge};

Error in_flight() {
  return {ErrorKind::conflict, "request.in_flight", "A request with this Idempotency-Key is still being worked on."};
}

std::string_view key_of(const Call& call) { return call.request.header("idempotency-key"); }

bool is_key(std::string_view key) {
  if (key.empty() || key.size() > 255) return false;
  for (const char c : key) {
    if (c < 0x20 || c > 0x7E) return false;
  }
  return true;
}

// Who asks which operation with which key, as one text that cannot be read two ways.
std::string scope_of(const Call& call) {
  const Caller& caller = call.caller;
  std::string scope;
  if (caller.subject != 0) scope = "subject " + std::to_string(caller.subject);
  else if (!caller.visitor.empty()) scope = "visitor " + caller.visitor;
  else if (!caller.access_tokens.empty()) scope = "token " + caller.access_tokens;
  else scope = "address " + call.request.remote_address;
  return scope + "\n" + (call.route ? call.route->operation_id : std::string()) + "\n" + std::string(key_of(call));
}

std::string digest(std::string_view text) { return crypto::base64url(crypto::view(crypto::sha256(text))); }

std::string request_hash_of(const Call& call) {
  crypto::Sha256 hash;
  hash.add(call.request.target);
  hash.add("\n");
  hash.add(call.request.body);
  return crypto::base64url(crypto::view(hash.finish()));
}

crypto::SecretKey answer_key(const std::string& scope) {
  const auto bytes = crypto::hmac_sha256("plaza idempotent answer", scope);
  return *crypto::SecretKey::from_bytes(crypto::view(bytes));
}

// Content type and headers as lines, an empty line, the body.
std::string packed(const Response& answer) {
  std::string text = answer.content_type + "\n";
  for (const auto& [name, value] : answer.headers) {
    if (value.find('\n') == std::string::npos) text += name + ":" + value + "\n";
  }
  text += "\n";
  text += answer.shared_body ? *answer.shared_body : answer.body;
  return text;
}

Response unpacked(int status, std::string_view text) {
  Response answer;
  answer.status = status;
  const auto line = [&] {
    const auto end = text.find('\n');
    const auto found = text.substr(0, end);
    text.remove_prefix(end + 1);
    return found;
  };
  answer.content_type = std::string(line());
  for (auto header = line(); !header.empty(); header = line()) {
    const auto colon = header.find(':');
    answer.header(std::string(header.substr(0, colon)), std::string(header.substr(colon + 1)));
  }
  answer.body = std::string(text);
  answer.header("idempotent-replayed", "true");
  return answer;
}

struct Stored {
  std::string request_hash;
  int status = 0;
  std::string answer;
  Time claimed_at;
};

}  // namespace

bool is_stored(int status) {
  return status < 500 && status != 400 && status != 401 && status != 403 && status != 429;
}

Result<std::optional<Response>> claim(const Call& call, db::Transaction& tx) {
  if (key_of(call).empty()) {
    for (const auto& header : call.request.headers) {
      if (header.first == "idempotency-key") return invalid_field("Idempotency-Key", "too_short", "must not be empty");
    }
    return std::optional<Response>();
  }
  if (!is_key(key_of(call))) {
    return invalid_field("Idempotency-Key", "invalid", "must be 1 to 255 printable ASCII characters");
  }
  const std::string scope = scope_of(call);
  const std::string id = digest(scope);
  const std::string request_hash = request_hash_of(call);
  const Time now = call.received_at;
  if (tx.execute(insert_claim, {id, request_hash, db::Bytes{""}, now}) == 1) return std::optional<Response>();
  const auto stored = tx.one(find_claim, {id}, [](const db::Row& row) {
    return Stored{row.string(0), static_cast<int>(row.integer(1)), std::string(row.bytes(2)), row.time(3)};
  });
  if (!stored) return in_flight();  // given back this moment: the client tries again
  const bool expired = stored->claimed_at < now - idempotency_kept;
  if (!expired && stored->request_hash != request_hash) {
    return Error{ErrorKind::unprocessable, "request.key_reused", "This Idempotency-Key was used for another request."};
  }
  if (!expired && stored->status != 0) {
    const auto text = crypto::unseal(answer_key(scope), stored->answer, id);
    CHECK(text.has_value());
    return std::optional<Response>(unpacked(stored->status, *text));
  }
  if (!expired && stored->claimed_at > now - claim_held) return in_flight();
  const bool ours = tx.execute(take_over, {id, request_hash, db::Bytes{""}, now, stored->claimed_at}) == 1;
  if (!ours) return in_flight();
  return std::optional<Response>();
}

Status complete(const Call& call, db::Transaction& tx, const Response& answer) {
  if (key_of(call).empty()) return done();
  if (!is_stored(answer.status)) {
    abandon(call, tx);
    return done();
  }
  const std::string scope = scope_of(call);
  const std::string id = digest(scope);
  const std::string sealed = crypto::seal(answer_key(scope), packed(answer), id);
  if (tx.execute(store_answer, {id, answer.status, db::Bytes{sealed}, call.received_at}) == 0) return in_flight();
  return done();
}

void abandon(const Call& call, db::Transaction& tx) {
  if (!key_of(call).empty()) tx.execute(drop_claim, {digest(scope_of(call)), call.received_at});
}

std::string claim_name(const Call& call) { return key_of(call).empty() ? std::string() : digest(scope_of(call)); }

void abandon_claim(std::string_view name, db::Transaction& tx) {
  if (!name.empty()) tx.send(drop_named_claim, {name});
}

Result<Response> with_idempotency(Call& call, const Route& route, db::Transaction& tx,
                                  const std::function<Result<Response>(db::Transaction&)>& work) {
  if (!route.idempotent) return work(tx);
  TRY(auto stored, claim(call, tx));
  if (stored) return std::move(*stored);
  if (key_of(call).empty()) return work(tx);
  // A refusal undoes what the work did, but its answer is kept: the same request gets the same refusal.
  std::optional<Result<Response>> outcome;
  tx.nested([&] {
    outcome.emplace(work(tx));
    return outcome->ok();
  });
  if (!outcome->ok() && !is_stored(status_of(outcome->error().kind))) return std::move(*outcome);
  Response answer = outcome->ok() ? std::move(**outcome) : problem(outcome->error());
  TRY_DONE(complete(call, tx, answer));
  return answer;
}

std::int64_t purge_idempotency(db::Transaction& tx, Time now, int limit) {
  return tx.execute(purge, {now - idempotency_kept, limit});
}

std::span<const db::Migration> migrations() { return table; }
std::span<const db::Statement* const> all_statements() { return statements; }

}  // namespace plaza::http
