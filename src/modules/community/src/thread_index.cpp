#include "thread_index.h"

#include <algorithm>
#include <cmath>
#include <mutex>

#include "platform/base/text.h"

namespace plaza::community {

namespace {

constexpr double key_unit = 1e6;

std::int64_t heat_key(const Facts& facts) { return static_cast<std::int64_t>(heat_of(facts) * key_unit); }
std::int64_t top_key(const Facts& facts) {
  return static_cast<std::int64_t>((facts.helpful + std::log2(1.0 + static_cast<double>(facts.replies))) * key_unit);
}

bool fits(const Facts& facts, const ListQuery& query) {
  if (query.kind && facts.kind != *query.kind) return false;
  if (query.sort == Sort::unanswered && (facts.kind != Kind::question || facts.accepted || facts.replies > 0)) return false;
  if (!query.tag.empty() && std::find(facts.tags.begin(), facts.tags.end(), query.tag) == facts.tags.end()) return false;
  if (query.product && std::find(facts.products.begin(), facts.products.end(), query.product) == facts.products.end()) return false;
  return std::all_of(query.words.begin(), query.words.end(),
                     [&](const std::string& word) { return facts.words.find(word) != std::string::npos; });
}

}  // namespace

Facts facts_of(const Discussion& d) {
  return {d.id,      d.group,   d.author, d.kind,           static_cast<bool>(d.accepted), d.pinned,    d.replies,
          d.last,    d.helpful, d.tags,   d.words.products, folded(d.title),               d.created_at, d.active_at};
}

double heat_of(const Facts& facts) {
  const double engagement = 1 + static_cast<double>(facts.replies) + 2 * facts.helpful;
  return std::log2(engagement) + static_cast<double>(facts.active_at.micros) / static_cast<double>(heat_half_life);
}

void ThreadIndex::clear() {
  std::unique_lock lock(mutex_);
  facts_.clear();
  groups_.clear();
  all_ = {};
  by_author_.clear();
  by_product_.clear();
}

void ThreadIndex::insert(const Facts& facts) {
  const auto id = facts.id.value;
  const Mark hot{heat_key(facts), id};
  auto& lists = groups_[facts.group];
  for (auto* each : {&lists, &all_}) {
    each->hot.insert(hot);
    each->active.insert({facts.active_at.micros, id});
    each->newest.insert({facts.created_at.micros, id});
    each->top.insert({top_key(facts), id});
  }
  for (const auto& tag : facts.tags) lists.by_tag[tag].insert(hot);
  if (facts.pinned) lists.pinned.insert(facts.id);
  if (facts.author) by_author_[facts.author].insert(hot);
  for (const auto product : facts.products) by_product_[product].insert(hot);
}

void ThreadIndex::erase(const Facts& facts) {
  const auto id = facts.id.value;
  const Mark hot{heat_key(facts), id};
  auto& lists = groups_[facts.group];
  for (auto* each : {&lists, &all_}) {
    each->hot.erase(hot);
    each->active.erase({facts.active_at.micros, id});
    each->newest.erase({facts.created_at.micros, id});
    each->top.erase({top_key(facts), id});
  }
  const auto drop = [&](auto& map, const auto& key) {
    const auto found = map.find(key);
    if (found == map.end()) return;
    found->second.erase(hot);
    if (found->second.empty()) map.erase(found);
  };
  for (const auto& tag : facts.tags) drop(lists.by_tag, tag);
  lists.pinned.erase(facts.id);
  drop(by_author_, facts.author);
  for (const auto product : facts.products) drop(by_product_, product);
}

void ThreadIndex::put(const Discussion& discussion) {
  Facts facts = facts_of(discussion);
  std::unique_lock lock(mutex_);
  const auto found = facts_.find(discussion.id);
  if (found != facts_.end()) erase(found->second);
  if (discussion.status != PieceStatus::published) {
    if (found != facts_.end()) facts_.erase(found);
    return;
  }
  insert(facts);
  facts_[discussion.id] = std::move(facts);
}

void ThreadIndex::drop(DiscussionId id) {
  std::unique_lock lock(mutex_);
  const auto found = facts_.find(id);
  if (found == facts_.end()) return;
  erase(found->second);
  facts_.erase(found);
}

const ThreadIndex::List* ThreadIndex::list_for(const Lists& lists, const ListQuery& query) const {
  switch (query.sort) {
    case Sort::for_you: return &lists.hot;
    case Sort::active: return &lists.active;
    case Sort::top: return &lists.top;
    case Sort::newest:
    case Sort::unanswered: return &lists.newest;
  }
  return &lists.active;
}

ListPage ThreadIndex::list(const ListQuery& query, const Allowed& allowed) const {
  ListPage page;
  std::shared_lock lock(mutex_);
  const auto group = groups_.find(query.group);
  if (query.group && group == groups_.end()) return page;
  const auto& list = *list_for(query.group ? group->second : all_, query);
  int scanned = 0;
  for (auto at = list.upper_bound(query.after); at != list.end(); ++at) {
    const auto& facts = facts_.at(DiscussionId{at->id});
    if (fits(facts, query) && allowed(facts)) page.ids.push_back(facts.id);
    const bool full = page.ids.size() >= static_cast<std::size_t>(query.limit);
    if (!full && ++scanned < scanned_max) continue;
    if (std::next(at) != list.end()) page.next = *at;
    break;
  }
  return page;
}

std::vector<DiscussionId> ThreadIndex::pinned(GroupId group) const {
  std::shared_lock lock(mutex_);
  const auto found = groups_.find(group);
  if (found == groups_.end()) return {};
  return {found->second.pinned.begin(), found->second.pinned.end()};
}

std::int64_t ThreadIndex::count(GroupId group) const {
  std::shared_lock lock(mutex_);
  const auto found = groups_.find(group);
  return found == groups_.end() ? 0 : static_cast<std::int64_t>(found->second.newest.size());
}

std::size_t ThreadIndex::size() const {
  std::shared_lock lock(mutex_);
  return facts_.size();
}

void ThreadIndex::take_from(const List& list, std::size_t limit, const Take& take) const {
  for (const auto& mark : list) {
    if (limit-- == 0) return;
    take(facts_.at(DiscussionId{mark.id}));
  }
}

void ThreadIndex::hottest(GroupId group, std::size_t limit, const Take& take) const {
  std::shared_lock lock(mutex_);
  if (!group) return take_from(all_.hot, limit, take);
  if (const auto found = groups_.find(group); found != groups_.end()) take_from(found->second.hot, limit, take);
}

void ThreadIndex::with_tag(GroupId group, const std::string& tag, std::size_t limit, const Take& take) const {
  std::shared_lock lock(mutex_);
  const auto found = groups_.find(group);
  if (found == groups_.end()) return;
  if (const auto tagged = found->second.by_tag.find(tag); tagged != found->second.by_tag.end()) take_from(tagged->second, limit, take);
}

void ThreadIndex::by_author(identity::AccountId author, std::size_t limit, const Take& take) const {
  std::shared_lock lock(mutex_);
  if (const auto found = by_author_.find(author); found != by_author_.end()) take_from(found->second, limit, take);
}

void ThreadIndex::with_product(catalog::ProductId product, std::size_t limit, const Take& take) const {
  std::shared_lock lock(mutex_);
  if (const auto found = by_product_.find(product); found != by_product_.end()) take_from(found->second, limit, take);
}

bool ThreadIndex::look(DiscussionId id, const Take& take) const {
  std::shared_lock lock(mutex_);
  const auto found = facts_.find(id);
  if (found == facts_.end()) return false;
  take(found->second);
  return true;
}

}  // namespace plaza::community
