// The suite of texts on small folders in all the formats that it reads.
#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <map>

#include "evaluate/suites.h"
#include "evaluate/text_files.h"
#include "platform/testing/database.h"

namespace plaza::app::evaluate {
namespace {

class EvaluateText : public ::testing::Test {
 protected:
  void put(const std::string& name, const std::string& text) { std::ofstream(folder_.path() + "/" + name, std::ios::binary) << text; }
  Folder folder() const { return Folder(folder_.path()); }
  std::map<std::string, double> run() const {
    std::map<std::string, double> out;
    const Report report = run_text({folder(), 1, [](const std::string&) {}});
    for (const Metric& metric : report.metrics) out[metric.key] = metric.value;
    return out;
  }
  std::string refusal() const {
    try {
      run_text({folder(), 1, [](const std::string&) {}});
    } catch (const WrongFile& wrong) {
      return wrong.what();
    }
    return "not refused";
  }
  // So many texts of each of three feelings.
  static std::string feelings(const std::string& header, int each, bool label_first) {
    const std::vector<std::pair<std::string, std::string>> parts = {
        {"negative", "the cup arrived broken"}, {"neutral", "when do you open on day"}, {"positive", "I love this cup"}};
    std::string out = header;
    for (int i = 0; i < each; ++i) {
      for (const auto& [label, text] : parts) {
        const std::string full = text + " " + std::to_string(i);
        out += label_first ? label + "\t" + full + "\n" : full + "\t" + label + "\n";
      }
    }
    return out;
  }

