#include "value.h"

#include <algorithm>
#include <cmath>
#include <cstring>

namespace plaza::feed {

namespace {

constexpr double examples_half = 8'000;  // so many make the model's share a half: tests/simulator, cold visitors of three populations
constexpr double positives_half = 15;    // so many make a head half believed
constexpr double keeps = 0.9995;         // of the calibration's sums, with each example
constexpr double smallest = 1e-6;

double sigmoid(double x) { return x >= 0 ? 1 / (1 + std::exp(-x)) : std::exp(x) / (1 + std::exp(x)); }
double loss_of(double foretold, bool came) {
  const double safe = std::clamp(foretold, smallest, 1 - smallest);
  return -std::log(came ? safe : 1 - safe);
}

}  // namespace

std::int64_t worth_of(const Worth& worth, Head head) {
  const std::int64_t all[head_count] = {worth.watch,   worth.like,        worth.save,     worth.share, worth.comment,
                                        worth.tag_tap, worth.add_to_cart, worth.purchase, worth.hide,  worth.returned};
  return all[static_cast<std::size_t>(head)];
}

std::int64_t value_of(const Worth& worth, Outcome outcome) {
  std::int64_t value = 0;
  for (std::size_t head = 0; head < head_count; ++head) {
    if (outcome & (1u << head)) value += worth_of(worth, static_cast<Head>(head));
  }
  return value;
}

ValueModel::ValueModel() : heads_({.heads = head_count, .places = feature_places, .alpha = 0.06, .beta = 1, .l1 = 0.4, .l2 = 1}) {}

ValueModel::Sums ValueModel::context(const PlaceSpans& places) const {
  Sums made;
  made.sums = shift_;
  heads_.add(places.of_context(), made.sums);
  return made;
}

double ValueModel::base_rate(std::size_t head) const {
  return (static_cast<double>(all_[head].positives) + 0.5) / (static_cast<double>(all_[head].examples) + 20);
}

double ValueModel::belief(Head head) const {
  const auto positives = static_cast<double>(all_[static_cast<std::size_t>(head)].positives);
  return positives / (positives + positives_half);
}

HeadValues ValueModel::foretell(const Sums& context, const PlaceSpans& places) const {
  auto sums = context.sums;
  heads_.add(places.of_post(), sums);
  HeadValues values;
  for (std::size_t head = 0; head < head_count; ++head) {
    const double base = base_rate(head);
    values[head] = base + belief(static_cast<Head>(head)) * (sigmoid(static_cast<double>(sums[head])) - base);
  }
  return values;
}

double ValueModel::value(const Worth& worth, const HeadValues& foretold) const {
  double value = 0;
  for (std::size_t head = 0; head + 1 < head_count; ++head) {
    value += foretold[head] * static_cast<double>(worth_of(worth, static_cast<Head>(head)));
  }
  const auto bought = foretold[static_cast<std::size_t>(Head::purchase)];
  return value + bought * foretold[static_cast<std::size_t>(Head::returned)] * static_cast<double>(worth.returned);
}

double ValueModel::share() const {
  const auto seen = static_cast<double>(examples_);
  return seen < 50 ? 0 : seen / (seen + examples_half);
}

void ValueModel::judge(std::size_t head, const PlaceSpans& places, bool came) {
  const double bare = heads_.probability(head, places.all());
  const double log_odds = std::log(std::clamp(bare, smallest, 1 - smallest) / (1 - std::clamp(bare, smallest, 1 - smallest)));
  const double foretold = sigmoid(log_odds + static_cast<double>(shift_[head]));
  const double base = base_rate(head);
  for (auto* record : {&all_[head], &today_[head]}) {
    ++record->examples;
    record->positives += came ? 1 : 0;
    record->loss += loss_of(foretold, came);
    record->base_loss += loss_of(base, came);
    const auto at = static_cast<std::size_t>(std::clamp(-std::log2(std::max(foretold, smallest)) - 1, 0.0, 9.0));
    auto& bin = record->bin[foretold >= 0.5 ? 0 : at];
    ++bin.count;
    bin.foretold += foretold;
    bin.came += came ? 1 : 0;
  }
  auto& sums = all_[head];
  sums.foretold = sums.foretold * keeps + bare;
  sums.came = sums.came * keeps + (came ? 1 : 0);
  shift_[head] = static_cast<float>(std::clamp(std::log((sums.came + 5) / (sums.foretold + 5)), -2.0, 2.0));
}

void ValueModel::learn(const Features& features, Outcome outcome) {
  const auto places = places_of(features);
  std::array<signed char, head_count> labels;
  for (std::size_t head = 0; head < head_count; ++head) {
    labels[head] = outcome & (1u << head) ? 1 : 0;
    if (static_cast<Head>(head) == Head::returned) labels[head] = ml::rank::unknown_label;
    else judge(head, places, labels[head] == 1);
  }
  heads_.learn(places.all(), labels);
  ++examples_;
}

// The negative that it was learnt as stays: of what is rare the odds come out as they should all the same (fake negatives; Ktena et
// al., "Addressing delayed feedback", RecSys 2019).
void ValueModel::learn_late(const Features& features, Head head) {
  const auto places = places_of(features);
  std::array<signed char, head_count> labels;
  labels.fill(ml::rank::unknown_label);
  labels[static_cast<std::size_t>(head)] = 1;
  heads_.learn(places.all(), labels);
  for (auto* records : {&all_, &today_}) ++(*records)[static_cast<std::size_t>(head)].positives;
}

void ValueModel::learn_purchase(const Features& features, bool came_back) {
  const auto places = places_of(features);
  constexpr auto head = static_cast<std::size_t>(Head::returned);
  std::array<signed char, head_count> labels;
  labels.fill(ml::rank::unknown_label);
  labels[head] = came_back ? 1 : 0;
  if (came_back) {
    for (auto* records : {&all_, &today_}) ++(*records)[head].positives;
  } else {
    judge(head, places, false);
  }
  heads_.learn(places.all(), labels);
}

void ValueModel::begin_day() { today_ = {}; }

std::string ValueModel::save() const {
  std::string out;
  const auto put = [&out](const void* from, std::size_t size) { out.append(static_cast<const char*>(from), size); };
  put(all_.data(), sizeof all_);
  put(today_.data(), sizeof today_);
  put(shift_.data(), sizeof shift_);
  put(&examples_, sizeof examples_);
  return out + heads_.save();
}

bool ValueModel::load(std::string_view bytes) {
  constexpr std::size_t fixed = sizeof all_ + sizeof today_ + sizeof shift_ + sizeof examples_;
  if (bytes.size() < fixed || !heads_.load(bytes.substr(fixed))) return false;
  const auto take = [&bytes](void* to, std::size_t size) {
    std::memcpy(to, bytes.data(), size);
    bytes.remove_prefix(size);
  };
  take(all_.data(), sizeof all_);
  take(today_.data(), sizeof today_);
  take(shift_.data(), sizeof shift_);
  take(&examples_, sizeof examples_);
  return true;
}

}  // namespace plaza::feed
