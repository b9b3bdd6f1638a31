// What the roster is asked, from memory.
#include <algorithm>
#include <mutex>

#include "roster.h"

namespace plaza::segments {
namespace {

constexpr std::size_t slice = 5'000;  // people looked at while the learner waits
constexpr std::size_t sample_max = 10;

}  // namespace

SegmentId Roster::find(std::string_view segment) const {
  const std::shared_lock lock(mutex_);
  const auto by_handle = handles_.find(std::string(segment));
  if (by_handle != handles_.end()) return by_handle->second;
  const auto id = parse_id<SegmentId>(segment);
  return id && segments_.contains(*id) ? *id : SegmentId{};
}

bool Roster::knows(const Member& who) const {
  const std::shared_lock lock(mutex_);
  return head_of(who) != nobody;
}

bool Roster::contains(std::string_view segment, const Member& who) const {
  const auto id = find(segment);
  if (!id) return false;
  const std::shared_lock lock(mutex_);
  const auto found = segments_.find(id);
  if (found == segments_.end()) return false;
  if (!live_) {  // as it was written last
    const auto members = written_.find(id);
    return members != written_.end() && members->second.contains(who);
  }
  const Index head = head_of(who);
  return head != nobody && belonging_.find(head, found->second.place) != nullptr;
}

std::vector<Membership> Roster::of(const Member& who) const {
  const std::shared_lock lock(mutex_);
  std::vector<Membership> list;
  const Index head = head_of(who);
  if (head == nobody) return list;
  for (const auto& one : belonging_.of(head)) {
    const auto& definition = places_[one.place()]->definition;
    list.push_back({definition.id, definition.handle, definition.name, one.since()});
  }
  std::sort(list.begin(), list.end(), [](const Membership& a, const Membership& b) { return a.id < b.id; });
  return list;
}

std::int64_t Roster::count(std::string_view segment) const {
  const auto id = find(segment);
  return id ? count(id) : 0;
}

std::int64_t Roster::count(SegmentId id) const {
  const std::shared_lock lock(mutex_);
  const auto found = segments_.find(id);
  if (found == segments_.end()) return 0;
  if (live_) return found->second.members;
  const auto members = written_.find(id);
  return members == written_.end() ? 0 : static_cast<std::int64_t>(members->second.size());
}

bool Roster::is_building(SegmentId id) const {
  const std::shared_lock lock(mutex_);
  const auto found = segments_.find(id);
  return found != segments_.end() && (found->second.sweeping || sweeping_all_ || !live_);
}

std::string Roster::handle_of(SegmentId id) const {
  const std::shared_lock lock(mutex_);
  const auto found = segments_.find(id);
  return found == segments_.end() ? std::string() : found->second.definition.handle;
}

std::vector<Move> Roster::take_moves(std::size_t max) {
  const std::unique_lock lock(mutex_);
  std::vector<Move> taken;
  while (taken.size() < max && !moves_.empty()) {
    auto first = moves_.extract(moves_.begin());
    taken.push_back({first.key().first, first.key().second, first.mapped().first, first.mapped().second});
  }
  return taken;
}

std::size_t Roster::waiting_moves() const {
  const std::shared_lock lock(mutex_);
  return moves_.size();
}

void Roster::give_back(const std::vector<Move>& moves) {
  const std::unique_lock lock(mutex_);
  for (const auto& move : moves) moves_.try_emplace({move.segment, move.who}, move.in, move.at);
}

Roster::Preview Roster::preview(const Node& rule, const std::function<bool()>& enough) const {
  Preview preview;
  Prepared prepared;
  for (std::size_t at = 0;;) {
    const std::shared_lock lock(mutex_);
    preview.people = static_cast<std::int64_t>(history_.size());
    if (!prepared.is_current(history_)) prepared = Prepared(rule, history_);
    const std::size_t end = std::min(at + slice, history_.size());
    for (; at < end; ++at) {
      const auto index = static_cast<Index>(at);
      ++preview.looked_at;
      if (!history_.is_head(index)) continue;
      if (!prepared.look(Person(history_, index), world_, history_.now()).holds) continue;
      ++preview.count;
      preview.accounts += history_.at(index).account != 0;
      auto& sample = preview.sample;
      const auto later = [](const auto& a, const auto& b) { return a.second > b.second; };
      const std::pair<Member, Time> one{member(index), history_.at(index).last_seen};
      sample.insert(std::upper_bound(sample.begin(), sample.end(), one, later), one);
      if (sample.size() > sample_max) sample.pop_back();
    }
    if (at >= history_.size() || enough()) return preview;
  }
}

Roster::Figures Roster::figures() const {
  const std::shared_lock lock(mutex_);
  return {static_cast<std::int64_t>(history_.size()), static_cast<std::int64_t>(history_.occurrences()), history_.refused(),
          static_cast<std::int64_t>(timers_.size())};
}

std::vector<History::EventSeen> Roster::events_seen() const {
  const std::shared_lock lock(mutex_);
  return history_.events_seen();
}

std::vector<std::string> Roster::traits_seen() const {
  const std::shared_lock lock(mutex_);
  return history_.traits_seen();
}

}  // namespace plaza::segments
