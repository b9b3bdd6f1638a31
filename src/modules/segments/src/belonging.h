// Which segments each identity is in and since when: eight bytes a membership. Segments are known by a small number here.
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

#include "identities.h"

namespace plaza::segments {

using Place = std::uint16_t;  // of a segment
inline constexpr Place places_max = 4'096;

class Belonging {
 public:
  struct One {
    std::uint64_t packed;  // the place, then microseconds since 1970: enough until 2112
    Place place() const { return static_cast<Place>(packed >> time_bits); }
    Time since() const { return Time{static_cast<std::int64_t>(packed & time_max)}; }
  };

  std::span<const One> of(Index who) const { return who < lists_.size() ? std::span<const One>(lists_[who]) : std::span<const One>(); }
  const One* find(Index who, Place place) const {
    const auto list = of(who);
    const auto found = lower(list, place);
    return found != list.end() && found->place() == place ? &*found : nullptr;
  }
  // False: it was in already.
  bool add(Index who, Place place, Time since) {
    if (who >= lists_.size()) lists_.resize(std::max<std::size_t>(who + 1, lists_.size() + lists_.size() / 2));
    auto& list = lists_[who];
    const auto at = lower(list, place) - std::span<const One>(list).begin();
    if (at < std::ssize(list) && list[static_cast<std::size_t>(at)].place() == place) return false;
    if (list.size() == list.capacity()) list.reserve(list.size() + 2 + list.size() / 8);
    const auto micros = static_cast<std::uint64_t>(std::clamp<std::int64_t>(since.micros, 0, static_cast<std::int64_t>(time_max)));
    list.insert(list.begin() + at, One{(static_cast<std::uint64_t>(place) << time_bits) | micros});
    return true;
  }
  // False: it was not in.
  bool remove(Index who, Place place) {
    const One* found = find(who, place);
    if (!found) return false;
    auto& list = lists_[who];
    list.erase(list.begin() + (found - list.data()));
    return true;
  }
  void clear(Index who) {
    if (who < lists_.size()) std::vector<One>().swap(lists_[who]);
  }
  // Everybody leaves it.
  void disband(Place place) {
    for (Index who = 0; who < lists_.size(); ++who) remove(who, place);
  }

 private:
  static constexpr int time_bits = 52;
  static constexpr std::uint64_t time_max = (std::uint64_t{1} << time_bits) - 1;
  static std::span<const One>::iterator lower(std::span<const One> list, Place place) {
    return std::lower_bound(list.begin(), list.end(), place, [](const One& one, Place wanted) { return one.place() < wanted; });
  }

  std::vector<std::vector<One>> lists_;  // by number of the identity
};

}  // namespace plaza::segments
