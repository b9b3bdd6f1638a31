// A file of rows: read in small pieces as in one, and what is written comes back as it was.
#include "platform/base/check.h"
#include "platform/base/text.h"
#include "platform/csv/reader.h"
#include "platform/csv/writer.h"
#include "target.h"

namespace plaza::fuzz {
namespace {

std::vector<csv::Record> all(csv::Source source) {
  csv::Reader reader(std::move(source), {200, 900, 12});
  std::vector<csv::Record> records;
  for (csv::Record record; reader.next(record); record = {}) records.push_back(record);
  return records;
}

csv::Source in_pieces(std::string_view text) {
  return [text, size = std::size_t{0}](char* data, std::size_t room) mutable {
    size = std::min({size % 7 + 1, room, text.size()});
    text.copy(data, size);
    text.remove_prefix(size);
    return size;
  };
}

}  // namespace

void read(std::string_view bytes) {
  const auto records = all(csv::from_text(bytes));
  const auto again = all(in_pieces(bytes));
  CHECK(records.size() == again.size());
  for (std::size_t i = 0; i < records.size(); ++i) {
    const auto& record = records[i];
    CHECK(record.line == again[i].line && record.fields == again[i].fields && record.problem == again[i].problem);
    if (!record.problem.empty()) continue;
    std::string text = "header\r\n";  // a byte order mark means nothing behind it
    csv::Writer writer(text);
    for (const auto& field : record.fields) {
      CHECK(is_utf8(field) && field.find('\0') == std::string::npos);
      writer.field(field);
    }
    writer.end_record();
    csv::Record back;
    csv::Reader reader(csv::from_text(text));
    CHECK(reader.next(back));
    if (!reader.next(back)) {  // a line of nothing is no record
      CHECK(record.fields.size() == 1 && record.fields[0].empty());
      continue;
    }
    CHECK(back.problem.empty() && back.fields.size() == record.fields.size());
    for (std::size_t n = 0; n < back.fields.size(); ++n) CHECK(csv::unguarded(back.fields[n]) == record.fields[n]);
  }
}

std::vector<std::string> seeds() {
  return {"\xef\xbb\xbfHandle,Title,Price\r\nvase,\"Blue, \"\"old\"\"\nvase\",29.00\r\nbowl,,=1+1\r\n", "a;b\rc;'=d\r\n\r\n\"open",
          "\xff\xfe" "a", "'-1,-1,+x,@y,\tz,'x\n"};
}

}  // namespace plaza::fuzz
