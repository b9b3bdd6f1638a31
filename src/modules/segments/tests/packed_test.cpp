// What the history keeps, in few bytes: against plain lists.
#include "packed.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <map>
#include <random>

#include "belonging.h"
#include "timers.h"

namespace plaza::segments {
namespace {

std::string packed(const std::vector<Property>& properties) {
  std::string bytes;
  pack(properties, bytes);
  return bytes;
}

std::vector<std::pair<Time, std::string>> all_of(const Packed& list) {
  std::vector<std::pair<Time, std::string>> found;
  list.each_from_newest([&](const Packed::Entry& entry) {
    found.emplace_back(entry.at, entry.properties);
    return true;
  });
  std::reverse(found.begin(), found.end());
  return found;
}

TEST(PackedProperties, ComeBackAsTheyWere) {
  const std::vector<Property> properties = {
      {1, ValueKind::text, 7, 0},        {2, ValueKind::number, 0, 12},      {3, ValueKind::number, 0, -3.25},
      {4, ValueKind::boolean, 0, 1},     {5, ValueKind::boolean, 0, 0},      {65'000, ValueKind::money, 2, 129'900},
      {6, ValueKind::money, 3, 0.5},     {7, ValueKind::number, 0, -0.0},    {8, ValueKind::number, 0, 1e300},
      {9, ValueKind::number, 0, -9e14},  {10, ValueKind::text, 4'000'000'000u, 0},
  };
  std::vector<Property> again;
  unpack(packed(properties), again);
  ASSERT_EQ(again.size(), properties.size());
  for (std::size_t i = 0; i < again.size(); ++i) {
    EXPECT_EQ(again[i].field, properties[i].field);
    EXPECT_EQ(again[i].kind, properties[i].kind);
    EXPECT_EQ(again[i].text, properties[i].text);
    EXPECT_EQ(again[i].number, properties[i].number);
    EXPECT_EQ(std::signbit(again[i].number), std::signbit(properties[i].number));
  }
  const auto bytes = packed(properties);
  int refused = 0;
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    try {
      unpack(std::string_view(bytes).substr(0, cut), again);
      EXPECT_LT(again.size(), properties.size());
    } catch (const std::runtime_error&) {
      ++refused;
    }
  }
  EXPECT_GT(refused, 20);
  EXPECT_THROW(unpack("\x0f", again), std::runtime_error);  // of no kind
}

TEST(PackedOccurrences, AreWhatAPlainListIs) {
  std::mt19937 random(11);
  const auto below = [&](int limit) { return static_cast<int>(random() % static_cast<unsigned>(limit)); };
  Packed list;
  std::vector<std::pair<Time, std::string>> plain;
  for (int step = 0; step < 600; ++step) {
    const Time at{1'000 + below(400)};
    const std::string properties(static_cast<std::size_t>(below(30)), static_cast<char>('a' + step % 26));
    switch (below(8)) {
      case 0: {
        const Time until{1'000 + below(100)};
        const auto before = plain.size();
        std::erase_if(plain, [&](const auto& each) { return each.first <= until; });
        EXPECT_EQ(list.drop_until(until), before - plain.size());
        break;
      }
      case 1:
        list.drop_oldest();
        if (!plain.empty()) plain.erase(plain.begin());
        break;
      case 2: {
        Packed again;
        again.restore(list.bytes(), list.size());
        list = std::move(again);
        break;
      }
      default: {
        const auto later = [](Time one, const auto& other) { return one < other.first; };
        const auto place = std::upper_bound(plain.begin(), plain.end(), at, later);
        const bool oldest = place == plain.begin();
        plain.insert(place, {at, properties});
        EXPECT_EQ(list.add(at, properties), oldest);
      }
    }
    ASSERT_EQ(list.size(), plain.size());
    ASSERT_EQ(all_of(list), plain) << step;
    if (!plain.empty()) {
      ASSERT_EQ(list.oldest(), plain.front().first);
    }
  }
}

TEST(PackedOccurrences, RefuseBytesThatHoldNotSoMany) {
  Packed list, again;
  for (int i = 0; i < 3; ++i) list.add(Time{i}, "ab");
  const std::string bytes(list.bytes());
  again.restore(bytes, 3);
  EXPECT_EQ(all_of(again), all_of(list));
  EXPECT_THROW(again.restore(bytes, 2), std::runtime_error);
  EXPECT_THROW(again.restore(bytes, 4), std::runtime_error);
  for (std::size_t cut = 1; cut < bytes.size(); ++cut) {
    EXPECT_THROW(again.restore(std::string_view(bytes).substr(0, cut), 3), std::runtime_error) << cut;
  }
}

TEST(VisitorsByText, AreFoundAddedAndRemoved) {
  Identities identities;
  Visitors visitors;
  for (Index i = 0; i < 5'000; ++i) {
    identities.add().visitor = "visitor " + std::to_string(i);
    visitors.add(i, identities);
  }
  for (Index i = 0; i < 5'000; i += 3) {
    visitors.remove(identities[i].visitor, identities);
    visitors.remove(identities[i].visitor, identities);
  }
  EXPECT_EQ(visitors.find("nobody", identities), nobody);
  for (Index i = 0; i < 5'000; ++i) {
    EXPECT_EQ(visitors.find("visitor " + std::to_string(i), identities), i % 3 ? i : nobody);
  }
}

TEST(Memberships, AreKeptByPlaceWithTheirTime) {
  Belonging belonging;
  EXPECT_TRUE(belonging.add(5, 1'000, Time{1'772'366'400'123'456}));
  EXPECT_TRUE(belonging.add(5, 3, Time{-7}));
  EXPECT_TRUE(belonging.add(9, 3, Time{2}));
  EXPECT_FALSE(belonging.add(5, 3, Time{8}));
  ASSERT_EQ(belonging.of(5).size(), 2u);
  EXPECT_EQ(belonging.of(5)[0].place(), 3);
  EXPECT_EQ(belonging.find(5, 1'000)->since(), (Time{1'772'366'400'123'456}));
  EXPECT_EQ(belonging.find(5, 3)->since(), Time{0});  // before 1970
  EXPECT_EQ(belonging.find(6, 3), nullptr);
  EXPECT_EQ(belonging.find(50'000, 3), nullptr);
  EXPECT_TRUE(belonging.remove(5, 1'000));
  EXPECT_FALSE(belonging.remove(5, 1'000));
  belonging.disband(3);
  EXPECT_TRUE(belonging.of(5).empty());
  EXPECT_TRUE(belonging.of(9).empty());
}

TEST(TimersOfEverybody, GiveTheEarliestAndForgetWhatWasReplaced) {
  std::mt19937 random(5);
  Timers timers;
  std::map<Index, Time> plain;
  for (int step = 0; step < 3'000; ++step) {
    const auto who = static_cast<Index>(random() % 50);
    if (random() % 4 == 0) {
      timers.clear(who);
      plain.erase(who);
    } else {
      const Time at{static_cast<std::int64_t>(random() % 1'000)};
      timers.set(who, at);
      const auto known = plain.find(who);
      if (known == plain.end() || at < known->second) plain[who] = at;
    }
    ASSERT_EQ(timers.size(), plain.size());
    std::optional<std::pair<Time, Index>> first;
    for (const auto& [each, at] : plain)
      if (!first || std::pair(at, each) < *first) first = std::pair(at, each);
    ASSERT_EQ(timers.first(), first);
  }
}

}  // namespace
}  // namespace plaza::segments
