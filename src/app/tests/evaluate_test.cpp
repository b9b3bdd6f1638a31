#include <gtest/gtest.h>
#include <zlib.h>

#include <cmath>
#include <cstdlib>
#include <fstream>
#include <functional>

#include "evaluate/files.h"
#include "evaluate/report.h"
#include "evaluate/suites.h"
#include "platform/json/codec.h"
#include "platform/json/document.h"
#include "platform/testing/database.h"

namespace plaza::app::evaluate {
namespace {

class EvaluateTest : public ::testing::Test {
 protected:
  std::string path(const std::string& name) const { return folder_.path() + "/" + name; }
  void put(const std::string& name, const std::string& text) { std::ofstream(path(name), std::ios::binary) << text; }
  void put_packed(const std::string& name, const std::string& text) {
    const gzFile file = gzopen(path(name).c_str(), "wb");
    gzwrite(file, text.data(), static_cast<unsigned>(text.size()));
    gzclose(file);
  }
  Report run(const std::string& suite, std::uint64_t seed = 1) {
    for (const Suite& one : suites()) {
      if (one.name == suite) return one.run({Folder(folder_.path()), seed, [](const std::string&) {}});
    }
    ADD_FAILURE() << "no suite " << suite;
    return {};
  }
  std::string refusal(const std::string& suite) {
    try {
      run(suite);
    } catch (const WrongFile& wrong) {
      return wrong.what();
    }
    return "not refused";
  }
  static double value(const Report& report, const std::string& key) {
    for (const Metric& metric : report.metrics) {
      if (metric.key == key) return metric.value;
    }
    ADD_FAILURE() << "no metric " << key;
    return 0;
  }
  // Forty people walk around one of two rings of eight items; the last step is the question.
  static std::string walks() {
    std::string text;
    for (int person = 0; person < 40; ++person) {
      text += std::to_string(person);
      for (int step = 0; step < 6; ++step) text += " " + std::to_string(person % 2 * 8 + (person / 2 + step) % 8);
      text += "\n";
    }
    return text;
  }

