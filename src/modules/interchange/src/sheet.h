// A CSV file by the names of its columns; what a spreadsheet was kept from running comes back as it was.
#pragma once

#include <optional>
#include <string>
#include <unordered_map>
#include <vector>

#include "platform/base/result.h"
#include "platform/csv/reader.h"

namespace plaza::interchange {

class Sheet {
 public:
  explicit Sheet(csv::Source source) : reader_(std::move(source)) {}

  // Reads the line of names. interchange.file_empty, interchange.unknown_columns (its line cannot be read).
  Status begin();
  bool has(const char* column) const { return at(column) >= 0; }
  // The next record, blank ones left out. False at the end.
  bool next(csv::Record& record);
  std::int64_t rows() const { return rows_; }

  std::string raw(const csv::Record& record, const char* column) const;   // as it was written
  std::string cell(const csv::Record& record, const char* column) const;  // trimmed, in one line

 private:
  int at(const char* column) const;

  csv::Reader reader_;
  std::optional<csv::Header> header_;
  std::int64_t rows_ = 0;
  mutable std::unordered_map<const char*, int> at_;  // names are constants: their addresses are looked up
};

Error unknown_columns(std::string detail);

}  // namespace plaza::interchange
