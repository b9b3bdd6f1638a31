// What belongs to a conversation's customer, for who helps them: found by their account, and by an address only where it is proven. An
// address that somebody only wrote in a mail or a form finds nothing, unless they know the number of an order of that address, too.
#pragma once

#include "care/conversation.h"
#include "care/module.h"

namespace plaza::care {

// How an order hangs together with a customer.
enum class Tie {
  none,
  claimed,  // it has the address they say is theirs, or the account they were found by
  proven,   // it is the account's that they showed to be theirs, or has that account's verified address
};
Tie tie_of(db::Reader& reader, identity::Accounts& accounts, const orders::Order& order, const Customer& customer);

struct WarrantyView {
  static constexpr const char* schema_name = "CareWarranty";
  returns::WarrantyId id;
  orders::OrderId order_id;
  std::string title, serial;
  Time starts_at, expires_at;
  bool over = false;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("order_id", order_id);
    v("title", title);
    v("serial", serial);
    v("starts_at", starts_at);
    v("expires_at", expires_at);
    v("over", over);
  }
};

struct ClaimView {
  static constexpr const char* schema_name = "CareWarrantyClaim";
  returns::ClaimId id;
  returns::WarrantyId warranty_id;
  orders::OrderId order_id;
  std::string title;
  returns::ClaimStatus status = returns::ClaimStatus::opened;
  Time opened_at;
  template <class V>
  void describe(V& v) {
    v("id", id);
    v("warranty_id", warranty_id);
    v("order_id", order_id);
    v("title", title);
    v("status", status);
    v("opened_at", opened_at);
  }
};

struct Belongings {
  static constexpr const char* schema_name = "CareBelongings";
  bool known = false;
  std::vector<orders::OrderView> orders;
  std::vector<returns::ReturnView> returns;
  std::vector<WarrantyView> warranties;
  std::vector<ClaimView> claims;
  std::optional<Money> store_credit;
  template <class V>
  void describe(V& v) {
    v("known", known, json::Doc{"There is an account. False: nothing is looked up but the order of that number."});
    v("orders", orders, json::Doc{"At most 5, the newest first."});
    v("returns", returns, json::Doc{"Of these orders."});
    v("warranties", warranties, json::Doc{"At most 20, the newest first."});
    v("claims", claims, json::Doc{"Of these orders and warranties, at most 20."});
    v("store_credit", store_credit, json::Doc{"In the shop's currency. Nothing: there is no account."});
  }
};

// With a number, of that order alone: orders.not_found (404) if there is none, or it is not theirs in any way; request.invalid (400).
Result<Belongings> belongings_of(const Needs& needs, db::Reader& reader, const Customer& customer, std::string_view number);

}  // namespace plaza::care
