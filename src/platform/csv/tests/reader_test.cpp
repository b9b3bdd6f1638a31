#include "platform/csv/reader.h"

#include <gtest/gtest.h>

#include <sstream>

namespace plaza::csv {
namespace {

using Fields = std::vector<std::string>;

std::vector<Record> read_all(std::string_view text, Limits limits = {}) {
  Reader reader(from_text(text), limits);
  std::vector<Record> records;
  Record record;
  while (reader.next(record)) records.push_back(record);
  return records;
}

TEST(CsvReader, ReadsFieldsAndLines) {
  const auto records = read_all("a,b,c\n1,,3\n");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].fields, (Fields{"a", "b", "c"}));
  EXPECT_EQ(records[1].fields, (Fields{"1", "", "3"}));
  EXPECT_EQ(records[1].line, 2);
}

TEST(CsvReader, TakesAByteOrderMarkAndEachKindOfLineEnd) {
  const auto records = read_all("\xEF\xBB\xBFname,x\r\none,1\rtwo,2\nthree,3");
  ASSERT_EQ(records.size(), 4u);
  EXPECT_EQ(records[0].fields, (Fields{"name", "x"}));
  EXPECT_EQ(records[1].fields, (Fields{"one", "1"}));
  EXPECT_EQ(records[2].line, 3);
  EXPECT_EQ(records[3].fields, (Fields{"three", "3"}));
  EXPECT_EQ(records[3].line, 4);
}

TEST(CsvReader, KeepsLineBreaksCommasAndDoubledQuotesInsideQuotes) {
  const auto records = read_all("a,\"x, \"\"y\"\"\r\nz\",c\nnext,,\n");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].fields, (Fields{"a", "x, \"y\"\r\nz", "c"}));
  EXPECT_EQ(records[1].line, 3);
  EXPECT_EQ(records[1].fields, (Fields{"next", "", ""}));
}

TEST(CsvReader, TakesAQuotationMarkInsideAPlainValueAsItIs) {
  EXPECT_EQ(read_all("5\" nail,\"\"\n")[0].fields, (Fields{"5\" nail", ""}));
}

TEST(CsvReader, SkipsBlankLinesButCountsThem) {
  const auto records = read_all("\n\r\na\n\nb\n");
  ASSERT_EQ(records.size(), 2u);
  EXPECT_EQ(records[0].line, 3);
  EXPECT_EQ(records[1].line, 5);
}

TEST(CsvReader, IsEmptyForAnEmptyText) {
  EXPECT_TRUE(read_all("").empty());
  EXPECT_TRUE(read_all("\xEF\xBB\xBF").empty());
}

TEST(CsvReader, LosesOneLineToAQuotationMarkThatIsNeverClosed) {
  const auto records = read_all("a,b\n\"open,1\nc,d\ne,f\n");
  ASSERT_EQ(records.size(), 4u);
  EXPECT_EQ(records[1].problem, "A quotation mark is never closed.");
  EXPECT_EQ(records[1].line, 2);
  EXPECT_EQ(records[2].fields, (Fields{"c", "d"}));
  EXPECT_EQ(records[2].line, 3);
  EXPECT_EQ(records[3].line, 4);
}

TEST(CsvReader, LosesOneLineToAMarkThatALaterOneSeemsToClose) {
  const auto records = read_all("\"open,1\r\nx,y\r\nc,\"d\"\r\nz,z\r\n");
  ASSERT_EQ(records.size(), 4u);
  EXPECT_EQ(records[0].problem, "Text follows a closing quotation mark.");
  EXPECT_EQ(records[1].fields, (Fields{"x", "y"}));
  EXPECT_EQ(records[2].fields, (Fields{"c", "d"}));
  EXPECT_EQ(records[2].line, 3);
}

TEST(CsvReader, ReportsZeroBytesAndTextThatIsNotUtf8AndGoesOn) {
  const auto records = read_all(std::string("a\0b,1\nok,1\n\xFF,2\nok,2\n", 20));
  ASSERT_EQ(records.size(), 4u);
  EXPECT_EQ(records[0].problem, "A field holds a zero byte.");
  EXPECT_EQ(records[1].problem, "");
  EXPECT_EQ(records[2].problem, "A field is not UTF-8 text.");
  EXPECT_EQ(records[3].fields, (Fields{"ok", "2"}));
}

TEST(CsvReader, RefusesBombsAndGoesOn) {
  const Limits small{.field_bytes_max = 10, .record_bytes_max = 30, .fields_max = 4};
  const auto records = read_all("\"" + std::string(100'000, 'x') + "\",1\n" + std::string(20, ',') +
                                    "\n0123456789,0123456789,0123456789,x\nfine,1\n",
                                small);
  ASSERT_EQ(records.size(), 4u);
  EXPECT_EQ(records[0].problem, "A field is too long.");
  EXPECT_EQ(records[1].problem, "The record has too many fields.");
  EXPECT_EQ(records[2].problem, "The record is too long.");
  EXPECT_EQ(records[3].fields, (Fields{"fine", "1"}));
  EXPECT_EQ(records[3].line, 4);
}

TEST(CsvReader, ReadsAcrossTheEdgesOfItsChunks) {
  std::string text;
  for (int i = 0; i < 30'000; ++i) text += std::to_string(i) + ",\"a\"\"b\"\r\n";
  std::istringstream stream(text);
  Reader reader(from_stream(stream));
  Record record;
  int count = 0;
  while (reader.next(record)) {
    ASSERT_EQ(record.fields, (Fields{std::to_string(count), "a\"b"}));
    ++count;
    ASSERT_EQ(record.line, count);
  }
  EXPECT_EQ(count, 30'000);
  EXPECT_EQ(reader.bytes_read(), text.size());
}

TEST(CsvReader, ReadsAFileOfNothingButQuotationMarksToItsEnd) {
  std::string text;
  for (int i = 0; i < 20'000; ++i) text += i % 3 ? "\"x\"\"\n" : "\"\"\"\n";
  const auto records = read_all(text);
  EXPECT_GT(records.size(), 6'000u);
  EXPECT_LE(records.size(), 20'000u);
}

TEST(CsvHeader, FindsColumnsWithoutRegardToCaseAndSpaces) {
  const Header header(Record{1, {" Handle ", "Body (HTML)", "handle"}, ""});
  EXPECT_EQ(header.find("handle"), 0);
  EXPECT_EQ(header.find("body (html)"), 1);
  EXPECT_EQ(header.find("Title"), -1);
}

TEST(CsvReader, SaysThatAFileIsUtf16) {
  const std::string text("\xFF\xFEH\0a\0\r\0\n\0x\0", 12);
  Reader reader(from_text(text));
  Record record;
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record.line, 1);
  EXPECT_EQ(record.problem, "The file is UTF-16; save it as CSV UTF-8.");
  EXPECT_FALSE(reader.next(record));
}

TEST(CsvReader, RefusesAHundredThousandColumnsAndGoesOn) {
  const std::string text = std::string(100'000, ',') + "\nnext\n";
  Reader reader(from_text(text));
  Record record;
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record.problem, "The record has too many fields.");
  ASSERT_TRUE(reader.next(record));
  EXPECT_EQ(record.fields, std::vector<std::string>{"next"});
}

}  // namespace
}  // namespace plaza::csv
