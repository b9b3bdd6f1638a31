#include "service.h"

#include <algorithm>
#include <boost/json.hpp>

#include "platform/base/text.h"
#include "platform/crypto/crypto.h"
#include "platform/events/outbox.h"
#include "profiles/events.h"
#include "rules.h"

namespace plaza::profiles {

using identity::AccountId;

namespace {

constexpr std::size_t also_max = 20;
constexpr std::size_t visitors_max = 1'000;

std::string canonical_text(const Profile& profile) {
  std::vector<std::string> names = profile.members.visitors;
  for (auto& name : names) name = visitor_key(name);
  if (profile.members.account) names.push_back(account_key(profile.members.account.value));
  for (const auto other : profile.members.also) names.push_back(account_key(other.value));
  std::sort(names.begin(), names.end());
  boost::json::object text;
  text["members"] = boost::json::value_from(names);
  text["traits"] = boost::json::parse(profile.traits);
  text["claimed_user_id"] = profile.claimed_user_id;
  text["first_seen"] = profile.first_seen.micros;
  text["last_seen"] = profile.last_seen.micros;
  text["interactions"] = profile.interactions;
  text["acts"] = profile.acts;
  return boost::json::serialize(text);
}

}  // namespace

Members ProfileService::members_of(db::Reader& reader, std::string_view visitor) {
  if (const auto open = store::open_edge(reader, visitor)) return members_of(reader, open->account);
  return {{}, {std::string(visitor)}};
}

Members ProfileService::members_of(db::Reader& reader, AccountId account) {
  Members members{account, store::list_visitors(reader, account)};
  std::vector<AccountId> found{account};
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const auto& twin : store::list_twins(reader, found[i])) {
      const AccountId other = twin.account == found[i] ? twin.twin : twin.account;
      const bool known = std::find(found.begin(), found.end(), other) != found.end();
      if (twin.ended_at.micros == 0 && !known && found.size() <= also_max) found.push_back(other);
    }
  }
  for (std::size_t i = 1; i < found.size(); ++i) {
    members.also.push_back(found[i]);
    for (auto& visitor : store::list_visitors(reader, found[i])) {
      if (members.visitors.size() < visitors_max) members.visitors.push_back(std::move(visitor));
    }
  }
  return members;
}

std::optional<Profile> ProfileService::find(db::Reader& reader, std::string_view visitor) {
  return assemble(reader, members_of(reader, visitor));
}

Profile ProfileService::find(db::Reader& reader, AccountId account) {
  return *assemble(reader, members_of(reader, account));
}

// Nothing here depends on when or in which order the members were linked: taking a link back leaves no trace.
std::optional<Profile> ProfileService::assemble(db::Reader& reader, Members members) {
  Profile profile;
  bool known = false;
  std::int64_t claimed_at = -1;
  const auto take = [&](const std::string& who, std::vector<Traits>& traits) {
    const auto seen = history_.find(reader, who);
    if (!seen) return;
    if (!known || seen->first_seen < profile.first_seen) profile.first_seen = seen->first_seen;
    if (!known || seen->last_seen > profile.last_seen) profile.last_seen = seen->last_seen;
    known = true;
    profile.interactions += seen->interactions;
    profile.acts ^= seen->acts;
    if (!seen->claimed_user_id.empty() && seen->claimed_position > claimed_at) {
      profile.claimed_user_id = seen->claimed_user_id;
      claimed_at = seen->claimed_position;
    }
    traits.push_back(seen->traits);
  };
  std::vector<Traits> said, proven;
  for (const auto& visitor : members.visitors) take(visitor_key(visitor), said);
  if (members.account) take(account_key(members.account.value), proven);
  for (const auto other : members.also) take(account_key(other.value), proven);
  if (!known && !members.account) return std::nullopt;
  profile.traits = combined_traits(said, proven);
  profile.members = std::move(members);
  return profile;
}

bool ProfileService::open_link(db::Transaction& tx, const store::Edge& edge) {
  if (!store::insert_edge(tx, ids_.next(), edge)) return false;
  events::publish(tx, edge.account.value, ProfilesMerged{edge.account, edge.visitor});
  tx.on_commit([this, visitor = edge.visitor, account = edge.account] { links_.link(visitor, account); });
  return true;
}

Status ProfileService::merge(db::Transaction& tx, std::string_view visitor, AccountId account, Proof proof,
                             const Evidence& evidence) {
  if (!is_visitor(visitor)) return invalid_field("visitor", "not_visitor", "is not an anonymous id");
  const Time now = clock_.now();
  const store::Edge edge{std::string(visitor), account, std::string(json::enum_text(proof)), now, {}, "", evidence.score,
                         std::string(first_code_points(evidence.what, 500)), evidence.message_id};
  // Twice: another node may link the visitor between the look and the write.
  for (int attempt = 0; attempt < 3; ++attempt) {
    const auto current = store::open_edge(tx, visitor);
    if (current && current->account == account) return done();
    if (current && store::end_edge(tx, visitor, current->account, now, "newer")) announce_end(tx, visitor, current->account);
    if (open_link(tx, edge)) return done();
  }
  return Error{ErrorKind::unavailable, "profiles.busy", "The visitor is being linked elsewhere. Try again."};
}

