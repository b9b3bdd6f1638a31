// The files of a data folder: plain, or gzipped with .gz at the end of the name. Whatever does not fit is refused with the file,
// the line and the reason.
#pragma once

#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "platform/csv/reader.h"

namespace plaza::app::evaluate {

class WrongFile : public std::runtime_error {
 public:
  WrongFile(const std::string& file, std::int64_t line, const std::string& reason);
};

class Folder {
 public:
  explicit Folder(std::string path) : path_(std::move(path)) {}
  // The whole file, unpacked; WrongFile when it is not there or cannot be unpacked. At most 4 GB.
  std::string read(const std::string& name) const;
  bool has(const std::string& name) const;

 private:
  std::string path_;
};

// The lines of a text, one by one, split at blanks (or at `separator`); blank lines are skipped.
class Fields {
 public:
  Fields(std::string file, const std::string& text, char separator = ' ');
  bool next();
  std::size_t size() const { return fields_.size(); }
  std::string_view text(std::size_t field) const;
  std::uint32_t index(std::size_t field) const;  // 0 to 4,294,967,294
  std::int64_t integer(std::size_t field) const;
  double real(std::size_t field) const;          // finite
  [[noreturn]] void refuse(const std::string& reason) const;
  void expect(std::size_t count) const;          // exactly so many fields

 private:
  std::string file_;
  const std::string& text_;
  const char separator_;
  std::size_t at_ = 0;
  std::int64_t line_ = 0;
  std::vector<std::string_view> fields_;
};

// A CSV file with a header: values by column name.
class CsvRows {
 public:
  // All of `columns` must stand in the header.
  CsvRows(std::string file, const std::string& text, const std::vector<std::string>& columns);
  bool next();
  const std::string& text(std::size_t column) const;  // by its place in `columns`
  std::int64_t integer(std::size_t column) const;
  double real(std::size_t column) const;
  [[noreturn]] void refuse(const std::string& reason) const;
  const std::vector<std::string>& header() const { return names_; }
  const csv::Record& record() const { return record_; }

 private:
  std::string file_;
  csv::Reader reader_;
  csv::Record record_;
  std::vector<std::string> names_, columns_;
  std::vector<std::size_t> places_;
};

}  // namespace plaza::app::evaluate
