#include "invitations.h"

#include <set>

#include "file_statements.h"
#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/json/codec.h"
#include "purchases.h"
#include "review_service.h"
#include "store.h"

namespace plaza::reviews {
namespace {

namespace sql = statements;

constexpr std::size_t signature_bytes = 16;

struct Invite {
  static constexpr const char* kind = "reviews.invite";
  orders::OrderId order_id;
  template <class V>
  void describe(V& v) {
    v("order_id", order_id);
  }
};

std::string signature_of(const std::string& secret, std::string_view order) {
  const auto mac = crypto::hmac_sha256(secret, "invitation:" + std::string(order));
  return crypto::base64url(crypto::view(mac).substr(0, signature_bytes));
}

std::string digest_of(const std::string& secret, const std::string& email) {
  return crypto::hex(crypto::view(crypto::hmac_sha256(secret, "quiet:" + lower_ascii(trimmed(email)))));
}

}  // namespace

std::string Invitations::token(db::Transaction& tx, orders::OrderId id) const {
  const std::string order = to_text(id);
  return order + "." + signature_of(store::secret(tx), order);
}

std::optional<orders::OrderId> Invitations::order_of(db::Reader& reader, std::string_view token) const {
  const auto dot = token.find('.');
  const std::string secret = store::read_secret(reader);
  if (dot == std::string_view::npos || secret.empty()) return std::nullopt;
  const auto order = token.substr(0, dot);
  if (!crypto::equal_constant_time(signature_of(secret, order), token.substr(dot + 1))) return std::nullopt;
  return parse_id<orders::OrderId>(order);
}

void Invitations::be_quiet(db::Transaction& tx, const std::string& email) const {
  const std::string digest = digest_of(store::secret(tx), email);
  tx.execute(sql::add_quiet, {digest, needs_.clock.now()});
}

void Invitations::plan(db::Transaction& tx, orders::OrderId id) const {
  const auto settings = store::read_settings(tx);
  const auto order = needs_.orders.find(tx, id);
  if (!settings.invite || !order || !counts_as_bought(*order)) return;
  const Time due = needs_.clock.now() + days(settings.invite_days);
  bool any = false;
  for (const auto& purchase : purchases_in(*order)) {
    any = tx.execute(sql::add_invitation, {id, purchase.product_id, due}) == 1 || any;
  }
  if (any) jobs::enqueue(tx, {.kind = Invite::kind, .payload = json::encode(Invite{id}), .not_before = due, .unique = to_text(id)});
}

bool Invitations::may_ask(db::Transaction& tx, const orders::Order& order) const {
  const auto settings = store::read_settings(tx);
  if (!settings.invite || order.email.empty() || !counts_as_bought(order)) return false;
  const std::string digest = digest_of(store::secret(tx), order.email);
  if (tx.one(sql::is_quiet, {digest}, [](const db::Row&) { return true; })) return false;
  const profiles::Subject subject{order.account_id, order.account_id ? std::string() : order.visitor};
  if (!subject.account && subject.visitor.empty()) return !settings.invite_needs_consent;
  const auto said = needs_.consents.said(subject, profiles::Purpose::marketing, profiles::Channel::email);
  return said ? *said : !settings.invite_needs_consent;
}

bool Invitations::send(db::Transaction& tx, orders::OrderId id) const {
  std::set<catalog::ProductId> due;
  tx.each(sql::unsent_invitations, {id}, [&](const db::Row& row) { due.insert(row.id<catalog::ProductId>(0)); });
  if (due.empty()) return false;
  tx.execute(sql::mark_invited, {id, needs_.clock.now()});  // whatever comes of it: nobody is asked twice
  const auto order = needs_.orders.find(tx, id);
  if (!order || !may_ask(tx, *order)) return false;
  const std::string person = person_of({order->account_id, id, ""});
  std::vector<InvitedLine> lines;
  std::string key = "review_invitation:" + to_text(id);
  for (const auto& purchase : purchases_in(*order)) {
    if (!due.contains(purchase.product_id) || store::find_by_person(tx, purchase.product_id, person)) continue;
    const auto product = needs_.catalog.product(tx, purchase.product_id);
    if (!product || product->status != catalog::ProductStatus::active) continue;
    lines.push_back({purchase.product_title, purchase.variant_title == "Default" ? "" : purchase.variant_title,
                     purchase.image ? purchase.image->url : ""});
    key += ":" + to_text(purchase.product_id);
  }
  if (lines.empty()) return false;
  const std::string link = "/review/" + token(tx, id);
  needs_.mail.invite(tx, *order, lines, link, link + "?stop=1", key);
  return true;
}

void Invitations::add_jobs(jobs::Runner& runner) {
  runner.handle(Invite::kind, {.attempts_max = 5, .first_pause = seconds(30), .threads = 1}, [this](const jobs::Job& job) -> Status {
    TRY(const auto order, json::decode<Invite>(job.payload));
    const auto work = [&](db::Transaction& tx) -> Status {
      send(tx, order.order_id);
      return done();
    };
    return needs_.database.write_now(work);
  });
}

}  // namespace plaza::reviews
