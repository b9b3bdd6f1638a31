// CSV in, one record at a time, in bounded memory: RFC 4180 with what real files do (a byte order
// mark, CRLF, LF or CR, line breaks and doubled quotes inside quotes, a last line without its end).
// Nothing is guessed: a record that breaks the rules is given with its problem and its line, and
// reading goes on after it.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <istream>
#include <string>
#include <string_view>
#include <vector>

namespace plaza::csv {

struct Limits {
  std::size_t field_bytes_max = 1'000'000;
  std::size_t record_bytes_max = 4'000'000;
  std::size_t fields_max = 1'000;
};

struct Record {
  std::int64_t line = 0;            // where it begins, from 1
  std::vector<std::string> fields;  // valid UTF-8 without NUL when `problem` is empty
  std::string problem;              // a sentence when the record is not usable, else empty
};

// Reads at most `size` bytes into `data` and says how many; 0 at the end.
using Source = std::function<std::size_t(char* data, std::size_t size)>;
Source from_text(std::string_view text);   // borrowed
Source from_stream(std::istream& stream);  // borrowed

// Not thread-safe. Blank lines are skipped. When a quotation mark is never closed, or text follows
// one, only the record's first line is given up: reading goes on at the next line, in linear time
// all the same. A file that begins as UTF-16 does is one record with that problem.
class Reader {
 public:
  explicit Reader(Source source, Limits limits = {});
  // False at the end.
  bool next(Record& record);
  // Bytes taken from the source so far: for progress.
  std::uint64_t bytes_read() const { return bytes_; }

 private:
  int peek();
  int take();
  bool fill();
  void read_record(Record& record);
  bool read_quoted(Record& record, std::string& field);
  void put(Record& record, std::string& field, int byte);
  void close(Record& record, std::string& field);
  void give_up(Record& record, const char* problem);
  void skip_line();
  static void spoil(Record& record, const char* problem);
  bool refuse_utf16(Record& record);

  const Source source_;
  const Limits limits_;
  std::string buffer_;
  std::size_t at_ = 0;
  std::string raw_;  // the record so far, as long as it is not too long
  std::size_t record_bytes_ = 0;
  std::uint64_t bytes_ = 0;
  std::int64_t line_ = 1;
  bool ended_ = false;
};

// Columns by name, from the header record: trimmed, without regard to ASCII case; the first of two
// equal names counts.
class Header {
 public:
  explicit Header(const Record& record);
  // The column's position, or -1.
  int find(std::string_view name) const;
  const std::vector<std::string>& names() const { return names_; }  // as written, trimmed

 private:
  std::vector<std::string> names_;
  std::vector<std::string> keys_;
};

}  // namespace plaza::csv
