// What an agent may not give alone: they ask, somebody who may approves or declines. Approving does the deed in the same transaction, with
// the amount that was asked for or not at all.
//
// Codes: care.approval_not_found (404), care.within_limit (409: no need to ask), care.too_many_asked (409), care.wrong_status (409: decided
// already), care.amount_changed (409: it would come to something else now), care.own_request (403), and those of Actions.
#pragma once

#include <string>
#include <vector>

#include "actions.h"

namespace plaza::care {

enum class Decision { pending, approved, declined };
constexpr auto enum_names(Decision*) { return std::array<std::string_view, 3>{"pending", "approved", "declined"}; }

enum class RefundTo { original, store_credit };
constexpr auto enum_names(RefundTo*) { return std::array<std::string_view, 2>{"original", "store_credit"}; }

struct CareRefundLine {
  orders::LineId line_id;
  std::int64_t quantity = 1;
  bool restock = true;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("quantity", quantity, json::Between{1, 1'000'000});
    v("restock", restock, json::Optional{});
  }
};

enum class GiftKind { refund, credit, edit, cancel, replacement, settlement, claim, payment };
constexpr auto enum_names(GiftKind*) {
  return std::array<std::string_view, 8>{"refund", "credit", "edit", "cancel", "replacement", "settlement", "claim", "payment"};
}

struct CareEditLine {
  std::optional<orders::LineId> line_id;
  std::optional<catalog::VariantId> variant_id;
  std::int64_t quantity = 0;
  template <class V>
  void describe(V& v) {
    v("line_id", line_id);
    v("variant_id", variant_id, json::Doc{"Something new; else a line of the order."});
    v("quantity", quantity, json::Between{0, orders::line_quantity_max});
  }
};

struct WishedEdit {
  static constexpr const char* schema_name = "CareWishedEdit";
  std::vector<CareEditLine> lines;
  std::optional<orders::Address> shipping_address;
  bool notify = true;
  template <class V>
  void describe(V& v) {
    v("lines", lines, json::Optional{}, json::Items{0, 50});
    v("shipping_address", shipping_address);
    v("notify", notify, json::Optional{});
  }
};

struct WishedSettlement {
  static constexpr const char* schema_name = "CareWishedSettlement";
  returns::ReturnId return_id;
  std::optional<std::int64_t> fee, shipping;
  std::int64_t extra = 0;
  std::optional<returns::Resolution> resolution;
  bool without_goods = false;
  template <class V>
  void describe(V& v) {
    const json::Between amounts{0, 1'000'000'000'000};
    v("return_id", return_id);
    v("fee", fee, amounts);
    v("shipping", shipping, amounts);
    v("extra", extra, json::Optional{}, amounts);
    v("resolution", resolution);
    v("without_goods", without_goods, json::Optional{});
  }
};

struct WishedRemedy {
  static constexpr const char* schema_name = "CareWishedRemedy";
  returns::ClaimId claim_id;
  returns::Remedy remedy = returns::Remedy::repair;
  template <class V>
  void describe(V& v) {
    v("claim_id", claim_id);
    v("remedy", remedy);
  }
};

struct WishedPayment {
  static constexpr const char* schema_name = "CareWishedPayment";
  payments::PaymentId payment_id;
  std::optional<Money> amount;
  template <class V>
  void describe(V& v) {
    v("payment_id", payment_id);
    v("amount", amount, json::Doc{"What was taken, if the provider told something else, or nothing."});
  }
};

// The deed, as it is asked for and kept. A refund, an edit, a cancellation and a replacement name their order; a credit its account, unless
// it is the conversation's; the end of a return and of a claim and a
// payment that came stand in a member of their own.
struct WishedGift {
  GiftKind kind = GiftKind::refund;
  std::optional<ConversationId> conversation_id;
  std::optional<orders::OrderId> order_id;
  std::optional<identity::AccountId> account_id;
  std::vector<CareRefundLine> lines;
  std::int64_t shipping = 0, extra = 0;
  RefundTo to = RefundTo::original;
  std::optional<Money> amount;  // of a credit
  std::optional<WishedEdit> edit;
  std::optional<WishedSettlement> settlement;
  std::optional<WishedRemedy> claim;
  std::optional<WishedPayment> payment;
  std::string reason;
  template <class V>
  void describe(V& v) {
    const json::Between amounts{0, 1'000'000'000'000};
    v("kind", kind);
    v("conversation_id", conversation_id);
    v("order_id", order_id);
    v("account_id", account_id);
    v("lines", lines, json::Optional{}, json::Items{0, 50}, json::Doc{"Of a refund, or of what is to come anew."});
    v("shipping", shipping, json::Optional{}, amounts);
    v("extra", extra, json::Optional{}, amounts, json::Doc{"Goodwill, minor units of the order's currency."});
    v("to", to, json::Optional{});
    v("edit", edit);
    v("settlement", settlement);
    v("claim", claim);
    v("payment", payment, json::Doc{"One that waits for a person and was taken."});
    v("amount", amount, json::Doc{"Of a credit; what a refund comes to is worked out."});
    v("reason", reason, json::Length{1, 500});
  }
};

struct Approval {
  std::int64_t id = 0;
  Decision status = Decision::pending;
  ConversationId conversation;
  identity::AccountId asker, customer;
  GiftKind kind = GiftKind::refund;
  std::string reference;
  Money amount;
  std::string reason, wish;
  Time at, decided_at;
  identity::AccountId decided_by;
  std::string answer;
};

class Approvals {
 public:
  Approvals(const Needs& needs, Desk& desk, Actions& actions) : needs_(needs), desk_(desk), actions_(actions) {}

  Result<Approval> ask(db::Transaction& tx, const Agent& by, const WishedGift& wish);
  Result<Approval> decide(db::Transaction& tx, std::int64_t id, const Agent& by, bool approve, std::string_view answer);
  // Newest first, with ids below `before` (0: all); of one asker or of everybody.
  std::vector<Approval> list(db::Reader& reader, Decision status, identity::AccountId asker, std::int64_t before, int limit);
  std::vector<Approval> of_conversation(db::Reader& reader, ConversationId id);

 private:
  Result<Approval> priced(db::Reader& reader, const Agent& by, const WishedGift& wish);
  plaza::Status give(db::Transaction& tx, const Approval& each, const Agent& by);
  void ring(db::Transaction& tx, const Approval& each);
  plaza::Status tell(db::Transaction& tx, const Approval& each, const Agent& by, const char* kind, std::string words);

  const Needs needs_;
  Desk& desk_;
  Actions& actions_;
};

}  // namespace plaza::care
