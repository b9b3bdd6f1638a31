#include "trust.h"

#include "community/events.h"
#include "refusals.h"

namespace plaza::community {

void Trust::count(db::Transaction& tx, identity::AccountId account, Deeds deeds) {
  if (!account) return;
  store::count(tx, account, deeds);
  follow(tx, account);
}

void Trust::give(db::Transaction& tx, identity::AccountId account, int level) {
  store::give_level(tx, account, level);
  follow(tx, account);
}

void Trust::follow(db::Transaction& tx, identity::AccountId account) {
  const auto standing = store::standing(tx, account);
  if (standing.replies >= 1) award(tx, account, rules::Badge::first_answer);
  if (standing.accepted >= 1) award(tx, account, rules::Badge::accepted_answer);
  if (standing.accepted >= 10) award(tx, account, rules::Badge::ten_accepted);
  if (standing.discussions_read >= 50) award(tx, account, rules::Badge::good_reader);
  const int level = rules::earned(standing);
  if (level == standing.level || !store::set_level(tx, account, level)) return;
  events::publish(tx, account.value, StandingChanged{account, level, level > standing.level});
  tx.on_commit([this, account, level] { book_.put_level(account, level); });
}

void Trust::award(db::Transaction& tx, identity::AccountId account, rules::Badge badge) {
  store::put_badge(tx, account, badge, needs_.clock.now());
}

bool Trust::is_expert(db::Reader& reader, GroupId group, std::string_view tag, identity::AccountId account,
                      std::int64_t endorsed) const {
  return endorsed >= expert_endorsements && store::accepted_in(reader, account, group, tag) >= expert_accepted;
}

Status Trust::endorse(db::Transaction& tx, const Looker& by, GroupId group, std::string_view tag, identity::AccountId account, bool on) {
  if (!has(by, rules::Power::endorse)) return level_too_low(rules::level_of(rules::Power::endorse));
  if (by.account == account) return own();
  if (!on) {
    store::unendorse(tx, group, tag, account, by.account);
    return done();
  }
  if (!book_.place(group, account).active() || needs_.blocks.apart(by.account, account)) return person_not_found();
  store::endorse(tx, group, tag, account, by.account, needs_.clock.now());
  for (const auto& each : store::endorsed(tx, group, tag)) {
    if (each.account == account && is_expert(tx, group, tag, account, each.count)) award(tx, account, rules::Badge::expert);
  }
  return done();
}

}  // namespace plaza::community
