#include "board.h"

#include <cmath>
#include <mutex>

namespace plaza::predictions {
namespace {

constexpr int page_rows = 5'000;

float kept(const std::optional<double>& value) { return value ? static_cast<float>(*value) : -1.0f; }

}  // namespace

Board::Board(Currency currency) : whole_(std::pow(10, minor_digits(currency))) {}

std::vector<std::string> Board::names() const { return {"churn", "expected_orders", "expected_spend", "days_to_next_order"}; }

std::optional<double> Board::number(std::string_view name, identity::AccountId account) const {
  if (!may_predict(account.value)) return {};
  const std::shared_lock lock(mutex_);
  const auto found = people_.find(account.value);
  if (found == people_.end()) return {};
  const Numbers& numbers = found->second;
  float value = -1;
  if (name == "churn") value = numbers.churn;
  else if (name == "expected_orders") value = numbers.orders;
  else if (name == "expected_spend") value = numbers.spend;
  else if (name == "days_to_next_order") value = numbers.days;
  return value < 0 ? std::nullopt : std::optional(static_cast<double>(value));
}

void Board::load(db::Database& database) {
  std::unordered_map<std::int64_t, Numbers> people;
  std::int64_t last = 0;
  for (;;) {
    const auto read = [&](db::Reader& reader) { return store::people_after(reader, last, page_rows); };
    const auto page = database.read_now(read);
    for (const auto& person : page) {
      const auto spend = person.expected_spend ? std::optional(*person.expected_spend / whole_) : std::nullopt;
      people[person.account] = {kept(person.churn), kept(person.expected_orders), kept(spend), kept(person.days_to_next)};
      last = person.account;
    }
    if (page.size() < page_rows) break;
  }
  const std::unique_lock lock(mutex_);
  people_.swap(people);
}

void Board::forget(std::int64_t account) {
  const std::unique_lock lock(mutex_);
  people_.erase(account);
}

}  // namespace plaza::predictions
