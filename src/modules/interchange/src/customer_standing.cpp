#include "customer_standing.h"

#include <algorithm>

#include "customer_sheet.h"
#include "lists.h"
#include "moments.h"
#include "platform/base/text.h"

namespace plaza::interchange {
namespace {

using pricing::GroupName;
namespace column = customer_column;

constexpr const char* no_note = "imported";  // of an exemption whose file gives no reason

std::optional<std::vector<GroupName>> read_groups(const Sheet& sheet, const csv::Record& record, Run& run) {
  if (!sheet.has(column::groups)) return std::nullopt;
  const std::string text = sheet.cell(record, column::groups);
  if (!text.starts_with("[")) {
    std::vector<GroupName> groups;
    for (auto& name : split(text)) groups.push_back({std::move(name), false});
    return groups;
  }
  auto groups = read_list<GroupName>(std::string(trimmed(sheet.raw(record, column::groups))));
  if (groups.ok()) return std::move(*groups);
  run.complain(record.line, column::groups, words_of(groups.error()));
  return std::nullopt;
}

void read_exemption(const Sheet& sheet, const csv::Record& record, SaidStanding& said, Run& run) {
  const std::string text = lower_ascii(sheet.cell(record, column::tax_exempt));
  if (text.empty()) return;
  const bool exempt = text == "yes" || text == "true";
  if (!exempt && text != "no" && text != "false") {
    run.complain(record.line, column::tax_exempt, "Must be yes or no.");
    return;
  }
  said.exemption_note = sheet.raw(record, column::exemption);
  said.names_until = sheet.has(column::exempt_until);
  if (const auto until = sheet.cell(record, column::exempt_until); !until.empty()) {
    said.exempt_until = parse_moment(until);
    if (!said.exempt_until) {  // nobody becomes exempt for ever by a slip
      run.complain(record.line, column::exempt_until, "Is no time: the exemption was left as it is.");
      return;
    }
  }
  said.exempt = exempt;
}

std::optional<Money> parse_credit(std::string_view text) {
  const auto blank = text.rfind(' ');
  if (blank == text.npos) return std::nullopt;
  const auto currency = parse_currency(text.substr(blank + 1));
  if (!currency) return std::nullopt;
  const auto money = parse_money(trimmed(text.substr(0, blank)), *currency);
  return money && money->amount >= 0 ? money : std::nullopt;
}

const Money* in(const std::vector<Money>& balances, Currency currency) {
  const auto at = std::find_if(balances.begin(), balances.end(), [&](const Money& each) { return each.currency == currency; });
  return at == balances.end() ? nullptr : &*at;
}

void read_credit(const Sheet& sheet, const csv::Record& record, SaidStanding& said, Run& run) {
  for (const auto& part : split(sheet.cell(record, column::store_credit))) {
    const auto money = parse_credit(part);
    if (!money || in(said.credit, money->currency)) {
      run.complain(record.line, column::store_credit, "Must be amounts, each currency once: 12.50 EUR, 300 JPY.");
      said.credit.clear();
      return;
    }
    if (money->amount > 0) said.credit.push_back(*money);
  }
}

std::string text_of(Money money) { return decimal_text(money) + " " + std::string(money.currency.code()); }

// Why it did not go in.
std::string refusal(const Error& error, Money money) {
  const std::string text = text_of(money);
  if (error.code == "credit.key_reused") return text + " was given to another account before: it was left out.";
  if (error.code == "credit.currency_not_sold") return "The shop does not sell in this currency: " + text + " was left out.";
  return text + " was left out: " + (error.fields.empty() ? error.detail : "it " + error.fields[0].message + ".");
}

}  // namespace

std::vector<std::string> split(std::string_view text) {
  std::vector<std::string> parts;
  for (std::size_t from = 0; from <= text.size();) {
    const std::size_t end = std::min(text.find(',', from), text.size());
    const auto part = trimmed(text.substr(from, end - from));
    if (!part.empty()) parts.emplace_back(part);
    from = end + 1;
  }
  return parts;
}

std::string groups_cell(const std::vector<GroupName>& groups) {
  std::string text;
  std::vector<std::string> names;
  bool plain = true;
  for (const auto& group : groups) {
    text += (text.empty() ? "" : ", ") + group.name;
    names.push_back(group.name);
    const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
    plain = plain && !group.tax_exempt && std::none_of(group.name.begin(), group.name.end(), is_control);
  }
  return plain && !text.starts_with("[") && split(text) == names ? text : list_cell(groups);
}

std::string credit_cell(const std::vector<Money>& balances) {
  std::string text;
  for (const auto& balance : balances)
    if (balance.amount > 0) text += (text.empty() ? "" : ", ") + text_of(balance);
  return text;
}

SaidStanding read_standing(const Sheet& sheet, const csv::Record& record, Run& run) {
  SaidStanding said;
  said.groups = read_groups(sheet, record, run);
  read_exemption(sheet, record, said, run);
  read_credit(sheet, record, said, run);
  return said;
}

pricing::Standing heard(pricing::Standing before, const SaidStanding& said, Time now) {
  if (said.groups) before.groups = *said.groups;
  if (!said.exempt) return before;
  const bool run_out = said.exempt_until && *said.exempt_until <= now && !said.exemption_note.empty();
  if (!*said.exempt && !run_out) {
    before.exemption.reset();
    return before;
  }
  if (!before.exemption) before.exemption = {no_note, {}};
  if (!said.exemption_note.empty()) before.exemption->note = said.exemption_note;
  if (said.names_until) before.exemption->until = said.exempt_until;
  return before;
}

void bring_standings(const Needs& needs, db::Transaction& tx, std::vector<TakenCustomer>& taken, Run& run) {
  std::vector<pricing::StandingWish> wishes;
  std::vector<TakenCustomer*> of;
  for (auto& each : taken) {
    if (!each.said->groups && !each.said->exempt) continue;
    wishes.push_back({each.account, heard(needs.standings.of(tx, each.account), *each.said, needs.clock.now())});
    of.push_back(&each);
  }
  const auto answers = needs.standings.put(tx, wishes, run.actor);
  for (std::size_t i = 0; i < answers.size(); ++i) {
    if (answers[i].ok()) {
      of[i]->changed |= *answers[i];
      continue;
    }
    const Error& error = answers[i].error();
    const bool exemption = !error.fields.empty() && error.fields[0].field == "exemption";
    const std::string words = error.fields.empty() ? error.detail : "They " + error.fields[0].message + ".";
    run.complain(of[i]->line, exemption ? column::exemption : column::groups,
                 exemption ? "It " + error.fields[0].message + "." : words);
  }
}

void bring_credit(const Needs& needs, db::Transaction& tx, TakenCustomer& taken, Run& run) {
  if (taken.said->credit.empty()) return;
  const auto balances = needs.wallets.all(tx, taken.account);
  for (const Money money : taken.said->credit) {
    const Money* there = in(balances, money.currency);
    if (there && *there == money) continue;
    if (there) {
      run.complain(taken.line, column::store_credit,
                   "A file opens store credit and never changes it: " + text_of(*there) + " stays.");
    } else if (!run.by_owner) {
      run.complain(taken.line, column::store_credit,
                   "Only the owner brings store credit in: " + text_of(money) + " was left out, the rest was taken.");
    } else {
      const auto opened = needs.wallets.open(tx, taken.account, money, taken.known_as + " of a file", run.actor,
                                             taken.known_as + ":" + std::string(money.currency.code()));
      if (opened.ok()) taken.changed = true;
      else run.complain(taken.line, column::store_credit, refusal(opened.error(), money));
    }
  }
}

}  // namespace plaza::interchange
