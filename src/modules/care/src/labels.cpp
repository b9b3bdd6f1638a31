#include "labels.h"

#include <algorithm>

#include "label_statements.h"
#include "platform/events/outbox.h"

namespace plaza::care {

namespace sql = statements;

void tell_labels(db::Transaction& tx, const Conversation& each, const std::vector<std::string>& before) {
  const auto& who = each.customer;
  const bool member = who.account && who.verified;
  const bool visitor = !who.account && !who.visitor.empty();
  if (!member && !visitor) return;
  const auto text = [](const db::Row& row) { return row.string(0); };
  LabelsChanged told;
  told.conversation_id = each.id;
  if (member) told.account_id = who.account;
  else told.visitor = who.visitor;
  told.labels = member ? tx.all(sql::labels_of_account, {who.account}, text) : tx.all(sql::labels_of_visitor, {who.visitor}, text);
  for (const auto& label : before) {
    if (std::find(told.labels.begin(), told.labels.end(), label) == told.labels.end()) told.gone.push_back(label);
  }
  events::publish(tx, each.id.value, told);
}

}  // namespace plaza::care
