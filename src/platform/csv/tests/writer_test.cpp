#include "platform/csv/writer.h"

#include <gtest/gtest.h>

#include "platform/csv/reader.h"

namespace plaza::csv {
namespace {

std::string one(std::string_view text) {
  std::string out;
  Writer(out).field(text);
  return out;
}

TEST(CsvWriter, QuotesOnlyWhatNeedsIt) {
  std::string out;
  Writer writer(out);
  writer.field("plain")
      .field("a,b")
      .field("say \"hi\"")
      .field("two\nlines")
      .field("")
      .field(std::int64_t{-5});
  writer.end_record();
  writer.field("next");
  writer.end_record();
  EXPECT_EQ(out, "plain,\"a,b\",\"say \"\"hi\"\"\",\"two\nlines\",,-5\r\nnext\r\n");
}

TEST(CsvWriter, DisarmsWhatASpreadsheetWouldRun) {
  EXPECT_EQ(one("=1+2"), "\"'=1+2\"");
  EXPECT_EQ(one("+cmd|' /C calc'!A0"), "\"'+cmd|' /C calc'!A0\"");
  EXPECT_EQ(one("-2+3"), "\"'-2+3\"");
  EXPECT_EQ(one("@SUM(A1)"), "\"'@SUM(A1)\"");
  EXPECT_EQ(one("\t=1"), "\"'\t=1\"");
}

TEST(CsvWriter, GivesBackExactlyWhatItGuarded) {
  for (const std::string text :
       {"=1+2", "'=1+2", "''=1+2", "'", "''", "'plain", "-1.50", "'-1.50", "+84901234567", "-", "+-",
        "@", "\t", "\r", "\n=x", "'\r", "=\"a\",b", "'@x\r\ny", "", " =1", "O'Neil"}) {
    std::string out;
    Writer writer(out);
    writer.field("first").field(text);
    writer.end_record();
    Reader reader(from_text(out));
    Record record;
    ASSERT_TRUE(reader.next(record));
    ASSERT_EQ(record.fields.size(), 2u) << text;
    const std::string& cell = record.fields[1];
    EXPECT_EQ(unguarded(cell), text);
    const bool number = text == "-1.50" || text == "+84901234567";
    const bool runs = !cell.empty() && std::string("=+-@\t\r\n").find(cell[0]) != std::string::npos;
    EXPECT_EQ(runs, number) << cell;
  }
}

TEST(CsvWriter, LeavesNumbersAlone) {
  EXPECT_EQ(one("-1.50"), "-1.50");
  EXPECT_EQ(one("+84901234567"), "+84901234567");
}

TEST(CsvWriter, WritesWhatTheReaderReads) {
  const std::vector<std::string> fields{"a \"b\"", "x\r\ny", " spaced ", ",", "Bình gốm"};
  std::string out;
  Writer writer(out);
  for (const auto& field : fields) writer.field(field);
  writer.end_record();
  Reader reader(from_text(out));
  Record record;
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record.fields, fields);
}

}  // namespace
}  // namespace plaza::csv
