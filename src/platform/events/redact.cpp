#include "platform/events/redact.h"

#include <vector>

#include "platform/events/statements.h"

namespace plaza::events {
namespace {

struct Found {
  std::string subscription;
  std::int64_t sequence = 0;
  std::string payload;
};

}  // namespace

std::int64_t redact(db::Transaction& tx, std::string_view mention, const std::function<std::string(std::string_view)>& rewrite) {
  std::string pattern = "%";
  for (const char c : mention) {
    if (c == '%' || c == '_' || c == '!') pattern += '!';
    pattern += c;
  }
  pattern += '%';
  const auto kept = tx.all(statements::events_mentioning, {pattern},
                           [](const db::Row& row) { return Found{"", row.integer(0), row.string(1)}; });
  for (const auto& each : kept) tx.send(statements::rewrite_event, {each.sequence, rewrite(each.payload)});
  // Committed on PostgreSQL and not numbered yet.
  const auto fresh = tx.all(statements::new_mentioning, {pattern},
                            [](const db::Row& row) { return Found{"", row.integer(0), row.string(1)}; });
  for (const auto& each : fresh) tx.send(statements::rewrite_new, {each.sequence, rewrite(each.payload)});
  const auto parked = tx.all(statements::parked_mentioning, {pattern}, [](const db::Row& row) {
    return Found{row.string(0), row.integer(1), row.string(2)};
  });
  for (const auto& each : parked) tx.send(statements::rewrite_parked, {each.subscription, each.sequence, rewrite(each.payload)});
  return static_cast<std::int64_t>(kept.size() + fresh.size() + parked.size());
}

}  // namespace plaza::events
