#include "ml/text/classifier.h"

#include <gtest/gtest.h>

#include <cmath>
#include <cstring>
#include <random>

namespace plaza::ml::text {
namespace {

struct Shop {
  std::vector<std::string> texts;
  std::vector<std::int32_t> labels;
  std::vector<Example> examples() const {
    std::vector<Example> out;
    for (std::size_t i = 0; i < texts.size(); ++i) out.push_back({texts[i], labels[i], 1, {}});
    return out;
  }
};

// Questions about parcels, money back and sizes, put together from parts.
Shop shop(std::size_t count, std::uint64_t seed) {
  const std::vector<std::vector<std::string>> parts = {
      {"where is my parcel", "when will the parcel come", "has my order been shipped", "track the delivery", "đơn hàng của mình tới đâu rồi"},
      {"I want my money back", "please refund me", "how do I get a refund", "hoàn tiền cho mình", "the refund has not come"},
      {"which size fits me", "is the medium too small", "do sizes run large", "size M cao bao nhiêu", "sizes in centimetres"}};
  const std::vector<std::string> ends = {"", " please", " thanks", "?", " hello", " as soon as you can", " nhé shop", "!!"};
  std::mt19937_64 random(seed);
  Shop out;
  for (std::size_t i = 0; i < count; ++i) {
    const std::size_t label = random() % parts.size();
    out.texts.push_back(parts[label][random() % parts[label].size()] + ends[random() % ends.size()]);
    out.labels.push_back(static_cast<std::int32_t>(label));
  }
  return out;
}

const std::vector<std::string> names = {"parcel", "refund", "size"};

TEST(Classifier, LearnsWhatTextsAreAbout) {
  const Shop known = shop(300, 1);
  const auto trained = train(known.examples(), names);
  ASSERT_TRUE(trained.ok());
  EXPECT_GT(trained->held_out.accuracy, 0.95);
  EXPECT_EQ(trained->classifier.predict("where is the parcel now").label, 0u);
  EXPECT_EQ(trained->classifier.predict("refund me the money").label, 1u);
  EXPECT_EQ(trained->classifier.predict("what size is it").label, 2u);
}

TEST(Classifier, ProbabilitiesSumToOneAndFollowTheTruth) {
  const Shop known = shop(400, 2);
  const auto trained = train(known.examples(), names);
  ASSERT_TRUE(trained.ok());
  const auto p = trained->classifier.probabilities("track my parcel please");
  EXPECT_NEAR(p[0] + p[1] + p[2], 1, 1e-9);
  EXPECT_GT(p[0], 0.8);
  const auto unsure = trained->classifier.probabilities("zzz qqq");
  EXPECT_LT(*std::max_element(unsure.begin(), unsure.end()), p[0]);
}

TEST(Classifier, KnowsWhatItWasNotMadeFor) {
  Shop known = shop(400, 3);
  const auto trained = train(known.examples(), names);
  ASSERT_TRUE(trained.ok());
  EXPECT_TRUE(trained->classifier.predict("please refund me").is_in_scope);
  EXPECT_FALSE(trained->classifier.predict("the weather on mars").is_in_scope);
}

TEST(Classifier, TheSameExamplesGiveTheSameBytes) {
  const Shop known = shop(150, 4);
  const auto one = train(known.examples(), names), other = train(known.examples(), names);
  EXPECT_EQ(one->classifier.save(), other->classifier.save());
}

TEST(Classifier, ComesBackFromItsBytes) {
  const Shop known = shop(150, 5);
  const auto trained = train(known.examples(), names);
  const std::string bytes = trained->classifier.save();
  const auto back = Classifier::load(bytes);
  ASSERT_TRUE(back.ok());
  EXPECT_EQ(back->labels(), names);
  EXPECT_EQ(back->save(), bytes);
  for (const auto text : {"where is my parcel", "size?", ""}) {
    EXPECT_EQ(back->probabilities(text), trained->classifier.probabilities(text));
  }
}

TEST(Classifier, RefusesDamagedBytesAndOtherVersions) {
  const Shop known = shop(60, 6);
  const std::string bytes = train(known.examples(), names)->classifier.save();
  EXPECT_EQ(Classifier::load("").error().code, "text.model_damaged");
  for (const std::size_t cut : {bytes.size() - 1, bytes.size() / 2, std::size_t{12}}) {
    EXPECT_EQ(Classifier::load(std::string_view(bytes).substr(0, cut)).error().code, "text.model_damaged");
  }
  for (std::size_t at = 14; at < bytes.size(); at += bytes.size() / 60) {
    std::string wrong = bytes;
    wrong[at] = static_cast<char>(wrong[at] ^ 1);
    EXPECT_EQ(Classifier::load(wrong).error().code, "text.model_damaged") << at;
  }
  std::string newer = bytes;
  newer[9] = 3;
  EXPECT_EQ(Classifier::load(newer).error().code, "text.model_version");
}

TEST(Classifier, RefusesToLearnFromOneLabel) {
  const std::vector<Example> one = {{"a", 0, 1, {}}, {"b", 0, 1, {}}, {"c", no_label, 1, {}}};
  EXPECT_EQ(train(one, names).error().code, "text.too_few_examples");
  EXPECT_EQ(train({}, names).error().code, "text.too_few_examples");
}

TEST(Classifier, StandsOnRulesAndLearnsWhereDecisionsDiffer) {
  // Rules hold every text with "sick" to be bad; this brand's customers say it of what they like.
  const std::vector<float> bad = {0.8F, -0.8F}, good = {-0.8F, 0.8F};
  std::vector<Example> decided;
  const std::vector<std::string> likes = {"sick colours", "that glaze is sick", "sick bowl", "looks sick on the table"};
  const std::vector<std::string> hates = {"arrived broken", "cracked lid", "broken again", "chipped and cracked"};
  for (int round = 0; round < 4; ++round) {
    for (const auto& text : likes) decided.push_back({text, 1, 1, bad});
    for (const auto& text : hates) decided.push_back({text, 0, 1, bad});
  }
  const auto trained = train(decided, {"bad", "good"});
  ASSERT_TRUE(trained.ok());
  const Classifier& model = trained->classifier;
  EXPECT_EQ(model.predict("sick vase", bad).label, 1u);   // learnt
  EXPECT_EQ(model.predict("awful", bad).label, 0u);    // what rules say stays where nobody decided
  EXPECT_EQ(model.predict("wonderful", good).label, 1u);
  EXPECT_EQ(model.reasons("sick vase", 1, 3)[0].word, "sick");
}

TEST(Classifier, SaysNothingOutOfRangeToAnyBytes) {
  const Shop known = shop(60, 8);
  const auto trained = train(known.examples(), names);
  for (const auto& text : {std::string(), std::string(100'000, 'a'), std::string("\xff\xfe\x00", 3)}) {
    for (const double p : trained->classifier.probabilities(text)) EXPECT_TRUE(p >= 0 && p <= 1);
  }
}

// What version 1 wrote: the same but for the weights, which were whole floats.
std::string as_version_1(const std::string& saved, std::size_t labels) {
  std::size_t at = 9 + 2 * sizeof(std::uint32_t);
  const auto length = [&](std::size_t width) {
    std::uint64_t count = 0;
    std::memcpy(&count, saved.data() + at, sizeof count);
    return std::pair(at + sizeof count, static_cast<std::size_t>(count) * width);
  };
  const auto skip = [&](std::size_t width) {
    const auto [begin, bytes] = length(width);
    at = begin + bytes;
  };
  for (std::size_t i = 0; i < labels; ++i) skip(1);
  at += 6 * sizeof(std::uint32_t) + sizeof(double);
  skip(sizeof(std::uint32_t));
  skip(sizeof(float));
  const auto [begin, bytes] = length(sizeof(std::uint16_t));
  std::string out = saved.substr(0, begin);
  out[9] = 1;
  for (std::size_t i = begin; i < begin + bytes; i += 2) out += std::string(2, '\0') + saved.substr(i, 2);
  out += saved.substr(begin + bytes, saved.size() - sizeof(std::uint64_t) - begin - bytes);
  std::uint64_t hash = 0xcbf29ce484222325ull;
  for (const char c : out) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  return out.append(reinterpret_cast<const char*>(&hash), sizeof hash);
}

TEST(Classifier, ReadsWhatTheVersionBeforeWrote) {
  const Shop known = shop(60, 12);
  const auto trained = train(known.examples(), names);
  const std::string saved = trained->classifier.save();
  const auto loaded = Classifier::load(as_version_1(saved, names.size()));
  ASSERT_TRUE(loaded.ok());
  EXPECT_EQ(loaded->save(), saved);
}

TEST(Quality, CountsLabelsThatStandSomewhere) {
  const std::vector<std::int32_t> truth = {0, 0, 1, 1}, said = {0, 1, 1, 1};
  const auto reached = quality(truth, said, 3);
  EXPECT_DOUBLE_EQ(reached.accuracy, 0.75);
  EXPECT_DOUBLE_EQ(reached.macro_f1, (2.0 / 3 + 0.8) / 2);  // the third label stands nowhere
}

TEST(Linear, BalanceLiftsTheRareLabel) {
  // One column says little: a rare label is found only when its rows count more.
  SparseRows rows;
  rows.columns = 2;
  std::vector<std::int32_t> label;
  std::vector<std::uint32_t> chosen;
  for (std::uint32_t i = 0; i < 100; ++i) {
    rows.column.push_back(i % 10 == 0 || i % 10 == 1 ? 0 : 1);
    rows.value.push_back(1);
    rows.begin.push_back(rows.column.size());
    label.push_back(i % 10 == 0 ? 1 : 0);  // half of the rows of column 0
    chosen.push_back(i);
  }
  std::vector<float> margins(4);
  LinearSettings settings;
  settings.cost = 1;
  margins_of(fit_linear({rows, chosen, label, 2}, settings), rows, 0, margins);
  const float plain = margins[1] - margins[0];
  settings.balance = 1;
  margins_of(fit_linear({rows, chosen, label, 2}, settings), rows, 0, margins);
  EXPECT_GT(margins[1] - margins[0], plain + 0.3F);
}

}  // namespace
}  // namespace plaza::ml::text
