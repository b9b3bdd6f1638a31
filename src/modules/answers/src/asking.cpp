#include "asking.h"

#include <algorithm>
#include <map>

#include "platform/base/text.h"
#include "route_statements.h"

namespace plaza::answers {
namespace {

namespace sql = statements;
using identity::AccountId;

constexpr std::size_t products_max = 5;

}  // namespace

// Who answered on these products, who bought one, whose reviews show that they have it, and whom the community trusts.
std::vector<Candidate> Asking::candidates(db::Reader& reader, const OpenQuestion& question, const std::vector<Asked>& asked,
                                          const Settings& settings) const {
  std::map<AccountId, Candidate> all;
  const auto add = [&](AccountId id) -> Candidate& {
    auto& each = all[id];
    each.account = id;
    return each;
  };
  auto products = question.products;
  if (products.size() > products_max) products.resize(products_max);
  for (const auto product : products) {
    reader.each(sql::answerers_of, {product}, [&](const db::Row& row) {
      auto& each = add(row.id<AccountId>(0));
      each.answers += row.integer(1);
      each.accepted += row.integer(2);
    });
    reader.each(sql::owners_of, {product}, [&](const db::Row& row) { add(row.id<AccountId>(0)); });
    reviews::ReviewQuery verified;
    verified.product_id = product;
    verified.verified = true;
    verified.limit = known_max;
    for (const auto& review : needs_.reviews.published(reader, verified).items) {
      if (review.account_id) add(review.account_id);
    }
  }
  for (const auto id : question.trusted) add(id).trusted = true;
  for (const auto& each : asked) all.erase(each.account);
  std::vector<Candidate> fit;
  const Time week_ago = needs_.clock.now() - days(7);
  for (auto& [id, each] : all) {
    if (!id || id == question.asker || !needs_.accounts.face(id) || (question.may_read && !question.may_read(id))) continue;
    const auto lately = reader.one(sql::invited_since, {id, week_ago}, [](const db::Row& row) { return row.integer(0); });
    if (lately.value_or(0) >= settings.expert_week_max) continue;
    each.owner = std::any_of(products.begin(), products.end(),
                             [&, who = id](catalog::ProductId product) { return needs_.questions.owns(reader, who, product); });
    fit.push_back(each);
  }
  return fit;
}

void Asking::invite(db::Transaction& tx, const OpenQuestion& question, const Settings& settings) const {
  const auto before = asked(tx, question.id);
  const auto standing = std::count_if(before.begin(), before.end(), [](const Asked& each) { return !each.passed; });
  if (standing >= settings.experts_max) return;
  const auto chosen = choose_experts(candidates(tx, question, before, settings), static_cast<std::size_t>(settings.experts_max - standing));
  std::int64_t invited = 0;
  for (const auto id : chosen) {
    const bool trusted = std::find(question.trusted.begin(), question.trusted.end(), id) != question.trusted.end();
    if (tx.execute(sql::insert_invited, {question.id, id, needs_.clock.now(), trusted}) != 1) continue;
    ++invited;
    needs_.bell.notify(tx, {id, notifications::Kind::question_for_you, question.asker, question.key,
                            std::string(first_code_points(question.text, 120)), question.url, ""});
  }
  if (invited > 0) tx.execute(sql::add_invited, {question.id, invited});
}

Result<care::ConversationId> Asking::hand_over(db::Transaction& tx, const OpenQuestion& question, std::string subject) const {
  care::Inbound inbound;
  inbound.channel = "question";
  inbound.channel_key = question.key;
  inbound.external_id = question.key;
  inbound.subject = subject.empty() ? std::string(first_code_points(question.text, 60)) : std::move(subject);
  inbound.text = question.text;
  if (question.products.size() == 1) inbound.product = question.products.front();
  inbound.customer.account = question.asker;
  if (const auto account = question.asker ? needs_.accounts.find(tx, question.asker) : std::nullopt) {
    inbound.customer.verified = true;
    inbound.customer.name = account->display_name;
    inbound.customer.address = lower_ascii(account->email);
    inbound.customer.locale = account->locale.empty() ? "en" : account->locale;
  }
  TRY(const auto received, needs_.care.receive(tx, inbound));
  return received.conversation_id;
}

std::vector<Asked> Asking::asked(db::Reader& reader, std::int64_t id) const {
  return reader.all(sql::invited_to, {id}, [](const db::Row& row) {
    return Asked{row.id<AccountId>(0), row.integer(1) != 0, row.integer(2) != 0};
  });
}

bool Asking::pass(db::Transaction& tx, std::int64_t id, AccountId account) const {
  return tx.execute(sql::pass_invited, {id, account, needs_.clock.now()}) == 1;
}

}  // namespace plaza::answers