Status ProfileService::unmerge(db::Transaction& tx, std::string_view visitor, AccountId account) {
  const auto current = store::open_edge(tx, visitor);
  if (!current || current->account != account || !store::end_edge(tx, visitor, account, clock_.now(), "staff")) {
    return Error{ErrorKind::conflict, "profiles.not_linked", "This visitor and this account are not linked."};
  }
  announce_end(tx, visitor, account);
  restore_displaced(tx, visitor, account, current->id);
  return done();
}

// As if the link that was taken back had never been: the one that it ended goes on.
void ProfileService::restore_displaced(db::Transaction& tx, std::string_view visitor, AccountId account, std::int64_t edge) {
  auto before = store::displaced_edge(tx, visitor, account, edge);
  if (!before || !accounts_.face(before->account) || store::was_ended_by_staff(tx, visitor, before->account)) return;
  before->ended_at = {};
  before->ended_by.clear();
  open_link(tx, *before);
}

Status ProfileService::join(db::Transaction& tx, AccountId account, AccountId other, Proof proof, const Evidence& evidence) {
  if (account == other || !accounts_.face(account) || !accounts_.face(other)) {
    return invalid_field("account_id", "not_found", "is not another account");
  }
  const auto [first, second] = std::minmax(account, other);
  const store::Twin twin{first, second, std::string(json::enum_text(proof)), clock_.now(), {}, "", evidence.score,
                         std::string(first_code_points(evidence.what, 500))};
  store::insert_twin(tx, ids_.next(), twin);  // they are linked already: nothing to do
  return done();
}

Status ProfileService::part(db::Transaction& tx, AccountId account, AccountId other) {
  const auto [first, second] = std::minmax(account, other);
  if (store::end_twin(tx, first, second, clock_.now(), "staff")) return done();
  return Error{ErrorKind::conflict, "profiles.not_linked", "These two accounts are not linked."};
}

std::string ProfileService::canonical_state(db::Reader& reader, std::string_view visitor) {
  const auto profile = find(reader, visitor);
  return profile ? canonical_text(*profile) : "{}";
}

std::string ProfileService::canonical_state(db::Reader& reader, AccountId account) {
  return canonical_text(find(reader, account));
}

std::string ProfileService::state_hash() {
  history_.flush();
  std::uint64_t sum = 0;  // of the rows' digests, because engines order texts differently
  const auto work = [&](db::Reader& reader) {
    store::each_seen(reader, [&](const store::Seen& seen) {
      const std::string row = seen.who + "\n" + std::to_string(seen.first_seen.micros) + "\n" +
                              std::to_string(seen.last_seen.micros) + "\n" + std::to_string(seen.interactions) + "\n" +
                              std::to_string(seen.acts) + "\n" + seen.claimed_user_id + "\n" + seen.traits.values;
      const auto digest = crypto::sha256(row);
      std::uint64_t part = 0;
      for (std::size_t i = 0; i < 8; ++i) part = part << 8 | digest[i];
      sum += part;
    });
    return true;
  };
  database_.read_now(work);
  std::string bytes;
  for (int shift = 56; shift >= 0; shift -= 8) bytes += static_cast<char>(static_cast<unsigned char>(sum >> shift));
  return crypto::hex(bytes);
}

void ProfileService::announce_end(db::Transaction& tx, std::string_view visitor, AccountId account) {
  events::publish(tx, account.value, ProfilesUnmerged{account, std::string(visitor)});
  tx.on_commit([this, visitor = std::string(visitor), account] { links_.unlink(visitor, account); });
}

void ProfileService::observe_link(db::Transaction& tx, std::string_view visitor, AccountId account, Proof proof,
                                  const Evidence& evidence) {
  if (!accounts_.face(account) || store::was_ended_by_staff(tx, visitor, account)) return;
  const auto current = store::open_edge(tx, visitor);
  if (current && current->made_at > evidence.at) return;  // an old record, read again
  static_cast<void>(merge(tx, visitor, account, proof, evidence));
}

void ProfileService::forget(db::Transaction& tx, AccountId account) {
  for (const auto& visitor : store::list_visitors(tx, account)) {
    store::delete_seen(tx, visitor_key(visitor));
    tx.on_commit([this, visitor, account] { links_.unlink(visitor, account); });
  }
  store::delete_seen(tx, account_key(account.value));
  store::delete_edges(tx, account);
  store::delete_twins(tx, account);
}

}  // namespace plaza::profiles
