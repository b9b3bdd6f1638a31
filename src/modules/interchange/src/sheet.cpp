#include "sheet.h"

#include <algorithm>

#include "platform/base/text.h"
#include "platform/csv/writer.h"

namespace plaza::interchange {

Error unknown_columns(std::string detail) {
  return Error{ErrorKind::invalid, "interchange.unknown_columns", std::move(detail)};
}

Status Sheet::begin() {
  csv::Record first;
  if (!reader_.next(first)) return Error{ErrorKind::invalid, "interchange.file_empty", "The file is empty."};
  if (!first.problem.empty()) return unknown_columns("The first line cannot be read: " + first.problem);
  header_.emplace(first);
  return done();
}

bool Sheet::next(csv::Record& record) {
  while (reader_.next(record)) {
    ++rows_;
    const auto blank = [](const std::string& field) { return trimmed(field).empty(); };
    if (!record.problem.empty() || !std::all_of(record.fields.begin(), record.fields.end(), blank)) return true;
  }
  return false;
}

int Sheet::at(const char* column) const {
  const auto known = at_.find(column);
  if (known != at_.end()) return known->second;
  const int found = header_ ? header_->find(column) : -1;
  at_.emplace(column, found);
  return found;
}

std::string Sheet::raw(const csv::Record& record, const char* column) const {
  const int found = at(column);
  if (found < 0 || found >= std::ssize(record.fields)) return {};
  return csv::unguarded(record.fields[static_cast<std::size_t>(found)]);
}

std::string Sheet::cell(const csv::Record& record, const char* column) const {
  std::string text = raw(record, column);
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  std::replace_if(text.begin(), text.end(), is_control, ' ');
  return std::string(trimmed(text));
}

}  // namespace plaza::interchange
