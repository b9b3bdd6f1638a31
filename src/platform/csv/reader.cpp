#include "platform/csv/reader.h"

#include <algorithm>
#include <cstring>

#include "platform/base/text.h"

namespace plaza::csv {
namespace {

constexpr std::size_t chunk_bytes = 65'536;
constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

bool ends_line(int byte) { return byte == '\n' || byte == '\r' || byte < 0; }

}  // namespace

Source from_text(std::string_view text) {
  return [text, at = std::size_t{0}](char* data, std::size_t size) mutable {
    const std::size_t count = std::min(size, text.size() - at);
    std::memcpy(data, text.data() + at, count);
    at += count;
    return count;
  };
}

Source from_stream(std::istream& stream) {
  return [&stream](char* data, std::size_t size) {
    stream.read(data, static_cast<std::streamsize>(size));
    return static_cast<std::size_t>(stream.gcount());
  };
}

Reader::Reader(Source source, Limits limits) : source_(std::move(source)), limits_(limits) {
  while (buffer_.size() < byte_order_mark.size() && fill()) {
  }
  if (buffer_.starts_with(byte_order_mark)) at_ = byte_order_mark.size();
}

bool Reader::fill() {
  if (ended_) return false;
  buffer_.erase(0, at_);
  at_ = 0;
  const std::size_t before = buffer_.size();
  buffer_.resize(before + chunk_bytes);
  const std::size_t count = source_(buffer_.data() + before, chunk_bytes);
  buffer_.resize(before + count);
  bytes_ += count;
  ended_ = count == 0;
  return count > 0;
}

int Reader::peek() {
  if (at_ == buffer_.size() && !fill()) return -1;
  return static_cast<unsigned char>(buffer_[at_]);
}

// The next byte, or -1. Counts lines: CRLF is one end, at its LF.
int Reader::take() {
  const int byte = peek();
  if (byte < 0) return -1;
  ++at_;
  ++record_bytes_;
  if (record_bytes_ <= limits_.record_bytes_max) raw_ += static_cast<char>(byte);
  if (byte == '\n' || (byte == '\r' && peek() != '\n')) ++line_;
  return byte;
}

// Spreadsheets save "Unicode text" so: in 16-bit units behind a mark of their order.
bool Reader::refuse_utf16(Record& record) {
  const bool marked = buffer_.starts_with("\xFF\xFE") || buffer_.starts_with("\xFE\xFF");
  if (bytes_ > buffer_.size() || at_ != 0 || line_ != 1 || !marked) return false;
  record = {1, {}, "The file is UTF-16; save it as CSV UTF-8."};
  buffer_.clear();
  while (fill()) at_ = buffer_.size();
  return true;
}

bool Reader::next(Record& record) {
  if (refuse_utf16(record)) return true;
  while (peek() >= 0) {
    record.line = line_;
    record.fields.clear();
    record.problem.clear();
    raw_.clear();
    record_bytes_ = 0;
    read_record(record);
    const bool blank =
        record.problem.empty() && record.fields.size() == 1 && record.fields[0].empty();
    if (!blank) return true;
  }
  return false;
}

void Reader::read_record(Record& record) {
  std::string field;
  bool was_quoted = false;
  for (;;) {
    const int byte = take();
    if (ends_line(byte)) {
      if (byte == '\r' && peek() == '\n') take();
      return close(record, field);
    }
    if (byte == ',') {
      close(record, field);
      was_quoted = false;
    } else if (was_quoted) {
      return give_up(record, "Text follows a closing quotation mark.");
    } else if (byte == '"' && field.empty()) {
      if (!read_quoted(record, field)) return give_up(record, "A quotation mark is never closed.");
      was_quoted = true;
    } else {
      put(record, field, byte);
    }
  }
}

// After the opening mark. False at the end of the file.
bool Reader::read_quoted(Record& record, std::string& field) {
  for (;;) {
    const int byte = take();
    if (byte < 0) return false;
    if (byte == '"') {
      if (peek() != '"') return true;
      take();
    }
    put(record, field, byte);
  }
}

void Reader::put(Record& record, std::string& field, int byte) {
  if (field.size() >= limits_.field_bytes_max) return spoil(record, "A field is too long.");
  if (record_bytes_ > limits_.record_bytes_max) return spoil(record, "The record is too long.");
  field += static_cast<char>(byte);
}

void Reader::close(Record& record, std::string& field) {
  if (record.fields.size() >= limits_.fields_max) {
    spoil(record, "The record has too many fields.");
  } else if (field.find('\0') != std::string::npos) {
    spoil(record, "A field holds a zero byte.");
  } else if (!is_utf8(field)) {
    spoil(record, "A field is not UTF-8 text.");
  } else {
    record.fields.push_back(std::move(field));
  }
  field.clear();
}

void Reader::spoil(Record& record, const char* problem) {
  if (record.problem.empty()) record.problem = problem;
}

// Goes back to the end of the record's first line. What an unclosed mark swallowed is read again,
// once: read from within a quotation any line with an odd number of marks ends it, so a second
// record cannot swallow the same lines.
void Reader::give_up(Record& record, const char* problem) {
  spoil(record, problem);
  const bool whole = raw_.size() == record_bytes_;
  const std::size_t end = raw_.find_first_of("\r\n");
  if (!whole || end == std::string::npos) return skip_line();
  const std::size_t rest = end + (raw_.compare(end, 2, "\r\n") == 0 ? 2 : 1);
  buffer_.replace(0, at_, raw_, rest, std::string::npos);
  at_ = 0;
  line_ = record.line + 1;
}

void Reader::skip_line() {
  for (;;) {
    const int byte = take();
    if (byte == '\r' && peek() == '\n') continue;
    if (ends_line(byte)) return;
  }
}

Header::Header(const Record& record) {
  for (const auto& name : record.fields) {
    names_.emplace_back(trimmed(name));
    keys_.push_back(lower_ascii(names_.back()));
  }
}

int Header::find(std::string_view name) const {
  const auto found = std::find(keys_.begin(), keys_.end(), lower_ascii(name));
  return found == keys_.end() ? -1 : static_cast<int>(found - keys_.begin());
}

}  // namespace plaza::csv
