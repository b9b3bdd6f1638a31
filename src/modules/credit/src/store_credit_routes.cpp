#include "identity/roles.h"
#include "platform/base/text.h"
#include "routes.h"
#include "views.h"

namespace plaza::credit {
namespace {

using http::Call;
using identity::AccountId;

enum class Audience { customer, staff };

http::Access staff() { return identity::staff_access(identity::agent); }

Result<StoreCreditView> read(db::Reader& reader, AccountId account, int limit,
                             const std::string& cursor, Audience audience) {
  std::int64_t before = 0;
  if (!cursor.empty()) {
    const auto last = parse_integer(cursor);
    if (!last || *last < 1)
      return invalid_field("cursor", "wrong_format", "is no cursor of this list");
    before = *last;
  }
  StoreCreditView view;
  view.balances = wallets(reader, account);
  for (auto& e : entries(reader, {Side::customer, account.value}, before, limit + 1)) {
    if (std::ssize(view.entries) == limit) {
      view.next_cursor = std::to_string(view.entries.back().id);
      break;
    }
    CreditEntry entry{e.id, e.at, e.amount, e.balance, e.reason, e.reference, {}, {}};
    if (audience == Audience::staff) {
      entry.actor = e.actor;
      entry.note = e.note;
    }
    view.entries.push_back(std::move(entry));
  }
  return view;
}

Result<http::None> require(const RouteParts& parts, db::Reader& reader, AccountId account) {
  if (parts.accounts.find(reader, account)) return http::None{};
  return Error{ErrorKind::not_found, "credit.account_not_found", "There is no such account."};
}

}  // namespace

void add_store_credit_routes(http::Routes& routes, const RouteParts& parts) {
  constexpr const char* nobody = "credit.account_not_found";
  routes.add(http::get<ReadStoreCredit, StoreCreditView>("/v1/me/store_credit", "getMyStoreCredit")
                 .summary("Your store credit and what happened to it, newest first.")
                 .tag("Gift cards")
                 .access(http::Access::signed_in())
                 .read(parts.database,
                       [](Call& call, db::Reader& reader, const ReadStoreCredit& r) {
                         return read(reader, AccountId{call.caller.subject}, r.limit, r.cursor,
                                     Audience::customer);
                       }));
  routes.add(http::get<ReadStoreCreditOf, StoreCreditView>("/v1/admin/accounts/{id}/store_credit",
                                                           "getStoreCredit")
                 .summary("An account's store credit, with who gave it and why.")
                 .tag("Gift cards")
                 .access(staff())
                 .error(nobody, ErrorKind::not_found, "There is no such account.")
                 .read(parts.database,
                       [parts](Call&, db::Reader& reader,
                               const ReadStoreCreditOf& r) -> Result<StoreCreditView> {
                         TRY_DONE(require(parts, reader, r.id));
                         return read(reader, r.id, r.limit, r.cursor, Audience::staff);
                       }));
  routes.add(
      http::post<GrantStoreCredit, StoreCreditView>("/v1/admin/accounts/{id}/store_credit",
                                                    "grantStoreCredit")
          .summary("Gives an account store credit, or takes some away.")
          .tag("Gift cards")
          .access(staff())
          .status(201)
          .idempotent()
          .error(nobody, ErrorKind::not_found, "There is no such account.")
          .error("credit.insufficient", ErrorKind::conflict, "It has less than is taken away.")
          .error("care.over_limit", ErrorKind::forbidden, "It is more than who asks may give: ask for approval.")
          .error("credit.currency_not_sold", ErrorKind::invalid, "The shop does not sell in this currency.")
          .write(parts.database,
                 [parts](Call& call, db::Transaction& tx,
                         const GrantStoreCredit& r) -> Result<StoreCreditView> {
                   TRY_DONE(require(parts, tx, r.id));
                   TRY_DONE(parts.credit.check_sold(r.amount.currency));
                   const std::string actor =
                       call.caller.subject ? to_text(AccountId{call.caller.subject}) : "key";
                   TRY_DONE(parts.allowed(call, tx, r.amount, to_text(r.id), r.reason));
                   TRY_DONE(parts.credit.grant(tx, r.id, r.amount, r.reason, actor, {}));
                   return read(tx, r.id, 20, "", Audience::staff);
                 }));
}

}  // namespace plaza::credit