 private:
  testing::TemporaryFolder folder_;
};

TEST_F(EvaluateText, ReadsLabelsBeforeAndBehindTheText) {
  put("train.tsv", feelings("", 20, false));
  put("valid.tsv", feelings("", 5, false));
  auto reached = run();
  EXPECT_EQ(reached.at("test.texts"), 15);
  EXPECT_EQ(reached.at("test.accuracy"), 1);
  EXPECT_GT(reached.at("lexicon.accuracy"), 0.9);
  EXPECT_GT(reached.at("texts_per_second"), 0);
  put("train.tsv", feelings("", 20, true));
  put("valid.tsv", feelings("", 5, true));
  EXPECT_EQ(run().at("test.macro_f1"), 1);
}

TEST_F(EvaluateText, ReadsCsvWithAMarkQuotedLinesAndOtherColumns) {
  std::string text = "\xef\xbb\xbftweet_id,airline_sentiment,text\r\n";
  for (int i = 0; i < 40; ++i) {
    text += std::to_string(i) + (i % 2 ? ",negative,\"late again,\nnever on time " : ",positive,\"thank you,\ngreat flight ") + std::to_string(i) + "\"\r\n";
  }
  put("train.csv", text);
  const auto rows = read_labelled(folder(), "train.csv");
  ASSERT_EQ(rows.size(), 40u);
  EXPECT_EQ(rows[1].text, "late again,\nnever on time 1");
  EXPECT_EQ(rows[1].label, "negative");
  const auto reached = run();  // a fifth is set apart
  EXPECT_EQ(reached.at("test.texts"), 8);
  EXPECT_EQ(reached.at("train.texts"), 32);
  EXPECT_EQ(reached.at("test.accuracy"), 1);
}

TEST_F(EvaluateText, ReadsTabsInTextsLanguagesAndLinesThatGoOn) {
  put("train.tsv", "lang\tlabel\ttext\r\nhindi\t0\tone\ttwo\r\nenglish\t1\t\"first\r\nsecond\"\r\nenglish\t0\t\"open at the end of a line\r\n\r\n");
  const auto rows = read_labelled(folder(), "train.tsv");
  ASSERT_EQ(rows.size(), 3u);
  EXPECT_EQ(rows[0].text, "one\ttwo");
  EXPECT_EQ(rows[0].language, "hindi");
  EXPECT_EQ(rows[1].text, "\"first\nsecond\"");
  EXPECT_EQ(rows[2].text, "\"open at the end of a line");
}

TEST_F(EvaluateText, ALabelThatTrainingDidNotHaveIsAMistake) {
  put("train.tsv", feelings("", 20, true));
  put("test.tsv", feelings("", 5, true) + "sarcastic\twhat a lovely crack\n");
  const auto reached = run();
  EXPECT_EQ(reached.at("test.labels_unknown"), 1);
  EXPECT_NEAR(reached.at("test.accuracy"), 15.0 / 16, 1e-9);
}

TEST_F(EvaluateText, TestsOnTestAndTrainsOnAllElse) {
  put("train.tsv", feelings("", 20, true));
  put("dev.tsv", feelings("", 4, true));
  put("test.tsv", feelings("", 5, true));
  const auto reached = run();
  EXPECT_EQ(reached.at("train.texts"), 72);
  EXPECT_EQ(reached.at("test.texts"), 15);
}

TEST_F(EvaluateText, ReportsWhatIsOutOfScope) {
  put("train.tsv", feelings("", 20, true));
  put("val.tsv", feelings("", 8, true));
  put("oos_train.tsv", "oos\tboil an egg\noos\twho won the match\n");
  put("oos_val.tsv", "oos\tcapital of peru\noos\tsquare root of nine\n");
  const auto reached = run();
  EXPECT_EQ(reached.at("oos.texts"), 2);
  EXPECT_EQ(reached.at("oos.auc"), 1);
  EXPECT_EQ(reached.at("oos.recall@95_exact"), 1);
}

TEST_F(EvaluateText, JudgesTheLexiconsOnScores) {
  put("tweets_GroundTruth.txt", "1\t3.2\tI love it, amazing\n2\t-2.5\thorrible, broken again\n3\t0\tthe table is here\n4\t1.1\tnice\n");
  const auto reached = run();
  EXPECT_GT(reached.at("lexicon.tweets.correlation"), 0.9);
  EXPECT_EQ(reached.at("lexicon.tweets.texts"), 4);
}

TEST_F(EvaluateText, SaysWhichFileAndLineIsWrong) {
  EXPECT_EQ(refusal(), "train.csv: is not there, nor train.tsv, nor a file of scored texts (…_GroundTruth.txt)");
  put("train.tsv", "sentiment\ttopic\ttext\n0\t1\tbad\n2\n");
  EXPECT_EQ(refusal(), "train.tsv, line 3: has 1 fields, not 3");
  put("train.tsv", "sentiment\ttopic\ttext\n\t1\tbad\n");
  EXPECT_EQ(refusal(), "train.tsv, line 2: has no label");
  put("train.tsv", "a\tb\tc\nd\te\tf\n");
  EXPECT_EQ(refusal(), "train.tsv, line 1: has no header with a column of texts (text) and one of labels (label, sentiment, category, intent)");
  put("train.tsv", "only\n");
  EXPECT_EQ(refusal(), "train.tsv, line 1: has one column; a label and a text are needed");
  put("train.tsv", "\xef\xbb\xbf\r\n");
  EXPECT_EQ(refusal(), "train.tsv: is empty");
  put("train.tsv", "x\tone\nx\ttwo\n");
  EXPECT_EQ(refusal(), "train.tsv: has fewer than two labels");
  put("train.csv", "text,category\nfine,a\n\"never closed,b\n");
  EXPECT_NE(refusal().find("train.csv, line 3: "), std::string::npos);
  put("tweets_GroundTruth.txt", "1\tmany\ttext\n");
  EXPECT_EQ(refusal(), "tweets_GroundTruth.txt, line 1: 'many' is not a number");
}

TEST_F(EvaluateText, OurWordsFeelWhatPeopleFeel) {
  const char* data = std::getenv("PLAZA_DATA");
  const Folder real(std::string(data ? data : "") + "/sent_vader");
  if (!data || !real.has("tweets_GroundTruth.txt")) GTEST_SKIP() << "the data are not there";
  const Report report = run_text({real, 1, [](const std::string&) {}});
  double correlation = 0;
  for (const Metric& metric : report.metrics) {
    if (metric.key == "lexicon.tweets.correlation") correlation = metric.value;
  }
  EXPECT_GE(correlation, 0.8);
}

// What the project promises, on the public files, when those are there and time does not matter.
TEST_F(EvaluateText, ReachesWhatIsPromised) {
  const char* data = std::getenv("PLAZA_DATA");
  if (!data || !std::getenv("PLAZA_TEST_ALL") || !Folder(std::string(data) + "/sent_airline").has("train.csv")) GTEST_SKIP() << "only with PLAZA_TEST_ALL, and the data";
  const auto value = [&](const std::string& name, const std::string& key) {
    const Report report = run_text({Folder(std::string(data) + "/" + name), 1, [](const std::string&) {}});
    for (const Metric& metric : report.metrics) {
      if (metric.key == key) return metric.value;
    }
    return 0.0;
  };
  EXPECT_GE(value("sent_vi_uit_vsfc", "test.macro_f1"), 0.72);
  EXPECT_GE(value("sent_airline", "test.macro_f1"), 0.75);
  EXPECT_GE(value("intent_banking77", "test.accuracy"), 0.91);
}

}  // namespace
}  // namespace plaza::app::evaluate
