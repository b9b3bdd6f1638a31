#include "customer_sheet.h"

#include <algorithm>

#include "customer_standing.h"
#include "lists.h"
#include "platform/csv/writer.h"

namespace plaza::interchange {
namespace {

using identity::Account;
using identity::AccountId;
using profiles::Consent;
using profiles::ConsentState;
using profiles::Customer;
using profiles::CustomerAddress;
namespace column = customer_column;

constexpr int accounts_in_memory = 250;
constexpr int found_max = 100'000;  // of a search

constexpr const char* names[] = {
    column::id,           column::first_name,     column::last_name,   column::email,        column::accepts_email,
    column::company,      column::line1,          column::line2,       column::city,         column::region,
    column::country,      column::postal_code,    column::address_phone, column::phone,      column::accepts_sms,
    column::spent,        column::orders,         column::note,        column::tax_exempt,   column::tags,
    column::address_name,
    column::more_addresses, column::tag_list,     column::display_name, column::handle,      column::bio,
    column::locale,       column::verified,       column::since,       column::email_since,  column::email_source,
    column::sms_since,    column::sms_source,     column::exemption,   column::exempt_until, column::groups,
    column::store_credit};

struct Bought {
  std::int64_t orders = 0;
  std::int64_t spent = 0;  // in the shop's currency
};

Bought bought_by(db::Reader& reader, const Needs& needs, AccountId account) {
  Bought bought;
  orders::OrderQuery query;
  query.account_id = account;
  query.limit = 100;
  for (;;) {
    const auto page = needs.orders.list(reader, query);
    for (const auto& order : page) {
      if (order.paid_at.micros == 0 || order.status == orders::OrderStatus::cancelled) continue;
      ++bought.orders;
      if (order.totals.total.currency == needs.currency) bought.spent += order.totals.total.amount;
    }
    if (std::ssize(page) < query.limit) return bought;
    query.before = page.back().id;
  }
}

const char* yes(const Consent& consent) { return consent.state == ConsentState::given ? "yes" : "no"; }

void consent_cells(csv::Writer& out, const Consent& consent) {
  const bool asked = consent.state != ConsentState::never_asked;
  out.field(asked ? to_text(consent.at) : std::string());
  out.field(!asked ? std::string() : consent.origin.empty() ? consent.source : consent.origin);
}

void address_cells(csv::Writer& out, const CustomerAddress& address) {
  out.field(address.company).field(address.line1).field(address.line2).field(address.city).field(address.region);
  out.field(address.country).field(address.postal_code).field(address.phone);
}

std::string joined(const std::vector<std::string>& parts) {
  std::string text;
  for (const auto& part : parts) text += (text.empty() ? "" : ", ") + part;
  return text;
}

// What is written of one customer.
struct Known {
  const Account& account;
  Customer customer;
  Bought bought;
  pricing::Standing standing;
  std::vector<Money> credit;
};

void write(csv::Writer& out, const Known& known, Currency currency, Time now) {
  const Account& account = known.account;
  const Customer& customer = known.customer;
  const Bought& bought = known.bought;
  const auto& exemption = known.standing.exemption;
  const CustomerAddress address = customer.addresses.empty() ? CustomerAddress{} : customer.addresses[0];
  std::vector<CustomerAddress> more;
  if (customer.addresses.size() > 1) more.assign(customer.addresses.begin() + 1, customer.addresses.end());
  const bool commas = std::any_of(customer.tags.begin(), customer.tags.end(),
                                  [](const std::string& tag) { return tag.find(',') != std::string::npos; });
  out.field(customer.known_as.empty() ? to_text(account.id) : customer.known_as);
  out.field(customer.first_name).field(customer.last_name).field(account.email).field(yes(customer.email));
  address_cells(out, address);
  out.field(customer.phone).field(yes(customer.sms));
  out.field(decimal_text({bought.spent, currency})).field(bought.orders);
  out.field(customer.note).field(exemption && (!exemption->until || now < *exemption->until) ? "yes" : "no");
  out.field(joined(customer.tags)).field(address.name);
  out.field(list_cell(more)).field(commas ? list_cell(customer.tags) : std::string());
  out.field(account.display_name).field(account.handle).field(account.bio).field(account.locale);
  out.field(account.email_verified_at.micros ? "TRUE" : "FALSE");
  out.field(to_text(customer.since.value_or(account.created_at)));
  consent_cells(out, customer.email);
  consent_cells(out, customer.sms);
  out.field(exemption ? exemption->note : std::string());
  out.field(exemption && exemption->until ? to_text(*exemption->until) : std::string());
  out.field(groups_cell(known.standing.groups)).field(credit_cell(known.credit));
  out.end_record();
}

// All whose e-mail address, handle or name begins so, oldest first.
std::vector<AccountId> found(db::Reader& reader, const Needs& needs, std::string_view q) {
  std::vector<AccountId> ids;
  for (AccountId before; std::ssize(ids) < found_max;) {
    const auto page = needs.accounts.list(reader, q, before, 100);
    for (const auto& account : page) ids.push_back(account.id);
    if (page.size() < 100) break;
    before = page.back().id;
  }
  std::sort(ids.begin(), ids.end());
  return ids;
}

std::vector<AccountId> next_ids(const Needs& needs, const std::vector<AccountId>* chosen, AccountId after) {
  std::vector<AccountId> ids;
  if (chosen) {
    const auto from = std::upper_bound(chosen->begin(), chosen->end(), after);
    ids.assign(from, from + std::min<std::ptrdiff_t>(accounts_in_memory, chosen->end() - from));
    return ids;
  }
  for (const auto& face : needs.accounts.faces_after(after, accounts_in_memory)) ids.push_back(face.id);
  return ids;
}

}  // namespace

CustomerPage write_customers(db::Reader& reader, const Needs& needs, std::string_view q, AccountId after, int customers) {
  CustomerPage page;
  csv::Writer out(page.text);
  for (const char* name : names) out.field(name);
  out.end_record();
  std::vector<AccountId> chosen;
  if (!q.empty()) chosen = found(reader, needs, q);
  for (int seen = 0;;) {
    const auto ids = next_ids(needs, q.empty() ? nullptr : &chosen, after);
    for (const auto id : ids) {
      const auto account = needs.accounts.find(reader, id);
      if (!account || account->roles != 0) continue;
      const Known known{*account, needs.customers.find(reader, id), bought_by(reader, needs, id),
                        needs.standings.of(reader, id), needs.wallets.all(reader, id)};
      write(out, known, needs.currency, needs.clock.now());
    }
    if (ids.size() < static_cast<std::size_t>(accounts_in_memory)) return page;
    after = ids.back();
    seen += accounts_in_memory;
    if (seen < customers) continue;
    page.next = after;
    return page;
  }
}

}  // namespace plaza::interchange
