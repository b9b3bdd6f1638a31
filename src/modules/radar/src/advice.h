// Advice to stop selling a product, as it is kept; and the signals it stands on.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "defects.h"
#include "platform/base/result.h"
#include "platform/db/connection.h"
#include "profiles/personal_data.h"
#include "radar/ids.h"
#include "identity/ids.h"

namespace plaza::radar {

// stopped: not sold any more. kept: staff say that nothing is wrong, or not enough.
enum class AdviceStatus { open, stopped, kept };
constexpr auto enum_names(AdviceStatus*) { return std::array{"open", "stopped", "kept"}; }

struct Advice {
  AlertId id;
  catalog::ProductId product;
  AdviceStatus status = AdviceStatus::open;
  Rise rise;
  std::string note;
  Time opened_at;
  std::optional<Time> closed_at;
  std::int64_t version = 1;
};

// One thing that was said, to be opened.
struct Evidence {
  Source source = Source::returned;
  std::string about;
  catalog::VariantId variant;
  catalog::ProductId product;
  std::string person;  // a digest
  Time at;
  double weight = 1;
  Time bought_at;      // micros 0: not known
};

// Of an account's id or an address in lower case.
std::string digest_of(std::string_view person);

namespace store {

void note_signal(db::Transaction& tx, std::int64_t id, const Signal& signal);
void add_sold(db::Transaction& tx, catalog::ProductId product, std::int64_t day, std::int64_t units);
// Products with at least so many signals since; at most `most`, those with the most first.
std::vector<catalog::ProductId> spoken_of(db::Reader& reader, Time since, std::int64_t least, int most);
// Newest first.
std::vector<Evidence> signals_of(db::Reader& reader, catalog::ProductId product, Time since, Time until, int most);
std::int64_t count_signals(db::Reader& reader, Time since);
// Units by day, [0] today; of everything together when no product is named.
std::vector<std::int64_t> sold(db::Reader& reader, catalog::ProductId product, std::int64_t today);
std::int64_t count_sold(db::Reader& reader, std::int64_t since_day);
bool purge_signals(db::Transaction& tx, Time before);  // true: there are more
std::vector<Evidence> signals_by(db::Reader& reader, const profiles::Person& person);
std::int64_t remove_signals_by(db::Transaction& tx, const profiles::Person& person);

void insert(db::Transaction& tx, const Advice& advice);
bool renew(db::Transaction& tx, const Advice& advice);  // open ones alone
bool close(db::Transaction& tx, AlertId id, std::int64_t version, AdviceStatus status, std::string_view note, Time now, identity::AccountId by);
std::optional<Advice> find_advice(db::Reader& reader, AlertId id);
std::optional<Advice> advice_on(db::Reader& reader, catalog::ProductId product);  // the newest
std::vector<Advice> list_advice(db::Reader& reader, AdviceStatus status, int limit);

}  // namespace store
}  // namespace plaza::radar
