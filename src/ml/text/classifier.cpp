#include "ml/text/classifier.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include "platform/base/check.h"

namespace plaza::ml::text {
namespace {

constexpr std::string_view mark = "PLAZATEXT";
constexpr std::uint32_t version = 2, version_of_whole_weights = 1;
constexpr std::size_t labels_max = 10'000, columns_max = 20'000'000;

std::uint64_t checksum(std::string_view bytes) {  // FNV-1a
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : bytes) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return hash;
}

// Numbers as little-endian machines keep them: the only ones that we run on.
template <class T>
void put(std::string& out, const T& value) {
  char bytes[sizeof value];
  std::memcpy(bytes, &value, sizeof value);
  out.append(bytes, sizeof value);
}
template <class T>
void put_all(std::string& out, const std::vector<T>& values) {
  put(out, static_cast<std::uint64_t>(values.size()));
  const std::size_t at = out.size();
  out.resize(at + values.size() * sizeof(T));
  if (!values.empty()) std::memcpy(out.data() + at, values.data(), values.size() * sizeof(T));
}

class Source {
 public:
  explicit Source(std::string_view bytes) : bytes_(bytes) {}
  template <class T>
  bool take(T& value) {
    if (bytes_.size() < sizeof value) return false;
    std::memcpy(&value, bytes_.data(), sizeof value);
    bytes_.remove_prefix(sizeof value);
    return true;
  }
  template <class T>
  bool take_all(std::vector<T>& values, std::uint64_t count_max) {
    std::uint64_t count = 0;
    if (!take(count) || count > count_max || bytes_.size() / sizeof(T) < count) return false;
    values.resize(static_cast<std::size_t>(count));
    if (count > 0) std::memcpy(values.data(), bytes_.data(), values.size() * sizeof(T));
    bytes_.remove_prefix(values.size() * sizeof(T));
    return true;
  }
  bool empty() const { return bytes_.empty(); }

 private:
  std::string_view bytes_;
};

Error refused(const char* code, const char* detail) { return {ErrorKind::invalid, code, detail}; }
Error damaged() { return refused("text.model_damaged", "The bytes of the text model are damaged."); }

template <class T>
bool all_finite(const std::vector<T>& values) {
  return std::all_of(values.begin(), values.end(), [](T value) { return std::isfinite(value); });
}

// Buffers that each thread keeps from text to text.
struct Scratch {
  RowReader reader;
  SparseRows row;
};
Scratch& scratch() {
  thread_local Scratch mine;
  mine.row.begin.assign(1, 0);
  mine.row.column.clear();
  mine.row.value.clear();
  return mine;
}

}  // namespace

std::vector<float> Classifier::margins(std::string_view text, std::span<const float> prior) const {
  CHECK(prior.empty() || prior.size() == labels_.size());
  Scratch& mine = scratch();
  vocabulary_.add(mine.reader, text, mine.row);
  std::vector<float> out(linear_.lanes);
  margins_of(linear_, mine.row, 0, out);
  for (std::size_t k = 0; k < prior.size(); ++k) out[k] += prior[k];
  return out;
}

std::vector<double> Classifier::probabilities(std::string_view text, std::span<const float> prior) const {
  std::vector<double> out(labels_.size());
  calibration_.probabilities(margins(text, prior), out);
  return out;
}

Prediction Classifier::predict(std::string_view text, std::span<const float> prior) const {
  const auto found = margins(text, prior);
  std::vector<double> p(labels_.size());
  calibration_.probabilities(found, p);
  Prediction out;
  double best = -1e300;
  for (std::uint32_t k = 0; k < p.size(); ++k) {
    // The logarithm of its probability, but for what all labels have in common.
    const double score = calibration_.scale * static_cast<double>(found[k]) + calibration_.shift[k] + favours_[k];
    if (score <= best) continue;
    best = score;
    out.label = k;
  }
  out.probability = p[out.label];
  out.in_scope = static_cast<double>(*std::max_element(found.begin(), found.begin() + static_cast<std::ptrdiff_t>(p.size())));
  out.is_in_scope = out.in_scope >= in_scope_least_;
  return out;
}

std::size_t Classifier::bytes() const {
  return linear_.weights.size() * sizeof(std::uint16_t) + vocabulary_.columns() * (sizeof(float) + 5 * sizeof(std::uint32_t));
}

std::vector<Classifier::Reason> Classifier::reasons(std::string_view text, std::uint32_t label, std::size_t count) const {
  CHECK(label < labels_.size());
  std::vector<Reason> out;
  Tokens tokens;
  tokens.read(text);
  for (const Token& token : tokens.all()) {
    if (token.kind == TokenKind::punctuation) continue;
    // Everything that this word gives by itself, as a text of one word.
    std::string word = tokens.word(token);
    if (std::any_of(out.begin(), out.end(), [&](const Reason& known) { return known.word == word; })) continue;
    Scratch& mine = scratch();
    vocabulary_.add(mine.reader, word, mine.row);
    double sum = 0;
    for (std::size_t at = 0; at < mine.row.column.size(); ++at) {
      sum += static_cast<double>(linear_.weight(mine.row.column[at], label) * mine.row.value[at]);
    }
    if (sum != 0) out.push_back({std::move(word), sum});
  }
  std::stable_sort(out.begin(), out.end(), [](const Reason& a, const Reason& b) { return std::abs(a.weight) > std::abs(b.weight); });
  if (out.size() > count) out.resize(count);
  return out;
}

