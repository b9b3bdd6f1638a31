#include "customer_taker.h"

#include "customer_sheet.h"
#include "lists.h"
#include "moments.h"
#include "platform/base/text.h"

namespace plaza::interchange {
namespace {

using profiles::Consent;
using profiles::ConsentState;
using profiles::Customer;
using profiles::CustomerAddress;
namespace column = customer_column;

constexpr std::size_t batch_rows = 100;
constexpr std::size_t name_max = 60;  // of a display name, in code points

// Spreadsheets and other shops keep long numbers as text with an apostrophe.
std::string plain_id(std::string text) {
  if (text.size() > 1 && text[0] == '\'' && parse_integer(std::string_view(text).substr(1))) text.erase(0, 1);
  return text;
}

}  // namespace

Status CustomerTaker::begin() {
  TRY_DONE(sheet_.begin());
  if (!sheet_.has(column::email)) return unknown_columns("The first line names no column Email: it is no customer file.");
  return done();
}

bool CustomerTaker::gather(Run& run) {
  batch_.clear();
  csv::Record record;
  while (batch_.size() < batch_rows) {
    if (!sheet_.next(record)) return false;
    if (!record.problem.empty()) {
      ++run.failed;
      run.complain(record.line, "", record.problem);
    } else if (auto said = read(record, run)) {
      batch_.push_back(std::move(*said));
    } else {
      ++run.failed;
    }
  }
  return true;
}

std::optional<std::string> CustomerTaker::present(const csv::Record& record, const char* name) const {
  if (!sheet_.has(name)) return std::nullopt;
  return sheet_.cell(record, name);
}

std::optional<Time> CustomerTaker::time(const csv::Record& record, const char* name, Run& run) const {
  const std::string text = sheet_.cell(record, name);
  if (text.empty()) return std::nullopt;
  const auto time = parse_moment(text);
  if (!time) run.complain(record.line, name, "Is no time.");
  return time;
}

std::optional<CustomerTaker::Said> CustomerTaker::read(const csv::Record& record, Run& run) const {
  Said said;
  said.line = record.line;
  said.email = sheet_.cell(record, column::email);
  if (said.email.empty()) {
    run.complain(record.line, column::email, "Is empty: a customer is known by the e-mail address.");
    return std::nullopt;
  }
  said.known_as = present(record, column::id);
  if (said.known_as) said.known_as = plain_id(std::move(*said.known_as));
  said.first_name = present(record, column::first_name);
  said.last_name = present(record, column::last_name);
  said.phone = present(record, column::phone);
  if (said.phone) said.phone = plain_id(std::move(*said.phone));
  if (sheet_.has(column::note)) said.note = sheet_.raw(record, column::note);
  said.since = time(record, column::since, run);
  said.email_marketing = consent(record, {column::accepts_email, column::email_since, column::email_source}, run);
  said.sms_marketing = consent(record, {column::accepts_sms, column::sms_since, column::sms_source}, run);
  read_lists(record, said, run);
  read_address(record, said);
  said.standing = read_standing(sheet_, record, run);
  auto& account = said.account;
  account.email = said.email;
  account.display_name = sheet_.cell(record, column::display_name);
  if (account.display_name.empty())
    account.display_name = std::string(trimmed(said.first_name.value_or("") + " " + said.last_name.value_or("")));
  if (account.display_name.empty()) account.display_name = said.email.substr(0, said.email.find('@'));
  account.display_name = std::string(trimmed(first_code_points(account.display_name, name_max)));
  account.handle = sheet_.cell(record, column::handle);
  account.bio = sheet_.raw(record, column::bio);
  account.locale = sheet_.cell(record, column::locale) == "vi" ? "vi" : "en";
  account.email_verified = lower_ascii(sheet_.cell(record, column::verified)) == "true";
  return said;
}

void CustomerTaker::read_lists(const csv::Record& record, Said& said, Run& run) const {
  if (sheet_.has(column::tags)) said.tags = split(sheet_.cell(record, column::tags));
  const auto tags = read_list<std::string>(sheet_.raw(record, column::tag_list));
  if (!tags.ok()) run.complain(record.line, column::tag_list, words_of(tags.error()));
  else if (!tags->empty()) said.tags = *tags;
  if (!sheet_.has(column::more_addresses)) return;
  auto more = read_list<CustomerAddress>(sheet_.raw(record, column::more_addresses));
  if (more.ok()) said.more_addresses = std::move(*more);
  else run.complain(record.line, column::more_addresses, words_of(more.error()));
}

void CustomerTaker::read_address(const csv::Record& record, Said& said) const {
  if (!sheet_.has(column::line1) && !sheet_.has(column::city)) return;
  CustomerAddress address;
  address.company = sheet_.cell(record, column::company);
  address.line1 = sheet_.cell(record, column::line1);
  address.line2 = sheet_.cell(record, column::line2);
  address.city = sheet_.cell(record, column::city);
  address.region = sheet_.cell(record, column::region);
  address.country = sheet_.cell(record, column::country);
  address.postal_code = plain_id(sheet_.cell(record, column::postal_code));
  address.phone = plain_id(sheet_.cell(record, column::address_phone));
  address.name = sheet_.cell(record, column::address_name);
  said.address = std::move(address);
}

// "no" without a time means that nobody asked.
std::optional<Consent> CustomerTaker::consent(const csv::Record& record, const ConsentColumns& columns, Run& run) const {
  if (!sheet_.has(columns.accepts)) return std::nullopt;
  const std::string said = lower_ascii(sheet_.cell(record, columns.accepts));
  const bool given = said == "yes" || said == "true";
  if (!given && !said.empty() && said != "no" && said != "false") {
    run.complain(record.line, columns.accepts, "Must be yes or no.");
    return std::nullopt;
  }
  Consent consent;
  const auto at = time(record, columns.since, run);
  if (!given && !at) return consent;
  consent.state = given ? ConsentState::given : ConsentState::withdrawn;
  consent.at = at.value_or(Time{});
  consent.source = "import";
  consent.origin = sheet_.cell(record, columns.source);
  if (consent.origin == consent.source) consent.origin.clear();
  return consent;
}

void CustomerTaker::write(db::Transaction& tx, Run& run) const {
  std::vector<TakenCustomer> taken;
  for (const auto& said : batch_)
    if (auto customer = take(tx, said, run)) taken.push_back(std::move(*customer));
  bring_standings(needs_, tx, taken, run);
  for (auto& customer : taken) {
    bring_credit(needs_, tx, customer, run);
    ++(customer.made ? run.created : customer.changed ? run.updated : run.unchanged);
  }
}

Result<identity::Account> CustomerTaker::account_of(db::Transaction& tx, const Said& said, Run& run, bool& made) const {
  if (auto known = needs_.accounts.find_by_email(tx, said.email)) return std::move(*known);
  auto account = needs_.accounts.create(tx, said.account);
  if (!account.ok() && !said.account.handle.empty()) {
    auto nameless = said.account;
    nameless.handle.clear();
    account = needs_.accounts.create(tx, nameless);
    if (account.ok()) run.complain(said.line, column::handle, "Cannot be had here: @" + account->handle + " was given instead.");
  }
  made = account.ok();
  return account;
}

std::optional<TakenCustomer> CustomerTaker::take(db::Transaction& tx, const Said& said, Run& run) const {
  TakenCustomer taken;
  taken.said = &said.standing;
  taken.line = said.line;
  taken.known_as = said.known_as.value_or("");
  if (taken.known_as.empty()) taken.known_as = lower_ascii(said.email);
  std::optional<Error> refused;
  const auto bring_in = [&] {
    const auto account = account_of(tx, said, run, taken.made);
    if (!account.ok()) {
      refused = account.error();
      return false;
    }
    if (account->roles != 0) {
      refused = Error{ErrorKind::conflict, "interchange.staff", "Is of a member of staff: nothing was changed.",
                      {{"email", "not_allowed", "is of a member of staff: nothing was changed"}}};
      return false;
    }
    taken.account = account->id;
    Customer customer = merged(needs_.customers.find(tx, account->id), said);
    if (customer.known_as == to_text(account->id)) customer.known_as.clear();  // this shop's own file
    if (customer.since == account->created_at) customer.since.reset();
    const auto put = needs_.customers.put(tx, account->id, customer);
    if (!put.ok()) refused = put.error();
    else taken.changed = *put;
    return put.ok();
  };
  if (tx.nested(bring_in)) return taken;
  ++run.failed;
  if (refused->fields.empty()) run.complain(said.line, "", refused->detail);
  for (const auto& field : refused->fields)
    run.complain(said.line, field.field == "email" ? column::email : field.field, "It " + field.message + ".");
  return std::nullopt;
}

// Somebody who said no here is not won back by a file that is older than that.
Consent CustomerTaker::agreed(const Consent& before, const Consent& said) const {
  if (said.state == ConsentState::never_asked) return before;
  if (said.state == before.state && (said.at.micros == 0 || said.at == before.at)) return before;
  if (before.state == ConsentState::withdrawn && said.state == ConsentState::given && said.at <= before.at) return before;
  Consent after = said;
  if (after.at.micros == 0) after.at = needs_.clock.now();
  return after;
}

Customer CustomerTaker::merged(Customer customer, const Said& said) const {
  const auto set = [](auto& value, const auto& wish) {
    if (wish) value = *wish;
  };
  set(customer.known_as, said.known_as);
  set(customer.first_name, said.first_name);
  set(customer.last_name, said.last_name);
  set(customer.phone, said.phone);
  set(customer.note, said.note);
  set(customer.tags, said.tags);
  if (said.since) customer.since = said.since;
  if (said.address) {
    if (customer.addresses.empty()) customer.addresses.emplace_back();
    customer.addresses[0] = *said.address;
  }
  if (said.more_addresses) {
    customer.addresses.resize(customer.addresses.empty() ? 0 : 1);
    if (customer.addresses.empty() && !said.more_addresses->empty()) customer.addresses.emplace_back();
    customer.addresses.insert(customer.addresses.end(), said.more_addresses->begin(), said.more_addresses->end());
  }
  if (customer.addresses.size() == 1 && customer.addresses[0] == CustomerAddress{}) customer.addresses.clear();
  if (said.email_marketing) customer.email = agreed(customer.email, *said.email_marketing);
  if (said.sms_marketing) customer.sms = agreed(customer.sms, *said.sms_marketing);
  return customer;
}

}  // namespace plaza::interchange
