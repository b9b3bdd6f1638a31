// Short texts (some 70 bytes, English and Vietnamese by turns) a second of one core's time: cut into tokens, by our lexicons, by a trained
// classifier, against the promise of 50,000; beside them, how fast the same bytes are only read one by one.
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <random>
#include <string>
#include <vector>

#include "ml/text/classifier.h"
#include "ml/text/intent.h"
#include "ml/text/likeness.h"
#include "ml/text/sentiment.h"
#include "ml/text/toxicity.h"

using namespace plaza::ml::text;  // NOLINT: a program of one file

namespace {

constexpr double promised = 50'000;

struct Texts {
  std::vector<std::string> all;
  std::vector<std::int32_t> labels;
  std::size_t bytes = 0;
};

Texts made() {
  const std::vector<std::vector<std::string>> openings = {{"where is my order", "đơn hàng của mình tới đâu rồi", "when will the parcel arrive"},
                                                          {"I want a refund", "hoàn tiền cho mình nhé shop", "please give me my money back"},
                                                          {"the glaze is beautiful, love it", "hàng đẹp lắm, giao nhanh", "great quality and quick delivery"},
                                                          {"the lid arrived broken", "bị vỡ rồi, thất vọng quá", "the handle cracked after a week"}};
  const std::vector<std::string> middles = {" I ordered last Monday and", " mình đặt hôm thứ hai mà", " my sister says that", " for the blue one, number", " shop ơi cho mình hỏi"};
  const std::vector<std::string> ends = {" 10234 please help", " cảm ơn shop nhiều!!!", " thanks :)", " 😡😡", " not what I expected", " mong shop xem giúp ạ"};
  std::mt19937_64 random(7);
  Texts texts;
  for (int i = 0; i < 20'000; ++i) {
    const auto label = random() % openings.size();
    texts.all.push_back(openings[label][random() % 3] + middles[random() % middles.size()] + ends[random() % ends.size()]);
    texts.labels.push_back(static_cast<std::int32_t>(label));
    texts.bytes += texts.all.back().size();
  }
  return texts;
}

template <class Read>
double rate(const Texts& texts, const Read& read) {
  double best = 0;
  for (int round = 0; round < 3; ++round) {
    const std::clock_t start = std::clock();
    std::size_t count = 0;
    double seconds = 0;
    while (seconds < 0.5) {
      for (const auto& text : texts.all) read(text);
      count += texts.all.size();
      seconds = static_cast<double>(std::clock() - start) / CLOCKS_PER_SEC;
    }
    best = std::max(best, static_cast<double>(count) / seconds);
  }
  return best;
}

void print(const char* what, double each_second) {
  std::printf("%-34s %9.0f texts/s  (promise %.0f: %.1f times)\n", what, each_second, promised, each_second / promised);
}

}  // namespace

int main() {
  const Texts texts = made();
  std::vector<Example> examples;
  for (std::size_t i = 0; i < 4'000; ++i) examples.push_back({texts.all[i], texts.labels[i], 1, {}});
  const auto trained = train(examples, {"order", "refund", "praise", "damage"});
  if (!trained.ok()) return 1;
  std::uint64_t sum = 0;
  double said = 0;
  const double plain = rate(texts, [&](const std::string& text) {
    for (const char c : text) sum = sum * 31 + static_cast<unsigned char>(c);
  });
  std::printf("%zu texts of %.0f bytes; read byte by byte %.0f texts/s\n", texts.all.size(), static_cast<double>(texts.bytes) / static_cast<double>(texts.all.size()), plain);
  Tokens tokens;
  print("tokens", rate(texts, [&](const std::string& text) { tokens.read(text), sum += tokens.size(); }));
  print("feelings", rate(texts, [&](const std::string& text) { said += sentiment(text).score; }));
  print("intents", rate(texts, [&](const std::string& text) { sum += intents(text).size(); }));
  print("toxicity and spam", rate(texts, [&](const std::string& text) { said += toxicity(text).score + spam(text).score; }));
  print("sketch for likeness", rate(texts, [&](const std::string& text) { sum += sketch(text).shingles; }));
  print("a trained classifier, four labels", rate(texts, [&](const std::string& text) { said += trained->classifier.predict(text).probability; }));
  return sum == 0 && said == 0 ? 1 : 0;
}
