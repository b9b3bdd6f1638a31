// A customer's groups, tax exemption and store credit as cells, and how they come in: groups and exemptions of many customers at
// once, store credit once for each customer of the file and currency.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "credit/wallets.h"
#include "pricing/standing.h"
#include "runs.h"
#include "sheet.h"

namespace plaza::interchange {

// A row's own words; nothing: its column is not in the file, or cannot be read.
struct SaidStanding {
  std::optional<std::vector<pricing::GroupName>> groups;
  std::optional<bool> exempt;
  std::string exemption_note;
  bool names_until = false;
  std::optional<Time> exempt_until;
  std::vector<Money> credit;  // more than 0, each currency once
};
SaidStanding read_standing(const Sheet& sheet, const csv::Record& record, Run& run);
// What stands there after the row has been heard. "no" with a note and a time that is over is an exemption that has run out.
pricing::Standing heard(pricing::Standing before, const SaidStanding& said, Time now);

// A row that was taken, before its standing and its credit.
struct TakenCustomer {
  const SaidStanding* said = nullptr;
  std::int64_t line = 0;
  identity::AccountId account;
  std::string known_as;  // in the file: its id, else its e-mail address
  bool made = false, changed = false;
};
// What cannot be taken is complained of in its column; the rest of the row stays taken.
void bring_standings(const Needs& needs, db::Transaction& tx, std::vector<TakenCustomer>& taken, Run& run);
void bring_credit(const Needs& needs, db::Transaction& tx, TakenCustomer& taken, Run& run);

// "VIP, Trade", or a JSON list where names have commas or groups pay no tax.
std::string groups_cell(const std::vector<pricing::GroupName>& groups);
// "12.50 EUR, 300 JPY"; what is used up is left out.
std::string credit_cell(const std::vector<Money>& balances);

// "a, b" as a list, without blanks and empty parts.
std::vector<std::string> split(std::string_view text);

}  // namespace plaza::interchange
