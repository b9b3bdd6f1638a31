#include "evaluate/files.h"

#include <zlib.h>

#include <charconv>
#include <cmath>
#include <filesystem>
#include <memory>

namespace plaza::app::evaluate {
namespace {

template <class Number>
bool parse(std::string_view text, Number& into) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), into);
  return error == std::errc{} && end == text.data() + text.size();
}

std::string shown(std::string_view text) {
  constexpr std::size_t shown_max = 40;
  return "'" + std::string(text.substr(0, shown_max)) + (text.size() > shown_max ? "…'" : "'");
}

}  // namespace

WrongFile::WrongFile(const std::string& file, std::int64_t line, const std::string& reason)
    : std::runtime_error(file + (line > 0 ? ", line " + std::to_string(line) : "") + ": " + reason) {}

bool Folder::has(const std::string& name) const {
  return std::filesystem::exists(path_ + "/" + name) || std::filesystem::exists(path_ + "/" + name + ".gz");
}

std::string Folder::read(const std::string& name) const {
  std::string path = path_ + "/" + name;
  if (!std::filesystem::exists(path)) path += ".gz";
  const std::unique_ptr<gzFile_s, int (*)(gzFile)> file(gzopen(path.c_str(), "rb"), gzclose);
  if (!file) throw WrongFile(name, 0, "is not in " + path_ + " (nor " + name + ".gz)");
  gzbuffer(file.get(), 1 << 18);
  std::string text;
  std::vector<char> piece(1 << 18);
  constexpr std::size_t size_max = std::size_t{4} << 30;
  while (true) {
    const int got = gzread(file.get(), piece.data(), static_cast<unsigned>(piece.size()));
    if (got < 0) throw WrongFile(name, 0, "cannot be unpacked");
    if (got == 0) break;
    text.append(piece.data(), static_cast<std::size_t>(got));
    if (text.size() > size_max) throw WrongFile(name, 0, "is larger than 4 GB");
  }
  int error = Z_OK;
  gzerror(file.get(), &error);
  if (error != Z_OK) throw WrongFile(name, 0, "ends in the middle of its packed data");
  return text;
}

Fields::Fields(std::string file, const std::string& text, char separator)
    : file_(std::move(file)), text_(text), separator_(separator) {}

bool Fields::next() {
  while (at_ < text_.size()) {
    ++line_;
    const std::size_t end = std::min(text_.find('\n', at_), text_.size());
    std::string_view line(text_.data() + at_, end - at_);
    at_ = end + 1;
    if (!line.empty() && line.back() == '\r') line.remove_suffix(1);
    fields_.clear();
    const auto separates = [&](char c) { return separator_ == ' ' ? c == ' ' || c == '\t' : c == separator_; };
    std::size_t begin = 0;
    for (std::size_t i = 0; i <= line.size(); ++i) {
      if (i < line.size() && !separates(line[i])) continue;
      if (i > begin || separator_ != ' ') fields_.push_back(line.substr(begin, i - begin));
      begin = i + 1;
    }
    if (!line.empty() && !fields_.empty()) return true;
  }
  return false;
}

void Fields::refuse(const std::string& reason) const { throw WrongFile(file_, line_, reason); }

void Fields::expect(std::size_t count) const {
  if (fields_.size() != count) refuse("has " + std::to_string(fields_.size()) + " fields, not " + std::to_string(count));
}

std::string_view Fields::text(std::size_t field) const {
  if (field >= fields_.size()) refuse("has no field " + std::to_string(field + 1));
  return fields_[field];
}

std::uint32_t Fields::index(std::size_t field) const {
  std::uint32_t value = 0;
  if (!parse(text(field), value) || value == ~std::uint32_t{0}) refuse(shown(text(field)) + " is not an index");
  return value;
}

std::int64_t Fields::integer(std::size_t field) const {
  std::int64_t value = 0;
  if (!parse(text(field), value)) refuse(shown(text(field)) + " is not a whole number");
  return value;
}

double Fields::real(std::size_t field) const {
  double value = 0;
  if (!parse(text(field), value) || !std::isfinite(value)) refuse(shown(text(field)) + " is not a number");
  return value;
}

CsvRows::CsvRows(std::string file, const std::string& text, const std::vector<std::string>& columns)
    : file_(std::move(file)), reader_(csv::from_text(text)), columns_(columns) {
  if (!reader_.next(record_)) throw WrongFile(file_, 1, "is empty");
  if (!record_.problem.empty()) throw WrongFile(file_, record_.line, record_.problem);
  const csv::Header header(record_);
  names_ = header.names();
  std::string missing;
  for (const auto& column : columns) {
    const int place = header.find(column);
    if (place < 0) missing += (missing.empty() ? "" : ", ") + column;
    else places_.push_back(static_cast<std::size_t>(place));
  }
  if (!missing.empty()) throw WrongFile(file_, record_.line, "the header has no column " + missing);
}

bool CsvRows::next() {
  if (!reader_.next(record_)) return false;
  if (!record_.problem.empty()) refuse(record_.problem);
  if (record_.fields.size() != names_.size()) {
    refuse("has " + std::to_string(record_.fields.size()) + " fields, the header " + std::to_string(names_.size()));
  }
  return true;
}

void CsvRows::refuse(const std::string& reason) const { throw WrongFile(file_, record_.line, reason); }

const std::string& CsvRows::text(std::size_t column) const { return record_.fields[places_[column]]; }

std::int64_t CsvRows::integer(std::size_t column) const {
  std::int64_t value = 0;
  if (!parse(std::string_view(text(column)), value)) refuse(columns_[column] + ": " + shown(text(column)) + " is not a whole number");
  return value;
}

double CsvRows::real(std::size_t column) const {
  double value = 0;
  if (!parse(std::string_view(text(column)), value) || !std::isfinite(value)) {
    refuse(columns_[column] + ": " + shown(text(column)) + " is not a number");
  }
  return value;
}

}  // namespace plaza::app::evaluate
