#include "experts.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "people_store.h"
#include "thread_store.h"

namespace plaza::community {

namespace {

constexpr std::size_t talks_max = 40;   // looked at: the newest that name the product, then the hottest of groups about it
constexpr std::size_t people_max = 60;  // of whom it is asked what they are experts of
constexpr int subjects_max = 20;        // tags of which the experts are looked up
constexpr int replies_max = 10;         // of one discussion, the most helpful
constexpr double best_score = 2;        // above any: scores are shares
constexpr int trusted_from = 3;

struct Person {
  identity::AccountId account;
  bool expert = false;
  int accepted = 0, level = 0, replies = 0;
  auto rank() const { return std::tuple(-static_cast<int>(expert), -accepted, -level, -replies, account); }
};

}  // namespace

ProductExperts::Talks ProductExperts::talks_about(db::Reader& reader, catalog::ProductId product) const {
  Talks found;
  const auto keep = [&](const Facts& facts) { found.all.push_back(facts); };
  index_.with_product(product, talks_max, keep);
  const auto known = needs_.catalog.product(reader, product);
  std::set<DiscussionId> seen;
  for (const auto& each : found.all) seen.insert(each.id);
  const auto groups = book_.all({});
  for (const auto& group : groups) {
    if (!known || group.subject != SubjectKind::product || group.ref != known->handle) continue;
    index_.hottest(group.id, talks_max, [&](const Facts& facts) {
      if (seen.insert(facts.id).second) found.all.push_back(facts);
    });
  }
  std::erase_if(found.all, [&](const Facts& facts) { return !book_.reads(facts.group, {}); });
  if (found.all.size() > talks_max) found.all.resize(talks_max);
  for (const auto& each : found.all) {
    for (const auto& tag : each.tags) found.subjects.emplace(each.group, tag);
  }
  return found;
}

bool ProductExperts::is_expert(db::Reader& reader, identity::AccountId account, const Subjects& subjects) const {
  const auto endorsed = store::endorsed_of(reader, account);
  return std::any_of(endorsed.begin(), endorsed.end(), [&](const EndorsedIn& each) {
    return subjects.contains({each.group, each.tag}) && trust_.is_expert(reader, each.group, each.tag, account, each.count);
  });
}

ProductExperts::Talks ProductExperts::talks_like(const Discussion& discussion) const {
  Talks every, like;
  index_.hottest(discussion.group, talks_max, [&](const Facts& facts) { every.all.push_back(facts); });
  std::erase_if(every.all, [&](const Facts& facts) { return facts.id == discussion.id; });
  const auto shares = [](const auto& some, const auto& others) {
    return std::any_of(some.begin(), some.end(), [&](const auto& each) { return std::find(others.begin(), others.end(), each) != others.end(); });
  };
  for (const auto& facts : every.all) {
    if (shares(facts.tags, discussion.tags) || shares(facts.products, discussion.words.products)) like.all.push_back(facts);
    for (const auto& tag : facts.tags) every.subjects.emplace(facts.group, tag);
  }
  for (const auto& tag : discussion.tags) like.subjects.emplace(discussion.group, tag);
  return like.all.empty() && like.subjects.empty() ? every : like;
}

std::vector<identity::AccountId> ProductExperts::for_product(db::Reader& reader, catalog::ProductId product, int limit) {
  return known_in(reader, talks_about(reader, product), [](identity::AccountId) { return true; }, limit);
}

std::vector<identity::AccountId> ProductExperts::for_discussion(db::Reader& reader, DiscussionId id, int limit) {
  const auto discussion = store::find(reader, id);
  if (!discussion) return {};
  const auto fits = [&](identity::AccountId account) {
    return account != discussion->author && book_.place(discussion->group, account).active() && !needs_.blocks.apart(account, discussion->author);
  };
  return known_in(reader, talks_like(*discussion), fits, limit);
}

std::vector<identity::AccountId> ProductExperts::known_in(db::Reader& reader, const Talks& talks, const Fits& fits, int limit) const {
  std::map<identity::AccountId, Person> people;
  for (const auto& talk : talks.all) {
    const auto replies = store::replies_helpful(reader, talk.id, best_score, 0, replies_max);
    for (const auto& reply : replies) {
      if (reply.author) ++people[reply.author].replies;
    }
    if (!talk.accepted) continue;
    const auto discussion = store::find(reader, talk.id);
    const auto answer = discussion ? store::find(reader, discussion->accepted) : std::nullopt;
    if (answer && answer->status == PieceStatus::published && answer->author && answer->author != talk.author) ++people[answer->author].accepted;
  }
  int looked = 0;
  for (const auto& [group, tag] : talks.subjects) {
    if (looked++ == subjects_max) break;
    const auto endorsed = store::endorsed(reader, group, tag);
    for (const auto& each : endorsed) {
      if (each.count >= expert_endorsements) people[each.account];
    }
  }
  std::vector<Person> all;
  for (auto& [account, person] : people) {
    if (!fits(account)) continue;
    person.account = account;
    person.level = book_.level({account, false});
    all.push_back(person);
  }
  const auto by_rank = [](const Person& a, const Person& b) { return a.rank() < b.rank(); };
  std::sort(all.begin(), all.end(), by_rank);
  if (all.size() > people_max) all.resize(people_max);
  for (auto& person : all) person.expert = is_expert(reader, person.account, talks.subjects);
  std::erase_if(all, [](const Person& person) { return !person.expert && person.accepted == 0 && person.level < trusted_from; });
  std::sort(all.begin(), all.end(), by_rank);
  std::vector<identity::AccountId> chosen;
  for (const auto& person : all) {
    if (std::ssize(chosen) == limit) break;
    if (needs_.accounts.face(person.account)) chosen.push_back(person.account);
  }
  return chosen;
}

}  // namespace plaza::community
