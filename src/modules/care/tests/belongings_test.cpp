// Whose orders, warranties and credit stand beside a conversation: never those of an address that somebody only wrote.
#include "platform/json/document.h"
#include "routes_fixture.h"

namespace plaza::care {
namespace {

using http::Method;

class CareBelongings : public RoutesFixture {
 protected:
  // A mail whose From says that it is An's, or what else is given.
  std::string mailed(const std::string& from = "an@example.org") {
    Inbound inbound;
    inbound.channel = "email";
    inbound.customer = {{}, "", from, "An Lê", "en", false};
    inbound.text = "Please send the vase somewhere else.";
    return to_text(receive(inbound).conversation_id);
  }
  std::string signed_in(AccountId account = an) {
    auto inbound = from_an("It broke.");
    inbound.customer.account = account;
    inbound.customer.address = accounts.all.at(account).email;
    return to_text(receive(inbound).conversation_id);
  }
  // "orders 501; returns 601; warranties 641 640; claims 651; credit 1250", or the refusal.
  std::string belongings(const std::string& id, const std::string& number = "", const std::string& who = "noor") {
    const auto response = ask(Method::get, admin(id, "/belongings" + (number.empty() ? "" : "?number=" + number)), "", who);
    if (response.status != 200) return told(response);
    const auto all = object_of(response);
    const auto list = [&](const char* name) {
      std::string named;
      for (const auto& each : all.at(name).as_array()) {
        const std::string raw = text(each.as_object().at("id"));
        named += " " + (raw == to_text(orders::OrderId{501}) ? "501" : raw == to_text(returns::ReturnId{601}) ? "601" : raw == to_text(returns::WarrantyId{641}) ? "641"
                      : raw == to_text(returns::WarrantyId{640}) ? "640" : raw == to_text(returns::ClaimId{651}) ? "651" : raw);
      }
      return std::string(name) + named + "; ";
    };
    const auto& credit_of = all.at("store_credit");
    return list("orders") + list("returns") + list("warranties") + list("claims") + "credit " +
           (credit_of.is_null() ? "none" : std::to_string(credit_of.as_object().at("amount").as_int64()));
  }
  std::string act(const std::string& id, const char* what, const std::string& rest, const std::string& who = "ola") {
    return told(ask(Method::post, admin(id, what), R"({"order_id":")" + to_text(orders.order.id) + R"(","reason":"asked")" + rest + "}", who));
  }
  void verify(AccountId account) { accounts.all.at(account).email_verified_at = clock.now(); }
};

constexpr const char* nothing = "orders; returns; warranties; claims; credit none";

ENGINE_TEST(CareBelongings, AnAccountShowsAllThatIsItsOwn) {
  EXPECT_EQ(belongings(signed_in()), "orders 501; returns 601; warranties 641 640; claims 651; credit 1250");
  EXPECT_EQ(belongings(signed_in(mai)), "orders; returns; warranties; claims; credit 0");
}

ENGINE_TEST(CareBelongings, AForgedSenderFindsNothing) {
  const auto id = mailed();
  EXPECT_EQ(belongings(id), nothing);
  EXPECT_EQ(belongings(id, "1002"), "404 orders.not_found");
  EXPECT_EQ(belongings(mailed("mai@shop.example"), "1001"), "404 orders.not_found");
  EXPECT_EQ(belongings(id, "an"), "400 request.invalid");
  EXPECT_EQ(belongings(id, "%23"), "400 request.invalid");
  // Its number and its address: that order, and nothing else of the account.
  EXPECT_EQ(belongings(id, "%231001"), "orders 501; returns 601; warranties 641; claims; credit none");
  EXPECT_EQ(belongings(id, "1001"), belongings(id, "%231001"));
}

ENGINE_TEST(CareBelongings, AnAddressFindsOnlyOnceItIsProven) {
  orders.order.account_id = {};  // a guest bought with Mai's address
  orders.order.email = "Mai@shop.example";
  const auto id = signed_in(mai);
  EXPECT_EQ(belongings(id).substr(0, 8), "orders; ");
  EXPECT_EQ(act(id, "/refunds", R"(,"extra":100,"to":"store_credit")"), "409 care.not_proven");
  verify(mai);
  EXPECT_EQ(belongings(id).substr(0, 12), "orders 501; ");
  EXPECT_EQ(act(id, "/refunds", R"(,"extra":100,"to":"store_credit")"), "201");
  // Somebody else's account has it: their name for it counts, not the address.
  orders.order.account_id = an;
  EXPECT_EQ(belongings(id).substr(0, 8), "orders; ");
  EXPECT_EQ(act(id, "/refunds", R"(,"extra":100,"to":"store_credit")"), "409 care.not_proven");
}

ENGINE_TEST(CareBelongings, WhoHasShownNothingGetsValueBackOnlyWhereItCameFrom) {
  const auto id = mailed();
  const std::string elsewhere = R"(,"lines":[],"shipping_address":{"name":"A Thief","line1":"Elsewhere 1","postal_code":"10115","city":"Berlin","country":"DE"})";
  EXPECT_EQ(act(id, "/edits", elsewhere), "409 care.not_proven");
  EXPECT_TRUE(after_sale.edits.empty());
  EXPECT_EQ(act(id, "/refunds", R"(,"extra":100,"to":"store_credit")"), "409 care.not_proven");
  EXPECT_EQ(act(id, "/refunds", R"(,"extra":100)"), "201");
  EXPECT_EQ(act(signed_in(), "/edits", elsewhere), "201");
  EXPECT_EQ(after_sale.edits.size(), 1u);
  EXPECT_EQ(act(mailed("mai@shop.example"), "/refunds", R"(,"extra":100)"), "409 care.not_theirs");
}

ENGINE_TEST(CareBelongings, AskingForApprovalProvesNothing) {
  auto settings = object_of(ask(Method::get, "/v1/admin/care/settings"));
  settings["limits"] = {{"refund_max", 0}};
  ASSERT_EQ(told(ask(Method::put, "/v1/admin/care/settings", boost::json::serialize(settings), "ola")), "200");
  const std::string wish = R"({"kind":"edit","conversation_id":")" + mailed() + R"(","order_id":")" + to_text(orders.order.id) +
                           R"(","reason":"asked","edit":{"shipping_address":{"name":"A Thief","line1":"Elsewhere 1","postal_code":"10115","city":"Berlin","country":"DE"}}})";
  EXPECT_EQ(told(ask(Method::post, "/v1/admin/care/approvals", wish)), "409 care.not_proven");
}

