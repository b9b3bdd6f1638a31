// Customers as a file: the columns of Shopify's customer export where it has them, behind them our own. Accounts of staff are no
// customers. Oldest first.
#pragma once

#include <optional>
#include <string>

#include "identity/accounts.h"
#include "interchange/module.h"
#include "profiles/customers.h"

namespace plaza::interchange {

namespace customer_column {
inline constexpr const char* id = "Customer ID";
inline constexpr const char* first_name = "First Name";
inline constexpr const char* last_name = "Last Name";
inline constexpr const char* email = "Email";
inline constexpr const char* accepts_email = "Accepts Email Marketing";
inline constexpr const char* company = "Default Address Company";
inline constexpr const char* line1 = "Default Address Address1";
inline constexpr const char* line2 = "Default Address Address2";
inline constexpr const char* city = "Default Address City";
inline constexpr const char* region = "Default Address Province Code";
inline constexpr const char* country = "Default Address Country Code";
inline constexpr const char* postal_code = "Default Address Zip";
inline constexpr const char* address_phone = "Default Address Phone";
inline constexpr const char* phone = "Phone";
inline constexpr const char* accepts_sms = "Accepts SMS Marketing";
inline constexpr const char* spent = "Total Spent";    // only written
inline constexpr const char* orders = "Total Orders";  // only written
inline constexpr const char* note = "Note";
inline constexpr const char* tax_exempt = "Tax Exempt";  // of the account itself; its groups may be exempt, too
inline constexpr const char* tags = "Tags";
inline constexpr const char* address_name = "Plaza / Default address name";
inline constexpr const char* more_addresses = "Plaza / More addresses";
inline constexpr const char* tag_list = "Plaza / Tags";
inline constexpr const char* display_name = "Plaza / Display name";
inline constexpr const char* handle = "Plaza / Handle";
inline constexpr const char* bio = "Plaza / Bio";
inline constexpr const char* locale = "Plaza / Language";
inline constexpr const char* verified = "Plaza / Email verified";
inline constexpr const char* since = "Plaza / Customer since";
inline constexpr const char* email_since = "Plaza / Email marketing since";
inline constexpr const char* email_source = "Plaza / Email marketing source";
inline constexpr const char* sms_since = "Plaza / SMS marketing since";
inline constexpr const char* sms_source = "Plaza / SMS marketing source";
inline constexpr const char* exemption = "Plaza / Tax exemption";
inline constexpr const char* exempt_until = "Plaza / Tax exempt until";
inline constexpr const char* groups = "Plaza / Groups";
inline constexpr const char* store_credit = "Plaza / Store credit";
}  // namespace customer_column

struct CustomerPage {
  std::string text;                        // with the line of names
  std::optional<identity::AccountId> next;  // there is more behind this account
};
// `q` as of the list of people: the start of an e-mail address, handle or name; empty: all.
CustomerPage write_customers(db::Reader& reader, const Needs& needs, std::string_view q, identity::AccountId after,
                             int customers);

}  // namespace plaza::interchange