std::string Classifier::save() const {
  std::string out(mark);
  put(out, version);
  put(out, static_cast<std::uint32_t>(labels_.size()));
  for (const auto& label : labels_) put_all(out, std::vector<char>(label.begin(), label.end()));
  const VocabularySettings& settings = vocabulary_.settings();
  put(out, settings.features.words_max);
  put(out, settings.features.letters_min);
  put(out, settings.features.letters_max);
  put(out, static_cast<std::uint32_t>(settings.features.letters_across_words ? 1 : 0));
  put(out, settings.features.pairs_within);
  put(out, settings.texts_min);
  put(out, settings.words_share);
  put_all(out, vocabulary_.places());
  put_all(out, vocabulary_.rarity());
  put_all(out, linear_.weights);
  put(out, calibration_.scale);
  put_all(out, calibration_.shift);
  put_all(out, favours_);
  put(out, in_scope_least_);
  put(out, checksum(out));
  return out;
}

Result<Classifier> Classifier::load(std::string_view bytes) {
  if (!bytes.starts_with(mark)) return damaged();
  Source in(bytes.substr(mark.size()));
  std::uint32_t written = 0, count = 0, across = 0;
  if (!in.take(written)) return damaged();
  if (written != version && written != version_of_whole_weights) return refused("text.model_version", "The text model was written by another version.");
  std::uint64_t sum = 0;
  if (bytes.size() < mark.size() + sizeof written + sizeof sum) return damaged();
  std::memcpy(&sum, bytes.data() + bytes.size() - sizeof sum, sizeof sum);
  if (sum != checksum(bytes.substr(0, bytes.size() - sizeof sum))) return damaged();
  Classifier model;
  if (!in.take(count) || count == 0 || count > labels_max) return damaged();
  for (std::uint32_t k = 0; k < count; ++k) {
    std::vector<char> label;
    if (!in.take_all(label, 1'000)) return damaged();
    model.labels_.emplace_back(label.begin(), label.end());
  }
  VocabularySettings settings;
  std::vector<std::uint32_t> places;
  std::vector<float> rarity;
  auto& features = settings.features;
  if (!in.take(features.words_max) || !in.take(features.letters_min) || !in.take(features.letters_max) || !in.take(across) ||
      !in.take(features.pairs_within) || !in.take(settings.texts_min) || !in.take(settings.words_share) || !in.take_all(places, columns_max) || !in.take_all(rarity, columns_max)) {
    return damaged();
  }
  features.letters_across_words = across == 1;
  const bool sound = features.words_max >= 1 && features.words_max <= 3 && features.letters_min >= 1 && features.letters_max <= 8 && features.pairs_within <= 64 &&
                     across <= 1 && settings.words_share >= 0 && settings.words_share <= 1 && rarity.size() == places.size() &&
                     all_finite(rarity) && std::is_sorted(places.begin(), places.end()) && (places.empty() || places.front() > 0) &&
                     std::adjacent_find(places.begin(), places.end()) == places.end();
  if (!sound) return damaged();
  HalfModel& linear = model.linear_;
  linear.labels = count;
  linear.lanes = lanes_for(count);
  linear.columns = static_cast<std::uint32_t>(places.size());
  const std::size_t weights = (places.size() + 1) * linear.lanes;
  if (written == version_of_whole_weights) {
    std::vector<float> whole;
    if (!in.take_all(whole, weights) || !all_finite(whole)) return damaged();
    linear.weights.resize(whole.size());
    std::transform(whole.begin(), whole.end(), linear.weights.begin(), to_half);
  } else if (!in.take_all(linear.weights, weights)) {
    return damaged();
  }
  const bool finite = std::all_of(linear.weights.begin(), linear.weights.end(), [](std::uint16_t half) { return std::isfinite(from_half(half)); });
  if (linear.weights.size() != weights || !finite) return damaged();
  if (!in.take(model.calibration_.scale) || !in.take_all(model.calibration_.shift, count) || !in.take_all(model.favours_, count) ||
      !in.take(model.in_scope_least_) || !in.take(sum) || !in.empty()) {
    return damaged();
  }
  if (model.calibration_.shift.size() != count || model.favours_.size() != count || !all_finite(model.calibration_.shift) ||
      !all_finite(model.favours_) || !std::isfinite(model.calibration_.scale) || std::isnan(model.in_scope_least_)) {
    return damaged();
  }
  model.vocabulary_ = Vocabulary::of(settings, std::move(places), std::move(rarity));
  return model;
}

}  // namespace plaza::ml::text
