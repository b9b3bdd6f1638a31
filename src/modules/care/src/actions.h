// What an agent does about it on the spot: money back, store credit, a return, another edition of the order, a new piece. The modules that own these
// decide; here it is decided whose order it must be, how much an agent may give, and that the thread and the audit trail say who did it and why.
//
// Codes: care.not_found (404), care.not_theirs (409: the order is not this customer's), care.not_proven (409: who writes has not shown who
// they are, so value goes only where the money came from), care.over_limit (403), care.no_account (409), and those of orders, payments, credit, returns.
#pragma once

#include "allowances.h"
#include "desk.h"

namespace plaza::care {

struct RefundWish {
  orders::OrderId order_id;
  orders::RefundRequest request;  // without `by`
};

struct EditWish {
  orders::OrderId order_id;
  orders::EditRequest request;  // without `by`
};

struct CancelWish {
  orders::OrderId order_id;
  std::string reason;
  std::optional<std::int64_t> version;
};

// New pieces of what left, for nothing and without the old ones: an order of its own.
struct ReplaceWish {
  struct Line {
    orders::LineId line_id;
    std::int64_t quantity = 1;
  };
  orders::OrderId order_id;
  std::vector<Line> lines;
  std::string reason;
  std::optional<std::int64_t> version;  // of the order
};

struct SettleWish {
  returns::ReturnId return_id;
  returns::Settlement settlement;
  std::optional<std::int64_t> version;
};

struct ClaimWish {
  returns::ClaimId claim_id;
  returns::Remedy remedy = returns::Remedy::repair;
  std::string text;
  std::optional<std::int64_t> version;
};

// A payment that waits for a person: they say that it came, so goods leave or money goes back on their word.
struct PaymentWish {
  payments::PaymentId payment_id;
  std::optional<Money> amount;  // what was taken; nothing: what the provider told
  std::string reason;
};

struct Given {
  Message message;  // the line in the thread
  Money amount;
  std::string reference;
};

class Actions {
 public:
  Actions(const Needs& needs, Desk& desk, const Allowances& allowances) : needs_(needs), desk_(desk), allowances_(allowances) {}

  Room room_of(db::Reader& reader, const Agent& agent) const { return allowances_.room_of(reader, agent, needs_.brand.currency); }
  plaza::Status within(db::Reader& reader, const Agent& agent, identity::Gift what, Money amount) const {
    return allowances_.within(reader, agent, what, amount);
  }
  // Without a conversation (none in `id`): of any order, to any account, without a line in a thread. Changes nothing.
  Result<orders::RefundDone> estimate(db::Reader& reader, ConversationId id, const RefundWish& wish);
  Result<Given> refund(db::Transaction& tx, ConversationId id, const Agent& by, RefundWish wish);
  // What it would give, as far as it counts against the limits of `by`. Changes nothing. The order's id says of which one.
  struct Worth {
    Money amount;
    orders::OrderId order;
  };
  Result<Worth> worth(db::Reader& reader, ConversationId id, const Agent& by, const RefundWish& wish);
  Result<Worth> worth(db::Reader& reader, ConversationId id, const Agent& by, const EditWish& wish);
  Result<Worth> worth(db::Reader& reader, ConversationId id, const Agent& by, const CancelWish& wish);
  Result<Worth> worth(db::Reader& reader, ConversationId id, const Agent& by, const ReplaceWish& wish);
  Result<Worth> worth(db::Reader& reader, ConversationId id, const Agent& by, const SettleWish& wish);
  Result<Worth> worth(db::Reader& reader, ConversationId id, const Agent& by, const ClaimWish& wish);
  Result<Worth> worth(db::Reader& reader, ConversationId id, const Agent& by, const PaymentWish& wish);
  Result<Given> give(db::Transaction& tx, ConversationId id, const Agent& by, const RefundWish& wish) { return refund(tx, id, by, wish); }
  Result<Given> give(db::Transaction& tx, ConversationId id, const Agent& by, EditWish wish);
  Result<Given> give(db::Transaction& tx, ConversationId id, const Agent& by, const CancelWish& wish);
  Result<Given> give(db::Transaction& tx, ConversationId id, const Agent& by, const ReplaceWish& wish);
  Result<Given> give(db::Transaction& tx, ConversationId id, const Agent& by, const SettleWish& wish);
  Result<Given> give(db::Transaction& tx, ConversationId id, const Agent& by, const ClaimWish& wish);
  Result<Given> give(db::Transaction& tx, ConversationId id, const Agent& by, const PaymentWish& wish);
  // give() of it and all undone again: says that it can be done, with what stock there is. The limits are not asked.
  Result<Worth> try_out(db::Transaction& tx, ConversationId id, const Agent& by, const ReplaceWish& wish);
  Result<Given> give_credit(db::Transaction& tx, ConversationId id, const Agent& by, Money amount, const std::string& reason);
  Result<Given> give_credit_to(db::Transaction& tx, identity::AccountId account, const Agent& by, Money amount, const std::string& reason);
  // Whose credit it would be: the proven customer of the conversation, or without one that account.
  Result<identity::AccountId> account_for_credit(db::Reader& reader, ConversationId id, identity::AccountId account);
  Result<Given> start_return(db::Transaction& tx, ConversationId id, const Agent& by, orders::OrderId order,
                             const returns::ReturnRequest& request, const std::string& reason);

 private:
  struct Scene {
    std::optional<Conversation> conversation;
    orders::Order order;
    bool proven = false;  // that it is theirs: else value goes back only to where it came from
  };
  Result<Scene> scene(db::Reader& reader, ConversationId id, orders::OrderId order);
  Result<Scene> edited_scene(db::Reader& reader, ConversationId id, const EditWish& wish);
  orders::By staff(const Agent& by) const;
  Result<orders::OrderId> replace(db::Transaction& tx, const Scene& where, const Agent& by, const ReplaceWish& wish);
  Result<orders::ExchangeRequest> exchange_of(const orders::Order& order, const ReplaceWish& wish) const;
  Result<Given> record(db::Transaction& tx, Conversation* each, const Agent& by, Happened happened);

  const Needs needs_;
  Desk& desk_;
  const Allowances& allowances_;
};

}  // namespace plaza::care
