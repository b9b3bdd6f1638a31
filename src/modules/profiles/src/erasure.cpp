#include "erasure.h"

#include <algorithm>

#include "platform/crypto/crypto.h"
#include "platform/events/redact.h"
#include "platform/json/codec.h"
#include "platform/json/encode.h"
#include "rules.h"
#include "statements.h"

namespace plaza::profiles {
namespace {

using identity::AccountId;

constexpr const char* finish_job = "profiles.finish_erasure";
constexpr const char* erased_name = "profiles.person_erased";

struct Parts {
  std::vector<ErasedPart> parts;
  template <class V>
  void describe(V& v) {
    v("parts", parts);
  }
};

// In the log, so that learners know it too: ids only.
struct ErasedNews {
  std::optional<AccountId> account_id;
  std::vector<std::string> visitors;
  template <class V>
  void describe(V& v) {
    v("account_id", account_id);
    v("visitors", visitors, json::Items{0, 1'000});
  }
};

Receipt receipt_from(const db::Row& row) {
  Receipt receipt;
  receipt.receipt = row.string(0);
  receipt.at = row.time(1);
  receipt.asked_by = row.string(2);
  if (auto parts = json::decode<Parts>(row.text(3)); parts.ok()) receipt.parts = std::move(parts->parts);
  if (row.integer(4) != 0) receipt.finished_at = row.time(4);
  return receipt;
}

Error person_unknown() { return Error{ErrorKind::not_found, "profiles.not_found", "Nobody is known by this id."}; }

}  // namespace

Person Erasure::person_of(db::Reader& reader, const identity::Account& account) {
  Person person{account.id, account.email, account.display_name, account.handle, account.email_verified_at.micros != 0,
                store::list_visitors(reader, account.id)};
  // Signed in this moment: the link is not written yet.
  for (auto& visitor : profiles_.history().linking_to(account.id)) {
    const bool known = std::find(person.visitors.begin(), person.visitors.end(), visitor) != person.visitors.end();
    if (!known && person.visitors.size() < 1'000) person.visitors.push_back(std::move(visitor));
  }
  return person;
}

std::optional<Person> Erasure::person_of(db::Reader& reader, const std::string& id) {
  if (const auto account = parse_id<AccountId>(id)) {
    const auto found = accounts_.find(reader, *account);
    if (!found) return std::nullopt;
    return person_of(reader, *found);
  }
  if (!is_visitor(id) || !profiles_.find(reader, id)) return std::nullopt;
  return Person{{}, "", "", "", false, {id}};
}

// The parts first: they look for rows by what the person was called.
std::string Erasure::erase_everywhere(db::Transaction& tx, const Person& person) {
  Parts done_parts;
  for (auto* part : parts_) {
    auto erased = part->erase(tx, person);
    if (!erased.empty()) done_parts.parts.push_back({std::string(part->name()), std::move(erased)});
  }
  done_parts.parts.push_back({"profiles", forget_(tx, person)});
  const std::int64_t until = log_.last_position();
  if (person.account) {
    store::set_erased(tx, account_key(person.account.value), until);
    const std::int64_t events = events::redact(tx, to_text(person.account), without_words);
    done_parts.parts.push_back({"events", {{"domain events", events}}});
    const std::int64_t mails = person.email.empty() ? 0 : jobs::forget(tx, person.email);
    done_parts.parts.push_back({"jobs", {{"waiting work", mails}}});
  }
  for (const auto& visitor : person.visitors) store::set_erased(tx, visitor_key(visitor), until);
  const std::string receipt = crypto::random_token();
  tx.execute(sql::insert_erasure,
             {receipt, person.account, clock_.now(), person.account ? "person" : "staff", 0, json::encode(done_parts)});
  jobs::enqueue(tx, {.kind = finish_job, .payload = json::encode(Todo{receipt, person, until})});
  return receipt;
}

void Erasure::before_erase(db::Transaction& tx, const identity::Account& account) {
  erase_everywhere(tx, person_of(tx, account));
}

std::string Erasure::receipt_of(db::Reader& reader, AccountId account) {
  return reader.one(sql::erasure_of, {account}, [](const db::Row& row) { return row.string(0); }).value_or("");
}

Result<Receipt> Erasure::erase(db::Transaction& tx, const std::string& id, AccountId by) {
  const auto person = person_of(tx, id);
  if (!person) return person_unknown();
  std::string receipt;
  if (person->account) {
    TRY_DONE(accounts_.erase(tx, person->account));  // which comes back here before it does
    receipt = receipt_of(tx, person->account);
  } else {
    receipt = erase_everywhere(tx, *person);
  }
  tx.execute(sql::erasure_by, {receipt, "staff", by});
  return *find(tx, receipt);
}

Result<std::string> Erasure::export_of(db::Reader& reader, const std::string& id) {
  const auto person = person_of(reader, id);
  if (!person) return person_unknown();
  std::string text = "{\"exported_at\":";
  json::append_string(text, to_text(clock_.now()));
  for (auto* part : parts_) {
    text += ',';
    json::append_string(text, part->name());
    text += ':' + part->export_json(reader, *person);
  }
  return text + "}";
}

std::optional<Receipt> Erasure::find(db::Reader& reader, std::string_view receipt) {
  return reader.one(sql::find_erasure, {receipt}, receipt_from);
}

std::vector<Receipt> Erasure::list(db::Reader& reader, Time before, int limit) {
  return reader.all(sql::list_erasures, {before, limit}, receipt_from);
}

void Erasure::add_jobs(jobs::Runner& runner) {
  runner.handle(finish_job, {.attempts_max = 20}, [this](const jobs::Job& job) -> Status {
    TRY(const auto todo, json::decode<Todo>(job.payload));
    return finish(todo);
  });
}

Erased Erasure::redact_log(const Todo& todo) {
  interactions::Redaction who;
  who.account = todo.person.account.value;
  if (todo.person.account) who.account_text = to_text(todo.person.account);
  who.visitors.insert(todo.person.visitors.begin(), todo.person.visitors.end());
  who.until = todo.until;
  who.rewrite = without_words;
  return {"interactions", log_.redact(who)};
}

Status Erasure::finish(const Todo& todo) {
  Parts parts;
  parts.parts.push_back({"interactions", {redact_log(todo)}});
  for (auto* part : parts_) {
    auto erased = part->erase_outside(todo.person);
    if (!erased.empty()) parts.parts.push_back({std::string(part->name()), std::move(erased)});
  }
  interactions::Record news;
  news.kind = interactions::Kind::domain;
  news.trust = interactions::Trust::domain;
  news.at = news.received_at = clock_.now();
  news.name = erased_name;
  news.message_id = "erasure-" + todo.receipt;
  const AccountId account = todo.person.account;
  news.properties = json::encode(ErasedNews{account ? std::optional(account) : std::nullopt, todo.person.visitors});
  log_.append_now({std::move(news)});
  const auto work = [&](db::Transaction& tx) -> Status {
    auto receipt = find(tx, todo.receipt);
    if (!receipt || receipt->finished_at) return done();
    for (auto& part : parts.parts) receipt->parts.push_back(std::move(part));
    tx.execute(sql::finish_erasure, {todo.receipt, clock_.now(), json::encode(Parts{std::move(receipt->parts)})});
    return done();
  };
  return database_.write_now(work);
}

}  // namespace plaza::profiles
