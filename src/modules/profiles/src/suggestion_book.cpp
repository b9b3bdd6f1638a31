#include "suggestion_book.h"

#include <algorithm>
#include <limits>

#include "platform/base/text.h"
#include "platform/json/codec.h"
#include "profiles/customers.h"
#include "rules.h"
#include "statements.h"
#include "store.h"

namespace plaza::profiles {
namespace {

using identity::AccountId;

constexpr int same_phone_score = 600;
constexpr int pages_max = 100;  // of a thousand pairs, in one run

struct Reasons {
  std::vector<Because> because;
  template <class V>
  void describe(V& v) {
    v("because", because);
  }
};

// Only the phone of a customer's document.
struct PhoneOf {
  std::string phone;
  template <class V>
  void describe(V& v) {
    v("phone", phone, json::Optional{});
  }
};

Suggestion suggestion_from(const db::Row& row) {
  Suggestion suggestion;
  suggestion.id = row.id<SuggestionId>(0);
  suggestion.account = row.id<AccountId>(1);
  const std::string other = row.string(2);
  if (other.starts_with("v:")) suggestion.visitor = other.substr(2);
  else suggestion.twin = AccountId{parse_integer(other.substr(2)).value_or(0)};
  suggestion.score = static_cast<int>(row.integer(3));
  if (auto reasons = json::decode<Reasons>(row.text(4)); reasons.ok()) suggestion.because = std::move(reasons->because);
  suggestion.state = static_cast<SuggestionState>(row.integer(5));
  suggestion.made_at = row.time(6);
  return suggestion;
}

}  // namespace

void SuggestionBook::put(db::Transaction& tx, AccountId account, const std::string& other, const Because& because) {
  const auto known = tx.one(sql::suggestion_of_pair, {account, other}, suggestion_from);
  if (known && known->state != SuggestionState::open) return;
  Reasons reasons;
  if (known) reasons.because = known->because;
  const auto same = [&](const Because& each) { return each.reason == because.reason; };
  const auto found = std::find_if(reasons.because.begin(), reasons.because.end(), same);
  if (found == reasons.because.end()) reasons.because.push_back(because);
  else if (found->detail == because.detail && found->score == because.score) return;
  else *found = because;
  std::vector<int> scores;
  for (const auto& each : reasons.because) scores.push_back(each.score);
  tx.execute(sql::propose, {ids_.next(), account, other, joined_score(scores), json::encode(reasons), clock_.now()});
}

void SuggestionBook::propose(db::Transaction& tx, AccountId account, std::string_view visitor, const Because& because) {
  if (!is_visitor(visitor) || store::was_ended_by_staff(tx, visitor, account)) return;
  const auto open = store::open_edge(tx, visitor);
  if (open && open->account == account) return;
  put(tx, account, visitor_key(visitor), because);
}

void SuggestionBook::propose(db::Transaction& tx, AccountId account, AccountId twin, const Because& because) {
  if (account == twin) return;
  const auto [first, second] = std::minmax(account, twin);
  for (const auto& each : store::list_twins(tx, first)) {
    const bool pair = each.account == first && each.twin == second;
    if (pair && (each.ended_at.micros == 0 || each.ended_by == "staff")) return;
  }
  put(tx, first, account_key(second.value), because);
}

std::vector<Suggestion> SuggestionBook::list(db::Reader& reader, SuggestionState state, SuggestionId before, int limit) {
  const std::int64_t from = before ? before.value : std::numeric_limits<std::int64_t>::max();
  return reader.all(sql::list_suggestions, {static_cast<int>(state), from, limit}, suggestion_from);
}

std::vector<Suggestion> SuggestionBook::list_of(db::Reader& reader, AccountId account) {
  return reader.all(sql::suggestions_of, {account, account_key(account.value)}, suggestion_from);
}

std::vector<Suggestion> SuggestionBook::list_of(db::Reader& reader, std::string_view visitor) {
  return reader.all(sql::suggestions_of, {0, visitor_key(visitor)}, suggestion_from);
}

Result<Suggestion> SuggestionBook::decide(db::Transaction& tx, SuggestionId id, SuggestionState state, AccountId by) {
  auto found = tx.one(sql::find_suggestion, {id}, suggestion_from);
  if (!found) return Error{ErrorKind::not_found, "profiles.suggestion_not_found", "There is no such suggestion."};
  if (tx.execute(sql::decide_suggestion, {id, static_cast<int>(state), clock_.now(), by}) == 1) return *found;
  return Error{ErrorKind::conflict, "profiles.suggestion_decided", "Somebody decided on this suggestion before."};
}

Status SuggestionBook::accept(db::Transaction& tx, SuggestionId id, AccountId by) {
  TRY(const Suggestion found, decide(tx, id, SuggestionState::accepted, by));
  Evidence evidence;
  for (const auto& each : found.because) {
    evidence.what += (evidence.what.empty() ? "" : ", ") + std::string(json::enum_text(each.reason));
    if (!each.detail.empty()) evidence.what += " (" + each.detail + ")";
    evidence.at = std::max(evidence.at, each.at);
  }
  evidence.score = found.score;
  if (found.visitor.empty()) return profiles_.join(tx, found.account, found.twin, Proof::suggestion, evidence);
  return profiles_.merge(tx, found.visitor, found.account, Proof::suggestion, evidence);
}

Status SuggestionBook::reject(db::Transaction& tx, SuggestionId id, AccountId by) {
  TRY([[maybe_unused]] const Suggestion found, decide(tx, id, SuggestionState::rejected, by));
  return done();
}

void SuggestionBook::forget(db::Transaction& tx, AccountId account) {
  tx.execute(sql::delete_suggestions, {account, account_key(account.value)});
}

Status SuggestionBook::look() {
  TRY_DONE(fill_phone_keys());
  TRY_DONE(look_at_phones());
  TRY_DONE(look_at_devices());
  looked_ = true;
  return done();
}

// Customers of an earlier version have none.
Status SuggestionBook::fill_phone_keys() {
  for (int page = 0; page < pages_max; ++page) {
    std::size_t filled = 0;
    const auto work = [&](db::Transaction& tx) -> Status {
      const auto rows = tx.all(sql::customers_without_key, {}, [](const db::Row& row) {
        const auto document = json::decode<PhoneOf>(row.text(1));
        return std::pair(row.integer(0), document.ok() ? phone_key(document->phone) : std::string());
      });
      for (const auto& [account, key] : rows) tx.send(sql::set_phone_key, {account, key});
      filled = rows.size();
      return done();
    };
    TRY_DONE(database_.write_now(work));
    if (filled < 1'000) break;
  }
  return done();
}

Status SuggestionBook::look_at_phones() {
  std::pair<std::int64_t, std::int64_t> last{0, 0};
  for (int page = 0; page < pages_max; ++page) {
    const auto read = [&](db::Reader& reader) {
      return reader.all(sql::shared_phones, {last.first, last.second},
                        [](const db::Row& row) { return std::pair(row.integer(0), row.integer(1)); });
    };
    const auto pairs = database_.read_now(read);
    if (pairs.empty()) break;
    last = pairs.back();
    const auto work = [&](db::Transaction& tx) -> Status {
      for (const auto& [one, two] : pairs) {
        propose(tx, AccountId{one}, AccountId{two}, {Reason::same_phone, "", clock_.now(), same_phone_score});
      }
      return done();
    };
    TRY_DONE(database_.write_now(work));
  }
  return done();
}

Status SuggestionBook::look_at_devices() {
  struct Shared {
    AccountId one, two;
    std::int64_t devices;
    Time at;
  };
  const Time since = looked_ ? clock_.now() - days(2) : Time{};
  const auto read = [&](db::Reader& reader) {
    return reader.all(sql::shared_devices, {since}, [](const db::Row& row) {
      return Shared{row.id<AccountId>(0), row.id<AccountId>(1), row.integer(2), row.time(3)};
    });
  };
  const auto pairs = database_.read_now(read);
  const auto work = [&](db::Transaction& tx) -> Status {
    for (const auto& each : pairs) {
      // A family shares one device; who shares several is likelier one person.
      const int score = static_cast<int>(std::min<std::int64_t>(600, 150 + 150 * each.devices));
      propose(tx, each.one, each.two, {Reason::shared_device, std::to_string(each.devices), each.at, score});
    }
    return done();
  };
  return database_.write_now(work);
}

}  // namespace plaza::profiles
