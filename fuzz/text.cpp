// Any bytes as a text, and as a saved model: what is found stays in its range, tokens stay in the text, a damaged model is refused.
#include <cmath>

#include "ml/text/aspects.h"
#include "ml/text/classifier.h"
#include "ml/text/intent.h"
#include "ml/text/likeness.h"
#include "ml/text/sentiment.h"
#include "ml/text/tokens.h"
#include "ml/text/toxicity.h"
#include "platform/base/check.h"
#include "target.h"

namespace plaza::fuzz {
namespace {

using namespace ml::text;  // NOLINT: a target of one block

const std::string& saved_model() {
  static const std::string bytes = [] {
    const std::vector<Example> examples = {{"where is it", 0, 1, {}}, {"money back", 1, 1, {}}, {"where is my parcel", 0, 1, {}}, {"refund my money", 1, 1, {}}};
    return train(examples, {"parcel", "refund"})->classifier.save();
  }();
  return bytes;
}

void read_text(std::string_view bytes) {
  Tokens tokens;
  tokens.read(bytes);
  CHECK(tokens.size() <= text_bytes_max);
  std::size_t end = 0;
  for (const Token& token : tokens.all()) {
    CHECK(token.letters <= word_letters_max && token.at >= end);
    end = token.at + token.letters;
    CHECK(tokens.lower(token).size() == token.letters && tokens.plain(token).size() == token.letters);
  }
  const auto felt = sentiment(tokens);
  CHECK(felt.score >= -1 && felt.score <= 1 && felt.confidence >= 0 && felt.confidence <= 1);
  const auto said = opinions(bytes);
  for (const auto& each : said) {
    CHECK(!each.thing.empty() && !each.said.empty() && each.weight >= -8 && each.weight <= 8);
    CHECK(each.clause.data() >= bytes.data() && each.clause.data() + each.clause.size() <= bytes.data() + bytes.size());
  }
  for (const auto& each : intents(tokens)) CHECK(each.score >= 0 && each.score <= 1);
  for (const double score : {toxicity(bytes).score, spam(tokens).score}) CHECK(score >= 0 && score <= 1);
  CHECK(likeness(sketch(bytes), sketch(bytes)) == (sketch(bytes).shingles > 0 ? 1 : 0));
}

}  // namespace

void read(std::string_view bytes) {
  read_text(bytes);
  // With the right sum at the end, so that what stands before it is looked at.
  std::string sealed(bytes.substr(0, bytes.size() < 8 ? 0 : bytes.size() - 8));
  std::uint64_t sum = 0xcbf29ce484222325ull;
  for (const char c : sealed) sum = (sum ^ static_cast<unsigned char>(c)) * 0x100000001b3ull;
  sealed.append(reinterpret_cast<const char*>(&sum), sizeof sum);
  if (const auto model = Classifier::load(sealed); model.ok()) {
    CHECK(model->save() == sealed);
    for (const double p : model->probabilities("where is my money")) CHECK(p >= 0 && p <= 1);
  }
}

std::vector<std::string> seeds() {
  return {"Where is my ORDER?? https://shop.example/a #late @shop 😡 0912 345 678", "Hàng đẹp lắm nhưng giao chậm quá, trả tiền lại cho mình!!!", "สวยมาก 5/5 ★★★★★",
          saved_model()};
}

}  // namespace plaza::fuzz