ENGINE_TEST(CareBelongings, WhoMayNotGiveDoesNotSeeThem) {
  const auto id = signed_in();
  EXPECT_EQ(belongings(id, "", "mai"), "403 request.forbidden");
  EXPECT_EQ(belongings(id, "", "an"), "403 request.forbidden");
  EXPECT_EQ(belongings(id, "", "nobody"), "401 request.unauthenticated");
  EXPECT_EQ(belongings(to_text(ConversationId{1})), "404 care.not_found");
}

ENGINE_TEST(CareBelongings, EarlierConversationsAreTheAccountsAndATypedAddressStandsApart) {
  const auto first = signed_in(), second = signed_in(), forged = mailed(), again = mailed();
  mailed("mai@shop.example");
  const auto beside = [&](const std::string& id) {
    const auto detail = object_of(ask(Method::get, admin(id)));
    std::string all;
    for (const char* name : {"earlier", "same_address"}) {
      all += std::string(name) + ":";
      for (const auto& each : detail.at(name).as_array()) {
        const auto other = text(each.as_object().at("id"));
        all += other == first ? " first" : other == second ? " second" : other == forged ? " forged" : other == again ? " again" : " else";
      }
      all += "; ";
    }
    return all;
  };
  EXPECT_EQ(beside(second), "earlier: first; same_address: again forged; ");
  EXPECT_EQ(beside(forged), "earlier:; same_address: again second first; ") << "whoever typed it has shown nothing";
}

ENGINE_TEST(CareBelongings, ConversationsOfAMemberAreListedAndNobodyElses) {
  const auto mine = signed_in();
  signed_in(mai);
  mailed();
  const auto of = [&](AccountId account, const std::string& who) { return ask(Method::get, "/v1/admin/accounts/" + to_text(account) + "/conversations", "", who); };
  const auto list = object_of(of(an, "mai")).at("items").as_array();
  ASSERT_EQ(list.size(), 1u);
  EXPECT_EQ(text(list[0].as_object().at("id")), mine);
  EXPECT_EQ(told(of(an, "an")), "403 request.forbidden");
}

}  // namespace
}  // namespace plaza::care
