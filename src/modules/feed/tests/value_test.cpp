#include "value.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace plaza::feed {
namespace {

Features features_of(std::uint8_t similarity, std::uint16_t post = 1) {
  Features features;
  features[Slot::similarity] = similarity;
  features[Slot::hour] = 12;
  features.name[0] = post;
  return features;
}
HeadValues foretold(const ValueModel& model, const Features& features) {
  const auto places = places_of(features);
  return model.foretell(model.context(places), places);
}
double at(const HeadValues& values, Head head) { return values[static_cast<std::size_t>(head)]; }

TEST(Features, TheirTextGivesThemBack) {
  std::mt19937 random(5);
  for (int i = 0; i < 200; ++i) {
    Features features;
    for (auto& bucket : features.bucket) bucket = static_cast<std::uint8_t>(random() % 32);
    for (auto& name : features.name) name = static_cast<std::uint16_t>(random() % 32'768);
    const auto text = text_of(features);
    EXPECT_EQ(text.size(), 36u);
    EXPECT_EQ(parse_features(text), features);
    auto older = features;
    older[Slot::affinity] = 0;
    EXPECT_EQ(parse_features(text.substr(0, 35)), older);
    const auto places = places_of(features);
    for (const auto place : places.all()) EXPECT_LT(place, feature_places);
  }
}

TEST(Features, OtherTextsAreNone) {
  EXPECT_FALSE(parse_features(""));
  EXPECT_FALSE(parse_features(std::string(34, '0')));
  EXPECT_FALSE(parse_features(std::string(37, '0')));
  EXPECT_FALSE(parse_features(std::string(34, '0') + "w"));
  EXPECT_FALSE(parse_features(std::string(34, '0') + "A"));
}

// What was learnt from records of older versions stays as it was.
TEST(Features, AnUnknownAffinityAddsNothingAndOthersHavePlacesOfTheirOwn) {
  const auto without = features_of(3, 7);
  std::set<std::uint32_t> places;
  const auto known = places_of(without);
  for (const auto place : known.all()) places.insert(place);
  for (std::uint8_t bucket = 1; bucket <= 20; ++bucket) {
    auto with = without;
    with[Slot::affinity] = bucket;
    std::size_t added = 0;
    const auto more = places_of(with);
    for (const auto place : more.all()) added += places.contains(place) ? 0u : 1u;
    EXPECT_EQ(added, 1u);
    EXPECT_EQ(more.count, known.count + 1);
  }
}

TEST(Features, TheContextComesFirstAndOnceAPage) {
  auto one = features_of(3, 7), other = features_of(6, 9);
  const auto a = places_of(one), b = places_of(other);
  EXPECT_TRUE(std::equal(a.of_context().begin(), a.of_context().end(), b.of_context().begin()));
  EXPECT_EQ(a.context, 6u);  // the constant, hour, device, depth, history, position
}

TEST(Value, AnOutcomeIsWorthWhatStaffSay) {
  Worth worth;
  worth.like = 7;
  worth.purchase = 900;
  worth.hide = -50;
  EXPECT_EQ(value_of(worth, 0), 0);
  EXPECT_EQ(value_of(worth, bit_of(Head::like) | bit_of(Head::purchase)), 907);
  EXPECT_EQ(value_of(worth, bit_of(Head::hide)), -50);
}

TEST(Value, KnowsNothingAtFirstAndTakesOverByEvidence) {
  ValueModel model;
  EXPECT_EQ(model.share(), 0);
  EXPECT_EQ(model.belief(Head::like), 0);
  for (int i = 0; i < 8'000; ++i) model.learn(features_of(0), 0);
  EXPECT_DOUBLE_EQ(model.share(), 0.5);
  EXPECT_EQ(model.belief(Head::like), 0);  // no positive was seen: the head is not believed
}

TEST(Value, LearnsWhatLeadsToWhat) {
  ValueModel model;
  std::mt19937 random(3);
  for (int i = 0; i < 6'000; ++i) {
    const bool close = random() % 2 == 0;
    Outcome outcome = 0;
    if (random() % 100 < (close ? 40u : 5u)) outcome |= bit_of(Head::like);
    if (random() % 100 < (close ? 1u : 10u)) outcome |= bit_of(Head::hide);
    model.learn(features_of(close ? 7 : 0), outcome);
  }
  const auto close = foretold(model, features_of(7)), far = foretold(model, features_of(0));
  EXPECT_NEAR(at(close, Head::like), 0.40, 0.05);
  EXPECT_NEAR(at(far, Head::like), 0.05, 0.02);
  EXPECT_NEAR(at(far, Head::hide), 0.10, 0.03);
  EXPECT_LT(at(close, Head::purchase), 0.001);
  const auto& record = model.record(Head::like);
  EXPECT_EQ(record.examples, 6'000);
  EXPECT_LT(record.loss, record.base_loss * 0.9);  // better than the bare rate, before it saw them
  std::int64_t counted = 0;
  for (const auto& bin : record.bin) counted += bin.count;
  EXPECT_EQ(counted, 6'000);
  Worth worth;
  EXPECT_GT(model.value(worth, close), model.value(worth, far));
}

TEST(Value, AReturnTakesFromWhatAPurchaseIsWorth) {
  ValueModel model;
  Worth worth;
  worth.purchase = 1'000;
  worth.returned = -1'000;
  HeadValues values{};
  values[static_cast<std::size_t>(Head::purchase)] = 0.1;
  EXPECT_DOUBLE_EQ(model.value(worth, values), 100);
  values[static_cast<std::size_t>(Head::returned)] = 0.4;
  EXPECT_DOUBLE_EQ(model.value(worth, values), 60);
}

TEST(Value, BytesGiveTheModelBack) {
  ValueModel model, other;
  for (int i = 0; i < 300; ++i) model.learn(features_of(static_cast<std::uint8_t>(i % 8)), i % 5 == 0 ? bit_of(Head::save) : Outcome{0});
  const auto kept = model.save();
  ASSERT_TRUE(other.load(kept));
  EXPECT_EQ(other.save(), kept);
  EXPECT_EQ(foretold(other, features_of(5)), foretold(model, features_of(5)));
  EXPECT_FALSE(other.load(kept.substr(0, kept.size() - 3)));
  EXPECT_EQ(other.save(), kept);
}

TEST(Value, TodayBeginsAnew) {
  ValueModel model;
  model.learn(features_of(1), bit_of(Head::watch));
  EXPECT_EQ(model.today(Head::watch).positives, 1);
  model.begin_day();
  EXPECT_EQ(model.today(Head::watch).examples, 0);
  EXPECT_EQ(model.record(Head::watch).positives, 1);
}

}  // namespace
}  // namespace plaza::feed