 private:
  testing::TemporaryFolder folder_;
};

TEST_F(EvaluateTest, ReadsPackedAndPlainFiles) {
  put("plain.txt", "a b\n");
  put_packed("packed.txt.gz", "c d\n");
  const Folder folder(path(""));
  EXPECT_EQ(folder.read("plain.txt"), "a b\n");
  EXPECT_EQ(folder.read("packed.txt"), "c d\n");
}

TEST_F(EvaluateTest, SaysWhichFileIsMissing) { EXPECT_NE(refusal("gowalla").find("train.txt: is not in "), std::string::npos); }

TEST_F(EvaluateTest, SaysWhichLineIsWrongAndWhy) {
  put("train.txt", "0 1 2\n\n1 2 minus\n");
  put("test.txt", "0 3\n");
  EXPECT_EQ(refusal("gowalla"), "train.txt, line 3: 'minus' is not an index");
  put("train.tsv", "0\t1\n1\t2\t3\n");
  put("test.tsv", "0\t2\n");
  EXPECT_EQ(refusal("tiktok"), "train.tsv, line 2: has 3 fields, not 2");
  put("CDNOW_sample.txt", " 00004 0001 19970101 2 29.33\n 00004 0001 19971301 2 29.33\n");
  EXPECT_EQ(refusal("lifetime"), "CDNOW_sample.txt, line 2: the third field is not a date like 19970101");
  put("telco_train.csv", "customerID,tenure,Churn\na,1,Yes\nb,2,Maybe\n");
  EXPECT_EQ(refusal("churn"), "telco_train.csv, line 3: Churn: 'Maybe' is neither Yes nor No");
  put("tideh_dev.csv", "cascade_id,time_s,followers\n1,0,90\n1,30,5\n1,29,5\n");
  EXPECT_EQ(refusal("cascades"), "tideh_dev.csv, line 4: time_s: is before the row above it");
  put("online_retail.csv", "InvoiceNo,StockCode,Quantity\n");
  EXPECT_EQ(refusal("repeat"), "online_retail.csv, line 1: the header has no column Description, InvoiceDate, UnitPrice, CustomerID");
}

TEST_F(EvaluateTest, RefusesAPackedFileThatWasCutOff) {
  std::string noise;  // that does not pack well
  for (std::uint32_t i = 0, x = 1; i < 100'000; ++i) noise += static_cast<char>('a' + (x = x * 1'664'525 + 1'013'904'223) % 26);
  put_packed("whole.gz", noise);
  std::ifstream whole(path("whole.gz"), std::ios::binary);
  const std::string bytes((std::istreambuf_iterator<char>(whole)), {});
  put("train.txt.gz", bytes.substr(0, bytes.size() / 2));
  EXPECT_EQ(refusal("gowalla"), "train.txt: ends in the middle of its packed data");
}

TEST_F(EvaluateTest, SeesHowFarPostsSpreadThatAllSpreadAlike) {
  std::string rows = "cascade_id,time_s,followers\n";
  for (int cascade = 0; cascade < 30; ++cascade) {
    // Every post is shared as often in each hour as in the one before, for a day: 24 times what its first hour had.
    for (int share = 0; share <= 24 * (5 + cascade); ++share) {
      rows += std::to_string(cascade) + "," + std::to_string(share * 3600 / (5 + cascade)) + ",10\n";
    }
  }
  put("tideh_dev.csv", rows);
  const auto report = run("cascades");
  EXPECT_EQ(value(report, "cascades"), 30);
  EXPECT_LT(value(report, "1h.median_error"), 0.05);
  EXPECT_LT(value(report, "6h.median_error"), 0.05);
  EXPECT_EQ(value(report, "12h.not_finite"), 0);
  EXPECT_EQ(value(run("cascades"), "1h.median_error"), value(report, "1h.median_error"));
}

TEST_F(EvaluateTest, FindsTheNextStepOfAWalk) {
  put("Beauty.txt", walks());
  const auto report = run("sequences");
  EXPECT_EQ(value(report, "people"), 40);
  EXPECT_EQ(value(report, "test.hr@10"), 1);
  EXPECT_GT(value(report, "test.ndcg@10"), 0.8);
}

// Forty people are shown forty videos of four authors, over and over; each watches one author's long.
void put_shown(const std::function<void(const std::string&, const std::string&)>& put) {
  std::string items = "video_id,author_id,upload_dt,video_duration,music_id,tag\n", history = "user_id,watch_seq,long_watch_seq\n";
  for (int item = 0; item < 40; ++item) items += std::to_string(item) + "," + std::to_string(item % 4) + ",2022-04-10,20000.0,,7\n";
  const auto shown = [](int from, int to) {
    std::string text = "user_id,video_id,time_ms,tab,is_click,long_view,play_time_ms,duration_ms\n";
    for (int person = 0; person < 40; ++person) {
      for (int item = from; item < to; ++item) {
        const bool engaged = item % 4 == person % 4;
        text += "9000000000" + std::to_string(person) + "," + std::to_string(item) + ",16508127" + std::to_string(10'000 + item) + ",1,1," +
                (engaged ? "1,20000" : "0,1000") + ",20000\n";
      }
    }
    return text;
  };
  for (int person = 0; person < 40; ++person) {
    const int own = person % 4;
    history += "9000000000" + std::to_string(person) + "," + std::to_string(own) + " " + std::to_string(own + 4) + "," + std::to_string(own) + " " +
               std::to_string(own + 4) + "\n";
  }
  put("items.csv", items);
  put("history_to_0424.csv", history);
  put("train_0425_0430.csv", shown(8, 24));
  put("test_0501_0508.csv", shown(24, 40));
}

TEST_F(EvaluateTest, RanksWhatPeopleAreShown) {
  put_shown([&](const std::string& name, const std::string& text) { put(name, text); });
  const auto report = run("kuairand");
  EXPECT_EQ(value(report, "a.people"), 40);
  EXPECT_EQ(value(report, "a.gauc"), 1);
  EXPECT_EQ(value(report, "a.ndcg@5"), 1);
  EXPECT_EQ(value(report, "b.people"), 40);
  put("test_0501_0508.csv", "user_id,video_id,time_ms,tab,is_click,long_view,play_time_ms,duration_ms\n1,77,1,1,0,0,0,1\n");
  EXPECT_EQ(refusal("kuairand"), "test_0501_0508.csv, line 2: no such video: 77");
  put("train_0425_0430.csv", "user_id,video_id,time_ms,tab,is_click,long_view,play_time_ms,duration_ms\n1,7,1,1,0,0,0,1\n");
  put("test_0501_0508.csv", "user_id,video_id,time_ms,tab,is_click,long_view,play_time_ms,duration_ms\n1,7,1,1,0,0,0,1\n");
  EXPECT_EQ(refusal("kuairand"), "train_0425_0430.csv: too little was shown to learn from");
}

TEST_F(EvaluateTest, TheSameSeedGivesTheSameNumbers) {
  put("Beauty.txt", walks());
  EXPECT_EQ(to_json(run("sequences", 5)), to_json(run("sequences", 5)));
}

TEST_F(EvaluateTest, LargeIdsAreFine) {
  put("train.txt", "0 1 4000000000\n1 1 4000000000\n3999999999 4000000000 3\n");
  put("test.txt", "3999999999 1\n0 3\n");
  EXPECT_EQ(value(run("gowalla"), "people"), 2);
}

TEST_F(EvaluateTest, TheReportIsOneFlatObject) {
  Report report;
  report.put("a.gauc", 0.5);
  report.put("naive \"x\"", std::nan(""));
  EXPECT_EQ(to_json(report), "{\n  \"a.gauc\": 0.5,\n  \"naive \\\"x\\\"\": null\n}\n");
  EXPECT_TRUE(json::parse(to_json(report)).ok());
}

TEST_F(EvaluateTest, ThePageIsSafeAndDrawsItsPlots) {
  Report report;
  report.suite = "<script>";
  report.notes.push_back("a < b & c");
  report.plots.push_back({"title", "x", "y", {{"one", {{0, 1}, {1, 2}, {2, 1}}}}});
  const auto page = to_html(report);
  EXPECT_EQ(page.find("<script>"), std::string::npos);
  EXPECT_NE(page.find("a &lt; b &amp; c"), std::string::npos);
  EXPECT_NE(page.find("<path fill=\"none\""), std::string::npos);
}

// The published figures on the published files, when those are there.
TEST_F(EvaluateTest, RepeatsThePublishedParametersOfCdnow) {
  const char* data = std::getenv("PLAZA_DATA");
  const Folder folder(std::string(data ? data : "") + "/clv_cdnow_sample");
  if (!data || !folder.has("CDNOW_sample.txt")) GTEST_SKIP() << "the data are not there";
  const auto report = run_lifetime({folder, 1, [](const std::string&) {}});
  EXPECT_NEAR(value(report, "bgnbd.r"), 0.243, 1e-3);
  EXPECT_NEAR(value(report, "bgnbd.alpha"), 4.414, 1e-3);
  EXPECT_NEAR(value(report, "bgnbd.a"), 0.793, 1e-3);
  EXPECT_NEAR(value(report, "bgnbd.b"), 2.426, 1e-3);
  EXPECT_NEAR(value(report, "bgnbd.log_likelihood"), -9582.43, 0.01);
  EXPECT_LE(value(report, "mbgnbd.mae"), 0.765);
  EXPECT_NEAR(value(report, "gammagamma.p"), 6.25, 1e-2);
  EXPECT_NEAR(value(report, "gammagamma.log_likelihood"), -4055.92, 0.01);
}

// What the project promises of how far posts spread, when time does not matter.
TEST_F(EvaluateTest, CascadesReachWhatIsPromised) {
  const char* data = std::getenv("PLAZA_DATA");
  const Folder folder(std::string(data ? data : "") + "/cascade_twitter_followers");
  if (!data || !std::getenv("PLAZA_TEST_ALL") || !folder.has("tideh_dev.csv")) GTEST_SKIP() << "only with PLAZA_TEST_ALL, and the data";
  const auto report = run_cascades({folder, 1, [](const std::string&) {}});
  EXPECT_EQ(value(report, "cascades"), 60);
  EXPECT_LE(value(report, "1h.median_error"), 0.30);
  EXPECT_LE(value(report, "6h.median_error"), 0.17);
  for (const std::string at : {"1h", "6h", "12h"}) {
    EXPECT_EQ(value(report, at + ".not_finite"), 0);
    EXPECT_NEAR(value(report, at + ".coverage@80"), 0.80, 0.05);
  }
}

}  // namespace
}  // namespace plaza::app::evaluate
